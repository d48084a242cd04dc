//===- Mma.h - the odd shape of mma -----------------------------*- C++ -*-===//

#ifndef PTXSIM_ARITH_MMA_H
#define PTXSIM_ARITH_MMA_H

#include "attn/PTXSim/Arith/Kernel.h"
#include "attn/PTXSim/Arith/Matrix.h"

namespace ptxsim {

/// m8n8k4 of f16: four products at once, by quads of lanes.
Kernel findQuadMma(const Instruction &inst);

} // namespace ptxsim

#endif // PTXSIM_ARITH_MMA_H
