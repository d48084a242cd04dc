//===- Sparse.cpp - key ranges from the pattern's relation ----------------===//

#include "ScoreBounds.h"

#include "attn/Analysis/Presburger/BoxVerdict.h"
#include "attn/Analysis/Presburger/FormulaEmitter.h"
#include "attn/Analysis/Presburger/KeyRanges.h"
#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
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

//===----------------------------------------------------------------------===//
// Runs of blocks
//===----------------------------------------------------------------------===//

// The extent of the parallel loop that `head` counts in, 1 if it is not known.
static int64_t numHeads(OnlineAttentionOp op) {
  auto argument = dyn_cast<BlockArgument>(op.getHead());
  auto loop = argument ? dyn_cast<scf::ForallOp>(
                             argument.getOwner()->getParentOp())
                       : scf::ForallOp();
  if (!loop || argument.getArgNumber() >= loop.getRank())
    return 1;
  return getConstantIntValue(loop.getMixedUpperBound()[argument.getArgNumber()])
      .value_or(1);
}

// The size of the blocks of keys that are judged at run time; 0 if the ranges
// of `relation` say about as much.
static int64_t chooseBlock(OnlineAttentionOp op, const Formula &relation,
                           const KeyRanges &ranges) {
  constexpr int64_t assumedSize = 4096, assumedOperand = 64;
  auto known = [](Value value, int64_t otherwise) {
    return getConstantIntValue(value).value_or(otherwise);
  };
  ConcreteSizes sizes{numHeads(op), known(op.getSizes()[0], assumedSize),
                      known(op.getSizes()[1], assumedSize),
                      known(op.getSizes()[2], 0), {}};
  for (Value operand : op.getPatternOperands())
    sizes.operands.push_back(known(operand, assumedOperand));
  int64_t rows = cast<ShapedType>(op.getAcc().getType()).getDimSize(1);
  if (ShapedType::isDynamic(rows))
    rows = 128;
  // A judgement costs about as much as a few keys of a row of lanes.
  constexpr double worthwhile = 0.85;
  int64_t block = 0;
  double best = 0;
  for (int64_t candidate : {64, 16}) {
    KeyWork work = estimateKeyWork(relation, ranges, sizes, rows, candidate);
    if (block == 0)
      best = work.byRanges;
    if (work.byBlocks >= worthwhile * best)
      break;
    best = work.byBlocks;
    block = candidate;
  }
  return block;
}

// `op` on `state` with other ranges.
static SmallVector<Value> foldRanges(OpBuilder &b, OnlineAttentionOp op,
                                     ValueRange state, const Ranges &ranges) {
  SmallVector<Value> operands(op->getOperands());
  for (auto [init, value] : llvm::zip(op.getDpsInitsMutable(), state))
    operands[init.getOperandNumber()] = value;
  OnlineAttentionOp folded = op.cloneWithOperands(b, operands);
  folded.getRangeBoundsMutable().assign(ranges.bounds);
  folded.setRangeKinds(ranges.kinds);
  return SmallVector<Value>(folded->getResults());
}

namespace {
// Finds runs of blocks that some row sees and folds each as a whole. A run is
// the keys [begin, here) with [fullLo, fullHi) among them seen by every row.
class RunFinder {
public:
  RunFinder(IRRewriter &rewriter, OnlineAttentionOp op, const Formula &relation,
            ValueRange tile, int64_t blockSize)
      : b(rewriter), loc(op.getLoc()), op(op), relation(relation), tile(tile),
        blockSize(blockSize) {}

  // Folds the keys [lo, hi) into `state`.
  SmallVector<Value> fold(Value lo, Value hi, ValueRange state);

private:
  SmallVector<Value> visit(Value here, Value hi, ValueRange carried);

  Value index(int64_t value) {
    return arith::ConstantIndexOp::create(b, loc, value);
  }
  Value compare(arith::CmpIPredicate predicate, Value x, Value y) {
    return arith::CmpIOp::create(b, loc, predicate, x, y);
  }
  Value select(Value condition, Value x, Value y) {
    return arith::SelectOp::create(b, loc, condition, x, y);
  }
  Value both(Value x, Value y) { return arith::AndIOp::create(b, loc, x, y); }
  Value either(Value x, Value y) { return arith::OrIOp::create(b, loc, x, y); }
  Value negate(Value x) {
    return arith::XOrIOp::create(b, loc, x,
                                 arith::ConstantOp::create(
                                     b, loc, b.getBoolAttr(true)));
  }

  IRRewriter &b;
  Location loc;
  OnlineAttentionOp op;
  const Formula &relation;
  SmallVector<Value> tile;
  int64_t blockSize;
};
} // namespace

