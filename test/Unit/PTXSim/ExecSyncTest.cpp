//===- ExecSyncTest.cpp - threads that do not meet ------------------------===//

#include "ExecTest.h"

using namespace ptxsim;

TEST(ExecSync, halfAWarpAtABarrier) {
  KernelTest test("setp.lt.u32 %p0, %r0, 16;\n"
                  "@%p0 bra there; // branch\n"
                  "mov.u32 %r1, 1;\nbra over;\n"
                  "there:\nbar.sync 0; // barrier\n"
                  "over:\n");
  test.block(32).run();
  ASSERT_FALSE(test.result.reports.empty());
  const Report &report = test.result.reports.all().front();
  EXPECT_EQ(report.kind, ReportKind::DivergentBarrier);
  EXPECT_EQ(report.site.line, test.line("barrier"));
  EXPECT_EQ(report.site.lane, 0u);
  EXPECT_NE(report.other.line, 0u);
  EXPECT_EQ(report.other.lane, 16u);
}

TEST(ExecSync, twoCountsAtOneBarrier) {
  KernelTest test("shr.u32 %r1, %r0, 5;\nsetp.eq.u32 %p0, %r1, 0;\n"
                  "@%p0 bra first;\n"
                  "bar.sync 1, 96; // more\nbra over;\n"
                  "first:\nbar.sync 1, 64; // fewer\nover:\n");
  test.block(96).run();
  ASSERT_FALSE(test.result.reports.empty());
  const Report &report = test.result.reports.all().front();
  EXPECT_EQ(report.kind, ReportKind::DivergentBarrier);
  EXPECT_NE(report.site.line, report.other.line);
  EXPECT_NE(report.site.warp, report.other.warp);
}

TEST(ExecSync, twoBarriersThatNeverFill) {
  KernelTest test("setp.lt.u32 %p0, %r0, 32;\n@%p0 bra first;\n"
                  "bar.sync 2; // second\nbra over;\n"
                  "first:\nbar.sync 1; // first\nover:\n");
  const Report *report =
      expectReport(test.block(64), ReportKind::Deadlock, "first", "second");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->site.warp, 0u);
  EXPECT_EQ(report->other.warp, 1u);
}

TEST(ExecSync, whoHasExitedIsNotWaitedFor) {
  KernelTest test("setp.ge.u32 %p0, %r0, 40;\n@%p0 exit;\n"
                  "bar.sync 0;\nst.global.u32 [%rd0], 9;\n");
  test.block(96).runClean();
  EXPECT_EQ(test.at(0), 9u);
}

TEST(ExecSync, sumsOverABarrier) {
  KernelTest test("setp.lt.u32 %p0, %r0, 45;\n"
                  "barrier.sync 0;\n"
                  "bar.red.popc.u32 %r1, 0, %p0;\n"
                  "bar.red.and.pred %p1, 1, %p0;\n"
                  "bar.red.or.pred %p2, 1, %p0;\n"
                  "@%p1 add.u32 %r1, %r1, 1000;\n"
                  "@%p2 add.u32 %r1, %r1, 100;\n"
                  "add.u64 %rd3, %rd0, %rd2;\nst.global.u32 [%rd3], %r1;\n");
  test.block(64).runClean();
  EXPECT_EQ(test.at(0), 145u);
  EXPECT_EQ(test.at(63), 145u);
}

TEST(ExecSync, aMaskWithoutTheLaneItself) {
  KernelTest test("bar.warp.sync 0x7fffffff; // barrier\n");
  const Report *report =
      expectReport(test.block(32), ReportKind::BadSyncMask, "barrier");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->site.lane, 31u);
}

TEST(ExecSync, aMaskOfLanesThatAreTurnedOff) {
  KernelTest test("setp.lt.u32 %p0, %r0, 31;\n"
                  "@%p0 shfl.sync.idx.b32 %r1, %r0, 0, 31, -1; // shuffle\n");
  const Report *report = expectReport(test.block(32), ReportKind::BadSyncMask,
                                      "shuffle", "shuffle");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->other.lane, 31u);
}

TEST(ExecSync, anAlignedInstructionInABranch) {
  KernelTest test("mov.u32 %r1, 0;\nmov.u32 %r2, 0;\n"
                  "setp.lt.u32 %p0, %r0, 8;\n@%p0 bra over;\n"
                  "movmatrix.sync.aligned.m8n8.trans.b16 %r2, %r1; // matrix\n"
                  "over:\n");
  test.block(32).run();
  ASSERT_FALSE(test.result.reports.empty());
  const Report &report = test.result.reports.all().front();
  EXPECT_EQ(report.kind, ReportKind::BadSyncMask);
  EXPECT_EQ(report.site.line, test.line("matrix"));
  EXPECT_EQ(report.site.lane, 8u);
  EXPECT_EQ(report.other.lane, 0u);
}

TEST(ExecSync, aLaneThatTakesNoPart) {
  KernelTest test("setp.lt.u32 %p0, %r0, 16;\n@!%p0 bra over;\n"
                  "shfl.sync.idx.b32 %r1, %r0, 20, 31, 0xffff; // shuffle\n"
                  "over:\n");
  const Report *report =
      expectReport(test.block(32), ReportKind::InactiveLane, "shuffle");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->site.lane, 0u);
}

TEST(ExecSync, lanesThatNeverCome) {
  KernelTest test("setp.lt.u32 %p0, %r0, 16;\n@!%p0 bra other;\n"
                  "bar.warp.sync -1; // low\nbra over;\n"
                  "other:\nvote.sync.any.pred %p1, %p0, -1; // high\n"
                  "over:\n");
  test.block(32).run();
  ASSERT_EQ(test.result.reports.all().size(), 1u);
  const Report &report = test.result.reports.all().front();
  EXPECT_EQ(report.kind, ReportKind::Deadlock);
  EXPECT_TRUE(report.other);
}

TEST(ExecSync, trap) {
  KernelTest test("trap; // trap\n");
  expectReport(test, ReportKind::Trap, "trap");
}

TEST(ExecSync, anAssertionThatFails) {
  KernelTest test("setp.ne.u32 %p0, %r0, 3;\n@%p0 bra fine;\n"
                  "{\n.param .b64 a;\nst.param.b64 [a], %rd0;\n"
                  "call __assertfail, (a); // assert\n}\n"
                  "fine:\n",
                  ".extern .func __assertfail(.param .b64 a) .noreturn;");
  const Report *report =
      expectReport(test.block(32), ReportKind::Trap, "assert");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->site.lane, 3u);
}

TEST(ExecSync, timeout) {
  KernelTest test("again:\nadd.u32 %r0, %r0, 1;\nbra again;\n");
  test.options.maxInstructions = 1000;
  test.run();
  ASSERT_EQ(test.result.reports.all().size(), 1u);
  EXPECT_EQ(test.result.reports.all().front().kind, ReportKind::Timeout);
}
