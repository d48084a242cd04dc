//===- Forms.cpp - the table of instruction forms -------------------------===//

#include "Forms.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/Twine.h"
#include <array>

using namespace ptxsim;
using llvm::ArrayRef;
using llvm::SmallVector;
using llvm::StringRef;
using llvm::Twine;

namespace {
struct Row {
  Opcode op;
  unsigned target;
  const char *modifiers, *operands;
};

/// A name for alternatives that many rows have.
struct Set {
  const char *name, *words;
};
} // namespace

static constexpr Row rows[] = {
#define PTX_FORM(op, target, modifiers, operands)                              \
  {Opcode::op, target, modifiers, operands},
#include "FormsArithmetic.inc"
#include "FormsConvert.inc"
#include "FormsMemory.inc"
#include "FormsWarp.inc"
#undef PTX_FORM
};

static constexpr Set sets[] = {
    {"int", "u16|s16|u32|s32|u64|s64"},
    {"int8", "u8|s8|u16|s16|u32|s32|u64|s64"},
    {"carry", "u32|s32|u64|s64"},
    {"bits", "b16|b32|b64"},
    {"memory", "b8|b16|b32|b64|b128|u8|u16|u32|u64|s8|s16|s32|s64|f32|f64"},
    {"rnd", "rn|rz|rm|rp"},
    {"integral", "rni|rzi|rmi|rpi"},
    {"bool", "and|or|xor"},
    {"compareSigned", "eq|ne|lt|le|gt|ge"},
    {"compareUnsigned", "eq|ne|lt|le|gt|ge|Compare.lo|ls|Compare.hi|hs"},
    {"compareFloat", "eq|ne|lt|le|gt|ge|equ|neu|ltu|leu|gtu|geu|num|nan"},
    {"scope", "cta|cluster|gpu|sys"},
    {"spaces", "global|shared|shared::cta|local|const|param|param::entry"},
    {"ldSpaces",
     "global|shared|shared::cta|local|const|param|param::entry|param::func"},
    {"stSpaces", "global|shared|shared::cta|local|param|param::func"},
    {"volatileSpaces", "global|shared|shared::cta|local"},
    {"atomOrder", "relaxed|acquire|release|acq_rel"},
    {"atomSpaces", "global|shared|shared::cta"},
};

//===----------------------------------------------------------------------===//
// Spellings
//===----------------------------------------------------------------------===//

namespace {
struct Spellings {
  llvm::StringMap<SmallVector<Mod, 2>> mods;
  llvm::StringMap<Type> types;
  llvm::StringMap<Opcode> opcodes;
  llvm::StringMap<Special> specials;
  llvm::StringMap<ModGroup> groups;

  Spellings() {
#define PTX_TYPE(name, spelling, bits, kind) types[spelling] = Type::name;
#define PTX_OPCODE(name, spelling) opcodes[spelling] = Opcode::name;
#define PTX_GROUP(name) groups[#name] = ModGroup::name;
#define PTX_MOD(name, group, spelling) mods[spelling].push_back(Mod::name);
#define PTX_SPECIAL(name, spelling, type) specials[spelling] = Special::name;
#include "attn/PTXSim/Names.def"
  }
};
} // namespace

static const Spellings &spellings() {
  static const Spellings instance;
  return instance;
}

ArrayRef<Mod> ptxsim::modsSpelled(StringRef spelling) {
  auto it = spellings().mods.find(spelling);
  return it == spellings().mods.end() ? ArrayRef<Mod>() : it->second;
}

Type ptxsim::typeSpelled(StringRef spelling) {
  return spellings().types.lookup(spelling);
}

bool ptxsim::specialSpelled(StringRef spelling, Special &special) {
  auto it = spellings().specials.find(spelling);
  if (it == spellings().specials.end())
    return false;
  special = it->second;
  return true;
}

Opcode ptxsim::opcodeSpelled(StringRef spelling) {
  return spellings().opcodes.lookup(spelling);
}

//===----------------------------------------------------------------------===//
// Rows
//===----------------------------------------------------------------------===//

namespace {
/// Reads the words of a row; the first that makes no sense is the error.
class RowReader {
public:
  explicit RowReader(Form &form) : form(form) {}
  void readModifiers(StringRef text);
  void readOperands(StringRef text);

  std::string error;

private:
  void fail(const Twine &message) {
    if (error.empty())
      error = ("row '" + spelling(form.op) + "' '" + form.modifierText + "' '" +
               form.operandText + "': " + message)
                  .str();
  }
  void readChoice(StringRef word, ModSlot &slot, TypeSet &types);
  void readQualified(StringRef group, StringRef name, ModSlot &slot);
  StringRef readType(StringRef word, OperandSlot &slot);
  void readFlags(StringRef word, OperandSlot &slot);

  Form &form;
};
} // namespace

void RowReader::readQualified(StringRef group, StringRef name, ModSlot &slot) {
  ModGroup wanted = spellings().groups.lookup(group);
  for (Mod mod : modsSpelled(name))
    if (groupOf(mod) == wanted)
      return slot.choices.push_back(mod);
  fail("no modifier '" + name + "' in group '" + group + "'");
}

