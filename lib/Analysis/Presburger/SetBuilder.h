//===- SetBuilder.h - conjunctions as Presburger sets -----------*- C++ -*-===//
//
// The one place where sets of MLIR's Presburger library are built.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_ANALYSIS_PRESBURGER_SETBUILDER_H
#define ATTN_LIB_ANALYSIS_PRESBURGER_SETBUILDER_H

#include "attn/Analysis/Presburger/Relation.h"

namespace mlir::attn {

enum class SampleResult { Found, None, TooLarge };

/// Looks for an integer point of the conjunction of `atoms`, which are Ge and
/// Eq. Dimensions and symbols that no atom uses are 0 in `point`.
SampleResult findSample(ArrayRef<Formula> atoms, unsigned maxVariables,
                        RelationPoint &point);

} // namespace mlir::attn

#endif // ATTN_LIB_ANALYSIS_PRESBURGER_SETBUILDER_H
