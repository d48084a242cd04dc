//===- ExecAsyncTest.cpp - copies in flight -------------------------------===//

#include "ExecTest.h"

using namespace ptxsim;

/// Each of 32 threads copies 16 bytes; then the lines given.
static KernelTest copy(llvm::StringRef then) {
  return KernelTest(("mov.u32 %r1, a;\nshl.b32 %r2, %r0, 4;\n"
                     "add.u32 %r3, %r1, %r2;\n"
                     "mul.wide.u32 %rd3, %r0, 16;\nadd.u64 %rd4, %rd1, %rd3;\n"
                     "add.u64 %rd5, %rd0, %rd2;\n"
                     "cp.async.cg.shared.global [%r3], [%rd4], 16; // copy\n" +
                     then)
                        .str(),
                    "", ".shared .align 16 .b8 a[1024];");
}

static const std::string kReadOwn = "ld.shared.u32 %r4, [%r3]; // read\n"
                                    "st.global.u32 [%rd5], %r4;\n";

TEST(ExecAsync, lands) {
  KernelTest test = copy("cp.async.wait_all;\n" + kReadOwn);
  test.block(32).runClean();
  EXPECT_EQ(test.at(5), 20u);
}

TEST(ExecAsync, readBeforeTheWait) {
  KernelTest test = copy("cp.async.commit_group;\n" + kReadOwn);
  const Report *report =
      expectReport(test.block(32), ReportKind::Async, "read", "copy");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->other.action, "asynchronous write");
  EXPECT_EQ(report->other.lane, report->site.lane);
}

TEST(ExecAsync, writeBeforeTheWait) {
  KernelTest test = copy("st.shared.u32 [%r3], %r0; // write\n");
  expectReport(test.block(32), ReportKind::Async, "write", "copy");
}

TEST(ExecAsync, twoCopiesToOnePlace) {
  KernelTest test =
      copy("cp.async.cg.shared.global [%r3], [%rd4], 16; // again\n");
  expectReport(test.block(32), ReportKind::Async, "again", "copy");
}

TEST(ExecAsync, aGroupThatIsNotCommittedIsNotWaitedFor) {
  KernelTest test = copy("cp.async.wait_group 0;\n" + kReadOwn);
  expectReport(test.block(32), ReportKind::Async, "read", "copy");
}

TEST(ExecAsync, waitOneGroupShort) {
  const std::string second =
      "cp.async.commit_group;\n"
      "cp.async.cg.shared.global [%r3+512], [%rd4], 16; // second\n"
      "cp.async.commit_group;\ncp.async.wait_group ";
  KernelTest first = copy(second + "1;\n" + kReadOwn);
  first.block(32).runClean();
  KernelTest both = copy(second + "1;\n"
                                  "ld.shared.u32 %r4, [%r3+512]; // read\n");
  expectReport(both.block(32), ReportKind::Async, "read", "second");
}

TEST(ExecAsync, aWaitOrdersOnlyTheWaitingThread) {
  const std::string other = "xor.b32 %r5, %r3, 16;\n"
                            "ld.shared.u32 %r4, [%r5]; // read\n"
                            "st.global.u32 [%rd5], %r4;\n";
  KernelTest test = copy("cp.async.wait_all;\n" + other);
  const Report *report =
      expectReport(test.block(32), ReportKind::Race, "read", "copy");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->other.lane, report->site.lane ^ 1);
  KernelTest ordered = copy("cp.async.wait_all;\nbar.sync 0;\n" + other);
  ordered.block(32).runClean();
  EXPECT_EQ(ordered.at(2), 12u);
}

TEST(ExecAsync, aBarrierWithoutAWait) {
  KernelTest test = copy("cp.async.commit_group;\nbar.sync 0;\n" + kReadOwn);
  expectReport(test.block(32), ReportKind::Async, "read", "copy");
}

TEST(ExecAsync, aStageUsedAgainTooEarly) {
  // The neighbour may still be reading.
  const std::string next =
      "cp.async.wait_all;\nbar.sync 0;\nxor.b32 %r5, %r3, 16;\n"
      "ld.shared.u32 %r4, [%r5]; // read\n";
  const std::string refill =
      "cp.async.cg.shared.global [%r3], [%rd4], 16; // again\n";
  KernelTest test = copy(next + refill);
  expectReport(test.block(32), ReportKind::Race, "again", "read");
  KernelTest ordered = copy(next + "bar.sync 0;\n" + refill);
  ordered.block(32).runClean();
}

TEST(ExecAsync, theSourceMustStay) {
  KernelTest test = copy("st.global.u32 [%rd4], 77; // change\n"
                         "cp.async.wait_all;\n");
  const Report *report =
      expectReport(test.block(32), ReportKind::Async, "copy", "change");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->space, Space::Global);
}

TEST(ExecAsync, aSourceLargerThanTheTarget) {
  KernelTest test("mov.u32 %r1, a;\nmov.u32 %r2, 17;\n"
                  "cp.async.ca.shared.global [%r1], [%rd1], 16, %r2; // copy\n"
                  "cp.async.wait_all;\n",
                  "", ".shared .align 16 .b8 a[16];");
  expectReport(test, ReportKind::OutOfBounds, "copy");
}

TEST(ExecAsync, fillsUpWithZeros) {
  KernelTest test(
      "mov.u32 %r1, a;\nmov.u32 %r2, 4;\n"
      "cp.async.ca.shared.global [%r1], [%rd1+4], 16, %r2;\n"
      "cp.async.wait_all;\nld.shared.v4.u32 {%r4, %r5, %r6, %r7}, [a];\n"
      "st.global.v4.u32 [%rd0], {%r4, %r5, %r6, %r7};\n",
      "", ".shared .align 16 .b8 a[16];");
  test.runClean();
  EXPECT_EQ(test.at(0), 1u);
  EXPECT_EQ(test.at(1), 0u);
}
