//===- Arguments.cpp - kernel arguments from the command line -------------===//

#include "Arguments.h"
#include "Npy.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace ptxsim;
using llvm::StringRef;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

ptxsim::Argument ArgumentSpec::bytes() const {
  ptxsim::Argument all;
  for (const Piece &piece : pieces)
    all.append(piece.bytes.begin(), piece.bytes.end());
  return all;
}

static void setBytes(Piece &piece, uint64_t value, unsigned size) {
  const uint8_t *bytes = reinterpret_cast<const uint8_t *>(&value);
  piece.bytes.assign(bytes, bytes + size);
}

static const llvm::fltSemantics *semanticsOf(StringRef type) {
  if (type == "f16")
    return &llvm::APFloat::IEEEhalf();
  if (type == "bf16")
    return &llvm::APFloat::BFloat();
  if (type == "f32")
    return &llvm::APFloat::IEEEsingle();
  if (type == "f64")
    return &llvm::APFloat::IEEEdouble();
  return nullptr;
}

static llvm::Error parseNumber(StringRef type, StringRef text, Piece &piece) {
  unsigned size = elementSize(type);
  if (const llvm::fltSemantics *semantics = semanticsOf(type)) {
    llvm::APFloat value(*semantics);
    auto status =
        value.convertFromString(text, llvm::APFloat::rmNearestTiesToEven);
    if (!status) {
      llvm::consumeError(status.takeError());
      return makeError("expected a number after " + type + ":, got '" + text +
                       "'");
    }
    setBytes(piece, value.bitcastToAPInt().getZExtValue(), size);
    return llvm::Error::success();
  }
  int64_t number = 0;
  uint64_t positive = 0;
  bool isSigned = type.starts_with("i");
  if (isSigned ? text.getAsInteger(0, number) : text.getAsInteger(0, positive))
    return makeError("expected an integer after " + type + ":, got '" + text +
                     "'");
  uint64_t value = isSigned ? uint64_t(number) : positive;
  bool fits = isSigned ? llvm::isIntN(8 * size, number)
                       : llvm::isUIntN(8 * size, positive);
  if (!fits)
    return makeError("expected a number that fits " + type + ", got " + text);
  setBytes(piece, value, size);
  return llvm::Error::success();
}

static llvm::Error parseHex(StringRef text, Piece &piece) {
  std::string bytes;
  if (!llvm::tryGetFromHex(text, bytes) || text.size() % 2)
    return makeError("expected pairs of hexadecimal digits after bytes:, got "
                     "'" +
                     text + "'");
  piece.bytes.assign(bytes.begin(), bytes.end());
  return llvm::Error::success();
}

static void setBuffer(Piece &piece, std::string header, uint64_t size,
                      StringRef name, DeviceMemory &memory) {
  piece.isBuffer = true;
  piece.header = std::move(header);
  piece.size = size;
  piece.address = memory.allocate(size, name);
  setBytes(piece, piece.address, sizeof(uint64_t));
}

/// `f16:8x64` of uninit: and zeros:.
static llvm::Error parseNewBuffer(StringRef text, bool isZero, StringRef name,
                                  DeviceMemory &memory, Piece &piece) {
  auto [type, extents] = text.split(':');
  uint64_t size = elementSize(type);
  if (!size)
    return makeError("expected a type such as f16 or i32, got '" + type + "'");
  llvm::SmallVector<StringRef> parts;
  extents.split(parts, 'x', -1, false);
  llvm::SmallVector<uint64_t> shape;
  for (StringRef part : parts) {
    if (part.getAsInteger(10, shape.emplace_back()))
      return makeError("expected extents such as 8x64, got '" + extents + "'");
    size = llvm::SaturatingMultiply(size, shape.back());
  }
  if (size > uint64_t(1) << 36)
    return makeError("expected a buffer of at most 64 GiB, got '" + text + "'");
  setBuffer(piece, makeHeader(type, shape), size, name, memory);
  return isZero ? memory.write(piece.address, std::vector<uint8_t>(size))
                : llvm::Error::success();
}

static llvm::Error parsePiece(StringRef text, StringRef name,
                              DeviceMemory &memory, Piece &piece) {
  auto [kind, rest] = text.split(':');
  if (text == "null") {
    setBytes(piece, 0, sizeof(uint64_t));
    return llvm::Error::success();
  }
  if (kind == "bytes")
    return parseHex(rest, piece);
  if (kind == "uninit" || kind == "zeros")
    return parseNewBuffer(rest, kind == "zeros", name, memory, piece);
  if (elementSize(kind))
    return parseNumber(kind, rest, piece);
  if (!text.ends_with(".npy"))
    return makeError("expected a .npy file, type:number, uninit:type:shape, "
                     "zeros:type:shape, null, bytes: or struct:, got '" +
                     text + "'");
  llvm::Expected<Array> array = readArray(text);
  if (!array)
    return array.takeError();
  setBuffer(piece, array->header, array->bytes.size(), name, memory);
  return memory.write(piece.address, array->bytes);
}

llvm::Expected<ArgumentSpec> parseArgument(StringRef text, StringRef name,
                                           DeviceMemory &memory) {
  ArgumentSpec spec;
  llvm::SmallVector<StringRef> pieces = {text};
  if (text.consume_front("struct:")) {
    pieces.clear();
    text.split(pieces, ',');
  }
  for (StringRef piece : pieces)
    if (llvm::Error error =
            parsePiece(piece, name, memory, spec.pieces.emplace_back()))
      return std::move(error);
  return spec;
}

llvm::Expected<OutputSpec> parseOutput(StringRef text,
                                       llvm::ArrayRef<ArgumentSpec> arguments) {
  OutputSpec spec;
  auto [place, path] = text.split(':');
  auto [argument, piece] = place.split('.');
  if (path.empty() || argument.getAsInteger(10, spec.argument) ||
      (!piece.empty() && piece.getAsInteger(10, spec.piece)))
    return makeError("expected --out N:file.npy or N.M:file.npy, got '" + text +
                     "'");
  if (spec.argument >= arguments.size() ||
      spec.piece >= arguments[spec.argument].pieces.size() ||
      !arguments[spec.argument].pieces[spec.piece].isBuffer)
    return makeError("expected --out of an argument that is a buffer, got '" +
                     place + "'");
  spec.path = path.str();
  return spec;
}

llvm::Error writeOutput(const OutputSpec &output,
                        llvm::ArrayRef<ArgumentSpec> arguments,
                        const DeviceMemory &memory, llvm::raw_ostream &os) {
  const Piece &piece = arguments[output.argument].pieces[output.piece];
  std::vector<uint8_t> bytes(piece.size);
  if (llvm::Error error = memory.read(piece.address, bytes))
    return error;
  auto unwritten = memory.countUninitialized(piece.address, piece.size);
  if (!unwritten)
    return unwritten.takeError();
  if (*unwritten)
    os << "note: " << *unwritten << " bytes of argument " << output.argument
       << " were never written; they are 0 in " << output.path << "\n";
  return writeArray(output.path, piece.header, bytes);
}
