//===- FormGenerator.cpp - random instructions of the table ---------------===//

#include "FormGenerator.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

using namespace ptxsim;
using llvm::StringRef;
using llvm::Twine;

std::string ptxsim::wrapInstruction(StringRef instruction, unsigned target) {
  return (".version 8.8\n.target sm_" + Twine(target) + R"(
.address_size 64
.global .align 16 .b8 global_bytes[64];
.shared .align 16 .b8 shared_bytes[64];
.const .align 16 .b8 const_bytes[64];
.visible .entry kernel(.param .u64 param_value, .param .align 16 .b8 param_bytes[32])
{
.reg .pred p<4>;
.reg .b8 bb<4>;
.reg .b16 bh<4>;
.reg .u16 uh<4>;
.reg .s16 sh<4>;
.reg .f16 fh<4>;
.reg .f16x2 fx<4>;
.reg .b32 br<8>;
.reg .u32 ur<4>;
.reg .s32 sr<4>;
.reg .f32 fr<8>;
.reg .b64 bd<8>;
.reg .u64 ud<4>;
.reg .s64 sd<4>;
.reg .f64 fd<8>;
.reg .b128 bq<8>;
.local .align 16 .b8 local_bytes[64];
table: .branchtargets L, L;
)" + instruction +
          "\nL: ret;\n}\n")
      .str();
}

std::vector<const Form *> ptxsim::allForms() {
  std::vector<const Form *> forms;
  for (unsigned op = 0; op < 256; ++op)
    for (const Form &form : formsOf(Opcode(op)))
      forms.push_back(&form);
  return forms;
}

Type FormGenerator::typeOf(const OperandSlot &slot) const {
  if (slot.typeIndex < 0)
    return slot.fixedType;
  Type type = types[slot.typeIndex];
  if (!slot.isWidened)
    return type;
  bool isSigned = kindOf(type) == TypeKind::Signed;
  if (bitWidth(type) == 16)
    return isSigned ? Type::S32 : Type::U32;
  return isSigned ? Type::S64 : Type::U64;
}

void FormGenerator::chooseWords(const Form &form) {
  mods.clear();
  types.clear();
  for (const ModSlot &slot : form.mods)
    // Vectors of eight and priorities in L2 need more than their row says.
    if (Mod mod = slot.choices[below(slot.choices.size())];
        !slot.isOptional ||
        (below(2) && mod != Mod::V8 && groupOf(mod) != ModGroup::EvictL2))
      mods.push_back(mod);
  for (const TypeSet &set : form.types) {
    unsigned which = below(set.count());
    for (unsigned type = 0; type < set.size(); ++type)
      if (set.test(type) && which-- == 0)
        types.push_back(Type(type));
  }
  // Nor may vectors be longer than 16 bytes.
  for (Mod &mod : mods)
    if (groupOf(mod) == ModGroup::Vec && bitWidth(types[0]) > 32)
      mod = bitWidth(types[0]) > 64 ? Mod::None : Mod::V2;
  llvm::erase(mods, Mod::None);
}

std::string FormGenerator::makeRegister(Type type, bool allowsWider) {
  unsigned bits = bitWidth(type);
  if (allowsWider && bits < 64 && below(3) == 0)
    bits *= 2;
  const char *prefix = nullptr;
  bool isExact = bits == bitWidth(type) && below(2);
  switch (kindOf(type)) {
  case TypeKind::Predicate:
    prefix = "p";
    break;
  case TypeKind::Unsigned:
    prefix = isExact && bits > 8 ? (bits == 16   ? "uh"
                                    : bits == 32 ? "ur"
                                                 : "ud")
                                 : nullptr;
    break;
  case TypeKind::Signed:
    prefix = isExact && bits > 8 ? (bits == 16   ? "sh"
                                    : bits == 32 ? "sr"
                                                 : "sd")
                                 : nullptr;
    break;
  case TypeKind::Float:
    prefix = isExact && type != Type::BF16 ? (bits == 16   ? "fh"
                                              : bits == 32 ? "fr"
                                                           : "fd")
                                           : nullptr;
    break;
  default:
    break;
  }
  if (!prefix)
    prefix = bits == 8    ? "bb"
             : bits == 16 ? "bh"
             : bits == 32 ? "br"
             : bits == 64 ? "bd"
                          : "bq";
  return prefix + std::to_string(below(4));
}

bool FormGenerator::hasImmediates(Type type) {
  TypeKind kind = kindOf(type);
  return kind == TypeKind::Unsigned || kind == TypeKind::Signed ||
         (kind == TypeKind::Bits && bitWidth(type) < 128) ||
         type == Type::F32 || type == Type::F64;
}

