//===- OutputFile.cpp - a file that is whole or not there -----------------===//

#include "attn/Support/OutputFile.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <filesystem>

namespace fs = llvm::sys::fs;
using llvm::Error;
using llvm::StringRef;

static Error cannotWrite(StringRef path, const llvm::Twine &why) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                 "'" + path + "': cannot write: " + why);
}

/// Whether `path` is there and no file that could be replaced.
static bool isSpecial(StringRef path) {
  fs::file_status status;
  return !fs::status(path, status) && fs::exists(status) &&
         !fs::is_regular_file(status);
}

/// Writes and flushes: what goes wrong comes back instead of ending the process
/// when the stream is destroyed.
static Error
writeAll(llvm::raw_fd_ostream &os,
         llvm::function_ref<Error(llvm::raw_ostream &)> write) {
  Error error = write(os);
  os.flush();
  if (!error && os.has_error())
    error = llvm::errorCodeToError(os.error());
  os.clear_error();
  return error;
}

/// The file that a link names in the end, whether it is there or not.
static std::error_code followLinks(llvm::SmallString<128> &path) {
  std::error_code code;
  for (unsigned links = 0; fs::is_symlink_file(path); ++links) {
    constexpr unsigned maxLinks = 40; // What POSIX systems follow at most.
    if (links == maxLinks)
      return std::make_error_code(std::errc::too_many_symbolic_link_levels);
    std::string next =
        std::filesystem::read_symlink(path.str().str(), code).string();
    if (code)
      return code;
    if (llvm::sys::path::is_relative(next))
      llvm::sys::path::remove_filename(path);
    else
      path.clear();
    llvm::sys::path::append(path, next);
  }
  return code;
}

static Error
writeThrough(StringRef path,
             llvm::function_ref<Error(llvm::raw_ostream &)> write) {
  std::error_code code;
  llvm::raw_fd_ostream os(path, code, fs::CD_OpenExisting, fs::FA_Write,
                          fs::OF_None);
  if (code)
    return llvm::errorCodeToError(code);
  return writeAll(os, write);
}

Error mlir::attn::writeOutputFile(
    StringRef path, llvm::function_ref<Error(llvm::raw_ostream &)> write) {
  llvm::SmallString<128> target(path);
  if (std::error_code code = followLinks(target))
    return cannotWrite(path, code.message());
  Error error = Error::success();
  if (path != "-" && isSpecial(target))
    error = writeThrough(target, write);
  else
    error = llvm::writeToOutput(target, [&](llvm::raw_ostream &os) {
      return writeAll(static_cast<llvm::raw_fd_ostream &>(os), write);
    });
  if (error)
    return cannotWrite(path, llvm::toString(std::move(error)));
  return Error::success();
}

Error mlir::attn::checkWritable(StringRef path) {
  if (path.empty())
    return cannotWrite(path, "empty file name");
  if (fs::is_directory(path))
    return cannotWrite(path, "is a directory");
  if (isSpecial(path)) {
    if (std::error_code code = fs::access(path, fs::AccessMode::Write))
      return cannotWrite(path, code.message());
    return Error::success();
  }
  StringRef folder = llvm::sys::path::parent_path(path);
  if (folder.empty())
    folder = ".";
  if (!fs::is_directory(folder))
    return cannotWrite(path, "no folder '" + folder + "'");
  if (std::error_code code = fs::access(folder, fs::AccessMode::Write))
    return cannotWrite(path, code.message());
  return Error::success();
}
