//===- Npy.cpp - numpy's file format --------------------------------------===//
//
// A reader of our own, because the one in Debian (xtensor's xnpy.hpp, 0.24)
// does not notice truncated data, misreads headers from 128 bytes on, insists
// on the order of the header's keys and reports by exceptions without the path.
//
//===----------------------------------------------------------------------===//

#include "attn/Support/Npy.h"

#include "attn/Support/OutputFile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <cstring>

using namespace mlir;
using namespace mlir::attn;
using llvm::Error;
using llvm::Expected;
using llvm::Twine;

namespace {
struct Header {
  StringRef dtype;
  bool fortranOrder = false;
  SmallVector<int64_t> shape;
};

/// A cursor over the Python dictionary that is the header.
class HeaderParser {
public:
  HeaderParser(StringRef path, StringRef text) : path(path), rest(text) {}
  Expected<Header> parse();

private:
  Error fail(const Twine &message);
  bool accept(StringRef token);
  /// What stands at the cursor, short, for messages.
  StringRef here() { return rest.ltrim().take_front(16).split('\n').first; }
  Expected<StringRef> parseString();
  Error parseShape(SmallVectorImpl<int64_t> &shape);
  Error parseEntry(Header &header);

  StringRef path, rest;
  bool seenDtype = false, seenOrder = false, seenShape = false;
};
} // namespace

static Error makeError(StringRef path, const Twine &message) {
  return llvm::createStringError(
      std::make_error_code(std::errc::invalid_argument),
      "'" + path + "': " + message);
}

Error HeaderParser::fail(const Twine &message) {
  return makeError(path, "malformed .npy header: " + message);
}

bool HeaderParser::accept(StringRef token) {
  rest = rest.ltrim();
  return rest.consume_front(token);
}

Expected<StringRef> HeaderParser::parseString() {
  StringRef quote = accept("'") ? "'" : accept("\"") ? "\"" : "";
  size_t end = rest.find(quote);
  if (quote.empty() || end == StringRef::npos)
    return fail("expected a quoted string, got '" + here() + "'");
  StringRef text = rest.take_front(end);
  rest = rest.drop_front(end + 1);
  return text;
}

Error HeaderParser::parseShape(SmallVectorImpl<int64_t> &shape) {
  if (!accept("("))
    return fail("expected a shape tuple, got '" + here() + "'");
  while (!accept(")")) {
    StringRef found = here();
    int64_t size;
    rest = rest.ltrim();
    if (rest.consumeInteger(10, size) || size < 0)
      return fail("expected a size of at least 0, got '" + found + "'");
    accept("L"); // what Python 2 wrote
    shape.push_back(size);
    if (!accept(",") && !rest.ltrim().starts_with(")"))
      return fail("expected ',' or ')' in the shape, got '" + here() + "'");
  }
  return Error::success();
}

Error HeaderParser::parseEntry(Header &header) {
  Expected<StringRef> key = parseString();
  if (!key)
    return key.takeError();
  if (!accept(":"))
    return fail("expected ':' after '" + *key + "'");
  if (*key == "descr") {
    seenDtype = true;
    if (rest.ltrim().starts_with("["))
      return makeError(path, "expected a plain dtype, got a structured one");
    Expected<StringRef> dtype = parseString();
    if (!dtype)
      return dtype.takeError();
    header.dtype = *dtype;
    return Error::success();
  }
  if (*key == "fortran_order") {
    seenOrder = true;
    header.fortranOrder = accept("True");
    if (!header.fortranOrder && !accept("False"))
      return fail("expected True or False, got '" + here() + "'");
    return Error::success();
  }
  if (*key == "shape") {
    seenShape = true;
    return parseShape(header.shape);
  }
  return fail("expected the keys descr, fortran_order and shape, got '" + *key +
              "'");
}

Expected<Header> HeaderParser::parse() {
  Header header;
  if (!accept("{"))
    return fail("expected a dictionary, got '" + here() + "'");
  while (!accept("}")) {
    if (Error error = parseEntry(header))
      return std::move(error);
    if (!accept(",") && !rest.ltrim().starts_with("}"))
      return fail("expected ',' or '}', got '" + here() + "'");
  }
  if (!seenDtype || !seenOrder || !seenShape)
    return fail("expected the keys descr, fortran_order and shape");
  return header;
}

/// The dtypes that may hold `kind`; the first is the one we write.
static ArrayRef<StringRef> getDtypes(ElementKind kind) {
  static const StringRef f2[] = {"<f2"}, u2[] = {"<u2"}, f4[] = {"<f4"},
                         f8[] = {"<f8"}, b1[] = {"|b1"}, i1[] = {"|i1", "|u1"},
                         i2[] = {"<i2", "<u2"}, i4[] = {"<i4", "<u4"},
                         i8[] = {"<i8", "<u8"};
  switch (kind) {
  case ElementKind::F16:
    return f2;
  case ElementKind::BF16:
    return u2;
  case ElementKind::F32:
    return f4;
  case ElementKind::F64:
    return f8;
  case ElementKind::I1:
    return b1;
  case ElementKind::I8:
    return i1;
  case ElementKind::I16:
    return i2;
  case ElementKind::I32:
    return i4;
  case ElementKind::I64:
  case ElementKind::Index:
    return i8;
  }
  llvm_unreachable("unknown element kind");
}

