//===- ContractionPack.cpp - the second operand as panels -----------------===//

#include "Contraction.h"

#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::attn;

/// Rows of A from which on packing B pays.
static constexpr int64_t kPackRows = 48;

/// Whether to pack, as an i1.
Value ContractionEmitter::shouldPack() {
  if (plan.mustPack)
    return arith::ConstantIntOp::create(builder, loc, 1, 1);
  IndexBuilder ix{builder, loc};
  Value rows = sizeOf(plan.m);
  for (unsigned dim : plan.outerRows)
    rows = ix.mul(rows, sizeOf(dim));
  return builder.createOrFold<arith::CmpIOp>(loc, arith::CmpIPredicate::ugt,
                                             rows, ix.constant(kPackRows));
}

/// Memory for all panels: batch dimensions, panel, k, column. Empty when `pack`
/// is false.
Value ContractionEmitter::allocatePanels(Value pack) {
  IndexBuilder ix{builder, loc};
  SmallVector<Value> dynamic;
  SmallVector<int64_t> shape(plan.batch.size() + 2, ShapedType::kDynamic);
  shape.push_back(plan.panelWidth());
  for (unsigned dim : plan.batch)
    dynamic.push_back(sizeOf(dim));
  Value panels = ix.divUp(sizeOf(plan.n), plan.panelWidth());
  dynamic.push_back(builder.createOrFold<arith::SelectOp>(loc, pack, panels,
                                                          ix.constant(0)));
  // Transposed blocks are stored whole.
  dynamic.push_back(
      ix.mul(ix.divUp(sizeOf(plan.k), plan.lanes), ix.constant(plan.lanes)));
  return memref::AllocOp::create(builder, loc,
                                 MemRefType::get(shape, plan.element), dynamic,
                                 builder.getI64IntegerAttr(64));
}

MemRefType ContractionEmitter::viewType() const {
  unsigned rank = plan.batch.size() + 3;
  SmallVector<int64_t> shape(rank, ShapedType::kDynamic), strides = shape;
  shape.back() = plan.panelWidth();
  strides.back() = 1;
  auto layout = StridedLayoutAttr::get(plan.element.getContext(),
                                       ShapedType::kDynamic, strides);
  return MemRefType::get(shape, plan.element, layout);
}

/// B itself as panels: neighbouring panels are a panel's width apart.
Value ContractionEmitter::viewInPlace() {
  auto metadata = memref::ExtractStridedMetadataOp::create(builder, loc,
                                                           plan.b.memref());
  IndexBuilder ix{builder, loc};
  auto strideOf = [&](unsigned dim) -> OpFoldResult {
    for (auto [d, expr] : llvm::enumerate(plan.b.map.getResults()))
      if (expr.isFunctionOfDim(dim))
        return metadata.getStrides()[d];
    return ix.constant(0);
  };
  SmallVector<OpFoldResult> shape, strides;
  for (unsigned dim : plan.batch) {
    shape.push_back(sizeOf(dim));
    strides.push_back(strideOf(dim));
  }
  shape.append({ix.divUp(sizeOf(plan.n), plan.panelWidth()), sizeOf(plan.k),
                builder.getIndexAttr(plan.panelWidth())});
  strides.append({ix.constant(plan.panelWidth()), strideOf(plan.k),
                  builder.getIndexAttr(1)});
  return memref::ReinterpretCastOp::create(
      builder, loc, viewType(),
      metadata.getBaseBuffer(), OpFoldResult(metadata.getOffset()), shape,
      strides);
}

Value ContractionEmitter::viewPanels(Value panels) {
  return memref::CastOp::create(builder, loc, viewType(), panels);
}

Value ContractionEmitter::widen(OpBuilder &b, Value value) {
  if (getElementTypeOrSelf(value.getType()) == plan.element)
    return value;
  Type type = plan.element;
  if (isa<VectorType>(value.getType()))
    type = vectorType(plan.element);
  return arith::ExtFOp::create(b, loc, type, value);
}

SmallVector<Value> ContractionEmitter::columnMasks(OpBuilder &b, Value panel) {
  SmallVector<Value> masks(plan.vectorsPerRow);
  if (evenColumns)
    return masks;
  IndexBuilder ix{b, loc};
  Value rest = ix.sub(sizeOf(plan.n),
                      ix.mul(panel, ix.constant(plan.panelWidth())));
  for (int64_t v = 0; v < plan.vectorsPerRow; ++v)
    masks[v] = vector::CreateMaskOp::create(
        b, loc, vectorType(b.getI1Type()),
        ValueRange(ix.sub(rest, ix.constant(v * plan.lanes))));
  return masks;
}

