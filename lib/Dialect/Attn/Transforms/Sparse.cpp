//===- Sparse.cpp - key ranges from the pattern's relation ----------------===//

#include "attn/Analysis/Presburger/FormulaEmitter.h"
#include "attn/Analysis/Presburger/KeyRanges.h"
#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNSPARSE
#include "attn/Dialect/Attn/Transforms/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

namespace {
// The ranges of one tile operation, being collected.
struct Ranges {
  SmallVector<int32_t> kinds;
  SmallVector<Value> bounds;

  void add(RangeKind kind, Value lower, Value upper) {
    kinds.push_back(static_cast<int32_t>(kind));
    bounds.append({lower, upper});
  }
};
} // namespace

// The values of the tile dimensions: heads [h0, h1) and rows [q0, q1).
static SmallVector<Value> tileDims(OpBuilder &b, OnlineAttentionOp op) {
  Location loc = op.getLoc();
  auto end = [&](Value begin, int64_t dim) -> Value {
    Value size = tensor::DimOp::create(b, loc, op.getAcc(), dim);
    return arith::AddIOp::create(b, loc, begin, size);
  };
  return {op.getHead(), end(op.getHead(), 0), op.getQueryStart(),
          end(op.getQueryStart(), 1)};
}

static SmallVector<Value> symbols(OnlineAttentionOp op) {
  SmallVector<Value> values = llvm::to_vector(op.getSizes());
  llvm::append_range(values, op.getPatternOperands());
  return values;
}

// A key-range tile keeps to the keys that it was given.
static Value clip(OpBuilder &b, Location loc, Value bound, Value lower,
                  Value upper) {
  Value above = arith::MaxSIOp::create(b, loc, bound, lower);
  return arith::MinSIOp::create(b, loc, above, upper);
}

static void addPiece(OpBuilder &b, OnlineAttentionOp op, const KeyPiece &piece,
                     const EmittedKeyPiece &emitted, Ranges &ranges) {
  Location loc = op.getLoc();
  Value lower = op.getRangeLower(0), upper = op.getRangeUpper(0);
  Value lo = clip(b, loc, emitted.lo, lower, upper);
  Value hi = clip(b, loc, emitted.hi, lower, upper);
  if (!piece.hasFull) {
    ranges.add(RangeKind::Partial, lo, hi);
    return;
  }
  Value fullLo = clip(b, loc, emitted.fullLo, lower, upper);
  Value fullHi = clip(b, loc, emitted.fullHi, lower, upper);
  if (piece.lo != piece.fullLo)
    ranges.add(RangeKind::Partial, lo, fullLo);
  ranges.add(RangeKind::Full, fullLo, fullHi);
  if (piece.hi != piece.fullHi)
    ranges.add(RangeKind::Partial, fullHi, hi);
}

// Replaces the one partial range of `op` by what the relation says.
static void narrow(IRRewriter &rewriter, OnlineAttentionOp op) {
  rewriter.setInsertionPoint(op);
  Formula relation = op.getPattern().getRelation(kFirstOperandSymbol);
  KeyRanges keyRanges = getKeyRanges(relation);
  SmallVector<EmittedKeyPiece> emitted = emitKeyRanges(
      rewriter, op.getLoc(), keyRanges, tileDims(rewriter, op), symbols(op));
  Ranges ranges;
  for (auto [piece, values] : llvm::zip(keyRanges.pieces, emitted))
    addPiece(rewriter, op, piece, values, ranges);
  rewriter.modifyOpInPlace(op, [&] {
    op.getRangeBoundsMutable().assign(ranges.bounds);
    op.setRangeKinds(ranges.kinds);
  });
}

namespace {
struct AttnSparse : attn::impl::AttnSparseBase<AttnSparse> {
  using AttnSparseBase::AttnSparseBase;

  void runOnOperation() override {
    IRRewriter rewriter(&getContext());
    getOperation()->walk([&](OnlineAttentionOp op) {
      // Ranges that someone already split are theirs.
      if (op.getNumRanges() != 1 || op.getRangeKind(0) != RangeKind::Partial)
        return;
      narrow(rewriter, op);
      ++numNarrowed;
    });
  }
};
} // namespace
