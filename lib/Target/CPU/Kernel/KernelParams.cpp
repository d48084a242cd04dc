//===- KernelParams.cpp - dividing registers and cache --------------------===//

#include "attn/Target/CPU/KernelParams.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>

using namespace mlir::attn::cpu;

// Vectors of queries in a group: the wide tile feeds the multipliers best, a
// narrower one wins when it leaves fewer lanes idle in the last group. Rows that
// fill up the last tile of outputs are multiplied too.
static int64_t chooseQueryVectors(const KernelParams &params, int64_t widest,
                                  const KernelProblem &problem) {
  if (problem.queries <= 0)
    return widest;
  int64_t best = widest;
  int64_t bestCost = INT64_MAX;
  for (int64_t n = widest; n >= 1; --n) {
    // For tileKeys keys: multiplications, and as many loads as the tile of
    // scores has edges; two of either in a cycle.
    int64_t lanes = n * params.lanes;
    int64_t scores = problem.headDim * std::max(n * params.tileKeys,
                                                n + params.tileKeys);
    int64_t rows = llvm::divideCeil(lanes, params.valueRows) * params.valueRows;
    int64_t outputs =
        rows * problem.valueDim * params.tileKeys / params.lanes;
    int64_t cost =
        (scores + outputs) * llvm::divideCeil(problem.queries, lanes);
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
  params.valueRows = 6;
  params.queryVectors = chooseQueryVectors(params, 3, problem);
  params.valueVectors = wide ? 4 : 2;
  params.unroll = problem.headDim % 4 == 0 ? 4 : 2;

  // The weights of a key block and its keys or values share the cache. Where
  // that leaves few keys to a block, each loads and stores the whole output for
  // little work: then values pass a panel of columns at a time. Rows of wide
  // values start in few sets of the cache, so that more keys do not stay.
  auto fitting = [&](int64_t width) {
    int64_t keys = machine.l1Bytes * 15 / 16 / bytes;
    return keys / (params.groupLanes() + width);
  };
  constexpr int64_t few = 32, most = 64;
  int64_t keys = fitting(std::max(problem.headDim, problem.valueDim));
  if (keys < few) {
    params.valuePanels = true;
    int64_t panel = params.valueVectors * params.lanes;
    keys = std::min<int64_t>(most, fitting(panel));
  }
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
