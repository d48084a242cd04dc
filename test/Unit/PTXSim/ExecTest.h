//===- ExecTest.h - running small kernels in tests --------------*- C++ -*-===//

#ifndef ATTN_UNITTESTS_PTXSIM_EXECTEST_H
#define ATTN_UNITTESTS_PTXSIM_EXECTEST_H

#include "attn/PTXSim/Launch.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

namespace ptxsim {

/// A kernel `f(.param .u64 out)` around a body. `out` is a buffer of 4096
/// bytes, all zeros, `in` one that counts up in 32-bit words; %rd0 and %rd1
/// hold their addresses, %r0 the thread's number in the block, %rd2 four times
/// that. Further registers: %r1-31, %rd3-31, %f0-15, %p0-7.
class KernelTest {
public:
  explicit KernelTest(llvm::StringRef body, llvm::StringRef before = "",
                      llvm::StringRef declarations = "") {
    text = (".version 8.0\n.target sm_80\n.address_size 64\n" + before +
            "\n.visible .entry f(.param .u64 out, .param .u64 in)\n{\n"
            ".reg .b32 %r<32>;\n.reg .b64 %rd<32>;\n.reg .f32 %f<16>;\n"
            ".reg .pred %p<8>;\n" +
            declarations +
            "\nld.param.u64 %rd0, [out];\nld.param.u64 %rd1, [in];\n"
            "mov.u32 %r0, %tid.x;\nmul.wide.u32 %rd2, %r0, 4;\n" +
            body + "\nret;\n}\n")
               .str();
    std::vector<uint32_t> words(1024);
    for (unsigned i = 0; i < words.size(); ++i)
      words[i] = i;
    in = memory.allocate(4096, "in");
    out = memory.allocate(4096, "out");
    llvm::cantFail(memory.write(in, bytesOf(words)));
    std::fill(words.begin(), words.end(), 0);
    llvm::cantFail(memory.write(out, bytesOf(words)));
    options.threads = 1;
    options.maxInstructions = 1000000;
  }

  KernelTest &grid(uint32_t x) {
    options.grid = {x};
    return *this;
  }
  KernelTest &block(uint32_t x) {
    options.block = {x};
    return *this;
  }

  /// Expects that there is nothing wrong with the text or the launch.
  const LaunchResult &run() {
    module = llvm::cantFail(parseModule(text, "k.ptx"));
    program = llvm::cantFail(Program::load(*module, memory));
    result = llvm::cantFail(
        program->launch("f", {argument(out), argument(in)}, options));
    return result;
  }
  const LaunchResult &runClean() {
    run();
    for (const Report &report : result.reports.all()) {
      std::string printed;
      llvm::raw_string_ostream os(printed);
      printReport(os, report, *module);
      ADD_FAILURE() << printed;
    }
    return result;
  }

  uint32_t at(unsigned word) const {
    uint32_t value = 0;
    llvm::cantFail(memory.read(
        out + 4 * word, {reinterpret_cast<uint8_t *>(&value), sizeof(value)}));
    return value;
  }

  /// The line that ends in the comment `// name`.
  uint32_t line(llvm::StringRef name) const {
    size_t at = text.find(("// " + name + "\n").str());
    EXPECT_NE(at, std::string::npos) << name.str();
    return 1 + llvm::StringRef(text).take_front(at).count('\n');
  }

  static llvm::ArrayRef<uint8_t> bytesOf(const std::vector<uint32_t> &words) {
    return {reinterpret_cast<const uint8_t *>(words.data()), 4 * words.size()};
  }

  std::string text;
  DeviceMemory memory;
  uint64_t in = 0, out = 0;
  LaunchOptions options;
  std::unique_ptr<Module> module;
  std::unique_ptr<Program> program;
  LaunchResult result;
};

/// Expects the first report of the kind, at the lines of these names ("": no
/// other side).
inline const Report *expectReport(KernelTest &test, ReportKind kind,
                                  llvm::StringRef line,
                                  llvm::StringRef other = "") {
  test.run();
  for (const Report &report : test.result.reports.all())
    if (report.kind == kind) {
      EXPECT_EQ(report.site.line, test.line(line)) << report.message;
      EXPECT_EQ(report.other.line, other.empty() ? 0 : test.line(other))
          << report.message;
      return &report;
    }
  ADD_FAILURE() << "expected a report: " << spelling(kind).str();
  for (const Report &report : test.result.reports.all())
    printReport(llvm::errs(), report, *test.module);
  return nullptr;
}

} // namespace ptxsim

#endif // ATTN_UNITTESTS_PTXSIM_EXECTEST_H
