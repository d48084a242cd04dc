//===- ExecCountsTest.cpp - counts whose answers are known ----------------===//

#include "ExecTest.h"
#include "llvm/Support/JSON.h"

using namespace ptxsim;

/// Reads global memory at `offset` + lane * `stride`.
static AccessCounts readGlobal(int offset, int stride, llvm::StringRef load) {
  KernelTest test(("mul.wide.u32 %rd3, %r0, " + llvm::Twine(stride) +
                   ";\nadd.u64 %rd3, %rd3, %rd1;\n" + load + " [%rd3+" +
                   llvm::Twine(offset) + "];\n")
                      .str());
  test.block(32).runClean();
  return test.result.counts.total().globalLoads;
}

TEST(ExecCounts, sectors) {
  AccessCounts whole = readGlobal(0, 4, "ld.global.u32 %r1,");
  EXPECT_EQ(whole.requests, 1u);
  EXPECT_EQ(whole.bytes, 128u);
  EXPECT_EQ(whole.touched, 128u);
  EXPECT_EQ(whole.sectors, 4u);
  EXPECT_EQ(readGlobal(4, 4, "ld.global.u32 %r1,").sectors, 5u);
  EXPECT_EQ(readGlobal(0, 8, "ld.global.u32 %r1,").sectors, 8u);
  EXPECT_EQ(readGlobal(0, 32, "ld.global.u32 %r1,").sectors, 32u);
  EXPECT_EQ(readGlobal(0, 128, "ld.global.u8 %r1,").sectors, 32u);
  EXPECT_EQ(readGlobal(0, 16, "ld.global.v4.u32 {%r1, %r2, %r3, %r4},").sectors,
            16u);
  AccessCounts same = readGlobal(0, 0, "ld.global.u32 %r1,");
  EXPECT_EQ(same.sectors, 1u);
  EXPECT_EQ(same.bytes, 128u);
  EXPECT_EQ(same.touched, 4u);
}

/// Writes and reads shared memory at lane * `stride`.
static AccessCounts readShared(int stride, llvm::StringRef load,
                               llvm::StringRef store) {
  KernelTest test(("mul.lo.u32 %r1, %r0, " + llvm::Twine(stride) +
                   ";\nmov.u32 %r2, a;\nadd.u32 %r1, %r1, %r2;\n" +
                   "mov.u64 %rd4, 0;\n" + store + "\nbar.sync 0;\n" + load)
                      .str(),
                  "", ".shared .align 16 .b8 a[8192];");
  test.block(32).runClean();
  EXPECT_EQ(test.result.counts.total().sharedStores.wavefronts,
            test.result.counts.total().sharedLoads.wavefronts);
  return test.result.counts.total().sharedLoads;
}

static uint64_t wavefronts32(int stride) {
  return readShared(stride, "ld.shared.u32 %r5, [%r1];",
                    "st.shared.u32 [%r1], 7;")
      .wavefronts;
}

TEST(ExecCounts, banks) {
  EXPECT_EQ(wavefronts32(4), 1u);
  EXPECT_EQ(wavefronts32(8), 2u);
  EXPECT_EQ(wavefronts32(12), 1u);
  EXPECT_EQ(wavefronts32(64), 16u);
  EXPECT_EQ(wavefronts32(128), 32u);
  EXPECT_EQ(wavefronts32(132), 1u);
  // All of one word: read at once.
  EXPECT_EQ(wavefronts32(0), 1u);
}

TEST(ExecCounts, banksOfWideAccesses) {
  auto eight = [](int stride) {
    return readShared(stride, "ld.shared.u64 %rd5, [%r1];",
                      "st.shared.u64 [%r1], %rd4;");
  };
  EXPECT_EQ(eight(8).wavefronts, 2u);
  EXPECT_EQ(eight(8).conflicts, 0u);
  EXPECT_EQ(eight(16).wavefronts, 4u);
  EXPECT_EQ(eight(16).conflicts, 2u);
  auto sixteen = [](int stride) {
    return readShared(stride, "ld.shared.v4.u32 {%r5, %r6, %r7, %r8}, [%r1];",
                      "st.shared.v4.u32 [%r1], {%r0, %r0, %r0, %r0};");
  };
  EXPECT_EQ(sixteen(16).wavefronts, 4u);
  EXPECT_EQ(sixteen(32).wavefronts, 8u);
  EXPECT_EQ(sixteen(128).wavefronts, 32u);
  EXPECT_EQ(sixteen(144).wavefronts, 4u);
  EXPECT_EQ(sixteen(144).conflicts, 0u);
}

