//===- EmitCInterface.cpp - plain C and DLPack entry points ---------------===//
//
// f_dlpack and f_shapes unpack DLTensors; f takes the unpacked values, checks
// sizes and calls the compiled body. All three are LLVM dialect, so objects
// need no run-time library of ours.
//
//===----------------------------------------------------------------------===//

#include "CheckTensor.h"
#include "attn/Target/Host/Abi.h"
#include "attn/Target/Host/Passes.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Parser/Parser.h"

namespace mlir::attn {
#define GEN_PASS_DEF_ATTNEMITCINTERFACE
#include "attn/Target/Host/Passes.h.inc"
} // namespace mlir::attn

using namespace mlir;
using namespace mlir::attn;

namespace {
/// A tensor (or scalar, then only `data`) as values of a wrapper.
struct Unpacked {
  Value data;
  SmallVector<Value> sizes, strides;
};

/// Emits the wrappers of one function.
class WrapperEmitter {
public:
  WrapperEmitter(LLVM::LLVMFuncOp impl, LLVM::LLVMFuncOp shapes,
                 StringRef name)
      : impl(impl), shapes(shapes), name(name),
        signature(AbiSignature::get(impl)), b(impl.getContext()),
        loc(impl.getLoc()) {
    ptr = LLVM::LLVMPointerType::get(b.getContext());
  }

  void run() {
    LLVM::LLVMFuncOp plain = emitPlain();
    emitDLPack(plain);
    emitShapes();
  }

private:
  unsigned numTensors() const {
    return signature.args.size() + signature.results.size();
  }
  Type typeOf(unsigned i) const {
    return i < signature.args.size()
               ? signature.args[i]
               : signature.results[i - signature.args.size()];
  }
  /// Scalar arguments are passed by value, scalar results through memory.
  bool isByValue(unsigned i) const {
    return i < signature.args.size() && !isa<RankedTensorType>(typeOf(i));
  }
  static int64_t rankOf(Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    return tensor ? tensor.getRank() : 0;
  }
  static int64_t dimOf(Type type, unsigned d) {
    int64_t size = cast<RankedTensorType>(type).getDimSize(d);
    return ShapedType::isDynamic(size) ? -1 : size;
  }

  Value i64(int64_t v) {
    return LLVM::ConstantOp::create(b, loc, b.getI64Type(), v);
  }
  Value i32(int64_t v) {
    return LLVM::ConstantOp::create(b, loc, b.getI32Type(), v);
  }
  Value cmp(LLVM::ICmpPredicate p, Value x, Value y) {
    return LLVM::ICmpOp::create(b, loc, p, x, y);
  }
  Value element(Value base, int64_t i, Type type) {
    return LLVM::GEPOp::create(b, loc, ptr, type, base, LLVM::GEPArg(i));
  }
  Value slots(int64_t n) {
    return LLVM::AllocaOp::create(b, loc, ptr, b.getI64Type(),
                                  i64(std::max<int64_t>(n, 1)));
  }

  LLVM::LLVMFuncOp startFunction(const Twine &symbol, ArrayRef<Type> inputs);
  void finishFunction();
  void failIf(Value condition, Value status);
  void failIf(Value condition, AbiStatus code, unsigned number);
  void failUnlessZero(Value code, unsigned number);
  void checkPlain(unsigned i, const Unpacked &tensor);
  Value callShapes(ArrayRef<Unpacked> tensors);
  void append(SmallVectorImpl<Value> &operands, unsigned i,
              const Unpacked &tensor);
  Unpacked readPlain(LLVM::LLVMFuncOp func, unsigned i, unsigned &position);
  Value fromC(Value value, Type type);
  Type scalarCType(Type type);
  Unpacked unpackDLTensor(Value list, unsigned index, unsigned i);
  void checkCount(LLVM::LLVMFuncOp func);
  LLVM::LLVMFuncOp emitPlain();
  void emitDLPack(LLVM::LLVMFuncOp plain);
  void emitShapes();

  LLVM::LLVMFuncOp impl, shapes;
  std::string name;
  AbiSignature signature;
  OpBuilder b;
  Location loc;
  Type ptr;
  Block *fail = nullptr;
};
} // namespace

LLVM::LLVMFuncOp WrapperEmitter::startFunction(const Twine &symbol,
                                               ArrayRef<Type> inputs) {
  b.setInsertionPointAfter(impl);
  auto type = LLVM::LLVMFunctionType::get(b.getI32Type(), inputs);
  auto func = LLVM::LLVMFuncOp::create(b, loc, symbol.str(), type);
  Block *entry = func.addEntryBlock(b);
  fail = new Block;
  func.getBody().push_back(fail);
  fail->addArgument(b.getI32Type(), loc);
  b.setInsertionPointToStart(fail);
  LLVM::ReturnOp::create(b, loc, fail->getArgument(0));
  b.setInsertionPointToStart(entry);
  return func;
}

