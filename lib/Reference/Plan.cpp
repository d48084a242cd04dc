//===- Plan.cpp - the sweeps of a normaliser of several passes ------------===//

#include "Plan.h"

#include "attn/Dialect/Attn/IR/NormalizerChecks.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

NormalizerAttrInterface
reference::getFold(NormalizerAttrInterface normalizer) {
  return normalizer.isRowFold() ? normalizer : getLastFold(normalizer);
}

namespace {
template <typename Real>
class PlanRun {
public:
  PlanRun(const NormalizerPlan &plan, MutableArrayRef<RowScores<Real>> rows,
          int64_t numKeys, Type accType, const Machine<Real> &machine)
      : plan(plan), rows(rows), numKeys(numKeys), accType(accType),
        machine(machine), rounding(getRounding(accType, machine.rounds())),
        builder(rounding == Rounding::Single),
        rowPotentials(rows.size(), Potentials(plan.numRowPotentials)),
        columnPotentials(numKeys, Potentials(plan.numColumnPotentials)) {}

  int64_t run();

private:
  using Potentials = SmallVector<Real, 3>;

  SmallVector<Scalar> getScalars(ArrayRef<Real> values) {
    return llvm::map_to_vector(
        values, [&](Real value) { return builder.get(double(value)); });
  }
  Real edit(const NormalizerPass::Edit &edit, size_t row, size_t pair,
            Real score);
  bool makePass(const NormalizerPass &pass,
                const NormalizerRound::IsOpen &isOpen);
  bool update(const NormalizerPass &pass,
              const NormalizerRound::IsOpen &isOpen,
              const RowState<Real> &state, Potentials &potentials);
  double getEpsilon() const;

  const NormalizerPlan &plan;
  MutableArrayRef<RowScores<Real>> rows;
  int64_t numKeys;
  Type accType;
  const Machine<Real> &machine;
  Rounding rounding;
  HostScalarBuilder builder;
  std::vector<Potentials> rowPotentials, columnPotentials;
};
} // namespace

template <typename Real>
double PlanRun<Real>::getEpsilon() const {
  bool isSingle = rounding != Rounding::None && !accType.isF64();
  return isSingle ? std::numeric_limits<float>::epsilon()
                  : std::numeric_limits<double>::epsilon();
}

template <typename Real>
Real PlanRun<Real>::edit(const NormalizerPass::Edit &edit, size_t row,
                         size_t pair, Real score) {
  Scalar edited =
      edit(builder, builder.get(double(score)),
           getScalars(rowPotentials[row]),
           getScalars(columnPotentials[rows[row].keys[pair]]));
  return roundTo(rounding, Real(edited.getNumber()));
}

// Whether the row or column is still open.
template <typename Real>
bool PlanRun<Real>::update(const NormalizerPass &pass,
                           const NormalizerRound::IsOpen &isOpen,
                           const RowState<Real> &state,
                           Potentials &potentials) {
  if (state.m == -INFINITY)
    return false;
  SmallVector<Scalar> old = getScalars(potentials);
  SmallVector<Scalar> next =
      pass.update(builder, old, builder.get(double(state.m)),
                  getScalars(ArrayRef<Real>(state.l)));
  for (auto [potential, value] : llvm::zip_equal(potentials, next)) {
    potential = roundTo(rounding, Real(value.getNumber()));
    value = builder.get(double(potential));
  }
  return isOpen && isOpen(builder, old, next, getEpsilon()).getNumber() > 0;
}

// Whether any row or column is still open.
template <typename Real>
bool PlanRun<Real>::makePass(const NormalizerPass &pass,
                             const NormalizerRound::IsOpen &isOpen) {
  bool isRow = pass.axis == NormalizerPass::Axis::Row;
  std::vector<Potentials> &potentials =
      isRow ? rowPotentials : columnPotentials;
  std::vector<std::vector<Real>> lines(potentials.size());
  for (size_t row = 0; row < rows.size(); ++row)
    for (auto [pair, key] : llvm::enumerate(rows[row].keys))
      lines[isRow ? row : key].push_back(
          edit(pass.edit, row, pair, rows[row].getSwept(pair)));
  Folder<Real> folder(cast<NormalizerAttrInterface>(pass.fold), {}, accType,
                      accType, machine);
  bool anyOpen = false;
  for (auto [line, own] : llvm::zip_equal(lines, potentials)) {
    RowState<Real> state = folder.makeState(0);
    folder.fold(state, llvm::to_vector(llvm::seq<int64_t>(0, line.size())),
                line, std::vector<const Cell<Real> *>(line.size(), nullptr),
                0);
    anyOpen |= update(pass, isOpen, state, own);
  }
  return anyOpen;
}

template <typename Real>
int64_t PlanRun<Real>::run() {
  int64_t sweeps = 1;
  for (const NormalizerRound &round : plan.rounds) {
    bool anyOpen = true;
    for (int64_t i = 0; i < round.times && (anyOpen || !round.isOpen); ++i) {
      for (const NormalizerPass &pass : round.passes)
        anyOpen = makePass(pass, round.isOpen);
      sweeps += static_cast<int64_t>(round.passes.size());
    }
  }
  for (size_t row = 0; row < rows.size(); ++row)
    for (size_t pair = 0; pair < rows[row].keys.size(); ++pair)
      rows[row].scores[pair] =
          edit(plan.edit, row, pair, rows[row].scores[pair]);
  return sweeps;
}

template <typename Real>
int64_t reference::runPlan(const NormalizerPlan &plan,
                           MutableArrayRef<RowScores<Real>> rows,
                           int64_t numKeys, Type accType,
                           const Machine<Real> &machine) {
  return PlanRun<Real>(plan, rows, numKeys, accType, machine).run();
}

#define INSTANTIATE(Real)                                                      \
  template int64_t reference::runPlan(const NormalizerPlan &,                  \
                                      MutableArrayRef<RowScores<Real>>,        \
                                      int64_t, Type, const Machine<Real> &);
INSTANTIATE(double)
INSTANTIATE(long double)
