//===- ParserErrorTest.cpp - one error, its line and its words ------------===//

#include "attn/PTXSim/Module.h"
#include "llvm/ADT/Twine.h"
#include "gtest/gtest.h"

using namespace ptxsim;

namespace {
/// `@` before the text: a whole module. Otherwise the body of a kernel whose
/// first line is 1.
struct Case {
  const char *text;
  uint32_t line;
  const char *message;
};
} // namespace

static const char head[] =
    ".version 8.4 .target sm_80 .address_size 64 .global .b8 g[4]; "
    ".extern .func (.param .b32 r) f(.param .b64 a); .shared .b8 s[4]; "
    ".extern .func h(); .entry k(.param .u64 a) { .reg .pred p<4>; "
    ".reg .b16 h<4>; .reg .b32 r<4>; .reg .f32 f<4>; .reg .b64 d<4>; ";

static const Case cases[] = {
    // The text.
    {"mov.b32 r0, #1;", 1, "unexpected character '#'"},
    {"\x01", 1, "unexpected byte 0x01"},
    {"\n/* no end", 2,
     "expected the end of the comment, got the end of the file"},
    {".pragma \"no end;\n", 1,
     "expected the end of the string, got the end of the line"},
    {"mov.b32 r0, 0x;", 1, "expected an integer of 64 bits, got '0x'"},
    {"mov.b32 r0, 09;", 1, "expected an integer of 64 bits, got '09'"},
    {"mov.f32 f0, 0f3F8;", 1,
     "expected 8 digits after 0f or 16 after 0d, got '0f3F8'"},
    {"mov.f32 f0, 0f3F80000G;", 1,
     "expected hexadecimal digits, got '0f3F80000G'"},
    {"mov.f32 f0, 1.5x;", 1, "expected a number, got '1.5x'"},
    // Constants.
    {"mov.b32 r0, 1 +;", 1, "expected a constant, got ';'"},
    {"mov.b32 r0, 1 / 0;", 1, "expected a divisor other than 0"},
    {"mov.b32 r0, 1.5 % 2;", 1, "expected integers for '%', got a float"},
    {"mov.b32 r0, ~1.5;", 1, "expected an integer, got a float"},
    {"mov.b32 r0, (.f32) 1;", 1, "expected a cast to .s64 or .u64, got '.f32'"},
    {"mov.b32 r0, (.s64) 1.5;", 1, "expected an integer to cast, got a float"},
    {"mov.b32 r0, 1.5 ? 1 : 2;", 1,
     "expected an integer before '?', got a float"},
    {"ld.shared.u32 r0, [d0+1.5];", 1, "expected an integer, got a float"},
    // The module.
    {"@.target sm_80", 1, "expected '.version' first, got '.target'"},
    {"@.version 8", 1, "expected a version such as 8.4, got '8'"},
    {"@.version 9.9", 1, "expected PTX ISA 9.0 at most, got 9.9"},
    {"@.version 8.4\n.entry k() {}", 2,
     "expected '.target' after '.version', got '.entry'"},
    {"@.version 8.4\n", 2, "expected '.target', got the end of the file"},
    {"@.version 8.4 .target gpu", 1, "unknown target 'gpu'"},
    {"@.version 8.4 .target sm_70", 1,
     "expected a target from sm_80 to sm_121, got 'sm_70'"},
    {"@.version 8.4 .target sm_80 .address_size 32", 1,
     "expected addresses of 64 bits, got 32"},
    {"@.version 8.4 .target sm_80 .address_size x", 1,
     "expected an integer, got 'x'"},
    {"@.version 8.4 .target sm_80\n.foo", 2, "unknown directive '.foo'"},
    {"@.version 8.4 .target sm_80 foo", 1, "expected a directive, got 'foo'"},
    {"@.version 8.4 .target sm_80 .file 1 a", 1,
     "expected the name of a file, got 'a'"},
    {"@.version 8.4 .target sm_80 .file 9999999 \"a\"", 1,
     "expected at most 1048576, got '9999999'"},
    {"@.version 8.4 .target sm_80 .section .text {}", 1,
     "expected a section of debug data, got '.text'"},
    {"@.version 8.4 .target sm_80 .section .debug_str { @ }", 1,
     "expected debug data, got '@'"},
    {"@.version 8.4 .target sm_80 .pragma x;", 1, "expected a string, got 'x'"},
    {"@.version 8.4 .target sm_80 .alias a, b;", 1,
     "expected a defined function, got 'b'"},
    {"@.version 8.4 .target sm_80 .func b() {} .alias a, b;", 1,
     "expected a declared function without a body, got 'a'"},
    // Variables.
    {"@.version 8.4 .target sm_80 .global x;", 1, "expected a type, got 'x'"},
    {"@.version 8.4 .target sm_80 .global .pred x;", 1,
     "expected a type, got '.pred'"},
    {"@.version 8.4 .target sm_80 .global .align 3 .b8 x;", 1,
     "expected an alignment that is a power of two, got 3"},
    {"@.version 8.4 .target sm_80 .global .b8 x[];", 1,
     "expected a size of the array 'x'"},
    {"@.version 8.4 .target sm_80 .global .b8 x[-1];", 1,
     "expected an array that fits a device, got size -1"},
    {"@.version 8.4 .target sm_80 .const .b64 x[1 << 14];", 1,
     "expected at most 65536 bytes of variables in .const, got 131072"},
    {"@.version 8.4 .target sm_80 .global .b8 x[1 << 30], y;", 1,
     "expected at most 1073741824 bytes of variables in .global, got "
     "1073741825"},
    {".local .b8 x[1 << 20];", 1,
     "expected at most 524288 bytes of variables in .local, got 1048576"},
    {".shared .b8 x[40000];\n.shared .b8 y[40000]; mov.u32 r0, x; "
     "mov.u32 r0, y; }",
     1,
     "expected at most 49152 bytes of static shared memory in 'k', got "
     "80000"},
    {"@.version 8.4 .target sm_80 .global .b8 x[2] = {1, 2, 3};", 1,
     "expected at most 2 initial values of 'x'"},
    {"@.version 8.4 .target sm_80 .global .b8 x[2] = 1;", 1,
     "expected '{', got '1'"},
    {"@.version 8.4 .target sm_80 .global .f32 x = 1;", 1,
     "expected an initial value of type .f32"},
    {"@.version 8.4 .target sm_80 .global .u64 x = y;", 1,
     "expected a variable or function, got 'y'"},
    {"@.version 8.4 .target sm_80 .global .b8 x; .global .u32 z = x;", 1,
     "expected a variable of 64-bit elements for an address"},
    {"@.version 8.4 .target sm_80 .global .b8 x; .global .b8 z = 0(x);", 1,
     "expected a mask other than 0, got 'x'"},
    {"@.version 8.4 .target sm_80 .global .b8 x;\n.global .b8 x;", 2,
     "redefinition of 'x'"},
    {"@.version 8.4 .target sm_80 .global .attribute(.far) .b8 x;", 1,
     "expected '.managed', got '.far'"},
    {".shared .b8 x = 1;", 1, "expected ';', got '='"},
    // Functions.
    {"@.version 8.4 .target sm_80 .entry (", 1, "expected a name, got '('"},
    {"@.version 8.4 .target sm_80 .entry k(.reg .b32 x) {}", 1,
     "expected '.param', got '.reg'"},
    {"@.version 8.4 .target sm_80 .func k(.reg .b1 x) {}", 1,
     "expected a type, got '.b1'"},
    {"@.version 8.4 .target sm_80 .entry k(.param .u64 .ptr .align 3 x) {}", 1,
     "expected an alignment that is a power of two, got 3"},
    {"@.version 8.4 .target sm_80 .entry k() .cluster 1 {}", 1,
     "unknown directive '.cluster'"},
    {"@.version 8.4 .target sm_80 .entry k() .maxntid 1,1,1,1 {}", 1,
     "expected at most three sizes, got '1'"},
    {"@.version 8.4 .target sm_80 .entry k() {}\n.entry k() {}", 2,
     "redefinition of 'k'"},
    {"@.version 8.4 .target sm_80 .func k();\n.func k(.param .b32 a) {}", 2,
     "expected the same parameters and results as in the declaration of 'k' "
     "in line 1"},
    {"@.version 8.4 .target sm_80 .global .b8 k; .func k();", 1,
     "redefinition of 'k'"},
    {"\n.foo 1;", 2, "unknown directive '.foo'"},
    {".extern .local .b8 x;", 1, "expected '.shared', got '.local'"},
    {".loc 1 2 x", 1, "expected an integer, got 'x'"},
    {".loc 1 2 3, name x", 1, "expected 'function_name', got 'x'"},
    {".loc 1 2 3, function_name x, y", 1,
     "expected 'inlined_at', got the end of the file"},
    {".reg .tf32 x;", 1, "expected a type, got '.tf32'"},
    {".reg .bf16 x;", 1, "expected a type of registers, got '.bf16'"},
    {".reg .b32 r<2>;", 1, "redefinition of 'r<'"},
    {".reg .b32 x, x;", 1, "redefinition of 'x'"},
    {".reg .b32 %laneid;", 1, "redefinition of '%laneid'"},
    {".reg .v2 .b32 x<2>;", 1,
     "expected a plain register, got a vector with '<'"},
    {"L:\nL:", 2, "redefinition of 'L'"},
    {"ret;", 1, "expected '}', got the end of the file"},
    {"x: .branchtargets 1;", 1, "expected a name, got '1'"},
    {"x: .branchtargets L;\n}", 1, "expected a label of the function, got 'L'"},
    {"x: .calltargets y;", 1, "expected a function, got 'y'"},
    // Instructions.
    {"1;", 1, "expected an instruction, got '1'"},
    {"\nfoo.b32 r0;", 2, "unknown instruction 'foo'"},
    {"wgmma.fence.sync.aligned;", 1, "unknown instruction 'wgmma'"},
    {"@r0 ret;", 1, "expected a predicate after '@', got 'r0'"},
    {"@1 ret;", 1, "expected a name, got '1'"},
    {"add.foo.s32 r0, r1, r2;", 1, "unknown modifier '.foo' of 'add'"},
    {"add.trans.s32 r0, r1, r2;", 1, "unknown modifier '.trans' of 'add'"},
    {"add.b32 r0, r1, r2;", 1, "unknown modifier '.b32' of 'add'"},
    {"add.sat.u32 r0, r1, r2;", 1,
     "expected the modifiers and types of a form of 'add', got 'add.sat.u32'"},
    {"add.bf16 h0, h1, h2;", 1,
     "expected target sm_90 or higher for 'add.bf16', got sm_80"},
    {"mma.sync.aligned.m16n8k8.col.row.f32.tf32.tf32.f32 r0, r0, r0, r0;", 1,
     "expected the modifiers and types of a form of 'mma', got "
     "'mma.sync.aligned.m16n8k8.col.row.f32.tf32.tf32.f32'"},
    {"add.s32 r0, r1;", 1, "'add': expected 3 operands, got 2"},
    {"add.s32 r0, r1, r2, r3;", 1, "'add': expected 3 operands, got 4"},
    {"add.s32 r0|p0, r1, r2;", 1,
     "'add': expected no operand after '|', got 'p0'"},
    {"lop3.or.b32 r0, r1, r2, r3, 1, p0;", 1,
     "'lop3': expected an operand after '|', got 'r1'"},
    {"add.s32 r0, r1, x;", 1, "'add': unknown name 'x'"},
    {"add.s32 r0, r1, r4;", 1, "'add': unknown name 'r4'"},
    {"mov.b32 r0, %foo;", 1, "'mov': unknown register '%foo'"},
    {"add.u32 r0, %tid.x, 1;", 1,
     "'add': expected no special register, got '%tid.x'"},
    {"mov.u64 d0, %tid.x;", 1,
     "'mov': expected a register for .u64, got '%tid.x' of type .u32"},
    {"add.s32 r0, r1, h2;", 1,
     "'add': expected a register for .s32, got 'h2' of type .b16"},
    {"add.s32 f0, r1, r2;", 1,
     "'add': expected a register for .s32, got 'f0' of type .f32"},
    {"add.s32 r0, r1, 1.5;", 1,
     "'add': expected an operand of type .s32, got '1.5'"},
    {"add.s32 1, r1, r1;", 1, "'add': expected a register for .s32, got '1'"},
    {"add.s32 _, r1, r1;", 1, "'add': expected a register for .s32, got '_'"},
    {"add.s32 r0, !r1, r1;", 1,
     "'add': expected an operand without '!', got 'r1'"},
    {"add.s32 r0, r1+4, r1;", 1,
     "'add': expected a register without offset, got 'r1'"},
    {"add.s32 r0, {r1}, r1;", 1,
     "'add': expected an operand of type .s32, got '{'"},
    {"add.s64 d0, d1, g;", 1, "'add': expected a register for .s64, got 'g'"},
    {"lop3.b32 r0, r1, r2, r3, r0;", 1,
     "'lop3': expected an immediate, got 'r0'"},
    {"mov.u32 r0, g;", 1, "'mov': expected an operand of type .u32, got 'g'"},
    {"mov.u64 d0, f+4;", 1,
     "'mov': expected a function without offset, got 'f'"},
    {"mov.b32 {h0, h1, h2}, r0;", 1,
     "'mov': expected an operand of type .b32, got '{'"},
    {"ld.global.u32 r0, g;", 1,
     "'ld': expected an address in brackets, got 'g'"},
    {"ld.global.u32 r0, [r1];", 1,
     "'ld': expected a register of 64 bits for an address, got 'r1' of type "
     ".b32"},
    {"ld.shared.u32 r0, [h1];", 1,
     "'ld': expected a register of 32 or 64 bits for an address, got 'h1' of "
     "type .b16"},
    {"ld.shared.u32 r0, [g];", 1,
     "'ld': expected a variable in .shared, got 'g' in .global"},
    {"ld.global.u32 r0, [16];", 1,
     "'ld': expected a register or a variable as address, got '16'"},
    {"ld.local.u32 r0, [1.5];", 1, "'ld': expected an address, got '['"},
    {"ld.global.u32 r0, [x];", 1, "'ld': unknown name 'x'"},
    {"ld.global.u32 r0, [h];", 1,
     "'ld': expected a register or a variable, got 'h'"},
    {"ld.global.v2.u32 {r0}, [d0];", 1,
     "'ld': expected a vector of 2 elements, got '{'"},
    {"ld.global.v4.u64 {d0, d1, d2, d3}, [d0];", 1,
     "expected a vector of at most 16 bytes, got 4 elements of .u64"},
    {"ld.global.L2::evict_last.u64 d0, [d0];", 1,
     "expected a vector of 32 bytes for '.L2::evict_last', got 8"},
    {"st.param.u32 [a], r0;", 1,
     "expected a store to other memory than the kernel's parameters, got 'a'"},
    {"cvta.shared.u64 d0, g;", 1,
     "'cvta': expected a variable in .shared, got 'g' in .global"},
    {"cp.async.cg.shared.global [r0], [d0], 8;", 1,
     "'cp.async': expected 16, got '8'"},
    {"cp.async.ca.shared.global [r0], [d0], 5;", 1,
     "'cp.async': expected 4 or 8 or 16, got '5'"},
    {"bra 1;", 1, "'bra': expected a label, got '1'"},
    {"bra L; }", 1, "expected a label of the function, got 'L'"},
    {"brx.idx r0, g;", 1,
     "'brx': expected the name of a .branchtargets, got 'g'"},
    {"mov.b32 r0, {{{{{r1}}}}};", 1, "expected an operand, got '{'"},
    // Calls.
    {"call 1;", 1, "'call': expected a function"},
    {"call g;", 1, "'call': expected a function, got 'g'"},
    {"call k;", 1, "'call': expected a function, got the kernel 'k'"},
    {"call f, (d0);", 1, "'call': expected 1 results, got 0"},
    {"call (r0), f;", 1, "'call': expected 1 arguments, got 0"},
    {"call (r0), f, (r0);", 1, "'call': expected 8 bytes for 'r0', got 4"},
    {"call (r0), f, (g);", 1,
     "'call': expected a .param variable or a register, got 'g'"},
    {"call (r0), f, (d0), x, y;", 1,
     "'call': expected no more operands, got 'y'"},
    {"call d0, ();", 1, "'call': expected a prototype for 'd0'"},
    {"call (r0), f, (d0), x;", 1, "'call': expected no prototype for 'f'"},
};

