//===- Jit.cpp - run compiled functions in this process -------------------===//
//
// An object file is made as for --emit=obj and loaded by ORC: one way to make
// code, so what a test runs is what a user ships.
//
//===----------------------------------------------------------------------===//

#include "attn/Target/CPU/Jit.h"

#include "attn/Target/CPU/OpenMP.h"
#include "attn/Target/Host/Codegen.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ExecutionEngine/Orc/ExecutionUtils.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include <deque>

using namespace mlir;
using namespace mlir::attn;

struct CpuJit::State {
  std::unique_ptr<llvm::orc::LLJIT> jit;
  llvm::StringMap<AbiSignature> signatures;
};

CpuJit::CpuJit(std::unique_ptr<State> state) : state(std::move(state)) {}
CpuJit::~CpuJit() = default;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

llvm::Expected<std::unique_ptr<CpuJit>>
CpuJit::create(ModuleOp module, const JitOptions &options) {
  llvm::Expected<GeneratedCode> code =
      generateCode(module, options.cpu, CodeKind::Object);
  if (!code)
    return code.takeError();
  if (code->openMP)
    if (llvm::Error error = loadOpenMP())
      return std::move(error);
  auto jit = llvm::orc::LLJITBuilder().create();
  if (!jit)
    return jit.takeError();
  auto process = llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(
      (*jit)->getDataLayout().getGlobalPrefix());
  if (!process)
    return process.takeError();
  (*jit)->getMainJITDylib().addGenerator(std::move(*process));
  if (llvm::Error error = (*jit)->addObjectFile(
          std::make_unique<llvm::SmallVectorMemoryBuffer>(
              std::move(code->bytes), "attn",
              /*RequiresNullTerminator=*/false)))
    return std::move(error);
  auto state = std::make_unique<State>();
  state->jit = std::move(*jit);
  for (auto func : module.getOps<LLVM::LLVMFuncOp>())
    if (func->hasAttr(kSignatureAttr))
      state->signatures[func.getName()] = AbiSignature::get(func);
  return std::unique_ptr<CpuJit>(new CpuJit(std::move(state)));
}

/// The sizes of each tensor, e.g. "1x2x4x8, 1x2x5x8".
static std::string describeSizes(ArrayRef<DLTensor *> tensors) {
  std::string text;
  llvm::raw_string_ostream os(text);
  llvm::interleaveComma(tensors, os, [&](const DLTensor *tensor) {
    llvm::interleave(ArrayRef(tensor->shape, tensor->ndim), os, "x");
  });
  return text;
}

llvm::Error CpuJit::invoke(StringRef entry, StringRef suffix,
                           ArrayRef<DLTensor *> args,
                           ArrayRef<DLTensor *> results) {
  auto address = state->jit->lookup((entry + suffix).str());
  if (!address)
    return address.takeError();
  using Entry = int32_t(DLTensor *const *, int32_t, DLTensor *const *, int32_t);
  int32_t status = address->toPtr<Entry>()(args.data(), args.size(),
                                           results.data(), results.size());
  if (status == 0)
    return llvm::Error::success();
  std::string text = describeStatus(status, state->signatures[entry]);
  if ((status & 255) == static_cast<int32_t>(AbiStatus::Assertion))
    text += ", got arguments of sizes " + describeSizes(args);
  return makeError(text);
}

llvm::Expected<AbiSignature> CpuJit::getSignature(StringRef entry) const {
  auto found = state->signatures.find(entry);
  if (found != state->signatures.end())
    return found->second;
  SmallVector<StringRef> names;
  for (const auto &item : state->signatures)
    names.push_back(item.first());
  llvm::sort(names);
  return makeError("expected an entry of " + llvm::join(names, ", ") +
                   ", got '" + entry + "'");
}

namespace {
/// A HostTensor as DLPack sees it.
struct TensorView {
  TensorView(void *data, Type element, ArrayRef<int64_t> sizes)
      : shape(sizes) {
    uint32_t dtype = getDLPackDType(element);
    tensor = {data,
              /*deviceType=*/1,
              /*deviceId=*/0,
              static_cast<int32_t>(shape.size()),
              static_cast<uint8_t>(dtype),
              static_cast<uint8_t>(dtype >> 8),
              static_cast<uint16_t>(dtype >> 16),
              shape.data(),
              /*strides=*/nullptr,
              /*byteOffset=*/0};
  }
  SmallVector<int64_t> shape;
  DLTensor tensor;
};
} // namespace

