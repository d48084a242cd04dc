//===- PartsGeneric.cpp - linalg.generic on tiles -------------------------===//

#include "PartsTiles.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace mlir::attn;

// The size of a loop that no axis cuts, from a tensor outside the chain.
OpFoldResult TileEmitter::wholeSize(linalg::GenericOp op, unsigned loop) {
  for (OpOperand &operand : op->getOpOperands()) {
    if (chain.contains(operand.get()) ||
        !isa<RankedTensorType>(operand.get().getType()))
      continue;
    for (auto [i, expr] :
         llvm::enumerate(op.getMatchingIndexingMap(&operand).getResults()))
      if (expr == b.getAffineDimExpr(loop)) {
        OpBuilder::InsertionGuard guard(b);
        b.restoreInsertionPoint(taskPoint());
        return tensor::getMixedSize(b, op.getLoc(), operand.get(), i);
      }
  }
  llvm_unreachable("checked when the chain was followed");
}

TileEmitter::Loops TileEmitter::getLoops(linalg::GenericOp op) {
  Loops loops;
  loops.dims = chain.getLoopDims(op);
  loops.offsets.assign(op.getNumLoops(), b.getIndexAttr(0));
  for (auto [i, size] : llvm::enumerate(op.getStaticLoopRanges())) {
    loops.most.push_back(size);
    if (loops.dims[i].axis == Axis::Whole && ShapedType::isDynamic(size))
      loops.sizes.push_back(wholeSize(op, i));
    else
      loops.sizes.push_back(
          b.getIndexAttr(ShapedType::isDynamic(size) ? 1 : size));
  }
  AffineMap map = op.getIndexingMapMatchingResult(op->getResult(0));
  const SmallVector<Range> &box = boxes.find(op.getResult(0))->second;
  for (auto [expr, range] : llvm::zip_equal(map.getResults(), box)) {
    unsigned loop = cast<AffineDimExpr>(expr).getPosition();
    loops.offsets[loop] = range.offset;
    loops.sizes[loop] = range.size;
    loops.most[loop] = range.most;
  }
  return loops;
}

static AffineExpr withoutConstant(OpBuilder &b, const LinearIndex &index) {
  AffineExpr expr = b.getAffineConstantExpr(0);
  for (auto [loop, factor] : index.terms)
    expr = expr + b.getAffineDimExpr(loop) * factor;
  return expr;
}

// A slice of a tensor outside the chain. One that runs along the queries and
// not along the keys is turned once for all keys, queries innermost.
TileEmitter::Operand TileEmitter::readLeaf(Value leaf, ArrayRef<Range> box,
                                           ArrayRef<AffineExpr> exprs,
                                           const Loops &loops) {
  unsigned numLoops = loops.dims.size();
  auto isOn = [&](AffineExpr expr, Axis axis) {
    for (auto [i, dim] : llvm::enumerate(loops.dims))
      if (dim.axis == axis && expr.isFunctionOfDim(i))
        return true;
    return false;
  };
  bool anyCut = false, onKeys = false;
  std::optional<unsigned> query;
  for (auto [i, expr] : llvm::enumerate(exprs)) {
    onKeys |= isOn(expr, Axis::Key);
    if (isOn(expr, Axis::Query))
      query = i;
    anyCut |=
        !isConstantIntValue(box[i].offset, 0) || expr.isSymbolicOrConstant();
    for (Axis axis : {Axis::Batch, Axis::Head, Axis::Query, Axis::Key})
      anyCut |= isOn(expr, axis);
  }
  AffineMap map = AffineMap::get(numLoops, 0, exprs, b.getContext());
  if (!anyCut)
    return {leaf, map};
  OpBuilder::InsertionGuard guard(b);
  if (!onKeys)
    b.restoreInsertionPoint(taskPoint());
  SmallVector<OpFoldResult> offsets, sizes, ones(box.size(), b.getIndexAttr(1));
  for (const Range &range : box) {
    offsets.push_back(range.offset);
    sizes.push_back(range.size);
  }
  Value slice = tensor::ExtractSliceOp::create(b, leaf.getLoc(), leaf, offsets,
                                               sizes, ones);
  if (onKeys || !query || *query + 1 == exprs.size())
    return {slice, map};
  SmallVector<unsigned> order;
  for (unsigned i = 0; i < exprs.size(); ++i)
    if (i != *query)
      order.push_back(i);
  order.push_back(*query);
  SmallVector<OpFoldResult> turnedSizes;
  SmallVector<int64_t> most;
  SmallVector<AffineExpr> turnedExprs;
  for (unsigned i : order) {
    turnedSizes.push_back(sizes[i]);
    most.push_back(box[i].most);
    turnedExprs.push_back(exprs[i]);
  }
  AffineMap turn = AffineMap::getPermutationMap(order, b.getContext());
  Value target =
      makeEmpty(turnedSizes, most, getElementTypeOrSelf(leaf.getType()));
  return {copyInto(slice, inversePermutation(turn), target),
          AffineMap::get(numLoops, 0, turnedExprs, b.getContext())};
}

