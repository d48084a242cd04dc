//===- ExecMemoryReportTest.cpp - accesses that are wrong by themselves ---===//

#include "ExecTest.h"

using namespace ptxsim;

TEST(ExecMemoryReport, outOfBoundsByOneByte) {
  KernelTest test("mov.u32 %r1, 7;\n"
                  "st.global.u8 [%rd0+4096], %r1; // store\n");
  const Report *report = expectReport(test, ReportKind::OutOfBounds, "store");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->address, test.out + 4096);
  EXPECT_EQ(report->space, Space::Global);
  EXPECT_NE(report->message.find("1 beyond the end of out"), std::string::npos)
      << report->message;
}

TEST(ExecMemoryReport, outOfBoundsNamesTheLane) {
  KernelTest test("setp.ne.u32 %p0, %r0, 37;\n"
                  "selp.b64 %rd3, 0, -4, %p0;\n"
                  "add.u64 %rd3, %rd3, %rd1;\n"
                  "ld.global.u32 %r1, [%rd3]; // load\n");
  const Report *report =
      expectReport(test.block(64).grid(2), ReportKind::OutOfBounds, "load");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->site.lane, 5u);
  EXPECT_EQ(report->site.warp, 1u);
  EXPECT_EQ(report->site.block[0], 0u);
  EXPECT_EQ(report->occurrences, 2u);
  EXPECT_NE(report->message.find("before the begin of in"), std::string::npos)
      << report->message;
}

TEST(ExecMemoryReport, outOfBoundsOfShared) {
  KernelTest test("st.shared.u32 [a+64], %r0; // store\n", "",
                  ".shared .align 4 .b8 a[64];");
  expectReport(test, ReportKind::OutOfBounds, "store");
}

TEST(ExecMemoryReport, outOfBoundsOfLocal) {
  KernelTest test("st.local.u32 [a+8], %r0; // store\n", "",
                  ".local .align 4 .b8 a[8];");
  expectReport(test, ReportKind::OutOfBounds, "store");
}

TEST(ExecMemoryReport, misaligned) {
  KernelTest test("add.u64 %rd3, %rd1, 2;\n"
                  "ld.global.u32 %r1, [%rd3]; // load\n");
  const Report *report = expectReport(test, ReportKind::Misaligned, "load");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->address, test.in + 2);
}

TEST(ExecMemoryReport, aVectorIsAlignedAsAWhole) {
  KernelTest test("ld.global.v2.u32 {%r1, %r2}, [%rd1+4]; // load\n");
  expectReport(test, ReportKind::Misaligned, "load");
}

TEST(ExecMemoryReport, freed) {
  KernelTest test("ld.global.u32 %r1, [%rd1]; // load\n");
  llvm::cantFail(test.memory.free(test.in));
  expectReport(test, ReportKind::Freed, "load");
}

TEST(ExecMemoryReport, constantsAreNotWritten) {
  KernelTest test("mov.u64 %rd3, c;\n"
                  "st.global.u32 [%rd3], %r0; // store\n",
                  ".const .align 4 .u32 c = 5;");
  expectReport(test, ReportKind::ReadOnly, "store");
}

TEST(ExecMemoryReport, parametersAreNotWritten) {
  KernelTest test("mov.u64 %rd3, out;\ncvta.param.u64 %rd3, %rd3;\n"
                  "st.u64 [%rd3], %rd1; // store\n");
  expectReport(test, ReportKind::ReadOnly, "store");
}

TEST(ExecMemoryReport, uninitializedRegister) {
  KernelTest test("add.u32 %r2, %r3, 1; // use\n");
  const Report *report = expectReport(test, ReportKind::Uninitialized, "use");
  ASSERT_TRUE(report);
  EXPECT_NE(report->message.find("%r3"), std::string::npos);
}

TEST(ExecMemoryReport, registerInitializedInSomeLanes) {
  KernelTest test("setp.lt.u32 %p0, %r0, 9;\n"
                  "@%p0 mov.u32 %r3, 4;\n"
                  "add.u32 %r2, %r3, 1; // use\n");
  const Report *report =
      expectReport(test.block(32), ReportKind::Uninitialized, "use");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->site.lane, 9u);
}

TEST(ExecMemoryReport, uninitializedMayBeMovedAbout) {
  KernelTest test("mov.u32 %r2, %r3;\n"
                  "setp.eq.u32 %p0, %r0, %r0;\n"
                  "selp.b32 %r4, %r0, %r2, %p0;\n"
                  "st.global.u32 [%rd0], %r4;\n");
  test.runClean();
}

TEST(ExecMemoryReport, uninitializedPredicate) {
  KernelTest test("@%p3 mov.u32 %r1, 1; // use\n");
  expectReport(test, ReportKind::Uninitialized, "use");
}

TEST(ExecMemoryReport, uninitializedAccumulator) {
  KernelTest test(
      "mov.u32 %r1, 0;\nmov.f32 %f1, 0f00000000;\n"
      "mov.f32 %f2, %f1;\nmov.f32 %f3, %f1;\n"
      "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%f4, %f5, %f6, %f7}, "
      "{%r1, %r1, %r1, %r1}, {%r1, %r1}, {%f0, %f1, %f2, %f3}; // mma\n");
  expectReport(test.block(32), ReportKind::Uninitialized, "mma");
}

