//===- PartsAggregate.cpp - tiles of weights times values -----------------===//

#include "PartsSweep.h"

#include "../RegionInliner.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

// Loops of the product: heads are key heads, and where several queries share
// one, members of its group.
enum : unsigned { kHead, kRow, kInner, kKey, kMember };

// The values of the tile of keys.
Value PartsSweeps::sliceValues(TileEmitter &tiles,
                               SmallVectorImpl<AffineExpr> &exprs) {
  IndexMath ix{b, loc};
  SmallVector<OpFoldResult> offsets, extents, ones;
  for (AffineExpr expr : valueMap.getResults()) {
    OpFoldResult offset = ix.constant(0), extent = ix.constant(valueDim);
    AffineExpr index = b.getAffineConstantExpr(0);
    switch (static_cast<Dim>(cast<AffineDimExpr>(expr).getPosition())) {
    case Dim::B:
      offset = task.batch;
      extent = ix.constant(1);
      break;
    case Dim::H:
      extent = ix.constant(keyHeads);
      if (chain.splitsHeads()) {
        offset = OpFoldResult(b.createOrFold<arith::DivUIOp>(
            loc, task.head, ix.value(ix.constant(heads / keyHeads))));
        extent = ix.constant(1);
      } else if (keyHeads > 1) {
        index = b.getAffineDimExpr(kHead);
      }
      break;
    case Dim::K:
      offset = tiles.axis(Axis::Key).start;
      extent = tiles.axis(Axis::Key).count;
      index = b.getAffineDimExpr(kKey);
      break;
    default:
      index = b.getAffineDimExpr(kInner);
    }
    offsets.push_back(offset);
    extents.push_back(extent);
    ones.push_back(ix.constant(1));
    exprs.push_back(index);
  }
  return tensor::ExtractSliceOp::create(b, loc, op.getValue(), offsets, extents,
                                        ones);
}

// Whether a value is infinite or NaN: the largest of the bits without the sign
// is at least those of infinity. Integers are compared faster than floats are
// added, one after the other.
Value PartsSweeps::hasSpecial(Value values) {
  auto valuesType = cast<RankedTensorType>(values.getType());
  auto bits = b.getIntegerType(type.getWidth());
  auto number = [&](OpBuilder &builder, APInt x) -> Value {
    return arith::ConstantOp::create(builder, loc,
                                     builder.getIntegerAttr(bits, x));
  };
  Value most = tensor::EmptyOp::create(b, loc, ArrayRef<int64_t>{}, bits);
  most = linalg::FillOp::create(
             b, loc, number(b, APInt::getZero(type.getWidth())), most)
             .getResult(0);
  SmallVector<AffineExpr> exprs;
  for (int64_t i = 0; i < valuesType.getRank(); ++i)
    exprs.push_back(b.getAffineDimExpr(i));
  most =
      buildFold(b, loc, valuesType.getRank(), {{values, exprs}}, {{most, {}}},
                [&](OpBuilder &inner, Location at,
                    ValueRange args) -> SmallVector<Value> {
                  Value x = arith::BitcastOp::create(
                      inner, at, bits, widen(inner, at, args[0], type));
                  Value size = arith::AndIOp::create(
                      inner, at, x,
                      number(inner, APInt::getSignedMaxValue(type.getWidth())));
                  return {arith::MaxSIOp::create(inner, at, args[1], size)};
                })[0];
  Value largest = tensor::ExtractOp::create(b, loc, most, ValueRange());
  APInt infinity = APFloat::getInf(type.getFloatSemantics()).bitcastToAPInt();
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sge, largest,
                               number(b, infinity));
}

