//===- Contraction.cpp - register-blocked products ------------------------===//

#include "Contraction.h"

#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;
using namespace mlir::attn;

ContractionEmitter::ContractionEmitter(OpBuilder &builder, linalg::LinalgOp op,
                                       const ContractionPlan &plan)
    : builder(builder), op(op), plan(plan), loc(op.getLoc()) {
  for (Range range : op.createLoopRanges(builder, loc))
    sizes.push_back(getValueOrCreateConstantIndexOp(builder, loc, range.size));
  int64_t columns = op.getStaticLoopRanges()[plan.n];
  evenColumns =
      !ShapedType::isDynamic(columns) && columns % plan.panelWidth() == 0;
}

SmallVector<Value>
ContractionEmitter::indicesOf(const ContractionOperand &operand,
                              ArrayRef<Value> dims) const {
  SmallVector<Value> indices;
  for (AffineExpr expr : operand.map.getResults())
    indices.push_back(dims[cast<AffineDimExpr>(expr).getPosition()]);
  return indices;
}

void ContractionEmitter::emit() {
  IndexBuilder ix{builder, loc};
  Value pack = shouldPack();
  APInt known;
  bool isKnown = matchPattern(pack, m_ConstantInt(&known));
  mayReadInPlace = !isKnown || known.isZero();
  Value panels;
  if (isKnown && known.isZero()) {
    panelView = viewInPlace();
  } else {
    panels = allocatePanels(pack);
    if (isKnown) {
      emitPacking(panels);
      panelView = viewPanels(panels);
    } else {
      auto choice = scf::IfOp::create(
          builder, loc, viewType(), pack, /*withElseRegion=*/true);
      OpBuilder::InsertionGuard guard(builder);
      builder.setInsertionPointToStart(choice.thenBlock());
      emitPacking(panels);
      scf::YieldOp::create(builder, loc, viewPanels(panels));
      builder.setInsertionPointToStart(choice.elseBlock());
      scf::YieldOp::create(builder, loc, viewInPlace());
      panelView = choice.getResult(0);
    }
  }
  SmallVector<Value> loops;
  for (unsigned dim : plan.batch)
    loops.push_back(sizeOf(dim));
  for (unsigned dim : plan.outerRows)
    loops.push_back(sizeOf(dim));
  loops.push_back(ix.divUp(sizeOf(plan.m), plan.rowsPerTask()));
  loops.push_back(ix.divUp(sizeOf(plan.n), plan.panelWidth()));
  emitLoops(builder, loc, loops, ix.constant(1), mayBeParallel(op),
            [&](OpBuilder &b, Location, ValueRange indices) {
              emitTask(b, indices);
            });
  if (panels)
    memref::DeallocOp::create(builder, loc, panels);
}

/// A block of rows against one panel, k block by k block.
void ContractionEmitter::emitTask(OpBuilder &b, ValueRange indices) {
  IndexBuilder ix{b, loc};
  Task task;
  task.dims.resize(sizes.size());
  unsigned i = 0;
  for (unsigned dim : plan.batch)
    task.dims[dim] = indices[i++];
  for (unsigned dim : plan.outerRows)
    task.dims[dim] = indices[i++];
  Value firstRow = ix.mul(indices[i], ix.constant(plan.rowsPerTask()));
  task.panel = indices[i + 1];
  task.masks = columnMasks(b, task.panel);
  Value endRow =
      ix.min(ix.add(firstRow, ix.constant(plan.rowsPerTask())), sizeOf(plan.m));
  Value block = ix.constant(plan.depthPerBlock);
  Value depthLimit = sizeOf(plan.k);
  // An empty sum still has to write its zeros.
  Value loopLimit = b.createOrFold<arith::MaxUIOp>(loc, depthLimit, ix.constant(1));
  scf::ForOp::create(
      b, loc, ix.constant(0), loopLimit, block, {},
      [&](OpBuilder &b, Location loc, Value depth, ValueRange) {
        IndexBuilder ix{b, loc};
        Value depthEnd = ix.min(ix.add(depth, block), depthLimit);
        scf::ForOp::create(b, loc, firstRow, endRow, ix.constant(plan.tileRows),
                           {},
                           [&](OpBuilder &b, Location loc, Value row, ValueRange) {
                             emitTile(b, task, row, depth, depthEnd);
                             scf::YieldOp::create(b, loc);
                           });
        scf::YieldOp::create(b, loc);
      });
}

void ContractionEmitter::emitTile(OpBuilder &b, Task &task, Value row,
                                  Value depth, Value depthEnd) {
  IndexBuilder ix{b, loc};
  SmallVector<Value> rows = rowsOf(b, row);
  SmallVector<Value> tile = loadTile(b, task, rows, depth);
  auto loop = scf::ForOp::create(
      b, loc, depth, depthEnd, ix.constant(1), tile,
      [&](OpBuilder &b, Location loc, Value k, ValueRange carried) {
        scf::YieldOp::create(b, loc, multiply(b, task, rows, k, carried));
      });
  storeTile(b, task, row, loop.getResults());
}

