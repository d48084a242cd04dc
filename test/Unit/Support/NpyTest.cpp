#include "attn/Support/Npy.h"
#include "attn/Support/OutputFile.h"
#include "attn/Support/SmallFloat.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace mlir::attn;
using llvm::StringRef;

namespace {
class NpyTest : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("attn-npy", folder));
  }
  void TearDown() override { llvm::sys::fs::remove_directories(folder); }

  std::string path(StringRef name) {
    llvm::SmallString<128> result(folder);
    llvm::sys::path::append(result, name);
    return std::string(result);
  }

  /// A file with this header and so many data bytes 0, 1, 2, ...
  std::string file(StringRef header, size_t dataBytes, char major = 1) {
    std::string name = path("in.npy");
    std::error_code code;
    llvm::raw_fd_ostream os(name, code);
    os << "\x93NUMPY" << major << '\0' << char(header.size() & 0xff)
       << char(header.size() >> 8);
    if (major > 1)
      os << '\0' << '\0';
    os << header;
    for (size_t i = 0; i < dataBytes; ++i)
      os << char(i);
    return name;
  }

  static std::string error(llvm::Expected<HostTensor> result) {
    return result ? "no error" : toString(result.takeError());
  }

  llvm::SmallString<128> folder;
};
} // namespace

TEST_F(NpyTest, EveryKindAndRankComesBack) {
  using K = ElementKind;
  llvm::SmallVector<int64_t> shapes[] = {{}, {3}, {2, 3}, {2, 0, 5}, {1, 2, 3}};
  for (K kind : {K::F16, K::BF16, K::F32, K::F64, K::I1, K::I8, K::I16, K::I32,
                 K::I64, K::Index}) {
    for (const auto &shape : shapes) {
      HostTensor out = HostTensor::zeros(kind, shape);
      fillRandom(out, 7);
      ASSERT_EQ(toString(writeNpy(path("t.npy"), out)), "");
      auto in = readNpy(path("t.npy"), kind);
      ASSERT_TRUE(bool(in)) << toString(in.takeError());
      EXPECT_EQ(in->getShape(), out.getShape());
      for (int64_t i = 0; i < out.getNumElements(); ++i)
        EXPECT_EQ(in->getAsDouble(i), out.getAsDouble(i));
    }
  }
}

TEST_F(NpyTest, DataBeginsAtAMultipleOf64) {
  for (int64_t rank = 0; rank < 20; ++rank) {
    llvm::SmallVector<int64_t> shape(rank, 1);
    HostTensor out = HostTensor::zeros(ElementKind::F32, shape);
    ASSERT_EQ(toString(writeNpy(path("t.npy"), out)), "");
    uint64_t size;
    ASSERT_FALSE(llvm::sys::fs::file_size(path("t.npy"), size));
    EXPECT_EQ((size - 4) % 64, 0u);
  }
}

TEST_F(NpyTest, KeysInAnyOrderAndFortranOrder) {
  auto in = readNpy(file("{'shape': (2, 3,), 'fortran_order': True, "
                         "\"descr\": '|i1'}\n",
                         6),
                    ElementKind::I8);
  ASSERT_TRUE(bool(in)) << toString(in.takeError());
  int64_t expected[] = {0, 2, 4, 1, 3, 5};
  for (int64_t i = 0; i < 6; ++i)
    EXPECT_EQ(in->getAsInt(i), expected[i]);
}

TEST_F(NpyTest, LongHeaderAndVersion2) {
  std::string header = "{'descr': '<i2', 'fortran_order': False, 'shape': ()}";
  header += std::string(300, ' ') + "\n";
  for (char major : {1, 2}) {
    auto in = readNpy(file(header, 2, major));
    ASSERT_TRUE(bool(in)) << toString(in.takeError());
    EXPECT_EQ(in->getAsInt(0), 0x0100);
  }
}

TEST_F(NpyTest, ErrorsNameThePathTheFoundAndTheExpected) {
  std::string name = path("in.npy");
  auto header = [](StringRef dtype, StringRef shape) {
    return ("{'descr': '" + dtype +
            "', 'fortran_order': False, 'shape': " + shape + ", }\n")
        .str();
  };
  EXPECT_EQ(error(readNpy(file(header("<f4", "(2, 3)"), 23))),
            "'" + name +
                "': truncated data: expected 24 bytes for shape (2, "
                "3), got 23");
  EXPECT_EQ(error(readNpy(file(header("<f4", "(2, 3)"), 25))),
            "'" + name +
                "': trailing data: expected 24 bytes for shape (2, "
                "3), got 25");
  EXPECT_EQ(error(readNpy(file(header("<f4", "(4611686018427387904, 8)"), 9))),
            "'" + name +
                "': truncated data: expected more than 2^63 bytes for "
                "shape (4611686018427387904, 8), got 9");
  EXPECT_EQ(error(readNpy(file(header("<f8", "(1,)"), 8), ElementKind::BF16)),
            "'" + name + "': expected dtype '<u2' for bf16, got '<f8'");
  EXPECT_EQ(error(readNpy(file(header(">f4", "(1,)"), 4))),
            "'" + name + "': unsupported dtype '>f4'");
  EXPECT_EQ(error(readNpy(file(header("<f4", "(-1,)"), 4))),
            "'" + name +
                "': malformed .npy header: expected a size of at "
                "least 0, got '-1,), }'");
  EXPECT_EQ(error(readNpy(file("{'descr': '<f4'}", 4))),
            "'" + name +
                "': malformed .npy header: expected the keys descr, "
                "fortran_order and shape");
  EXPECT_EQ(error(readNpy(file("", 0))),
            "'" + name +
                "': malformed .npy header: expected a dictionary, got "
                "''");
  EXPECT_EQ(error(readNpy(file("{'descr': [('a', '<f4')]}", 0))),
            "'" + name + "': expected a plain dtype, got a structured one");
  EXPECT_EQ(error(readNpy(file("", 0, 9))),
            "'" + name + "': expected .npy format version 1 to 3, got 9");
  EXPECT_EQ(error(readNpy(path("none.npy"))),
            "'" + path("none.npy") +
                "': cannot read: No such file or "
                "directory");
}

TEST_F(NpyTest, EveryTruncationIsAnError) {
  HostTensor out = HostTensor::zeros(ElementKind::F32, {2, 3});
  ASSERT_EQ(toString(writeNpy(path("t.npy"), out)), "");
  auto buffer = llvm::MemoryBuffer::getFile(path("t.npy"));
  ASSERT_TRUE(bool(buffer));
  StringRef bytes = (*buffer)->getBuffer();
  for (size_t size = 0; size < bytes.size(); ++size) {
    std::error_code code;
    llvm::raw_fd_ostream(path("cut.npy"), code) << bytes.take_front(size);
    EXPECT_NE(error(readNpy(path("cut.npy"))), "no error") << size;
  }
}

TEST_F(NpyTest, AFailedWriteLeavesNothing) {
  HostTensor out = HostTensor::zeros(ElementKind::F32, {2});
  std::string missing = path("no/such/t.npy");
  EXPECT_EQ(toString(checkWritable(missing)),
            "'" + missing + "': cannot write: no folder '" + path("no/such") +
                "'");
  EXPECT_EQ(toString(checkWritable(folder)),
            "'" + std::string(folder) + "': cannot write: is a directory");
  EXPECT_NE(toString(writeNpy(missing, out)), "");
  std::error_code code;
  EXPECT_EQ(llvm::sys::fs::directory_iterator(folder, code),
            llvm::sys::fs::directory_iterator());
}
