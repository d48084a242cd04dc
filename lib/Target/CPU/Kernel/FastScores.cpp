//===- FastScores.cpp - weights while the products are live ---------------===//
//
// The fast path takes whole tiles of keys that every query sees. Weights are
// made while the products are in registers, against a stabiliser chosen before
// the block: that of the blocks before, or one that a look at the score region
// suggests. Only sums that left a wide safe range call for another, and then
// the general path does the block again.
//
//===----------------------------------------------------------------------===//

#include "KernelEmitter.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::attn::cpu;
using P = arith::CmpFPredicate;

// Sums of weights in 2^-40 .. 2^64 need no other stabiliser.
static constexpr double largestSum = 0x1p64;
static constexpr double smallestSum = 0x1p-40;
// A bias this far from the stabiliser moves it before the block: differences
// from it are rounded by their size.
static constexpr double largestBias = 8.0;

//===----------------------------------------------------------------------===//
// The stabiliser
//===----------------------------------------------------------------------===//

// Whether the region adds something that grows or falls along the keys.
bool KernelEmitter::probesRegion() const {
  return args.score && exponential() &&
         (!args.score->getArgument(3).use_empty() ||
          !args.score->getArgument(4).use_empty());
}

// A bias such as a slope times the distance would leave the safe range in every
// block. What the region makes of a score of 0 at the first and the last key
// tells; a wrong guess costs a second turn, no accuracy.
KernelEmitter::Stabilizer
KernelEmitter::chooseStabilizer(const Group &group, const KeyBlock &block) {
  Stabilizer chosen;
  Value zero = vb.splatConstant(0.0);
  SmallVector<Value> old = loadState(group, args.m, -INFINITY);
  Value last = vb.add(block.key, vb.sub(block.count, vb.index(1)));
  for (int64_t i = 0; i < vectors; ++i) {
    Value first = vb.compare(P::OEQ, old[i], vb.splatConstant(-INFINITY));
    Value m = vb.select(first, zero, old[i]);
    Value moved = first;
    if (probesRegion()) {
      auto probe = [&](Value key) {
        return applyScore(group, zero, i, key, {group.valid[i]});
      };
      Value low = probe(block.key), high = probe(last);
      Value bias = vb.select(vb.compare(P::OGT, low, high), low, high);
      Value above = vb.subf(bias, m);
      Value size = math::AbsFOp::create(b, loc, above);
      // Not for infinities and NaN. Down only from nothing.
      Value far =
          vb.bitAnd(vb.compare(P::OGT, vb.select(first, size, above),
                               vb.splatConstant(largestBias)),
                    vb.compare(P::OLT, size, vb.splatConstant(0x1p100)));
      bias = vb.mulf(bias, vb.splatConstant(M_LOG2E));
      m = vb.select(far, stabilizerAt(roundExponent(bias)), m);
      moved = vb.bitOr(moved, far);
    }
    chosen.m.push_back(m);
    chosen.moved.push_back(moved);
    chosen.reference.push_back(vb.subf(zero, exponentOf(m)));
  }
  return chosen;
}

// What was summed before is brought to a stabiliser that moved.
void KernelEmitter::rescaleMoved(const Group &group,
                                 const Stabilizer &stabilizer) {
  SmallVector<Value> old = loadState(group, args.m, -INFINITY), factors;
  Value any;
  for (int64_t i = 0; i < vectors; ++i) {
    Value seen = vb.compare(P::UNE, old[i], vb.splatConstant(-INFINITY));
    Value carries =
        vb.bitAnd(group.valid[i], vb.bitAnd(stabilizer.moved[i], seen));
    Value factor =
        vb.exp2(vb.addf(exponentOf(old[i]), stabilizer.reference[i]));
    factors.push_back(vb.select(carries, factor, vb.splatConstant(1.0)));
    any = any ? vb.bitOr(any, carries) : carries;
  }
  vb.branch(vb.any(any), [&] { emitRescale(group, factors); });
}

//===----------------------------------------------------------------------===//
// Weights
//===----------------------------------------------------------------------===//

// i1: whether weights and state are good.
Value KernelEmitter::emitFastScores(const Group &group, const KeyBlock &block) {
  Stabilizer stabilizer;
  if (exponential())
    stabilizer = chooseStabilizer(group, block);
  SmallVector<Value> init;
  for (int64_t r = 0; r < params.tileKeys; ++r)
    for (int64_t i = 0; i < vectors; ++i)
      init.push_back(vb.splatConstant(0.0));
  // The last sums are of the weights themselves, for the test at the end, or
  // say which lanes saw a key.
  unsigned extra = exponential() || tracksSeen() ? vectors : 0;
  SmallVector<Value> zeros(numSums() + extra, vb.splatConstant(0.0));

  SmallVector<Value> sums = vb.loop(
      vb.index(0), block.count, params.tileKeys, zeros,
      [&](Value tile, ValueRange carried) {
        SmallVector<Value> rows;
        for (int64_t r = 0; r < params.tileKeys; ++r)
          rows.push_back(vb.add(tile, r));
        SmallVector<Value> sums(carried);
        loadCaptureTiles(group, block, tile);
        SmallVector<Value> products = emitProducts(group, block, rows, init);
        for (int64_t r = 0; r < params.tileKeys; ++r)
          emitFastRow(group, block, tile, r, stabilizer,
                      ArrayRef(products).slice(r * vectors, vectors), sums);
        return sums;
      });
  return finishFastScores(group, stabilizer, sums);
}

