//===- Names.cpp - opcodes, modifiers, types, spaces ----------------------===//

#include "attn/PTXSim/Names.h"

using namespace ptxsim;
using llvm::StringRef;

namespace {
struct TypeRow {
  const char *spelling;
  uint8_t bits;
  TypeKind kind;
};
struct ModRow {
  const char *spelling;
  ModGroup group;
};
struct SpecialRow {
  const char *spelling;
  Type type;
};
} // namespace

static constexpr TypeRow types[] = {
    {"", 0, TypeKind::None},
#define PTX_TYPE(name, spelling, bits, kind) {spelling, bits, TypeKind::kind},
#include "attn/PTXSim/Names.def"
};

static constexpr const char *opcodes[] = {
    "",
#define PTX_OPCODE(name, spelling) spelling,
#include "attn/PTXSim/Names.def"
};

static constexpr ModRow mods[] = {
    {"", ModGroup::None},
#define PTX_MOD(name, group, spelling) {spelling, ModGroup::group},
#include "attn/PTXSim/Names.def"
};

static constexpr SpecialRow specials[] = {
#define PTX_SPECIAL(name, spelling, type) {spelling, Type::type},
#include "attn/PTXSim/Names.def"
};

StringRef ptxsim::spelling(Type type) { return types[unsigned(type)].spelling; }
StringRef ptxsim::spelling(Opcode op) { return opcodes[unsigned(op)]; }
StringRef ptxsim::spelling(Mod mod) { return mods[unsigned(mod)].spelling; }
StringRef ptxsim::spelling(Special special) {
  return specials[unsigned(special)].spelling;
}

StringRef ptxsim::spelling(Space space) {
  static constexpr const char *names[] = {"generic", "global", "shared",
                                          "local",   "const",  "param"};
  return names[unsigned(space)];
}

unsigned ptxsim::bitWidth(Type type) { return types[unsigned(type)].bits; }
TypeKind ptxsim::kindOf(Type type) { return types[unsigned(type)].kind; }
Type ptxsim::typeOf(Special special) {
  return specials[unsigned(special)].type;
}
ModGroup ptxsim::groupOf(Mod mod) { return mods[unsigned(mod)].group; }

Space ptxsim::spaceOf(Mod mod) {
  switch (mod) {
  case Mod::Global:
    return Space::Global;
  case Mod::Shared:
  case Mod::SharedCta:
    return Space::Shared;
  case Mod::Local:
    return Space::Local;
  case Mod::Const:
    return Space::Const;
  case Mod::Param:
  case Mod::ParamEntry:
  case Mod::ParamFunc:
    return Space::Param;
  default:
    return Space::Generic;
  }
}
