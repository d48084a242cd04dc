//===- Datum.cpp - values in and out of the interpreter -------------------===//

#include "Datum.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

template <typename Real>
Datum<Real> reference::fromHost(const HostTensor &tensor) {
  Datum<Real> datum(tensor.getShape());
  Cell<Real> *cells = datum.write();
  for (int64_t i = 0, e = datum.size(); i < e; ++i) {
    if (isFloat(tensor.getKind()))
      cells[i].f = tensor.getAsDouble(i);
    else
      cells[i].i = tensor.getAsInt(i);
  }
  return datum;
}

template <typename Real>
HostTensor reference::toHost(const Datum<Real> &datum, Type type) {
  ElementKind kind = *getElementKind(type);
  bool isReal = isFloat(kind);
  HostTensor tensor =
      HostTensor::zeros(isReal ? ElementKind::F64 : kind, datum.getShape());
  for (int64_t i = 0, e = datum.size(); i < e; ++i) {
    if (isReal)
      tensor.setFromDouble(i, static_cast<double>(datum.data()[i].f));
    else
      tensor.setFromInt(i, datum.data()[i].i);
  }
  return tensor;
}

template <typename Real>
static Datum<Real> fromDense(DenseElementsAttr dense) {
  Datum<Real> datum(dense.getType().getShape());
  Cell<Real> *cells = datum.write();
  if (isa<FloatType>(dense.getElementType())) {
    auto values = dense.getValues<APFloat>().begin();
    for (int64_t i = 0, e = datum.size(); i < e; ++i) {
      if (i == 0 || !dense.isSplat())
        cells[i].f = (*(values + i)).convertToDouble();
      else
        cells[i] = cells[0];
    }
    return datum;
  }
  unsigned width = getIntWidth(dense.getElementType());
  auto values = dense.getValues<APInt>().begin();
  for (int64_t i = 0, e = datum.size(); i < e; ++i)
    cells[i].i = canonicalInt((*(values + i)).getSExtValue(), width);
  return datum;
}

/// A dense_resource holds its elements' bytes, an i1 as one byte.
template <typename Real>
static std::optional<Datum<Real>>
fromResource(DenseResourceElementsAttr resource) {
  std::optional<ElementKind> kind = getElementKind(resource.getType());
  AsmResourceBlob *blob = resource.getRawHandle().getBlob();
  if (!kind || !blob)
    return std::nullopt;
  ArrayRef<int64_t> shape = resource.getType().getShape();
  if (blob->getData().size() != size_t(product(shape)) * getByteWidth(*kind))
    return std::nullopt;
  return fromHost<Real>(HostTensor::borrow(
      *kind, shape, const_cast<char *>(blob->getData().data())));
}

template <typename Real>
std::optional<Datum<Real>> reference::fromAttribute(TypedAttr attr) {
  if (auto dense = dyn_cast<DenseElementsAttr>(attr))
    if (dense.getElementType().isIntOrIndexOrFloat())
      return fromDense<Real>(dense);
  if (auto resource = dyn_cast<DenseResourceElementsAttr>(attr))
    return fromResource<Real>(resource);
  if (auto number = dyn_cast<IntegerAttr>(attr))
    return Datum<Real>::fromInt(canonicalInt(number.getValue().getSExtValue(),
                                             getIntWidth(number.getType())));
  if (auto number = dyn_cast<FloatAttr>(attr)) {
    Cell<Real> cell;
    cell.f = number.getValueAsDouble();
    return Datum<Real>::fromCell(cell);
  }
  return std::nullopt;
}

#define INSTANTIATE(Real)                                                      \
  template Datum<Real> reference::fromHost(const HostTensor &);                \
  template HostTensor reference::toHost(const Datum<Real> &, Type);            \
  template std::optional<Datum<Real>> reference::fromAttribute(TypedAttr);
INSTANTIATE(double)
INSTANTIATE(long double)
