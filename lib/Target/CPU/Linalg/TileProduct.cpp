//===- TileProduct.cpp - products inside a task, in place -----------------===//

#include "TileProduct.h"

#include "Contraction.h"
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::attn;

/// Sums of at most this many terms are written out.
static constexpr int64_t kMaxUnrolled = 8;

//===----------------------------------------------------------------------===//
// The plan
//===----------------------------------------------------------------------===//

/// Sums of loops times constants.
static bool isLinear(AffineExpr expr) {
  if (isa<AffineDimExpr, AffineConstantExpr>(expr))
    return true;
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return false;
  if (binary.getKind() == AffineExprKind::Add)
    return isLinear(binary.getLHS()) && isLinear(binary.getRHS());
  return binary.getKind() == AffineExprKind::Mul && isLinear(binary.getLHS()) &&
         isa<AffineConstantExpr>(binary.getRHS());
}

/// Whether the operand has `n` as its last index, alone, one element a step.
static bool isAlong(linalg::LinalgOp op, OpOperand &operand, unsigned n) {
  auto type = dyn_cast<MemRefType>(operand.get().getType());
  AffineMap map = op.getMatchingIndexingMap(&operand);
  if (!type || map.getNumResults() == 0 || !type.isLastDimUnitStride())
    return false;
  auto last = dyn_cast<AffineDimExpr>(map.getResults().back());
  return last && last.getPosition() == n &&
         llvm::none_of(map.getResults().drop_back(), [&](AffineExpr expr) {
           return expr.isFunctionOfDim(n);
         });
}

/// The rows of a tile: as many registers as there are, no more rows than needed
/// and, if it costs little, none that is computed for nothing.
static int64_t chooseRows(int64_t size, int64_t vectors, int64_t registers) {
  int64_t most = std::max<int64_t>(registers / vectors, 1);
  if (ShapedType::isDynamic(size))
    return most;
  int64_t best = 1;
  double least = 0;
  for (int64_t rows = 1; rows <= std::min(most, size); ++rows) {
    // Two products a cycle and two loads, of which vectors may be split; fewer
    // sums than eight wait for each other; a step has some overhead.
    double loads = 2 * vectors + rows, products = rows * vectors;
    double step = std::max({products, loads, 8.0}) + 2;
    double cost = llvm::divideCeil(size, rows) * step;
    if (rows == 1 || cost <= least) {
      best = rows;
      least = cost;
    }
  }
  return best;
}

static void planBlocks(linalg::LinalgOp op, const VectorTarget &target,
                       TileProductPlan &plan) {
  plan.lanes = target.vectorBits / plan.element.getIntOrFloatBitWidth();
  bool many = target.numRegisters >= 32;
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  int64_t columns = sizes[plan.n];
  int64_t mostVectors = many ? 4 : 2;
  plan.vectors =
      ShapedType::isDynamic(columns)
          ? mostVectors - 1
          : std::clamp<int64_t>(llvm::divideCeil(columns, plan.lanes), 1,
                                mostVectors);
  if (plan.m)
    plan.tileRows = chooseRows(sizes[*plan.m], plan.vectors, many ? 24 : 12);
}