void WrapperEmitter::finishFunction() {
  LLVM::ReturnOp::create(b, loc, i32(0));
}

void WrapperEmitter::failIf(Value condition, Value status) {
  Block *rest = new Block;
  fail->getParent()->getBlocks().insert(Region::iterator(fail), rest);
  LLVM::CondBrOp::create(b, loc, condition, fail, ValueRange(status), rest,
                         ValueRange());
  b.setInsertionPointToStart(rest);
}

void WrapperEmitter::failIf(Value condition, AbiStatus code, unsigned number) {
  failIf(condition, i32(static_cast<int64_t>(code) | int64_t(number) << 8));
}

void WrapperEmitter::failUnlessZero(Value code, unsigned number) {
  Value status = LLVM::OrOp::create(b, loc, code, i32(int64_t(number) << 8));
  failIf(cmp(LLVM::ICmpPredicate::ne, code, i32(0)), status);
}

/// What the compiled body relies on and C cannot express: sizes that are not
/// negative, memory wherever there is an element.
void WrapperEmitter::checkPlain(unsigned i, const Unpacked &tensor) {
  if (isByValue(i))
    return;
  Value count = i64(1);
  for (Value size : tensor.sizes) {
    failIf(cmp(LLVM::ICmpPredicate::slt, size, i64(0)), AbiStatus::Size, i + 1);
    count = LLVM::MulOp::create(b, loc, count, size);
  }
  Value null = LLVM::ZeroOp::create(b, loc, ptr);
  Value bad = LLVM::AndOp::create(
      b, loc, cmp(LLVM::ICmpPredicate::eq, tensor.data, null),
      cmp(LLVM::ICmpPredicate::ne, count, i64(0)));
  failIf(bad, AbiStatus::Null, i + 1);
}

/// Appends what the lowering of a memref argument expects.
void WrapperEmitter::append(SmallVectorImpl<Value> &operands, unsigned i,
                            const Unpacked &tensor) {
  if (isByValue(i)) {
    operands.push_back(tensor.data);
    return;
  }
  operands.append({tensor.data, tensor.data, i64(0)});
  operands.append(tensor.sizes);
  operands.append(tensor.strides);
}

/// Calls the shape function and returns the memory that holds its answers;
/// fails the wrapper when an assertion of the module does not hold.
Value WrapperEmitter::callShapes(ArrayRef<Unpacked> tensors) {
  int64_t count = 1;
  for (Type type : signature.results)
    if (auto tensor = dyn_cast<RankedTensorType>(type))
      count += tensor.getNumDynamicDims();
  SmallVector<Value> operands;
  for (unsigned i = 0; i < signature.args.size(); ++i)
    append(operands, i, tensors[i]);
  Value answers = slots(count);
  operands.append({answers, answers, i64(0), i64(count), i64(1)});
  LLVM::CallOp::create(b, loc, shapes, operands);
  Value number = LLVM::TruncOp::create(
      b, loc, b.getI32Type(),
      LLVM::LoadOp::create(b, loc, b.getI64Type(), answers));
  Value status = LLVM::OrOp::create(
      b, loc, LLVM::ShlOp::create(b, loc, number, i32(8)),
      i32(static_cast<int64_t>(AbiStatus::Assertion)));
  failIf(cmp(LLVM::ICmpPredicate::ne, number, i32(0)), status);
  return answers;
}

Type WrapperEmitter::scalarCType(Type type) {
  if (type.isIndex())
    return b.getI64Type();
  if (type.isInteger(1))
    return b.getI8Type();
  return type.isF16() || type.isBF16() ? Type(b.getI16Type()) : type;
}

/// A scalar as C passes it, as the type that the compiled body takes.
Value WrapperEmitter::fromC(Value value, Type type) {
  if (type.isInteger(1))
    return cmp(LLVM::ICmpPredicate::ne, value,
               LLVM::ConstantOp::create(b, loc, b.getI8Type(), 0));
  if (type.isF16() || type.isBF16())
    return LLVM::BitcastOp::create(b, loc, type, value);
  return value;
}

Unpacked WrapperEmitter::readPlain(LLVM::LLVMFuncOp func, unsigned i,
                                   unsigned &position) {
  Unpacked tensor;
  tensor.data = func.getArgument(position++);
  Type type = typeOf(i);
  if (isByValue(i)) {
    tensor.data = fromC(tensor.data, type);
    return tensor;
  }
  for (int64_t d = 0; d < rankOf(type); ++d)
    tensor.sizes.push_back(dimOf(type, d) < 0 ? func.getArgument(position++)
                                              : i64(dimOf(type, d)));
  for (int64_t d = 0; d + 1 < rankOf(type); ++d)
    tensor.strides.push_back(func.getArgument(position++));
  if (rankOf(type) > 0)
    tensor.strides.push_back(i64(1));
  return tensor;
}

