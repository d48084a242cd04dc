//===- GenericPlan.cpp - which dimension becomes lanes --------------------===//

#include "GenericLowering.h"

#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::attn;

static Access getAccess(linalg::GenericOp op, OpOperand &operand,
                        unsigned dim) {
  AffineMap map = op.getMatchingIndexingMap(&operand);
  if (!map.isFunctionOfDim(dim))
    return Access::Invariant;
  auto type = cast<MemRefType>(operand.get().getType());
  auto last = dyn_cast<AffineDimExpr>(map.getResults().back());
  bool once = llvm::count_if(map.getResults(), [&](AffineExpr e) {
                return e.isFunctionOfDim(dim);
              }) == 1;
  if (last && last.getPosition() == dim && once && type.isLastDimUnitStride())
    return Access::Contiguous;
  return Access::Strided;
}

static std::optional<vector::CombiningKind> getKind(Operation *op) {
  using vector::CombiningKind;
  return llvm::TypeSwitch<Operation *, std::optional<CombiningKind>>(op)
      .Case<arith::AddFOp, arith::AddIOp>(
          [](auto) { return CombiningKind::ADD; })
      .Case<arith::MulFOp, arith::MulIOp>(
          [](auto) { return CombiningKind::MUL; })
      .Case<arith::MaximumFOp>([](auto) { return CombiningKind::MAXIMUMF; })
      .Case<arith::MinimumFOp>([](auto) { return CombiningKind::MINIMUMF; })
      .Case<arith::MaxSIOp>([](auto) { return CombiningKind::MAXSI; })
      .Case<arith::MinSIOp>([](auto) { return CombiningKind::MINSI; })
      .Case<arith::AndIOp>([](auto) { return CombiningKind::AND; })
      .Case<arith::OrIOp>([](auto) { return CombiningKind::OR; })
      .Default([](auto) { return std::nullopt; });
}

/// The combination of output `i` with the value before, if that is all that the
/// old value is used for.
static std::optional<vector::CombiningKind> getReduction(linalg::GenericOp op,
                                                         unsigned i) {
  BlockArgument old = op.getRegionOutputArgs()[i];
  Value yielded = op.getBody()->getTerminator()->getOperand(i);
  Operation *combiner = yielded.getDefiningOp();
  if (!combiner || !old.hasOneUse() || *old.user_begin() != combiner ||
      !yielded.hasOneUse())
    return std::nullopt;
  return getKind(combiner);
}

/// A load of a captured buffer in the body: vectors can be loaded when only the
/// last index moves, one element a lane.
static bool isContiguousLoad(memref::LoadOp load, unsigned dim,
                             const DenseSet<Value> &varying) {
  auto type = load.getMemRefType();
  if (type.getRank() == 0 || !type.isLastDimUnitStride() ||
      type.getElementType().isInteger(1))
    return false;
  for (Value index : load.getIndices().drop_back())
    if (varying.contains(index))
      return false;
  Value last = load.getIndices().back();
  auto index = last.getDefiningOp<linalg::IndexOp>();
  return !varying.contains(last) || (index && index.getDim() == dim);
}

/// Whether every op of the body has a vector form along `dim`.
static bool isBodyVectorizable(linalg::GenericOp op, unsigned dim,
                               ArrayRef<Access> access, bool reduced) {
  DenseSet<Value> varying;
  for (OpOperand &operand : op->getOpOperands()) {
    bool isOutput = op.isDpsInit(&operand);
    if (access[operand.getOperandNumber()] != Access::Invariant || isOutput)
      varying.insert(op.getMatchingBlockArgument(&operand));
  }
  for (Operation &inner : op.getBody()->without_terminator()) {
    bool varies = llvm::any_of(inner.getOperands(), [&](Value v) {
      return varying.contains(v);
    });
    if (auto index = dyn_cast<linalg::IndexOp>(inner))
      varies = index.getDim() == dim;
    else if (auto load = dyn_cast<memref::LoadOp>(inner)) {
      if (!isContiguousLoad(load, dim, varying))
        return false;
    } else if (!OpTrait::hasElementwiseMappableTraits(&inner) &&
               !inner.hasTrait<OpTrait::ConstantLike>())
      return false;
    if (isa<math::FPowIOp, math::IPowIOp>(inner))
      return false;
    // A masked lane would divide by zero, and LLVM has no vector division.
    if (varies && isa<arith::DivSIOp, arith::DivUIOp, arith::RemSIOp,
                      arith::RemUIOp, arith::FloorDivSIOp, arith::CeilDivSIOp,
                      arith::CeilDivUIOp>(inner))
      return false;
    if (varies)
      varying.insert(inner.result_begin(), inner.result_end());
  }
  return true;
}

