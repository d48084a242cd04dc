//===- ReducePass.cpp - steps as long as the test is interested -----------===//

#include "Reduce.h"

#include "mlir/IR/Verifier.h"
#include "mlir/Reducer/Tester.h"

using namespace mlir;
using namespace mlir::attn;

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNREDUCTION
#include "ReducePasses.h.inc"
} // namespace mlir::attn

namespace {
class AttnReduction : public attn::impl::AttnReductionBase<AttnReduction> {
public:
  using AttnReductionBase::AttnReductionBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (test.empty()) {
      module.emitError("expected a program as option 'test', got none");
      return signalPassFailure();
    }
    if (!isInteresting(module)) {
      module.emitError("expected an input that the test finds interesting");
      return signalPassFailure();
    }
    bool changed = true;
    while (changed) {
      changed = false;
      for (const ReductionStep &step : getReductionSteps())
        changed |= repeat(step);
    }
  }

private:
  bool isInteresting(ModuleOp module) {
    ++numTests;
    return Tester(test, testArgs).isInteresting(module).first ==
           Tester::Interestingness::True;
  }

  // A step that is kept changes what the numbers stand for: the same one is
  // tried again.
  bool repeat(const ReductionStep &step) {
    bool changed = false;
    for (unsigned number = 0;;) {
      OwningOpRef<ModuleOp> candidate = getOperation().clone();
      StepResult result = step.apply(*candidate, number);
      if (result == StepResult::NoSuchNumber)
        return changed;
      if (result == StepResult::Unchanged || !isValid(*candidate) ||
          !isInteresting(*candidate)) {
        ++number;
        continue;
      }
      changed = true;
      ++numSteps;
      getOperation().getBodyRegion().takeBody(candidate->getBodyRegion());
      getOperation()->setAttrs((*candidate)->getAttrDictionary());
    }
  }

  bool isValid(ModuleOp module) {
    ScopedDiagnosticHandler silence(&getContext(),
                                    [](Diagnostic &) { return success(); });
    return succeeded(verify(module));
  }
};
} // namespace
