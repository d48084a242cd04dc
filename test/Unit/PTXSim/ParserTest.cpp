//===- ParserTest.cpp - PTX text to a decoded module ----------------------===//

#include "attn/PTXSim/Module.h"
#include "llvm/ADT/Twine.h"
#include "gtest/gtest.h"

using namespace ptxsim;
using llvm::StringRef;
using llvm::Twine;

static const char head[] = ".version 8.4\n.target sm_80\n.address_size 64\n";

static std::unique_ptr<Module> parse(const Twine &text) {
  auto module = parseModule((head + text).str(), "k.ptx");
  if (module)
    return std::move(*module);
  ADD_FAILURE() << llvm::toString(module.takeError());
  return nullptr;
}

/// A module with one kernel of that body.
static std::unique_ptr<Module> parseBody(const Twine &body) {
  return parse(".visible .entry k(.param .u64 a) {\n" + body + "\n}\n");
}

static std::vector<uint32_t> reconvergence(const Function &function) {
  std::vector<uint32_t> found;
  for (const Instruction &instruction : function.instructions)
    if (instruction.op == Opcode::Bra || instruction.op == Opcode::Brx)
      found.push_back(instruction.reconverge);
  return found;
}

TEST(Parser, ModuleHead) {
  auto module = parse(".file 2 \"a.cu\", 17, 3\n");
  ASSERT_TRUE(module);
  EXPECT_EQ(module->version, 84u);
  EXPECT_EQ(module->target, 80u);
  ASSERT_EQ(module->files.size(), 3u);
  EXPECT_EQ(module->files[2], "a.cu");
  EXPECT_EQ(module->lineText(2), ".target sm_80");
}

TEST(Parser, InstructionIsDecoded) {
  auto module = parseBody(".reg .pred %p<2>; .reg .b32 %r<9>; .reg .b64 %d<2>;"
                          "\n.reg .f32 %f<3>;\n"
                          "@!%p1 ld.global.nc.L1::evict_last.v2.f32\n"
                          "  {%f1, %r7}, [%d1+-8];");
  ASSERT_TRUE(module);
  const Function &kernel = module->functions[0];
  const Instruction &load = kernel.instructions[0];
  EXPECT_EQ(load.op, Opcode::Ld);
  EXPECT_EQ(load.space(), Space::Global);
  EXPECT_TRUE(load.has(Mod::Nc));
  EXPECT_EQ(load.mod(ModGroup::EvictL1), Mod::L1EvictLast);
  EXPECT_EQ(load.mod(ModGroup::Cache), Mod::None);
  EXPECT_EQ(load.vectorWidth(), 2u);
  EXPECT_EQ(load.numTypes, 1u);
  EXPECT_EQ(load.type(), Type::F32);
  EXPECT_EQ(load.numDsts, 1u);
  EXPECT_EQ(load.guard.kind, Operand::Pred);
  EXPECT_TRUE(load.guard.negated);
  EXPECT_EQ(load.line, 7u);
  EXPECT_EQ(load.text.split('\n').first,
            "@!%p1 ld.global.nc.L1::evict_last.v2.f32");
  ASSERT_EQ(load.operands.size(), 3u);
  const Operand &vector = load.operands[0];
  ASSERT_EQ(vector.kind, Operand::Vector);
  ASSERT_EQ(vector.elements.size(), 2u);
  EXPECT_EQ(kernel.registerName(vector.elements[0].index), "%f1");
  EXPECT_EQ(kernel.registerName(vector.elements[1].index), "%r7");
  const Operand &address = load.operands[1];
  ASSERT_EQ(address.kind, Operand::Address);
  EXPECT_EQ(int64_t(address.imm), -8);
  EXPECT_EQ(kernel.registerName(address.elements[0].index), "%d1");
  EXPECT_EQ(load.operands[2].kind, Operand::None);
  // Registers count when they are used.
  EXPECT_EQ(kernel.numSlots, 3u);
  EXPECT_EQ(kernel.numPredicates, 1u);
  EXPECT_EQ(kernel.predicateName(0), "%p1");
}

