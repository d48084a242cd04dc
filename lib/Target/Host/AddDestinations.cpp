//===- AddDestinations.cpp - return into memory of the caller -------------===//
//
// Done on tensors, before bufferisation, because there a destination can be
// offered to the op that computes the result (empty tensor elimination); on
// buffers only a copy at the end would be left.
//
//===----------------------------------------------------------------------===//

#include "attn/Target/Host/Abi.h"
#include "attn/Target/Host/Passes.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/IR/SymbolTable.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNADDDESTINATIONS
#include "attn/Target/Host/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

static MemRefType getDestinationType(Type result) {
  auto tensor = dyn_cast<RankedTensorType>(result);
  if (!tensor)
    return MemRefType::get({}, result);
  int64_t rank = tensor.getRank();
  SmallVector<int64_t> strides(rank, ShapedType::kDynamic);
  if (rank > 0)
    strides.back() = 1;
  auto layout = StridedLayoutAttr::get(result.getContext(),
                                       ShapedType::kDynamic, strides);
  return MemRefType::get(tensor.getShape(), tensor.getElementType(), layout);
}

static LogicalResult checkFunction(func::FuncOp func) {
  if (!func.getBody().hasOneBlock())
    return func.emitOpError() << "expected one block in a public function, got "
                              << func.getBody().getBlocks().size();
  // Others were inlined.
  auto module = func->getParentOfType<ModuleOp>();
  if (auto uses = SymbolTable::getSymbolUses(func, module);
      uses && !uses->empty())
    return uses->begin()->getUser()->emitOpError()
           << "expected no call of a public function that is left, got one of '"
           << func.getName() << "'";
  return checkAbiTypes(func, func.getArgumentTypes(), func.getResultTypes());
}

static Value appendArgument(func::FuncOp func, Type type) {
  unsigned position = func.getNumArguments();
  LogicalResult added = func.insertArgument(position, type, {}, func.getLoc());
  assert(succeeded(added) && "position is in range");
  static_cast<void>(added);
  return func.getArgument(position);
}

static SmallVector<cf::AssertOp> getAssertions(func::FuncOp func) {
  return llvm::to_vector(func.getBody().front().getOps<cf::AssertOp>());
}

/// "file:line:column: rule", without the place if it is not known.
static std::string describeAssertion(cf::AssertOp op) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (auto place = op.getLoc()->findInstanceOf<FileLineColLoc>())
    os << place.getFilename().getValue() << ':' << place.getLine() << ':'
       << place.getColumn() << ": ";
  os << op.getMsg();
  return text;
}

/// Replaces the assertions at the top level of a shape function by the 1-based
/// number of the first that does not hold, 0 if all do: a wrapper can return a
/// status, where an assertion would end the process.
static Value collectAssertions(func::FuncOp shapes, OpBuilder &b) {
  Location loc = shapes.getLoc();
  Value first = arith::ConstantIndexOp::create(b, loc, 0);
  SmallVector<cf::AssertOp> assertions = getAssertions(shapes);
  for (size_t number = assertions.size(); number > 0; --number) {
    cf::AssertOp op = assertions[number - 1];
    first = arith::SelectOp::create(
        b, loc, op.getArg(), first,
        arith::ConstantIndexOp::create(b, loc, number));
    op.erase();
  }
  return first;
}

