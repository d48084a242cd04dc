//===- KernelParams.h - the shape of a vector attention kernel --*- C++ -*-===//
//
// The numbers that the generator of vector kernels leaves open: how many lanes
// a vector has and how the registers and the first-level cache are divided.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_TARGET_CPU_KERNELPARAMS_H
#define ATTN_TARGET_CPU_KERNELPARAMS_H

#include <cstdint>

namespace mlir::attn::cpu {

/// What the generator asks of a machine.
struct KernelMachine {
  int64_t vectorBits = 128;
  int64_t vectorRegisters = 16;
  int64_t l1Bytes = 32 * 1024;
  int64_t l2Bytes = 512 * 1024;
};

/// What the generator asks of a problem; -1 where not known.
struct KernelProblem {
  int64_t accumulatorBits = 32;
  int64_t headDim = 64;
  int64_t valueDim = 64;
  int64_t queries = -1;
};

/// A query owns a lane. Scores are made in tiles of `tileKeys` keys by
/// `queryVectors` vectors of queries, held in registers; the weights of
/// `keyBlock` keys go through the first-level cache to tiles of `valueRows`
/// queries by `valueVectors` vectors of the output.
struct KernelParams {
  int64_t lanes = 4;
  int64_t tileKeys = 4;
  int64_t queryVectors = 2;
  int64_t keyBlock = 64;
  /// Groups of queryVectors * lanes queries that see a key block in turn.
  int64_t queryGroups = 4;
  int64_t valueRows = 6;
  int64_t valueVectors = 2;
  /// All rows of a group go through one panel of value columns before the next:
  /// only a panel of the key block's values need stay in the cache.
  bool valuePanels = false;
  /// Steps of the head dimension in one trip of the score loop.
  int64_t unroll = 2;

  int64_t groupLanes() const { return lanes * queryVectors; }

  /// Registers and cache divided as measured best; see the README beside the
  /// implementation.
  static KernelParams get(const KernelMachine &machine,
                          const KernelProblem &problem);
};

} // namespace mlir::attn::cpu

#endif // ATTN_TARGET_CPU_KERNELPARAMS_H
