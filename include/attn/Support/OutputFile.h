//===- OutputFile.h - a file that is whole or not there ---------*- C++ -*-===//

#ifndef ATTN_SUPPORT_OUTPUTFILE_H
#define ATTN_SUPPORT_OUTPUTFILE_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::attn {

/// Writes a file under a temporary name and renames it: a failure leaves no
/// partial file, and what was there before stays. Through a symbolic link the
/// file behind it is replaced; devices and pipes are written to. "-" is
/// standard output. The error names the file.
llvm::Error
writeOutputFile(llvm::StringRef path,
                llvm::function_ref<llvm::Error(llvm::raw_ostream &)> write);

/// Fails now if `writeOutputFile(path)` would fail later for want of a folder
/// or of the right to write, so that nobody computes for an hour in vain.
llvm::Error checkWritable(llvm::StringRef path);

} // namespace mlir::attn

#endif // ATTN_SUPPORT_OUTPUTFILE_H