std::string FormGenerator::makeImmediate(const OperandSlot &slot, Type type) {
  if (!slot.immediates.empty())
    return std::to_string(slot.immediates[below(slot.immediates.size())]);
  if (kindOf(type) == TypeKind::Float)
    return below(2) ? "0f3F800000" : "1.5";
  static constexpr const char *numbers[] = {"0", "1", "3", "0x10", "15", "7U"};
  return numbers[below(std::size(numbers))];
}

std::string FormGenerator::makeElement(const OperandSlot &slot, Type type) {
  bool mayBeImmediate = slot.kind == 's' && hasImmediates(type);
  if (slot.kind == 'i' || (mayBeImmediate && below(4) == 0))
    return makeImmediate(slot, type);
  if (slot.allowsSink && below(8) == 0 && !slot.isPiped && mods.empty())
    return "_";
  if (slot.allowsSpecial && bitWidth(type) == 32 &&
      kindOf(type) != TypeKind::Float && below(8) == 0)
    return "%laneid";
  std::string name = makeRegister(type, slot.allowsWider);
  bool isNegated = slot.allowsNegated && type == Type::Pred && below(3) == 0;
  return isNegated ? "!" + name : name;
}

std::string FormGenerator::makeVector(const OperandSlot &slot, Type type,
                                      unsigned count) {
  OperandSlot plain = slot;
  plain.allowsWider = plain.allowsSink = false;
  plain.kind = slot.kind == 's' ? 'r' : slot.kind;
  std::string text = "{";
  for (unsigned i = 0; i < count; ++i)
    text += (i ? "," : "") + makeElement(plain, type);
  return text + "}";
}

std::string FormGenerator::makePacked(Type type) {
  unsigned bits = bitWidth(type);
  unsigned count = bits == 16 || below(2) ? 2 : 4;
  Type element = bits / count == 8    ? Type::B8
                 : bits / count == 16 ? Type::B16
                 : bits / count == 32 ? Type::B32
                                      : Type::B64;
  OperandSlot slot;
  slot.kind = 'r';
  return makeVector(slot, element, count);
}

std::string FormGenerator::makeAddress(Space space) {
  static constexpr const char *symbols[] = {"global_bytes", "global_bytes",
                                            "shared_bytes", "local_bytes",
                                            "const_bytes",  "param_bytes"};
  unsigned which = below(4);
  if (which == 0)
    // A kernel's parameters are not written.
    return space == Space::Param
               ? "[bd0+8]"
               : (Twine("[") + symbols[unsigned(space)] + "+16]").str();
  if (which == 1)
    return "[bd" + std::to_string(below(4)) + "+-16]";
  return "[bd" + std::to_string(below(4)) + "]";
}

std::string FormGenerator::makeOperand(const OperandSlot &slot) {
  Type type = typeOf(slot);
  Space space = Space::Generic;
  unsigned width = 1, num = 1;
  for (Mod mod : mods) {
    if (groupOf(mod) == ModGroup::Space)
      space = spaceOf(mod);
    width = mod == Mod::V2   ? 2
            : mod == Mod::V4 ? 4
            : mod == Mod::V8 ? 8
                             : width;
    num = mod == Mod::X2 ? 2 : mod == Mod::X4 ? 4 : num;
  }
  switch (slot.kind) {
  case 'm':
    return makeAddress(space);
  case 'g':
    return makeAddress(Space::Global);
  case 'l':
    return "L";
  case 't':
    return "table";
  case 'u':
  case 'k':
    return makePacked(type);
  case 'h':
    return "bd7";
  default:
    break;
  }
  unsigned count = slot.vector == 'v'   ? (width > 1 ? width : 0)
                   : slot.vector == 'x' ? num
                                        : slot.vector;
  return count ? makeVector(slot, type, count) : makeElement(slot, type);
}

std::string FormGenerator::generate(const Form &form) {
  chooseWords(form);
  std::string text = spelling(form.op).str();
  // Modifiers stand in any order; the types keep theirs.
  llvm::SmallVector<Mod> shuffled = mods;
  bool isOrdered = form.op == Opcode::Mma || form.op == Opcode::CpAsync ||
                   form.op == Opcode::Createpolicy;
  if (!isOrdered && below(2))
    std::shuffle(shuffled.begin(), shuffled.end(), random);
  for (Mod mod : shuffled)
    text += ("." + spelling(mod)).str();
  for (Type type : types)
    text += ("." + spelling(type)).str();
  bool isFirst = true;
  for (const OperandSlot &slot : form.operands) {
    if ((slot.isOptional || (slot.isPiped && !slot.isRequiredPipe)) && below(2))
      continue;
    if (slot.kind == 'n')
      continue;
    if (slot.kind == 'h' && !llvm::is_contained(mods, Mod::L2CacheHint))
      continue;
    text += isFirst ? " " : slot.isPiped ? "|" : ", ";
    text += makeOperand(slot);
    isFirst = false;
  }
  return text + ";";
}
