//===- Decoder.cpp - from words to a form ---------------------------------===//

#include "Decoder.h"
#include "llvm/ADT/StringExtras.h"

using namespace ptxsim;
using llvm::ArrayRef;
using llvm::SmallVector;
using llvm::StringRef;
using llvm::Twine;

namespace {
/// A modifier of the text: what its spelling may mean.
struct Word {
  StringRef text;
  ArrayRef<Mod> meanings;
};

/// The words after an opcode.
struct Words {
  SmallVector<Word> mods;
  SmallVector<Type> types;
};
} // namespace

static std::string join(Opcode op, ArrayRef<StringRef> words) {
  std::string text = spelling(op).str();
  for (StringRef word : words)
    text += ("." + word).str();
  return text;
}

/// Gives each word a slot; words and slots both must come out even.
static bool matchWords(const Form &form, const Words &words,
                       SmallVector<Mod> &chosen) {
  if (words.types.size() != form.types.size())
    return false;
  for (size_t i = 0; i < words.types.size(); ++i)
    if (!form.types[i].test(unsigned(words.types[i])))
      return false;
  chosen.assign(form.mods.size(), Mod::None);
  for (const Word &word : words.mods) {
    bool found = false;
    for (size_t i = 0; i < form.mods.size() && !found; ++i)
      for (Mod mod : word.meanings)
        if (chosen[i] == Mod::None &&
            (groupOf(mod) != ModGroup::LayoutB || i == 0 ||
             chosen[i - 1] != Mod::None) &&
            llvm::is_contained(form.mods[i].choices, mod)) {
          chosen[i] = mod;
          found = true;
          break;
        }
    if (!found)
      return false;
  }
  for (size_t i = 0; i < form.mods.size(); ++i)
    if (chosen[i] == Mod::None && !form.mods[i].isOptional)
      return false;
  return true;
}

static bool appears(Opcode op, StringRef word) {
  Type type = typeSpelled(word);
  for (const Form &form : formsOf(op)) {
    for (const TypeSet &types : form.types)
      if (type != Type::None && types.test(unsigned(type)))
        return true;
    for (const ModSlot &slot : form.mods)
      for (Mod mod : modsSpelled(word))
        if (llvm::is_contained(slot.choices, mod))
          return true;
  }
  return false;
}

static bool readWords(Parser &parser, const Instruction &instruction,
                      ArrayRef<StringRef> texts, Words &words) {
  for (StringRef text : texts) {
    if (Type type = typeSpelled(text); type != Type::None)
      words.types.push_back(type);
    else if (ArrayRef<Mod> meanings = modsSpelled(text); !meanings.empty())
      words.mods.push_back({text, meanings});
    else
      return parser.fail(instruction.line, "unknown modifier '." + text +
                                               "' of '" +
                                               spelling(instruction.op) + "'");
  }
  return true;
}

/// No form has these words: says the most that is sure.
static bool failWords(Parser &parser, const Instruction &instruction,
                      ArrayRef<StringRef> texts, unsigned neededTarget) {
  Opcode op = instruction.op;
  for (StringRef text : texts)
    if (!appears(op, text))
      return parser.fail(instruction.line, "unknown modifier '." + text +
                                               "' of '" + spelling(op) + "'");
  std::string text = join(op, texts);
  if (neededTarget)
    return parser.fail(instruction.line,
                       "expected target sm_" + Twine(neededTarget) +
                           " or higher for '" + text + "', got sm_" +
                           Twine(parser.getModule().target));
  return parser.fail(instruction.line, "expected the modifiers and types of a "
                                       "form of '" +
                                           spelling(op) + "', got '" + text +
                                           "'");
}

/// Vectors of 16 bytes at most; of 32 in global memory from sm_100 on, and only
/// those have priorities in L2.
static bool checkVector(Parser &parser, const Instruction &instruction) {
  unsigned width = instruction.vectorWidth();
  unsigned bytes = width * bitWidth(instruction.type()) / 8;
  Space space = instruction.space();
  bool isAccess = instruction.op == Opcode::Ld || instruction.op == Opcode::St;
  bool isLong = isAccess && parser.getModule().target >= 100 &&
                (space == Space::Global || space == Space::Generic) &&
                bitWidth(instruction.type()) >= 32;
  unsigned max = isLong ? 32 : 16;
  Mod priority = instruction.mod(ModGroup::EvictL2);
  if (isAccess && priority != Mod::None && bytes != 32)
    return parser.fail(instruction.line,
                       "expected a vector of 32 bytes for '." +
                           spelling(priority) + "', got " + Twine(bytes));
  bool fits = width == 1 || bytes <= max;
  return fits ||
         parser.fail(instruction.line, "expected a vector of at most " +
                                           Twine(max) + " bytes, got " +
                                           Twine(width) + " elements of ." +
                                           spelling(instruction.type()));
}