/// Rows past the end repeat the last one: they are computed and not stored.
SmallVector<Value> ContractionEmitter::rowsOf(OpBuilder &b, Value row) {
  IndexBuilder ix{b, loc};
  Value last = ix.sub(sizeOf(plan.m), ix.constant(1));
  SmallVector<Value> rows;
  for (int64_t r = 0; r < plan.tileRows; ++r)
    rows.push_back(ix.min(ix.add(row, ix.constant(r)), last));
  return rows;
}

Value ContractionEmitter::loadVector(OpBuilder &b, Value memref,
                                     ArrayRef<Value> indices, Value mask) {
  VectorType type = vectorType(getElementTypeOrSelf(memref.getType()));
  if (!mask)
    return vector::LoadOp::create(b, loc, type, memref, indices);
  Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(type));
  return vector::MaskedLoadOp::create(b, loc, type, memref, indices, mask, zero);
}

/// What the tile starts from: C, or zero in the first block of k after a fill.
SmallVector<Value> ContractionEmitter::loadTile(OpBuilder &b, Task &task,
                                                ArrayRef<Value> rows,
                                                Value depth) {
  IndexBuilder ix{b, loc};
  auto loadC = [&](OpBuilder &b) {
    IndexBuilder ix{b, loc};
    Value column = ix.mul(task.panel, ix.constant(plan.panelWidth()));
    SmallVector<Value> values;
    for (Value row : rows)
      for (int64_t v = 0; v < plan.vectorsPerRow; ++v) {
        task.dims[plan.m] = row;
        task.dims[plan.n] = ix.add(column, ix.constant(v * plan.lanes));
        values.push_back(loadVector(b, plan.c.memref(),
                                    indicesOf(plan.c, task.dims),
                                    task.masks[v]));
      }
    return values;
  };
  if (!plan.fromZero)
    return loadC(b);
  Value isFirst = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, depth,
                                        ix.constant(0));
  SmallVector<Value> zeros(
      plan.tileRows * plan.vectorsPerRow,
      arith::ConstantOp::create(b, loc,
                                b.getZeroAttr(vectorType(plan.element))));
  auto choice = scf::IfOp::create(
      b, loc, isFirst,
      [&](OpBuilder &b, Location loc) { scf::YieldOp::create(b, loc, zeros); },
      [&](OpBuilder &b, Location loc) {
        scf::YieldOp::create(b, loc, loadC(b));
      });
  return llvm::to_vector_of<Value>(choice.getResults());
}

/// One step of k.
SmallVector<Value> ContractionEmitter::multiply(OpBuilder &b, Task &task,
                                                ArrayRef<Value> rows, Value k,
                                                ValueRange accumulators) {
  IndexBuilder ix{b, loc};
  SmallVector<Value> panelRow;
  SmallVector<Value> indices;
  for (unsigned dim : plan.batch)
    indices.push_back(task.dims[dim]);
  indices.append({task.panel, k, Value()});
  for (int64_t v = 0; v < plan.vectorsPerRow; ++v) {
    indices.back() = ix.constant(v * plan.lanes);
    // In place, the last panel ends where the next row of B begins.
    Value mask = mayReadInPlace ? task.masks[v] : Value();
    panelRow.push_back(loadVector(b, panelView, indices, mask));
  }
  SmallVector<Value> results;
  for (auto [r, row] : llvm::enumerate(rows)) {
    task.dims[plan.m] = row;
    task.dims[plan.k] = k;
    Value scalar = memref::LoadOp::create(b, loc, plan.a.memref(),
                                          indicesOf(plan.a, task.dims));
    Value splat = vector::BroadcastOp::create(
        b, loc, vectorType(plan.element), widen(b, scalar));
    for (int64_t v = 0; v < plan.vectorsPerRow; ++v)
      results.push_back(
          vector::FMAOp::create(b, loc, splat, panelRow[v],
                                accumulators[r * plan.vectorsPerRow + v]));
  }
  return results;
}

void ContractionEmitter::storeTile(OpBuilder &b, Task &task, Value row,
                                   ValueRange values) {
  IndexBuilder ix{b, loc};
  Value column = ix.mul(task.panel, ix.constant(plan.panelWidth()));
  for (int64_t r = 0; r < plan.tileRows; ++r) {
    Value target = ix.add(row, ix.constant(r));
    Value exists = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ult,
                                         target, sizeOf(plan.m));
    scf::IfOp::create(b, loc, exists, [&](OpBuilder &b, Location loc) {
      IndexBuilder ix{b, loc};
      for (int64_t v = 0; v < plan.vectorsPerRow; ++v) {
        task.dims[plan.m] = target;
        task.dims[plan.n] = ix.add(column, ix.constant(v * plan.lanes));
        SmallVector<Value> indices = indicesOf(plan.c, task.dims);
        Value value = values[r * plan.vectorsPerRow + v];
        if (task.masks[v])
          vector::MaskedStoreOp::create(b, loc, plan.c.memref(), indices,
                                        task.masks[v], value);
        else
          vector::StoreOp::create(b, loc, value, plan.c.memref(), indices);
      }
      scf::YieldOp::create(b, loc);
    });
  }
}
