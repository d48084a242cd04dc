//===- ScoreTile.cpp - products in registers, regions, state --------------===//

#include "KernelEmitter.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::attn::cpu;

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

// The tile's sums, key after key; `rows` are rows of the key block.
SmallVector<Value> KernelEmitter::emitProducts(const Group &group,
                                               const KeyBlock &block,
                                               ArrayRef<Value> rows,
                                               ArrayRef<Value> init) {
  if (!args.q)
    return SmallVector<Value>(init);
  int64_t unroll = args.combine ? 1 : params.unroll;
  int64_t whole = headDim / unroll * unroll;
  SmallVector<Value> sums(init);
  if (whole)
    sums =
        vb.loop(vb.index(0), vb.index(whole), unroll, sums,
                [&](Value depth, ValueRange carried) {
                  SmallVector<Value> sums(carried);
                  for (int64_t i = 0; i < unroll; ++i)
                    emitDepthStep(group, block, rows, vb.add(depth, i), sums);
                  return sums;
                });
  for (int64_t d = whole; d < headDim; ++d)
    emitDepthStep(group, block, rows, vb.index(d), sums);
  return sums;
}

// One key at a time is broadcast: all at once would spill.
void KernelEmitter::emitDepthStep(const Group &group, const KeyBlock &block,
                                  ArrayRef<Value> rows, Value depth,
                                  SmallVectorImpl<Value> &sums) {
  SmallVector<Value> queries;
  for (int64_t i = 0; i < vectors; ++i)
    queries.push_back(
        vb.load(queriesT, {group.slot, depth, vb.index(i * vb.lanes)}));
  for (auto [r, row] : llvm::enumerate(rows)) {
    SmallVector<Value> at(block.keys.leading);
    at.append({vb.add(block.keys.first, row), depth});
    Value key = vb.loadScalar(block.keys.memref, at);
    if (args.combine) {
      Value k = vb.add(block.key, row);
      for (int64_t i = 0; i < vectors; ++i) {
        Value &sum = sums[r * vectors + i];
        sum = vb.addf(sum, applyCombine(group, queries[i], key, i, k, depth));
      }
      continue;
    }
    Value wide = vb.splat(key);
    for (int64_t i = 0; i < vectors; ++i) {
      Value &sum = sums[r * vectors + i];
      sum = vb.fma(queries[i], wide, sum);
    }
  }
}

//===----------------------------------------------------------------------===//
// Regions
//===----------------------------------------------------------------------===//

RegionVectorizer::Lanes KernelEmitter::queryLanes(const Group &group,
                                                  unsigned vector) {
  Value wide = arith::IndexCastOp::create(b, loc, vb.vec(b.getIndexType()),
                                          group.queries[vector]);
  return {wide, vb.add(group.query0, vector * vb.lanes)};
}

Value KernelEmitter::applyCombine(const Group &group, Value query, Value key,
                                  unsigned vector, Value k, Value depth) {
  Type type = args.combine->getArgument(0).getType();
  if (type != vb.element) {
    // The elements were widened without loss, so this way back is exact.
    query = vb.narrow(query, type);
    key = arith::TruncFOp::create(b, loc, type, key);
  }
  Value result = regions.emit(*args.combine,
                              {{query, {}},
                               {key, {}},
                               {args.batch, {}},
                               {group.headIndex, {}},
                               queryLanes(group, vector),
                               {k, {}},
                               {depth, {}}},
                              {group.valid[vector], /*clamp=*/true});
  if (!result) {
    failedRegion = true;
    return vb.splatConstant(0.0);
  }
  if (cast<VectorType>(result.getType()).getElementType() != vb.element)
    result = arith::ExtFOp::create(b, loc, vb.vec(), result);
  return result;
}

