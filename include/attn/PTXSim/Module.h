//===- Module.h - a decoded PTX module --------------------------*- C++ -*-===//
//
// What the front hands to execution: names resolved to numbers, labels to
// instruction indices, modifiers to enumerators, immediates to bits, and the
// control-flow graph with its immediate post-dominators and loops. Execution
// never looks at text, except to report it.
//
//   Module: variables (all spaces, all functions), functions
//     Function: registers, predicates, parameters, instructions, blocks, loops
//       Instruction: opcode, one modifier per group, types, guard, operands
//
// An instruction's operands stand at the positions that the row of its form
// lists (lib/PTXSim/Front/Forms*.inc), destinations first; an optional operand
// that the text leaves out is there with Operand::None, so that positions never
// shift.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PTXSIM_MODULE_H
#define ATTN_PTXSIM_MODULE_H

#include "attn/PTXSim/Names.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ptxsim {

/// No instruction, block, loop, variable or function.
constexpr uint32_t kNone = ~0u;

/// An operand. Which fields count depends on the kind.
struct Operand {
  enum Kind : uint8_t {
    /// An optional operand that the text leaves out.
    None,
    /// The general register `index`: a slot of the register file of 64 bits;
    /// a .b128 register has the slots `index` and `index + 1`.
    Reg,
    /// The predicate `index`; `negated` for `!p`. Predicates are numbered
    /// apart from registers.
    Pred,
    /// The bits `imm`, already converted to the operand's type and truncated
    /// to its width (a predicate: 0 or 1).
    Imm,
    /// The special register `Special(index)`.
    SpecialReg,
    /// The address of the variable `index` plus `imm`: an offset into its
    /// state space, as `mov` gives it; not a generic address, except where the
    /// variable is in global or const memory.
    Symbol,
    /// The entry address of the function `index`.
    FunctionRef,
    /// The instruction `index` of the same function.
    Label,
    /// `_`: a result that is thrown away, or a masked-out element.
    Sink,
    /// `{a, b, ...}`: `elements`. Also the lists of arguments and results of
    /// a call.
    Vector,
    /// `[base + imm]`; `elements[0]` is the base: Reg, Symbol (with its own
    /// imm 0) or None for an absolute address. A symbol is in its own space
    /// where the instruction names none.
    Address,
    /// The table `index` of Function::branchTables (brx.idx).
    BranchTable,
    /// The prototype `index` of Function::prototypes (indirect calls).
    Prototype,
  };

  Kind kind = None;
  bool negated = false;
  /// Of a register, vector element or immediate: the type that the
  /// instruction reads or writes it with (not that of the declaration).
  Type type = Type::None;
  uint32_t index = 0;
  uint64_t imm = 0;
  std::vector<Operand> elements;

  explicit operator bool() const { return kind != None; }
};

/// One instruction, decoded.
struct Instruction {
  Opcode op = Opcode::Invalid;
  /// `@p` or `@!p`: a Pred; None where the instruction has no guard.
  Operand guard;
  /// The modifier of each group, Mod::None where the text has none. Defaults
  /// (.rn of an f32 add, the generic space of ld) are *not* filled in.
  std::array<Mod, kNumModGroups> mods{};
  /// The types in the order of the text: cvt.f16.f32 has {F16, F32}, mma has
  /// {D, A, B, C}.
  std::array<Type, 5> types{};
  uint8_t numTypes = 0;
  /// So many of the leading operands are written. A predicate beside the
  /// result (`d|p`) counts even where it is left out: setp, shfl and match have
  /// two always.
  uint8_t numDsts = 0;
  /// See the row of the form; absent optional ones are None.
  std::vector<Operand> operands;

  /// Branches: the first instruction of the immediate post-dominator of the
  /// instruction's block, where lanes meet again; kNone if only the end of the
  /// function post-dominates.
  uint32_t reconverge = kNone;
  /// The block that holds the instruction.
  uint32_t block = kNone;
  /// Line of the PTX text, from 1, and the instruction as written, from its
  /// guard to before its semicolon; it may span lines.
  uint32_t line = 0;
  llvm::StringRef text;
  /// Of a load: the bytes that matter, by .pragma "used_bytes_mask N".
  uint32_t usedBytes = ~0u;
  /// The last .loc before it: index into Module::files, line there; 0 if none.
  uint32_t sourceFile = 0, sourceLine = 0;

  Mod mod(ModGroup group) const { return mods[unsigned(group)]; }
  bool has(Mod m) const { return mods[unsigned(groupOf(m))] == m; }
  Type type(unsigned i = 0) const { return types[i]; }
  /// The state space of a memory instruction; Generic if the text has none.
  Space space() const { return spaceOf(mod(ModGroup::Space)); }
  /// 1, 2, 4 or 8.
  unsigned vectorWidth() const;
};

