//===- ExecRaceTest.cpp - who orders whom ---------------------------------===//

#include "ExecTest.h"

using namespace ptxsim;

static const char *const kShared = ".shared .align 16 .b8 a[4096];";

/// Every thread writes its word and reads that of its neighbour `distance`
/// further, with `between` in between.
static KernelTest exchange(llvm::StringRef distance, llvm::StringRef between) {
  return KernelTest(("mov.u32 %r1, a;\nshl.b32 %r2, %r0, 2;\n"
                     "add.u32 %r3, %r1, %r2;\n"
                     "st.shared.u32 [%r3], %r0; // write\n" +
                     between + "\nxor.b32 %r2, %r2, " + distance +
                     ";\nadd.u32 %r3, %r1, %r2;\n"
                     "ld.shared.u32 %r4, [%r3]; // read\n"
                     "add.u64 %rd3, %rd0, %rd2;\nst.global.u32 [%rd3], %r4;\n")
                        .str(),
                    "", kShared);
}

TEST(ExecRace, betweenWarps) {
  KernelTest test = exchange("128", "");
  const Report *report =
      expectReport(test.block(64), ReportKind::Race, "read", "write");
  ASSERT_TRUE(report);
  EXPECT_NE(report->site.warp, report->other.warp);
  EXPECT_EQ(report->site.action, "read");
  EXPECT_EQ(report->other.action, "write");
  EXPECT_EQ(report->space, Space::Shared);
}

TEST(ExecRace, aBarrierOrders) {
  KernelTest test = exchange("128", "bar.sync 0;");
  test.block(64).runClean();
  EXPECT_EQ(test.at(3), 35u);
  EXPECT_EQ(test.at(40), 8u);
}

TEST(ExecRace, aWarpBarrierOrdersNoOtherWarp) {
  KernelTest test = exchange("128", "bar.warp.sync -1;");
  expectReport(test.block(64), ReportKind::Race, "read", "write");
}

TEST(ExecRace, aFenceIsNoBarrier) {
  KernelTest test = exchange("128", "membar.cta;");
  expectReport(test.block(64), ReportKind::Race, "read", "write");
}

TEST(ExecRace, betweenLanesOfAWarp) {
  KernelTest test = exchange("4", "");
  const Report *report =
      expectReport(test.block(32), ReportKind::Race, "read", "write");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->site.lane ^ 1, report->other.lane);
  EXPECT_EQ(report->site.warp, report->other.warp);
}

TEST(ExecRace, aWarpBarrierOrders) {
  KernelTest test = exchange("4", "bar.warp.sync -1;");
  test.block(32).runClean();
  EXPECT_EQ(test.at(6), 7u);
}

TEST(ExecRace, aShuffleOrdersNoMemory) {
  KernelTest test = exchange("4", "shfl.sync.idx.b32 %r9, %r0, 0, 31, -1;");
  expectReport(test.block(32), ReportKind::Race, "read", "write");
}

TEST(ExecRace, aWarpBarrierOfHalvesOrdersTheHalves) {
  const char *halves = "setp.lt.u32 %p0, %r0, 16;\n"
                       "selp.b32 %r5, 0xffff, 0xffff0000, %p0;\n"
                       "bar.warp.sync %r5;";
  KernelTest within = exchange("4", halves);
  within.block(32).runClean();
  KernelTest across = exchange("64", halves);
  expectReport(across.block(32), ReportKind::Race, "read", "write");
}

TEST(ExecRace, barriersOrderOneAfterTheOther) {
  // Warp 0 meets warp 1, then warp 1 meets warp 2: so 0 is before 2.
  KernelTest test("shr.u32 %r1, %r0, 5;\n"
                  "setp.eq.u32 %p0, %r1, 0;\nsetp.eq.u32 %p1, %r1, 1;\n"
                  "setp.eq.u32 %p2, %r1, 2;\n"
                  "setp.eq.u32 %p3, %r0, 0;\nsetp.eq.u32 %p4, %r0, 64;\n"
                  "@%p3 st.shared.u32 [a], 7;\n"
                  "@%p0 bar.sync 1, 64;\n"
                  "@%p1 bar.sync 1, 64;\n@%p1 bar.sync 2, 64;\n"
                  "@%p2 bar.sync 2, 64;\n"
                  "@%p4 ld.shared.u32 %r2, [a];\n"
                  "@%p4 st.global.u32 [%rd0], %r2;\n",
                  "", kShared);
  test.block(96).runClean();
  EXPECT_EQ(test.at(0), 7u);
}

TEST(ExecRace, arrivalReleasesAndDoesNotWait) {
  const char *body = "shr.u32 %r1, %r0, 5;\nsetp.eq.u32 %p0, %r1, 0;\n"
                     "setp.eq.u32 %p1, %r0, 0;\nsetp.eq.u32 %p2, %r0, 32;\n"
                     "@%p1 st.shared.u32 [a], 7;\n"
                     "@%p0 bar.arrive 1, 64;\n@!%p0 bar.sync 1, 64;\n"
                     "@%p2 ld.shared.u32 %r2, [a];\n"
                     "@%p2 st.global.u32 [%rd0], %r2;\n";
  KernelTest test(body, "", kShared);
  test.block(64).runClean();
  EXPECT_EQ(test.at(0), 7u);
  // Back again it orders nothing.
  KernelTest back(std::string(body) +
                      "@%p2 st.shared.u32 [a+4], 1; // write\n"
                      "@%p1 ld.shared.u32 %r3, [a+4]; // read\n",
                  "", kShared);
  expectReport(back.block(64), ReportKind::Race, "read", "write");
}

