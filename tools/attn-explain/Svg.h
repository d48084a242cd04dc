//===- Svg.h - patterns as a picture ----------------------------*- C++ -*-===//

#ifndef ATTN_TOOLS_ATTN_EXPLAIN_SVG_H
#define ATTN_TOOLS_ATTN_EXPLAIN_SVG_H

#include "PatternView.h"

namespace mlir::attn {

/// The pattern of one head of one attention.
struct Picture {
  /// Where the attention is, and its pattern.
  std::string title, pattern;
  int64_t numQueries = 0, numKeys = 0;
  PatternDrawing drawing;
};

/// Writes the pictures below each other: dark where every pair of a cell is
/// visible, light where some are. Queries go down, keys to the right, and what
/// is beside a picture scales with its sides.
void writeSvg(const std::vector<Picture> &pictures, llvm::raw_ostream &os);

} // namespace mlir::attn

#endif // ATTN_TOOLS_ATTN_EXPLAIN_SVG_H
