//===- AttentionData.h - the operands of a graph-level op -------*- C++ -*-===//

#ifndef ATTN_LIB_REFERENCE_ATTENTIONDATA_H
#define ATTN_LIB_REFERENCE_ATTENTIONDATA_H

#include "AttentionRows.h"

namespace mlir::attn::reference {

/// Operands with their sizes, all known now.
template <typename Real>
class AttentionData {
public:
  AttentionData(Operation *op, const AttentionShape &shape,
                const Machine<Real> &machine)
      : op(op), shape(shape), machine(machine) {}

  /// Take in an operand; an error where its sizes contradict another's. Null
  /// operands are skipped.
  LogicalResult addQuery(Value value);
  LogicalResult addKey(Value value);
  LogicalResult addValue(Value value);
  /// Weights or scores, B x H x Nq x Nk.
  LogicalResult addPairs(Value value);
  /// Also of results, if nothing else has said it.
  LogicalResult setSize(Dim dim, int64_t size);
  /// Reads the clauses; absent ones are null.
  LogicalResult setClauses(Value lengths, Value queryLengths, Value offset);
  LogicalResult checkPatternOperands(ValueRange operands);

  /// 1 for a dimension that no operand has.
  int64_t size(Dim dim) const {
    int64_t known = sizes[unsigned(dim)];
    return known < 0 ? 1 : known;
  }
  int64_t keyHead(int64_t h) const {
    return h / (shape.heads / shape.keyHeads);
  }
  const Extent &getExtent(int64_t b) const { return extents[b]; }

  View<Real> query, key, value;

private:
  LogicalResult checkMagnitude(StringRef name, int64_t value,
                               int64_t largest);
  LogicalResult add(Value value, AffineMap map, Dim row, Dim inner,
                    View<Real> &view);
  FailureOr<SmallVector<int64_t>> readPerBatch(Value value, StringRef name,
                                               int64_t absent);

  Operation *op;
  AttentionShape shape;
  const Machine<Real> &machine;
  int64_t sizes[kNumDims] = {-1, -1, -1, -1, -1, -1};
  SmallVector<Extent> extents;
};

template <typename Real>
void addAttentionHandlers(Handlers<Real> &handlers);
template <typename Real>
void addAttentionPartHandlers(Handlers<Real> &handlers);
template <typename Real>
void addStatisticsHandlers(Handlers<Real> &handlers);
template <typename Real>
void addStateHandlers(Handlers<Real> &handlers);
template <typename Real>
void addTileHandlers(Handlers<Real> &handlers);
template <typename Real>
void addContextPoolHandlers(Handlers<Real> &handlers);

} // namespace mlir::attn::reference

#endif // ATTN_LIB_REFERENCE_ATTENTIONDATA_H
