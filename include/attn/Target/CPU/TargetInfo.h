//===- TargetInfo.h - registration of the CPU's cost model ------*- C++ -*-===//

#ifndef ATTN_TARGET_CPU_TARGETINFO_H
#define ATTN_TARGET_CPU_TARGETINFO_H

namespace mlir::attn::cpu {

/// Makes the target "cpu" known to attn-choose-schedule.
void registerTargetInfo();

} // namespace mlir::attn::cpu

#endif // ATTN_TARGET_CPU_TARGETINFO_H
