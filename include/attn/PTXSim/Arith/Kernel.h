//===- Kernel.h - the arithmetic of one instruction, a warp at once -*- C++
//-*-===//
//
// A kernel is a plain function that computes one decoded instruction for the 32
// lanes of a warp. It is looked up once, when a module is loaded; it has no
// state, calls nothing virtual and looks at no modifier again.
//
//   Kernel k = findKernel(instruction);    // fma.rn.ftz.f32 d, a, b, c
//   KernelArgs args;
//   args.dst[0] = d; args.src[0] = a; ...  // arrays of 32 lanes
//   args.active = mask;
//   k(args);
//
// Operands go to KernelArgs in the order of the text: destinations to dst,
// sources to src, the elements of vectors one after the other; predicates not
// there but, as masks of 32 lanes, to predDst and predSrc.
//
// A lane is 64 bits. Of a source only the bits of the type count. Results are
// extended to 64 bits, those of cvt to a signed type by sign, all others by
// zero: what a register of any width has to hold.
//
// Numbers are those of the PTX manual. Where it leaves something open:
// - f32, f16 and bf16 results that are NaN are 0x7fffffff and 0x7fff; f64 takes
//   the payload of the first operand that is a NaN, else 0xfff8000000000000.
// - .ftz flushes results that are subnormal after rounding.
// - .approx is rounded once from some 2^-36, nearer than the manual asks, but
//   not the bits of any device.
// - mma of floats adds C and the products, which are exact, in doubles in the
//   order of k, and rounds at the end; devices cut off bits below the greatest
//   term. f64 is a chain of fused multiply-adds, integers are exact.
// - x / 0 is all ones, x % 0 is x.
//
// All lanes are computed, also those that are not active, whose results the
// caller drops; only the kernels that look at other lanes look at `active`.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_PTXSIM_ARITH_KERNEL_H
#define ATTN_PTXSIM_ARITH_KERNEL_H

#include <cstdint>

namespace ptxsim {

struct Instruction;

constexpr unsigned kLanes = 32;

/// One register of a warp.
using Lanes = uint64_t[kLanes];

struct KernelArgs {
  /// A dst may be the very array of a src, but must not overlap it otherwise.
  /// Results that nobody wants (`_`) need an array all the same.
  uint64_t *dst[8] = {};
  /// Immediates: the value in every lane.
  const uint64_t *src[16] = {};
  /// setp's `p|q`, the `|p` of lop3, shfl and match, the result of vote.
  uint32_t predDst[2] = {};
  /// The predicates among the sources (of selp, setp, set, lop3, vote; both of
  /// and.pred and the like), not negated: the caller undoes `!p`. All ones
  /// where the instruction leaves the operand out.
  uint32_t predSrc[2] = {~0u, ~0u};
  /// CC.CF of each lane, read by addc, subc and madc, written by .cc.
  uint32_t carry = 0;
  /// The lanes that execute: for shfl, vote, match, redux, mma and the like.
  uint32_t active = ~0u;
  /// Out: lanes that got what the manual calls unpredictable: shfl from a lane
  /// that is not active.
  uint32_t unpredictable = 0;
};

/// The function for an instruction, and what of the instruction's modifiers the
/// function wants to be told.
struct Kernel {
  using Function = void (*)(KernelArgs &args, uint32_t variant);
  Function function = nullptr;
  uint32_t variant = 0;

  explicit operator bool() const { return function; }
  void operator()(KernelArgs &args) const { function(args, variant); }
};

/// The kernel of an arithmetic, logic, conversion, comparison, warp or matrix
/// instruction; null for all others (memory, control, barriers) and for
/// combinations of types and modifiers that PTX does not have.
/// mov is not here, except that of packing and unpacking vectors.
Kernel findKernel(const Instruction &instruction);

/// What atom and red do to one location: the value found there and the operands
/// b and c (cas: compared, stored) to the value stored. Null for others.
/// add.f32 flushes subnormal numbers unless the instruction says .shared.
using AtomicFunction = uint64_t (*)(uint64_t old, uint64_t b, uint64_t c);
AtomicFunction findAtomicFunction(const Instruction &instruction);

} // namespace ptxsim

#endif // ATTN_PTXSIM_ARITH_KERNEL_H