static Expected<ElementKind> findKind(StringRef path, StringRef dtype,
                                      std::optional<ElementKind> expected) {
  if (expected) {
    if (llvm::is_contained(getDtypes(*expected), dtype))
      return *expected;
    return makeError(path, "expected dtype '" + getDtypes(*expected)[0] +
                               "' for " + getName(*expected) + ", got '" +
                               dtype + "'");
  }
  using K = ElementKind;
  for (K kind : {K::F16, K::F32, K::F64, K::I1, K::I8, K::I16, K::I32, K::I64})
    if (llvm::is_contained(getDtypes(kind), dtype))
      return kind;
  return makeError(path, "unsupported dtype '" + dtype + "'");
}

/// Splits the file into header text and data.
static Error splitFile(StringRef path, StringRef file, StringRef &header,
                       StringRef &data) {
  constexpr StringLiteral magic("\x93NUMPY");
  if (!file.starts_with(magic) || file.size() < 8)
    return makeError(path, "expected a .npy file, got other bytes");
  unsigned major = static_cast<unsigned char>(file[6]);
  if (major < 1 || major > 3)
    return makeError(path, "expected .npy format version 1 to 3, got " +
                               Twine(major));
  size_t prefix = major == 1 ? 10 : 12;
  if (file.size() < prefix)
    return makeError(path, "truncated .npy header");
  using namespace llvm::support;
  size_t length = major == 1 ? endian::read16le(file.data() + 8)
                             : endian::read32le(file.data() + 8);
  if (file.size() - prefix < length)
    return makeError(path, "truncated .npy header: expected " + Twine(length) +
                               " bytes, got " + Twine(file.size() - prefix));
  header = file.substr(prefix, length);
  data = file.substr(prefix + length);
  return Error::success();
}

/// Copies column-major `source` into the row-major tensor.
static void copyFortran(HostTensor &tensor, const char *source) {
  ArrayRef<int64_t> shape = tensor.getShape();
  size_t width = getByteWidth(tensor.getKind());
  SmallVector<int64_t> index(shape.size(), 0);
  auto *target = static_cast<char *>(tensor.getData());
  for (int64_t i = 0, e = tensor.getNumElements(); i < e; ++i) {
    int64_t offset = 0;
    for (int64_t d = shape.size() - 1; d >= 0; --d)
      offset = offset * shape[d] + index[d];
    std::memcpy(target + i * width, source + offset * width, width);
    for (int64_t d = shape.size() - 1; d >= 0 && ++index[d] == shape[d]; --d)
      index[d] = 0;
  }
}

Expected<HostTensor> mlir::attn::readNpy(StringRef path,
                                         std::optional<ElementKind> expected) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (std::error_code code = buffer.getError())
    return makeError(path, "cannot read: " + code.message());
  StringRef text, data;
  if (Error error = splitFile(path, (*buffer)->getBuffer(), text, data))
    return std::move(error);
  Expected<Header> header = HeaderParser(path, text).parse();
  if (!header)
    return header.takeError();
  Expected<ElementKind> kind = findKind(path, header->dtype, expected);
  if (!kind)
    return kind.takeError();
  std::optional<int64_t> bytes = countBytes(*kind, header->shape);
  if (!bytes || *bytes != static_cast<int64_t>(data.size()))
    return makeError(
        path,
        (bytes && *bytes < static_cast<int64_t>(data.size()) ? "trailing"
                                                             : "truncated") +
            Twine(" data: expected ") +
            (bytes ? std::to_string(*bytes) : "more than 2^63") +
            " bytes for shape (" +
            llvm::join(llvm::map_range(
                           header->shape,
                           [](int64_t size) { return std::to_string(size); }),
                       ", ") +
            "), got " + Twine(data.size()));
  Expected<HostTensor> created = HostTensor::create(*kind, header->shape);
  if (!created)
    return makeError(path, toString(created.takeError()));
  HostTensor tensor = std::move(*created);
  if (header->fortranOrder)
    copyFortran(tensor, data.data());
  else if (*bytes)
    std::memcpy(tensor.getData(), data.data(), *bytes);
  return tensor;
}

Error mlir::attn::writeNpy(StringRef path, const HostTensor &tensor) {
  std::string shape;
  for (int64_t size : tensor.getShape())
    shape += std::to_string(size) + (tensor.getRank() == 1 ? "," : ", ");
  if (tensor.getRank() > 1)
    shape.resize(shape.size() - 2);
  std::string header =
      ("{'descr': '" + getDtypes(tensor.getKind())[0] +
       "', 'fortran_order': False, 'shape': (" + shape + "), }")
          .str();
  // The data begins at a multiple of 64, after magic, version and length.
  header.append(63 - (10 + header.size()) % 64, ' ');
  header += '\n';
  return writeOutputFile(path, [&](llvm::raw_ostream &os) -> Error {
    char length[2];
    llvm::support::endian::write16le(length, header.size());
    os << StringRef("\x93NUMPY\x01\x00", 8) << StringRef(length, 2) << header
       << StringRef(static_cast<const char *>(tensor.getData()),
                    tensor.getByteSize());
    return Error::success();
  });
}
