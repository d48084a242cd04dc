//===- EmptyRows.cpp - what rows that see nothing give --------------------===//

#include "EmptyRows.h"

#include "attn/Dialect/Attn/IR/AttentionShape.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

#include <limits>

using namespace mlir;
using namespace mlir::attn;

static AffineMap mapOf(OpBuilder &b, unsigned numDims,
                       ArrayRef<AffineExpr> results) {
  return AffineMap::get(numDims, 0, results, b.getContext());
}

static Value isEmpty(OpBuilder &b, Location loc, Value stabilizer) {
  Value none = arith::ConstantOp::create(
      b, loc,
      b.getFloatAttr(stabilizer.getType(),
                     -std::numeric_limits<double>::infinity()));
  return arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ, stabilizer,
                               none);
}

// Whether any element of `stabilizer` is -inf.
static Value anyEmpty(OpBuilder &b, Location loc, Value stabilizer) {
  Value no = arith::ConstantOp::create(b, loc, b.getBoolAttr(false));
  Value init =
      tensor::EmptyOp::create(b, loc, ArrayRef<int64_t>{}, b.getI1Type());
  init = linalg::FillOp::create(b, loc, no, init).getResult(0);
  AffineExpr h, q;
  bindDims(b.getContext(), h, q);
  auto reduce = linalg::GenericOp::create(
      b, loc, init.getType(), stabilizer, init,
      ArrayRef<AffineMap>{mapOf(b, 2, {h, q}), mapOf(b, 2, {})},
      ArrayRef<utils::IteratorType>{utils::IteratorType::reduction,
                                    utils::IteratorType::reduction},
      [](OpBuilder &nested, Location loc, ValueRange args) {
        Value empty = isEmpty(nested, loc, args[0]);
        Value any = arith::OrIOp::create(nested, loc, empty, args[1]);
        linalg::YieldOp::create(nested, loc, any);
      });
  return tensor::ExtractOp::create(b, loc, reduce.getResult(0), ValueRange{});
}

// The sum of the first `numKeys` values, key heads x inner, accumulated in the
// accumulation type.
static Value sumValues(OpBuilder &b, Location loc, Value value, Value numKeys,
                       FloatType accType) {
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, value);
  SmallVector<OpFoldResult> zeros(3, b.getIndexAttr(0));
  SmallVector<OpFoldResult> ones(3, b.getIndexAttr(1));
  OpFoldResult heads = sizes[0], inner = sizes[2];
  sizes[1] = numKeys;
  Value keys =
      tensor::ExtractSliceOp::create(b, loc, value, zeros, sizes, ones);
  Value zero = arith::ConstantOp::create(b, loc, b.getFloatAttr(accType, 0.0));
  Value init = tensor::EmptyOp::create(
      b, loc, ArrayRef<OpFoldResult>{heads, inner}, accType);
  init = linalg::FillOp::create(b, loc, zero, init).getResult(0);
  AffineExpr h, k, e;
  bindDims(b.getContext(), h, k, e);
  using It = utils::IteratorType;
  auto sum = linalg::GenericOp::create(
      b, loc, init.getType(), keys, init,
      ArrayRef<AffineMap>{mapOf(b, 3, {h, k, e}), mapOf(b, 3, {h, e})},
      ArrayRef<It>{It::parallel, It::reduction, It::parallel},
      [&](OpBuilder &nested, Location loc, ValueRange args) {
        Value wide = args[0];
        if (wide.getType() != accType)
          wide = arith::ExtFOp::create(nested, loc, accType, wide);
        Value next = arith::AddFOp::create(nested, loc, args[1], wide);
        linalg::YieldOp::create(nested, loc, next);
      });
  return sum.getResult(0);
}

// Rows of `output` replaced by sum / numKeys where `stabilizer` says empty.
static Value selectRows(OpBuilder &b, Location loc, Value stabilizer, Value sum,
                        Value numKeys, Value output, int64_t group) {
  auto accType = cast<FloatType>(getElementTypeOrSelf(sum.getType()));
  Type element = getElementTypeOrSelf(output.getType());
  Value count = arith::IndexCastOp::create(b, loc, b.getI64Type(), numKeys);
  Value divisor = arith::SIToFPOp::create(b, loc, accType, count);
  AffineExpr h, q, e;
  bindDims(b.getContext(), h, q, e);
  using It = utils::IteratorType;
  auto select = linalg::GenericOp::create(
      b, loc, output.getType(), stabilizer, output,
      ArrayRef<AffineMap>{mapOf(b, 3, {h, q}), mapOf(b, 3, {h, q, e})},
      ArrayRef<It>{It::parallel, It::parallel, It::parallel},
      [&](OpBuilder &nested, Location loc, ValueRange args) {
        Value head = linalg::IndexOp::create(nested, loc, 0);
        Value inner = linalg::IndexOp::create(nested, loc, 2);
        Value size = arith::ConstantIndexOp::create(nested, loc, group);
        Value keyHead = arith::DivUIOp::create(nested, loc, head, size);
        Value total = tensor::ExtractOp::create(nested, loc, sum,
                                                ValueRange{keyHead, inner});
        Value mean = arith::DivFOp::create(nested, loc, total, divisor);
        if (mean.getType() != element)
          mean = arith::TruncFOp::create(nested, loc, element, mean);
        Value result = arith::SelectOp::create(
            nested, loc, isEmpty(nested, loc, args[0]), mean, args[1]);
        linalg::YieldOp::create(nested, loc, result);
      });
  return select.getResult(0);
}

Value mlir::attn::fillEmptyRows(OpBuilder &b, Location loc, Value stabilizer,
                                Value value, Value numKeys, Value output) {
  auto accType = cast<FloatType>(getElementTypeOrSelf(stabilizer.getType()));
  int64_t heads = cast<ShapedType>(output.getType()).getDimSize(0);
  int64_t keyHeads = cast<ShapedType>(value.getType()).getDimSize(0);
  Value zero = arith::ConstantIndexOp::create(b, loc, 0);
  // No keys, no mean: such rows keep their 0.
  Value someKeys =
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::sgt, numKeys, zero);
  Value needed =
      arith::AndIOp::create(b, loc, someKeys, anyEmpty(b, loc, stabilizer));
  auto ifOp = scf::IfOp::create(
      b, loc, needed,
      [&](OpBuilder &nested, Location loc) {
        Value sum = sumValues(nested, loc, value, numKeys, accType);
        Value filled = selectRows(nested, loc, stabilizer, sum, numKeys, output,
                                  heads / keyHeads);
        scf::YieldOp::create(nested, loc, filled);
      },
      [&](OpBuilder &nested, Location loc) {
        scf::YieldOp::create(nested, loc, output);
      });
  return ifOp.getResult(0);
}
