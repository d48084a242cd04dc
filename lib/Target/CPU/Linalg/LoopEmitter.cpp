//===- LoopEmitter.cpp - parallel loops and index arithmetic --------------===//

#include "LoopEmitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::attn;

Value IndexBuilder::constant(int64_t v) const {
  return arith::ConstantIndexOp::create(b, loc, v);
}
Value IndexBuilder::add(Value x, Value y) const {
  return b.createOrFold<arith::AddIOp>(loc, x, y);
}
Value IndexBuilder::sub(Value x, Value y) const {
  return b.createOrFold<arith::SubIOp>(loc, x, y);
}
Value IndexBuilder::mul(Value x, Value y) const {
  return b.createOrFold<arith::MulIOp>(loc, x, y);
}
Value IndexBuilder::divUp(Value x, int64_t y) const {
  return divDown(add(x, constant(y - 1)), y);
}
Value IndexBuilder::divDown(Value x, int64_t y) const {
  return b.createOrFold<arith::DivUIOp>(loc, x, constant(y));
}
Value IndexBuilder::min(Value x, Value y) const {
  return b.createOrFold<arith::MinUIOp>(loc, x, y);
}

bool mlir::attn::mayBeParallel(Operation *op) {
  return !op->getParentOfType<scf::ForallOp>() &&
         !op->getParentOfType<scf::ParallelOp>();
}

/// The index tuple of the `linear`-th iteration, last index fastest.
static SmallVector<Value> delinearize(OpBuilder &b, Location loc, Value linear,
                                      ValueRange sizes) {
  SmallVector<Value> indices(sizes.size());
  for (size_t d = sizes.size(); d-- > 1;) {
    indices[d] = b.createOrFold<arith::RemUIOp>(loc, linear, sizes[d]);
    linear = b.createOrFold<arith::DivUIOp>(loc, linear, sizes[d]);
  }
  indices[0] = linear;
  return indices;
}

void mlir::attn::emitLoops(
    OpBuilder &b, Location loc, ValueRange sizes, Value grain, bool parallel,
    function_ref<void(OpBuilder &, Location, ValueRange)> body) {
  IndexBuilder ix{b, loc};
  if (sizes.empty()) {
    body(b, loc, {});
    return;
  }
  Value zero = ix.constant(0), one = ix.constant(1);
  if (!parallel) {
    SmallVector<Value> lower(sizes.size(), zero), steps(sizes.size(), one);
    scf::buildLoopNest(b, loc, lower, sizes, steps, body);
    return;
  }
  Value total = sizes[0];
  for (Value size : sizes.drop_front())
    total = ix.mul(total, size);
  scf::ParallelOp::create(
      b, loc, ValueRange(zero), ValueRange(total), ValueRange(grain),
      [&](OpBuilder &b, Location loc, ValueRange start) {
        IndexBuilder ix{b, loc};
        Value end = ix.min(ix.add(start[0], grain), total);
        scf::ForOp::create(b, loc, start[0], end, one, {},
                           [&](OpBuilder &b, Location loc, Value i, ValueRange) {
                             body(b, loc, delinearize(b, loc, i, sizes));
                             scf::YieldOp::create(b, loc);
                           });
      });
}