void RowReader::readChoice(StringRef word, ModSlot &slot, TypeSet &types) {
  if (word.consume_front("@")) {
    for (const Set &set : sets) {
      SmallVector<StringRef> words;
      if (word != set.name)
        continue;
      StringRef(set.words).split(words, '|');
      for (StringRef inner : words)
        readChoice(inner, slot, types);
      return;
    }
    return fail("no set '" + word + "'");
  }
  if (word.consume_front("$")) {
    ModGroup group = spellings().groups.lookup(word);
    if (group == ModGroup::None)
      return fail("no group '" + word + "'");
    for (unsigned mod = 1; mod < unsigned(Mod::End); ++mod)
      if (groupOf(Mod(mod)) == group)
        slot.choices.push_back(Mod(mod));
    return;
  }
  if (word.contains('.'))
    return readQualified(word.split('.').first, word.split('.').second, slot);
  if (Type type = typeSpelled(word); type != Type::None) {
    types.set(unsigned(type));
    return;
  }
  ArrayRef<Mod> found = modsSpelled(word);
  if (found.size() != 1)
    return fail("expected one meaning of '" + word + "', got " +
                Twine(found.size()));
  slot.choices.push_back(found[0]);
}

void RowReader::readModifiers(StringRef text) {
  SmallVector<StringRef> words, choices;
  text.split(words, ' ', -1, /*KeepEmpty=*/false);
  for (StringRef word : words) {
    ModSlot slot;
    TypeSet types;
    slot.isOptional = word.consume_front("?");
    choices.clear();
    word.split(choices, '|');
    for (StringRef choice : choices)
      readChoice(choice, slot, types);
    if (types.any() && (slot.isOptional || !slot.choices.empty()))
      fail("types among modifiers");
    if (types.any())
      form.types.push_back(types);
    else
      form.mods.push_back(std::move(slot));
  }
}

StringRef RowReader::readType(StringRef word, OperandSlot &slot) {
  if (word.consume_front(".")) {
    size_t end = word.find_first_of(">_&%!*#");
    slot.fixedType = typeSpelled(word.substr(0, end));
    if (slot.fixedType == Type::None)
      fail("no type '" + word + "'");
    return word.substr(std::min(end, word.size()));
  }
  if (word.empty() || !llvm::isDigit(word[0]))
    return word;
  slot.typeIndex = word[0] - '0';
  if (size_t(slot.typeIndex) >= form.types.size())
    fail("no type " + Twine(int(slot.typeIndex)));
  word = word.drop_front();
  slot.isWidened = word.consume_front("w");
  return word;
}

void RowReader::readFlags(StringRef word, OperandSlot &slot) {
  while (!word.empty()) {
    char flag = word[0];
    word = word.drop_front();
    if (flag == '>')
      slot.allowsWider = true;
    else if (flag == '_')
      slot.allowsSink = true;
    else if (flag == '&')
      slot.allowsSymbol = true;
    else if (flag == '%')
      slot.allowsSpecial = true;
    else if (flag == '!')
      slot.allowsNegated = true;
    else if (flag == '*' && !word.empty()) {
      slot.vector = llvm::isDigit(word[0]) ? word[0] - '0' : word[0];
      word = word.drop_front();
    } else if (flag == '#') {
      SmallVector<StringRef> numbers;
      word.split(numbers, ',');
      for (StringRef number : numbers)
        if (number.getAsInteger(10, slot.immediates.emplace_back()))
          fail("no number '" + number + "'");
      return;
    } else
      return fail("no flag '" + Twine(flag) + "'");
  }
}

void RowReader::readOperands(StringRef text) {
  SmallVector<StringRef> words;
  text.split(words, ' ', -1, /*KeepEmpty=*/false);
  for (StringRef word : words) {
    OperandSlot slot;
    slot.isOptional = word.consume_front("?");
    slot.isRequiredPipe = word.consume_front("+");
    slot.isPiped = slot.isRequiredPipe || word.consume_front("|");
    if (!StringRef("drsimgltcukhn").contains(word[0]))
      fail("no kind of operand '" + word.take_front() + "'");
    slot.kind = word[0];
    readFlags(readType(word.drop_front(), slot), slot);
    form.operands.push_back(std::move(slot));
  }
}

namespace {
struct Table {
  std::array<std::vector<Form>, 256> forms;
  std::string error;

  Table() {
    for (const Row &row : rows) {
      Form form;
      form.op = row.op;
      form.target = row.target;
      form.modifierText = row.modifiers;
      form.operandText = row.operands;
      RowReader reader(form);
      reader.readModifiers(row.modifiers);
      reader.readOperands(row.operands);
      if (error.empty())
        error = reader.error;
      forms[unsigned(row.op)].push_back(std::move(form));
    }
  }
};
} // namespace

static const Table &table() {
  static const Table instance;
  return instance;
}

ArrayRef<Form> ptxsim::formsOf(Opcode op) {
  return table().forms[unsigned(op)];
}

StringRef ptxsim::tableError() { return table().error; }
