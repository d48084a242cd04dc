//===- Reduce.h - ways of making a module smaller ---------------*- C++ -*-===//

#ifndef ATTN_TOOLS_ATTN_REDUCE_REDUCE_H
#define ATTN_TOOLS_ATTN_REDUCE_REDUCE_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir {
class DialectRegistry;

namespace attn {

/// What became of the change that a number stands for.
enum class StepResult { Changed, Unchanged, NoSuchNumber };

/// One kind of change; those that a module offers are numbered from 0. The
/// result need not be valid: the caller verifies it.
struct ReductionStep {
  StringLiteral name;
  StepResult (*apply)(ModuleOp module, unsigned number);
};

/// The kinds, those that take away most first.
ArrayRef<ReductionStep> getReductionSteps();

/// Gives the attn dialect upstream's interface of reduction patterns: clauses
/// are dropped, one for each pattern.
void registerReductionPatterns(DialectRegistry &registry);

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "ReducePasses.h.inc"

} // namespace attn
} // namespace mlir

#endif // ATTN_TOOLS_ATTN_REDUCE_REDUCE_H
