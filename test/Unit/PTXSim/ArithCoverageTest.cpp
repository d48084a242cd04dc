//===- ArithCoverageTest.cpp - what the front takes has a kernel ----------===//
//
// Random instructions of every row of the front's table: those of arithmetic
// have kernels, and the kernels survive any operands.
//
//===----------------------------------------------------------------------===//

#include "ArithTest.h"
#include "FormGenerator.h"
#include <set>

using namespace ptxsim;
using namespace ptxsim::test;

/// Memory, control, barriers and what is a constant to the simulator.
static bool isElsewhere(Opcode op) {
  switch (op) {
  case Opcode::Applypriority:
  case Opcode::Atom:
  case Opcode::Bar:
  case Opcode::BarWarpSync:
  case Opcode::Barrier:
  case Opcode::Bra:
  case Opcode::Brkpt:
  case Opcode::Brx:
  case Opcode::Call:
  case Opcode::CpAsync:
  case Opcode::CpAsyncCommitGroup:
  case Opcode::CpAsyncWaitAll:
  case Opcode::CpAsyncWaitGroup:
  case Opcode::Createpolicy:
  case Opcode::Cvta:
  case Opcode::Discard:
  case Opcode::Exit:
  case Opcode::Fence:
  case Opcode::Isspacep:
  case Opcode::Ld:
  case Opcode::Ldmatrix:
  case Opcode::Ldu:
  case Opcode::Membar:
  case Opcode::Mov:
  case Opcode::Nanosleep:
  case Opcode::Pmevent:
  case Opcode::Prefetch:
  case Opcode::Prefetchu:
  case Opcode::Red:
  case Opcode::Ret:
  case Opcode::St:
  case Opcode::Stmatrix:
  case Opcode::Trap:
    return true;
  default:
    return false;
  }
}

static const Instruction *findInstruction(const Module &module, Opcode op) {
  for (const Function &function : module.functions)
    for (const Instruction &inst : function.instructions)
      if (inst.op == op)
        return &inst;
  return nullptr;
}

/// The opcode with its modifiers and types, for messages.
static std::string formOf(llvm::StringRef text) {
  return text.split(' ').first.str();
}

TEST(ArithCoverage, Forms) {
  FormGenerator generator(5);
  Operands random(6);
  std::set<std::string> missing;
  size_t found = 0;
  for (const Form *form : allForms()) {
    if (isElsewhere(form->op))
      continue;
    for (unsigned n = 0; n < 60; ++n) {
      std::string text = generator.generate(*form);
      auto module = parseModule(wrapInstruction(text, 120), "k.ptx");
      if (!module) {
        // Chance may join what does not go together.
        llvm::consumeError(module.takeError());
        continue;
      }
      const Instruction *inst = findInstruction(**module, form->op);
      ASSERT_TRUE(inst) << text;
      Kernel kernel = findKernel(*inst);
      if (!kernel) {
        missing.insert(formOf(text));
        continue;
      }
      ++found;
      Warp warp;
      for (auto &lanes : warp.src)
        for (uint64_t &lane : lanes)
          lane = random.below(2) ? random.bits(64) : random.integer(64);
      warp.args.active = uint32_t(random.bits(32));
      warp.run(kernel);
    }
  }
  EXPECT_GT(found, 5000u);
  for (const std::string &text : missing)
    ADD_FAILURE() << "expected a kernel of " << text;
}
