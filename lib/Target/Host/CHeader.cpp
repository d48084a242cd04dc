//===- CHeader.cpp - C declarations of compiled functions -----------------===//

#include "attn/Target/Host/CHeader.h"

#include "attn/Target/Host/Abi.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::attn;

static constexpr llvm::StringLiteral kPrologue = R"c(/* Made by attn-compile. */
#ifndef ATTN_COMPILED_H
#define ATTN_COMPILED_H
#include <stdint.h>

/* Each function returns 0, or a status: the low byte says what is wrong, the
 * bits above it hold the 1-based number of the tensor, arguments first, or of
 * the assertion. On a status other than 0 nothing was written. */
enum AttnStatus {
  ATTN_OK = 0,
  ATTN_COUNT = 1,    /* wrong number of arguments or results */
  ATTN_NULL = 2,     /* a null pointer where there are elements */
  ATTN_DTYPE = 3,    /* another element type */
  ATTN_RANK = 4,     /* another number of dimensions */
  ATTN_SIZE = 5,     /* another size than the type or the arguments demand */
  ATTN_STRIDE = 6,   /* an innermost stride other than 1 */
  ATTN_DEVICE = 7,   /* memory that the CPU cannot read */
  ATTN_MEMORY = 8,   /* no memory for temporaries */
  ATTN_ASSERTION = 9 /* sizes of arguments that do not go together */
};

/* DLPack's plain tensor, unless dlpack.h was included before. */
#ifndef DLPACK_DLPACK_H_
#define DLPACK_DLPACK_H_
typedef enum { kDLCPU = 1, kDLCUDAHost = 3 } DLDeviceType;
typedef enum {
  kDLInt = 0,
  kDLUInt = 1,
  kDLFloat = 2,
  kDLBfloat = 4,
  kDLBool = 6
} DLDataTypeCode;
typedef struct { int32_t device_type; int32_t device_id; } DLDevice;
typedef struct { uint8_t code; uint8_t bits; uint16_t lanes; } DLDataType;
typedef struct {
  void *data;
  DLDevice device;
  int32_t ndim;
  DLDataType dtype;
  int64_t *shape;
  int64_t *strides;
  uint64_t byte_offset;
} DLTensor;
#endif

#endif /* ATTN_COMPILED_H */

#ifdef __cplusplus
extern "C" {
#endif
)c";

static constexpr llvm::StringLiteral kEpilogue = R"c(
#ifdef __cplusplus
}
#endif
)c";

/// Prints the parameters of one tensor: pointer, dynamic sizes, outer strides.
static void printTensor(llvm::raw_ostream &os, Type type, const Twine &name,
                        bool isResult) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  StringRef element = getCType(getElementTypeOrSelf(type));
  if (!tensor && !isResult) {
    os << element << ' ' << name;
    return;
  }
  os << (isResult ? "" : "const ") << element << " *" << name;
  if (!tensor)
    return;
  for (int64_t d = 0; d < tensor.getRank(); ++d)
    if (tensor.isDynamicDim(d))
      os << ", int64_t " << name << "_size" << d;
  for (int64_t d = 0; d + 1 < tensor.getRank(); ++d)
    os << ", int64_t " << name << "_stride" << d;
}

static void printFunction(llvm::raw_ostream &os, StringRef name,
                          const AbiSignature &signature) {
  os << "\n/* " << name << '(';
  llvm::interleaveComma(signature.args, os);
  os << ") -> (";
  llvm::interleaveComma(signature.results, os);
  os << ")\n * Strides are in elements, the innermost is 1. Results are written"
        " to the caller's\n * memory, which overlaps no argument. "
     << name << "_shapes only fills in the shape[] of\n * its results. */\nint "
     << name << '(';
  const char *separator = "";
  for (auto [i, type] : llvm::enumerate(signature.args)) {
    os << separator;
    printTensor(os, type, "arg" + Twine(i), /*isResult=*/false);
    separator = ",\n    ";
  }
  for (auto [i, type] : llvm::enumerate(signature.results)) {
    os << separator;
    printTensor(os, type, "res" + Twine(i), /*isResult=*/true);
    separator = ",\n    ";
  }
  if (signature.args.empty() && signature.results.empty())
    os << "void";
  os << ");\n";
  for (StringRef suffix : {"_dlpack", "_shapes"})
    os << "int " << name << suffix
       << "(DLTensor *const *args, int num_args, DLTensor *const *results,\n"
          "    int num_results);\n";
}

LogicalResult mlir::attn::printCHeader(ModuleOp module, llvm::raw_ostream &os) {
  os << kPrologue;
  for (auto func : module.getOps<FunctionOpInterface>()) {
    if (!func.isPublic() || func.isExternal())
      continue;
    AbiSignature signature;
    if (func->hasAttr(kSignatureAttr)) {
      signature = AbiSignature::get(func);
    } else if (auto source = dyn_cast<func::FuncOp>(func.getOperation())) {
      // Shape functions of a later stage are no entry points.
      if (source.getName().starts_with(kShapesPrefix))
        continue;
      llvm::append_range(signature.args, source.getArgumentTypes());
      llvm::append_range(signature.results, source.getResultTypes());
    } else {
      continue;
    }
    if (failed(checkAbiTypes(func, signature.args, signature.results)))
      return failure();
    printFunction(os, func.getName(), signature);
  }
  os << kEpilogue;
  return success();
}
