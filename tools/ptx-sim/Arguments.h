//===- Arguments.h - kernel arguments from the command line -----*- C++ -*-===//

#ifndef ATTN_TOOLS_PTXSIM_ARGUMENTS_H
#define ATTN_TOOLS_PTXSIM_ARGUMENTS_H

#include "attn/PTXSim/Launch.h"

/// A part of an argument: all of it, or one piece of a `struct:`.
struct Piece {
  /// What the kernel gets: a number, bytes, the address of a buffer.
  llvm::SmallVector<uint8_t, 8> bytes;
  /// A buffer in device memory; `header` is that of its .npy file.
  bool isBuffer = false;
  std::string header;
  uint64_t address = 0, size = 0;
};

struct ArgumentSpec {
  std::vector<Piece> pieces;
  ptxsim::Argument bytes() const;
};

/// `in.npy`, `i32:17`, `uninit:f16:8x64`, `zeros:f32:64`, `null`, `bytes:00ff`,
/// `struct:a,b,..`. Allocates buffers; `name` is for reports.
llvm::Expected<ArgumentSpec> parseArgument(llvm::StringRef text,
                                           llvm::StringRef name,
                                           ptxsim::DeviceMemory &memory);

/// `2:o.npy`, or `2.1:o.npy` for the second piece of a struct.
struct OutputSpec {
  unsigned argument = 0, piece = 0;
  std::string path;
};
llvm::Expected<OutputSpec> parseOutput(llvm::StringRef text,
                                       llvm::ArrayRef<ArgumentSpec> arguments);

/// Writes the buffer; `os` gets a note if the kernel left bytes unwritten,
/// which are 0 in the file.
llvm::Error writeOutput(const OutputSpec &output,
                        llvm::ArrayRef<ArgumentSpec> arguments,
                        const ptxsim::DeviceMemory &memory,
                        llvm::raw_ostream &os);

#endif // ATTN_TOOLS_PTXSIM_ARGUMENTS_H