// One block. Carried: begin, fullLo, fullHi, whether a run is open and whether
// its last block is full, then the state. A block without keys ends the loop
// and with it the last run.
SmallVector<Value> RunFinder::visit(Value here, Value hi, ValueRange carried) {
  Value begin = carried[0], fullLo = carried[1], fullHi = carried[2];
  Value open = carried[3], lastFull = carried[4];
  ValueRange state = carried.drop_front(5);
  Value end = arith::MinSIOp::create(
      b, loc, arith::AddIOp::create(b, loc, here, index(blockSize)), hi);
  SmallVector<Value> corners(tile);
  corners.append({here, end});
  EmittedVerdict verdict =
      emitBoxVerdict(b, loc, relation, corners, symbols(op));
  Value isKey = compare(arith::CmpIPredicate::slt, here, hi);
  Value seen = both(isKey, verdict.touched), full = both(seen, verdict.full);

  // A run has one full part: another one begins a new run.
  Value hasFull = compare(arith::CmpIPredicate::slt, fullLo, fullHi);
  Value again = both(both(full, negate(lastFull)), hasFull);
  Value ends = both(open, either(negate(seen), again));
  auto branch = scf::IfOp::create(
      b, loc, ends,
      [&](OpBuilder &, Location) {
        Value last = arith::MinSIOp::create(b, loc, here, hi);
        Ranges ranges;
        ranges.add(RangeKind::Partial, begin, fullLo);
        ranges.add(RangeKind::Full, fullLo, fullHi);
        ranges.add(RangeKind::Partial, fullHi, last);
        scf::YieldOp::create(b, loc, foldRanges(b, op, state, ranges));
      },
      [&](OpBuilder &, Location) { scf::YieldOp::create(b, loc, state); });

  Value begins = both(seen, either(negate(open), again));
  Value fullBegins = either(begins, both(full, negate(lastFull)));
  SmallVector<Value> next = {
      select(begins, here, begin), select(fullBegins, here, fullLo),
      select(full, end, select(begins, here, fullHi)), seen, full};
  llvm::append_range(next, branch.getResults());
  return next;
}

SmallVector<Value> RunFinder::fold(Value lo, Value hi, ValueRange state) {
  Value no = arith::ConstantOp::create(b, loc, b.getBoolAttr(false));
  SmallVector<Value> carried = {lo, lo, lo, no, no};
  llvm::append_range(carried, state);
  Value step = index(blockSize);
  Value limit = arith::AddIOp::create(b, loc, hi, step);
  auto loop = scf::ForOp::create(
      b, loc, lo, limit, step, carried,
      [&](OpBuilder &, Location, Value here, ValueRange arguments) {
        scf::YieldOp::create(b, loc, visit(here, hi, arguments));
      });
  return SmallVector<Value>(loop.getResults().drop_front(5));
}

// Replaces the one partial range of `op` by what the relation says.
static void narrow(IRRewriter &rewriter, OnlineAttentionOp op) {
  rewriter.setInsertionPoint(op);
  narrowByScore(rewriter, op);
  Formula relation = op.getPattern().getRelation(kFirstOperandSymbol);
  KeyRanges keyRanges = getKeyRanges(relation);
  SmallVector<Value> tile = tileDims(rewriter, op);
  SmallVector<EmittedKeyPiece> emitted = emitKeyRanges(
      rewriter, op.getLoc(), keyRanges, tile, symbols(op));
  if (int64_t block = chooseBlock(op, relation, keyRanges)) {
    RunFinder runs(rewriter, op, relation, tile, block);
    SmallVector<Value> state;
    for (OpOperand &init : op.getDpsInitsMutable())
      state.push_back(init.get());
    for (const EmittedKeyPiece &piece : emitted) {
      Value lower = op.getRangeLower(0), upper = op.getRangeUpper(0);
      state = runs.fold(clip(rewriter, op.getLoc(), piece.lo, lower, upper),
                        clip(rewriter, op.getLoc(), piece.hi, lower, upper),
                        state);
    }
    rewriter.replaceOp(op, state);
    return;
  }
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
    SmallVector<OnlineAttentionOp> ops;
    getOperation()->walk([&](OnlineAttentionOp op) {
      // Ranges that someone already split are theirs, and so are ops that are
      // on memrefs already.
      if (isa<RankedTensorType>(op.getAcc().getType()) &&
          op.getNumRanges() == 1 && op.getRangeKind(0) == RangeKind::Partial)
        ops.push_back(op);
    });
    for (OnlineAttentionOp op : ops)
      narrow(rewriter, op);
    numNarrowed += ops.size();
  }
};
} // namespace