TEST(Parser, OptionalPredicateResultsKeepPositions) {
  auto module = parseBody(".reg .pred p<4>; .reg .b32 r<4>; .reg .b16 h<2>;\n"
                          "setp.lt.s32 p0, r0, r1;\n"
                          "setp.lt.and.s32 p0|p1, r0, r1, !p2;\n"
                          "setp.lt.f16 p0, h0, h1;\n"
                          "shfl.sync.bfly.b32 r0, r1, 1, 31, -1;\n"
                          "bar.red.popc.u32 r0, 1, p0;");
  ASSERT_TRUE(module);
  const auto &code = module->functions[0].instructions;
  EXPECT_EQ(code[0].numDsts, 2u);
  EXPECT_EQ(code[0].operands[1].kind, Operand::None);
  EXPECT_EQ(code[1].operands[1].kind, Operand::Pred);
  EXPECT_TRUE(code[1].operands[4].negated);
  EXPECT_EQ(code[2].numDsts, 2u);
  EXPECT_EQ(code[2].operands[1].kind, Operand::None);
  EXPECT_EQ(code[3].operands[1].kind, Operand::None);
  EXPECT_EQ(code[3].operands[5].imm, 0xffffffffu);
  EXPECT_EQ(code[4].numDsts, 1u);
  EXPECT_EQ(code[4].operands[2].kind, Operand::None);
  EXPECT_EQ(code[4].operands[3].kind, Operand::Pred);
}

TEST(Parser, ModifiersStandInAnyOrder) {
  auto module = parseBody(".reg .f32 f<3>; .reg .b32 r<3>; .reg .b64 d<1>;\n"
                          "add.ftz.rn.sat.f32 f0, f1, f2;\n"
                          "atom.add.global.gpu.relaxed.u32 r0, [d0], 1;\n"
                          "mul.hi.u32 r0, r1, r2;");
  ASSERT_TRUE(module);
  const auto &code = module->functions[0].instructions;
  EXPECT_TRUE(code[0].has(Mod::Rn) && code[0].has(Mod::Sat));
  EXPECT_TRUE(code[1].has(Mod::OpAdd) && code[1].has(Mod::Gpu));
  EXPECT_TRUE(code[2].has(Mod::Hi));
  EXPECT_EQ(code[2].mod(ModGroup::Compare), Mod::None);
}

TEST(Parser, Immediates) {
  struct Case {
    const char *instruction;
    uint64_t bits;
  };
  const Case cases[] = {
      {"mov.b32 r0, 0x10", 16},
      {"mov.b32 r0, 017", 15},
      {"mov.b32 r0, 0b101", 5},
      {"mov.b32 r0, -1", 0xffffffff},
      {"mov.u32 r0, WARP_SZ", 32},
      {"mov.u32 r0, 2 + 3 * 4", 14},
      {"mov.u32 r0, (2 + 3) * 4", 20},
      {"mov.u32 r0, 1 << 4 | 1", 17},
      {"mov.s32 r0, -7 / 2", uint32_t(-3)},
      {"mov.s32 r0, -8 >> 1", uint32_t(-4)},
      {"mov.u32 r0, 7 > 3 ? 5 : 6", 5},
      {"mov.u32 r0, !0 + ~0", 0},
      {"mov.u32 r0, 3 < 2 || 1 == 1 && 2 != 2", 0},
      {"mov.u64 d0, 0xffffffffffffffff / 2", 0x7fffffffffffffff},
      {"mov.u64 d0, (.s64) 0xffffffffffffffff / 2", 0},
      {"mov.u16 h0, 70000", 70000 & 0xffff},
      {"mov.f32 f0, 0f3F800001", 0x3f800001},
      {"mov.f32 f0, 0f7FA00000", 0x7fa00000},
      {"mov.f32 f0, 1.5", 0x3fc00000},
      {"mov.f32 f0, -1.5", 0xbfc00000},
      {"mov.f32 f0, 0d3FF8000000000000", 0x3fc00000},
      {"mov.f64 e0, 0f3FC00000", 0x3ff8000000000000},
      {"mov.f64 e0, 1e2", 0x4059000000000000},
      {"mov.f64 e0, 1.5e-1 * 2", 0x3fd3333333333333},
      {"mov.b32 r0, 0f3F800000", 0x3f800000},
      {"mov.b64 d0, 1.0", 0x3ff0000000000000},
      {"mov.pred p0, 2", 1},
  };
  for (const Case &c : cases) {
    auto module = parseBody(".reg .pred p<2>; .reg .b16 h<2>; .reg .b32 r<2>;"
                            ".reg .b64 d<2>; .reg .f32 f<2>; .reg .f64 e<2>;" +
                            Twine(c.instruction) + ";");
    ASSERT_TRUE(module) << c.instruction;
    const Operand &operand = module->functions[0].instructions[0].operands[1];
    EXPECT_EQ(operand.kind, Operand::Imm) << c.instruction;
    EXPECT_EQ(operand.imm, c.bits) << c.instruction;
  }
}

