//===- CPUTargetInfo.cpp - cost model of the CPU target -------------------===//

#include "attn/Target/CPU/KernelParams.h"
#include "attn/Target/CPU/TargetInfo.h"
#include "attn/Target/TargetInfo.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::cpu;

namespace {
class CPUTargetInfo : public TargetInfo {
public:
  explicit CPUTargetInfo(const TargetOptions &options) {
    if (options.vectorBits)
      machine.vectorBits = options.vectorBits;
    if (options.numVectorRegisters)
      machine.vectorRegisters = options.numVectorRegisters;
  }

  ScheduleAttr chooseSchedule(MLIRContext *context,
                              const AttentionProblem &problem) const override {
    KernelParams params = getParams(problem);
    // One task is one query block of the kernel: its packed queries and its
    // state are all that a thread holds besides a key block.
    int64_t rows = params.queryGroups * params.groupLanes();
    return ScheduleAttr::get(context, "lane_query",
                             {1, 1, rows, params.keyBlock}, /*key_split=*/1,
                             StringAttr::get(context, "q"), /*stages=*/1);
  }

  ScheduleSupport getScheduleSupport() const override {
    static const StringRef structures[] = {"lane_query"}, packing[] = {"q"};
    return {structures, packing, /*keySplit=*/true};
  }

  std::string explainSchedule(const AttentionProblem &problem,
                              ScheduleAttr schedule) const override {
    KernelParams params = getParams(problem);
    std::string text;
    llvm::raw_string_ostream os(text);
    os << "a query owns a vector lane (" << params.lanes << " lanes); "
       << schedule.getTiles()[2] << " queries a task share blocks of "
       << schedule.getTiles()[3]
       << " keys, whose weights fit the first-level cache; scores in register "
          "tiles of "
       << params.tileKeys << " keys x " << params.groupLanes()
       << " queries, outputs in tiles of " << params.valueRows << " queries x "
       << params.valueVectors * params.lanes << " columns";
    return text;
  }

  // Two fused multiply-add units are what CPUs with AVX2 and AVX-512 have; 16-bit
  // floats are widened to f32. 4 bytes a cycle is what one core of a server
  // reads from memory in a stream.
  MachineRates getRates(Type element) const override {
    double lanes = machine.vectorBits /
                   static_cast<double>(getAccumulationType(element).getWidth());
    return {/*flopsPerCycle=*/2 * 2 * lanes, /*bytesPerCycle=*/4};
  }

private:
  KernelParams getParams(const AttentionProblem &problem) const {
    FloatType accType = getAccumulationType(problem.elementType);
    KernelProblem kernel;
    kernel.accumulatorBits = accType.getWidth();
    kernel.headDim = std::max<int64_t>(1, problem.shape.keyDim);
    kernel.valueDim = std::max<int64_t>(1, problem.shape.valueDim);
    kernel.queries = ShapedType::isDynamic(problem.shape.numQueries)
                         ? -1
                         : problem.shape.numQueries;
    return KernelParams::get(machine, kernel);
  }

  KernelMachine machine;
};
} // namespace

void mlir::attn::cpu::registerTargetInfo() {
  attn::registerTargetInfo("cpu", [](const TargetOptions &options) {
    return std::make_unique<CPUTargetInfo>(options);
  });
}