TEST(ParserErrors, EachIsOneWithLineAndText) {
  for (const Case &c : cases) {
    bool isModule = c.text[0] == '@' && c.text[1] == '.';
    std::string text = isModule ? c.text + 1 : head + std::string(c.text);
    auto module = parseModule(text, "k.ptx");
    if (module) {
      ADD_FAILURE() << "no error: " << c.text;
      continue;
    }
    unsigned count = 0;
    llvm::handleAllErrors(module.takeError(), [&](const ParseError &error) {
      ++count;
      EXPECT_EQ(error.message, c.message) << c.text;
      EXPECT_EQ(error.line, c.line) << c.text;
      EXPECT_EQ(error.file, "k.ptx");
      llvm::StringRef line = text;
      for (uint32_t i = 1; i < error.line; ++i)
        line = line.split('\n').second;
      EXPECT_EQ(error.text, line.split('\n').first.str());
    });
    EXPECT_EQ(count, 1u);
  }
}

TEST(ParserErrors, AreWrittenWithFileLineAndText) {
  auto module = parseModule(".version 8.4\n.target sm_80\n  .foo\n", "a/k.ptx");
  ASSERT_FALSE(bool(module));
  EXPECT_EQ(llvm::toString(module.takeError()),
            "a/k.ptx:3: error: unknown directive '.foo'\n  .foo");
}

// Deep nesting ends in an error, not in the end of the stack.
TEST(ParserErrors, DepthIsBounded) {
  std::string body = head;
  for (const std::string &text :
       {body + "mov.b32 r0, " + std::string(100000, '(') + "1;",
        body + "mov.b32 r0, " + std::string(100000, '-') + "1;",
        body + std::string(100000, '{'),
        ".version 8.4 .target sm_80 .global .b8 x[2] = " +
            std::string(100000, '{')}) {
    auto module = parseModule(text, "k.ptx");
    ASSERT_FALSE(bool(module));
    EXPECT_NE(llvm::toString(module.takeError()).find("expected"),
              std::string::npos);
  }
}
