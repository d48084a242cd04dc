//===- ExecWarpTest.cpp - how lanes part and meet -------------------------===//

#include "ExecTest.h"

using namespace ptxsim;

static const char *const kStore = "add.u64 %rd3, %rd0, %rd2;\n"
                                  "st.global.u32 [%rd3], %r9;\n";

TEST(ExecWarp, lanesMeetBehindABranch) {
  KernelTest test(std::string("mov.u32 %r9, 1;\nsetp.lt.u32 %p0, %r0, 7;\n"
                              "@%p0 bra less;\nadd.u32 %r9, %r9, 10;\n"
                              "bra meet;\n"
                              "less:\nadd.u32 %r9, %r9, 20;\n"
                              "meet:\nactivemask.b32 %r8;\n"
                              "setp.eq.u32 %p1, %r8, -1;\n"
                              "@%p1 add.u32 %r9, %r9, 100;\n") +
                  kStore);
  test.block(32).runClean();
  EXPECT_EQ(test.at(6), 121u);
  EXPECT_EQ(test.at(7), 111u);
  EXPECT_EQ(test.result.counts.total().diverged, 1u);
}

TEST(ExecWarp, branchesInBranches) {
  KernelTest test(std::string("mov.u32 %r9, 0;\nand.b32 %r1, %r0, 1;\n"
                              "and.b32 %r2, %r0, 2;\n"
                              "setp.eq.u32 %p0, %r1, 0;\n"
                              "setp.eq.u32 %p1, %r2, 0;\n"
                              "@%p0 bra out;\n@%p1 bra in;\n"
                              "add.u32 %r9, %r9, 1;\n"
                              "in:\nadd.u32 %r9, %r9, 2;\n"
                              "activemask.b32 %r8;\n"
                              "setp.eq.u32 %p2, %r8, 0xaaaaaaaa;\n"
                              "@%p2 add.u32 %r9, %r9, 8;\n"
                              "out:\nadd.u32 %r9, %r9, 4;\n") +
                  kStore);
  test.block(32).runClean();
  for (unsigned i = 0; i < 32; ++i)
    EXPECT_EQ(test.at(i), i % 2 ? (i & 2 ? 15u : 14u) : 4u) << i;
}

TEST(ExecWarp, lanesLeaveALoopOneByOne) {
  KernelTest test(std::string("mov.u32 %r9, 0;\n"
                              "again:\nadd.u32 %r9, %r9, 2;\n"
                              "setp.le.u32 %p0, %r9, %r0;\n"
                              "@%p0 bra again;\n"
                              "vote.sync.ballot.b32 %r8, %p0, -1;\n"
                              "setp.eq.u32 %p1, %r8, 0;\n"
                              "@%p1 add.u32 %r9, %r9, 100;\n") +
                  kStore);
  test.block(32).runClean();
  for (unsigned i = 0; i < 32; ++i)
    EXPECT_EQ(test.at(i), i / 2 * 2 + 102) << i;
  // 16 trips of the loop, not one for each lane.
  EXPECT_EQ(test.result.counts.trips(0, 0), 16u);
}

TEST(ExecWarp, someLanesExit) {
  KernelTest test(std::string("mov.u32 %r9, 3;\nsetp.lt.u32 %p0, %r0, 30;\n"
                              "@%p0 exit;\nactivemask.b32 %r9;\n") +
                  kStore);
  test.block(32).runClean();
  EXPECT_EQ(test.at(29), 0u);
  EXPECT_EQ(test.at(31), 0xc0000000u);
}

TEST(ExecWarp, aTableOfBranches) {
  KernelTest test(std::string("and.b32 %r1, %r0, 3;\nmov.u32 %r9, 7;\n"
                              "table: .branchtargets a, b, c, b;\n"
                              "brx.idx %r1, table;\n"
                              "a:\nmov.u32 %r9, 1;\nbra meet;\n"
                              "b:\nmov.u32 %r9, 2;\nbra meet;\n"
                              "c:\nmov.u32 %r9, 3;\n"
                              "meet:\nactivemask.b32 %r8;\n"
                              "setp.eq.u32 %p1, %r8, -1;\n"
                              "@%p1 add.u32 %r9, %r9, 100;\n") +
                  kStore);
  test.block(32).runClean();
  const unsigned expected[] = {101, 102, 103, 102};
  for (unsigned i = 0; i < 32; ++i)
    EXPECT_EQ(test.at(i), expected[i % 4]) << i;
}

