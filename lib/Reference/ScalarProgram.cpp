//===- ScalarProgram.cpp - a region's body as a list of steps -------------===//

#include "ScalarProgram.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

template <typename Real>
class ScalarProgram<Real>::Compiler {
public:
  Compiler(ScalarProgram &program, bool rounds, CaptureFn<Real> capture)
      : program(program), rounds(rounds), capture(capture) {}

  LogicalResult compileBlock(Block &block, Code &code);
  void finish();

private:
  unsigned newRegister(Value value) {
    unsigned number = numRegisters++;
    numbers[value] = number;
    return number;
  }
  FailureOr<unsigned> getRegister(Operation *user, Value value);
  FailureOr<Datum<Real>> getCapture(Operation *user, Value value);
  LogicalResult compileStep(Operation *op, Step &step);
  LogicalResult compileOperands(Operation *op, ValueRange operands, Step &step);
  LogicalResult compileRegions(Operation *op, Step &step);
  LogicalResult setConstant(Operation *op, const Datum<Real> &value);

  ScalarProgram &program;
  bool rounds;
  CaptureFn<Real> capture;
  llvm::DenseMap<Value, unsigned> numbers;
  unsigned numRegisters = 0;
  /// Registers whose lanes never change.
  std::vector<std::pair<unsigned, Cell<Real>>> constants;
};

template <typename Real>
FailureOr<Datum<Real>>
ScalarProgram<Real>::Compiler::getCapture(Operation *user, Value value) {
  const Datum<Real> *datum = capture(value);
  if (!datum) {
    user->emitOpError("expected operands that are defined in the region or "
                      "before it");
    return failure();
  }
  return *datum;
}

template <typename Real>
FailureOr<unsigned> ScalarProgram<Real>::Compiler::getRegister(Operation *user,
                                                               Value value) {
  auto it = numbers.find(value);
  if (it != numbers.end())
    return it->second;
  FailureOr<Datum<Real>> datum = getCapture(user, value);
  if (failed(datum))
    return failure();
  unsigned number = newRegister(value);
  constants.emplace_back(number, datum->data()[0]);
  return number;
}

template <typename Real>
LogicalResult ScalarProgram<Real>::Compiler::compileOperands(
    Operation *op, ValueRange operands, Step &step) {
  for (Value operand : operands) {
    FailureOr<unsigned> number = getRegister(op, operand);
    if (failed(number))
      return failure();
    step.in.push_back(*number);
  }
  return success();
}

template <typename Real>
LogicalResult ScalarProgram<Real>::Compiler::compileRegions(Operation *op,
                                                            Step &step) {
  program.branches = true;
  for (Region &region : op->getRegions()) {
    Code &code = step.regions.emplace_back();
    if (!region.empty() && failed(compileBlock(region.front(), code)))
      return failure();
  }
  return success();
}

template <typename Real>
LogicalResult
ScalarProgram<Real>::Compiler::setConstant(Operation *op,
                                           const Datum<Real> &value) {
  Cell<Real> cell = value.data()[0];
  roundAll(getRounding(op->getResult(0).getType(), rounds), &cell, 1);
  constants.emplace_back(newRegister(op->getResult(0)), cell);
  return success();
}

/// Fills in what the op does; where it is a constant nothing is left to do and
/// `step` stays without function.
template <typename Real>
LogicalResult ScalarProgram<Real>::Compiler::compileStep(Operation *op,
                                                         Step &step) {
  if (auto constant = dyn_cast<arith::ConstantOp>(op))
    if (auto value = fromAttribute<Real>(constant.getValue()))
      return setConstant(op, *value);
  if (isa<linalg::IndexOp>(op)) {
    step.special = &ScalarProgram::runIndex;
    return success();
  }
  if (auto extract = dyn_cast<tensor::ExtractOp>(op)) {
    FailureOr<Datum<Real>> tensor = getCapture(op, extract.getTensor());
    if (failed(tensor))
      return failure();
    step.tensor = *tensor;
    step.special = &ScalarProgram::runExtract;
    return compileOperands(op, extract.getIndices(), step);
  }
  if (auto dim = dyn_cast<tensor::DimOp>(op)) {
    FailureOr<Datum<Real>> tensor = getCapture(op, dim.getSource());
    std::optional<int64_t> index = dim.getConstantIndex();
    if (failed(tensor))
      return failure();
    if (!index)
      return op->emitOpError("expected a constant dimension");
    return setConstant(op, Datum<Real>::fromInt(tensor->getShape()[*index]));
  }
  if (isa<cf::AssertOp>(op)) {
    step.special = &ScalarProgram::runAssert;
    return compileOperands(op, op->getOperands(), step);
  }
  if (isa<scf::IfOp, scf::ForOp>(op)) {
    step.special =
        isa<scf::IfOp>(op) ? &ScalarProgram::runIf : &ScalarProgram::runFor;
    if (failed(compileOperands(op, op->getOperands(), step)))
      return failure();
    return compileRegions(op, step);
  }
  step.fn = ScalarOps<Real>::get().lookup(op);
  if (!step.fn)
    return op->emitError("expected an op that the interpreter knows in a body, "
                         "got '")
           << op->getName() << "'";
  return compileOperands(op, op->getOperands(), step);
}

