//===- HostTensor.h - a dense tensor in host memory -------------*- C++ -*-===//

#ifndef ATTN_SUPPORT_HOSTTENSOR_H
#define ATTN_SUPPORT_HOSTTENSOR_H

#include "mlir/IR/Types.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <memory>
#include <optional>

namespace mlir::attn {

/// What one element is; the types that a function may take or return.
enum class ElementKind { F16, BF16, F32, F64, I1, I8, I16, I32, I64, Index };

/// The kind of a scalar type, or of a shaped type's element; none if a host
/// tensor cannot hold it.
std::optional<ElementKind> getElementKind(Type type);
unsigned getByteWidth(ElementKind kind);
/// Bytes of a tensor, or none where the number overflows.
std::optional<int64_t> countBytes(ElementKind kind,
                                  llvm::ArrayRef<int64_t> shape);
bool isFloat(ElementKind kind);
/// "f32", "index", as in IR.
llvm::StringRef getName(ElementKind kind);

/// A tensor as numpy has it: row-major, contiguous, its first byte aligned to a
/// cache line. A scalar has an empty shape. It moves and never copies in
/// silence: `clone` copies.
class HostTensor {
public:
  HostTensor() = default;

  /// New memory, zeros. Zero pages are not touched until they are written. Ends
  /// the process if there is no memory: for sizes that are known to be small.
  static HostTensor zeros(ElementKind kind, llvm::ArrayRef<int64_t> shape);
  /// The same for sizes that a user gave; the error says how much was asked.
  static llvm::Expected<HostTensor> create(ElementKind kind,
                                           llvm::ArrayRef<int64_t> shape);
  /// A view of memory that the caller keeps alive: row-major and contiguous.
  static HostTensor borrow(ElementKind kind, llvm::ArrayRef<int64_t> shape,
                           void *data);

  HostTensor clone() const;
  /// A copy with every element rounded or wrapped to `kind`.
  HostTensor convert(ElementKind kind) const;

  ElementKind getKind() const { return kind; }
  llvm::ArrayRef<int64_t> getShape() const { return shape; }
  int64_t getRank() const { return shape.size(); }
  int64_t getNumElements() const;
  size_t getByteSize() const { return getNumElements() * getByteWidth(kind); }

  void *getData() { return data.get(); }
  const void *getData() const { return data.get(); }
  template <typename T>
  llvm::MutableArrayRef<T> getDataAs() {
    return {static_cast<T *>(getData()), size_t(getNumElements())};
  }
  template <typename T>
  llvm::ArrayRef<T> getDataAs() const {
    return {static_cast<const T *>(getData()), size_t(getNumElements())};
  }

  /// Element `i` in row-major order, whatever the kind. Slow: for checks, not
  /// for kernels. An i1 is 0 or 1, other integers are signed.
  double getAsDouble(int64_t i) const;
  int64_t getAsInt(int64_t i) const;
  /// Rounds to the kind, ties to even; integers wrap.
  void setFromDouble(int64_t i, double value);
  void setFromInt(int64_t i, int64_t value);

private:
  using Deleter = void (*)(void *);
  static void noDelete(void *) {}

  ElementKind kind = ElementKind::F32;
  llvm::SmallVector<int64_t, 4> shape;
  std::unique_ptr<void, Deleter> data{nullptr, noDelete};
};

/// Fills with numbers that depend on `seed` alone and on no library: floats
/// from the standard normal distribution, i1 either value, other integers from
/// 0 to 7.
void fillRandom(HostTensor &tensor, uint64_t seed);

/// Prints `2x3xf32 [[1, 2, 3], [4, 5, 6]]`.
void printTensor(llvm::raw_ostream &os, const HostTensor &tensor);

} // namespace mlir::attn

#endif // ATTN_SUPPORT_HOSTTENSOR_H
