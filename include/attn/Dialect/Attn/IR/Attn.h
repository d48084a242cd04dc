//===- Attn.h - the attn dialect, the one header users include --*- C++ -*-===//

#ifndef ATTN_DIALECT_ATTN_IR_ATTN_H
#define ATTN_DIALECT_ATTN_IR_ATTN_H

#include "attn/Dialect/Attn/IR/AttentionShape.h"
#include "attn/Dialect/Attn/IR/AttnInterfaces.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/TilingInterface.h"

#include "attn/Dialect/Attn/IR/AttnDialect.h.inc"
#include "attn/Dialect/Attn/IR/AttnEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "attn/Dialect/Attn/IR/AttnAttrs.h.inc"

// After the attributes, which it uses.
#include "attn/Dialect/Attn/IR/AttentionClauses.h"

#define GET_OP_CLASSES
#include "attn/Dialect/Attn/IR/AttnOps.h.inc"

namespace mlir::attn {

/// A function that recognises one pattern in a relation, or returns null.
using PatternFitFn = Attribute (*)(const PatternFitQuery &);

/// The `fit` of every pattern that has one, in the order of the .td file.
ArrayRef<PatternFitFn> getPatternFits();

/// A function that recognises one normaliser in the ops of an unfused graph.
using UnfusedMatchFn = std::optional<UnfusedMatch> (*)(const UnfusedWeight &);

/// The `matchUnfused` of every normaliser that has one, in the order of the .td
/// file.
ArrayRef<UnfusedMatchFn> getUnfusedMatchers();

} // namespace mlir::attn

#endif // ATTN_DIALECT_ATTN_IR_ATTN_H