void KernelEmitter::emitFastRow(const Group &group, const KeyBlock &block,
                                Value tile, int64_t number,
                                const Stabilizer &stabilizer,
                                ArrayRef<Value> products,
                                SmallVectorImpl<Value> &sums) {
  ArrayRef<Value> reference = stabilizer.reference;
  Value row = vb.add(tile, number);
  Value k = vb.add(block.key, row);
  for (int64_t i = 0; i < vectors; ++i) {
    Value s = products[i];
    Value weight;
    if (exponential() && !args.score && args.q && group.factors.empty()) {
      // Scale, log2 e and stabiliser in one operation.
      weight = vb.weight(vb.fma(
          s, vb.splatConstant(args.scale * M_LOG2E), reference[i]));
      if (needsScores())
        s = scaled(s, args.scale);
    } else {
      llvm::DenseMap<Operation *, Value> known = takeCaptures(i, number);
      s = applyScore(group, s, i, k, {group.valid[i], /*clamp=*/false, &known});
      weight =
          exponential()
              ? vb.weight(vb.fma(s, vb.splatConstant(M_LOG2E), reference[i]))
              : args.normalizer->weight(b, loc, s, vb.splatConstant(0.0));
    }
    Value m = exponential() ? stabilizer.m[i] : vb.splatConstant(0.0);
    addContributions(s, weight, m, {}, i, sums);
    if (tracksSeen())
      trackSeen(s, sums[numSums() + i]);
    vb.store(weight, weights, {row, vb.index(i * vb.lanes)});
  }
}

// `seen` is 1 where a lane has had a score that counts.
void KernelEmitter::trackSeen(Value s, Value &seen) {
  Value counts = vb.compare(P::UNE, s, vb.splatConstant(-INFINITY));
  seen = vb.select(counts, vb.splatConstant(1.0), seen);
}

// Adds what one vector of pairs gives to the sums: accumulator by accumulator,
// each `vectors` long; with an exponential weight then the weights.
void KernelEmitter::addContributions(Value s, Value weight, Value m, Value mask,
                                     unsigned vector,
                                     SmallVectorImpl<Value> &sums) {
  SmallVector<Value> parts =
      args.normalizer->contributions(b, loc, s, weight, m);
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
                                      const Stabilizer &stabilizer,
                                      ArrayRef<Value> sums) {
  if (!exponential()) {
    storeSums(group, sums);
    Value zero = vb.splatConstant(0.0);
    SmallVector<Value> m(vectors, zero);
    if (tracksSeen()) {
      m = loadState(group, args.m, -INFINITY);
      for (int64_t i = 0; i < vectors; ++i)
        m[i] = vb.select(vb.compare(P::UNE, sums[numSums() + i], zero), zero,
                         m[i]);
    }
    storeState(group, args.m, m);
    return vb.boolean(true);
  }
  Value bad;
  for (int64_t i = 0; i < vectors; ++i) {
    Value sum = sums[numSums() + i];
    // Among sentinels such as -1e9 the other path drops what a score in units of
    // log 2 is rounded by. This one keeps it: blocks of equal scores would weigh
    // differently.
    Value reference = math::AbsFOp::create(b, loc, stabilizer.reference[i]);
    Value whole =
        vb.compare(P::OGE, reference, vb.splatConstant(wholeFrom()));
    Value small = vb.compare(P::OLT, sum, vb.splatConstant(smallestSum));
    Value large = vb.compare(P::UGT, sum, vb.splatConstant(largestSum));
    Value unsafe = vb.bitOr(large, vb.bitAnd(stabilizer.moved[i], small));
    Value here = vb.bitAnd(group.valid[i], vb.bitOr(unsafe, whole));
    bad = bad ? vb.bitOr(bad, here) : here;
  }
  Value good = arith::XOrIOp::create(b, loc, vb.any(bad), vb.boolean(true));
  vb.branch(good, [&] {
    if (probesRegion())
      rescaleMoved(group, stabilizer);
    storeState(group, args.m, stabilizer.m);
    storeSums(group, sums);
  });
  return good;
}
