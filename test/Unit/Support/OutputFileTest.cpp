//===- OutputFileTest.cpp - files that are whole or not there -------------===//

#include "attn/Support/OutputFile.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "gtest/gtest.h"
#include <filesystem>

using namespace mlir::attn;
namespace fs = std::filesystem;

namespace {
class OutputFile : public testing::Test {
protected:
  void SetUp() override {
    llvm::SmallString<128> path;
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("attn-output", path));
    folder = path.str().str();
  }
  void TearDown() override { fs::remove_all(folder); }

  fs::path folder;
};
} // namespace

static llvm::Error writeText(const fs::path &path, llvm::StringRef text) {
  return writeOutputFile(path.string(), [&](llvm::raw_ostream &os) {
    os << text;
    return llvm::Error::success();
  });
}

static std::string readText(const fs::path &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path.string());
  return buffer ? (*buffer)->getBuffer().str() : "";
}

static std::string textOf(llvm::Error error) {
  return llvm::toString(std::move(error));
}

TEST_F(OutputFile, ReplacesAFile) {
  EXPECT_EQ(textOf(writeText(folder / "a", "long text")), "");
  EXPECT_EQ(textOf(writeText(folder / "a", "short")), "");
  EXPECT_EQ(readText(folder / "a"), "short");
}

TEST_F(OutputFile, AFailureLeavesTheOldFile) {
  EXPECT_EQ(textOf(writeText(folder / "a", "old")), "");
  llvm::Error error =
      writeOutputFile((folder / "a").string(), [](llvm::raw_ostream &os) {
        os << "half";
        return llvm::createStringError(llvm::inconvertibleErrorCode(), "no");
      });
  EXPECT_EQ(textOf(std::move(error)),
            "'" + (folder / "a").string() + "': cannot write: no");
  EXPECT_EQ(readText(folder / "a"), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1);
}

TEST_F(OutputFile, FollowsALink) {
  EXPECT_EQ(textOf(writeText(folder / "file", "old")), "");
  fs::create_symlink(folder / "file", folder / "link");
  EXPECT_EQ(textOf(writeText(folder / "link", "new")), "");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  // One that names a file which is not there yet.
  fs::create_symlink("later", folder / "dangling");
  EXPECT_EQ(textOf(writeText(folder / "dangling", "first")), "");
  EXPECT_TRUE(fs::is_symlink(folder / "dangling"));
  EXPECT_TRUE(fs::is_regular_file(folder / "later"));
  fs::create_symlink("loop", folder / "loop");
  EXPECT_NE(textOf(writeText(folder / "loop", "none")), "");
  EXPECT_EQ(readText(folder / "file"), "new");
}

TEST_F(OutputFile, WritesToADevice) {
  fs::create_symlink("/dev/null", folder / "null");
  EXPECT_EQ(textOf(checkWritable((folder / "null").string())), "");
  EXPECT_EQ(textOf(writeText(folder / "null", "text")), "");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  fs::create_symlink("/dev/full", folder / "full");
  EXPECT_NE(textOf(writeText(folder / "full", "text")).find("cannot write"),
            std::string::npos);
}
