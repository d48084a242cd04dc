//===- InitAll.h - registration of everything in attn -----------*- C++ -*-===//

#ifndef ATTN_INITALL_H
#define ATTN_INITALL_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace mlir::attn {

/// Registers the attn dialect, every upstream dialect, the external models and
/// translations that attn's pipelines rely on, and attn's targets.
void registerAllDialects(DialectRegistry &registry);

/// Registers every attn pass and pipeline, and every upstream pass, with the
/// command-line registry that opt-style tools read.
void registerAllPasses();

} // namespace mlir::attn

#endif // ATTN_INITALL_H
