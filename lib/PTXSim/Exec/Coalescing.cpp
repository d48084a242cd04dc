//===- Coalescing.cpp - sectors and wavefronts of one request -------------===//

#include "Coalescing.h"
#include "llvm/ADT/bit.h"
#include <algorithm>

using namespace ptxsim;

void AccessCounts::add(const AccessCounts &other) {
  requests += other.requests;
  bytes += other.bytes;
  sectors += other.sectors;
  touched += other.touched;
  wavefronts += other.wavefronts;
  conflicts += other.conflicts;
}

/// The addresses of the lanes in ascending order, without duplicates.
static unsigned sortedAddresses(const uint64_t *address, uint32_t mask,
                                uint64_t *sorted) {
  unsigned n = 0;
  bool isAscending = true;
  for (unsigned lane = 0; lane < 32; ++lane) {
    if (!(mask >> lane & 1))
      continue;
    if (n && address[lane] <= sorted[n - 1]) {
      if (address[lane] == sorted[n - 1])
        continue;
      isAscending = false;
    }
    sorted[n++] = address[lane];
  }
  if (isAscending)
    return n;
  std::sort(sorted, sorted + n);
  return std::unique(sorted, sorted + n) - sorted;
}

void ptxsim::countGlobal(AccessCounts &counts, const uint64_t *address,
                         uint32_t mask, unsigned bytes) {
  if (!mask)
    return;
  uint64_t sorted[32];
  unsigned n = sortedAddresses(address, mask, sorted);
  uint64_t sectors = 0, covered = 0, touched = 0, end = 0;
  for (unsigned i = 0; i < n; ++i) {
    // Ascending, so what is new begins behind all that went before.
    uint64_t first = std::max(sorted[i] / 32, covered);
    uint64_t last = (sorted[i] + bytes - 1) / 32;
    if (last >= first) {
      sectors += last - first + 1;
      covered = last + 1;
    }
    uint64_t begin = std::max(sorted[i], end);
    end = std::max(end, sorted[i] + bytes);
    touched += end - std::min(begin, end);
  }
  ++counts.requests;
  counts.bytes += uint64_t(llvm::popcount(mask)) * bytes;
  counts.sectors += sectors;
  counts.touched += touched;
}

/// Passes for one phase: of each bank the distinct words, of which `words` a
/// lane lie next to each other.
static unsigned countPasses(const uint64_t *address, uint32_t mask,
                            unsigned words) {
  // The first word met in a bank is kept apart, since mostly it is the only
  // one; further ones are listed.
  uint64_t first[32];
  uint32_t isTaken = 0;
  uint64_t more[32 * 4];
  unsigned numMore = 0;
  for (unsigned lane = 0; lane < 32; ++lane) {
    if (!(mask >> lane & 1))
      continue;
    for (unsigned w = 0; w < words; ++w) {
      uint64_t word = address[lane] / 4 + w;
      unsigned bank = word % 32;
      if (!(isTaken >> bank & 1)) {
        isTaken |= 1u << bank;
        first[bank] = word;
      } else if (first[bank] != word &&
                 std::find(more, more + numMore, word) == more + numMore) {
        more[numMore++] = word;
      }
    }
  }
  unsigned perBank[32] = {}, most = 0;
  for (unsigned i = 0; i < numMore; ++i)
    most = std::max(most, ++perBank[more[i] % 32]);
  return most + 1;
}

void ptxsim::countShared(AccessCounts &counts, const uint64_t *address,
                         uint32_t mask, unsigned bytes) {
  if (!mask)
    return;
  unsigned words = bytes <= 4 ? 1 : bytes / 4;
  unsigned lanes = 32 / words;
  uint32_t phase = lanes == 32 ? ~0u : (1u << lanes) - 1;
  ++counts.requests;
  counts.bytes += uint64_t(llvm::popcount(mask)) * bytes;
  for (unsigned begin = 0; begin < 32; begin += lanes) {
    uint32_t inPhase = mask & phase << begin;
    if (!inPhase)
      continue;
    unsigned passes = countPasses(address, inPhase, words);
    counts.wavefronts += passes;
    counts.conflicts += passes - 1;
  }
}

void ptxsim::countSharedAtomic(AccessCounts &counts, const uint64_t *address,
                               uint32_t mask, unsigned bytes) {
  if (!mask)
    return;
  unsigned perBank[32] = {}, most = 0;
  for (unsigned lane = 0; lane < 32; ++lane)
    if (mask >> lane & 1)
      most = std::max(most, ++perBank[address[lane] / 4 % 32]);
  ++counts.requests;
  counts.bytes += uint64_t(llvm::popcount(mask)) * bytes;
  counts.wavefronts += most;
  counts.conflicts += most - 1;
}

void ptxsim::countMatrix(AccessCounts &counts, const uint64_t *address,
                         unsigned matrices) {
  ++counts.requests;
  counts.bytes += matrices * 8 * 16;
  for (unsigned m = 0; m < matrices; ++m) {
    unsigned passes = countPasses(address, 0xffu << 8 * m, 4);
    counts.wavefronts += passes;
    counts.conflicts += passes - 1;
  }
}
