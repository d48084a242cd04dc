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
    getOperation()->walk([&](Operation *op) {
      if (auto attention = dyn_cast<AttentionOp>(op))
        attention.setScheduleAttr(schedule(attention, *info, *tiles));
      else if (auto partial = dyn_cast<PartialOp>(op))
        partial.setScheduleAttr(schedule(partial, *info, *tiles));
    });
  }
};
} // namespace
