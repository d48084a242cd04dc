//===- LinalgHandlers.cpp - structured ops, by their interface ------------===//
//
// Every structured op is loops around a body. The loop that runs in lanes is a
// parallel one, so that each lane has an output of its own and a sum is taken
// in the order of its loop.
//
//===----------------------------------------------------------------------===//

#include "Machine.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

using namespace mlir;
using namespace mlir::attn;
using namespace mlir::attn::reference;

namespace {
/// Where an operand's element lies for given loop indices. Nearly all maps are
/// linear: base plus a coefficient per loop, in elements.
struct Access {
  AffineMap map;
  SmallVector<int64_t> shape;
  bool isLinear = true;
  int64_t base = 0;
  SmallVector<int64_t> coefficients;

  int64_t getOffset(ArrayRef<int64_t> loops) const;
};

/// The operands of one op, its loops, and what runs in them.
template <typename Real>
class LoopNest {
public:
  LoopNest(linalg::LinalgOp op, Machine<Real> &machine)
      : op(op), machine(machine) {}
  LogicalResult run();

private:
  LogicalResult findSizes();
  LogicalResult addAccess(OpOperand &operand);
  LogicalResult checkBounds(OpOperand &operand, const Access &access);
  void chooseLaneDim();
  LogicalResult runLoops();
  LogicalResult runLanes(ArrayRef<int64_t> loops, int64_t count);
  void load(unsigned i, ArrayRef<int64_t> loops, int64_t count);
  void store(unsigned output, ArrayRef<int64_t> loops, int64_t count);

  linalg::LinalgOp op;
  Machine<Real> &machine;
  SmallVector<int64_t> sizes;
  int64_t laneDim = -1;
  std::vector<Access> accesses;
  SmallVector<const Cell<Real> *> data;
  SmallVector<Datum<Real>> outputs;
  SmallVector<Cell<Real> *> outputData;
  ScalarProgram<Real> program;
};
} // namespace

int64_t Access::getOffset(ArrayRef<int64_t> loops) const {
  int64_t offset = base;
  if (isLinear) {
    for (auto [coefficient, i] : llvm::zip(coefficients, loops))
      offset += coefficient * i;
    return offset;
  }
  for (auto [expr, size] : llvm::zip(map.getResults(), shape))
    offset = offset * size + *evaluateAffine(expr, loops, {});
  return offset;
}

/// Adds `scale` times the expression to base and coefficients; false where it
/// is not linear.
static bool addLinear(AffineExpr expr, int64_t scale, Access &access) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
    access.base += scale * constant.getValue();
    return true;
  }
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    access.coefficients[dim.getPosition()] += scale;
    return true;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return false;
  if (expr.getKind() == AffineExprKind::Add)
    return addLinear(binary.getLHS(), scale, access) &&
           addLinear(binary.getRHS(), scale, access);
  auto factor = dyn_cast<AffineConstantExpr>(binary.getRHS());
  return expr.getKind() == AffineExprKind::Mul && factor &&
         addLinear(binary.getLHS(), scale * factor.getValue(), access);
}

/// A loop's size is that of an operand's dimension indexed by it alone; where
/// several are, they must agree.
template <typename Real>
LogicalResult LoopNest<Real>::findSizes() {
  sizes.assign(op.getNumLoops(), -1);
  for (OpOperand &operand : op->getOpOperands()) {
    AffineMap map = op.getMatchingIndexingMap(&operand);
    ArrayRef<int64_t> shape = machine.get(operand.get()).getShape();
    for (auto [d, expr] : llvm::enumerate(map.getResults())) {
      auto dim = dyn_cast<AffineDimExpr>(expr);
      if (!dim)
        continue;
      int64_t &size = sizes[dim.getPosition()];
      if (size >= 0 && size != shape[d])
        return op->emitOpError("expected dimension ")
               << d << " of operand " << operand.getOperandNumber()
               << " to have size " << size << ", got " << shape[d];
      size = shape[d];
    }
  }
  if (auto loop = llvm::find(sizes, -1); loop != sizes.end())
    return op->emitOpError("expected an operand that is indexed by loop ")
           << loop - sizes.begin() << " alone";
  return success();
}

/// Expressions that are not one loop (a convolution's d0 + d1) must stay
/// within the operand at every corner of the loops.
template <typename Real>
LogicalResult LoopNest<Real>::checkBounds(OpOperand &operand,
                                          const Access &access) {
  for (auto [d, expr] : llvm::enumerate(access.map.getResults())) {
    Access one;
    one.coefficients.assign(sizes.size(), 0);
    if (!addLinear(expr, 1, one))
      continue;
    int64_t low = one.base, high = one.base;
    for (auto [coefficient, size] : llvm::zip(one.coefficients, sizes))
      (coefficient < 0 ? low : high) += coefficient * (size - 1);
    if (low < 0 || high >= access.shape[d])
      return op->emitOpError("expected operand ")
             << operand.getOperandNumber() << " to be indexed within [0, "
             << access.shape[d] << ") in dimension " << d << ", got [" << low
             << ", " << high << "]";
  }
  return success();
}

