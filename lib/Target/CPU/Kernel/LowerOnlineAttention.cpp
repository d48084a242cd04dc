//===- LowerOnlineAttention.cpp - the op to a function of vector code -----===//

#include "KernelFunction.h"
#include "NormalizerAdapter.h"
#include "attn/Analysis/Presburger/FormulaEmitter.h"
#include "attn/Target/CPU/Passes.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
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
  SmallVector<Value> symbols;
  for (Value value : op.getSizes())
    symbols.push_back(at(value));
  for (Value value : op.getPatternOperands())
    symbols.push_back(at(value));
  bool narrow = fitsLanesOf32Bits(formula, kQueryDim);
  args.predicate = [formula, symbols, narrow](OpBuilder &b, Location loc,
                                              Value h, Value q, Value k) {
    if (auto type = dyn_cast<VectorType>(q.getType()); type && !narrow)
      q = arith::IndexCastOp::create(b, loc, type.clone(b.getIndexType()), q);
    return emitFormula(b, loc, formula, {h, q, k}, symbols);
  };
  return args;
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
                                 op.getAccType());
    args.normalizer = &normalizer;
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
