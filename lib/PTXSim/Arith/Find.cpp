//===- Find.cpp - the kernel of an instruction ----------------------------===//

#include "Find.h"
#include "attn/PTXSim/Module.h"

using namespace ptxsim;

Kernel ptxsim::findKernel(const Instruction &inst) {
  for (auto find :
       {findCarryKernel, findIntegerKernel, findBitKernel, findFloatKernel,
        findHalfKernel, findApproxKernel, findCompareKernel, findConvertKernel,
        findPackKernel, findVideoKernel, findWarpKernel, findMmaKernel})
    if (Kernel kernel = find(inst))
      return kernel;
  return {};
}
