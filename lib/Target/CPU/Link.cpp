//===- Link.cpp - an object to a shared library ---------------------------===//

#include "attn/Target/CPU/Link.h"

#include "attn/Target/CPU/OpenMP.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"

using namespace mlir;
using namespace mlir::attn;

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

static llvm::Expected<std::string> findDriver() {
  for (StringRef name : {"clang-22", "clang", "cc", "gcc"})
    if (llvm::ErrorOr<std::string> path = llvm::sys::findProgramByName(name))
      return *path;
  return makeError("expected clang or a C compiler on PATH to link with, found "
                   "none of clang-22, clang, cc, gcc");
}

/// A file in the temporary folder that is removed in the end.
static llvm::Expected<std::string> makeTemporary(StringRef suffix) {
  SmallString<128> path;
  if (std::error_code error =
          llvm::sys::fs::createTemporaryFile("attn", suffix, path))
    return makeError("cannot create a temporary file: " + error.message());
  return path.str().str();
}

static llvm::Error runDriver(StringRef driver, ArrayRef<StringRef> args,
                             StringRef log) {
  std::string message;
  std::optional<StringRef> redirects[] = {StringRef(), log, log};
  int status = llvm::sys::ExecuteAndWait(driver, args, std::nullopt, redirects,
                                         0, 0, &message);
  if (status == 0)
    return llvm::Error::success();
  if (auto text = llvm::MemoryBuffer::getFile(log))
    message += (*text)->getBuffer().trim();
  return makeError("linking with " + driver + " failed: " + message);
}

llvm::Expected<std::string> mlir::attn::linkShared(StringRef object,
                                                   bool openMP) {
  llvm::Expected<std::string> driver = findDriver();
  if (!driver)
    return driver.takeError();
  SmallVector<std::string> files;
  llvm::scope_exit cleanup([&] {
    for (const std::string &file : files)
      llvm::sys::fs::remove(file);
  });
  for (StringRef suffix : {"o", "so", "log"}) {
    llvm::Expected<std::string> file = makeTemporary(suffix);
    if (!file)
      return file.takeError();
    files.push_back(*file);
  }
  std::error_code code;
  llvm::raw_fd_ostream stream(files[0], code);
  stream << object;
  stream.close();
  if (code || stream.has_error())
    return makeError("cannot write the temporary file " + files[0]);

  SmallVector<StringRef> args = {*driver,  "-shared", "-o",
                                 files[1], files[0],  "-lm"};
  std::string folder = getOpenMPFolder();
  std::string search = "-L" + folder, path = "-Wl,-rpath," + folder;
  if (openMP) {
    if (!folder.empty())
      args.append({search, path});
    args.push_back("-lomp");
  }
  if (llvm::Error error = runDriver(*driver, args, files[2]))
    return std::move(error);
  auto library = llvm::MemoryBuffer::getFile(files[1]);
  if (!library)
    return makeError("cannot read the linked library: " +
                     library.getError().message());
  return (*library)->getBuffer().str();
}
