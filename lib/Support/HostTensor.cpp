//===- HostTensor.cpp - a dense tensor in host memory ---------------------===//

#include "attn/Support/HostTensor.h"
#include "attn/Support/SmallFloat.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <cstring>

using namespace mlir;
using namespace mlir::attn;

std::optional<ElementKind> mlir::attn::getElementKind(Type type) {
  Type element = getElementTypeOrSelf(type);
  if (element.isF16())
    return ElementKind::F16;
  if (element.isBF16())
    return ElementKind::BF16;
  if (element.isF32())
    return ElementKind::F32;
  if (element.isF64())
    return ElementKind::F64;
  if (element.isIndex())
    return ElementKind::Index;
  if (auto integer = dyn_cast<IntegerType>(element)) {
    switch (integer.getWidth()) {
    case 1:
      return ElementKind::I1;
    case 8:
      return ElementKind::I8;
    case 16:
      return ElementKind::I16;
    case 32:
      return ElementKind::I32;
    case 64:
      return ElementKind::I64;
    }
  }
  return std::nullopt;
}

unsigned mlir::attn::getByteWidth(ElementKind kind) {
  switch (kind) {
  case ElementKind::I1:
  case ElementKind::I8:
    return 1;
  case ElementKind::F16:
  case ElementKind::BF16:
  case ElementKind::I16:
    return 2;
  case ElementKind::F32:
  case ElementKind::I32:
    return 4;
  case ElementKind::F64:
  case ElementKind::I64:
  case ElementKind::Index:
    return 8;
  }
  llvm_unreachable("unknown element kind");
}

bool mlir::attn::isFloat(ElementKind kind) {
  return kind == ElementKind::F16 || kind == ElementKind::BF16 ||
         kind == ElementKind::F32 || kind == ElementKind::F64;
}

StringRef mlir::attn::getName(ElementKind kind) {
  static constexpr const char *names[] = {"f16", "bf16", "f32", "f64", "i1",
                                          "i8",  "i16",  "i32", "i64", "index"};
  return names[static_cast<int>(kind)];
}

int64_t HostTensor::getNumElements() const {
  int64_t count = 1;
  for (int64_t size : shape)
    count *= size;
  return count;
}

std::optional<int64_t> mlir::attn::countBytes(ElementKind kind,
                                              ArrayRef<int64_t> shape) {
  int64_t bytes = getByteWidth(kind);
  if (llvm::is_contained(shape, 0))
    return 0;
  for (int64_t size : shape)
    if (llvm::MulOverflow(bytes, size, bytes))
      return std::nullopt;
  return bytes;
}

llvm::Expected<HostTensor> HostTensor::create(ElementKind kind,
                                              ArrayRef<int64_t> shape) {
  constexpr int64_t alignment = 64;
  std::optional<int64_t> bytes = countBytes(kind, shape);
  // Large allocations come from fresh zero pages; aligned_alloc and memset
  // would touch them all.
  char *raw = nullptr;
  if (bytes && !llvm::AddOverflow(*bytes, 2 * alignment, *bytes))
    raw = static_cast<char *>(std::calloc(*bytes, 1));
  if (!raw) {
    std::string text;
    llvm::raw_string_ostream os(text);
    llvm::interleave(shape, os, "x");
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "expected memory for a tensor of " + text +
                                       " x " + getName(kind) + ", got none");
  }
  HostTensor tensor;
  tensor.kind = kind;
  tensor.shape.assign(shape.begin(), shape.end());
  auto *aligned = reinterpret_cast<char *>(
      llvm::alignTo(reinterpret_cast<uintptr_t>(raw) + 1, alignment));
  // The byte before the data says how far back the allocation begins.
  aligned[-1] = static_cast<char>(aligned - raw);
  tensor.data = {aligned, [](void *p) {
                   auto *data = static_cast<char *>(p);
                   std::free(data - data[-1]);
                 }};
  return tensor;
}

HostTensor HostTensor::zeros(ElementKind kind, ArrayRef<int64_t> shape) {
  llvm::Expected<HostTensor> tensor = create(kind, shape);
  if (!tensor)
    llvm::report_bad_alloc_error(toString(tensor.takeError()).c_str());
  return std::move(*tensor);
}

HostTensor HostTensor::borrow(ElementKind kind, ArrayRef<int64_t> shape,
                              void *data) {
  HostTensor tensor;
  tensor.kind = kind;
  tensor.shape.assign(shape.begin(), shape.end());
  tensor.data = {data, noDelete};
  return tensor;
}

HostTensor HostTensor::clone() const {
  HostTensor copy = zeros(kind, shape);
  if (size_t bytes = getByteSize())
    std::memcpy(copy.getData(), getData(), bytes);
  return copy;
}