TEST(ExecRace, writeAfterRead) {
  KernelTest test("ld.shared.u32 %r1, [a]; // read\n"
                  "setp.eq.u32 %p0, %r0, 40;\n"
                  "@%p0 st.shared.u32 [a], 5; // write\n",
                  "", kShared);
  const Report *report =
      expectReport(test.block(64), ReportKind::Race, "write", "read");
  ASSERT_TRUE(report);
}

TEST(ExecRace, theSameValueTwiceIsNone) {
  KernelTest test("st.shared.u32 [a], 5;\nbar.sync 0;\n"
                  "ld.shared.u32 %r1, [a];\nst.global.u32 [%rd0], %r1;\n",
                  "", kShared);
  test.block(64).runClean();
}

TEST(ExecRace, twoValuesInOneInstruction) {
  KernelTest test("st.shared.u32 [a], %r0; // write\n", "", kShared);
  const Report *report =
      expectReport(test.block(32), ReportKind::Race, "write", "write");
  ASSERT_TRUE(report);
  EXPECT_NE(report->site.lane, report->other.lane);
}

TEST(ExecRace, neighbouringHalvesAreNone) {
  KernelTest test("mov.u32 %r1, a;\nshl.b32 %r2, %r0, 1;\n"
                  "add.u32 %r3, %r1, %r2;\ncvt.u16.u32 %h, %r0;\n"
                  "st.shared.u16 [%r3], %h;\n",
                  "", std::string(kShared) + "\n.reg .b16 %h;");
  test.block(64).runClean();
}

TEST(ExecRace, atomicsAmongThemselves) {
  KernelTest test("red.global.add.u32 [%rd0], 1;\n");
  test.block(64).grid(3).runClean();
  EXPECT_EQ(test.at(0), 192u);
}

TEST(ExecRace, anAtomicAndARead) {
  KernelTest test("setp.eq.u32 %p0, %r0, 0;\n"
                  "@!%p0 red.global.add.u32 [%rd0], 1; // atomic\n"
                  "@%p0 ld.global.u32 %r1, [%rd0]; // read\n");
  expectReport(test.block(64), ReportKind::Race, "read", "atomic");
}

TEST(ExecRace, betweenBlocks) {
  const char *body = "mov.u32 %r1, %ctaid.x;\n"
                     "st.global.u32 [%rd0+8], %r1; // write\n";
  for (unsigned threads : {1, 2}) {
    KernelTest test(body);
    test.options.threads = threads;
    const Report *report =
        expectReport(test.grid(4), ReportKind::Race, "write", "write");
    ASSERT_TRUE(report);
    EXPECT_EQ(report->site.block[0], 1u);
    EXPECT_EQ(report->other.block[0], 0u);
    EXPECT_EQ(report->address, test.out + 8);
    EXPECT_EQ(report->occurrences, 3u);
  }
}

/// All blocks write a word; the last one to count up reads them all.
static KernelTest lastBlock(llvm::StringRef fence) {
  return KernelTest(("mov.u32 %r1, %ctaid.x;\nmov.u32 %r2, %nctaid.x;\n"
                     "mul.wide.u32 %rd3, %r1, 4;\nadd.u64 %rd3, %rd3, %rd0;\n"
                     "st.global.u32 [%rd3+16], 1; // write\n" +
                     fence +
                     "\natom.global.add.u32 %r3, [%rd0], 1;\n"
                     "add.u32 %r3, %r3, 1;\n"
                     "setp.ne.u32 %p0, %r3, %r2;\n@%p0 ret;\n"
                     "ld.global.v4.u32 {%r4, %r5, %r6, %r7}, [%rd0+16]; "
                     "// read\n"
                     "add.u32 %r4, %r4, %r5;\nadd.u32 %r6, %r6, %r7;\n"
                     "add.u32 %r4, %r4, %r6;\nst.global.u32 [%rd0+4], %r4;\n")
                        .str());
}

TEST(ExecRace, aFenceReleasesToOtherBlocks) {
  for (uint64_t seed : {0, 1, 2, 3, 4}) {
    KernelTest test = lastBlock("membar.gl;");
    test.options.seed = seed;
    test.grid(4).runClean();
    EXPECT_EQ(test.at(1), 4u);
  }
}

TEST(ExecRace, anAtomicAloneReleasesNothing) {
  KernelTest test = lastBlock("");
  expectReport(test.grid(4), ReportKind::Race, "read", "write");
}

TEST(ExecRace, aBlocksFenceReleasesNothing) {
  KernelTest test = lastBlock("membar.cta;");
  expectReport(test.grid(4), ReportKind::Race, "read", "write");
}

TEST(ExecRace, matrixRowsAreReadForOtherLanes) {
  // The lane that gives the address of a row is not the one that gets it.
  const std::string load =
      "mov.u32 %r1, a;\nshl.b32 %r2, %r0, 4;\nadd.u32 %r3, %r1, %r2;\n"
      "st.shared.v4.u32 [%r3], {%r0, %r0, %r0, %r0}; // write\n";
  const std::string matrix =
      "ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r4, %r5, %r6, %r7}, [%r3]; "
      "// read\n";
  KernelTest test(load + matrix, "", kShared);
  expectReport(test.block(32), ReportKind::Race, "read", "write");
  KernelTest ordered(load + "bar.warp.sync -1;\n" + matrix, "", kShared);
  ordered.block(32).runClean();
}
