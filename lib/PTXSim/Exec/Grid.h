//===- Grid.h - all blocks of a launch --------------------------*- C++ -*-===//

#ifndef ATTN_PTXSIM_EXEC_GRID_H
#define ATTN_PTXSIM_EXEC_GRID_H

#include "BlockRun.h"

namespace ptxsim {

/// Runs all blocks. Reports come in the order of the blocks; counts have an
/// element for each op.
void runGrid(const LaunchState &launch, ReportList &reports,
             std::vector<InstructionCounts> &counts);

} // namespace ptxsim

#endif // ATTN_PTXSIM_EXEC_GRID_H
