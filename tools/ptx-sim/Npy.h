//===- Npy.h - numpy's files as bytes with a header -------------*- C++ -*-===//
//
// The simulator does not care what the bytes mean, so a file is copied in and
// out with whatever dtype and order it has.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_TOOLS_PTXSIM_NPY_H
#define ATTN_TOOLS_PTXSIM_NPY_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

struct Array {
  /// All of the file that comes before the data.
  std::string header;
  std::vector<uint8_t> bytes;
};

llvm::Expected<Array> readArray(llvm::StringRef path);
/// Under a temporary name, renamed at the end: a failure leaves no part of it.
llvm::Error writeArray(llvm::StringRef path, llvm::StringRef header,
                       llvm::ArrayRef<uint8_t> bytes);

/// Bytes of an element of "f16", "u32", ...; 0 if there is no such type.
unsigned elementSize(llvm::StringRef type);
/// The header of a new file in row-major order. numpy has no bf16: u16.
std::string makeHeader(llvm::StringRef type, llvm::ArrayRef<uint64_t> shape);

#endif // ATTN_TOOLS_PTXSIM_NPY_H