TEST(Parser, ScopesHideNames) {
  auto module = parseBody(".reg .b32 r<4>;\n mov.b32 r1, 1;\n"
                          "{ .reg .b64 r1; mov.b64 r1, 2; bra L; L: }\n"
                          "mov.b32 r1, 3; L: bra L;");
  ASSERT_TRUE(module);
  const auto &code = module->functions[0].instructions;
  EXPECT_EQ(code[0].operands[0].index, code[3].operands[0].index);
  EXPECT_NE(code[0].operands[0].index, code[1].operands[0].index);
  EXPECT_EQ(code[2].operands[0].index, 3u);
  EXPECT_EQ(code[4].operands[0].index, 4u);
}

TEST(Parser, VectorRegistersAndPacking) {
  auto module = parseBody(".reg .v4 .f32 v; .reg .b64 d<2>; .reg .b32 r<2>;\n"
                          ".reg .b128 q;\n"
                          "mov.f32 v.y, 1.0;\n"
                          "st.global.v4.f32 [d0], v;\n"
                          "mov.b64 {r0, _}, d0;\n"
                          "mov.b128 q, {d0, d1};");
  ASSERT_TRUE(module);
  const Function &kernel = module->functions[0];
  const auto &code = kernel.instructions;
  EXPECT_EQ(code[1].operands[1].elements[1].index, code[0].operands[0].index);
  EXPECT_EQ(kernel.registerName(code[1].operands[1].elements[3].index), "v.w");
  EXPECT_EQ(code[2].operands[0].elements[1].kind, Operand::Sink);
  EXPECT_EQ(code[2].operands[0].elements[0].type, Type::B32);
  // Two slots for one of 128 bits.
  EXPECT_EQ(kernel.numSlots, 4u + 2 + 1 + 2);
  EXPECT_EQ(kernel.registerName(code[3].operands[0].index + 1), "q");
}

TEST(Parser, Variables) {
  auto module =
      parse(".global .align 4 .b8 bytes[8] = {1, 2, 255};\n"
            ".const .f32 scale = 0f40000000;\n"
            ".const .align 16 .b8 table[4];\n"
            ".func g() { ret; }\n"
            ".global .u64 pointers[] = {generic(bytes)+4, table, g, 7};\n"
            ".global .v2 .s16 pairs[2] = {{1, -1}, {2, -2}};\n"
            ".global .b8 split[2] = {0xFF00(bytes), 0xff(bytes)};\n");
  ASSERT_TRUE(module);
  const Variable &bytes = module->variables[0];
  EXPECT_EQ(bytes.size, 8u);
  EXPECT_EQ(bytes.align, 4u);
  EXPECT_EQ(bytes.init, (std::vector<uint8_t>{1, 2, 255}));
  EXPECT_EQ(module->variables[1].init, (std::vector<uint8_t>{0, 0, 0, 0x40}));
  EXPECT_EQ(module->variables[1].offset, 0u);
  EXPECT_EQ(module->variables[2].offset, 16u);
  EXPECT_EQ(module->constSize, 20u);
  const Variable &pointers = module->variables[3];
  EXPECT_EQ(pointers.size, 32u);
  EXPECT_EQ(pointers.init[24], 7);
  ASSERT_EQ(pointers.relocations.size(), 3u);
  EXPECT_TRUE(pointers.relocations[0].generic);
  EXPECT_EQ(pointers.relocations[0].addend, 4);
  EXPECT_EQ(pointers.relocations[1].symbol, 2u);
  EXPECT_FALSE(pointers.relocations[1].generic);
  EXPECT_TRUE(pointers.relocations[2].isFunction);
  EXPECT_EQ(module->variables[4].init,
            (std::vector<uint8_t>{1, 0, 255, 255, 2, 0, 254, 255}));
  EXPECT_EQ(module->variables[5].relocations[0].mask, 0xff00u);
  EXPECT_EQ(module->variables[5].relocations[0].shift, 8u);
}

