//===- OperandMatcher.cpp - operands against a form -----------------------===//

#include "Decoder.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/bit.h"

using namespace ptxsim;
using llvm::ArrayRef;
using llvm::StringRef;
using llvm::Twine;

bool OperandMatcher::fail(const RawOperand &raw, const Twine &message) {
  errorLine = raw.line;
  error = ("'" + spelling(instruction.op) + "': " + message).str();
  return false;
}

bool OperandMatcher::failExpected(const RawOperand &raw, const Twine &what) {
  return fail(raw,
              "expected " + what + ", got '" + raw.text.take_front(60) + "'");
}

bool OperandMatcher::failCount(ArrayRef<RawOperand> operands, size_t required) {
  errorLine = instruction.line;
  error = ("'" + spelling(instruction.op) + "': expected " + Twine(required) +
           " operands, got " + Twine(operands.size()))
              .str();
  return false;
}

//===----------------------------------------------------------------------===//
// Which operand is which
//===----------------------------------------------------------------------===//

static Type widen(Type type) {
  switch (type) {
  case Type::U16:
    return Type::U32;
  case Type::S16:
    return Type::S32;
  case Type::U32:
    return Type::U64;
  case Type::S32:
    return Type::S64;
  default:
    return Type::None;
  }
}

Type OperandMatcher::typeOfSlot(const OperandSlot &slot) const {
  if (slot.typeIndex < 0)
    return slot.fixedType;
  Type type = instruction.type(slot.typeIndex);
  return slot.isWidened ? widen(type) : type;
}

bool OperandMatcher::isPresent(const OperandSlot &slot) const {
  if (slot.kind == 'n')
    return false;
  return slot.kind != 'h' || instruction.has(Mod::L2CacheHint);
}

/// Optional operands take what the others leave, from the left.
bool OperandMatcher::match(ArrayRef<RawOperand> operands) {
  size_t required = 0, plain = 0;
  for (const OperandSlot &slot : form.operands)
    required += !slot.isOptional && !slot.isPiped && isPresent(slot);
  for (const RawOperand &raw : operands)
    plain += !raw.isPiped;
  if (plain < required)
    return failCount(operands, required);
  size_t extra = plain - required;
  instruction.operands.assign(form.operands.size(), Operand());
  size_t at = 0;
  for (size_t i = 0; i < form.operands.size(); ++i) {
    const OperandSlot &slot = form.operands[i];
    bool isHere = at < operands.size() && operands[at].isPiped == slot.isPiped;
    if (slot.isOptional) {
      if (!extra)
        continue;
      --extra;
    } else if (!isPresent(slot) ||
               (slot.isPiped && !slot.isRequiredPipe && !isHere)) {
      continue;
    }
    if (!isHere)
      return failExpected(operands[std::min(at, operands.size() - 1)],
                          slot.isPiped ? "an operand after '|'"
                                       : "no operand after '|'");
    if (slot.kind == 'l')
      parser.addLabelUse(i, operands[at]);
    if (!matchOne(slot, operands[at], instruction.operands[i]))
      return false;
    numMatched = ++at;
  }
  if (at < operands.size() && operands[at].isPiped)
    return failExpected(operands[at], "no operand after '|'");
  if (at < operands.size())
    return failCount(operands, at);
  return true;
}

bool OperandMatcher::matchOne(const OperandSlot &slot, const RawOperand &raw,
                              Operand &out) {
  switch (slot.kind) {
  case 'm':
  case 'g':
    return matchAddress(slot, raw, out);
  case 'l':
    if (raw.kind != RawOperand::Name)
      return failExpected(raw, "a label");
    out.kind = Operand::Label;
    return true;
  case 't':
    return matchBranchTable(raw, out);
  case 'u':
  case 'k':
    return matchPacked(slot, raw, out);
  case 'h':
    return matchElement(slot, Type::B64, raw, out);
  default:
    break;
  }
  if (slot.vector == 'v') {
    unsigned width = instruction.vectorWidth();
    if (width > 1)
      return matchVector(slot, raw, width, out);
    // A vector of one element is that element.
    bool isOne = raw.kind == RawOperand::Braces && raw.elements.size() == 1;
    return matchElement(slot, typeOfSlot(slot), isOne ? raw.elements[0] : raw,
                        out);
  }
  if (slot.vector == 'x') {
    Mod num = instruction.mod(ModGroup::Num);
    return matchVector(slot, raw,
                       num == Mod::X4   ? 4
                       : num == Mod::X2 ? 2
                                        : 1,
                       out);
  }
  if (slot.vector)
    return matchVector(slot, raw, slot.vector, out);
  return matchElement(slot, typeOfSlot(slot), raw, out);
}