TEST(ExecCounts, matrixRows) {
  auto matrix = [](int stride) {
    KernelTest test(("mul.lo.u32 %r1, %r0, " + llvm::Twine(stride) +
                     ";\nmov.u32 %r2, a;\nadd.u32 %r1, %r1, %r2;\n"
                     "ldmatrix.sync.aligned.m8n8.x4.shared.b16 "
                     "{%r4, %r5, %r6, %r7}, [%r1];\n")
                        .str(),
                    "", ".shared .align 16 .b8 a[8192];");
    test.block(32).runClean();
    return test.result.counts.total().sharedLoads;
  };
  EXPECT_EQ(matrix(16).wavefronts, 4u);
  EXPECT_EQ(matrix(16).bytes, 512u);
  // Rows of 64 halves: all eight of a matrix in the same four banks.
  EXPECT_EQ(matrix(128).wavefronts, 32u);
  EXPECT_EQ(matrix(128).conflicts, 28u);
  EXPECT_EQ(matrix(144).conflicts, 0u);
}

TEST(ExecCounts, atomicsOnOneWord) {
  KernelTest test("setp.eq.u32 %p0, %r0, 0;\n@%p0 st.shared.u32 [a], 0;\n"
                  "bar.sync 0;\nred.shared.add.u32 [a], 1;\n",
                  "", ".shared .align 4 .b8 a[4];");
  test.block(32).runClean();
  EXPECT_EQ(test.result.counts.total().sharedAtomics.wavefronts, 32u);
}

TEST(ExecCounts, loops) {
  KernelTest test("mov.u32 %r1, 0;\n"
                  "outer:\nmov.u32 %r2, 0;\n"
                  "inner:\nadd.u32 %r2, %r2, 1;\n"
                  "ld.global.u32 %r3, [%rd1]; // load\n"
                  "setp.lt.u32 %p0, %r2, 5;\n@%p0 bra inner;\n"
                  "add.u32 %r1, %r1, 1;\n"
                  "setp.lt.u32 %p1, %r1, 3;\n@%p1 bra outer;\n");
  test.block(64).runClean();
  const Function &f = test.module->functions[0];
  ASSERT_EQ(f.loops.size(), 2u);
  unsigned inner = f.loops[0].depth == 2 ? 0 : 1, outer = 1 - inner;
  EXPECT_EQ(test.result.counts.trips(0, inner), 2 * 15u);
  EXPECT_EQ(test.result.counts.trips(0, outer), 2 * 3u);
  EXPECT_EQ(test.result.counts.ofLoop(0, inner).issued, 2 * 15 * 4u);
  EXPECT_EQ(test.result.counts.ofLoop(0, outer).issued, 2 * (15 * 4 + 3 * 4u));
  EXPECT_EQ(test.result.counts.ofLoop(0, inner).globalLoads.requests, 30u);
  EXPECT_EQ(test.result.counts.atLine(test.line("load")).issued, 30u);
  EXPECT_EQ(test.result.counts.total().lanes,
            32 * test.result.counts.total().issued);
}

TEST(ExecCounts, threadsOfTheHostDoNotMatter) {
  std::string printed[2];
  for (unsigned threads : {1, 2}) {
    KernelTest test("ld.global.u32 %r1, [%rd1];\nbar.sync 0;\n"
                    "add.u32 %r1, %r1, %r0;\n");
    test.options.threads = threads;
    test.block(96).grid(7).runClean();
    llvm::raw_string_ostream os(printed[threads - 1]);
    test.result.counts.print(os);
  }
  EXPECT_EQ(printed[0], printed[1]);
  EXPECT_NE(printed[0].find("barriers: 21 by warps"), std::string::npos)
      << printed[0];
}

TEST(ExecCounts, json) {
  KernelTest test("mov.u32 %r1, 0;\nmov.f32 %f1, 0f00000000;\n"
                  "mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 "
                  "{%f4, %f5, %f6, %f7}, {%r1, %r1}, {%r1}, "
                  "{%f1, %f1, %f1, %f1};\n"
                  "ld.global.u32 %r3, [%rd1]; // load\n");
  test.block(32).runClean();
  std::string text;
  llvm::raw_string_ostream os(text);
  llvm::json::OStream json(os);
  json.object([&] { test.result.counts.write(json); });
  auto value = llvm::cantFail(llvm::json::parse(text));
  const llvm::json::Object &root = *value.getAsObject();
  EXPECT_EQ(root.getObject("mma")->getInteger("m16n8k8.f32.f16.f16.f32"), 1);
  EXPECT_EQ(root.getInteger("lane_instructions"),
            32 * *root.getInteger("warp_instructions"));
  const llvm::json::Array &accesses = *root.getArray("accesses");
  ASSERT_EQ(accesses.size(), 1u);
  EXPECT_EQ(accesses[0].getAsObject()->getInteger("line"), test.line("load"));
  EXPECT_EQ(accesses[0].getAsObject()->getInteger("sectors"), 1);
}