TEST(Parser, ParametersAreLaidOutAsTheDriverDoes) {
  auto module = parse(".entry k(.param .u32 a, .param .u64 .ptr .global "
                      ".align 16 b, .param .align 16 .b8 c[12], .param .u8 d)"
                      ".maxntid 128, 2 .reqntid 64 .minnctapersm 2 .maxnreg 40"
                      "{ ret; }");
  ASSERT_TRUE(module);
  const Function &kernel = module->functions[0];
  uint64_t offsets[] = {0, 8, 16, 28};
  for (unsigned i = 0; i < 4; ++i)
    EXPECT_EQ(module->variables[kernel.params[i].variable].offset, offsets[i]);
  EXPECT_EQ(kernel.paramSize, 29u);
  EXPECT_TRUE(kernel.params[1].isPointer);
  EXPECT_EQ(kernel.params[1].pointee, Space::Global);
  EXPECT_EQ(kernel.params[1].pointeeAlign, 16u);
  EXPECT_EQ(kernel.maxThreads, (std::array<uint32_t, 3>{128, 2, 1}));
  EXPECT_EQ(kernel.requiredThreads, (std::array<uint32_t, 3>{64, 1, 1}));
  EXPECT_EQ(kernel.minBlocksPerSM, 2u);
  EXPECT_EQ(kernel.maxRegisters, 40u);
}

TEST(Parser, Calls) {
  auto module = parse(
      ".extern .func (.param .b32 r) vprintf(.param .b64 f, .param .b64 a);\n"
      ".func (.param .b32 r) twice(.param .b32 x);\n"
      ".func (.reg .u32 r) old(.reg .u32 x) { add.u32 r, x, 1; ret; }\n"
      ".entry k() {\n"
      ".reg .b32 r<4>; .reg .b64 d<2>;\n"
      "{ .param .b32 x; .param .b32 y; st.param.b32 [x], r0;\n"
      "  call.uni (y), twice, (x); ld.param.b32 r1, [y]; }\n"
      "call (r2), old, (r1);\n"
      "mov.u64 d0, twice;\n"
      "proto: .callprototype (.param .b32 _) _ (.param .b32 _);\n"
      "{ .param .b32 x; .param .b32 y; call (y), d0, (x), proto; }\n"
      "ret; }\n"
      ".func (.param .b32 r) twice(.param .b32 x) { ret; }\n"
      ".func (.param .b32 r) also(.param .b32 x);\n"
      ".alias also, twice;\n");
  ASSERT_TRUE(module);
  uint32_t twice = module->findFunction("twice");
  EXPECT_TRUE(module->functions[twice].isDefined);
  EXPECT_FALSE(module->functions[module->findFunction("vprintf")].isDefined);
  EXPECT_TRUE(module->functions[module->findFunction("also")].isDefined);
  const Function &kernel = module->functions[module->findFunction("k")];
  const Instruction &call = kernel.instructions[1];
  EXPECT_EQ(call.operands[1].kind, Operand::FunctionRef);
  EXPECT_EQ(call.operands[1].index, twice);
  EXPECT_EQ(call.operands[0].elements[0].kind, Operand::Symbol);
  EXPECT_EQ(call.operands[2].elements[0].kind, Operand::Symbol);
  EXPECT_EQ(kernel.instructions[3].operands[2].elements[0].kind, Operand::Reg);
  const Instruction &indirect = kernel.instructions[5];
  EXPECT_EQ(indirect.operands[1].kind, Operand::Reg);
  EXPECT_EQ(indirect.operands[3].kind, Operand::Prototype);
  EXPECT_EQ(kernel.prototypes[0].params, std::vector<uint64_t>{4});
}

TEST(Parser, SourceLines) {
  auto module = parseBody(".loc 1 12 3\nbar.sync 0;\n.loc 1 14 1, "
                          "function_name $L__info, inlined_at 1 9 2\n"
                          "bar.sync 0;");
  ASSERT_TRUE(module);
  const auto &code = module->functions[0].instructions;
  EXPECT_EQ(code[0].sourceLine, 12u);
  EXPECT_EQ(code[1].sourceLine, 14u);
  EXPECT_EQ(code[1].sourceFile, 1u);
}

TEST(Parser, DebugDataIsSkipped) {
  auto module = parse(".section .debug_abbrev\n{\n.b8 1 .b8 17\n.b8 0\n}\n"
                      ".section .debug_str {\n$L__info:\n.b8 97, 0\n"
                      ".b64 $L1+4\n.b32 .debug_abbrev\n}\n"
                      "@@DWARF .byte 1\n/* a\n comment */ .entry k() { ret; }");
  ASSERT_TRUE(module);
  EXPECT_EQ(module->functions[0].line, 17u);
}

//===----------------------------------------------------------------------===//
// Control flow
//===----------------------------------------------------------------------===//