// The score as the normaliser takes it: in units of log 2 if exponential.
Value KernelEmitter::applyScore(const Group &group, Value s, unsigned vector,
                                Value k, RegionVectorizer::Context context) {
  if (args.q)
    s = scaled(s, args.scale);
  auto finish = [&](Value score) {
    return group.factors.empty() ? score
                                 : timesFactor(score, group.factors[vector]);
  };
  if (!args.score)
    return finish(s);
  Value result = regions.emit(*args.score,
                              {{s, {}},
                               {args.batch, {}},
                               {group.headIndex, {}},
                               queryLanes(group, vector),
                               {k, {}}},
                              context);
  if (!result) {
    failedRegion = true;
    return s;
  }
  return finish(result);
}

// An excluded pair stays one, and a finite score stays finite.
Value KernelEmitter::timesFactor(Value s, Value factor) {
  const llvm::fltSemantics &semantics =
      cast<FloatType>(vb.element).getFloatSemantics();
  double largest = llvm::APFloat::getLargest(semantics).convertToDouble();
  Value product = arith::MaximumFOp::create(b, loc, vb.mulf(s, factor),
                                            vb.splatConstant(-largest));
  Value excluded =
      vb.compare(arith::CmpFPredicate::OEQ, s, vb.splatConstant(-INFINITY));
  return vb.select(excluded, s, product);
}

//===----------------------------------------------------------------------===//
// State
//===----------------------------------------------------------------------===//

// x, an exponent of 2, rounded; a number that is whole already stays.
Value KernelEmitter::roundExponent(Value x) {
  Value magic = vb.splatConstant(vb.element.isF64() ? 0x1.8p52 : 0x1.8p23);
  return vb.subf(vb.addf(x, magic), magic);
}

// A natural score in units of log 2. A finite one stays finite: graphs mask by
// the lowest finite number, and a row of nothing else is no empty row.
Value KernelEmitter::toLog2(Value s) {
  const llvm::fltSemantics &semantics =
      cast<FloatType>(vb.element).getFloatSemantics();
  double largest = llvm::APFloat::getLargest(semantics).convertToDouble();
  Value infinity = vb.splatConstant(INFINITY);
  auto sizeOf = [&](Value x) -> Value {
    return math::AbsFOp::create(b, loc, x);
  };
  Value x = vb.mulf(s, vb.splatConstant(M_LOG2E));
  Value overflows = vb.bitAnd(
      vb.compare(arith::CmpFPredicate::OEQ, sizeOf(x), infinity),
      vb.compare(arith::CmpFPredicate::OLT, sizeOf(s), infinity));
  Value below = vb.compare(arith::CmpFPredicate::OLT, s, vb.splatConstant(0.0));
  Value limit = vb.select(below, vb.splatConstant(-largest),
                          vb.splatConstant(largest));
  return vb.select(overflows, limit, x);
}

// m in units of log 2. Stabilisers that the kernel chooses are whole there, so
// that weights against one and another differ by an exact power of 2; the
// rounding of m itself to units of 1 must not count. One from elsewhere may be
// anything.
Value KernelEmitter::exponentOf(Value m) {
  Value exponent = toLog2(m);
  Value whole = roundExponent(exponent);
  Value chosen = vb.compare(arith::CmpFPredicate::OEQ, m, stabilizerAt(whole));
  return vb.select(chosen, whole, exponent);
}
Value KernelEmitter::stabilizerAt(Value exponent) {
  return vb.mulf(exponent, vb.splatConstant(M_LN2));
}

// What a score in units of log 2 is added to: 0 where nothing was seen yet.
Value KernelEmitter::referenceOf(Value m) {
  Value zero = vb.splatConstant(0.0);
  Value first =
      vb.compare(arith::CmpFPredicate::OEQ, m, vb.splatConstant(-INFINITY));
  return vb.select(first, zero, vb.subf(zero, exponentOf(m)));
}

void KernelEmitter::storeSums(const Group &group, ArrayRef<Value> sums) {
  for (auto [a, memref] : llvm::enumerate(args.accumulators)) {
    SmallVector<Value> state = loadState(group, memref, 0.0);
    for (int64_t i = 0; i < vectors; ++i)
      state[i] = vb.addf(state[i], sums[a * vectors + i]);
    storeState(group, memref, state);
  }
}
