//===- AttentionRows.h - one row of attention at a time ---------*- C++ -*-===//
//
// What every attn op is made of: the keys that a row sees, its scores, and the
// fold of the normaliser over them. docs/Spec.md read aloud; nothing is tiled.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_REFERENCE_ATTENTIONROWS_H
#define ATTN_LIB_REFERENCE_ATTENTIONROWS_H

#include "Machine.h"
#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn::reference {

/// A row of attention: absolute indices.
struct Row {
  int64_t b, h, q;
};

/// Effective sizes and the offset of a batch entry.
struct Extent {
  int64_t numQueries, numKeys, offset;
};

/// The pattern of an op with its operands.
class Visibility {
public:
  Visibility(PatternAttrInterface pattern, ArrayRef<int64_t> operands)
      : relation(pattern.getRelation(kFirstOperandSymbol)), operands(operands) {
  }

  bool dependsOnHead() const { return relation.isFunctionOfDim(kHeadDim); }
  /// Appends the visible keys of [lower, upper), clipped to the domain.
  void collect(const Row &row, const Extent &extent, int64_t lower,
               int64_t upper, std::vector<int64_t> &keys) const;

private:
  Formula relation;
  SmallVector<int64_t> operands;
};

/// Elements along the dimensions that an operand may have; a dimension that it
/// lacks has stride 0.
template <typename Real>
struct View {
  const Cell<Real> *data = nullptr;
  int64_t batch = 0, head = 0, row = 0, inner = 0;

  const Cell<Real> *at(int64_t b, int64_t h, int64_t r = 0) const {
    return data + b * batch + h * head + r * row;
  }
};

template <typename Real>
View<Real> makeView(const Datum<Real> &datum, AffineMap map, Dim row,
                    Dim inner);
/// For a tile: heads x rows x inner.
template <typename Real>
View<Real> makeTileView(const Datum<Real> &datum);

/// Steps 1 and 2: the scores of a row with some keys.
template <typename Real>
class Scorer {
public:
  /// Regions may be empty; `accType` is the accumulation type.
  static FailureOr<Scorer> create(Region &combine, Region &score, double scale,
                                  Type accType, const Machine<Real> &machine);

  /// `query` is the row's first element (null without query and key), `key` the
  /// first element of key index `firstKey`.
  LogicalResult run(const Row &row, ArrayRef<int64_t> keys,
                    const Cell<Real> *query, const Cell<Real> *key,
                    int64_t firstKey, std::vector<Real> &scores);

  /// Adds up q.k in an order of its own: scores that are computed a second time
  /// need not be rounded as those of the first.
  void addUpAnew() { summation.order += 1000; }

  /// How the two operands are laid out.
  int64_t depth = 0, queryInner = 0, keyRow = 0, keyInner = 0;

private:
  FailureOr<Real> sumProducts(const Row &row, int64_t key,
                              const Cell<Real> *query,
                              const Cell<Real> *keyRowData);
  LogicalResult runScore(const Row &row, ArrayRef<int64_t> keys,
                         std::vector<Real> &scores);

  double scale = 1;
  Rounding rounding = Rounding::None;
  Summation summation;
  std::vector<int64_t> places;
  std::optional<ScalarProgram<Real>> combine, score;
};

/// The state of one row's fold; m is -inf where it has seen nothing.
template <typename Real>
struct RowState {
  Real m = -INFINITY;
  SmallVector<Real, 2> l;
  std::vector<Real> acc;
};

/// Step 4 and 5 as a fold: the normaliser with its parameters.
template <typename Real>
class Folder {
public:
  Folder(NormalizerAttrInterface normalizer, ValueRange parameters,
         Type accType, Type valueType, const Machine<Real> &machine);

  /// From here on the parameters are those of query head `h`.
  void setHead(int64_t h);
  /// The same, and what the normaliser may ask of a row that sees so many keys.
  void setRow(const Row &row, int64_t visibleKeys);
  RowState<Real> makeState(int64_t valueDim) const;
  /// Folds pairs with `keys` into the state; `values` has the first element of
  /// each pair's value row.
  void fold(RowState<Real> &state, ArrayRef<int64_t> keys,
            ArrayRef<Real> scores, ArrayRef<const Cell<Real> *> values,
            int64_t valueInner);
  /// Moves the state to stabiliser `m`.
  void rescale(RowState<Real> &state, Real m);
  /// Adds `other`, which has seen other pairs.
  void merge(RowState<Real> &state, RowState<Real> other);

  /// The factor on acc, and the log-sum-exp, of a row that saw a key.
  Real getFactor(const RowState<Real> &state);
  Real getLse(const RowState<Real> &state);
  /// acc times the factor; 0 for an empty row.
  void finalize(const RowState<Real> &state, Cell<Real> *out, int64_t inner);

  /// True where the score counts as an excluded pair.
  bool drops(Real score) const { return dropsInfinity && score == -INFINITY; }
  /// The weight of a pair of a row whose pairs have all been folded.
  Real finalWeight(const RowState<Real> &state, int64_t key, Real score);
  Real weight(Real score, Real m);
  Real stabilizer(Real m, Real score);
  void addContributions(RowState<Real> &state, Real score, Real weight);

private:
  Real round(Real value) const { return roundTo(accRounding, value); }
  void addPair(RowState<Real> &state, Real weight, const Cell<Real> *value,
               int64_t valueInner);
  void select(RowState<Real> &state, int64_t key, Real score,
              const Cell<Real> *value, int64_t valueInner);
  SmallVector<Scalar> getMasses(const RowState<Real> &state);

  NormalizerAttrInterface normalizer;
  HostScalarBuilder builder;
  NormalizerContext context;
  SmallVector<Datum<Real>> parameters;
  Rounding accRounding, weightRounding;
  Summation summation;
  bool dropsInfinity = false;
};

/// The element types' accumulation type.
inline Type getAccType(Value value) {
  return getAccumulationType(getElementTypeOrSelf(value.getType()));
}

} // namespace mlir::attn::reference

#endif // ATTN_LIB_REFERENCE_ATTENTIONROWS_H
