//===- BlockRun.h - a block while it runs -----------------------*- C++ -*-===//

#ifndef ATTN_PTXSIM_EXEC_BLOCKRUN_H
#define ATTN_PTXSIM_EXEC_BLOCKRUN_H

#include "GlobalShadow.h"
#include "Shadow.h"
#include "Warp.h"
#include "attn/PTXSim/Launch.h"
#include <deque>

namespace ptxsim {

/// What is the same for all blocks of a launch.
struct LaunchState {
  const Code &code;
  DeviceMemory &memory;
  const LaunchOptions &options;
  /// The kernel's parameters, as the driver lays them out.
  std::vector<uint8_t> params;
  uint64_t sharedSize = 0;
  /// If blocks may talk: who touched global memory, for all of them.
  GlobalShadow *global = nullptr;
  SyncObjects *syncs = nullptr;
};

/// splitmix64: the same numbers from the same seed everywhere.
class Random {
public:
  explicit Random(uint64_t seed) : state(seed) {}
  uint64_t next() {
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  /// 0 .. n-1.
  uint32_t below(uint32_t n) { return (next() >> 32) * n >> 32; }

private:
  uint64_t state;
};

/// One of the 16 barriers of a block.
struct Barrier {
  struct Arrival {
    unsigned warp;
    uint32_t lanes;
    const Op *op;
    bool waits;
  };
  std::vector<Arrival> arrivals;
  std::array<uint32_t, kMaxWarps> arrived{};
  /// That have arrived; by warps, 32 for a whole one.
  uint32_t threads = 0;
  /// 0: all of the block.
  uint32_t expected = 0;
  Knowledge knowledge;
  /// bar.red.
  uint32_t numTrue = 0, numVoters = 0;

  bool isUsed() const { return threads != 0; }
};

class BlockRun {
public:
  BlockRun(const LaunchState &launch, uint32_t index,
           std::vector<InstructionCounts> &counts);

  /// Executes about `quantum` instructions of warps, or until it is done.
  void run(uint64_t quantum);
  bool isDone() const { return done; }

  /// A warp comes to a barrier with `lanes`.
  void arriveAt(unsigned number, Warp &warp, const Op &op, uint32_t lanes,
                uint32_t expected, bool waits);
  /// Threads have exited: barriers may be complete without them.
  void noteExit();
  void report(Report report);

  const LaunchState &launch;
  const uint32_t index;
  Dim3 coordinates;
  std::vector<InstructionCounts> &counts;
  std::vector<uint8_t> shared, sharedInitialized;
  Shadow sharedShadow;
  Order order;
  /// This block's own, unless launch.global is for all.
  GlobalShadow ownGlobal;
  GlobalShadow &global;
  ReportList reports;
  /// Since warps are neither copied nor moved.
  std::deque<Warp> warps;
  std::array<Barrier, 16> barriers;

private:
  void release(unsigned number);
  bool isComplete(const Barrier &barrier) const;
  void reportHang();
  Warp *chooseWarp();

  Random random;
  bool done = false;
  uint64_t executed = 0;
};

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_BLOCKRUN_H
