//===- Origins.h - where an attention comes from ----------------*- C++ -*-===//

#ifndef ATTN_TOOLS_ATTN_EXPLAIN_ORIGINS_H
#define ATTN_TOOLS_ATTN_EXPLAIN_ORIGINS_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::attn {

/// "file:line:column" of the innermost location that has one.
std::string locationOf(Location loc);

/// What was written in the input, kept while passes rewrite it.
class Origins {
public:
  /// Notes the attentions and other ops of the dialect in `module`.
  explicit Origins(ModuleOp module);

  /// "as written", "made of attn.context_pool", "recognised in linalg": of an
  /// attention that passes left. The parts that one was fused of are listed.
  std::string describe(Operation *op) const;

  /// A line for each op of the dialect that was written and is neither an
  /// attention nor part of one by now.
  void printUnfused(ModuleOp module, raw_ostream &os) const;

private:
  llvm::MapVector<Location, StringRef> parts;
};

} // namespace mlir::attn

#endif // ATTN_TOOLS_ATTN_EXPLAIN_ORIGINS_H