/// Turns a copy of a function into one that stores the number of the assertion
/// that does not hold and then the sizes of the dynamic dimensions of all results.
static void makeShapeFunction(func::FuncOp shapes) {
  auto ret = cast<func::ReturnOp>(shapes.getBody().front().getTerminator());
  OpBuilder b(ret);
  Location loc = ret.getLoc();
  SmallVector<Value> values = {collectAssertions(shapes, b)};
  for (Value result : ret.getOperands()) {
    auto type = dyn_cast<RankedTensorType>(result.getType());
    for (int64_t d = 0; type && d < type.getRank(); ++d)
      if (type.isDynamicDim(d))
        values.push_back(tensor::DimOp::create(b, loc, result, d));
  }
  auto type = MemRefType::get({static_cast<int64_t>(values.size())},
                              b.getIndexType());
  Value out = appendArgument(shapes, type);
  for (auto [i, value] : llvm::enumerate(values)) {
    Value index = arith::ConstantIndexOp::create(b, loc, i);
    memref::StoreOp::create(b, loc, value, out, ValueRange(index));
  }
  ret.getOperandsMutable().clear();
  shapes.setType(b.getFunctionType(shapes.getArgumentTypes(), {}));
}

/// Stores `result` in `dest`. What merges dimensions of another tensor is stored
/// as that one, so that the op that computes it can do it in place.
static void storeTensor(OpBuilder &b, Location loc, Value result, Value dest) {
  for (auto merge = result.getDefiningOp<tensor::CollapseShapeOp>();
       merge && merge.getResult().hasOneUse() &&
       merge.getSrcType().hasStaticShape();
       merge = result.getDefiningOp<tensor::CollapseShapeOp>()) {
    FailureOr<MemRefType> type = memref::ExpandShapeOp::computeExpandedType(
        cast<MemRefType>(dest.getType()), merge.getSrcType().getShape(),
        merge.getReassociationIndices());
    if (failed(type))
      break;
    result = merge.getSrc();
    dest = memref::ExpandShapeOp::create(b, loc, *type, dest,
                                         merge.getReassociationIndices());
  }
  bufferization::MaterializeInDestinationOp::create(
      b, loc, /*result=*/Type(), result, dest, /*restrict=*/true,
      /*writable=*/true);
}

static void addDestinations(func::FuncOp func) {
  auto ret = cast<func::ReturnOp>(func.getBody().front().getTerminator());
  OpBuilder b(ret);
  Location loc = ret.getLoc();
  for (Value result : ret.getOperands()) {
    Value dest = appendArgument(func, getDestinationType(result.getType()));
    if (isa<TensorType>(result.getType()))
      storeTensor(b, loc, result, dest);
    else
      memref::StoreOp::create(b, loc, result, dest, ValueRange());
  }
  ret.getOperandsMutable().clear();
  func.setType(b.getFunctionType(func.getArgumentTypes(), {}));
}

static void rewriteFunction(func::FuncOp func, SymbolTable &symbols) {
  AbiSignature signature;
  llvm::append_range(signature.args, func.getArgumentTypes());
  llvm::append_range(signature.results, func.getResultTypes());
  Builder b(func.getContext());
  for (auto [i, type] : llvm::enumerate(signature.args))
    if (isa<TensorType>(type))
      func.setArgAttr(i,
                      bufferization::BufferizationDialect::kWritableAttrName,
                      b.getBoolAttr(false));

  func::FuncOp shapes = func.clone();
  shapes.setName((kShapesPrefix + func.getName()).str());
  symbols.insert(shapes, std::next(Block::iterator(func)));
  makeShapeFunction(shapes);
  // The shape function runs first and reports what they would abort on.
  for (cf::AssertOp op : getAssertions(func)) {
    signature.assertions.push_back(describeAssertion(op));
    op.erase();
  }
  addDestinations(func);
  signature.set(func);
}

namespace {
struct AddDestinations
    : public mlir::attn::impl::AttnAddDestinationsBase<AddDestinations> {
  void runOnOperation() override {
    SymbolTable symbols(getOperation());
    SmallVector<func::FuncOp> functions;
    for (auto func : getOperation().getOps<func::FuncOp>())
      if (func.isPublic() && !func.isDeclaration() &&
          !func->hasAttr(kSignatureAttr))
        functions.push_back(func);
    for (func::FuncOp func : functions) {
      if (failed(checkFunction(func)))
        return signalPassFailure();
      rewriteFunction(func, symbols);
    }
  }
};
} // namespace
