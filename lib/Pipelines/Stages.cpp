//===- Stages.cpp - the table of stages -----------------------------------===//

#include "attn/Pipelines/Pipelines.h"

#include "attn/Conversion/Passes.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"
#include "attn/Target/CPU/LinalgPasses.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassOptions.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::attn;

static void buildGraph(OpPassManager &pm, const PipelineOptions &) {
  pm.addPass(createInlinerPass());
  pm.addPass(createSymbolDCEPass());
  // Before anything looks for linalg: arithmetic may be written on tensors.
  pm.addNestedPass<func::FuncOp>(createConvertElementwiseToLinalgPass());
  pm.addPass(createAttnRaise());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

static void buildFused(OpPassManager &pm, const PipelineOptions &) {
  pm.addPass(createAttnFuse());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

template <bool isCPU>
static void buildScheduled(OpPassManager &pm, const PipelineOptions &options) {
  // While the attention ops and their operands can still be seen whole.
  pm.addNestedPass<func::FuncOp>(createAttnCheckSizes());
  // Its sweeps are attentions, to be reordered and scheduled like others.
  pm.addPass(createAttnExpandPlans());
  pm.addPass(createAttnReorder());
  AttnChooseScheduleOptions schedule;
  schedule.target = isCPU ? "cpu" : "linalg";
  schedule.tiles = options.tiles;
  schedule.vectorBits = options.vectorBits;
  schedule.numVectorRegisters = options.numVectorRegisters;
  pm.addPass(createAttnChooseSchedule(schedule));
}

static void buildTiled(OpPassManager &pm, const PipelineOptions &options) {
  AttnTilePartsOptions parts;
  if (options.tiles.size() == 4) {
    parts.queryTile = options.tiles[2];
    parts.keyTile = options.tiles[3];
  }
  pm.addPass(createAttnTileParts(parts));
  // Parts that stayed apart become linalg; what they feed is tiled after. Tasks
  // may continue states, which are therefore left.
  AttnDecomposeOptions decompose;
  decompose.keepStates = true;
  pm.addPass(createAttnDecompose(decompose));
  pm.addPass(createAttnTile());
  // What is left of states; where keys are split, tasks join partial ones.
  pm.addPass(createAttnDecompose());
}

static void buildSparse(OpPassManager &pm, const PipelineOptions &) {
  pm.addPass(createAttnSparse());
  // Bounds of neighbouring ranges repeat; unit loops of the tasks go.
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

static void buildBufferized(OpPassManager &pm, const PipelineOptions &) {
  buildBufferizePipeline(pm);
}

static void buildCpuBufferized(OpPassManager &pm, const PipelineOptions &) {
  // On tensors, where it is safe to move an op to its consumer.
  pm.addPass(createAttnFoldTransposes());
  pm.addPass(createAttnFuseElementwise());
  buildBufferizePipeline(pm);
}

static constexpr llvm::StringLiteral kGraph =
    "attention is recognised; tensors";
static constexpr llvm::StringLiteral kFused =
    "neighbouring ops are inside the attention ops";
static constexpr llvm::StringLiteral kScheduled =
    "every attention op carries its schedule";
static constexpr llvm::StringLiteral kTiled =
    "tiles of attention in loops over batch, heads and queries";
static constexpr llvm::StringLiteral kSparse =
    "key ranges of tiles are empty, full or partial";
static constexpr llvm::StringLiteral kBufferized =
    "no tensors; results go into memory of the caller";
static constexpr llvm::StringLiteral kLLVM =
    "LLVM dialect with the C interface";

static const Stage linalgStages[] = {
    {"graph", kGraph, buildGraph},
    {"fused", kFused, buildFused},
    {"scheduled", kScheduled, buildScheduled<false>},
    {"tiled", kTiled, buildTiled},
    {"sparse", kSparse, buildSparse},
    {"bufferized", kBufferized, buildBufferized},
    {"lowered", "plain loops over scalars", buildLoopsPipeline},
    {"llvm", kLLVM, buildLLVMPipeline},
};

static const Stage cpuStages[] = {
    {"graph", kGraph, buildGraph},
    {"fused", kFused, buildFused},
    {"scheduled", kScheduled, buildScheduled<true>},
    {"tiled", kTiled, buildTiled},
    {"sparse", kSparse, buildSparse},
    {"bufferized", kBufferized, buildCpuBufferized},
    {"lowered", "parallel loops over vectors", buildVectorPipeline},
    {"llvm", kLLVM, buildLLVMPipeline},
};

ArrayRef<StringRef> mlir::attn::getPipelineTargets() {
  static const StringRef targets[] = {"cpu", "linalg"};
  return targets;
}

ArrayRef<Stage> mlir::attn::getStages(StringRef target) {
  if (target == "cpu")
    return cpuStages;
  if (target == "linalg")
    return linalgStages;
  return {};
}

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// Position after the stage `name`, or an error that lists the stages.
static llvm::Expected<size_t> findStageEnd(ArrayRef<Stage> stages,
                                           StringRef name) {
  for (size_t i = 0; i < stages.size(); ++i)
    if (stages[i].name == name)
      return i + 1;
  auto names = llvm::map_range(stages, [](const Stage &s) { return s.name; });
  return makeError("expected a stage of " + llvm::join(names, ", ") +
                   ", got '" + name + "'");
}

llvm::Error mlir::attn::buildStages(OpPassManager &pm, StringRef target,
                                    StringRef from, StringRef to,
                                    const PipelineOptions &options) {
  ArrayRef<Stage> stages = getStages(target);
  if (stages.empty())
    return makeError("expected a target of " +
                     llvm::join(getPipelineTargets(), ", ") + ", got '" +
                     target + "'");
  size_t begin = 0, end = stages.size();
  if (!from.empty()) {
    auto position = findStageEnd(stages, from);
    if (!position)
      return position.takeError();
    begin = *position;
  }
  if (!to.empty()) {
    auto position = findStageEnd(stages, to);
    if (!position)
      return position.takeError();
    end = *position;
  }
  if (begin > end)
    return makeError("expected stage '" + to + "' not to be before stage '" +
                     from + "'");
  for (const Stage &stage : stages.slice(begin, end - begin))
    if (stage.build) {
      stage.build(pm, options);
      AttnVerifyStageOptions contract;
      contract.stage = stage.name.str();
      pm.addPass(createAttnVerifyStage(contract));
    }
  return llvm::Error::success();
}

namespace {
/// The textual options of --attn-<target>-pipeline.
struct StageOptions : public PassPipelineOptions<StageOptions> {
  Option<std::string> from{*this, "from",
                           llvm::cl::desc("Stage whose result the input is")};
  Option<std::string> to{*this, "to", llvm::cl::desc("Last stage to run")};
  Option<unsigned> vectorBits{*this, "vector-bits",
                              llvm::cl::desc("Width of a vector register"),
                              llvm::cl::init(512)};
  ListOption<int64_t> tiles{
      *this, "tiles",
      llvm::cl::desc("Tile sizes of attention: batch, head, query, key")};
  Option<unsigned> numVectorRegisters{
      *this, "vector-registers", llvm::cl::desc("Number of vector registers"),
      llvm::cl::init(32)};
};

/// Stands for a pipeline whose options make no sense, and says so when it runs:
/// whoever builds it from text has no way to hear of an error.
class NoPipeline : public PassWrapper<NoPipeline, OperationPass<>> {
public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(NoPipeline)
  explicit NoPipeline(std::string message) : message(std::move(message)) {}
  StringRef getArgument() const override { return "attn-no-pipeline"; }
  void runOnOperation() override {
    getOperation()->emitError(message);
    signalPassFailure();
  }

private:
  std::string message;
};
} // namespace

static void registerTarget(StringRef target) {
  std::string name = ("attn-" + target + "-pipeline").str();
  std::string summary = ("Compile for target " + target).str();
  PassPipelineRegistration<StageOptions>(
      name, summary, [target](OpPassManager &pm, const StageOptions &options) {
        PipelineOptions pipeline;
        pipeline.vectorBits = options.vectorBits;
        pipeline.numVectorRegisters = options.numVectorRegisters;
        pipeline.tiles.assign(options.tiles.begin(), options.tiles.end());
        if (llvm::Error error =
                buildStages(pm, target, options.from, options.to, pipeline))
          pm.addPass(std::make_unique<NoPipeline>(
              llvm::toString(std::move(error))));
      });
}

void mlir::attn::registerPipelines() {
  for (StringRef target : getPipelineTargets())
    registerTarget(target);
  PassPipelineRegistration<>(
      "attn-bufferize-pipeline",
      "Bufferise with results in memory of the caller",
      [](OpPassManager &pm) { buildBufferizePipeline(pm); });
}