bool OperandMatcher::matchVector(const OperandSlot &slot, const RawOperand &raw,
                                 unsigned count, Operand &out) {
  Type type = typeOfSlot(slot);
  out.kind = Operand::Vector;
  out.type = type;
  out.elements.resize(count);
  std::optional<Name> name;
  if (raw.kind == RawOperand::Name && raw.component.empty())
    name = parser.lookUp(raw.text);
  if (name && name->kind == Name::VectorRegister && name->count == count) {
    for (unsigned i = 0; i < count; ++i) {
      std::string element =
          (raw.text + "." + StringRef("xyzw").substr(i, 1)).str();
      if (!matchRegister(slot, type, raw, *parser.lookUp(element),
                         out.elements[i]))
        return false;
    }
    return true;
  }
  if (raw.kind != RawOperand::Braces || raw.elements.size() != count)
    return failExpected(raw, "a vector of " + Twine(count) + " elements");
  for (unsigned i = 0; i < count; ++i)
    if (!matchElement(slot, type, raw.elements[i], out.elements[i]))
      return false;
  return true;
}

/// mov.b64 {a, b}, c and the other way round.
bool OperandMatcher::matchPacked(const OperandSlot &slot, const RawOperand &raw,
                                 Operand &out) {
  unsigned bits = bitWidth(typeOfSlot(slot));
  size_t count = raw.elements.size();
  if (raw.kind != RawOperand::Braces || (count != 2 && count != 4) ||
      bits / count < 8)
    return failExpected(raw, "a vector of 2 or 4 elements of together " +
                                 Twine(bits) + " bits");
  unsigned width = bits / count;
  Type type = width == 8    ? Type::B8
              : width == 16 ? Type::B16
              : width == 32 ? Type::B32
                            : Type::B64;
  OperandSlot element;
  element.kind = slot.kind == 'u' ? 'd' : 's';
  element.allowsSink = slot.kind == 'u';
  out.kind = Operand::Vector;
  out.type = typeOfSlot(slot);
  out.elements.resize(count);
  for (size_t i = 0; i < count; ++i)
    if (!matchElement(element, type, raw.elements[i], out.elements[i]))
      return false;
  return true;
}

//===----------------------------------------------------------------------===//
// Registers, immediates, symbols
//===----------------------------------------------------------------------===//

Operand ptxsim::makeRegister(const Name &name, Type type) {
  Operand operand;
  operand.kind = name.type == Type::Pred ? Operand::Pred : Operand::Reg;
  operand.type = type;
  operand.index = name.index;
  return operand;
}

static bool isInteger(Type type) {
  return kindOf(type) == TypeKind::Unsigned || kindOf(type) == TypeKind::Signed;
}

/// May a register that is declared so be read or written as `type`?
static bool isCompatible(Type type, Type declared, bool allowsWider) {
  if (type == Type::Pred || declared == Type::Pred)
    return type == declared;
  unsigned bits = bitWidth(type), have = bitWidth(declared);
  if (have != bits && !(allowsWider && have > bits))
    return false;
  TypeKind kind = kindOf(type);
  if (kind == TypeKind::Bits || kindOf(declared) == TypeKind::Bits)
    return true;
  if (isInteger(type))
    return isInteger(declared);
  return type == declared;
}

static std::string describe(Type type) { return ("." + spelling(type)).str(); }

bool OperandMatcher::matchRegister(const OperandSlot &slot, Type type,
                                   const RawOperand &raw, const Name &name,
                                   Operand &out) {
  if (!isCompatible(type, name.type, slot.allowsWider))
    return fail(raw, "expected a register for " + describe(type) + ", got '" +
                         raw.text + "' of type " + describe(name.type));
  if (raw.hasOffset)
    return failExpected(raw, "a register without offset");
  if (raw.isNegated && !(slot.allowsNegated && type == Type::Pred))
    return failExpected(raw, "an operand without '!'");
  out = makeRegister(name, type);
  out.negated = raw.isNegated;
  return true;
}

