//===- AttnVerify.cpp - checks that several operations share --------------===//

#include "AttnVerify.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Regions
//===----------------------------------------------------------------------===//

// The closed list that can be vectorised, inlined on a GPU and differentiated.
static bool isAllowedInRegion(Operation *op) {
  if (isa<YieldOp, tensor::ExtractOp, tensor::DimOp, memref::LoadOp,
          memref::DimOp, scf::IfOp, scf::ForOp, scf::YieldOp>(op))
    return true;
  return isa<arith::ArithDialect, math::MathDialect>(op->getDialect());
}

static LogicalResult verifyRegion(Operation *op, Region &region, StringRef name,
                                  ArrayRef<Type> argTypes, Type resultType) {
  if (region.empty())
    return success();
  if (!region.hasOneBlock()) // region_c5
    return op->emitOpError() << "expected the " << name
                             << " region to have one block, got "
                             << region.getBlocks().size();
  Block &block = region.front();
  if (!llvm::equal(block.getArgumentTypes(), argTypes)) { // region_c1
    InFlightDiagnostic diag = op->emitOpError()
                              << "expected " << name << " arguments of types ";
    llvm::interleaveComma(argTypes, diag);
    diag << ", got ";
    llvm::interleaveComma(block.getArgumentTypes(), diag);
    return diag;
  }
  auto yield = block.empty() ? YieldOp() : dyn_cast<YieldOp>(block.back());
  if (!yield) // region_c2
    return op->emitOpError()
           << "expected the " << name << " region to end with attn.yield";
  if (yield.getResult().getType() != resultType) // region_c3
    return op->emitOpError()
           << "expected the " << name << " region to yield " << resultType
           << ", got " << yield.getResult().getType();
  WalkResult walk = region.walk([&](Operation *inner) {
    if (isAllowedInRegion(inner)) // region_c4
      return WalkResult::advance();
    inner->emitOpError() << "is not allowed in a " << name
                         << " region (expected arith, math, tensor.extract, "
                            "tensor.dim, scf.if or scf.for)";
    return WalkResult::interrupt();
  });
  return failure(walk.wasInterrupted());
}

LogicalResult mlir::attn::verifyScoreRegion(Operation *op, Region &region,
                                            Type accType) {
  Type index = IndexType::get(op->getContext());
  return verifyRegion(op, region, "score",
                      {accType, index, index, index, index}, accType);
}

LogicalResult mlir::attn::verifyCombineRegion(Operation *op, Region &region,
                                              Type accType) {
  Type index = IndexType::get(op->getContext());
  return verifyRegion(op, region, "combine",
                      {accType, accType, index, index, index, index, index},
                      accType);
}

//===----------------------------------------------------------------------===//
// Clauses
//===----------------------------------------------------------------------===//

LogicalResult mlir::attn::verifyPatternOperands(Operation *op,
                                                PatternAttrInterface pattern,
                                                size_t numOperands) {
  if (pattern.getNumPatternOperands() == numOperands) // pattern_c1
    return success();
  return op->emitOpError() << "expected " << pattern.getNumPatternOperands()
                           << " operands for the pattern, got " << numOperands;
}

LogicalResult mlir::attn::verifyNormalizerParams(
    Operation *op, NormalizerAttrInterface normalizer, ValueRange params,
    int64_t heads, Type accType) {
  SmallVector<NormalizerParameter> parameters = normalizer.getParameters();
  if (parameters.size() != params.size()) // normalizer_c1
    return op->emitOpError()
           << "expected " << parameters.size()
           << " parameters for the normalizer, got " << params.size();
  for (auto [parameter, value] : llvm::zip(parameters, params)) {
    auto type = cast<ShapedType>(value.getType());
    if (type.getElementType() != accType) // normalizer_c2
      return op->emitOpError()
             << "expected " << parameter.name << " of element type " << accType
             << ", got " << type.getElementType();
    int64_t rank = parameter.perHead ? 1 : 0;
    if (type.getRank() != rank || // normalizer_c3
        (rank == 1 && !ShapedType::isDynamic(heads) &&
         !compatibleSizes(type.getDimSize(0), heads)))
      return op->emitOpError()
             << "expected " << parameter.name
             << (rank ? " with one value a query head" : " of rank 0")
             << ", got " << type;
  }
  return success();
}

LogicalResult mlir::attn::verifyScale(Operation *op,
                                      std::optional<APFloat> scale) {
  if (!scale || scale->isFinite()) // scale_c1
    return success();
  return op->emitOpError() << "expected a finite scale, got "
                           << scale->convertToDouble();
}

LogicalResult mlir::attn::verifyHeadGroups(EmitError emitError, int64_t heads,
                                           int64_t keyHeads) {
  if (ShapedType::isDynamic(heads) || ShapedType::isDynamic(keyHeads))
    return success();
  if (keyHeads != 0 && heads % keyHeads == 0) // attention_c7
    return success();
  return emitError() << "expected the query head count to be a multiple of the "
                        "key head count, got "
                     << heads << " and " << keyHeads;
}

LogicalResult mlir::attn::verifyPerBatch(Operation *op, StringRef clause,
                                         Value operand, int64_t batch) {
  if (!operand || !isa<ShapedType>(operand.getType()))
    return success();
  auto type = cast<ShapedType>(operand.getType());
  if (type.getRank() == 1 && // batched_c1
      compatibleSizes(type.getDimSize(0), batch))
    return success();
  InFlightDiagnostic diag = op->emitOpError()
                            << "expected " << clause
                            << " with one value a batch entry (";
  if (ShapedType::isDynamic(batch))
    diag << "?";
  else
    diag << batch;
  return diag << "), got " << type;
}

//===----------------------------------------------------------------------===//
// States
//===----------------------------------------------------------------------===//

SmallVector<int64_t> mlir::attn::leadingShape(ShapedType type) {
  return SmallVector<int64_t>(
      type.getShape().take_front(std::max<int64_t>(type.getRank() - 1, 0)));
}

LogicalResult mlir::attn::verifyState(Operation *op,
                                      NormalizerAttrInterface normalizer,
                                      ShapedType acc, ShapedType stabilizer,
                                      ArrayRef<ShapedType> accumulators) {
  if (!normalizer.isRowFold()) // state_c5
    return op->emitOpError()
           << "expected a normalizer of one pass, whose state can be held, got "
           << normalizer;
  if (accumulators.size() != normalizer.getNumAccumulators()) // state_c1
    return op->emitOpError() << "expected " << normalizer.getNumAccumulators()
                             << " scalar accumulators for the normalizer, got "
                             << accumulators.size();
  if (acc.getRank() != 3 && acc.getRank() != 4) // state_c4
    return op->emitOpError()
           << "expected an accumulator of rank 3 or 4, got " << acc;
  SmallVector<ShapedType> scalars = {stabilizer};
  llvm::append_range(scalars, accumulators);
  for (ShapedType scalar : scalars) {
    if (failed(verifyCompatibleShape(leadingShape(acc), // state_c2
                                     scalar.getShape())))
      return op->emitOpError()
             << "expected stabilizer and accumulators to have the shape of the "
                "accumulator "
             << acc << " without its last dimension, got " << scalar;
    if (scalar.getElementType() != acc.getElementType()) // state_c3
      return op->emitOpError()
             << "expected one element type in the state, got "
             << acc.getElementType() << " and " << scalar.getElementType();
  }
  return success();
}
