//===- Convert.h - the parts of cvt -----------------------------*- C++ -*-===//

#ifndef PTXSIM_ARITH_CONVERT_H
#define PTXSIM_ARITH_CONVERT_H

#include "attn/PTXSim/Arith/Formats.h"
#include "attn/PTXSim/Arith/Kernel.h"
#include "attn/PTXSim/Module.h"

namespace ptxsim {

Kernel findIntegerConversion(const Instruction &inst);
Kernel findFloatConversion(const Instruction &inst);
Kernel findPackedConversion(const Instruction &inst);
Kernel findPack(const Instruction &inst);

inline Rounding roundingOf(Mod mod) {
  switch (mod) {
  case Mod::Rz:
    return Rounding::TowardZero;
  case Mod::Rm:
    return Rounding::Down;
  case Mod::Rp:
    return Rounding::Up;
  case Mod::Rna:
    return Rounding::NearestAway;
  default:
    return Rounding::NearestEven;
  }
}

/// Of a float type of 32 bits or less, or of the elements of a packed one.
inline const FloatFormat &formatOf(Type type) {
  switch (type) {
  case Type::F16:
  case Type::F16x2:
    return kF16;
  case Type::BF16:
  case Type::BF16x2:
    return kBF16;
  case Type::TF32:
    return kTF32;
  case Type::E4M3:
  case Type::E4M3x2:
    return kE4M3;
  case Type::E5M2:
  case Type::E5M2x2:
    return kE5M2;
  default:
    return kF32;
  }
}

} // namespace ptxsim

#endif // PTXSIM_ARITH_CONVERT_H