FailureOr<TileProductPlan>
mlir::attn::planTileProduct(linalg::LinalgOp op, const VectorTarget &target) {
  if (op.getNumDpsInputs() != 2 || op.getNumDpsInits() != 1 ||
      op.getNumReductionLoops() == 0 || !isProductBody(op))
    return failure();
  for (AffineMap map : op.getIndexingMapsArray())
    if (!llvm::all_of(map.getResults(), isLinear))
      return failure();
  TileProductPlan plan;
  plan.c = op.getDpsInitOperand(0);
  AffineMap result = op.getMatchingIndexingMap(plan.c);
  plan.element = getElementTypeOrSelf(plan.c->get().getType());
  if (!result.isProjectedPermutation() || result.getNumResults() == 0 ||
      (!plan.element.isF32() && !plan.element.isF64()))
    return failure();
  plan.n = cast<AffineDimExpr>(result.getResults().back()).getPosition();
  if (!isAlong(op, *plan.c, plan.n))
    return failure();
  for (unsigned i : {0, 1}) {
    OpOperand *lanes = op.getDpsInputOperand(i);
    OpOperand *scalars = op.getDpsInputOperand(1 - i);
    if (isAlong(op, *lanes, plan.n) &&
        isa<MemRefType>(scalars->get().getType()) &&
        !op.getMatchingIndexingMap(scalars).isFunctionOfDim(plan.n)) {
      plan.a = scalars;
      plan.b = lanes;
    }
  }
  if (!plan.a)
    return failure();
  SmallVector<int64_t> sizes = op.getStaticLoopRanges();
  auto weightOf = [&](unsigned dim) {
    return ShapedType::isDynamic(sizes[dim]) ? 64 : sizes[dim];
  };
  AffineMap aMap = op.getMatchingIndexingMap(plan.a);
  AffineMap bMap = op.getMatchingIndexingMap(plan.b);
  for (auto [dim, type] : llvm::enumerate(op.getIteratorTypesArray()))
    if (linalg::isParallelIterator(type) && dim != plan.n &&
        aMap.isFunctionOfDim(dim) && !bMap.isFunctionOfDim(dim) &&
        (!plan.m || weightOf(dim) > weightOf(*plan.m)))
      plan.m = dim;
  for (auto [dim, type] : llvm::enumerate(op.getIteratorTypesArray())) {
    if (!linalg::isParallelIterator(type))
      plan.sums.push_back(dim);
    else if (dim != plan.n && (!plan.m || dim != *plan.m))
      plan.outer.push_back(dim);
  }
  planBlocks(op, target, plan);
  unsigned last = plan.sums.back();
  if (plan.m && plan.sums.size() == 1 && isAlong(op, *plan.a, last) &&
      !ShapedType::isDynamic(sizes[last]))
    plan.depth = sizes[last];
  return plan;
}

//===----------------------------------------------------------------------===//
// Code
//===----------------------------------------------------------------------===//

TileProductEmitter::TileProductEmitter(OpBuilder &builder, linalg::LinalgOp op,
                                       const TileProductPlan &plan)
    : builder(builder), op(op), plan(plan), loc(op.getLoc()) {
  for (Range range : op.createLoopRanges(builder, loc))
    sizes.push_back(getValueOrCreateConstantIndexOp(builder, loc, range.size));
  dims.resize(sizes.size());
}

void TileProductEmitter::emit() {
  IndexBuilder ix{builder, loc};
  SmallVector<Value> outerSizes;
  for (unsigned dim : plan.outer)
    outerSizes.push_back(sizes[dim]);
  emitLoops(builder, loc, outerSizes, ix.constant(1), /*parallel=*/false,
            [&](OpBuilder &b, Location, ValueRange indices) {
              for (auto [dim, index] : llvm::zip_equal(plan.outer, indices))
                dims[dim] = index;
              emitColumns(b);
            });
}

/// Columns in steps of a tile's width, rows inside.
void TileProductEmitter::emitColumns(OpBuilder &b) {
  IndexBuilder ix{b, loc};
  auto body = [&](OpBuilder &b, Location, Value start, ValueRange) {
    IndexBuilder ix{b, loc};
    column = start;
    int64_t known = op.getStaticLoopRanges()[plan.n];
    bool even = !ShapedType::isDynamic(known) && known % plan.width() == 0;
    masks.assign(plan.vectors, Value());
    for (int64_t v = 0; v < plan.vectors && !even; ++v) {
      // Whole vectors at a static end need no mask.
      if (!ShapedType::isDynamic(known) && known <= plan.width() &&
          (v + 1) * plan.lanes <= known)
        continue;
      Value first = ix.add(start, ix.constant(v * plan.lanes));
      Value left = arith::SubIOp::create(b, loc, sizes[plan.n], first);
      masks[v] = vector::CreateMaskOp::create(b, loc, vectorOf(b.getI1Type()),
                                              ValueRange(left));
    }
    if (plan.m)
      scf::ForOp::create(b, loc, ix.constant(0), sizes[*plan.m],
                         ix.constant(plan.tileRows), {},
                         [&](OpBuilder &b, Location, Value row, ValueRange) {
                           emitTile(b, row);
                           scf::YieldOp::create(b, loc);
                         });
    else
      emitTile(b, Value());
    scf::YieldOp::create(b, loc);
  };
  scf::ForOp::create(b, loc, ix.constant(0), sizes[plan.n],
                     ix.constant(plan.width()), {}, body);
}

