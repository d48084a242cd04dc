//===- Names.h - opcodes, modifiers, types, spaces --------------*- C++ -*-===//

#ifndef ATTN_PTXSIM_NAMES_H
#define ATTN_PTXSIM_NAMES_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>

namespace ptxsim {

enum class Type : uint8_t {
  None,
#define PTX_TYPE(name, spelling, bits, kind) name,
#include "attn/PTXSim/Names.def"
};

enum class TypeKind : uint8_t {
  None,
  Predicate,
  Bits,
  Unsigned,
  Signed,
  Float,
  /// Several values, or an odd format, in a register of bits.
  Packed,
};

enum class Opcode : uint8_t {
  Invalid,
#define PTX_OPCODE(name, spelling) name,
#include "attn/PTXSim/Names.def"
};

/// What modifiers exclude each other: an instruction has one of a group.
enum class ModGroup : uint8_t {
  None,
#define PTX_GROUP(name) name,
#include "attn/PTXSim/Names.def"
  End,
};
constexpr unsigned kNumModGroups = unsigned(ModGroup::End);

enum class Mod : uint8_t {
  None,
#define PTX_MOD(name, group, spelling) name,
#include "attn/PTXSim/Names.def"
  End,
};

enum class Special : uint8_t {
#define PTX_SPECIAL(name, spelling, type) name,
#include "attn/PTXSim/Names.def"
};

/// State spaces. Generic addresses are told apart when they are used.
enum class Space : uint8_t { Generic, Global, Shared, Local, Const, Param };

/// Spellings, without a leading dot (special registers with their `%`).
llvm::StringRef spelling(Type type);
llvm::StringRef spelling(Opcode op);
llvm::StringRef spelling(Mod mod);
llvm::StringRef spelling(Special special);
llvm::StringRef spelling(Space space);

unsigned bitWidth(Type type);
TypeKind kindOf(Type type);
Type typeOf(Special special);
ModGroup groupOf(Mod mod);
/// Of a modifier of ModGroup::Space; Generic of Mod::None.
Space spaceOf(Mod mod);

} // namespace ptxsim

#endif // ATTN_PTXSIM_NAMES_H
