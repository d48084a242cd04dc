//===- FinishOpenMP.cpp - schedules and stack scopes ----------------------===//

#include "attn/Target/Host/Passes.h"
#include "mlir/Dialect/OpenMP/OpenMPDialect.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNFINISHOPENMP
#include "attn/Target/Host/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;

/// Inlines a scope; what it allocates on the stack is released at its end.
static void resolveScope(memref::AllocaScopeOp scope) {
  IRRewriter rewriter(scope.getContext());
  Location loc = scope.getLoc();
  Block *body = &scope.getBodyRegion().front();
  bool allocates = !body->getOps<memref::AllocaOp>().empty();
  Operation *terminator = body->getTerminator();
  rewriter.setInsertionPoint(scope);
  Value stack;
  if (allocates)
    stack = LLVM::StackSaveOp::create(
        rewriter, loc, LLVM::LLVMPointerType::get(scope.getContext()));
  rewriter.inlineBlockBefore(body, scope);
  if (allocates)
    LLVM::StackRestoreOp::create(rewriter, loc, stack);
  SmallVector<Value> results(terminator->getOperands());
  rewriter.eraseOp(terminator);
  rewriter.replaceOp(scope, results);
}

namespace {
struct FinishOpenMP
    : public mlir::attn::impl::AttnFinishOpenMPBase<FinishOpenMP> {
  void runOnOperation() override {
    SmallVector<memref::AllocaScopeOp> scopes;
    getOperation()->walk(
        [&](memref::AllocaScopeOp scope) { scopes.push_back(scope); });
    llvm::for_each(scopes, resolveScope);
    getOperation()->walk([](omp::WsloopOp loop) {
      loop.setScheduleKind(omp::ClauseScheduleKind::Dynamic);
    });
  }
};
} // namespace