template <typename Real>
LogicalResult ScalarProgram<Real>::Compiler::compileBlock(Block &block,
                                                          Code &code) {
  for (BlockArgument argument : block.getArguments())
    code.arguments.push_back(newRegister(argument));
  for (Operation &op : block.without_terminator()) {
    Step step{&op, nullptr, nullptr, {}, {}, Rounding::None, {}, {}};
    if (failed(compileStep(&op, step)))
      return failure();
    if (!step.fn && !step.special)
      continue;
    for (Value result : op.getResults())
      step.out.push_back(newRegister(result));
    if (step.fn)
      step.rounding = getRounding(op.getResult(0).getType(), rounds);
    code.steps.push_back(std::move(step));
  }
  Operation *terminator = block.getTerminator();
  for (Value operand : terminator->getOperands()) {
    FailureOr<unsigned> number = getRegister(terminator, operand);
    if (failed(number))
      return failure();
    code.yields.push_back(*number);
  }
  return success();
}

template <typename Real>
void ScalarProgram<Real>::Compiler::finish() {
  program.storage.resize(numRegisters * program.getMaxLanes());
  program.registers.resize(numRegisters);
  for (unsigned r = 0; r < numRegisters; ++r)
    program.registers[r] = program.home(r);
  for (auto [number, cell] : constants)
    std::fill_n(program.home(number), program.getMaxLanes(), cell);
}

template <typename Real>
FailureOr<ScalarProgram<Real>>
ScalarProgram<Real>::compile(Block &block, bool rounds,
                             CaptureFn<Real> capture) {
  ScalarProgram program;
  Compiler compiler(program, rounds, capture);
  if (failed(compiler.compileBlock(block, program.code)))
    return failure();
  compiler.finish();
  return program;
}

template <typename Real>
LogicalResult ScalarProgram<Real>::run(int64_t lanes) {
  return runCode(code, lanes);
}

template <typename Real>
LogicalResult ScalarProgram<Real>::runCode(const Code &code, int64_t lanes) {
  for (const Step &step : code.steps)
    if (failed(runStep(step, lanes)))
      return failure();
  return success();
}

template <typename Real>
LogicalResult ScalarProgram<Real>::runStep(const Step &step, int64_t lanes) {
  if (step.special)
    return (this->*step.special)(step, lanes);
  SmallVector<const Cell<Real> *, 3> in;
  for (unsigned number : step.in)
    in.push_back(registers[number]);
  Cell<Real> *out = home(step.out[0]);
  StringRef error = step.fn(out, in, lanes);
  if (!error.empty())
    return step.op->emitOpError(error);
  roundAll(step.rounding, out, lanes);
  return success();
}

template <typename Real>
LogicalResult ScalarProgram<Real>::runIndex(const Step &step, int64_t lanes) {
  int64_t dim = cast<linalg::IndexOp>(step.op).getDim();
  Cell<Real> *out = home(step.out[0]);
  for (int64_t i = 0; i < lanes; ++i)
    out[i].i = indices[dim] + (dim == laneDim ? i : 0);
  return success();
}

template <typename Real>
LogicalResult ScalarProgram<Real>::runExtract(const Step &step, int64_t lanes) {
  ArrayRef<int64_t> shape = step.tensor.getShape();
  Cell<Real> *out = home(step.out[0]);
  for (int64_t i = 0; i < lanes; ++i) {
    int64_t offset = 0;
    for (auto [d, number] : llvm::enumerate(step.in)) {
      int64_t index = registers[number][i].i;
      if (index < 0 || index >= shape[d])
        return step.op->emitOpError("expected index ")
               << d << " to be within [0, " << shape[d] << "), got " << index;
      offset = offset * shape[d] + index;
    }
    out[i] = step.tensor.data()[offset];
  }
  return success();
}

template <typename Real>
LogicalResult ScalarProgram<Real>::runAssert(const Step &step, int64_t lanes) {
  for (int64_t i = 0; i < lanes; ++i)
    if (!registers[step.in[0]][i].i)
      return step.op->emitOpError("does not hold: ")
             << cast<cf::AssertOp>(step.op).getMsg();
  return success();
}

template <typename Real>
LogicalResult ScalarProgram<Real>::runIf(const Step &step, int64_t lanes) {
  const Code &code = step.regions[registers[step.in[0]]->i ? 0 : 1];
  if (failed(runCode(code, lanes)))
    return failure();
  for (auto [out, yield] : llvm::zip(step.out, code.yields))
    copyLane(out, yield);
  return success();
}

template <typename Real>
LogicalResult ScalarProgram<Real>::runFor(const Step &step, int64_t lanes) {
  const Code &code = step.regions[0];
  int64_t lower = registers[step.in[0]]->i, upper = registers[step.in[1]]->i;
  int64_t by = registers[step.in[2]]->i;
  if (by <= 0)
    return step.op->emitOpError("expected a positive step, got ") << by;
  ArrayRef<unsigned> iterated = ArrayRef(code.arguments).drop_front();
  for (auto [argument, init] :
       llvm::zip(iterated, ArrayRef(step.in).drop_front(3)))
    copyLane(argument, init);
  SmallVector<Cell<Real>> next(iterated.size());
  for (int64_t i = lower; i < upper; i += by) {
    home(code.arguments[0])->i = i;
    if (failed(runCode(code, lanes)))
      return failure();
    // All yields are read before any is written: they may swap.
    for (auto [cell, yield] : llvm::zip(next, code.yields))
      cell = *registers[yield];
    for (auto [argument, cell] : llvm::zip(iterated, next))
      *home(argument) = cell;
  }
  for (auto [out, argument] : llvm::zip(step.out, iterated))
    copyLane(out, argument);
  return success();
}

template class mlir::attn::reference::ScalarProgram<double>;
template class mlir::attn::reference::ScalarProgram<long double>;
