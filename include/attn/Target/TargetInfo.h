//===- TargetInfo.h - the questions a target answers ------------*- C++ -*-===//
//
// Shared passes know no chip: they ask the target that the user named. A target
// registers itself once; see lib/Target/<T>/<T>TargetInfo.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_TARGET_TARGETINFO_H
#define ATTN_TARGET_TARGETINFO_H

#include "attn/Dialect/Attn/IR/Attn.h"
#include "llvm/ADT/StringMap.h"
#include <functional>
#include <memory>

namespace mlir::attn {

/// What a cost model may know of one attention.
struct AttentionProblem {
  AttentionShape shape;
  Type elementType;
  PatternAttrInterface pattern;
  NormalizerAttrInterface normalizer;
  bool hasCombine = false;
  bool hasScore = false;
};

/// What the user said about the machine; zero where nothing was said.
struct TargetOptions {
  /// Width of a vector register in bits, number of vector registers.
  unsigned vectorBits = 0;
  unsigned numVectorRegisters = 0;
};

/// What one core does in a cycle; zero where the target does not say.
struct MachineRates {
  /// Operations of the unit that computes products of this element type.
  double flopsPerCycle = 0;
  /// Bytes from and to main memory.
  double bytesPerCycle = 0;
};

/// What a target makes of a schedule; the rest has no effect there.
struct ScheduleSupport {
  /// Names of kernel structures, and of operands that may be packed.
  ArrayRef<StringRef> structures, packing;
  bool keySplit = false, stages = false;
};

/// One target. Stateless beyond its options; safe to share between threads.
class TargetInfo {
public:
  virtual ~TargetInfo() = default;

  /// The kernel structure and tile sizes for `problem`. Tiles are at least 1;
  /// the head tile divides the head count and is 1, a divisor of the group or a
  /// multiple of it.
  virtual ScheduleAttr chooseSchedule(MLIRContext *context,
                                      const AttentionProblem &problem) const = 0;

  virtual ScheduleSupport getScheduleSupport() const = 0;

  /// For the bound that attn-explain predicts.
  virtual MachineRates getRates(Type element) const { return {}; }

  /// One sentence for the user: why this schedule.
  virtual std::string explainSchedule(const AttentionProblem &problem,
                                      ScheduleAttr schedule) const = 0;
};

using TargetInfoFactory =
    std::function<std::unique_ptr<TargetInfo>(const TargetOptions &)>;

/// Makes a target known under `name`; a later registration replaces an earlier.
void registerTargetInfo(StringRef name, TargetInfoFactory factory);

/// The target `name`, or null if none is registered.
std::unique_ptr<TargetInfo> createTargetInfo(StringRef name,
                                             const TargetOptions &options);

/// Names of the registered targets, sorted.
SmallVector<std::string> getTargetInfoNames();

/// The portable target: plain loops, no vector unit assumed.
void registerLoopsTargetInfo();

} // namespace mlir::attn

#endif // ATTN_TARGET_TARGETINFO_H
