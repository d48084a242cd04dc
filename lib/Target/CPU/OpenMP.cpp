//===- OpenMP.cpp - the OpenMP runtime of this process --------------------===//

#include "attn/Target/CPU/OpenMP.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/DynamicLibrary.h"
#include "llvm/Support/Path.h"

#ifndef ATTN_OPENMP_LIBRARY
#define ATTN_OPENMP_LIBRARY ""
#endif

using namespace mlir;
using namespace mlir::attn;
using llvm::sys::DynamicLibrary;

std::string mlir::attn::getOpenMPFolder() {
  return llvm::sys::path::parent_path(ATTN_OPENMP_LIBRARY).str();
}

llvm::Error mlir::attn::loadOpenMP() {
  // GNU's runtime has omp_* too, but not the entry points that LLVM emits.
  DynamicLibrary::LoadLibraryPermanently(nullptr);
  auto isLoaded = [] {
    return DynamicLibrary::SearchForAddressOfSymbol("__kmpc_fork_call");
  };
  if (isLoaded())
    return llvm::Error::success();
  SmallVector<StringRef> tried;
  for (StringRef name : {ATTN_OPENMP_LIBRARY, "libomp.so.5", "libomp.so"}) {
    if (name.empty())
      continue;
    tried.push_back(name);
    if (!DynamicLibrary::LoadLibraryPermanently(name.str().c_str()) &&
        isLoaded())
      return llvm::Error::success();
  }
  return llvm::createStringError(
      llvm::inconvertibleErrorCode(),
      "expected LLVM's OpenMP runtime (Debian: libomp-22-dev), tried " +
          llvm::join(tried, ", "));
}

llvm::Error mlir::attn::setOpenMPThreads(unsigned threads) {
  void *address =
      DynamicLibrary::SearchForAddressOfSymbol("omp_set_num_threads");
  if (!address)
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "expected omp_set_num_threads in the OpenMP "
                                   "runtime, found none");
  reinterpret_cast<void (*)(int)>(address)(threads);
  return llvm::Error::success();
}
