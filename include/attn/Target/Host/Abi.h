//===- Abi.h - how compiled functions are called ----------------*- C++ -*-===//
//
// The one place that knows the calling convention of compiled functions; the
// wrappers, the C header and the JIT all read it. docs/ABI.md describes it.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_TARGET_HOST_ABI_H
#define ATTN_TARGET_HOST_ABI_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <string>

namespace mlir::attn {

/// Low byte of the status that a compiled function returns. The bits above it
/// hold the 1-based number of the offending tensor, arguments first, or 0; for
/// Assertion the 1-based number of the assertion in the function.
enum class AbiStatus : int32_t {
  Ok = 0,
  Count = 1,
  Null = 2,
  DType = 3,
  Rank = 4,
  Size = 5,
  Stride = 6,
  Device = 7,
  Memory = 8,
  Assertion = 9,
};

/// DLPack's plain tensor; the layout is fixed by DLPack's C header.
struct DLTensor {
  void *data;
  int32_t deviceType;
  int32_t deviceId;
  int32_t ndim;
  uint8_t dtypeCode;
  uint8_t dtypeBits;
  uint16_t dtypeLanes;
  int64_t *shape;
  int64_t *strides;
  uint64_t byteOffset;
};
static_assert(sizeof(DLTensor) == 48, "DLPack's layout");

/// The tensors and scalars of one compiled function, as written in the source.
struct AbiSignature {
  SmallVector<Type> args, results;
  /// What it asserts about the sizes of its arguments, each with its place in
  /// the source: "file:line:column: rule".
  SmallVector<std::string> assertions;

  /// Reads the attributes of `func`; empty lists if there are none.
  static AbiSignature get(Operation *func);
  /// Writes it.
  void set(Operation *func) const;
};

/// A sentence for `status`, e.g. "argument 2: expected another size".
std::string describeStatus(int32_t status, const AbiSignature &signature);

/// Name of the attribute that keeps the source types of a function.
constexpr llvm::StringLiteral kSignatureAttr = "attn.signature";
/// Name of the attribute that keeps the texts of a function's assertions.
constexpr llvm::StringLiteral kAssertionsAttr = "attn.assertions";
/// Prefix of the function that computes the sizes of another one's results.
constexpr llvm::StringLiteral kShapesPrefix = "__attn_shapes_";

/// Whether a tensor element or scalar of this type has a C equivalent.
bool isAbiElementType(Type type);
/// An error of `func` where a type of its signature has no C equivalent.
LogicalResult checkAbiTypes(Operation *func, TypeRange args, TypeRange results);
/// DLPack's dtype of `type` as the 32-bit word that the struct holds.
uint32_t getDLPackDType(Type type);
/// The C type of an element, e.g. "float"; 16-bit floats are "uint16_t".
llvm::StringRef getCType(Type type);
/// Bytes of one element in memory.
unsigned getElementBytes(Type type);

} // namespace mlir::attn

#endif // ATTN_TARGET_HOST_ABI_H
