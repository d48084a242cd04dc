//===- GeneralScores.cpp - scores that need a look at each pair -----------===//
//
// Partial ranges, the few keys that do not fill a tile, costly regions and
// sums out of range. First sweep: predicate, product, region and the maximum,
// scores to scratch with -inf for excluded pairs, tiles that no query sees
// skipped. Then the stabiliser moves if it must. Second sweep: weights.
// Without a stabiliser the first sweep makes the weights.
//
//===----------------------------------------------------------------------===//

#include "KernelEmitter.h"
#include <cmath>

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::attn::cpu;
using P = arith::CmpFPredicate;

// In powers of two. A maximum this far above the stabiliser moves it. Where
// that happens again the scores are growing, as they do under a bias that falls
// with distance, and the new stabiliser leaves room.
static constexpr double largestExcess = 57.0;
static constexpr double headroom = 24.0;
// Maxima this far from 0 have the stabiliser 0: differences from it are exact.
static constexpr double nearZero = 40.0;
// The difference of a score and the stabiliser is rounded by its size, so it
// may be larger than the score itself only up to here.
static constexpr double exactExcess = 12.0;

// What the first sweep carries: the first and the last key seen; then, with a
// stabiliser, the maxima; else the sums and per vector whether a lane saw
// anything (1 or 0).
std::pair<Value, Value>
KernelEmitter::emitGeneralScores(const Group &group, const KeyBlock &block) {
  SmallVector<Value> state{block.count, vb.index(0)};
  if (stabilized()) {
    state.append(vectors, vb.splatConstant(-INFINITY));
  } else {
    state.append(numSums(), vb.splatConstant(0.0));
    state.append(vectors, vb.splatConstant(0.0));
  }
  state = vb.loop(vb.index(0), block.count, params.tileKeys, state,
                  [&](Value tile, ValueRange state) {
                    return emitGeneralTile(group, block, tile, state);
                  });
  Value lo = state[0], hi = vb.min(state[1], block.count);
  ArrayRef<Value> rest = ArrayRef(state).drop_front(2);
  if (stabilized())
    emitStabilizer(group, rest, lo, hi);
  else
    emitUnstabilized(group, rest);
  return {lo, hi};
}

SmallVector<Value> KernelEmitter::emitGeneralTile(const Group &group,
                                                  const KeyBlock &block,
                                                  Value tile,
                                                  ValueRange state) {
  auto visit = [&] {
    Value last = vb.sub(block.count, vb.index(1));
    SmallVector<Value> rows;
    for (int64_t r = 0; r < params.tileKeys; ++r)
      rows.push_back(vb.min(vb.add(tile, r), last));
    SmallVector<Value> init(params.tileKeys * vectors, vb.splatConstant(0.0));
    SmallVector<Value> products = emitProducts(group, block, rows, init);
    for (int64_t r = 0; r < params.tileKeys; ++r)
      for (int64_t i = 0; i < vectors; ++i)
        vb.store(products[r * vectors + i], weights,
                 {vb.add(tile, r), vb.index(i * vb.lanes)});
    SmallVector<Value> next{vb.min(state[0], tile),
                            vb.max(state[1], vb.add(tile, params.tileKeys))};
    next.append(emitGeneralRows(group, block, tile, state.drop_front(2)));
    return next;
  };
  if (!args.predicate)
    return visit();
  Value any = emitPredicateTile(group, block, tile);
  return vb.branch(any, visit, [&] {
    // Between tiles that are seen the weights must be 0.
    double nothing = stabilized() ? -INFINITY : 0.0;
    vb.loop(tile, vb.add(tile, params.tileKeys), 1, [&](Value row) {
      for (int64_t i = 0; i < vectors; ++i)
        vb.store(vb.splatConstant(nothing), weights,
                 {row, vb.index(i * vb.lanes)});
    });
    return SmallVector<Value>(state);
  });
}

