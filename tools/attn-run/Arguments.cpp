//===- Arguments.cpp - values for a function's arguments ------------------===//

#include "Arguments.h"
#include "attn/Support/Npy.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::attn;
using llvm::Error;
using llvm::Expected;

static std::string str(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

static ArrayRef<int64_t> getStaticShape(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor ? tensor.getShape() : ArrayRef<int64_t>();
}

static Error checkShape(const llvm::Twine &what, Type type,
                        ArrayRef<int64_t> shape) {
  if (succeeded(verifyCompatibleShape(getStaticShape(type), shape)) &&
      getStaticShape(type).size() == shape.size())
    return Error::success();
  std::string found;
  llvm::raw_string_ostream os(found);
  llvm::interleave(shape, os, ", ");
  return makeError(what + ": expected " + str(type) + ", got shape (" + found +
                   ")");
}

/// `17` or `0.5` for a scalar argument.
static Expected<HostTensor> parseNumber(StringRef text, unsigned number,
                                        Type type, ElementKind kind) {
  HostTensor tensor = HostTensor::zeros(kind, {});
  double real;
  int64_t integer;
  if (isFloat(kind) && !text.getAsDouble(real))
    tensor.setFromDouble(0, real);
  else if (!isFloat(kind) && !text.getAsInteger(10, integer))
    tensor.setFromInt(0, integer);
  else
    return makeError("argument " + llvm::Twine(number) +
                     ": expected a .npy file or a number of type " + str(type) +
                     ", got '" + text + "'");
  if (!isFloat(kind) && tensor.getAsInt(0) != integer)
    return makeError("argument " + llvm::Twine(number) +
                     ": expected a number that fits " + str(type) + ", got " +
                     text);
  return tensor;
}

static Expected<HostTensor> readArgument(StringRef text, unsigned number,
                                         Type type, ElementKind kind) {
  if (isa<ShapedType>(type) || text.ends_with(".npy")) {
    Expected<HostTensor> tensor = readNpy(text, kind);
    if (!tensor)
      return makeError("argument " + llvm::Twine(number) + ": " +
                       toString(tensor.takeError()));
    if (Error error =
            checkShape("argument " + llvm::Twine(number) + ": '" + text + "'",
                       type, tensor->getShape()))
      return std::move(error);
    return tensor;
  }
  return parseNumber(text, number, type, kind);
}

static Error checkSignature(func::FuncOp function, const RunOptions &options) {
  for (Type type : llvm::concat<const Type>(function.getArgumentTypes(),
                                            function.getResultTypes()))
    if (!getElementKind(type) ||
        (isa<ShapedType>(type) && !isa<RankedTensorType>(type)))
      return makeError("expected ranked tensors and scalars in the signature "
                       "of '" +
                       function.getName() + "', got " + str(type));
  unsigned wanted = function.getNumArguments();
  if (options.args.size() > wanted ||
      (options.args.size() < wanted && !options.randomSeed))
    return makeError("expected " + llvm::Twine(wanted) + " --arg for '" +
                     function.getName() + "', got " +
                     llvm::Twine(options.args.size()));
  if (!options.outs.empty() && options.outs.size() != function.getNumResults())
    return makeError("expected " + llvm::Twine(function.getNumResults()) +
                     " --out for '" + function.getName() + "', got " +
                     llvm::Twine(options.outs.size()));
  return Error::success();
}

Expected<std::vector<HostTensor>>
mlir::attn::makeArguments(func::FuncOp function, const RunOptions &options) {
  if (Error error = checkSignature(function, options))
    return std::move(error);
  std::vector<HostTensor> tensors;
  unsigned nextDim = 0;
  for (auto [i, type] : llvm::enumerate(function.getArgumentTypes())) {
    ElementKind kind = *getElementKind(type);
    if (i < options.args.size()) {
      Expected<HostTensor> tensor =
          readArgument(options.args[i], i, type, kind);
      if (!tensor)
        return tensor.takeError();
      tensors.push_back(std::move(*tensor));
      continue;
    }
    SmallVector<int64_t> shape(getStaticShape(type));
    for (int64_t &size : shape) {
      if (!ShapedType::isDynamic(size))
        continue;
      if (options.dims.empty())
        return makeError("expected --dims for the dynamic sizes of argument " +
                         llvm::Twine(i) + " of type " + str(type));
      size = options.dims[nextDim++ % options.dims.size()];
    }
    Expected<HostTensor> tensor = HostTensor::create(kind, shape);
    if (!tensor)
      return makeError("argument " + llvm::Twine(i) + ": " +
                       toString(tensor.takeError()));
    tensors.push_back(std::move(*tensor));
    // A seed of its own: arguments of one shape must differ.
    fillRandom(tensors.back(), *options.randomSeed * 1000003 + i);
  }
  if (nextDim < options.dims.size())
    return makeError("expected at most " + llvm::Twine(nextDim) +
                     " --dims for the dynamic sizes of the random arguments of "
                     "'" + function.getName() + "', got " +
                     llvm::Twine(options.dims.size()));
  return tensors;
}
