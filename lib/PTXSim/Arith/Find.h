//===- Find.h - the parts of findKernel -------------------------*- C++ -*-===//
//
// Each knows the instructions of one file and answers null for all others.
//
//===----------------------------------------------------------------------===//

#ifndef PTXSIM_ARITH_FIND_H
#define PTXSIM_ARITH_FIND_H

#include "attn/PTXSim/Arith/Kernel.h"

namespace ptxsim {

Kernel findIntegerKernel(const Instruction &inst);
Kernel findCarryKernel(const Instruction &inst);
Kernel findBitKernel(const Instruction &inst);
Kernel findFloatKernel(const Instruction &inst);
Kernel findHalfKernel(const Instruction &inst);
Kernel findApproxKernel(const Instruction &inst);
Kernel findCompareKernel(const Instruction &inst);
Kernel findConvertKernel(const Instruction &inst);
Kernel findPackKernel(const Instruction &inst);
Kernel findVideoKernel(const Instruction &inst);
Kernel findWarpKernel(const Instruction &inst);
Kernel findMmaKernel(const Instruction &inst);

} // namespace ptxsim

#endif // PTXSIM_ARITH_FIND_H