// 1 for visible pairs and 0 for the others to scratch; i1: whether any is.
Value KernelEmitter::emitPredicateTile(const Group &group,
                                       const KeyBlock &block, Value tile) {
  Value zero = vb.splatConstant(0.0), one = vb.splatConstant(1.0);
  Value full =
      vb.splat(arith::XOrIOp::create(b, loc, block.partial, vb.boolean(true)));
  Value any =
      vb.loop(vb.index(0), vb.index(params.tileKeys), 1, {zero},
              [&](Value r, ValueRange carried) {
                Value row = vb.add(tile, r);
                Value inside = vb.splat(vb.lessThan(row, block.count));
                Value any = carried[0];
                for (int64_t i = 0; i < vectors; ++i) {
                  Value seen =
                      args.predicate(b, loc, group.headIndex, group.queries[i],
                                     vb.add(block.key, row));
                  if (!isa<VectorType>(seen.getType()))
                    seen = vb.splat(seen);
                  seen = vb.bitAnd(vb.bitOr(seen, full), inside);
                  vb.store(vb.select(seen, one, zero), visible,
                           {r, vb.index(i * vb.lanes)});
                  any = vb.select(vb.bitAnd(seen, group.valid[i]), one, any);
                }
                return SmallVector<Value>{any};
              })[0];
  return vb.any(vb.compare(P::UNE, any, zero));
}

SmallVector<Value> KernelEmitter::emitGeneralRows(const Group &group,
                                                  const KeyBlock &block,
                                                  Value tile,
                                                  ValueRange state) {
  Value last = vb.sub(block.count, vb.index(1));
  Value zero = vb.splatConstant(0.0);
  return vb.loop(
      vb.index(0), vb.index(params.tileKeys), 1, state,
      [&](Value r, ValueRange carried) {
        SmallVector<Value> state(carried);
        Value row = vb.add(tile, r);
        Value k = vb.add(block.key, vb.min(row, last));
        Value inside = vb.splat(vb.lessThan(row, block.count));
        for (int64_t i = 0; i < vectors; ++i) {
          SmallVector<Value> at{row, vb.index(i * vb.lanes)};
          Value mask = inside;
          if (args.predicate)
            mask = vb.compare(
                P::UNE, vb.load(visible, {r, vb.index(i * vb.lanes)}), zero);
          Value s = vb.load(weights, at);
          s = applyScore(group, s, i, k, {vb.bitAnd(mask, group.valid[i]), /*clamp=*/true});
          emitGeneralVector(s, mask, i, at, state);
        }
        return state;
      });
}

void KernelEmitter::emitGeneralVector(Value s, Value mask, unsigned vector,
                                      ArrayRef<Value> at,
                                      SmallVectorImpl<Value> &state) {
  Value zero = vb.splatConstant(0.0);
  if (!stabilized()) {
    Value w = args.normalizer->weight(b, loc, s, zero);
    addContributions(s, w, zero, mask, vector, state);
    vb.store(vb.select(mask, w, zero), weights, at);
    Value &seen = state[numSums() + vector];
    Value counts = mask;
    if (tracksSeen())
      counts = vb.bitAnd(
          mask, vb.compare(P::UNE, s, vb.splatConstant(-INFINITY)));
    seen = vb.select(counts, vb.splatConstant(1.0), seen);
    return;
  }
  Value lowest = vb.splatConstant(-INFINITY);
  Value &maximum = state[vector];
  if (exponential()) {
    s = vb.select(mask, s, lowest);
    maximum = arith::MaximumFOp::create(b, loc, maximum, s);
  } else {
    s = vb.select(mask, s, lowest);
    // A score of -inf asks for none, whatever the normaliser makes of it.
    Value candidate = args.normalizer->stabilizer(b, loc, s);
    Value seen = vb.compare(P::UNE, s, lowest);
    maximum = arith::MaximumFOp::create(b, loc, maximum,
                                        vb.select(seen, candidate, lowest));
  }
  vb.store(s, weights, at);
}

