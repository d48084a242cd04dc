//===- LowerFinalize.cpp - output rows from a state -----------------------===//

#include "NormalizerAdapter.h"
#include "VectorBuilder.h"
#include "attn/Target/CPU/Passes.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::cpu;

namespace {
/// One row: its indices are those of m.
class RowEmitter {
public:
  RowEmitter(VectorBuilder &vb, FinalizeOp op, NormalizerAdapter &normalizer)
      : vb(vb), op(op), normalizer(normalizer),
        acc(vb.unitStride(op.getAcc())), output(vb.unitStride(op.getOutput())) {
  }

  void emit(ArrayRef<Value> row);

private:
  void emitOutput(ArrayRef<Value> row, Value empty, Value factor);

  VectorBuilder &vb;
  FinalizeOp op;
  NormalizerAdapter &normalizer;
  Value acc, output;
};
} // namespace

void RowEmitter::emit(ArrayRef<Value> row) {
  Value lowest = vb.scalarConstant(-INFINITY);
  Value m = vb.loadScalar(op.getStabilizer(), row);
  SmallVector<Value> sums;
  for (Value memref : op.getAccumulators())
    sums.push_back(vb.loadScalar(memref, row));
  Value empty = vb.compare(arith::CmpFPredicate::OEQ, m, lowest);
  Value factor = normalizer.finalizeFactor(vb.b, vb.loc, sums, m);
  emitOutput(row, empty, factor);
  if (Value memref = op.getLse()) {
    Value lse = normalizer.lse(vb.b, vb.loc, sums, m);
    vb.storeScalar(vb.select(empty, lowest, lse), memref, row);
  }
}

void RowEmitter::emitOutput(ArrayRef<Value> row, Value empty, Value factor) {
  auto type = cast<MemRefType>(op.getOutput().getType());
  Type element = type.getElementType();
  int64_t width = type.getDimSize(type.getRank() - 1);
  int64_t whole = width / vb.lanes * vb.lanes;
  Value wideFactor = vb.splat(factor), wideEmpty = vb.splat(empty);
  auto step = [&](Value d, Value mask) {
    SmallVector<Value> at(row);
    at.push_back(d);
    Value value =
        vb.mulf(vb.loadWidened(acc, at, mask), wideFactor);
    value = vb.select(wideEmpty, vb.splatConstant(0.0), value);
    if (element != vb.element)
      value = vb.narrow(value, element);
    vb.store(value, output, at, mask);
  };
  vb.loop(vb.index(0), vb.index(whole), vb.lanes,
          [&](Value d) { step(d, {}); });
  if (whole != width)
    step(vb.index(whole), vb.staticPrefixMask(width - whole));
}

LogicalResult mlir::attn::cpu::lowerFinalize(RewriterBase &rewriter,
                                             FinalizeOp op,
                                             const KernelMachine &machine) {
  Location loc = op.getLoc();
  auto stateType = cast<MemRefType>(op.getStabilizer().getType());
  auto type = cast<FloatType>(stateType.getElementType());
  rewriter.setInsertionPoint(op);
  VectorBuilder vb(rewriter, loc, type,
                   std::max<int64_t>(1, machine.vectorBits / type.getWidth()));
  NormalizerAdapter normalizer(
      op.getNormalizer(), SmallVector<Value>(op.getNormalizerParams()), type);
  RowEmitter emitter(vb, op, normalizer);

  int64_t rank = stateType.getRank();
  SmallVector<Value> row;
  std::function<void()> nest = [&] {
    int64_t position = row.size();
    if (position == rank)
      return emitter.emit(row);
    vb.loop(vb.index(0), vb.dim(op.getStabilizer(), position), 1,
            [&](Value i) {
              row.push_back(i);
              // Heads are the dimension before the rows.
              if (position == rank - 2) {
                Value head = op.getHead();
                normalizer.bindHead(rewriter, loc,
                                    head ? vb.add(head, i) : i);
              }
              nest();
              row.pop_back();
            });
  };
  nest();
  rewriter.eraseOp(op);
  return success();
}