// An operand at the loops' offsets, its map counted from there.
TileEmitter::Operand TileEmitter::readOperand(linalg::GenericOp op,
                                              OpOperand &operand,
                                              const Loops &loops) {
  Value value = operand.get();
  AffineMap map = op.getMatchingIndexingMap(&operand);
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!type)
    return {value, map};
  Location loc = op.getLoc();
  SmallVector<Range> box;
  SmallVector<AffineExpr> exprs;
  for (AffineExpr expr : map.getResults()) {
    LinearIndex index = *getLinearIndex(expr);
    bool onKeys = false;
    for (auto [loop, factor] : index.terms)
      onKeys |= loops.dims[loop].axis == Axis::Key;
    OpBuilder::InsertionGuard guard(b);
    if (!onKeys)
      b.restoreInsertionPoint(taskPoint());
    IndexMath ix{b, loc};
    exprs.push_back(withoutConstant(b, index));
    OpFoldResult offset = ix.constant(index.constant), size = ix.constant(1);
    if (index.terms.size() == 1 && index.terms[0].second == 1) {
      unsigned loop = index.terms[0].first;
      box.push_back({ix.add(offset, loops.offsets[loop]), loops.sizes[loop],
                     loops.most[loop]});
      continue;
    }
    int64_t most = 1;
    for (auto [loop, factor] : index.terms) {
      offset = ix.add(offset, ix.mul(loops.offsets[loop], factor));
      OpFoldResult more = ix.sub(loops.sizes[loop], ix.constant(1));
      size = ix.add(size, ix.mul(more, factor));
      most += factor * (loops.most[loop] - 1);
    }
    // An empty tile has empty operands, also where a window would reach on.
    if (index.terms.size() > 1)
      for (auto [loop, factor] : index.terms)
        if (!getConstantIntValue(loops.sizes[loop]))
          size = ix.min(size, ix.mul(loops.sizes[loop], most));
    box.push_back({offset, size, most});
  }
  if (!chain.contains(value))
    return readLeaf(value, box, exprs, loops);
  SmallVector<AffineExpr> turned;
  for (unsigned i : getOrder(value))
    turned.push_back(exprs[i]);
  return {slice(value, box),
          AffineMap::get(map.getNumDims(), 0, turned, b.getContext())};
}

// Copies the body; indices count from the loops' offsets.
static void cloneBody(OpBuilder &b, linalg::GenericOp from,
                      linalg::GenericOp to, ArrayRef<OpFoldResult> offsets) {
  Block *old = from.getBody();
  SmallVector<Location> locs(old->getNumArguments(), from.getLoc());
  OpBuilder::InsertionGuard guard(b);
  Block *body =
      b.createBlock(&to.getRegion(), {}, old->getArgumentTypes(), locs);
  IRMapping mapping;
  mapping.map(old->getArguments(), body->getArguments());
  IndexMath ix{b, from.getLoc()};
  for (Operation &op : *old) {
    auto index = dyn_cast<linalg::IndexOp>(op);
    Operation *copy = b.clone(op, mapping);
    if (index)
      mapping.map(index.getResult(), ix.value(ix.add(copy->getResult(0),
                                                     offsets[index.getDim()])));
  }
}

Value TileEmitter::emitGeneric(linalg::GenericOp op) {
  Loops loops = getLoops(op);
  SmallVector<Value> inputs;
  SmallVector<AffineMap> maps;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    Operand read = readOperand(op, *operand, loops);
    inputs.push_back(read.tensor);
    maps.push_back(read.map);
  }
  OpOperand &init = *op.getDpsInitOperand(0);
  AffineMap map = op.getMatchingIndexingMap(&init);
  SmallVector<AffineExpr> exprs;
  for (unsigned i : getOrder(op.getResult(0)))
    exprs.push_back(map.getResult(i));
  AffineMap turned = AffineMap::get(map.getNumDims(), 0, exprs, b.getContext());
  Value target = makeEmptyTile(op.getResult(0));
  auto fill = init.get().getDefiningOp<linalg::FillOp>();
  if (op.payloadUsesValueFromOperand(&init) && fill) {
    // Right before its use, where products see that they start from zero.
    target = linalg::FillOp::create(b, op.getLoc(), fill.getInputs(), target)
                 .getResult(0);
  } else if (op.payloadUsesValueFromOperand(&init)) {
    Operand read = readOperand(op, init, loops);
    if (chain.contains(init.get())) {
      target = read.tensor;
    } else {
      AffineMap toLoops = inversePermutation(turned);
      if (!toLoops) {
        // Loops that the result does not have.
        SmallVector<AffineExpr> back(map.getNumDims(),
                                     b.getAffineConstantExpr(0));
        for (auto [i, expr] : llvm::enumerate(exprs))
          back[cast<AffineDimExpr>(expr).getPosition()] = b.getAffineDimExpr(i);
        toLoops = AffineMap::get(exprs.size(), 0, back, b.getContext());
      }
      target = copyInto(read.tensor, read.map.compose(toLoops), target);
    }
  }
  maps.push_back(turned);
  auto tiled =
      linalg::GenericOp::create(b, op.getLoc(), target.getType(), inputs,
                                target, maps, op.getIteratorTypesArray());
  cloneBody(b, op, tiled, loops.offsets);
  return tiled.getResult(0);
}