static llvm::Error checkArguments(const AbiSignature &signature,
                                  ArrayRef<const HostTensor *> args) {
  if (args.size() != signature.args.size())
    return makeError("expected " + Twine(signature.args.size()) +
                     " arguments, got " + Twine(args.size()));
  for (auto [i, type] : llvm::enumerate(signature.args)) {
    std::optional<ElementKind> kind =
        getElementKind(getElementTypeOrSelf(type));
    if (kind != args[i]->getKind())
      return makeError("argument " + Twine(i) + ": expected element type " +
                       (kind ? getName(*kind) : "(unsupported)") + ", got " +
                       getName(args[i]->getKind()));
    ArrayRef<int64_t> sizes;
    if (auto tensor = dyn_cast<RankedTensorType>(type))
      sizes = tensor.getShape();
    ArrayRef<int64_t> got = args[i]->getShape();
    if (sizes.size() != got.size())
      return makeError("argument " + Twine(i) + ": expected rank " +
                       Twine(sizes.size()) + ", got " + Twine(got.size()));
    for (auto [d, size] : llvm::enumerate(sizes))
      if (!ShapedType::isDynamic(size) && size != got[d])
        return makeError("argument " + Twine(i) + ": expected size " +
                         Twine(size) + " in dimension " + Twine(d) + ", got " +
                         Twine(got[d]));
  }
  return llvm::Error::success();
}

static std::deque<TensorView>
viewArguments(const AbiSignature &signature,
              ArrayRef<const HostTensor *> args,
              SmallVectorImpl<DLTensor *> &pointers) {
  std::deque<TensorView> views;
  for (auto [type, arg] : llvm::zip_equal(signature.args, args)) {
    // The ABI never writes to arguments; DLPack has no const.
    views.emplace_back(const_cast<void *>(arg->getData()),
                       getElementTypeOrSelf(type), arg->getShape());
    pointers.push_back(&views.back().tensor);
  }
  return views;
}

llvm::Expected<SmallVector<HostTensor>>
CpuJit::run(StringRef entry, ArrayRef<const HostTensor *> args) {
  llvm::Expected<AbiSignature> signature = getSignature(entry);
  if (!signature)
    return signature.takeError();
  if (llvm::Error error = checkArguments(*signature, args))
    return std::move(error);
  SmallVector<DLTensor *> argPointers, resultPointers;
  std::deque<TensorView> views = viewArguments(*signature, args, argPointers);
  std::deque<TensorView> shapes;
  for (Type type : signature->results) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    SmallVector<int64_t> sizes(tensor ? tensor.getRank() : 0, 0);
    shapes.emplace_back(nullptr, getElementTypeOrSelf(type), sizes);
    resultPointers.push_back(&shapes.back().tensor);
  }
  if (llvm::Error error = getResultShapes(entry, argPointers, resultPointers))
    return std::move(error);
  SmallVector<HostTensor> results;
  for (auto [type, view] : llvm::zip_equal(signature->results, shapes)) {
    llvm::Expected<HostTensor> result = HostTensor::create(
        *getElementKind(getElementTypeOrSelf(type)), view.shape);
    if (!result)
      return result.takeError();
    results.push_back(std::move(*result));
  }
  if (llvm::Error error = runInto(entry, args, results))
    return std::move(error);
  return std::move(results);
}

llvm::Error CpuJit::runInto(StringRef entry, ArrayRef<const HostTensor *> args,
                            MutableArrayRef<HostTensor> results) {
  llvm::Expected<AbiSignature> signature = getSignature(entry);
  if (!signature)
    return signature.takeError();
  if (llvm::Error error = checkArguments(*signature, args))
    return error;
  SmallVector<DLTensor *> argPointers, resultPointers;
  std::deque<TensorView> views = viewArguments(*signature, args, argPointers);
  std::deque<TensorView> outputs;
  for (auto [type, result] : llvm::zip_equal(signature->results, results)) {
    outputs.emplace_back(result.getData(), getElementTypeOrSelf(type),
                         result.getShape());
    resultPointers.push_back(&outputs.back().tensor);
  }
  return call(entry, argPointers, resultPointers);
}

llvm::Error CpuJit::getResultShapes(StringRef entry, ArrayRef<DLTensor *> args,
                                    ArrayRef<DLTensor *> results) {
  return invoke(entry, "_shapes", args, results);
}

llvm::Error CpuJit::call(StringRef entry, ArrayRef<DLTensor *> args,
                         ArrayRef<DLTensor *> results) {
  return invoke(entry, "_dlpack", args, results);
}

llvm::Error CpuJit::setNumThreads(unsigned threads) {
  if (llvm::Error error = loadOpenMP())
    return error;
  return setOpenMPThreads(threads);
}