bool OperandMatcher::matchSpecial(const OperandSlot &slot, Type type,
                                  const RawOperand &raw, Operand &out) {
  std::string full = raw.text.str();
  if (!raw.component.empty())
    full += ("." + raw.component).str();
  Special special;
  if (raw.hasOffset || raw.isNegated || !specialSpelled(full, special))
    return fail(raw, "unknown register '" + full + "'");
  if (slot.kind != 's' || !slot.allowsSpecial)
    return fail(raw, "expected no special register, got '" + full + "'");
  unsigned have = bitWidth(typeOf(special)), bits = bitWidth(type);
  // Early PTX had narrower ones of these.
  bool fits = have == bits || (bits == 16 && have == 32) ||
              (bits == 32 && special == Special::Gridid) ||
              (slot.allowsWider && have > bits);
  if (!fits || kindOf(type) == TypeKind::Float)
    return fail(raw, "expected a register for " + describe(type) + ", got '" +
                         full + "' of type " + describe(typeOf(special)));
  out.kind = Operand::SpecialReg;
  out.type = type;
  out.index = unsigned(special);
  return true;
}

/// The bits of a constant as an operand of that type; nothing if it has no
/// such constants.
static std::optional<uint64_t> toImmediate(const Constant &value, Type type) {
  unsigned bits = bitWidth(type);
  uint64_t mask = bits >= 64 ? ~uint64_t(0) : (uint64_t(1) << bits) - 1;
  switch (kindOf(type)) {
  case TypeKind::Predicate:
    if (!value.isInteger())
      return std::nullopt;
    return value.bits != 0;
  case TypeKind::Unsigned:
  case TypeKind::Signed:
    if (!value.isInteger())
      return std::nullopt;
    return value.bits & mask;
  case TypeKind::Bits:
    if (value.isInteger())
      return value.bits & mask;
    if ((value.kind == Constant::F32Bits && bits == 32) ||
        (value.kind != Constant::F32Bits && bits == 64))
      return value.bits;
    return std::nullopt;
  case TypeKind::Float:
    if (value.isInteger() || bits == 16)
      return std::nullopt;
    if (value.kind == Constant::F32Bits && bits == 32)
      return value.bits;
    if (bits == 32)
      return llvm::bit_cast<uint32_t>(float(value.asDouble()));
    return llvm::bit_cast<uint64_t>(value.asDouble());
  default:
    return std::nullopt;
  }
}

bool OperandMatcher::matchImmediate(const OperandSlot &slot, Type type,
                                    const RawOperand &raw, Operand &out) {
  std::optional<uint64_t> bits;
  if ((slot.kind == 's' || slot.kind == 'i') && !raw.isNegated)
    bits = toImmediate(raw.number, type);
  if (!bits)
    return failExpected(raw, slot.kind == 's' || slot.kind == 'i'
                                 ? "an operand of type " + describe(type)
                                 : "a register for " + describe(type));
  if (!slot.immediates.empty() && !llvm::is_contained(slot.immediates, *bits)) {
    std::string list;
    for (uint64_t value : slot.immediates)
      list += (list.empty() ? "" : " or ") + std::to_string(value);
    return failExpected(raw, list);
  }
  out.kind = Operand::Imm;
  out.type = type;
  out.imm = *bits;
  return true;
}

bool OperandMatcher::matchSymbol(const OperandSlot &slot, Type type,
                                 const RawOperand &raw, Operand &out) {
  std::optional<Name> name = parser.lookUp(raw.text);
  if (!slot.allowsSymbol || !name || raw.isNegated ||
      (name->kind != Name::Variable && name->kind != Name::Function))
    return failExpected(raw, "a register for " + describe(type));
  bool isFunction = name->kind == Name::Function;
  Space space = isFunction ? Space::Generic
                           : parser.getModule().variables[name->index].space;
  bool hasShortAddresses = space == Space::Shared || space == Space::Local ||
                           space == Space::Param || space == Space::Const;
  if ((bitWidth(type) != 64 && !(bitWidth(type) == 32 && hasShortAddresses)) ||
      kindOf(type) == TypeKind::Float)
    return failExpected(raw, "an operand of type " + describe(type));
  if (instruction.op == Opcode::Cvta && instruction.space() != space)
    return fail(raw, "expected a variable in ." +
                         spelling(instruction.space()) + ", got '" + raw.text +
                         "' in ." + spelling(space));
  if (isFunction && raw.hasOffset)
    return failExpected(raw, "a function without offset");
  out.kind = isFunction ? Operand::FunctionRef : Operand::Symbol;
  out.type = type;
  out.index = name->index;
  out.imm = raw.offset;
  return true;
}

