//===- GlobalShadow.h - who touched global memory ---------------*- C++ -*-===//

#ifndef ATTN_PTXSIM_EXEC_GLOBALSHADOW_H
#define ATTN_PTXSIM_EXEC_GLOBALSHADOW_H

#include "Shadow.h"
#include "attn/PTXSim/Memory.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace ptxsim {

/// Shadows of the pages of global memory that were touched.
class GlobalShadow {
public:
  static constexpr uint64_t kPage = 1024;

  /// The shadow of the page that `address` lies in.
  Shadow &page(uint64_t address) {
    uint64_t number = address / kPage;
    if (number == lastNumber)
      return *last;
    std::unique_ptr<Shadow> &page = pages[number];
    if (!page)
      page = std::make_unique<Shadow>(kPage);
    lastNumber = number;
    return *(last = page.get());
  }

  /// Takes over what a block did that ran by itself, and tells of clashes with
  /// blocks before it: `tell(its stamp, the other stamp, address, kinds)`.
  using Tell = llvm::function_ref<void(const Stamp &mine, bool iWrite,
                                       const Stamp &other, bool otherWrites,
                                       uint64_t address)>;
  void merge(GlobalShadow &&block, Tell tell);

private:
  void mergePage(uint64_t base, Shadow &into, const Shadow &from, Tell tell);

  llvm::DenseMap<uint64_t, std::unique_ptr<Shadow>> pages;
  uint64_t lastNumber = ~0ull;
  Shadow *last = nullptr;
};

/// What was released at an address, for those who acquire there.
class SyncObjects {
public:
  std::shared_ptr<const BlockKnowledge> &at(uint64_t address) {
    return objects[address];
  }

private:
  std::map<uint64_t, std::shared_ptr<const BlockKnowledge>> objects;
};

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_GLOBALSHADOW_H