TEST(ExecWarp, outsideOfTheTable) {
  KernelTest test("table: .branchtargets a, b;\n"
                  "brx.idx %r0, table; // jump\n"
                  "a:\nmov.u32 %r9, 1;\nb:\nmov.u32 %r9, 2;\n");
  const Report *report =
      expectReport(test.block(32), ReportKind::BadJump, "jump");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->site.lane, 2u);
}

static const char *const kSum = R"(
.func (.param .b32 r) sum(.param .b32 n)
{
  .reg .b32 %a<8>;
  .reg .pred %q;
  ld.param.b32 %a1, [n];
  mov.b32 %a2, 0;
  setp.eq.u32 %q, %a1, 0;
  @%q bra done;
  sub.u32 %a3, %a1, 1;
  {
    .param .b32 x;
    .param .b32 y;
    st.param.b32 [x], %a3;
    call (y), sum, (x);
    ld.param.b32 %a4, [y];
  }
  add.u32 %a2, %a4, %a1;
done:
  st.param.b32 [r], %a2;
  ret;
}
)";

TEST(ExecWarp, aFunctionThatCallsItself) {
  KernelTest test(std::string("and.b32 %r1, %r0, 7;\n"
                              "{\n.param .b32 x;\n.param .b32 y;\n"
                              "st.param.b32 [x], %r1;\n"
                              "call (y), sum, (x);\n"
                              "ld.param.b32 %r9, [y];\n}\n"
                              "activemask.b32 %r8;\n"
                              "setp.eq.u32 %p1, %r8, -1;\n"
                              "@%p1 add.u32 %r9, %r9, 100;\n") +
                      kStore,
                  kSum);
  test.block(32).runClean();
  for (unsigned i = 0; i < 32; ++i)
    EXPECT_EQ(test.at(i), (i % 8) * (i % 8 + 1) / 2 + 100) << i;
}

TEST(ExecWarp, aCallThroughAPointer) {
  const char *functions =
      ".func (.param .b32 r) one()\n{\nst.param.b32 [r], 1;\nret;\n}\n"
      ".func (.param .b32 r) two()\n{\nst.param.b32 [r], 2;\nret;\n}\n";
  const std::string call = "{\n.param .b32 y;\n"
                           "proto: .callprototype (.param .b32 _) _ ();\n"
                           "call (y), %rd6, (), proto; // call\n"
                           "ld.param.b32 %r9, [y];\n}\n";
  KernelTest test("mov.u64 %rd4, one;\nmov.u64 %rd5, two;\n"
                  "setp.lt.u32 %p0, %r0, 5;\n"
                  "selp.b64 %rd6, %rd4, %rd5, %p0;\n" +
                      call + kStore,
                  functions);
  test.block(32).runClean();
  EXPECT_EQ(test.at(4), 1u);
  EXPECT_EQ(test.at(5), 2u);
  KernelTest wild("mov.u64 %rd6, 12345;\n" + call, functions);
  expectReport(wild, ReportKind::BadJump, "call");
}

TEST(ExecWarp, lanesWaitForThoseOfTheOtherBranch) {
  // Each half comes to a barrier of all lanes, at a place of its own.
  KernelTest test(std::string("mov.u32 %r9, 0;\nsetp.lt.u32 %p0, %r0, 16;\n"
                              "@%p0 bra low;\n"
                              "bar.warp.sync -1;\nadd.u32 %r9, %r9, 1;\n"
                              "bra meet;\n"
                              "low:\nbar.warp.sync -1;\n"
                              "add.u32 %r9, %r9, 2;\nmeet:\n") +
                  kStore);
  test.block(32).runClean();
  EXPECT_EQ(test.at(0), 2u);
  EXPECT_EQ(test.at(16), 1u);
}

TEST(ExecWarp, waitingToMeetHoldsNobodyUp) {
  // The lower lanes wait for all, and some come to a later barrier only.
  KernelTest test(std::string("mov.u32 %r9, 0;\n"
                              "setp.lt.u32 %p0, %r0, 16;\n@!%p0 bra meet;\n"
                              "bar.warp.sync -1;\nadd.u32 %r9, %r9, 1;\n"
                              "meet:\nselp.b32 %r5, 0xffff, -1, %p0;\n"
                              "bar.warp.sync %r5;\nadd.u32 %r9, %r9, 2;\n") +
                  kStore);
  test.block(32).runClean();
  EXPECT_EQ(test.at(0), 3u);
  EXPECT_EQ(test.at(16), 2u);
}

