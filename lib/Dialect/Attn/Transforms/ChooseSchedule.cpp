//===- ChooseSchedule.cpp - the schedule that the target asks for ---------===//

#include "FusedClauses.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"
#include "attn/Target/TargetInfo.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNCHOOSESCHEDULE
#include "attn/Dialect/Attn/Transforms/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

static AttentionProblem toProblem(const FusedClauses &clauses) {
  return {clauses.shape,
          getElementTypeOrSelf(clauses.value.getType()),
          clauses.pattern,
          clauses.normalizer,
          !clauses.combine->empty(),
          !clauses.score->empty()};
}

// Structures that some target has.
static SmallVector<StringRef> getKnownStructures() {
  SmallVector<StringRef> names;
  for (const std::string &name : getTargetInfoNames())
    if (std::unique_ptr<TargetInfo> info = createTargetInfo(name, {}))
      llvm::append_range(names, info->getScheduleSupport().structures);
  return names;
}

// A schedule written by hand: its tiles hold for every target, a structure that
// no target knows is an error, what this one makes nothing of is a warning.
static LogicalResult checkWritten(Operation *op, ScheduleAttr schedule,
                                  StringRef target,
                                  const ScheduleSupport &support) {
  SmallVector<StringRef> known = getKnownStructures();
  if (!llvm::is_contained(known, schedule.getStructure()))
    return op->emitOpError() << "expected a schedule's structure among "
                             << llvm::join(known, ", ") << ", got '"
                             << schedule.getStructure() << "'";
  if (!llvm::is_contained(support.structures, schedule.getStructure()))
    return success();
  auto warn = [&](const Twine &what) {
    op->emitWarning() << "target '" << target << "' makes nothing of " << what
                      << " in a schedule";
  };
  for (StringAttr name : schedule.getPacking())
    if (!llvm::is_contained(support.packing, name.getValue()))
      warn("packing \"" + name.getValue() + "\"");
  if (schedule.getKeySplit() != 1 && !support.keySplit)
    warn("key_split = " + Twine(schedule.getKeySplit()));
  if (schedule.getStages() != 1 && !support.stages)
    warn("stages = " + Twine(schedule.getStages()));
  return success();
}

// The schedule of `op`: the one it has, else the target's with the tile sizes
// that the user forces.
template <typename OpTy>
static ScheduleAttr schedule(OpTy op, const TargetInfo &target,
                             ArrayRef<int64_t> forcedTiles) {
  if (ScheduleAttr written = op.getScheduleAttr())
    return written;
  FusedClauses clauses = getClauses(op);
  ScheduleAttr chosen =
      target.chooseSchedule(op.getContext(), toProblem(clauses));
  if (forcedTiles.empty())
    return chosen;
  return ScheduleAttr::get(op.getContext(), chosen.getStructure(), forcedTiles,
                           chosen.getKeySplit(), chosen.getPacking(),
                           chosen.getStages());
}

namespace {
struct AttnChooseSchedule
    : attn::impl::AttnChooseScheduleBase<AttnChooseSchedule> {
  using AttnChooseScheduleBase::AttnChooseScheduleBase;

  void runOnOperation() override {
    std::unique_ptr<TargetInfo> info =
        createTargetInfo(target, {vectorBits, numVectorRegisters});
    if (!info) {
      getOperation()->emitError() << "expected a target among "
                                  << llvm::join(getTargetInfoNames(), ", ")
                                  << ", got '" << target << "'";
      return signalPassFailure();
    }
    if (!tiles.empty() &&
        (tiles.size() != 4 ||
         llvm::any_of(tiles, [](int64_t t) { return t < 1; }))) {
      getOperation()->emitError() << "expected 4 tile sizes of at least 1 "
                                     "(batch, head, query, key)";
      return signalPassFailure();
    }
    auto choose = [&](auto op) {
      ScheduleAttr written = op.getScheduleAttr();
      if (written && failed(checkWritten(op, written, target,
                                         info->getScheduleSupport())))
        return WalkResult::interrupt();
      op.setScheduleAttr(schedule(op, *info, *tiles));
      return WalkResult::advance();
    };
    WalkResult walk = getOperation()->walk([&](Operation *op) {
      if (auto attention = dyn_cast<AttentionOp>(op))
        return choose(attention);
      if (auto partial = dyn_cast<PartialOp>(op))
        return choose(partial);
      return WalkResult::advance();
    });
    if (walk.wasInterrupted())
      signalPassFailure();
  }
};
} // namespace
