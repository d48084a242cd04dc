//===- Forms.h - the table of instruction forms -----------------*- C++ -*-===//
//
// Every form of every instruction is one row of a Forms*.inc:
//
//   PTX_FORM(Mad, 80, "Part.wide u16|s16|u32|s32", "d0w s0 s0 s0w")
//
// an opcode, the least target, the modifiers and types, the operands. The
// words of the third column:
//
//   a|b      one of these modifiers, in any place; the types in their order
//   ?a|b     the same, may be absent
//   @set     a set of modifiers or types by name (sets in Forms.cpp)
//   $Group   all the modifiers of a group of Names.def
//   Group.a  for a modifier that several groups spell alike
//
// and of the fourth, one for each operand:
//
//   d r s i  destination register; source register; source register or
//            immediate; immediate
//   m g      address in brackets, in the instruction's space or in global
//   l t c    label; table of labels; what a call has
//   u k      {a, b, ..} that the destination is unpacked into or the source
//            packed from
//   n        none, so that the forms of an opcode have the same positions
//   h        register of the cache policy, there if .L2::cache_hint is
//   then the type: 0 1 2 .. the type of that position, 0w twice as wide,
//   .u32 that one
//   then any of   >  the register may be wider     _  may be `_`
//                 &  may be a symbol               %  may be a special register
//                 !  may be negated                *2 {a, b} with 2 elements
//                 *v as many as .v2 .. say, a plain one without
//                 *x as many as .x1 .. say         #4,8 immediates that count
//   before it     ?  may be absent      |  `a|b`: the b, may be absent
//                 +  `a|b`: the b
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_LIB_PTXSIM_FRONT_FORMS_H
#define ATTN_LIB_PTXSIM_FRONT_FORMS_H

#include "attn/PTXSim/Names.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <bitset>

namespace ptxsim {

/// One word of the third column that lists modifiers.
struct ModSlot {
  bool isOptional = false;
  llvm::SmallVector<Mod, 4> choices;
};

using TypeSet = std::bitset<64>;

struct OperandSlot {
  /// The letter.
  char kind = 0;
  bool isOptional = false, isPiped = false, isRequiredPipe = false;
  bool allowsWider = false, allowsSink = false, allowsSymbol = false;
  bool allowsSpecial = false, allowsNegated = false;
  /// The type: of that position (twice as wide), or a fixed one.
  int8_t typeIndex = -1;
  bool isWidened = false;
  Type fixedType = Type::None;
  /// Elements in braces: 0 for a plain operand, 'v' and 'x' by a modifier.
  char vector = 0;
  llvm::SmallVector<uint64_t, 2> immediates;
};

struct Form {
  Opcode op = Opcode::Invalid;
  unsigned target = 0;
  const char *modifierText = nullptr;
  const char *operandText = nullptr;
  llvm::SmallVector<ModSlot, 8> mods;
  llvm::SmallVector<TypeSet, 4> types;
  llvm::SmallVector<OperandSlot, 6> operands;
};

/// The rows of an opcode.
llvm::ArrayRef<Form> formsOf(Opcode op);

/// What is wrong with the table itself: empty if nothing.
llvm::StringRef tableError();

/// What a spelling may stand for.
llvm::ArrayRef<Mod> modsSpelled(llvm::StringRef spelling);
Type typeSpelled(llvm::StringRef spelling);
/// False if there is no such special register.
bool specialSpelled(llvm::StringRef spelling, Special &special);
/// Invalid if there is no such opcode.
Opcode opcodeSpelled(llvm::StringRef spelling);

} // namespace ptxsim

#endif // ATTN_LIB_PTXSIM_FRONT_FORMS_H