//===----------------------------------------------------------------------===//
// Between the sweeps, and the second
//===----------------------------------------------------------------------===//

// For an exponential the stabiliser to take if `m` must move, and by how much
// more than allowed the maximum lies above it.
std::pair<Value, Value> KernelEmitter::nextStabilizer(Value score, Value m,
                                                      Value first) {
  Value zero = vb.splatConstant(0.0);
  Value maximum = toLog2(score);
  Value size = math::AbsFOp::create(b, loc, maximum);
  Value room = vb.select(first, zero, vb.splatConstant(headroom));
  Value near = vb.compare(P::OLE, size, vb.splatConstant(nearZero));
  Value next = vb.select(near, zero, roundExponent(vb.addf(maximum, room)));

  Value least = vb.splatConstant(exactExcess);
  Value most = vb.splatConstant(largestExcess);
  Value allowed = vb.select(vb.compare(P::OGT, size, least), size, least);
  allowed = vb.select(vb.compare(P::OLT, allowed, most), allowed, most);
  Value excess = vb.subf(vb.addf(maximum, referenceOf(m)), allowed);
  Value taken = stabilizerAt(next);
  // Where numbers are whole anyway, the way to natural units and back would not
  // lead to the same one.
  taken = vb.select(vb.compare(P::OGE, size, vb.splatConstant(wholeFrom())), score,
                    taken);
  return {taken, excess};
}

// Where the block's maximum is too far above, the stabiliser becomes it; a NaN
// must get through. Returns whether a lane that holds state must be rescaled.
Value KernelEmitter::moveStabilizer(const Group &group, ArrayRef<Value> maxima,
                                    SmallVectorImpl<Value> &m,
                                    SmallVectorImpl<Value> &factors) {
  Value lowest = vb.splatConstant(-INFINITY);
  Value any;
  for (int64_t i = 0; i < vectors; ++i) {
    Value first = vb.compare(P::OEQ, m[i], lowest);
    Value candidate = maxima[i], excess = maxima[i];
    if (exponential()) {
      std::tie(candidate, excess) = nextStabilizer(maxima[i], m[i], first);
    } else {
      excess = vb.subf(maxima[i], vb.select(first, lowest, m[i]));
    }
    Value above = vb.compare(P::UGT, excess, vb.splatConstant(0.0));
    Value moves = vb.bitOr(first, above);
    Value next = vb.select(
        moves, arith::MaximumFOp::create(b, loc, m[i], candidate), m[i]);
    Value carries = vb.bitAnd(
        moves, vb.bitAnd(arith::XOrIOp::create(b, loc, first,
                                               vb.splat(vb.boolean(true))),
                         group.valid[i]));
    Value factor;
    if (exponential())
      factor = vb.exp2(vb.subf(exponentOf(m[i]), exponentOf(next)));
    else
      factor = args.normalizer->rescale(b, loc, m[i], next);
    factors.push_back(vb.select(carries, factor, vb.splatConstant(1.0)));
    any = any ? vb.bitOr(any, carries) : carries;
    m[i] = next;
  }
  return vb.any(any);
}

// From this magnitude on every number of the type is whole.
double KernelEmitter::wholeFrom() const {
  return vb.element.isF64() ? 0x1p52 : 0x1p23;
}

// A score of the first sweep in units of log 2, less the stabiliser. The product
// is rounded by its size, which can be large; what that loses is added again,
// but for numbers so large that it would be more than a unit.
Value KernelEmitter::exponentAbove(Value s, Value reference) {
  Value x = toLog2(s);
  Value minus = arith::NegFOp::create(b, loc, x);
  Value rest = vb.fma(s, vb.splatConstant(M_LOG2E), minus);
  Value size = math::AbsFOp::create(b, loc, rest);
  rest = vb.select(vb.compare(P::OLE, size, vb.splatConstant(0.5)), rest,
                   vb.splatConstant(0.0));
  return vb.addf(vb.addf(x, reference), rest);
}

