//===- ExecLaunchTest.cpp - launches, modules, the same again -------------===//

#include "ExecTest.h"

using namespace ptxsim;

static std::string printed(const KernelTest &test) {
  std::string text;
  llvm::raw_string_ostream os(text);
  for (const Report &report : test.result.reports.all())
    printReport(os, report, *test.module);
  return text;
}

/// Blocks that race with each other and each within itself.
static std::string racing(uint64_t seed, unsigned threads) {
  KernelTest test("mov.u32 %r1, a;\nadd.u32 %r1, %r1, %r0;\n"
                  "st.shared.u8 [%r1], %r0;\nld.shared.u8 %r2, [%r1+1];\n"
                  "st.global.u32 [%rd0], %r2;\n"
                  "mov.u32 %r3, %ctaid.x;\nadd.u32 %r3, %r3, 1;\n"
                  "mul.wide.u32 %rd3, %r3, 64;\nadd.u64 %rd3, %rd3, %rd0;\n"
                  "st.global.u32 [%rd3], %r0;\n"
                  "ld.global.u32 %r4, [%rd3+64];\n",
                  "", ".shared .b8 a[200];");
  test.options.seed = seed;
  test.options.threads = threads;
  test.block(128).grid(9).run();
  EXPECT_GE(test.result.reports.all().size(), 3u);
  return printed(test);
}

TEST(ExecLaunch, theSameSeedGivesTheSameReports) {
  for (uint64_t seed : {0, 1, 2}) {
    std::string once = racing(seed, 1);
    EXPECT_EQ(once, racing(seed, 1));
    EXPECT_EQ(once, racing(seed, 2));
    EXPECT_EQ(once, racing(seed, 5));
  }
}

TEST(ExecLaunch, sumsOfFloatsDependOnTheSeedAlone) {
  auto sum = [](uint64_t seed, unsigned threads) {
    KernelTest test("cvt.rn.f32.u32 %f1, %r0;\nmov.u32 %r1, %ctaid.x;\n"
                    "cvt.rn.f32.u32 %f2, %r1;\nadd.f32 %f2, %f2, 0f3DCCCCCD;\n"
                    "div.rn.f32 %f1, %f1, %f2;\n"
                    "red.global.add.f32 [%rd0], %f1;\n");
    test.options.seed = seed;
    test.options.threads = threads;
    test.block(64).grid(20).runClean();
    return test.at(0);
  };
  EXPECT_EQ(sum(3, 1), sum(3, 2));
  EXPECT_EQ(sum(4, 1), sum(4, 4));
}

TEST(ExecLaunch, blocksThatWaitForEachOther) {
  // Each block waits until the next one has begun.
  KernelTest test(
      "mov.u32 %r1, %ctaid.x;\nmul.wide.u32 %rd3, %r1, 4;\n"
      "add.u64 %rd3, %rd3, %rd0;\nst.volatile.global.u32 [%rd3], 1;\n"
      "mov.u32 %r2, %nctaid.x;\nsub.u32 %r2, %r2, 1;\n"
      "setp.eq.u32 %p0, %r1, %r2;\n@%p0 ret;\n"
      "again:\nld.volatile.global.u32 %r3, [%rd3+4];\n"
      "setp.eq.u32 %p1, %r3, 0;\n@%p1 bra again;\n");
  test.grid(64).runClean();
  EXPECT_EQ(test.at(63), 1u);
}

TEST(ExecLaunch, specialRegisters) {
  KernelTest test("mov.u32 %r1, %tid.y;\nmov.u32 %r2, %ntid.x;\n"
                  "mad.lo.u32 %r3, %r1, %r2, %r0;\n"
                  "mov.u32 %r4, %ctaid.y;\nmov.u32 %r5, %nctaid.x;\n"
                  "mov.u32 %r6, %ctaid.x;\nmad.lo.u32 %r4, %r4, %r5, %r6;\n"
                  "mad.lo.u32 %r3, %r4, 15, %r3;\n"
                  "mul.wide.u32 %rd3, %r3, 4;\nadd.u64 %rd3, %rd3, %rd0;\n"
                  "mov.u32 %r7, %laneid;\nadd.u32 %r7, %r7, 1;\n"
                  "st.global.u32 [%rd3], %r7;\n");
  test.options.grid = {2, 3};
  test.options.block = {5, 3};
  test.runClean();
  for (unsigned i = 0; i < 90; ++i)
    EXPECT_EQ(test.at(i), i % 15 + 1) << i;
}

