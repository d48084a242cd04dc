//===- Machine.h - runs a function op by op ---------------------*- C++ -*-===//

#ifndef ATTN_LIB_REFERENCE_MACHINE_H
#define ATTN_LIB_REFERENCE_MACHINE_H

#include "ScalarProgram.h"
#include "attn/Reference/Interpreter.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/SymbolTable.h"

namespace mlir::attn::reference {

/// How a run rounds, and in which order it adds up.
struct Summation {
  Precision precision = Precision::Exact;
  unsigned order = 0;

  /// A permutation of 0 to count - 1, the same for the same order and count.
  std::vector<int64_t> permute(int64_t count) const;
};

/// The values of one run of one function, and the means to run ops on them.
template <typename Real>
class Machine {
public:
  using Values = SmallVector<Datum<Real>>;

  Machine(SymbolTableCollection &symbols, Summation summation, unsigned depth)
      : symbols(symbols), summation(summation), depth(depth) {}

  /// True in the mode that rounds.
  bool rounds() const { return summation.precision == Precision::Rounded; }
  const Summation &getSummation() const { return summation; }

  const Datum<Real> &get(Value value) const {
    return values.find(value)->second;
  }
  int64_t getInt(Value value) const { return get(value).getInt(); }
  int64_t getInt(OpFoldResult value) const {
    if (auto attr = dyn_cast<Attribute>(value))
      return cast<IntegerAttr>(attr).getInt();
    return getInt(cast<Value>(value));
  }
  SmallVector<int64_t> getInts(ArrayRef<OpFoldResult> list) const {
    return llvm::map_to_vector(
        list, [&](OpFoldResult value) { return getInt(value); });
  }
  void set(Value value, Datum<Real> datum) { values[value] = std::move(datum); }
  /// Takes the value out, so that whoever writes to it need not copy.
  Datum<Real> take(Value value) { return std::move(values[value]); }
  /// For ScalarProgram::compile.
  const Datum<Real> *find(Value value) const {
    auto it = values.find(value);
    return it == values.end() ? nullptr : &it->second;
  }
  FailureOr<ScalarProgram<Real>> compile(Block &block) const {
    return ScalarProgram<Real>::compile(
        block, rounds(), [this](Value value) { return find(value); });
  }

  /// Runs the block on these arguments; gives what its terminator returns.
  FailureOr<Values> runBlock(Block &block, ArrayRef<Datum<Real>> arguments);
  /// Runs the function in a machine of its own.
  FailureOr<Values> call(func::FuncOp callee, ArrayRef<Datum<Real>> arguments);
  FailureOr<Values> call(Operation *user, FlatSymbolRefAttr callee,
                         ArrayRef<Datum<Real>> arguments);

private:
  LogicalResult runOp(Operation *op);
  LogicalResult runElementwise(Operation *op, const ScalarFn<Real> &fn);
  LogicalResult checkShapes(Operation *op) const;

  SymbolTableCollection &symbols;
  Summation summation;
  unsigned depth;
  llvm::DenseMap<Value, Datum<Real>> values;
};

/// What the interpreter does for an op, found by the op's name.
template <typename Real>
class Handlers {
public:
  using Handler =
      std::function<LogicalResult(Operation *op, Machine<Real> &machine)>;

  static const Handlers &get();

  const Handler *lookup(Operation *op) const {
    auto it = table.find(op->getName().getStringRef());
    return it == table.end() ? nullptr : &it->second;
  }
  template <typename OpTy>
  void add(LogicalResult (*run)(OpTy op, Machine<Real> &machine)) {
    table[OpTy::getOperationName()] = [run](Operation *op,
                                            Machine<Real> &machine) {
      return run(cast<OpTy>(op), machine);
    };
  }

private:
  llvm::StringMap<Handler> table;
};

/// One per dialect, each in a file of its own.
template <typename Real>
void addBasicHandlers(Handlers<Real> &handlers);
template <typename Real>
void addScfHandlers(Handlers<Real> &handlers);
template <typename Real>
void addTensorShapeHandlers(Handlers<Real> &handlers);
template <typename Real>
void addTensorSliceHandlers(Handlers<Real> &handlers);
template <typename Real>
void addTensorMakeHandlers(Handlers<Real> &handlers);

/// Writes `source` into the box (offsets, sizes, strides) of the tensor `dest`
/// of this shape; an error at `op` where it does not fit.
template <typename Real>
LogicalResult writeSlice(Operation *op, const Datum<Real> &source,
                         ArrayRef<int64_t> shape, Cell<Real> *dest,
                         ArrayRef<int64_t> offsets, ArrayRef<int64_t> sizes,
                         ArrayRef<int64_t> strides);

/// Any structured op, by its interface.
template <typename Real>
LogicalResult runLinalg(Operation *op, Machine<Real> &machine);

/// The value of an affine expression; none where it divides by zero.
std::optional<int64_t> evaluateAffine(AffineExpr expr, ArrayRef<int64_t> dims,
                                      ArrayRef<int64_t> symbols);

} // namespace mlir::attn::reference

#endif // ATTN_LIB_REFERENCE_MACHINE_H
