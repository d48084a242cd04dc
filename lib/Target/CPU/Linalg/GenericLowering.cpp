//===- GenericLowering.cpp - one linalg.generic as vector loops -----------===//

#include "GenericLowering.h"

#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::attn;

/// Elements that a parallel task should work on at least: fewer are done sooner
/// than another thread starts.
static constexpr int64_t kGrain = 16384;

GenericEmitter::GenericEmitter(OpBuilder &builder, linalg::GenericOp op,
                               const GenericPlan &plan)
    : builder(builder), op(op), plan(plan), loc(op.getLoc()) {
  for (Range range :
       cast<linalg::LinalgOp>(op.getOperation()).createLoopRanges(builder, loc))
    sizes.push_back(getValueOrCreateConstantIndexOp(builder, loc, range.size));
  current.resize(sizes.size());
}

void GenericEmitter::emit() {
  IndexBuilder ix{builder, loc};
  SmallVector<Value> outerSizes;
  for (unsigned dim : plan.outerDims)
    outerSizes.push_back(sizes[dim]);
  Value work = sizes[plan.lanes];
  for (unsigned dim : plan.reductionDims)
    work = ix.mul(work, sizes[dim]);
  Value one = ix.constant(1);
  work = builder.createOrFold<arith::MaxUIOp>(loc, work, one);
  Value grain =
      builder.createOrFold<arith::DivUIOp>(loc, ix.constant(kGrain), work);
  grain = builder.createOrFold<arith::MaxUIOp>(loc, grain, one);
  int64_t total = 1;
  bool isStatic = true;
  for (int64_t size : op.getStaticLoopRanges()) {
    isStatic &= !ShapedType::isDynamic(size);
    total *= isStatic ? size : 1;
  }
  bool parallel = mayBeParallel(op) && !(isStatic && total <= 2 * kGrain);
  emitLoops(builder, loc, outerSizes, grain, parallel,
            [&](OpBuilder &b, Location, ValueRange indices) {
              emitRow(b, indices);
            });
}

void GenericEmitter::emitRow(OpBuilder &b, ValueRange indices) {
  for (auto [dim, index] : llvm::zip_equal(plan.outerDims, indices))
    current[dim] = index;
  if (plan.reduced)
    emitReducedLanes(b);
  else
    emitParallelLanes(b);
}

/// Loops over the reduction dimensions from `depth` on, accumulators carried.
SmallVector<Value> GenericEmitter::emitReductions(
    OpBuilder &b, unsigned depth, ValueRange accumulators,
    function_ref<SmallVector<Value>(OpBuilder &, ValueRange)> body) {
  if (depth == plan.reductionDims.size())
    return body(b, accumulators);
  IndexBuilder ix{b, loc};
  unsigned dim = plan.reductionDims[depth];
  auto loop = scf::ForOp::create(
      b, loc, ix.constant(0), sizes[dim], ix.constant(1), accumulators,
      [&](OpBuilder &b, Location loc, Value i, ValueRange carried) {
        current[dim] = i;
        scf::YieldOp::create(b, loc, emitReductions(b, depth + 1, carried, body));
      });
  return llvm::to_vector_of<Value>(loop.getResults());
}

