//===- LowerOnlineAttention.cpp - the op to a function of vector code -----===//

#include "KernelFunction.h"
#include "NormalizerAdapter.h"
#include "VectorBuilder.h"
#include "attn/Analysis/Presburger/FormulaEmitter.h"
#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include "attn/Target/CPU/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::cpu;

// The operands and what the regions read from outside; constants of the
// outside are repeated inside instead.
static SmallVector<Value> getInputs(OnlineAttentionOp op,
                                    SmallVectorImpl<Operation *> &constants) {
  llvm::SetVector<Value> captured;
  for (Region &region : op->getRegions())
    getUsedValuesDefinedAbove(region, captured);
  llvm::SetVector<Value> inputs(op->operand_begin(), op->operand_end());
  for (Value value : captured) {
    Operation *producer = value.getDefiningOp();
    if (producer && matchPattern(producer, m_Constant()))
      constants.push_back(producer);
    else
      inputs.insert(value);
  }
  return inputs.takeVector();
}

static KernelParams getParams(OnlineAttentionOp op,
                              const KernelMachine &machine) {
  auto acc = cast<MemRefType>(op.getAcc().getType());
  KernelProblem problem;
  problem.accumulatorBits = op.getAccType().getWidth();
  problem.valueDim = acc.getDimSize(2);
  problem.headDim = op.hasQueryKey()
                        ? cast<MemRefType>(op.getQuery().getType()).getDimSize(2)
                        : 1;
  problem.queries = acc.isDynamicDim(1) ? -1 : acc.getDimSize(1);
  return KernelParams::get(machine, problem);
}

// The symbols of the pattern's relation.
static SmallVector<Value> getSymbols(OnlineAttentionOp op,
                                     const IRMapping &map) {
  SmallVector<Value> symbols;
  for (Value value : op.getSizes())
    symbols.push_back(map.lookupOrDefault(value));
  for (Value value : op.getPatternOperands())
    symbols.push_back(map.lookupOrDefault(value));
  return symbols;
}

static KernelPredicate getPredicate(OnlineAttentionOp op,
                                    const IRMapping &map) {
  Formula formula = op.getPattern().getRelation(kFirstOperandSymbol);
  bool narrow = fitsLanesOf32Bits(formula, kQueryDim);
  return [formula, symbols = getSymbols(op, map),
          narrow](OpBuilder &b, Location loc, Value h, Value q, Value k) {
    if (auto type = dyn_cast<VectorType>(q.getType()); type && !narrow)
      q = arith::IndexCastOp::create(b, loc, type.clone(b.getIndexType()), q);
    return emitFormula(b, loc, formula, {h, q, k}, symbols);
  };
}

// Over all keys of the batch entry, whatever the ranges are.
static KeyCounter getKeyCounter(OnlineAttentionOp op, const IRMapping &map) {
  Value numKeys = map.lookupOrDefault(op.getSizes()[1]);
  bool all = op.getPattern().getRelation(kFirstOperandSymbol).isTrue();
  return [numKeys, all, predicate = getPredicate(op, map),
          type = op.getAccType()](OpBuilder &b, Location loc, Value h,
                                  Value query) -> Value {
    auto integers = cast<VectorType>(query.getType());
    VectorBuilder vb(b, loc, type, integers.getDimSize(0));
    auto splat = [&](Value x) {
      return vector::BroadcastOp::create(b, loc, integers, x).getResult();
    };
    auto integer = [&](int64_t x) {
      return splat(arith::ConstantOp::create(b, loc, b.getI32IntegerAttr(x)));
    };
    Value count;
    if (all) {
      count = splat(
          arith::IndexCastOp::create(b, loc, b.getI32Type(), numKeys));
    } else {
      Value zero = integer(0), one = integer(1);
      count = vb.loop(vb.index(0), numKeys, 1, {zero},
                      [&](Value key, ValueRange carried) {
                        Value seen = predicate(b, loc, h, query, key);
                        Value more = vb.select(seen, one, zero);
                        return SmallVector<Value>{vb.add(carried[0], more)};
                      })[0];
    }
    return arith::SIToFPOp::create(b, loc, integers.clone(type), count);
  };
}

// The op's operands, looked up in `map`, as the generator wants them.
static OnlineAttentionArgs getArgs(OnlineAttentionOp op,
                                   const IRMapping &map) {
  auto at = [&](Value value) { return map.lookupOrDefault(value); };
  OnlineAttentionArgs args;
  if (op.hasQueryKey()) {
    args.q = at(op.getQuery());
    args.k = at(op.getKey());
  }
  args.v = at(op.getValue());
  args.acc = at(op.getAcc());
  args.m = at(op.getStabilizer());
  for (Value value : op.getAccumulators())
    args.accumulators.push_back(at(value));
  args.batch = at(op.getBatch());
  args.head = at(op.getHead());
  args.query0 = at(op.getQueryStart());
  args.key0 = at(op.getKeyStart());
  for (unsigned i = 0; i < op.getNumRanges(); ++i)
    args.ranges.push_back({op.getRangeKind(i) == RangeKind::Partial,
                           at(op.getRangeLower(i)), at(op.getRangeUpper(i))});
  args.scale = op.getScale().convertToDouble();
  args.score = op.hasScore() ? &op.getScore() : nullptr;
  args.combine = op.hasCombine() ? &op.getCombine() : nullptr;
  args.captures = map;

  bool partial = llvm::any_of(
      args.ranges, [](const KernelKeyRange &range) { return range.partial; });
  Formula formula = op.getPattern().getRelation(kFirstOperandSymbol);
  if (!partial || formula.isTrue())
    return args;
  args.predicate = getPredicate(op, map);
  return args;
}

bool mlir::attn::cpu::canLowerOnlineAttention(OnlineAttentionOp op) {
  NormalizerAttrInterface normalizer = op.getNormalizer();
  RowContext asked = normalizer.getRowContext();
  return !normalizer.selectsKey() && !asked.indices &&
         (!asked.visibleKeys || normalizer.isExponential());
}

LogicalResult mlir::attn::cpu::lowerOnlineAttention(
    RewriterBase &rewriter, OnlineAttentionOp op,
    const KernelMachine &machine) {
  SmallVector<Operation *> constants;
  SmallVector<Value> inputs = getInputs(op, constants);
  func::FuncOp function = createKernelFunction(rewriter, op, inputs);
  {
    OpBuilder::InsertionGuard guard(rewriter);
    rewriter.setInsertionPointToStart(&function.getBody().front());
    IRMapping map;
    map.map(inputs, function.getArguments());
    for (Operation *constant : constants)
      rewriter.clone(*constant, map);
    OnlineAttentionArgs args = getArgs(op, map);
    SmallVector<Value> parameters;
    for (Value value : op.getNormalizerParams())
      parameters.push_back(map.lookup(value));
    NormalizerAdapter normalizer(op.getNormalizer(), parameters,
                                 op.getAccType(), getKeyCounter(op, map));
    args.normalizer = &normalizer;
    args.hasRowFactor = scalesScores(op.getNormalizer());
    Operation *blocker = nullptr;
    if (failed(emitOnlineAttention(rewriter, op.getLoc(), args,
                                   getParams(op, machine), &blocker))) {
      if (blocker)
        return blocker->emitOpError("has no vector form in a region");
      return op.emitOpError("has no vector form");
    }
    func::ReturnOp::create(rewriter, op.getLoc());
  }
  callKernelFunction(rewriter, op, function, inputs);
  return success();
}