void ContractionEmitter::emitPacking(Value panels) {
  IndexBuilder ix{builder, loc};
  SmallVector<Value> loops;
  for (unsigned dim : plan.batch)
    loops.push_back(sizeOf(dim));
  loops.push_back(ix.divUp(sizeOf(plan.n), plan.panelWidth()));
  emitLoops(builder, loc, loops, ix.constant(1), mayBeParallel(op),
            [&](OpBuilder &b, Location, ValueRange indices) {
              Task task;
              task.dims.resize(sizes.size());
              for (auto [dim, index] : llvm::zip(plan.batch, indices))
                task.dims[dim] = index;
              task.panel = indices.back();
              SmallVector<Value> batch(indices.drop_back());
              if (plan.packTransposed)
                packColumns(b, panels, batch, task);
              else
                packRows(b, panels, batch, task);
            });
}

/// B is contiguous along n: a row of a panel is a few loads.
void ContractionEmitter::packRows(OpBuilder &b, Value panels,
                                  ArrayRef<Value> batch, Task &task) {
  IndexBuilder ix{b, loc};
  task.masks = columnMasks(b, task.panel);
  Value column = ix.mul(task.panel, ix.constant(plan.panelWidth()));
  scf::ForOp::create(
      b, loc, ix.constant(0), sizeOf(plan.k), ix.constant(1), {},
      [&](OpBuilder &b, Location loc, Value k, ValueRange) {
        IndexBuilder ix{b, loc};
        for (int64_t v = 0; v < plan.vectorsPerRow; ++v) {
          Value offset = ix.constant(v * plan.lanes);
          task.dims[plan.k] = k;
          task.dims[plan.n] = ix.add(column, offset);
          Value row = loadVector(b, plan.b.memref(),
                                 indicesOf(plan.b, task.dims), task.masks[v]);
          SmallVector<Value> target(batch);
          target.append({task.panel, k, offset});
          vector::StoreOp::create(b, loc, widen(b, row), panels, target);
        }
        scf::YieldOp::create(b, loc);
      });
}

/// B is contiguous along k: square blocks are transposed in registers. Columns
/// past the end repeat the last one; nothing reads them.
void ContractionEmitter::packColumns(OpBuilder &b, Value panels,
                                     ArrayRef<Value> batch, Task &task) {
  IndexBuilder ix{b, loc};
  Value column = ix.mul(task.panel, ix.constant(plan.panelWidth()));
  Value lastColumn = ix.sub(sizeOf(plan.n), ix.constant(1));
  scf::ForOp::create(
      b, loc, ix.constant(0), sizeOf(plan.k), ix.constant(plan.lanes), {},
      [&](OpBuilder &b, Location loc, Value k, ValueRange) {
        IndexBuilder ix{b, loc};
        Value mask = vector::CreateMaskOp::create(
            b, loc, vectorType(b.getI1Type()),
            ValueRange(ix.sub(sizeOf(plan.k), k)));
        for (int64_t v = 0; v < plan.vectorsPerRow; ++v) {
          SmallVector<Value> rows;
          for (int64_t j = 0; j < plan.lanes; ++j) {
            task.dims[plan.k] = k;
            task.dims[plan.n] = ix.min(
                ix.add(column, ix.constant(v * plan.lanes + j)), lastColumn);
            rows.push_back(widen(b, loadVector(b, plan.b.memref(),
                                               indicesOf(plan.b, task.dims),
                                               mask)));
          }
          for (auto [j, row] : llvm::enumerate(transpose(b, rows))) {
            SmallVector<Value> target(batch);
            target.append({task.panel, ix.add(k, ix.constant(j)),
                           ix.constant(v * plan.lanes)});
            vector::StoreOp::create(b, loc, row, panels, target);
          }
        }
        scf::YieldOp::create(b, loc);
      });
}

/// Transposes a square of vectors: exchanges blocks of 1, 2, 4, .. lanes
/// between rows that are as far apart.
SmallVector<Value> ContractionEmitter::transpose(OpBuilder &b,
                                                 SmallVector<Value> rows) {
  int64_t n = plan.lanes;
  for (int64_t h = 1; h < n; h *= 2) {
    SmallVector<int64_t> low(n), high(n);
    for (int64_t lane = 0; lane < n; ++lane) {
      bool upper = lane & h;
      low[lane] = upper ? n + lane - h : lane;
      high[lane] = upper ? n + lane : lane + h;
    }
    for (int64_t r = 0; r < n; ++r) {
      if (r & h)
        continue;
      Value x = rows[r], y = rows[r + h];
      rows[r] = vector::ShuffleOp::create(b, loc, x, y, low);
      rows[r + h] = vector::ShuffleOp::create(b, loc, x, y, high);
    }
  }
  return rows;
}