/// Runs `body` on full vectors of lanes, then on the rest under a mask.
SmallVector<Value> GenericEmitter::forEachChunk(
    OpBuilder &b, ValueRange init,
    function_ref<SmallVector<Value>(OpBuilder &, Chunk, ValueRange)> body) {
  IndexBuilder ix{b, loc};
  Value size = sizes[plan.lanes];
  Value full = ix.mul(ix.divDown(size, plan.numLanes), ix.constant(plan.numLanes));
  auto loop = scf::ForOp::create(
      b, loc, ix.constant(0), full, ix.constant(plan.numLanes), init,
      [&](OpBuilder &b, Location loc, Value start, ValueRange carried) {
        scf::YieldOp::create(b, loc, body(b, {start, Value()}, carried));
      });
  int64_t known = op.getStaticLoopRanges()[plan.lanes];
  if (!ShapedType::isDynamic(known) && known % plan.numLanes == 0)
    return llvm::to_vector_of<Value>(loop.getResults());
  Value rest = ix.sub(size, full);
  Value some = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, rest,
                                     ix.constant(0));
  auto emitTail = [&](OpBuilder &b, Location loc) {
    Value mask = vector::CreateMaskOp::create(b, loc, vectorOf(b.getI1Type()),
                                              ValueRange(rest));
    scf::YieldOp::create(b, loc, body(b, {full, mask}, loop.getResults()));
  };
  if (init.empty()) {
    scf::IfOp::create(b, loc, some, emitTail);
    return {};
  }
  auto tail = scf::IfOp::create(b, loc, some, emitTail,
                                [&](OpBuilder &b, Location loc) {
                                  scf::YieldOp::create(b, loc, loop.getResults());
                                });
  return llvm::to_vector_of<Value>(tail.getResults());
}

void GenericEmitter::emitParallelLanes(OpBuilder &b) {
  bool hoist = plan.reductionDims.empty();
  if (hoist)
    emitScalars(b);
  forEachChunk(b, {}, [&](OpBuilder &b, Chunk chunk, ValueRange) {
    SmallVector<Value> before;
    for (OpOperand &init : op.getDpsInitsMutable()) {
      bool isRead = op.payloadUsesValueFromOperand(&init);
      before.push_back(isRead ? loadVector(b, init, chunk) : Value());
    }
    SmallVector<Value> after;
    if (hoist) {
      after = emitVectors(b, chunk, before);
    } else {
      // A reduction reads every output; one that does not is the last value.
      for (auto [value, init] : llvm::zip_equal(before, op.getDpsInitsMutable()))
        if (!value)
          value = loadVector(b, init, chunk);
      after = emitReductions(b, 0, before, [&](OpBuilder &b, ValueRange carried) {
        emitScalars(b);
        return emitVectors(b, chunk, carried);
      });
    }
    for (auto [init, value] : llvm::zip_equal(op.getDpsInitsMutable(), after))
      store(b, init, value, chunk);
    return SmallVector<Value>();
  });
}

void GenericEmitter::emitReducedLanes(OpBuilder &b) {
  SmallVector<Value> neutral;
  for (unsigned i = 0; i < op.getNumDpsInits(); ++i) {
    Operation *combiner =
        op.getBody()->getTerminator()->getOperand(i).getDefiningOp();
    TypedAttr value = *arith::getNeutralElement(combiner);
    neutral.push_back(arith::ConstantOp::create(
        b, loc, DenseElementsAttr::get(vectorOf(value.getType()), value)));
  }
  SmallVector<Value> sums =
      emitReductions(b, 0, neutral, [&](OpBuilder &b, ValueRange carried) {
        emitScalars(b);
        return forEachChunk(
            b, carried, [&](OpBuilder &b, Chunk chunk, ValueRange before) {
              SmallVector<Value> after = emitVectors(b, chunk, before);
              for (auto [value, old] : llvm::zip_equal(after, before))
                if (chunk.mask)
                  value = arith::SelectOp::create(b, loc, chunk.mask, value, old);
              return after;
            });
      });
  for (auto [i, init] : llvm::enumerate(op.getDpsInitsMutable())) {
    SmallVector<Value> indices = getIndices(b, init, Value());
    Value old = memref::LoadOp::create(b, loc, init.get(), indices);
    // The order of a sum is free here as in every reduction over lanes.
    Value result = vector::ReductionOp::create(b, loc, plan.kinds[i], sums[i], old,
                                               arith::FastMathFlags::reassoc);
    memref::StoreOp::create(b, loc, result, init.get(), indices);
  }
}

LogicalResult mlir::attn::lowerGeneric(RewriterBase &rewriter,
                                       linalg::GenericOp op,
                                       const VectorTarget &target) {
  FailureOr<GenericPlan> plan = planGeneric(op, target);
  if (failed(plan))
    return failure();
  GenericEmitter(rewriter, op, *plan).emit();
  rewriter.eraseOp(op);
  return success();
}