/// Rows past the end repeat the last one: they are computed and not stored.
SmallVector<Value> TileProductEmitter::rowsOf(OpBuilder &b, Value row) {
  if (!row)
    return {Value()};
  IndexBuilder ix{b, loc};
  int64_t known = op.getStaticLoopRanges()[*plan.m];
  bool even = !ShapedType::isDynamic(known) && known % plan.tileRows == 0;
  Value last = ix.sub(sizes[*plan.m], ix.constant(1));
  SmallVector<Value> rows;
  for (int64_t r = 0; r < plan.tileRows; ++r) {
    Value next = ix.add(row, ix.constant(r));
    rows.push_back(even ? next : ix.min(next, last));
  }
  return rows;
}

void TileProductEmitter::setRow(Value row) {
  if (row)
    dims[*plan.m] = row;
}

SmallVector<Value> TileProductEmitter::indicesOf(OpBuilder &b,
                                                 OpOperand *operand) {
  SmallVector<Value> indices;
  for (AffineExpr expr : op.getMatchingIndexingMap(operand).getResults())
    indices.push_back(affine::expandAffineExpr(b, loc, expr, dims, {}));
  return indices;
}

Value TileProductEmitter::load(OpBuilder &b, OpOperand *operand,
                               int64_t vector) {
  IndexBuilder ix{b, loc};
  dims[plan.n] = ix.add(column, ix.constant(vector * plan.lanes));
  Type element = getElementTypeOrSelf(operand->get().getType());
  SmallVector<Value> indices = indicesOf(b, operand);
  Value loaded;
  if (Value mask = masks[vector]) {
    Value zero =
        arith::ConstantOp::create(b, loc, b.getZeroAttr(vectorOf(element)));
    loaded = vector::MaskedLoadOp::create(b, loc, vectorOf(element),
                                          operand->get(), indices, mask, zero);
  } else {
    loaded = vector::LoadOp::create(b, loc, vectorOf(element), operand->get(),
                                    indices);
  }
  if (element == plan.element)
    return loaded;
  return arith::ExtFOp::create(b, loc, vectorOf(plan.element), loaded);
}

/// Rows that are long are the memory of the whole problem, not of a tile, and
/// several are read side by side, which no hardware foresees: the next ones are
/// fetched while these are used.
void TileProductEmitter::prefetchRows(OpBuilder &b, Value row) {
  constexpr int64_t lineBytes = 64, mostLines = 8;
  IndexBuilder ix{b, loc};
  Type element = getElementTypeOrSelf(plan.a->get().getType());
  int64_t perLine = lineBytes * 8 / element.getIntOrFloatBitWidth();
  int64_t lines = llvm::divideCeil(plan.depth, perLine);
  if (lines == 0 || lines > mostLines)
    return;
  Value next = ix.add(row, ix.constant(plan.tileRows));
  for (Value r : rowsOf(b, next)) {
    setRow(ix.min(r, ix.sub(sizes[*plan.m], ix.constant(1))));
    for (int64_t line = 0; line < lines; ++line) {
      dims[plan.sums.back()] = ix.constant(line * perLine);
      memref::PrefetchOp::create(b, loc, plan.a->get(), indicesOf(b, plan.a),
                                 /*isWrite=*/false, /*localityHint=*/3,
                                 /*isDataCache=*/true);
    }
  }
}

