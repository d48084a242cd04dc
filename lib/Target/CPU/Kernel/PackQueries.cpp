//===- PackQueries.cpp - queries transposed, half floats widened ----------===//

#include "KernelEmitter.h"

using namespace mlir;
using namespace mlir::attn::cpu;

void KernelEmitter::packQueries(Value head, Value rowStart, Value rows) {
  if (!args.q)
    return;
  Value slots = vb.index(params.queryGroups);
  int64_t whole = headDim / vb.lanes * vb.lanes;
  vb.loop(vb.index(0), slots, 1, [&](Value slot) {
    Value first = vb.mul(slot, vb.index(params.groupLanes()));
    vb.branch(vb.lessThan(first, rows), [&] {
      vb.loop(vb.index(0), vb.index(params.groupLanes()), vb.lanes,
              [&](Value column) {
                if (whole)
                  vb.loop(
                      vb.index(0), vb.index(whole), vb.lanes, [&](Value depth) {
                        packTile(head, rowStart, rows, slot, column, depth, {});
                      });
                if (whole != headDim)
                  packTile(head, rowStart, rows, slot, column, vb.index(whole),
                           vb.staticPrefixMask(headDim - whole));
              });
    });
  });
}

// What the scores of each row are multiplied with.
void KernelEmitter::packFactors(Value rowStart, Value rows) {
  if (!scoreFactors)
    return;
  vb.loop(vb.index(0), rows, params.groupLanes(), [&](Value first) {
    Value slot = arith::DivSIOp::create(b, loc, first,
                                        vb.index(params.groupLanes()));
    Value query0 = vb.add(args.query0, vb.add(rowStart, first));
    Value lanes = vb.min(vb.sub(rows, first), vb.index(params.groupLanes()));
    for (auto [i, queries] : llvm::enumerate(groupQueries(query0, lanes)))
      vb.store(args.normalizer->rowFactor(b, loc, queries), scoreFactors,
               {slot, vb.index(i * vb.lanes)});
  });
}

// Lanes beyond the last row repeat it, so that they never look unusual.
void KernelEmitter::packTile(Value head, Value rowStart, Value rows, Value slot,
                             Value column, Value depth, Value mask) {
  Value last = vb.sub(rows, vb.index(1));
  Value first = vb.add(vb.mul(slot, vb.index(params.groupLanes())), column);
  SmallVector<Value> tile;
  for (int64_t i = 0; i < vb.lanes; ++i) {
    Value row = vb.add(rowStart, vb.min(vb.add(first, i), last));
    tile.push_back(vb.loadWidened(args.q, {head, row, depth}, mask));
  }
  vb.transpose(tile);
  // The scale applies to the sum: each query scaled would be rounded.
  for (auto [i, value] : llvm::enumerate(tile))
    vb.store(value, queriesT, {slot, vb.add(depth, int64_t(i)), column});
}

Value KernelEmitter::scaled(Value x, double factor) {
  return factor == 1.0 ? x : vb.mulf(x, vb.splatConstant(factor));
}

void KernelEmitter::widenRows(Value memref, Value scratch, Value head,
                              Value row, Value count) {
  int64_t width = cast<MemRefType>(memref.getType()).getDimSize(2);
  int64_t whole = width / vb.lanes * vb.lanes;
  vb.loop(vb.index(0), count, 1, [&](Value i) {
    Value source = vb.add(row, i);
    vb.loop(vb.index(0), vb.index(whole), vb.lanes, [&](Value d) {
      vb.store(vb.loadWidened(memref, {head, source, d}, {}), scratch, {i, d});
    });
    if (whole != width)
      vb.store(vb.loadWidened(memref, {head, source, vb.index(whole)},
                              vb.staticPrefixMask(width - whole)),
               scratch, {i, vb.index(whole)});
  });
}