LLVM::LLVMFuncOp WrapperEmitter::emitPlain() {
  SmallVector<Type> inputs;
  for (unsigned i = 0; i < numTensors(); ++i) {
    auto tensor = dyn_cast<RankedTensorType>(typeOf(i));
    inputs.push_back(isByValue(i) ? scalarCType(typeOf(i)) : ptr);
    int64_t numSizes = tensor ? tensor.getNumDynamicDims() : 0;
    int64_t numStrides = tensor ? std::max<int64_t>(tensor.getRank() - 1, 0) : 0;
    inputs.append(numSizes + numStrides, b.getI64Type());
  }
  LLVM::LLVMFuncOp func = startFunction(name, inputs);
  SmallVector<Unpacked> tensors;
  unsigned position = 0;
  for (unsigned i = 0; i < numTensors(); ++i) {
    tensors.push_back(readPlain(func, i, position));
    checkPlain(i, tensors.back());
  }
  Value answers = callShapes(tensors);
  int64_t answer = 1;
  for (unsigned i = signature.args.size(); i < numTensors(); ++i)
    for (int64_t d = 0; d < rankOf(typeOf(i)); ++d) {
      if (dimOf(typeOf(i), d) >= 0)
        continue;
      Value size = LLVM::LoadOp::create(
          b, loc, b.getI64Type(), element(answers, answer++, b.getI64Type()));
      failIf(cmp(LLVM::ICmpPredicate::ne, size, tensors[i].sizes[d]),
             AbiStatus::Size, i + 1);
    }
  SmallVector<Value> operands;
  for (unsigned i = 0; i < numTensors(); ++i)
    append(operands, i, tensors[i]);
  LLVM::CallOp::create(b, loc, impl, operands);
  finishFunction();
  // Headers and the JIT read the types of the entry from here.
  signature.set(func);
  return func;
}

/// Checks `list[index]` against tensor `i` of the signature and unpacks it.
Unpacked WrapperEmitter::unpackDLTensor(Value list, unsigned index,
                                        unsigned i) {
  Type type = typeOf(i), elementType = getElementTypeOrSelf(type);
  int64_t rank = rankOf(type);
  Value tensor = LLVM::LoadOp::create(b, loc, ptr, element(list, index, ptr));
  Value dims = slots(rank), sizes = slots(rank), strides = slots(rank);
  Value data = slots(1);
  for (int64_t d = 0; d < rank; ++d)
    LLVM::StoreOp::create(b, loc, i64(dimOf(type, d)),
                          element(dims, d, b.getI64Type()));
  uint32_t dtype = getDLPackDType(elementType);
  // Producers without a boolean dtype hand over bytes.
  uint32_t alternative = elementType.isInteger(1) ? 1u | 8u << 8 | 1u << 16
                                                  : dtype;
  auto callee = SymbolRefAttr::get(b.getContext(), kCheckTensor);
  Value code =
      LLVM::CallOp::create(b, loc, b.getI32Type(), callee,
                           ValueRange{tensor, i32(dtype), i32(alternative),
                                      i32(rank), dims, data, sizes, strides})
          .getResult();
  failUnlessZero(code, i + 1);
  Unpacked result;
  result.data = LLVM::LoadOp::create(b, loc, ptr, data);
  for (int64_t d = 0; d < rank; ++d) {
    result.sizes.push_back(LLVM::LoadOp::create(
        b, loc, b.getI64Type(), element(sizes, d, b.getI64Type())));
    result.strides.push_back(
        d + 1 == rank
            ? i64(1)
            : Value(LLVM::LoadOp::create(b, loc, b.getI64Type(),
                                         element(strides, d, b.getI64Type()))));
  }
  if (isByValue(i))
    result.data =
        LLVM::LoadOp::create(b, loc, scalarCType(type), result.data);
  return result;
}

void WrapperEmitter::checkCount(LLVM::LLVMFuncOp func) {
  int64_t expected[] = {static_cast<int64_t>(signature.args.size()),
                        static_cast<int64_t>(signature.results.size())};
  for (unsigned k : {0u, 1u})
    failIf(cmp(LLVM::ICmpPredicate::ne, func.getArgument(2 * k + 1),
               i32(expected[k])),
           AbiStatus::Count, 0);
}