void TileProductEmitter::emitTile(OpBuilder &b, Value row) {
  IndexBuilder ix{b, loc};
  rows = rowsOf(b, row);
  Carried tile;
  Value zero =
      arith::ConstantOp::create(b, loc, b.getZeroAttr(vectorOf(plan.element)));
  for (Value r : rows)
    for (int64_t v = 0; v < plan.vectors; ++v) {
      setRow(r);
      tile.push_back(plan.fromZero ? zero : load(b, plan.c, v));
    }
  prefetchRows(b, row);
  tile = emitSums(b, 0, tile);
  auto storeRow = [&](OpBuilder &b, int64_t r) {
    IndexBuilder ix{b, loc};
    setRow(rows[r]);
    for (int64_t v = 0; v < plan.vectors; ++v) {
      dims[plan.n] = ix.add(column, ix.constant(v * plan.lanes));
      SmallVector<Value> indices = indicesOf(b, plan.c);
      Value value = tile[r * plan.vectors + v];
      if (masks[v])
        vector::MaskedStoreOp::create(b, loc, plan.c->get(), indices, masks[v],
                                      value);
      else
        vector::StoreOp::create(b, loc, value, plan.c->get(), indices);
    }
  };
  storeRow(b, 0);
  for (int64_t r = 1; r < static_cast<int64_t>(rows.size()); ++r) {
    int64_t known = op.getStaticLoopRanges()[*plan.m];
    if (!ShapedType::isDynamic(known) && known % plan.tileRows == 0) {
      storeRow(b, r);
      continue;
    }
    Value exists =
        arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ult,
                              ix.add(row, ix.constant(r)), sizes[*plan.m]);
    scf::IfOp::create(b, loc, exists, [&](OpBuilder &b, Location) {
      storeRow(b, r);
      scf::YieldOp::create(b, loc);
    });
  }
}

/// The loops of the sums from `depth` on.
TileProductEmitter::Carried
TileProductEmitter::emitSums(OpBuilder &b, unsigned depth, ValueRange carried) {
  if (depth == plan.sums.size())
    return multiply(b, carried);
  IndexBuilder ix{b, loc};
  unsigned dim = plan.sums[depth];
  int64_t known = op.getStaticLoopRanges()[dim];
  if (depth + 1 == plan.sums.size() && !ShapedType::isDynamic(known) &&
      known <= kMaxUnrolled) {
    Carried values(carried);
    for (int64_t i = 0; i < known; ++i) {
      dims[dim] = ix.constant(i);
      values = multiply(b, values);
    }
    return values;
  }
  auto loop = scf::ForOp::create(
      b, loc, ix.constant(0), sizes[dim], ix.constant(1), carried,
      [&](OpBuilder &b, Location, Value i, ValueRange inner) {
        dims[dim] = i;
        scf::YieldOp::create(b, loc, emitSums(b, depth + 1, inner));
      });
  return Carried(loop.getResults());
}

/// One step of the sums.
TileProductEmitter::Carried TileProductEmitter::multiply(OpBuilder &b,
                                                         ValueRange carried) {
  Carried lanes, results;
  for (int64_t v = 0; v < plan.vectors; ++v)
    lanes.push_back(load(b, plan.b, v));
  for (auto [r, row] : llvm::enumerate(rows)) {
    setRow(row);
    Value scalar =
        memref::LoadOp::create(b, loc, plan.a->get(), indicesOf(b, plan.a));
    if (scalar.getType() != plan.element)
      scalar = arith::ExtFOp::create(b, loc, plan.element, scalar);
    Value splat =
        vector::BroadcastOp::create(b, loc, vectorOf(plan.element), scalar);
    for (int64_t v = 0; v < plan.vectors; ++v)
      results.push_back(vector::FMAOp::create(b, loc, splat, lanes[v],
                                              carried[r * plan.vectors + v]));
  }
  return results;
}

LogicalResult mlir::attn::lowerTileProduct(RewriterBase &rewriter,
                                           linalg::LinalgOp op,
                                           const VectorTarget &target) {
  // Whole matrices are worth packing, in parallel.
  if (mayBeParallel(op))
    return failure();
  FailureOr<TileProductPlan> plan = planTileProduct(op, target);
  if (failed(plan))
    return failure();
  linalg::FillOp fill = findZeroFill(op);
  plan->fromZero = static_cast<bool>(fill);
  TileProductEmitter(rewriter, op, *plan).emit();
  if (fill)
    rewriter.eraseOp(fill);
  rewriter.eraseOp(op);
  return success();
}
