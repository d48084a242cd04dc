//===- Datum.h - the values the interpreter computes with -------*- C++ -*-===//

#ifndef ATTN_LIB_REFERENCE_DATUM_H
#define ATTN_LIB_REFERENCE_DATUM_H

#include "attn/Support/HostTensor.h"
#include "attn/Support/SmallFloat.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include <memory>
#include <vector>

namespace mlir::attn::reference {

/// One element: which member counts follows from the IR's type. An i1 is 0 or
/// 1, other integers are sign-extended. Moving data need not ask.
template <typename Real>
union Cell {
  Real f;
  int64_t i;
};

template <typename Real>
using Cells = std::vector<Cell<Real>>;

inline int64_t product(ArrayRef<int64_t> shape) {
  int64_t count = 1;
  for (int64_t size : shape)
    count *= size;
  return count;
}

/// Row-major strides, in cells.
inline SmallVector<int64_t> getStrides(ArrayRef<int64_t> shape) {
  SmallVector<int64_t> strides(shape.size(), 1);
  for (int64_t d = int64_t(shape.size()) - 2; d >= 0; --d)
    strides[d] = strides[d + 1] * shape[d + 1];
  return strides;
}

/// Steps a row-major counter; false at the end.
inline bool advance(MutableArrayRef<int64_t> index, ArrayRef<int64_t> shape) {
  for (int64_t d = int64_t(shape.size()) - 1; d >= 0; --d) {
    if (++index[d] < shape[d])
      return true;
    index[d] = 0;
  }
  return false;
}

/// A scalar or a tensor; a scalar is a tensor of rank 0. Data is shared until
/// someone asks to write.
template <typename Real>
class Datum {
public:
  Datum() = default;
  explicit Datum(ArrayRef<int64_t> shape)
      : shape(shape), cells(std::make_shared<Cells<Real>>(product(shape))) {}
  static Datum fromInt(int64_t value) {
    Datum datum{ArrayRef<int64_t>()};
    datum.write()[0].i = value;
    return datum;
  }
  static Datum fromCell(Cell<Real> cell) {
    Datum datum{ArrayRef<int64_t>()};
    datum.write()[0] = cell;
    return datum;
  }
  /// The same elements under another shape.
  Datum reshaped(ArrayRef<int64_t> newShape) const {
    Datum datum = *this;
    datum.shape.assign(newShape.begin(), newShape.end());
    return datum;
  }

  ArrayRef<int64_t> getShape() const { return shape; }
  int64_t size() const { return cells->size(); }
  const Cell<Real> *data() const { return cells->data(); }
  int64_t getInt() const { return (*cells)[0].i; }

  /// The elements for writing, our own from here on.
  Cell<Real> *write() {
    if (cells.use_count() > 1)
      cells = std::make_shared<Cells<Real>>(*cells);
    return cells->data();
  }
  /// The elements for writing, seen by everyone who shares them.
  Cell<Real> *writeShared() { return cells->data(); }

private:
  SmallVector<int64_t, 4> shape;
  std::shared_ptr<Cells<Real>> cells;
};

/// Bits of an integer or index type.
inline unsigned getIntWidth(Type type) {
  auto integer = dyn_cast<IntegerType>(getElementTypeOrSelf(type));
  return integer ? integer.getWidth() : 64;
}

/// Brings any bits above `width` into the form that Cell promises.
inline int64_t canonicalInt(int64_t value, unsigned width) {
  if (width == 1)
    return value & 1;
  return width >= 64 ? value
                     : int64_t(uint64_t(value) << (64 - width)) >> (64 - width);
}

/// What a float is rounded to when it is made; None where it is not a float or
/// nothing is rounded.
enum class Rounding { None, Half, Bfloat, Single, Double };

inline Rounding getRounding(Type type, bool rounds) {
  Type element = getElementTypeOrSelf(type);
  if (!rounds)
    return Rounding::None;
  return element.isF16()    ? Rounding::Half
         : element.isBF16() ? Rounding::Bfloat
         : element.isF32()  ? Rounding::Single
         : element.isF64()  ? Rounding::Double
                            : Rounding::None;
}

template <typename Real>
Real roundTo(Rounding rounding, Real value) {
  switch (rounding) {
  case Rounding::None:
    return value;
  case Rounding::Half:
    return roundToHalf(value);
  case Rounding::Bfloat:
    return roundToBfloat(value);
  case Rounding::Single:
    return static_cast<float>(value);
  case Rounding::Double:
    return static_cast<double>(value);
  }
  return value;
}

template <typename Real>
void roundAll(Rounding rounding, Cell<Real> *cells, int64_t count) {
  if (rounding == Rounding::None)
    return;
  if (rounding == Rounding::Single) { // the usual case, kept vectorisable
    for (int64_t i = 0; i < count; ++i)
      cells[i].f = static_cast<float>(cells[i].f);
    return;
  }
  for (int64_t i = 0; i < count; ++i)
    cells[i].f = roundTo(rounding, cells[i].f);
}

/// Conversions at the border.
template <typename Real>
Datum<Real> fromHost(const HostTensor &tensor);
template <typename Real>
HostTensor toHost(const Datum<Real> &datum, Type type);
/// None where the attribute is of no kind we can read.
template <typename Real>
std::optional<Datum<Real>> fromAttribute(TypedAttr attr);

} // namespace mlir::attn::reference

#endif // ATTN_LIB_REFERENCE_DATUM_H