TEST(ControlFlow, IfElseMeetsBehindIt) {
  auto module = parseBody(".reg .pred p;\n"
                          "@p bra THEN;\n bar.sync 0;\n bra.uni END;\n"
                          "THEN: bar.sync 1;\n"
                          "END: ret;");
  ASSERT_TRUE(module);
  EXPECT_EQ(reconvergence(module->functions[0]), (std::vector<uint32_t>{4, 4}));
}

TEST(ControlFlow, LanesThatAreGoneDoNotCount) {
  auto module = parse(".extern .func stop() .noreturn;\n"
                      ".entry k() { .reg .pred p;\n"
                      "@p bra OK;\n call stop;\n"
                      "OK: @p bra ON;\n exit;\n"
                      "ON: @p bra LAST;\n trap;\n"
                      "LAST: ret; }");
  ASSERT_TRUE(module);
  EXPECT_EQ(reconvergence(module->functions[1]),
            (std::vector<uint32_t>{2, 4, 6}));
}

TEST(ControlFlow, ReturnsOnBothSidesMeetNowhere) {
  auto module = parseBody(".reg .pred p;\n@p bra L;\nret;\nL: ret;");
  ASSERT_TRUE(module);
  EXPECT_EQ(reconvergence(module->functions[0]),
            (std::vector<uint32_t>{kNone}));
}

TEST(ControlFlow, NestedLoops) {
  auto module = parseBody(".reg .pred p;\n"
                          "bar.sync 0;\n"
                          "OUTER: bar.sync 1;\n"
                          "INNER: bar.sync 2;\n"
                          "@p bra INNER;\n"
                          "@p bra OUTER;\n"
                          "ret;");
  ASSERT_TRUE(module);
  const Function &kernel = module->functions[0];
  EXPECT_EQ(reconvergence(kernel), (std::vector<uint32_t>{4, 5}));
  ASSERT_EQ(kernel.loops.size(), 2u);
  const Loop &outer = kernel.loops[0], &inner = kernel.loops[1];
  EXPECT_EQ(kernel.blocks[outer.header].begin, 1u);
  EXPECT_EQ(outer.depth, 1u);
  EXPECT_EQ(outer.parent, kNone);
  EXPECT_EQ(inner.parent, 0u);
  EXPECT_EQ(inner.depth, 2u);
  EXPECT_EQ(outer.blocks.size(), 3u);
  EXPECT_EQ(inner.blocks.size(), 1u);
  EXPECT_EQ(kernel.blocks[kernel.instructions[2].block].loop, 1u);
  EXPECT_EQ(kernel.blocks[kernel.instructions[4].block].loop, 0u);
  EXPECT_EQ(kernel.blocks[kernel.instructions[5].block].loop, kNone);
}

TEST(ControlFlow, BranchTables) {
  auto module = parseBody(".reg .b32 r;\n"
                          "ts: .branchtargets A, B, A;\n"
                          "brx.idx r, ts;\n"
                          "A: bar.sync 0;\n bra C;\n"
                          "B: bar.sync 1;\n"
                          "C: ret;");
  ASSERT_TRUE(module);
  const Function &kernel = module->functions[0];
  EXPECT_EQ(kernel.branchTables[0], (std::vector<uint32_t>{1, 3, 1}));
  EXPECT_EQ(kernel.instructions[0].operands[1].kind, Operand::BranchTable);
  EXPECT_EQ(reconvergence(kernel), (std::vector<uint32_t>{4, 4}));
}

TEST(Placement, SharedMemoryOfEachKernel) {
  auto module =
      parse(".shared .align 4 .b8 a[6];\n.shared .align 16 .b8 b[32];\n"
            ".extern .shared .align 128 .b8 dynamic[];\n"
            ".func f() { .reg .b32 r; mov.u32 r, b; ret; }\n"
            ".entry one() { .reg .b32 r; ld.shared.u32 r, [a]; call f; ret; }\n"
            ".entry two() { .reg .b32 r; .shared .b64 c; mov.u32 r, dynamic;\n"
            " mov.u32 r, c; ret; }\n");
  ASSERT_TRUE(module);
  const Function &one = module->functions[module->findFunction("one")];
  EXPECT_EQ(one.sharedSize, 48u);
  ASSERT_EQ(one.shared.size(), 2u);
  EXPECT_EQ(one.shared[1].offset, 16u);
  const Function &two = module->functions[module->findFunction("two")];
  EXPECT_EQ(two.sharedSize, 8u);
  EXPECT_EQ(two.dynamicSharedOffset, 128u);
  ASSERT_EQ(two.shared.size(), 2u);
}