bool OperandMatcher::matchName(const OperandSlot &slot, Type type,
                               const RawOperand &raw, Operand &out) {
  std::string full = raw.text.str();
  if (!raw.component.empty())
    full += ("." + raw.component).str();
  std::optional<Name> name = parser.lookUp(full);
  if (name && name->kind == Name::Register)
    return slot.kind == 'i' ? failExpected(raw, "an immediate")
                            : matchRegister(slot, type, raw, *name, out);
  if (name && raw.component.empty())
    return matchSymbol(slot, type, raw, out);
  if (raw.text.starts_with("%"))
    return matchSpecial(slot, type, raw, out);
  return fail(raw, "unknown name '" + full + "'");
}

bool OperandMatcher::matchElement(const OperandSlot &slot, Type type,
                                  const RawOperand &raw, Operand &out) {
  switch (raw.kind) {
  case RawOperand::Name:
    return matchName(slot, type, raw, out);
  case RawOperand::Number:
    return matchImmediate(slot, type, raw, out);
  case RawOperand::Sink:
    if (!slot.allowsSink)
      return failExpected(raw, "a register for " + describe(type));
    out.kind = Operand::Sink;
    out.type = type;
    return true;
  default:
    return failExpected(raw, "an operand of type " + describe(type));
  }
}

//===----------------------------------------------------------------------===//
// Addresses
//===----------------------------------------------------------------------===//

bool OperandMatcher::matchBase(Space space, const RawOperand &raw,
                               Operand &out) {
  std::string full = raw.text.str();
  if (!raw.component.empty())
    full += ("." + raw.component).str();
  std::optional<Name> name = parser.lookUp(full);
  if (!name)
    return fail(raw, "unknown name '" + full + "'");
  if (name->kind == Name::Register) {
    bool allowsShort = space != Space::Generic && space != Space::Global;
    bool fits = isCompatible(Type::B64, name->type, false) ||
                (allowsShort && isCompatible(Type::B32, name->type, false));
    if (!fits || kindOf(name->type) == TypeKind::Float)
      return fail(raw, "expected a register of " +
                           Twine(allowsShort ? "32 or 64" : "64") +
                           " bits for an address, got '" + raw.text +
                           "' of type " + describe(name->type));
    out =
        makeRegister(*name, bitWidth(name->type) == 64 ? Type::B64 : Type::B32);
    return true;
  }
  if (name->kind != Name::Variable)
    return failExpected(raw, "a register or a variable");
  const Variable &variable = parser.getModule().variables[name->index];
  if (space != Space::Generic && space != variable.space)
    return fail(raw, "expected a variable in ." + spelling(space) + ", got '" +
                         raw.text + "' in ." + spelling(variable.space));
  out.kind = Operand::Symbol;
  out.type = Type::B64;
  out.index = name->index;
  return true;
}

bool OperandMatcher::matchAddress(const OperandSlot &slot,
                                  const RawOperand &raw, Operand &out) {
  if (raw.kind != RawOperand::Brackets)
    return failExpected(raw, "an address in brackets");
  const RawOperand &base = raw.elements[0];
  Space space = slot.kind == 'g' ? Space::Global : instruction.space();
  out.kind = Operand::Address;
  out.type = Type::B64;
  out.elements.resize(1);
  if (base.kind == RawOperand::Name) {
    out.imm = base.offset;
    return matchBase(space, base, out.elements[0]);
  }
  if (base.kind != RawOperand::Number || !base.number.isInteger())
    return failExpected(raw, "an address");
  if (space == Space::Global || space == Space::Generic)
    return fail(raw, "expected a register or a variable as address, got '" +
                         base.text + "'");
  out.imm = base.number.bits;
  return true;
}

bool OperandMatcher::matchBranchTable(const RawOperand &raw, Operand &out) {
  std::optional<Name> name;
  if (raw.kind == RawOperand::Name)
    name = parser.lookUp(raw.text);
  if (!name || name->kind != Name::BranchTable)
    return failExpected(raw, "the name of a .branchtargets");
  out.kind = Operand::BranchTable;
  out.index = name->index;
  return true;
}
