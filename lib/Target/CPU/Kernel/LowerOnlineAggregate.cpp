//===- LowerOnlineAggregate.cpp - given scores as a score region ----------===//
//
// A fold of scores that exist is an attention without a product whose score
// region reads them. Excluded pairs have the score -inf, so that an exponential
// gives them no weight; other normalisers would have to be told, and are left
// to plain loops.
//
//===----------------------------------------------------------------------===//

#include "KernelFunction.h"
#include "NormalizerAdapter.h"
#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include "attn/Target/CPU/Passes.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::cpu;

// The score of pair (h, q, k) is element (h - head, q - query, k - key).
static void buildScoreRegion(OpBuilder &b, Location loc, Region &region,
                             Value scores, ValueRange start) {
  OpBuilder::InsertionGuard guard(b);
  Block *block = b.createBlock(&region);
  Type index = b.getIndexType();
  block->addArgument(getElementTypeOrSelf(scores.getType()), loc);
  SmallVector<Value> at;
  for (auto [position, first] : llvm::enumerate(start)) {
    Value coordinate = block->addArgument(index, loc);
    if (position > 0)
      at.push_back(arith::SubIOp::create(b, loc, coordinate, first));
  }
  Value score = memref::LoadOp::create(b, loc, scores, at);
  scf::YieldOp::create(b, loc, score);
}

static KernelParams getParams(OnlineAggregateOp op,
                              const KernelMachine &machine) {
  auto acc = cast<MemRefType>(op.getAcc().getType());
  KernelProblem problem;
  problem.accumulatorBits = acc.getElementTypeBitWidth();
  problem.valueDim = acc.getDimSize(2);
  problem.headDim = 1;
  problem.queries = acc.isDynamicDim(1) ? -1 : acc.getDimSize(1);
  return KernelParams::get(machine, problem);
}

static OnlineAttentionArgs getArgs(OpBuilder &b, OnlineAggregateOp op,
                                   const IRMapping &map) {
  Location loc = op.getLoc();
  OnlineAttentionArgs args;
  args.v = map.lookup(op.getValue());
  args.acc = map.lookup(op.getAcc());
  args.m = map.lookup(op.getStabilizer());
  for (Value value : op.getAccumulators())
    args.accumulators.push_back(map.lookup(value));
  SmallVector<Value> start;
  for (Value value : op.getCoordinates())
    start.push_back(map.lookup(value));
  args.batch = start[0];
  args.head = start[1];
  args.query0 = start[2];
  args.key0 = start[3];
  Value count = memref::DimOp::create(b, loc, map.lookup(op.getScores()), 2);
  args.ranges.push_back({/*partial=*/false, args.key0,
                         arith::AddIOp::create(b, loc, args.key0, count)});
  return args;
}

bool mlir::attn::cpu::canLowerOnlineAggregate(OnlineAggregateOp op) {
  auto acc = dyn_cast<MemRefType>(op.getAcc().getType());
  return acc && !acc.isDynamicDim(2) && op.getNormalizer().isExponential() &&
         !op.getNormalizer().getRowContext().any() &&
         !scalesScores(op.getNormalizer());
}

LogicalResult
mlir::attn::cpu::lowerOnlineAggregate(RewriterBase &rewriter,
                                      OnlineAggregateOp op,
                                      const KernelMachine &machine) {
  llvm::SetVector<Value> set(op->operand_begin(), op->operand_end());
  SmallVector<Value> inputs = set.takeVector();
  func::FuncOp function = createKernelFunction(rewriter, op, inputs);
  {
    OpBuilder::InsertionGuard guard(rewriter);
    rewriter.setInsertionPointToStart(&function.getBody().front());
    IRMapping map;
    map.map(inputs, function.getArguments());
    OnlineAttentionArgs args = getArgs(rewriter, op, map);
    Region score;
    buildScoreRegion(rewriter, op.getLoc(), score, map.lookup(op.getScores()),
                     {args.batch, args.head, args.query0, args.key0});
    args.score = &score;
    SmallVector<Value> parameters;
    for (Value value : op.getNormalizerParams())
      parameters.push_back(map.lookup(value));
    auto type = cast<FloatType>(getElementTypeOrSelf(op.getAcc().getType()));
    NormalizerAdapter normalizer(op.getNormalizer(), parameters, type);
    args.normalizer = &normalizer;
    if (failed(emitOnlineAttention(rewriter, op.getLoc(), args,
                                   getParams(op, machine))))
      return op.emitOpError("has no vector form");
    func::ReturnOp::create(rewriter, op.getLoc());
  }
  callKernelFunction(rewriter, op, function, inputs);
  return success();
}
