//===- Memory.cpp - the device's global memory ----------------------------===//

#include "attn/PTXSim/Memory.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"
#include <cstring>

using namespace ptxsim;

/// Wide enough that an index wrong by a row of a tile hits nothing.
static constexpr uint64_t kGap = 4096;

uint64_t DeviceMemory::allocate(uint64_t size, llvm::StringRef name) {
  Allocation allocation;
  allocation.address = next;
  allocation.size = size;
  allocation.bytes = std::make_unique<uint8_t[]>(size);
  allocation.initialized = std::make_unique<uint8_t[]>(size);
  allocation.name = name.str();
  next = llvm::alignTo(next + size + kGap, 256);
  allocations.push_back(std::move(allocation));
  return allocations.back().address;
}

static llvm::Error makeError(const std::string &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

llvm::Error DeviceMemory::free(uint64_t address) {
  Allocation *allocation = find(address);
  if (!allocation || allocation->address != address)
    return makeError(llvm::formatv(
        "expected the address of an allocation, got {0:x}", address));
  if (allocation->isFreed)
    return makeError(llvm::formatv(
        "expected an allocation, got {0:x}, which is freed", address));
  allocation->isFreed = true;
  return llvm::Error::success();
}

llvm::Expected<Allocation *> DeviceMemory::check(uint64_t address,
                                                 uint64_t size) {
  Allocation *allocation = find(address);
  if (!allocation || allocation->isFreed || size > allocation->end() - address)
    return makeError(llvm::formatv(
        "expected {0} bytes of one allocation at {1:x}, got {2}", size, address,
        !allocation           ? "none"
        : allocation->isFreed ? "a freed one"
                              : "fewer"));
  return allocation;
}

llvm::Error DeviceMemory::write(uint64_t address,
                                llvm::ArrayRef<uint8_t> bytes) {
  if (bytes.empty())
    return llvm::Error::success();
  llvm::Expected<Allocation *> found = check(address, bytes.size());
  if (!found)
    return found.takeError();
  Allocation &allocation = **found;
  uint64_t offset = address - allocation.address;
  std::memcpy(&allocation.bytes[offset], bytes.data(), bytes.size());
  if (bytes.size() == allocation.size)
    allocation.initialized.reset();
  else if (allocation.initialized)
    std::memset(&allocation.initialized[offset], 1, bytes.size());
  return llvm::Error::success();
}

llvm::Error DeviceMemory::read(uint64_t address,
                               llvm::MutableArrayRef<uint8_t> bytes) const {
  if (bytes.empty())
    return llvm::Error::success();
  auto found = const_cast<DeviceMemory *>(this)->check(address, bytes.size());
  if (!found)
    return found.takeError();
  std::memcpy(bytes.data(), &(*found)->bytes[address - (*found)->address],
              bytes.size());
  return llvm::Error::success();
}

llvm::Expected<uint64_t> DeviceMemory::countUninitialized(uint64_t address,
                                                          uint64_t size) const {
  if (size == 0)
    return 0;
  auto found = const_cast<DeviceMemory *>(this)->check(address, size);
  if (!found)
    return found.takeError();
  const Allocation &allocation = **found;
  if (!allocation.initialized)
    return 0;
  const uint8_t *flags = &allocation.initialized[address - allocation.address];
  return std::count(flags, flags + size, 0);
}

void DeviceMemory::setReadOnly(uint64_t address) {
  if (Allocation *allocation = find(address))
    allocation->isReadOnly = true;
}

const Allocation *DeviceMemory::find(uint64_t address) const {
  auto it = llvm::partition_point(
      allocations, [&](const Allocation &a) { return a.address <= address; });
  if (it == allocations.begin())
    return nullptr;
  --it;
  return address < it->end() ? &*it : nullptr;
}

Allocation *DeviceMemory::find(uint64_t address) {
  const DeviceMemory *self = this;
  return const_cast<Allocation *>(self->find(address));
}

const Allocation *DeviceMemory::findNearest(uint64_t address) const {
  const Allocation *nearest = nullptr;
  uint64_t best = ~0ull;
  for (const Allocation &a : allocations) {
    uint64_t distance = address < a.address  ? a.address - address
                        : address >= a.end() ? address - a.end()
                                             : 0;
    if (distance < best) {
      best = distance;
      nearest = &a;
    }
  }
  return nearest;
}