void KernelEmitter::emitStabilizer(const Group &group, ArrayRef<Value> maxima,
                                   Value lo, Value hi) {
  SmallVector<Value> m = loadState(group, args.m, -INFINITY), factors;
  Value any = moveStabilizer(group, maxima, m, factors);
  vb.branch(any, [&] { emitRescale(group, factors); });
  storeState(group, args.m, m);

  SmallVector<Value> reference;
  for (Value value : m)
    reference.push_back(exponential() ? referenceOf(value) : value);
  Value lowest = vb.splatConstant(-INFINITY);
  Value zero = vb.splatConstant(0.0);
  unsigned extra = exponential() ? vectors : 0;
  SmallVector<Value> zeros(numSums() + extra, zero);
  SmallVector<Value> sums =
      vb.loop(lo, hi, 1, zeros, [&](Value row, ValueRange carried) {
        SmallVector<Value> sums(carried);
        for (int64_t i = 0; i < vectors; ++i) {
          SmallVector<Value> at{row, vb.index(i * vb.lanes)};
          Value s = vb.load(weights, at), w, mask;
          if (exponential()) {
            w = vb.weight(exponentAbove(s, reference[i]));
            if (needsScores())
              mask = vb.compare(P::UNE, s, lowest);
          } else {
            mask = vb.compare(P::UNE, s, lowest);
            w = args.normalizer->weight(b, loc, s, reference[i]);
            w = vb.select(mask, w, zero);
          }
          addContributions(s, w, m[i], mask, i, sums);
          vb.store(w, weights, at);
        }
        return sums;
      });
  storeSums(group, sums);
}

// x * factor, 0 where that would be a denormal number.
static Value multiplyNormal(VectorBuilder &vb, Value x, Value factor) {
  Value bound = arith::DivFOp::create(
      vb.b, vb.loc, vb.splatConstant(std::exp2(vb.smallestExponent())), factor);
  Value size = math::AbsFOp::create(vb.b, vb.loc, x);
  Value counts = vb.compare(P::UGE, size, bound);
  return vb.mulf(vb.select(counts, x, vb.splatConstant(0.0)), factor);
}

// What was summed against the old stabiliser is brought to the new one.
void KernelEmitter::emitRescale(const Group &group, ArrayRef<Value> factors) {
  for (Value memref : args.accumulators) {
    SmallVector<Value> state = loadState(group, memref, 0.0);
    for (int64_t i = 0; i < vectors; ++i)
      state[i] = multiplyNormal(vb, state[i], factors[i]);
    storeState(group, memref, state);
  }
  for (int64_t i = 0; i < vectors; ++i)
    vb.store(factors[i], factorsBuffer, {vb.index(i * vb.lanes)});
  int64_t whole = valueDim / vb.lanes * vb.lanes;
  vb.loop(vb.index(0), group.rows, 1, [&](Value row) {
    Value factor = vb.splat(vb.loadScalar(factorsBuffer, {row}));
    auto step = [&](Value d, Value mask) {
      SmallVector<Value> at{group.head, vb.add(group.row0, row), d};
      Value value = vb.loadWidened(args.acc, at, mask);
      vb.store(multiplyNormal(vb, value, factor), args.acc, at, mask);
    };
    vb.loop(vb.index(0), vb.index(whole), vb.lanes,
            [&](Value d) { step(d, {}); });
    if (whole != valueDim)
      step(vb.index(whole), vb.staticPrefixMask(valueDim - whole));
  });
}

// A row that saw anything has stabiliser 0.
void KernelEmitter::emitUnstabilized(const Group &group,
                                     ArrayRef<Value> state) {
  storeSums(group, state);
  SmallVector<Value> m = loadState(group, args.m, -INFINITY);
  Value zero = vb.splatConstant(0.0);
  for (int64_t i = 0; i < vectors; ++i)
    m[i] =
        vb.select(vb.compare(P::UNE, state[numSums() + i], zero), zero, m[i]);
  storeState(group, args.m, m);
}