/// The parameters of a kernel are constant.
static bool checkStore(Parser &parser, const Instruction &instruction) {
  if (instruction.op != Opcode::St || instruction.space() != Space::Param)
    return true;
  const Operand &base = instruction.operands[0].elements[0];
  if (base.kind != Operand::Symbol || !parser.getFunction().isEntry)
    return true;
  for (const Parameter &parameter : parser.getFunction().params)
    if (parameter.variable == base.index)
      return parser.fail(instruction.line,
                         "expected a store to other memory than the kernel's "
                         "parameters, got '" +
                             parser.getModule().variables[base.index].name +
                             "'");
  return true;
}

bool ptxsim::decode(Parser &parser, Instruction &instruction,
                    ArrayRef<StringRef> texts, ArrayRef<RawOperand> operands) {
  Words words;
  if (!readWords(parser, instruction, texts, words))
    return false;
  unsigned neededTarget = 0, numMatched = 0;
  bool hasForm = false;
  uint32_t errorLine = 0;
  std::string error;
  SmallVector<Mod> chosen;
  for (const Form &form : formsOf(instruction.op)) {
    if (!matchWords(form, words, chosen))
      continue;
    if (form.target > parser.getModule().target) {
      neededTarget =
          neededTarget ? std::min(neededTarget, form.target) : form.target;
      continue;
    }
    instruction.mods.fill(Mod::None);
    for (Mod mod : chosen)
      instruction.mods[unsigned(groupOf(mod))] = mod;
    // Whatever an unfilled slot left behind is no modifier.
    instruction.mods[0] = Mod::None;
    instruction.numTypes = words.types.size();
    llvm::copy(words.types, instruction.types.begin());
    if (instruction.op == Opcode::Call)
      return decodeCall(parser, instruction, operands);
    OperandMatcher matcher(parser, form, instruction);
    if (matcher.match(operands)) {
      for (const OperandSlot &slot : form.operands)
        instruction.numDsts += StringRef("dun").contains(slot.kind);
      return checkVector(parser, instruction) &&
             checkStore(parser, instruction);
    }
    if (!hasForm || matcher.numMatched > numMatched) {
      errorLine = matcher.errorLine;
      error = std::move(matcher.error);
      numMatched = matcher.numMatched;
    }
    hasForm = true;
  }
  if (hasForm)
    return parser.fail(errorLine, error);
  return failWords(parser, instruction, texts, neededTarget);
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

static bool failCall(Parser &parser, uint32_t line, const Twine &message) {
  return parser.fail(line, "'call': " + message);
}

/// What is handed over: .param variables, registers, immediates.
static bool matchArgument(Parser &parser, const RawOperand &raw, uint64_t size,
                          bool isResult, Operand &out) {
  std::optional<Name> name;
  if (raw.kind == RawOperand::Name && !raw.hasOffset && raw.component.empty())
    name = parser.lookUp(raw.text);
  uint64_t have = 0;
  if (name && name->kind == Name::Register) {
    out = makeRegister(*name, name->type);
    have = name->type == Type::Pred ? 0 : bitWidth(name->type) / 8;
  } else if (name && name->kind == Name::Variable &&
             parser.getModule().variables[name->index].space == Space::Param) {
    out.kind = Operand::Symbol;
    out.index = name->index;
    have = parser.getModule().variables[name->index].size;
  } else if (raw.kind == RawOperand::Number && !isResult &&
             raw.number.isInteger() && size <= 8) {
    out.kind = Operand::Imm;
    out.imm = raw.number.bits;
    have = size;
  } else if (raw.kind == RawOperand::Sink && isResult) {
    out.kind = Operand::Sink;
    have = size;
  } else {
    return failCall(parser, raw.line,
                    "expected a .param variable or a register, got '" +
                        raw.text + "'");
  }
  return have == size || failCall(parser, raw.line,
                                  "expected " + Twine(size) + " bytes for '" +
                                      raw.text + "', got " + Twine(have));
}

static bool matchArguments(Parser &parser, uint32_t line,
                           ArrayRef<RawOperand> raws, ArrayRef<uint64_t> sizes,
                           bool isResult, Operand &out) {
  if (raws.size() != sizes.size())
    return failCall(parser, line,
                    "expected " + Twine(sizes.size()) +
                        (isResult ? " results" : " arguments") + ", got " +
                        Twine(raws.size()));
  out.kind = Operand::Vector;
  out.elements.resize(raws.size());
  for (size_t i = 0; i < raws.size(); ++i)
    if (!matchArgument(parser, raws[i], sizes[i], isResult, out.elements[i]))
      return false;
  return true;
}

static std::vector<uint64_t> sizesOf(const Module &module,
                                     ArrayRef<Parameter> parameters) {
  std::vector<uint64_t> sizes;
  for (const Parameter &parameter : parameters)
    sizes.push_back(parameter.variable == kNone
                        ? bitWidth(parameter.reg.type) / 8
                        : module.variables[parameter.variable].size);
  return sizes;
}

namespace {
/// (results), callee, (arguments), prototype
struct RawCall {
  ArrayRef<RawOperand> results, arguments;
  const RawOperand *callee = nullptr, *prototype = nullptr;
};
} // namespace

static bool splitCall(Parser &parser, const Instruction &instruction,
                      ArrayRef<RawOperand> operands, RawCall &call) {
  auto isList = [](const RawOperand &raw) {
    return raw.kind == RawOperand::Parentheses;
  };
  if (!operands.empty() && isList(operands[0])) {
    call.results = operands[0].elements;
    operands = operands.drop_front();
  }
  if (operands.empty() || operands[0].kind != RawOperand::Name ||
      operands[0].hasOffset)
    return failCall(parser, instruction.line, "expected a function");
  call.callee = &operands[0];
  operands = operands.drop_front();
  if (!operands.empty() && isList(operands[0])) {
    call.arguments = operands[0].elements;
    operands = operands.drop_front();
  }
  if (!operands.empty() && operands[0].kind == RawOperand::Name) {
    call.prototype = &operands[0];
    operands = operands.drop_front();
  }
  return operands.empty() ||
         failCall(parser, operands[0].line,
                  "expected no more operands, got '" + operands[0].text + "'");
}

bool ptxsim::decodeCall(Parser &parser, Instruction &instruction,
                        ArrayRef<RawOperand> operands) {
  RawCall call;
  if (!splitCall(parser, instruction, operands, call))
    return false;
  uint32_t line = instruction.line;
  StringRef text = call.callee->text;
  std::optional<Name> name = parser.lookUp(text);
  std::vector<uint64_t> results, params;
  instruction.operands.assign(4, Operand());
  Operand &callee = instruction.operands[1];
  if (name && name->kind == Name::Function) {
    const Function &target = parser.getCallee(name->index);
    if (target.isEntry)
      return failCall(parser, line,
                      "expected a function, got the kernel '" + text + "'");
    results = sizesOf(parser.getModule(), target.results);
    params = sizesOf(parser.getModule(), target.params);
    callee.kind = Operand::FunctionRef;
    callee.index = name->index;
  } else if (name && name->kind == Name::Register && name->type != Type::Pred &&
             bitWidth(name->type) == 64) {
    callee = makeRegister(*name, Type::B64);
  } else {
    return failCall(parser, line, "expected a function, got '" + text + "'");
  }
  if (callee.kind == Operand::Reg) {
    std::optional<Name> prototype;
    if (call.prototype)
      prototype = parser.lookUp(call.prototype->text);
    if (!prototype || prototype->kind != Name::Prototype)
      return failCall(parser, line, "expected a prototype for '" + text + "'");
    instruction.operands[3].kind = Operand::Prototype;
    instruction.operands[3].index = prototype->index;
    results = parser.getFunction().prototypes[prototype->index].results;
    params = parser.getFunction().prototypes[prototype->index].params;
  } else if (call.prototype) {
    return failCall(parser, line, "expected no prototype for '" + text + "'");
  }
  return matchArguments(parser, line, call.results, results, true,
                        instruction.operands[0]) &&
         matchArguments(parser, line, call.arguments, params, false,
                        instruction.operands[2]);
}
