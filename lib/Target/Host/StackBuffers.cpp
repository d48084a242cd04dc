//===- StackBuffers.cpp - small buffers of tasks on the stack -------------===//

#include "attn/Target/Host/Passes.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNSTACKBUFFERS
#include "attn/Target/Host/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;

// Bytes of a buffer of a known size; 0 for others.
static int64_t sizeInBytes(MemRefType type) {
  if (!type.hasStaticShape() || !type.getLayout().isIdentity() ||
      !type.getElementType().isIntOrIndexOrFloat())
    return 0;
  Type element = type.getElementType();
  int64_t bits = element.isIndex() ? 64 : element.getIntOrFloatBitWidth();
  return type.getNumElements() * llvm::divideCeil(bits, 8);
}

namespace {
struct StackBuffers
    : public mlir::attn::impl::AttnStackBuffersBase<StackBuffers> {
  using AttnStackBuffersBase::AttnStackBuffersBase;

  // Only what stands directly in the body: a loop in it has no scope of its
  // own, and what it puts on the stack would stay there until the task ends.
  void visit(scf::ForallOp loop) {
    int64_t left = 4 * maxBytes;
    for (auto alloc : llvm::make_early_inc_range(
             loop.getBody()->getOps<memref::AllocOp>())) {
      int64_t bytes = sizeInBytes(alloc.getType());
      if (bytes == 0 || bytes > std::min<int64_t>(maxBytes, left))
        continue;
      left -= bytes;
      OpBuilder b(alloc);
      auto buffer = memref::AllocaOp::create(b, alloc.getLoc(), alloc.getType(),
                                             b.getI64IntegerAttr(64));
      alloc.replaceAllUsesWith(buffer.getResult());
      alloc.erase();
    }
  }

  void runOnOperation() override {
    getOperation()->walk([&](scf::ForallOp loop) { visit(loop); });
  }
};
} // namespace
