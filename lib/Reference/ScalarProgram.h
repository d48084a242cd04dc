//===- ScalarProgram.h - a region's body as a list of steps -----*- C++ -*-===//
//
// The body of a linalg op or of a score region runs once per point. It is
// turned into steps on numbered registers once, and the steps run over many
// points at a time: a register is an array with a lane per point.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_REFERENCE_SCALARPROGRAM_H
#define ATTN_LIB_REFERENCE_SCALARPROGRAM_H

#include "ScalarOps.h"
#include "llvm/ADT/DenseMap.h"

namespace mlir::attn::reference {

/// Finds the value of something defined outside of the body; null if there is
/// none.
template <typename Real>
using CaptureFn = llvm::function_ref<const Datum<Real> *(Value)>;

template <typename Real>
class ScalarProgram {
public:
  ScalarProgram() = default;
  // Registers point into the storage, which moves along.
  ScalarProgram(ScalarProgram &&) = default;
  ScalarProgram &operator=(ScalarProgram &&) = default;

  /// Compiles `block`, whose arguments become registers 0, 1, ... Emits an
  /// error where an op has no place in a body.
  static FailureOr<ScalarProgram> compile(Block &block, bool rounds,
                                          CaptureFn<Real> capture);

  /// The most lanes that one run may have: 1 where the body branches.
  int64_t getMaxLanes() const { return branches ? 1 : 512; }

  /// Lanes of argument `i`, to be filled before a run; or point the argument
  /// at lanes that lie elsewhere.
  Cell<Real> *getArgument(unsigned i) { return home(i); }
  void bindArgument(unsigned i, const Cell<Real> *lanes) {
    registers[i] = lanes;
  }
  /// Same number in every lane.
  void fillArgument(unsigned i, Cell<Real> value, int64_t lanes) {
    std::fill_n(home(i), lanes, value);
    registers[i] = home(i);
  }

  /// What linalg.index gives: the loop indices of lane 0; along dimension
  /// `laneDim` each further lane is one more.
  void setIndices(ArrayRef<int64_t> first, int64_t laneDim) {
    indices.assign(first.begin(), first.end());
    this->laneDim = laneDim;
  }

  LogicalResult run(int64_t lanes);

  /// Lanes of the terminator's operand `i`, after a run.
  const Cell<Real> *getResult(unsigned i) const {
    return registers[code.yields[i]];
  }
  unsigned getNumResults() const { return code.yields.size(); }

private:
  struct Code;
  struct Step {
    Operation *op;
    /// Computes the one result; or, where it is null, `special` does all.
    ScalarFn<Real> fn;
    LogicalResult (ScalarProgram::*special)(const Step &, int64_t lanes);
    SmallVector<unsigned, 3> in;
    SmallVector<unsigned, 1> out;
    Rounding rounding = Rounding::None;
    Datum<Real> tensor;
    std::vector<Code> regions;
  };
  struct Code {
    std::vector<Step> steps;
    SmallVector<unsigned, 1> yields;
    /// Registers of the region's arguments.
    SmallVector<unsigned, 2> arguments;
  };
  class Compiler;

  Cell<Real> *home(unsigned r) { return storage.data() + r * getMaxLanes(); }
  LogicalResult runCode(const Code &code, int64_t lanes);
  LogicalResult runStep(const Step &step, int64_t lanes);
  void copyLane(unsigned to, unsigned from) {
    *home(to) = *registers[from];
    registers[to] = home(to);
  }

  LogicalResult runIndex(const Step &step, int64_t lanes);
  LogicalResult runExtract(const Step &step, int64_t lanes);
  LogicalResult runAssert(const Step &step, int64_t lanes);
  LogicalResult runIf(const Step &step, int64_t lanes);
  LogicalResult runFor(const Step &step, int64_t lanes);

  Code code;
  bool branches = false;
  std::vector<Cell<Real>> storage;
  std::vector<const Cell<Real> *> registers;
  SmallVector<int64_t> indices;
  int64_t laneDim = -1;
};

} // namespace mlir::attn::reference

#endif // ATTN_LIB_REFERENCE_SCALARPROGRAM_H
