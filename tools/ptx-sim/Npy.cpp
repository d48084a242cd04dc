//===- Npy.cpp - numpy's files as bytes with a header ---------------------===//

#include "Npy.h"
#include "attn/Support/OutputFile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

static constexpr StringRef kMagic("\x93NUMPY", 6);

static llvm::Error makeError(StringRef path, const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 path + ": " + message);
}

/// The elements and their size, from "{'descr': '<f4', .., 'shape': (2, 3), }".
static bool parseHeader(StringRef header, uint64_t &size) {
  StringRef descr = header.split("'descr'").second.split('\'').second;
  descr = descr.take_until([](char c) { return c == '\''; });
  unsigned width = 0;
  if (descr.size() < 3 || descr.substr(2).getAsInteger(10, width) || !width ||
      descr[0] == '>')
    return false;
  size = width;
  StringRef shape = header.split("'shape'").second.split('(').second;
  shape = shape.take_until([](char c) { return c == ')'; });
  llvm::SmallVector<StringRef> extents;
  shape.split(extents, ',', -1, false);
  for (StringRef text : extents) {
    uint64_t extent = 0;
    if (text.trim().empty())
      continue;
    if (text.trim().getAsInteger(10, extent))
      return false;
    size = llvm::SaturatingMultiply(size, extent);
  }
  return true;
}

llvm::Expected<Array> readArray(StringRef path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return makeError(path, buffer.getError().message());
  StringRef text = (*buffer)->getBuffer();
  if (!text.starts_with(kMagic) || text.size() < 12)
    return makeError(path, "expected a .npy file");
  auto byte = [&](size_t i) { return uint64_t(uint8_t(text[i])); };
  bool isLong = byte(6) >= 2;
  uint64_t begin = isLong ? 12 : 10;
  uint64_t length = byte(8) | byte(9) << 8;
  if (isLong)
    length |= byte(10) << 16 | byte(11) << 24;
  if (begin + length > text.size())
    return makeError(path, "expected a whole header, got a part of it");
  StringRef header = text.substr(begin, length);
  uint64_t size = 0;
  if (!parseHeader(header, size))
    return makeError(path, "expected a little-endian dtype and a shape");
  StringRef data = text.substr(begin + length);
  if (data.size() != size)
    return makeError(path, llvm::formatv("expected {0} bytes of data, got {1}",
                                         size, data.size()));
  return Array{text.substr(0, begin + length).str(),
               {data.bytes_begin(), data.bytes_end()}};
}

llvm::Error writeArray(StringRef path, StringRef header,
                       llvm::ArrayRef<uint8_t> bytes) {
  return mlir::attn::writeOutputFile(path, [&](llvm::raw_ostream &os) {
    os << header;
    os.write(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    return llvm::Error::success();
  });
}

static StringRef descrOf(StringRef type) {
  return llvm::StringSwitch<StringRef>(type)
      .Case("f16", "<f2")
      .Case("f32", "<f4")
      .Case("f64", "<f8")
      .Cases({"bf16", "u16"}, "<u2")
      .Case("i8", "|i1")
      .Case("u8", "|u1")
      .Case("i16", "<i2")
      .Case("i32", "<i4")
      .Case("u32", "<u4")
      .Case("i64", "<i8")
      .Case("u64", "<u8")
      .Default("");
}

unsigned elementSize(StringRef type) {
  StringRef descr = descrOf(type);
  return descr.empty() ? 0 : descr.back() - '0';
}

std::string makeHeader(StringRef type, llvm::ArrayRef<uint64_t> shape) {
  std::string extents;
  for (uint64_t extent : shape)
    extents += llvm::utostr(extent) + ", ";
  std::string text =
      llvm::formatv("{{'descr': '{0}', 'fortran_order': False, 'shape': "
                    "({1}), }",
                    descrOf(type), StringRef(extents).rtrim(' '));
  // The data begins at a multiple of 64.
  text.resize(llvm::alignTo(10 + text.size() + 1, 64) - 10 - 1, ' ');
  text += '\n';
  std::string header = kMagic.str();
  header += {1, 0, char(text.size() & 0xff), char(text.size() >> 8)};
  return header + text;
}