HostTensor HostTensor::convert(ElementKind to) const {
  if (to == kind)
    return clone();
  HostTensor copy = zeros(to, shape);
  for (int64_t i = 0, e = getNumElements(); i < e; ++i) {
    if (isFloat(kind))
      copy.setFromDouble(i, getAsDouble(i));
    else
      copy.setFromInt(i, getAsInt(i));
  }
  return copy;
}

double HostTensor::getAsDouble(int64_t i) const {
  switch (kind) {
  case ElementKind::F16:
    return halfToFloat(getDataAs<uint16_t>()[i]);
  case ElementKind::BF16:
    return bfloatToFloat(getDataAs<uint16_t>()[i]);
  case ElementKind::F32:
    return getDataAs<float>()[i];
  case ElementKind::F64:
    return getDataAs<double>()[i];
  default:
    return static_cast<double>(getAsInt(i));
  }
}

int64_t HostTensor::getAsInt(int64_t i) const {
  switch (kind) {
  case ElementKind::I1:
    return getDataAs<uint8_t>()[i] != 0;
  case ElementKind::I8:
    return getDataAs<int8_t>()[i];
  case ElementKind::I16:
    return getDataAs<int16_t>()[i];
  case ElementKind::I32:
    return getDataAs<int32_t>()[i];
  case ElementKind::I64:
  case ElementKind::Index:
    return getDataAs<int64_t>()[i];
  default:
    return static_cast<int64_t>(getAsDouble(i));
  }
}

void HostTensor::setFromDouble(int64_t i, double value) {
  switch (kind) {
  case ElementKind::F16:
    getDataAs<uint16_t>()[i] = doubleToHalf(value);
    return;
  case ElementKind::BF16:
    getDataAs<uint16_t>()[i] = doubleToBfloat(value);
    return;
  case ElementKind::F32:
    getDataAs<float>()[i] = static_cast<float>(value);
    return;
  case ElementKind::F64:
    getDataAs<double>()[i] = value;
    return;
  default:
    setFromInt(i, static_cast<int64_t>(value));
  }
}

void HostTensor::setFromInt(int64_t i, int64_t value) {
  switch (kind) {
  case ElementKind::I1:
    getDataAs<uint8_t>()[i] = value & 1;
    return;
  case ElementKind::I8:
    getDataAs<int8_t>()[i] = static_cast<int8_t>(value);
    return;
  case ElementKind::I16:
    getDataAs<int16_t>()[i] = static_cast<int16_t>(value);
    return;
  case ElementKind::I32:
    getDataAs<int32_t>()[i] = static_cast<int32_t>(value);
    return;
  case ElementKind::I64:
  case ElementKind::Index:
    getDataAs<int64_t>()[i] = value;
    return;
  default:
    setFromDouble(i, static_cast<double>(value));
  }
}

/// SplitMix64: eight lines, the same numbers everywhere.
static uint64_t nextRandom(uint64_t &state) {
  uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

static double nextUniform(uint64_t &state) {
  return (double(nextRandom(state) >> 11) + 0.5) * 0x1p-53;
}

void mlir::attn::fillRandom(HostTensor &tensor, uint64_t seed) {
  uint64_t state = seed * 0xd1342543de82ef95 + 1;
  for (int64_t i = 0, e = tensor.getNumElements(); i < e; ++i) {
    if (isFloat(tensor.getKind())) {
      double radius = std::sqrt(-2 * std::log(nextUniform(state)));
      double angle = 6.283185307179586 * nextUniform(state);
      tensor.setFromDouble(i, radius * std::cos(angle));
    } else {
      tensor.setFromInt(i, nextRandom(state) >> 61);
    }
  }
}

/// Prints the elements below one index of dimension `dim - 1`, from `first` on;
/// returns the first that comes after.
static int64_t printElements(llvm::raw_ostream &os, const HostTensor &tensor,
                             unsigned dim, int64_t first) {
  if (dim == tensor.getShape().size()) {
    if (isFloat(tensor.getKind()))
      os << llvm::format("%.7g", tensor.getAsDouble(first));
    else
      os << tensor.getAsInt(first);
    return first + 1;
  }
  os << '[';
  for (int64_t i = 0; i < tensor.getShape()[dim]; ++i) {
    os << (i ? ", " : "");
    first = printElements(os, tensor, dim + 1, first);
  }
  os << ']';
  return first;
}

void mlir::attn::printTensor(llvm::raw_ostream &os, const HostTensor &tensor) {
  for (int64_t size : tensor.getShape())
    os << size << 'x';
  os << getName(tensor.getKind()) << ' ';
  printElements(os, tensor, 0, 0);
}
