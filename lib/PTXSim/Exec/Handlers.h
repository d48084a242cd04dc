//===- Handlers.h - how ops execute -----------------------------*- C++ -*-===//

#ifndef ATTN_PTXSIM_EXEC_HANDLERS_H
#define ATTN_PTXSIM_EXEC_HANDLERS_H

#include "Code.h"

namespace ptxsim {

struct Split;

// Arithmetic (OpsArithmetic.cpp).
void runKernel(Warp &warp, const Op &op, uint32_t mask);
/// Of lanes that came to a .sync instruction at different places.
void runKernelApart(Warp &warp, llvm::ArrayRef<const Split *> parts);
void runMove(Warp &warp, const Op &op, uint32_t mask);
void runMoveFrameAddress(Warp &warp, const Op &op, uint32_t mask);
void runMoveClock(Warp &warp, const Op &op, uint32_t mask);
void runPack(Warp &warp, const Op &op, uint32_t mask);
void runMovePredicate(Warp &warp, const Op &op, uint32_t mask);
void runConvertAddress(Warp &warp, const Op &op, uint32_t mask);
void runIsSpace(Warp &warp, const Op &op, uint32_t mask);
void runNothing(Warp &warp, const Op &op, uint32_t mask);
void runCreatePolicy(Warp &warp, const Op &op, uint32_t mask);

/// Which lanes of the destinations depend on garbage in `lanes` of the sources
/// (Garbage.cpp).
void spreadGarbage(Warp &warp, const Op &op, uint32_t mask, uint32_t lanes,
                   uint32_t *dirty);

// Control (OpsControl.cpp).
void runBranch(Warp &warp, const Op &op, uint32_t mask);
void runIndexedBranch(Warp &warp, const Op &op, uint32_t mask);
void runCall(Warp &warp, const Op &op, uint32_t mask);
void runReturn(Warp &warp, const Op &op, uint32_t mask);
void runEpilogue(Warp &warp, const Op &op, uint32_t mask);
void runExit(Warp &warp, const Op &op, uint32_t mask);
void runTrap(Warp &warp, const Op &op, uint32_t mask);

// Threads that meet (OpsSync.cpp).
void runSyncKernel(Warp &warp, const Op &op, uint32_t mask);
void runAlignedKernel(Warp &warp, const Op &op, uint32_t mask);
void runWarpBarrier(Warp &warp, const Op &op, uint32_t mask);
void runBarrier(Warp &warp, const Op &op, uint32_t mask);
/// Reports an .aligned instruction that not all 32 lanes execute.
void checkWholeWarp(Warp &warp, const Op &op, uint32_t mask);
void runFence(Warp &warp, const Op &op, uint32_t mask);

// Memory (OpsMemory.cpp, OpsAsync.cpp, OpsMatrix.cpp).
void runLoad(Warp &warp, const Op &op, uint32_t mask);
void runStore(Warp &warp, const Op &op, uint32_t mask);
void runAtomic(Warp &warp, const Op &op, uint32_t mask);
void runLoadMatrix(Warp &warp, const Op &op, uint32_t mask);
void runStoreMatrix(Warp &warp, const Op &op, uint32_t mask);
void runCopyAsync(Warp &warp, const Op &op, uint32_t mask);
void runCommitGroup(Warp &warp, const Op &op, uint32_t mask);
void runWaitGroup(Warp &warp, const Op &op, uint32_t mask);

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_HANDLERS_H