static bool isSupportedMemory(Value memref) {
  Type element = getElementTypeOrSelf(memref.getType());
  // An i1 is a byte in memory but a bit of a vector.
  return isa<FloatType>(element) || element.isIndex() ||
         (isa<IntegerType>(element) && !element.isInteger(1));
}

static unsigned chooseNumLanes(linalg::GenericOp op,
                               const VectorTarget &target) {
  bool allDouble = llvm::all_of(op->getOperands(), [](Value v) {
    Type element = getElementTypeOrSelf(v.getType());
    return element.isF64() || element.isInteger(64) || element.isIndex();
  });
  return target.vectorBits / (allDouble ? 64 : 32);
}

/// Fills in the plan for `dim`; returns a cost, lower is better, or none.
static std::optional<int> planDim(linalg::GenericOp op, unsigned dim,
                                  GenericPlan &plan) {
  plan.lanes = dim;
  plan.reduced = linalg::isReductionIterator(op.getIteratorTypesArray()[dim]);
  int cost = 0;
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isa<MemRefType>(operand.get().getType())) {
      // A scalar operand.
      plan.access.push_back(Access::Invariant);
      continue;
    }
    Access access = getAccess(op, operand, dim);
    plan.access.push_back(access);
    bool isOutput = op.isDpsInit(&operand);
    if (access != Access::Invariant && !isSupportedMemory(operand.get()))
      return std::nullopt;
    if (isOutput && access != (plan.reduced ? Access::Invariant
                                            : Access::Contiguous))
      return std::nullopt;
    if (access == Access::Strided)
      cost += 10;
    // Something must be contiguous, or lanes gain nothing.
    if (access == Access::Contiguous)
      cost -= 1;
  }
  if (plan.reduced) {
    if (cost >= 0)
      return std::nullopt;
    for (unsigned i = 0; i < op.getNumDpsInits(); ++i) {
      auto kind = getReduction(op, i);
      if (!kind)
        return std::nullopt;
      plan.kinds.push_back(*kind);
    }
  }
  int64_t size = op.getStaticLoopRanges()[dim];
  if (!ShapedType::isDynamic(size) && size < 4)
    return std::nullopt;
  if (!isBodyVectorizable(op, dim, plan.access, plan.reduced))
    return std::nullopt;
  return cost;
}

FailureOr<GenericPlan> mlir::attn::planGeneric(linalg::GenericOp op,
                                               const VectorTarget &target) {
  for (AffineMap map : op.getIndexingMapsArray())
    for (AffineExpr result : map.getResults())
      if (!isa<AffineDimExpr, AffineConstantExpr>(result))
        return failure();
  // An output with a loop of its own among the reductions is written many times
  // in between.
  for (OpOperand &init : op.getDpsInitsMutable())
    for (auto [dim, type] : llvm::enumerate(op.getIteratorTypesArray()))
      if (linalg::isReductionIterator(type) &&
          op.getMatchingIndexingMap(&init).isFunctionOfDim(dim))
        return failure();
  std::optional<int> best;
  GenericPlan plan;
  for (unsigned dim = 0; dim < op.getNumLoops(); ++dim) {
    GenericPlan candidate;
    std::optional<int> cost = planDim(op, dim, candidate);
    if (cost && (!best || *cost < *best)) {
      best = cost;
      plan = candidate;
    }
  }
  if (!best)
    return failure();
  plan.numLanes = chooseNumLanes(op, target);
  for (auto [dim, type] : llvm::enumerate(op.getIteratorTypesArray())) {
    if (dim == plan.lanes)
      continue;
    if (linalg::isParallelIterator(type))
      plan.outerDims.push_back(dim);
    else
      plan.reductionDims.push_back(dim);
  }
  return plan;
}