TEST(ExecLaunch, variablesOfTheModule) {
  KernelTest test("mov.u64 %rd3, pointer;\nld.global.u64 %rd4, [%rd3];\n"
                  "ld.u32 %r1, [%rd4+4];\nld.const.u32 %r2, [c];\n"
                  "add.u32 %r1, %r1, %r2;\nst.global.u32 [%rd0], %r1;\n"
                  "st.global.u32 [counter], 8;\n",
                  ".global .align 4 .u32 list[2] = {5, 6};\n"
                  ".global .align 8 .u64 pointer = generic(list);\n"
                  ".const .align 4 .u32 c = 100;\n"
                  ".global .align 4 .u32 counter;\n");
  test.runClean();
  EXPECT_EQ(test.at(0), 106u);
  uint64_t counter = llvm::cantFail(test.program->getVariable("counter"));
  uint8_t byte = 0;
  llvm::cantFail(test.memory.read(counter, byte));
  EXPECT_EQ(byte, 8u);
  EXPECT_TRUE(bool(
      llvm::errorToBool(test.program->getVariable("nothing").takeError())));
}

TEST(ExecLaunch, dynamicShared) {
  KernelTest test("mov.u32 %r1, d;\nst.shared.u32 [%r1+60], 7;\n"
                  "ld.shared.u32 %r2, [%r1+60];\n"
                  "mov.u32 %r3, %dynamic_smem_size;\nadd.u32 %r2, %r2, %r3;\n"
                  "st.shared.u32 [s], %r2;\nst.global.u32 [%rd0], %r2;\n",
                  ".extern .shared .align 16 .b8 d[];",
                  ".shared .align 4 .b8 s[4];");
  test.options.dynamicShared = 64;
  test.runClean();
  EXPECT_EQ(test.at(0), 71u);
}

static std::string errorOf(KernelTest &test, llvm::StringRef entry,
                           llvm::ArrayRef<Argument> arguments) {
  test.module = llvm::cantFail(parseModule(test.text, "k.ptx"));
  test.program = llvm::cantFail(Program::load(*test.module, test.memory));
  auto result = test.program->launch(entry, arguments, test.options);
  return result ? "" : llvm::toString(result.takeError());
}

TEST(ExecLaunch, launchesThatNoDeviceAccepts) {
  KernelTest test("", ".func g()\n{\nret;\n}\n");
  std::vector<Argument> two = {argument(test.out), argument(test.in)};
  EXPECT_EQ(errorOf(test, "g", two), "expected the name of an entry, got g");
  EXPECT_EQ(errorOf(test, "f", {two[0]}), "expected 2 arguments for f, got 1");
  EXPECT_EQ(errorOf(test, "f", {two[0], argument(uint32_t(1))}),
            "expected 8 bytes as argument 1 (in) of f, got 4");
  test.options.block = {1025};
  EXPECT_EQ(errorOf(test, "f", two),
            "expected at most 1024 threads in a block, 64 of them in z, got "
            "1025");
  test.options.block = {1, 1, 65};
  EXPECT_NE(errorOf(test, "f", two), "");
  test.options.block = {32};
  test.options.grid = {1, 65536};
  EXPECT_NE(errorOf(test, "f", two), "");
  test.options.grid = {0};
  EXPECT_EQ(errorOf(test, "f", two),
            "expected a grid and blocks that are not empty");
  test.options.grid = {1};
  test.options.dynamicShared = 1 << 20;
  EXPECT_EQ(errorOf(test, "f", two),
            "expected at most 166912 bytes of shared memory, got 1048576");
}

TEST(ExecLaunch, aTraceNamesEveryInstruction) {
  std::string text;
  llvm::raw_string_ostream os(text);
  KernelTest test("setp.lt.u32 %p0, %r0, 3;\n@%p0 mov.u32 %r1, 4;\n");
  test.options.trace = &os;
  test.block(32).runClean();
  EXPECT_NE(text.find("block 0,0,0 warp 0 lanes 0x00000007 line "),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("@%p0 mov.u32 %r1, 4"), std::string::npos);
}

TEST(ExecLaunch, memoryKeepsBooks) {
  DeviceMemory memory;
  uint64_t a = memory.allocate(100, "a"), b = memory.allocate(100, "b");
  EXPECT_EQ(a % 256, 0u);
  EXPECT_GE(b, a + 100 + 4096);
  std::vector<uint8_t> bytes(40, 3), back(40);
  llvm::cantFail(memory.write(a + 10, bytes));
  llvm::cantFail(memory.read(a + 10, back));
  EXPECT_EQ(bytes, back);
  EXPECT_EQ(llvm::cantFail(memory.countUninitialized(a, 100)), 60u);
  EXPECT_TRUE(llvm::errorToBool(memory.write(a + 61, bytes)));
  EXPECT_TRUE(llvm::errorToBool(memory.free(a + 1)));
  llvm::cantFail(memory.free(a));
  EXPECT_TRUE(llvm::errorToBool(memory.free(a)));
  EXPECT_TRUE(llvm::errorToBool(memory.write(a, bytes)));
  EXPECT_TRUE(memory.find(a)->isFreed);
  EXPECT_EQ(memory.find(a + 100), nullptr);
  EXPECT_EQ(memory.findNearest(a + 103)->name, "a");
}