TEST(ExecWarp, aShuffleAmongHalves) {
  KernelTest test(std::string("setp.lt.u32 %p0, %r0, 16;\n@%p0 bra low;\n"
                              "shfl.sync.idx.b32 %r9, %r0, 3, 0x101f, "
                              "0xffff0000;\nbra meet;\n"
                              "low:\nshfl.sync.idx.b32 %r9, %r0, 5, 0x101f, "
                              "0xffff;\nmeet:\n") +
                  kStore);
  test.block(32).runClean();
  EXPECT_EQ(test.at(0), 5u);
  EXPECT_EQ(test.at(31), 19u);
}

TEST(ExecWarp, shufflesThatMeetFromDifferentPlaces) {
  KernelTest test(std::string("setp.lt.u32 %p0, %r0, 16;\n@%p0 bra low;\n"
                              "add.u32 %r4, %r0, 100;\n"
                              "shfl.sync.bfly.b32 %r9, %r4, 16, 31, -1;\n"
                              "bra meet;\n"
                              "low:\nadd.u32 %r5, %r0, 200;\n"
                              "shfl.sync.bfly.b32 %r9, %r5, 16, 31, -1;\n"
                              "meet:\n") +
                  kStore);
  test.block(32).runClean();
  EXPECT_EQ(test.at(0), 116u);
  EXPECT_EQ(test.at(15), 131u);
  EXPECT_EQ(test.at(16), 200u);
  EXPECT_EQ(test.at(31), 215u);
}

TEST(ExecWarp, votesThatDoNotMeetOtherShuffles) {
  KernelTest test("setp.lt.u32 %p0, %r0, 16;\n@%p0 bra low;\n"
                  "vote.sync.ballot.b32 %r9, %p0, -1; // vote\n"
                  "bra meet;\n"
                  "low:\nshfl.sync.bfly.b32 %r9, %r0, 16, 31, -1; // shuffle\n"
                  "meet:\n");
  expectReport(test.block(32), ReportKind::Deadlock, "vote", "shuffle");
}

TEST(ExecWarp, aLockAmongWarps) {
  KernelTest test("setp.eq.u32 %p1, %r0, 0;\n"
                  "@%p1 st.shared.v2.u32 [a], {%r0, %r0};\nbar.sync 0;\n"
                  "mov.u32 %r5, %laneid;\nsetp.ne.u32 %p2, %r5, 0;\n"
                  "@%p2 bra meet;\n"
                  "again:\n"
                  "atom.shared.cas.b32 %r1, [a], 0, 1;\n"
                  "setp.ne.u32 %p0, %r1, 0;\n@%p0 bra again;\n"
                  "ld.volatile.shared.u32 %r2, [a+4];\n"
                  "add.u32 %r2, %r2, 1;\n"
                  "st.volatile.shared.u32 [a+4], %r2;\n"
                  "membar.cta;\n"
                  "atom.shared.exch.b32 %r1, [a], 0;\n"
                  "meet:\nbar.sync 0;\nld.shared.u32 %r2, [a+4];\n"
                  "st.global.u32 [%rd0], %r2;\n",
                  "", ".shared .align 8 .b8 a[8];");
  for (uint64_t seed : {0, 1, 2}) {
    test.options.seed = seed;
    test.block(256).runClean();
    EXPECT_EQ(test.at(0), 8u);
  }
}

TEST(ExecWarp, atomicsOnVectorsAndShortWords) {
  KernelTest test("mov.u32 %r1, 0x3C00;\nmov.f32 %f1, 1.0;\ncvt.rn.f32.u32 %f2, %r0;\n"
                  "atom.global.add.v2.f32 {%f3, %f4}, [%rd0], {%f1, %f2};\n"
                  "red.gpu.global.max.noftz.v2.f16x2 [%rd0+8], {%r1, %r1};\n"
                  "atom.global.cas.b16 %h1, [%rd0+16], 0, 9;\n",
                  "", ".reg .b16 %h<2>;\n");
  test.text.replace(test.text.find("sm_80"), 5, "sm_90");
  test.block(32).runClean();
  EXPECT_EQ(test.at(0), 0x42000000u);
  EXPECT_EQ(test.at(1), 0x43f80000u);
  EXPECT_EQ(test.at(2), 0x3c00u);
  EXPECT_EQ(test.at(3), 0x3c00u);
  EXPECT_EQ(test.at(4), 9u);
}

TEST(ExecWarp, carriesFromLaneToLaneOfEachItsOwn) {
  KernelTest test(std::string("sub.u32 %r1, 0, %r0;\n"
                              "add.cc.u32 %r2, %r1, %r0;\n"
                              "addc.u32 %r9, 0, 5;\n") +
                  kStore);
  test.block(32).runClean();
  EXPECT_EQ(test.at(0), 5u);
  EXPECT_EQ(test.at(1), 6u);
}
