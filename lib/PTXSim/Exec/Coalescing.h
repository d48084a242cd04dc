//===- Coalescing.h - sectors and wavefronts of one request -----*- C++ -*-===//

#ifndef ATTN_PTXSIM_EXEC_COALESCING_H
#define ATTN_PTXSIM_EXEC_COALESCING_H

#include "attn/PTXSim/Counts.h"

namespace ptxsim {

/// Adds a request of the lanes in `mask`, `bytes` a lane at addresses that are
/// multiples of it.
void countGlobal(AccessCounts &counts, const uint64_t *address, uint32_t mask,
                 unsigned bytes);
void countShared(AccessCounts &counts, const uint64_t *address, uint32_t mask,
                 unsigned bytes);
/// Lanes that meet at one word go one after the other.
void countSharedAtomic(AccessCounts &counts, const uint64_t *address,
                       uint32_t mask, unsigned bytes);
/// Rows of 16 bytes, eight a matrix.
void countMatrix(AccessCounts &counts, const uint64_t *address,
                 unsigned matrices);

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_COALESCING_H