/// A variable of any state space, the parameters included.
struct Variable {
  std::string name;
  Space space = Space::Generic;
  Type type = Type::None;
  uint64_t align = 1;
  /// In bytes; 0 for an extern array without a size (dynamic shared memory).
  uint64_t size = 0;
  bool isExtern = false;
  /// The function that declares it; kNone at module scope.
  uint32_t function = kNone;
  /// Local: offset in the function's local frame. Param: offset in the
  /// parameters of an entry (the layout of the driver), or in the function's
  /// param frame. Const: offset in the module's const bank. Shared: see
  /// Function::shared. Global: none, each is an allocation of its own.
  uint64_t offset = 0;
  /// Initial bytes; those up to `size` that are not here are 0.
  std::vector<uint8_t> init;
  /// Addresses in the initial bytes, to be written when the module is loaded.
  struct Relocation {
    uint64_t offset = 0;
    uint8_t size = 0;
    bool isFunction = false;
    /// generic(symbol), rather than the offset in its space.
    bool generic = false;
    uint32_t symbol = kNone;
    int64_t addend = 0;
    /// mask(expression): the bits `(address & mask) >> shift`.
    uint64_t mask = ~0ull;
    uint8_t shift = 0;
  };
  std::vector<Relocation> relocations;
  uint32_t line = 0;
};

/// A .reg name: for reports.
struct Register {
  std::string name;
  Type type = Type::None;
  /// Slot of the register file, or number of the predicate.
  uint32_t index = 0;
};

/// A formal parameter or result.
struct Parameter {
  /// In .param space: the variable; its size and offset are there.
  uint32_t variable = kNone;
  /// Declared as .reg (functions only): a Reg or Pred operand.
  Operand reg;
  /// .ptr of an entry: the space it points to and the alignment it promises.
  bool isPointer = false;
  Space pointee = Space::Generic;
  uint64_t pointeeAlign = 1;
};

/// Instructions begin .. end-1, entered at begin and left at the last only.
struct Block {
  uint32_t begin = 0, end = 0;
  std::vector<uint32_t> successors;
  /// Immediate post-dominator; kNone if that is the function's end.
  uint32_t postDominator = kNone;
  /// Innermost loop; kNone outside of loops.
  uint32_t loop = kNone;
};

/// A natural loop (irreducible cycles make none).
struct Loop {
  /// The block that all entries into the loop go through.
  uint32_t header = kNone;
  uint32_t parent = kNone;
  /// 1 for an outermost loop.
  uint32_t depth = 1;
  std::vector<uint32_t> blocks;
};

/// A function or kernel. One that is only declared has no instructions.
struct Function {
  std::string name;
  bool isEntry = false;
  bool isExtern = false;
  bool isDefined = false;
  bool isNoReturn = false;
  uint32_t line = 0;

  std::vector<Parameter> results, params;
  /// Bytes of the entry's parameter block, or of the function's param frame
  /// (its results, parameters and the .param variables of its calls).
  uint64_t paramSize = 0;
  uint64_t localSize = 0;

  /// Size of the register file (64 bits a slot) and number of predicates.
  uint32_t numSlots = 0, numPredicates = 0;
  std::vector<Register> registers;

  /// Running past the last one is a return.
  std::vector<Instruction> instructions;
  std::vector<Block> blocks;
  std::vector<Loop> loops;
  /// brx.idx: lists of instruction indices.
  std::vector<std::vector<uint32_t>> branchTables;
  struct Prototype {
    /// In bytes.
    std::vector<uint64_t> results, params;
  };
  std::vector<Prototype> prototypes;

  /// Entries: where each static shared variable that the kernel, or a function
  /// that it may call, uses lies in the block's shared memory, the end of
  /// these, and where the extern ones begin (all of them at that place).
  struct Placement {
    uint32_t variable;
    uint64_t offset;
  };
  std::vector<Placement> shared;
  uint64_t sharedSize = 0, dynamicSharedOffset = 0;

  /// .maxntid, .reqntid (0 where absent), .minnctapersm, .maxnreg.
  std::array<uint32_t, 3> maxThreads{}, requiredThreads{};
  uint32_t minBlocksPerSM = 0, maxRegisters = 0;

  /// Of a slot or predicate, as the text names it: for reports.
  llvm::StringRef registerName(uint32_t slot) const;
  llvm::StringRef predicateName(uint32_t number) const;
};

/// A parsed module. It owns its text, to which the instructions point.
struct Module {
  Module() = default;
  Module(const Module &) = delete;
  Module &operator=(const Module &) = delete;

  std::string file;
  std::string source;
  /// .version 8.4 is 84; .target sm_90a is 90.
  unsigned version = 0, target = 0;
  std::vector<Function> functions;
  std::vector<Variable> variables;
  uint64_t constSize = 0;
  /// The files of .file directives, by number; empty names in gaps.
  std::vector<std::string> files;

  /// kNone if there is none of that name.
  uint32_t findFunction(llvm::StringRef name) const;
  /// Module scope only.
  uint32_t findVariable(llvm::StringRef name) const;
  /// The line of the text, from 1, without its end.
  llvm::StringRef lineText(uint32_t line) const;
};

/// What is wrong with a text: "file:line: error: message" and the line itself.
class ParseError : public llvm::ErrorInfo<ParseError> {
public:
  static char ID;
  ParseError(std::string file, uint32_t line, std::string message,
             std::string text)
      : file(std::move(file)), line(line), message(std::move(message)),
        text(std::move(text)) {}
  void log(llvm::raw_ostream &os) const override;
  std::error_code convertToErrorCode() const override;

  std::string file;
  uint32_t line;
  std::string message;
  /// The line of the PTX text.
  std::string text;
};

/// Parses and decodes; the first thing that is wrong is the error (ParseError).
/// `file` only names the text in messages.
llvm::Expected<std::unique_ptr<Module>> parseModule(llvm::StringRef text,
                                                    llvm::StringRef file);

} // namespace ptxsim

#endif // ATTN_PTXSIM_MODULE_H
