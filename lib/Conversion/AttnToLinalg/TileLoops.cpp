//===- TileLoops.cpp - loops over a tile and its state in memory ----------===//

#include "TileLoops.h"

#include "../RegionInliner.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Loops, loads, stores
//===----------------------------------------------------------------------===//

void mlir::attn::buildLoop(OpBuilder &builder, Location loc, Value extent,
                           function_ref<void(Value)> body) {
  buildFold(builder, loc, indexConstant(builder, loc, 0), extent, {},
            [&](Value i, ValueRange) -> SmallVector<Value> {
              body(i);
              return {};
            });
}

SmallVector<Value> mlir::attn::buildFold(
    OpBuilder &builder, Location loc, Value lower, Value upper,
    ValueRange initial,
    function_ref<SmallVector<Value>(Value, ValueRange)> body) {
  Value one = indexConstant(builder, loc, 1);
  // The body's builder is `builder` itself: callers keep a reference to it.
  auto loop = scf::ForOp::create(builder, loc, lower, upper, one, initial);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(loop.getBody());
  SmallVector<Value> next =
      body(loop.getInductionVar(), loop.getRegionIterArgs());
  if (!initial.empty())
    scf::YieldOp::create(builder, loc, next);
  return SmallVector<Value>(loop.getResults());
}

Value mlir::attn::dimOf(OpBuilder &builder, Location loc, Value memref,
                        int64_t dim) {
  auto type = cast<MemRefType>(memref.getType());
  if (!type.isDynamicDim(dim))
    return indexConstant(builder, loc, type.getDimSize(dim));
  return memref::DimOp::create(builder, loc, memref, dim);
}
Value mlir::attn::load(OpBuilder &builder, Location loc, Value memref,
                       ValueRange indices) {
  return memref::LoadOp::create(builder, loc, memref, indices);
}
void mlir::attn::store(OpBuilder &builder, Location loc, Value value,
                       Value memref, ValueRange indices) {
  memref::StoreOp::create(builder, loc, value, memref, indices);
}
Value mlir::attn::indexConstant(OpBuilder &builder, Location loc,
                                int64_t value) {
  return arith::ConstantIndexOp::create(builder, loc, value);
}
Value mlir::attn::addIndex(OpBuilder &builder, Location loc, Value a, Value b) {
  return arith::AddIOp::create(builder, loc, a, b);
}
Value mlir::attn::subIndex(OpBuilder &builder, Location loc, Value a, Value b) {
  return arith::SubIOp::create(builder, loc, a, b);
}

SmallVector<Value> mlir::attn::loadParameters(OpBuilder &builder, Location loc,
                                              ValueRange parameters,
                                              Value head) {
  return llvm::map_to_vector(parameters, [&](Value parameter) {
    bool perHead = cast<MemRefType>(parameter.getType()).getRank() == 1;
    return load(builder, loc, parameter,
                perHead ? ValueRange(head) : ValueRange());
  });
}

//===----------------------------------------------------------------------===//
// State
//===----------------------------------------------------------------------===//

RowState StateBuffers::loadRow(OpBuilder &builder, Location loc,
                               ValueRange indices) const {
  RowState state;
  state.stabilizer = load(builder, loc, stabilizer, indices);
  for (Value accumulator : accumulators)
    state.accumulators.push_back(load(builder, loc, accumulator, indices));
  return state;
}

void StateBuffers::storeRow(OpBuilder &builder, Location loc,
                            const RowState &state, ValueRange indices) const {
  store(builder, loc, state.stabilizer, stabilizer, indices);
  for (auto [value, buffer] : llvm::zip(state.accumulators, accumulators))
    store(builder, loc, value, buffer, indices);
}

Value mlir::attn::keyHeadOf(OpBuilder &builder, Location loc, Value acc,
                            Value values, Value head) {
  Value heads = dimOf(builder, loc, acc, 0);
  Value keyHeads = dimOf(builder, loc, values, 0);
  Value group = arith::DivUIOp::create(builder, loc, heads, keyHeads);
  return arith::DivUIOp::create(builder, loc, head, group);
}

// The scalar state after a pair, the pair's weight and the factor on what was
// there before.
static RowState foldScalars(RowFold &fold, const RowState &state, Value score,
                            Value &weight, Value &factor) {
  RowState next;
  next.stabilizer = fold.raiseStabilizer(state.stabilizer, score);
  factor = fold.rescale(state.stabilizer, next.stabilizer);
  weight = fold.weight(score, next.stabilizer);
  SmallVector<Value> added =
      fold.contributions(score, weight, next.stabilizer);
  for (auto [old, more] : llvm::zip(state.accumulators, added)) {
    Value moved = fold.hasStabilizer() ? fold.mul(old, factor) : old;
    next.accumulators.push_back(fold.add(moved, more));
  }
  return next;
}

// The same where the state holds one pair: that with `key` or the one it has.
static RowState selectScalars(RowFold &fold, const RowState &state, Value score,
                              Value key, Value &weight, Value &factor) {
  RowState next;
  Value taken = fold.comesBefore(score, key, state);
  next.stabilizer = fold.raiseStabilizer(state.stabilizer, score);
  next.accumulators = {fold.select(taken, key, state.accumulators[0])};
  Value zero = fold.constant(0.0);
  factor = fold.select(taken, zero, fold.constant(1.0));
  weight = fold.select(taken, fold.weight(score, next.stabilizer), zero);
  return next;
}

RowState mlir::attn::foldPair(OpBuilder &builder, Location loc, RowFold &fold,
                              const RowTarget &target, const RowState &state,
                              Value score, Value key) {
  RowState next;
  Value factor, weight;
  if (fold.selectsKey()) {
    Value number = fold.toNumber(addIndex(builder, loc, target.keyStart, key));
    next = selectScalars(fold, state, score, number, weight, factor);
  } else {
    next = foldScalars(fold, state, score, weight, factor);
  }
  auto move = [&](Value old) {
    return fold.hasStabilizer() ? fold.mul(old, factor) : old;
  };

  Value acc = target.state.acc;
  buildLoop(builder, loc, dimOf(builder, loc, acc, 2), [&](Value e) {
    Value value = load(builder, loc, target.values, {target.keyHead, key, e});
    value = widen(builder, loc, value, weight.getType());
    Value old = load(builder, loc, acc, {target.head, target.row, e});
    Value sum = fold.add(move(old), fold.mul(weight, value));
    store(builder, loc, sum, acc, {target.head, target.row, e});
  });
  return next;
}

RowState mlir::attn::foldPairIf(OpBuilder &builder, Location loc, RowFold &fold,
                                const RowTarget &target, const RowState &state,
                                Value condition, Value score, Value key) {
  if (!condition)
    return foldPair(builder, loc, fold, target, state, score, key);
  SmallVector<Value> before = state.flatten();
  auto branch = scf::IfOp::create(builder, loc, ValueRange(before).getTypes(),
                                  condition, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(branch.thenBlock());
  RowState after = foldPair(builder, loc, fold, target, state, score, key);
  scf::YieldOp::create(builder, loc, after.flatten());
  builder.setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(builder, loc, before);
  return RowState::unflatten(branch.getResults());
}
