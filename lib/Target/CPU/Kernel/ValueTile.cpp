//===- ValueTile.cpp - weights times values -------------------------------===//
//
// Tiles of the output live in registers over a whole key block. A tile at the
// end repeats its last row and does not store it.
//
//===----------------------------------------------------------------------===//

#include "KernelEmitter.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace mlir::attn::cpu;

void KernelEmitter::emitValues(const Group &group, const KeyBlock &block,
                               Value lo, Value hi) {
  int64_t perTile = params.valueVectors * vb.lanes;
  int64_t whole = valueDim / perTile * perTile;
  int64_t rest = valueDim - whole;
  auto overRows = [&](function_ref<void(Value)> body) {
    vb.loop(vb.index(0), group.rows, params.valueRows, body);
  };
  auto emitPanel = [&](Value row, Value column) {
    emitValueTile(group, block, row, column, params.valueVectors, {}, lo, hi);
  };
  auto emitRest = [&](Value row) {
    int64_t count = llvm::divideCeil(rest, vb.lanes);
    Value mask = vb.staticPrefixMask(rest - (count - 1) * vb.lanes);
    emitValueTile(group, block, row, vb.index(whole), count, mask, lo, hi);
  };
  auto overPanels = [&](function_ref<void(Value)> body) {
    if (whole)
      vb.loop(vb.index(0), vb.index(whole), perTile, body);
  };
  auto emitTiles = [&] {
    if (params.valuePanels) {
      overPanels([&](Value column) {
        overRows([&](Value row) { emitPanel(row, column); });
      });
      if (rest)
        overRows(emitRest);
      return;
    }
    overRows([&](Value row) {
      overPanels([&](Value column) { emitPanel(row, column); });
      if (rest)
        emitRest(row);
    });
  };
  if (!args.predicate && !args.score)
    return emitTiles();
  vb.branch(
      block.special,
      [&] {
        emitSpecialValues(group, block, lo, hi);
        return SmallVector<Value>();
      },
      [&] {
        emitTiles();
        return SmallVector<Value>();
      });
}

void KernelEmitter::emitValueTile(const Group &group, const KeyBlock &block,
                                  Value row, Value column, int64_t count,
                                  Value lastMask, Value lo, Value hi) {
  SmallVector<Value> columns;
  for (int64_t c = 0; c < count; ++c)
    columns.push_back(vb.add(column, c * vb.lanes));
  auto maskOf = [&](int64_t c) { return c == count - 1 ? lastMask : Value(); };

  Value last = vb.sub(group.rows, vb.index(1));
  SmallVector<Value> rows, sums;
  for (int64_t r = 0; r < params.valueRows; ++r) {
    rows.push_back(vb.add(group.row0, vb.min(vb.add(row, r), last)));
    for (int64_t c = 0; c < count; ++c)
      sums.push_back(vb.loadWidened(
          args.acc, {group.head, rows.back(), columns[c]}, maskOf(c)));
  }

  sums = vb.loop(lo, hi, 1, sums, [&](Value key, ValueRange carried) {
    SmallVector<Value> sums(carried);
    SmallVector<Value> at(block.values.leading);
    at.append({vb.add(block.values.first, key), Value()});
    SmallVector<Value> values;
    for (int64_t c = 0; c < count; ++c) {
      at.back() = columns[c];
      values.push_back(vb.loadWidened(block.values.memref, at, maskOf(c)));
    }
    for (int64_t r = 0; r < params.valueRows; ++r) {
      Value w = vb.splat(vb.loadScalar(weights, {key, vb.add(row, r)}));
      for (int64_t c = 0; c < count; ++c) {
        Value &sum = sums[r * count + c];
        sum = vb.fma(w, values[c], sum);
      }
    }
    return sums;
  });

  for (int64_t r = 0; r < params.valueRows; ++r) {
    auto storeRow = [&] {
      for (int64_t c = 0; c < count; ++c)
        vb.store(sums[r * count + c], args.acc,
                 {group.head, rows[r], columns[c]}, maskOf(c));
    };
    if (r == 0)
      storeRow();
    else
      vb.branch(vb.lessThan(vb.add(row, r), group.rows), storeRow);
  }
}

// Some value is infinite or NaN: a pair that is excluded must not touch it,
// not even with weight 0.
void KernelEmitter::emitSpecialValues(const Group &group,
                                      const KeyBlock &block, Value lo,
                                      Value hi) {
  Value zero = vb.scalarConstant(0.0);
  int64_t whole = valueDim / vb.lanes * vb.lanes;
  auto addRow = [&](Value row, Value key, Value w) {
    auto step = [&](Value d, Value mask) {
      SmallVector<Value> at(block.values.leading);
      at.append({vb.add(block.values.first, key), d});
      Value value = vb.loadWidened(block.values.memref, at, mask);
      SmallVector<Value> out{group.head, vb.add(group.row0, row), d};
      Value sum = vb.loadWidened(args.acc, out, mask);
      vb.store(vb.fma(vb.splat(w), value, sum), args.acc, out, mask);
    };
    vb.loop(vb.index(0), vb.index(whole), vb.lanes,
            [&](Value d) { step(d, {}); });
    if (whole != valueDim)
      step(vb.index(whole), vb.staticPrefixMask(valueDim - whole));
  };
  vb.loop(vb.index(0), group.rows, 1, [&](Value row) {
    vb.loop(lo, hi, 1, [&](Value key) {
      Value w = vb.loadScalar(weights, {key, row});
      Value seen;
      if (exponential()) {
        seen = vb.compare(arith::CmpFPredicate::UNE, w, zero);
      } else if (args.predicate) {
        seen = args.predicate(b, loc, group.headIndex,
                              vb.add(group.query0, row),
                              vb.add(block.key, key));
        Value full = arith::XOrIOp::create(b, loc, block.partial,
                                           vb.boolean(true));
        seen = vb.bitOr(seen, full);
      } else {
        seen = vb.boolean(true);
      }
      vb.branch(seen, [&] { addRow(row, key, w); });
    });
  });
}