// Adds weights times values. `exact` leaves out pairs without weight, whatever
// their values are.
Value PartsSweeps::multiply(Value weights, Value values,
                            ArrayRef<AffineExpr> valueExprs, Value acc,
                            bool exact) {
  int64_t group = chain.splitsHeads() ? 1 : heads / keyHeads;
  bool grouped = group > 1 && keyHeads > 1;
  AffineExpr zero = b.getAffineConstantExpr(0);
  auto dim = [&](unsigned loop) { return b.getAffineDimExpr(loop); };
  SmallVector<AffineExpr> weightExprs = {zero, dim(kHead), dim(kKey),
                                         dim(kRow)};
  SmallVector<AffineExpr> accExprs = {dim(kHead), dim(kRow), dim(kInner)};
  Type accType = acc.getType();
  SmallVector<ReassociationIndices> accGroups = {{0, 1}, {2}, {3}};
  if (grouped) {
    auto expand = [&](Value tile, unsigned at,
                      ArrayRef<ReassociationIndices> groups) -> Value {
      auto old = cast<RankedTensorType>(tile.getType());
      SmallVector<int64_t> shape(old.getShape());
      shape[at] = keyHeads;
      shape.insert(shape.begin() + at + 1, group);
      SmallVector<OpFoldResult> extents = tensor::getMixedSizes(b, loc, tile);
      extents[at] = b.getIndexAttr(keyHeads);
      extents.insert(extents.begin() + at + 1, b.getIndexAttr(group));
      return tensor::ExpandShapeOp::create(b, loc, old.clone(shape), tile,
                                           groups, extents);
    };
    weights = expand(weights, 1, {{0}, {1, 2}, {3}, {4}});
    acc = expand(acc, 0, accGroups);
    weightExprs.insert(weightExprs.begin() + 2, dim(kMember));
    accExprs.insert(accExprs.begin() + 1, dim(kMember));
  }
  Value sum = buildFold(
      b, loc, grouped ? 5 : 4,
      {{weights, weightExprs}, {values, SmallVector<AffineExpr>(valueExprs)}},
      {{acc, accExprs}},
      [&](OpBuilder &inner, Location at,
          ValueRange args) -> SmallVector<Value> {
        Value value = widen(inner, at, args[1], type);
        Value term = arith::MulFOp::create(inner, at, args[0], value);
        Value next = arith::AddFOp::create(inner, at, args[2], term);
        if (!exact)
          return {next};
        Value none =
            arith::ConstantOp::create(inner, at, inner.getFloatAttr(type, 0.0));
        Value counts = arith::CmpFOp::create(
            inner, at, arith::CmpFPredicate::UNE, args[0], none);
        return {arith::SelectOp::create(inner, at, counts, next, args[2])};
      })[0];
  if (grouped)
    sum = tensor::CollapseShapeOp::create(b, loc, accType, sum, accGroups);
  return sum;
}

Value PartsSweeps::aggregate(TileEmitter &tiles, Value weights, Value acc,
                             Value rescale) {
  SmallVector<AffineExpr> exprs;
  Value values = sliceValues(tiles, exprs);
  if (rescale) {
    SmallVector<AffineExpr> all;
    for (unsigned i = 0; i < 3; ++i)
      all.push_back(b.getAffineDimExpr(i));
    acc =
        buildFold(b, loc, 3, {{rescale, {all[0], all[1]}}}, {{acc, all}},
                  [](OpBuilder &inner, Location at,
                     ValueRange args) -> SmallVector<Value> {
                    return {arith::MulFOp::create(inner, at, args[1], args[0])};
                  })[0];
  }
  auto branch = scf::IfOp::create(b, loc, TypeRange(acc.getType()),
                                  hasSpecial(values), /*addThenBlock=*/true,
                                  /*addElseBlock=*/true);
  OpBuilder::InsertionGuard guard(b);
  for (bool exact : {true, false}) {
    b.setInsertionPointToStart(exact ? branch.thenBlock() : branch.elseBlock());
    scf::YieldOp::create(b, loc, multiply(weights, values, exprs, acc, exact));
  }
  return branch.getResult(0);
}
