//===- KernelParams.cpp - dividing registers and cache --------------------===//

#include "attn/Target/CPU/KernelParams.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>

using namespace mlir::attn::cpu;

// Vectors of queries in a group: the wide tile feeds the multipliers best, a
// narrower one wins when it leaves fewer lanes idle in the last group.
static int64_t chooseQueryVectors(int64_t lanes, int64_t tileKeys,
                                  int64_t widest, int64_t queries) {
  if (queries <= 0)
    return widest;
  int64_t best = widest;
  int64_t bestCost = INT64_MAX;
  for (int64_t n = widest; n >= 1; --n) {
    // A trip issues n * tileKeys multiplications, and as many loads as the
    // tile has edges; two of either in a cycle.
    int64_t trip = std::max(n * tileKeys, n + tileKeys);
    int64_t cost = trip * llvm::divideCeil(queries, n * lanes);
    if (cost < bestCost) {
      best = n;
      bestCost = cost;
    }
  }
  return best;
}

KernelParams KernelParams::get(const KernelMachine &machine,
                               const KernelProblem &problem) {
  KernelParams params;
  bool wide = machine.vectorRegisters >= 32;
  int64_t bytes = problem.accumulatorBits / 8;
  params.lanes = std::max<int64_t>(1, machine.vectorBits / 8 / bytes);
  params.tileKeys = wide ? 8 : 4;
  params.queryVectors =
      chooseQueryVectors(params.lanes, params.tileKeys, 3, problem.queries);
  params.valueRows = 6;
  params.valueVectors = wide ? 4 : 2;
  params.unroll = problem.headDim % 4 == 0 ? 4 : 2;

  // The weights of a key block and its keys or values share the cache.
  int64_t row = bytes * (params.groupLanes() +
                         std::max(problem.headDim, problem.valueDim));
  int64_t keys = machine.l1Bytes * 15 / 16 / row;
  keys = std::clamp<int64_t>(keys, 2 * params.tileKeys, 128);
  params.keyBlock = keys / params.tileKeys * params.tileKeys;

  int64_t perGroup = params.groupLanes() * problem.headDim * bytes;
  int64_t groups = machine.l2Bytes / 8 / std::max<int64_t>(1, perGroup);
  params.queryGroups = std::clamp<int64_t>(groups, 1, 4);
  if (problem.queries > 0)
    params.queryGroups = std::min<int64_t>(
        params.queryGroups,
        llvm::divideCeil(problem.queries, params.groupLanes()));
  return params;
}
