//===- ScoreTile.cpp - products in registers and the fast weights ---------===//
//
// The fast path takes whole tiles of keys that every query sees. Weights are
// made while the products are live in registers, against the stabiliser of
// the blocks before; only sums that left a wide safe range call for another
// stabiliser, and then the general path does the block again.
//
//===----------------------------------------------------------------------===//

#include "KernelEmitter.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::attn::cpu;

// Sums of weights in 2^-40 .. 2^64 need no other stabiliser.
static constexpr double largestSum = 0x1p64;
static constexpr double smallestSum = 0x1p-40;

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
    sums = vb.loop(vb.index(0), vb.index(whole), unroll, sums,
                   [&](Value depth, ValueRange carried) {
                     SmallVector<Value> sums(carried);
                     for (int64_t i = 0; i < unroll; ++i)
                       emitDepthStep(group, block, rows, vb.add(depth, i),
                                     sums);
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
    queries.push_back(vb.load(queriesT, {group.slot, depth,
                                         vb.index(i * vb.lanes)}));
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
  Value result = regions.emit(
      *args.combine,
      {{query, {}}, {key, {}}, {args.batch, {}}, {group.headIndex, {}},
       queryLanes(group, vector), {k, {}}, {depth, {}}},
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
                                Value k, Value mask, bool clamp) {
  if (scalesSum())
    s = scaled(s, args.scale);
  if (!args.score)
    return s;
  Value result = regions.emit(
      *args.score,
      {{s, {}}, {args.batch, {}}, {group.headIndex, {}},
       queryLanes(group, vector), {k, {}}},
      {mask, clamp});
  if (!result) {
    failedRegion = true;
    return s;
  }
  return result;
}

//===----------------------------------------------------------------------===//
// The fast path
//===----------------------------------------------------------------------===//

// i1: whether weights and state are good.
Value KernelEmitter::emitFastScores(const Group &group,
                                    const KeyBlock &block) {
  SmallVector<Value> reference;
  if (exponential())
    reference = loadReference(group);
  SmallVector<Value> init;
  for (int64_t r = 0; r < params.tileKeys; ++r)
    for (int64_t i = 0; i < vectors; ++i)
      init.push_back(inLog2() ? reference[i] : vb.splatConstant(0.0));
  // The last sums are of the weights themselves, for the test at the end.
  unsigned extra = exponential() ? vectors : 0;
  SmallVector<Value> zeros(numSums() + extra, vb.splatConstant(0.0));

  SmallVector<Value> sums = vb.loop(
      vb.index(0), block.count, params.tileKeys, zeros,
      [&](Value tile, ValueRange carried) {
        SmallVector<Value> rows;
        for (int64_t r = 0; r < params.tileKeys; ++r)
          rows.push_back(vb.add(tile, r));
        SmallVector<Value> sums(carried);
        SmallVector<Value> products = emitProducts(group, block, rows, init);
        for (auto [r, row] : llvm::enumerate(rows))
          emitFastRow(group, block, row, reference,
                      ArrayRef(products).slice(r * vectors, vectors), sums);
        return sums;
      });
  return finishFastScores(group, sums);
}

void KernelEmitter::emitFastRow(const Group &group, const KeyBlock &block,
                                Value row, ArrayRef<Value> reference,
                                ArrayRef<Value> products,
                                SmallVectorImpl<Value> &sums) {
  Value k = vb.add(block.key, row);
  for (int64_t i = 0; i < vectors; ++i) {
    Value s = products[i];
    Value weight;
    if (inLog2()) {
      weight = vb.exp2(s);
      // Rarely used; then the natural score.
      if (needsScores())
        s = vb.mulf(vb.subf(s, reference[i]), vb.splatConstant(M_LN2));
    } else {
      s = applyScore(group, s, i, k, group.valid[i], /*clamp=*/false);
      weight = exponential()
                   ? vb.exp2(vb.fma(s, vb.splatConstant(M_LOG2E),
                                    reference[i]))
                   : args.normalizer->weight(b, loc, s, vb.splatConstant(0.0));
    }
    addContributions(s, weight, {}, i, sums);
    vb.store(weight, weights, {row, vb.index(i * vb.lanes)});
  }
}

// Adds what one vector of pairs gives to the sums: accumulator by accumulator,
// each `vectors` long; with an exponential weight then the weights.
void KernelEmitter::addContributions(Value s, Value weight, Value mask,
                                     unsigned vector,
                                     SmallVectorImpl<Value> &sums) {
  SmallVector<Value> parts = args.normalizer->contributions(b, loc, s, weight);
  if (exponential())
    parts.push_back(weight);
  for (auto [a, part] : llvm::enumerate(parts)) {
    if (mask)
      part = vb.select(mask, part, vb.splatConstant(0.0));
    Value &sum = sums[a * vectors + vector];
    sum = vb.addf(sum, part);
  }
}

Value KernelEmitter::finishFastScores(const Group &group,
                                      ArrayRef<Value> sums) {
  if (!exponential()) {
    storeSums(group, sums);
    storeState(group, args.m,
               SmallVector<Value>(vectors, vb.splatConstant(0.0)));
    return vb.boolean(true);
  }
  using P = arith::CmpFPredicate;
  SmallVector<Value> m = loadState(group, args.m, -INFINITY);
  Value lowest = vb.splatConstant(-INFINITY);
  Value bad;
  for (int64_t i = 0; i < vectors; ++i) {
    Value sum = sums[numSums() + i];
    Value first = vb.compare(P::OEQ, m[i], lowest);
    Value small = vb.compare(P::OLT, sum, vb.splatConstant(smallestSum));
    Value large = vb.compare(P::UGT, sum, vb.splatConstant(largestSum));
    Value here = vb.bitAnd(group.valid[i],
                           vb.bitOr(large, vb.bitAnd(first, small)));
    bad = bad ? vb.bitOr(bad, here) : here;
    m[i] = vb.select(first, vb.splatConstant(0.0), m[i]);
  }
  Value good = arith::XOrIOp::create(b, loc, vb.any(bad), vb.boolean(true));
  vb.branch(good, [&] {
    storeState(group, args.m, m);
    storeSums(group, sums);
  });
  return good;
}

//===----------------------------------------------------------------------===//
// State
//===----------------------------------------------------------------------===//

// -m in units of log 2; 0 where nothing was seen yet.
SmallVector<Value> KernelEmitter::loadReference(const Group &group) {
  SmallVector<Value> m = loadState(group, args.m, -INFINITY);
  for (Value &value : m)
    value = referenceOf(value);
  return m;
}

Value KernelEmitter::referenceOf(Value m) {
  Value first = vb.compare(arith::CmpFPredicate::OEQ, m,
                           vb.splatConstant(-INFINITY));
  Value scaled = vb.mulf(m, vb.splatConstant(-M_LOG2E));
  return vb.select(first, vb.splatConstant(0.0), scaled);
}

void KernelEmitter::storeSums(const Group &group, ArrayRef<Value> sums) {
  for (auto [a, memref] : llvm::enumerate(args.accumulators)) {
    SmallVector<Value> state = loadState(group, memref, 0.0);
    for (int64_t i = 0; i < vectors; ++i)
      state[i] = vb.addf(state[i], sums[a * vectors + i]);
    storeState(group, memref, state);
  }
}
