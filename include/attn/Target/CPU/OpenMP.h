//===- OpenMP.h - the OpenMP runtime of this process ------------*- C++ -*-===//

#ifndef ATTN_TARGET_CPU_OPENMP_H
#define ATTN_TARGET_CPU_OPENMP_H

#include "mlir/Support/LLVM.h"
#include "llvm/Support/Error.h"
#include <string>

namespace mlir::attn {

/// Folder of the LLVM OpenMP runtime as found when attn was configured, for
/// the run-time path of shared libraries; empty when none was found.
std::string getOpenMPFolder();

/// Makes an LLVM-compatible OpenMP runtime's symbols available to this
/// process, unless they are already.
llvm::Error loadOpenMP();

/// Calls omp_set_num_threads of the loaded runtime.
llvm::Error setOpenMPThreads(unsigned threads);

} // namespace mlir::attn

#endif // ATTN_TARGET_CPU_OPENMP_H