template <typename Real>
LogicalResult LoopNest<Real>::addAccess(OpOperand &operand) {
  Access access;
  access.map = op.getMatchingIndexingMap(&operand);
  access.shape.assign(machine.get(operand.get()).getShape().begin(),
                      machine.get(operand.get()).getShape().end());
  access.coefficients.assign(sizes.size(), 0);
  SmallVector<int64_t> strides = getStrides(access.shape);
  for (auto [expr, stride] : llvm::zip(access.map.getResults(), strides))
    access.isLinear = access.isLinear && addLinear(expr, stride, access);
  if (!access.isLinear)
    access.base = 0;
  accesses.push_back(access);
  return checkBounds(operand, access);
}

/// The last parallel loop that is worth it: neighbours in memory.
template <typename Real>
void LoopNest<Real>::chooseLaneDim() {
  SmallVector<unsigned> parallel;
  op.getParallelDims(parallel);
  for (unsigned dim : parallel)
    if (laneDim < 0 || sizes[dim] >= std::min<int64_t>(sizes[laneDim], 16))
      laneDim = dim;
}

template <typename Real>
void LoopNest<Real>::load(unsigned i, ArrayRef<int64_t> loops, int64_t count) {
  const Access &access = accesses[i];
  int64_t offset = access.getOffset(loops);
  int64_t stride = laneDim < 0 ? 0 : access.coefficients[laneDim];
  bool isOutput = i >= accesses.size() - outputs.size();
  if (access.isLinear && stride == 0)
    return program.fillArgument(i, data[i][offset], count);
  // Outputs change under the body's feet, so they are copied.
  if (access.isLinear && stride == 1 && !isOutput)
    return program.bindArgument(i, data[i] + offset);
  Cell<Real> *lanes = program.getArgument(i);
  program.bindArgument(i, lanes);
  SmallVector<int64_t> at(loops);
  for (int64_t lane = 0; lane < count; ++lane) {
    lanes[lane] = data[i][offset];
    offset += stride;
    if (!access.isLinear && lane + 1 < count) {
      ++at[laneDim];
      offset = access.getOffset(at);
    }
  }
}

template <typename Real>
void LoopNest<Real>::store(unsigned output, ArrayRef<int64_t> loops,
                           int64_t count) {
  const Access &access = accesses[accesses.size() - outputs.size() + output];
  const Cell<Real> *lanes = program.getResult(output);
  SmallVector<int64_t> at(loops);
  int64_t offset = access.getOffset(at);
  int64_t stride = laneDim < 0 ? 0 : access.coefficients[laneDim];
  for (int64_t lane = 0; lane < count; ++lane) {
    outputData[output][offset] = lanes[lane];
    offset += stride;
    if (!access.isLinear && lane + 1 < count) {
      ++at[laneDim];
      offset = access.getOffset(at);
    }
  }
}

template <typename Real>
LogicalResult LoopNest<Real>::runLanes(ArrayRef<int64_t> loops, int64_t count) {
  // The body of linalg.map need not see the outputs.
  unsigned numArguments = op.getBlock()->getNumArguments();
  for (unsigned i = 0; i < std::min<unsigned>(accesses.size(), numArguments);
       ++i)
    load(i, loops, count);
  program.setIndices(loops, laneDim);
  if (failed(program.run(count)))
    return failure();
  for (unsigned output = 0; output < outputs.size(); ++output)
    store(output, loops, count);
  return success();
}

template <typename Real>
LogicalResult LoopNest<Real>::runLoops() {
  if (llvm::is_contained(sizes, 0))
    return success();
  int64_t lanes = laneDim < 0 ? 1 : sizes[laneDim];
  int64_t chunk = std::min(lanes, program.getMaxLanes());
  SmallVector<int64_t> outer(sizes);
  if (laneDim >= 0)
    outer[laneDim] = 1;
  for (int64_t first = 0; first < lanes; first += chunk) {
    SmallVector<int64_t> loops(sizes.size(), 0), at;
    do {
      at = loops;
      if (laneDim >= 0)
        at[laneDim] = first;
      if (failed(runLanes(at, std::min(chunk, lanes - first))))
        return failure();
    } while (advance(loops, outer));
  }
  return success();
}

template <typename Real>
LogicalResult LoopNest<Real>::run() {
  if (!op.hasPureTensorSemantics())
    return op->emitOpError("expected tensors, got buffers");
  if (failed(findSizes()))
    return failure();
  bool isEmpty = llvm::is_contained(sizes, 0);
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isEmpty && failed(addAccess(operand)))
      return failure();
    data.push_back(machine.get(operand.get()).data());
  }
  for (Value init : op.getDpsInits())
    outputs.push_back(machine.get(init));
  for (auto [i, output] : llvm::enumerate(outputs)) {
    outputData.push_back(output.write());
    data[op.getNumDpsInputs() + i] = outputData.back();
  }
  auto compiled = machine.compile(*op.getBlock());
  if (failed(compiled))
    return failure();
  program = std::move(*compiled);
  chooseLaneDim();
  if (failed(runLoops()))
    return failure();
  for (auto [result, output] : llvm::zip(op->getResults(), outputs))
    machine.set(result, output);
  return success();
}

template <typename Real>
LogicalResult reference::runLinalg(Operation *op, Machine<Real> &machine) {
  return LoopNest<Real>(cast<linalg::LinalgOp>(op), machine).run();
}

template LogicalResult reference::runLinalg(Operation *, Machine<double> &);
template LogicalResult reference::runLinalg(Operation *,
                                            Machine<long double> &);
