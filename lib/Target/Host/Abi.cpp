//===- Abi.cpp - how compiled functions are called ------------------------===//

#include "attn/Target/Host/Abi.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::attn;

std::string mlir::attn::describeStatus(int32_t status,
                                       const AbiSignature &signature) {
  static const char *const rules[] = {
      "no error",
      "expected the function's number of arguments and results",
      "expected memory, got a null pointer",
      "expected another element type",
      "expected another rank",
      "expected another size",
      "expected an innermost stride of 1",
      "expected memory of the CPU",
      "allocation failed",
      "an assertion of the module on the sizes of its arguments failed"};
  unsigned code = status & 255, number = static_cast<uint32_t>(status) >> 8;
  if (code == static_cast<unsigned>(AbiStatus::Assertion) && number > 0 &&
      number <= signature.assertions.size())
    return signature.assertions[number - 1];
  unsigned numArgs = signature.args.size();
  std::string text =
      code < std::size(rules) ? rules[code] : "unknown status " + Twine(code).str();
  if (number == 0)
    return text;
  if (number <= numArgs)
    return ("argument " + Twine(number - 1) + ": " + text).str();
  return ("result " + Twine(number - 1 - numArgs) + ": " + text).str();
}

AbiSignature AbiSignature::get(Operation *func) {
  AbiSignature signature;
  auto attr = func->getAttrOfType<ArrayAttr>(kSignatureAttr);
  if (!attr || attr.size() != 2)
    return signature;
  for (Attribute type : cast<ArrayAttr>(attr[0]))
    signature.args.push_back(cast<TypeAttr>(type).getValue());
  for (Attribute type : cast<ArrayAttr>(attr[1]))
    signature.results.push_back(cast<TypeAttr>(type).getValue());
  if (auto texts = func->getAttrOfType<ArrayAttr>(kAssertionsAttr))
    for (auto text : texts.getAsRange<StringAttr>())
      signature.assertions.push_back(text.str());
  return signature;
}

void AbiSignature::set(Operation *func) const {
  Builder b(func->getContext());
  func->setAttr(kSignatureAttr, b.getArrayAttr({b.getTypeArrayAttr(args),
                                                b.getTypeArrayAttr(results)}));
  if (!assertions.empty()) {
    SmallVector<StringRef> texts(assertions.begin(), assertions.end());
    func->setAttr(kAssertionsAttr, b.getStrArrayAttr(texts));
  }
}

bool mlir::attn::isAbiElementType(Type type) {
  if (type.isF16() || type.isBF16() || type.isF32() || type.isF64() ||
      type.isIndex())
    return true;
  auto integer = dyn_cast<IntegerType>(type);
  return integer &&
         llvm::is_contained({1u, 8u, 16u, 32u, 64u}, integer.getWidth());
}

static LogicalResult checkType(Operation *func, Type type, StringRef what,
                               unsigned number) {
  Type element = type;
  if (auto tensor = dyn_cast<RankedTensorType>(type))
    element = tensor.getElementType();
  if (isAbiElementType(element))
    return success();
  return func->emitOpError()
         << "expected " << what << " " << number
         << " to be a ranked tensor or scalar of f16, bf16, f32, f64, index or "
            "an integer of 1, 8, 16, 32 or 64 bits, got "
         << type;
}

LogicalResult mlir::attn::checkAbiTypes(Operation *func, TypeRange args,
                                        TypeRange results) {
  for (auto [i, type] : llvm::enumerate(args))
    if (failed(checkType(func, type, "argument", i)))
      return failure();
  for (auto [i, type] : llvm::enumerate(results))
    if (failed(checkType(func, type, "result", i)))
      return failure();
  return success();
}

uint32_t mlir::attn::getDLPackDType(Type type) {
  enum { Int = 0, UInt = 1, Float = 2, BFloat = 4, Bool = 6 };
  uint32_t code = Int, bits = 64;
  if (type.isBF16())
    code = BFloat, bits = 16;
  else if (auto f = dyn_cast<FloatType>(type))
    code = Float, bits = f.getWidth();
  else if (type.isInteger(1))
    code = Bool, bits = 8;
  else if (auto i = dyn_cast<IntegerType>(type))
    code = i.isUnsigned() ? UInt : Int, bits = i.getWidth();
  return code | bits << 8 | 1u << 16;
}

StringRef mlir::attn::getCType(Type type) {
  if (type.isF32())
    return "float";
  if (type.isF64())
    return "double";
  if (type.isF16() || type.isBF16())
    return "uint16_t";
  if (type.isInteger(1))
    return "uint8_t";
  if (type.isInteger(8))
    return "int8_t";
  if (type.isInteger(16))
    return "int16_t";
  if (type.isInteger(32))
    return "int32_t";
  return "int64_t";
}

unsigned mlir::attn::getElementBytes(Type type) {
  if (type.isIndex())
    return 8;
  return (type.getIntOrFloatBitWidth() + 7) / 8;
}
