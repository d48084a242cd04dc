//===- ApproximateMath.cpp - math functions of vectors --------------------===//

#include "attn/Target/CPU/LinalgPasses.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNAPPROXIMATEMATH
#include "attn/Target/CPU/LinalgPasses.h.inc"
} // namespace mlir::attn

using namespace mlir;

namespace {
/// Upstream's polynomials, for ops on vectors of f32 only.
struct ApproximateMath
    : public mlir::attn::impl::AttnApproximateMathBase<ApproximateMath> {
  void runOnOperation() override {
    // Upstream's patterns ask by name only, so scalar functions are given to
    // the driver not at all.
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) {
      if (!isa_and_nonnull<math::MathDialect>(op->getDialect()))
        return;
      auto type = dyn_cast<VectorType>(op->getResult(0).getType());
      if (type && type.getElementType().isF32())
        ops.push_back(op);
    });
    RewritePatternSet patterns(&getContext());
    auto isCostly = [](StringRef name) {
      // A rounded-to-nearest 1/sqrt costs two instructions here.
      return name != math::RsqrtOp::getOperationName() &&
             name != math::SqrtOp::getOperationName();
    };
    populateMathF32ExpansionPatterns(patterns, isCostly);
    populateMathPolynomialApproximationPatterns(patterns, isCostly);
    GreedyRewriteConfig config;
    config.setStrictness(GreedyRewriteStrictness::ExistingAndNewOps);
    if (failed(applyOpPatternsGreedily(ops, std::move(patterns), config)))
      return signalPassFailure();
  }
};
} // namespace