TEST(ExecMemoryReport, uninitializedGlobal) {
  KernelTest test("ld.global.u32 %r1, [%rd1]; // load\n");
  test.in = test.memory.allocate(64, "fresh");
  expectReport(test, ReportKind::Uninitialized, "load");
}

TEST(ExecMemoryReport, uninitializedLocal) {
  KernelTest test("st.local.u32 [a], %r0;\n"
                  "ld.local.u64 %rd3, [a]; // load\n"
                  "st.global.u64 [%rd0], %rd3; // use\n",
                  "", ".local .align 8 .b8 a[8];");
  expectReport(test, ReportKind::Uninitialized, "load", "use");
}

TEST(ExecMemoryReport, uninitializedLocalWord) {
  KernelTest test("st.local.u32 [a], %r0;\n"
                  "ld.local.u32 %r3, [a+4]; // load\n",
                  "", ".local .align 8 .b8 a[8];");
  expectReport(test, ReportKind::Uninitialized, "load");
}

TEST(ExecMemoryReport, paddingThatIsCopied) {
  KernelTest test("st.local.u32 [a], %r0;\n"
                  "ld.local.u64 %rd3, [a];\n"
                  "st.local.u64 [a+8], %rd3;\n",
                  "", ".local .align 8 .b8 a[16];");
  test.runClean();
}

TEST(ExecMemoryReport, bytesThatAreNotUsed) {
  std::string body = "mov.u32 %r1, 1;\nst.global.v2.u32 [%rd3], {%r1, %r1};\n"
                     "st.global.u8 [%rd3+8], %r1;\n"
                     ".pragma \"used_bytes_mask MASK\";\n"
                     "ld.global.v4.u32 {%r1, %r2, %r3, %r4}, [%rd3]; // load\n";
  auto run = [&](const char *mask, bool isClean) {
    std::string text = body;
    text.replace(text.find("MASK"), 4, mask);
    KernelTest test("mov.u64 %rd3, %rd1;\n" + text);
    test.in = test.memory.allocate(64, "fresh");
    if (isClean)
      test.runClean();
    else
      expectReport(test, ReportKind::Uninitialized, "load");
  };
  run("0x1ff", true);
  run("511", true);
  run("0x3ff", false);
  run("0xffff", false);
}

TEST(ExecMemoryReport, sharedGarbageThatIsUsed) {
  KernelTest test("ld.shared.u32 %r1, [a+4]; // load\n"
                  "add.u32 %r1, %r1, 1;\n"
                  "st.global.u32 [%rd0], %r1; // use\n",
                  "", ".shared .align 4 .b8 a[64];");
  expectReport(test, ReportKind::Uninitialized, "load", "use");
}

TEST(ExecMemoryReport, sharedGarbageThatDecides) {
  KernelTest test("ld.shared.u32 %r1, [a+4]; // load\n"
                  "setp.eq.u32 %p0, %r1, 1;\n"
                  "@%p0 bra over; // use\n"
                  "mov.u32 %r1, 0;\n"
                  "over:\n",
                  "", ".shared .align 4 .b8 a[64];");
  expectReport(test, ReportKind::Uninitialized, "load", "use");
}

TEST(ExecMemoryReport, sharedGarbageThatGoesNowhere) {
  KernelTest test("ld.shared.u32 %r1, [a+4];\n"
                  "mov.u32 %r2, 5;\n"
                  "add.u32 %r1, %r1, %r2;\n"
                  "st.shared.u32 [a+8], %r1;\n"
                  "st.global.u32 [%rd0], %r2;\n",
                  "", ".shared .align 4 .b8 a[64];");
  test.runClean();
}

/// Rows 8 to 15 of A are garbage: what is stored comes from rows 0 to 7.
static const char *const kTallTile =
    "mov.u32 %r1, 0;\nmov.f32 %f0, 0f00000000;\n"
    "ld.shared.u32 %r2, [a]; // load\n"
    "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%f4, %f5, %f6, %f7}, "
    "{%r1, %r2, %r1, %r2}, {%r1, %r1}, {%f0, %f0, %f0, %f0};\n"
    "add.u64 %rd3, %rd0, %rd2;\n";

TEST(ExecMemoryReport, garbageKeepsToItsRowsOfAProduct) {
  KernelTest test(std::string(kTallTile) + "st.global.f32 [%rd3], %f5;\n", "",
                  ".shared .align 4 .b8 a[64];");
  test.block(32).runClean();
}

TEST(ExecMemoryReport, garbageInItsRowsOfAProduct) {
  KernelTest test(std::string(kTallTile) +
                      "st.global.f32 [%rd3], %f6; // use\n",
                  "", ".shared .align 4 .b8 a[64];");
  expectReport(test.block(32), ReportKind::Uninitialized, "load", "use");
}