void WrapperEmitter::emitDLPack(LLVM::LLVMFuncOp plain) {
  LLVM::LLVMFuncOp func = startFunction(
      name + "_dlpack", {ptr, b.getI32Type(), ptr, b.getI32Type()});
  checkCount(func);
  SmallVector<Value> operands;
  unsigned numArgs = signature.args.size();
  for (unsigned i = 0; i < numTensors(); ++i) {
    Unpacked tensor = i < numArgs
                          ? unpackDLTensor(func.getArgument(0), i, i)
                          : unpackDLTensor(func.getArgument(2), i - numArgs, i);
    operands.push_back(tensor.data);
    if (isByValue(i))
      continue;
    for (int64_t d = 0; d < rankOf(typeOf(i)); ++d)
      if (dimOf(typeOf(i), d) < 0)
        operands.push_back(tensor.sizes[d]);
    if (!tensor.strides.empty())
      operands.append(tensor.strides.begin(), std::prev(tensor.strides.end()));
  }
  Value status = LLVM::CallOp::create(b, loc, plain, operands).getResult();
  LLVM::ReturnOp::create(b, loc, status);
}

void WrapperEmitter::emitShapes() {
  LLVM::LLVMFuncOp func = startFunction(
      name + "_shapes", {ptr, b.getI32Type(), ptr, b.getI32Type()});
  checkCount(func);
  unsigned numArgs = signature.args.size();
  SmallVector<Unpacked> tensors;
  for (unsigned i = 0; i < numArgs; ++i) {
    tensors.push_back(unpackDLTensor(func.getArgument(0), i, i));
    if (isByValue(i))
      tensors.back().data = fromC(tensors.back().data, typeOf(i));
  }
  Value answers = callShapes(tensors);
  int64_t answer = 1;
  for (unsigned i = numArgs; i < numTensors(); ++i) {
    Value tensor = LLVM::LoadOp::create(
        b, loc, ptr, element(func.getArgument(2), i - numArgs, ptr));
    Value null = LLVM::ZeroOp::create(b, loc, ptr);
    failIf(cmp(LLVM::ICmpPredicate::eq, tensor, null), AbiStatus::Null, i + 1);
    Value rank = LLVM::LoadOp::create(b, loc, b.getI32Type(),
                                      element(tensor, 16, b.getI8Type()));
    failIf(cmp(LLVM::ICmpPredicate::ne, rank, i32(rankOf(typeOf(i)))),
           AbiStatus::Rank, i + 1);
    Value shape = LLVM::LoadOp::create(b, loc, ptr,
                                       element(tensor, 24, b.getI8Type()));
    for (int64_t d = 0; d < rankOf(typeOf(i)); ++d) {
      Value size = i64(dimOf(typeOf(i), d));
      if (dimOf(typeOf(i), d) < 0)
        size = LLVM::LoadOp::create(b, loc, b.getI64Type(),
                                    element(answers, answer++, b.getI64Type()));
      LLVM::StoreOp::create(b, loc, size, element(shape, d, b.getI64Type()));
    }
  }
  finishFunction();
}

/// Adds the helper that all DLPack entries share.
static LogicalResult addCheckTensor(ModuleOp module) {
  OwningOpRef<ModuleOp> parsed = parseSourceString<ModuleOp>(
      kCheckTensorSource, ParserConfig(module.getContext()));
  if (!parsed)
    return failure();
  Operation *helper = &parsed->getBody()->front();
  helper->moveBefore(module.getBody(), module.getBody()->begin());
  return success();
}

/// Hides a function from the linker under a name of ours.
static LogicalResult hide(LLVM::LLVMFuncOp func, const Twine &name,
                          SymbolTable &symbols) {
  func.setLinkage(LLVM::Linkage::Internal);
  return symbols.rename(func, StringAttr::get(func.getContext(), name));
}

namespace {
struct EmitCInterface
    : public mlir::attn::impl::AttnEmitCInterfaceBase<EmitCInterface> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    SymbolTable symbols(module);
    SmallVector<LLVM::LLVMFuncOp> entries;
    for (auto func : module.getOps<LLVM::LLVMFuncOp>()) {
      if (func.isExternal())
        continue;
      func.setLinkage(LLVM::Linkage::Internal);
      if (func->hasAttr(kSignatureAttr))
        entries.push_back(func);
    }
    if (entries.empty())
      return;
    if (failed(addCheckTensor(module)))
      return signalPassFailure();
    for (LLVM::LLVMFuncOp impl : entries) {
      std::string name = impl.getName().str();
      auto shapes = symbols.lookup<LLVM::LLVMFuncOp>((kShapesPrefix + name).str());
      if (!shapes) {
        impl.emitOpError() << "expected a shape function beside it, got none";
        return signalPassFailure();
      }
      if (failed(hide(impl, "__attn_impl_" + name, symbols)))
        return signalPassFailure();
      WrapperEmitter(impl, shapes, name).run();
      impl->removeAttr(kSignatureAttr);
      impl->removeAttr(kAssertionsAttr);
    }
  }
};
} // namespace
