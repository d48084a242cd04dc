//===- Kernel.h - vector code for the tile ops ------------------*- C++ -*-===//
//
// The generator of the memref form of the tile ops, on plain values: it names
// no op of the attn dialect, no pattern and no normaliser.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_TARGET_CPU_KERNEL_H
#define ATTN_TARGET_CPU_KERNEL_H

#include "attn/Target/CPU/KernelParams.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Region.h"
#include "mlir/Support/LLVM.h"
#include <functional>

namespace mlir::attn::cpu {

/// A normaliser as the generator sees it. Values are scalars or vectors of the
/// accumulation type; each function emits elementwise code.
class KernelNormalizer {
public:
  virtual ~KernelNormalizer();
  /// Called where the code for one head starts, with its absolute index.
  virtual void bindHead(OpBuilder &b, Location loc, Value head) {}
  /// weight(s, m) is exp(f s - m), up to a factor that does not depend on s;
  /// f is what rowFactor() gives.
  virtual bool isExponential() const = 0;
  /// Of an exponential: the factor on the scores of absolute queries `query`, a
  /// vector of i32. Null where there is none.
  virtual Value rowFactor(OpBuilder &b, Location loc, Value query) const {
    return {};
  }
  /// A score of -inf is an excluded pair.
  virtual bool excludesMinusInfinity() const = 0;
  /// The state carries a running stabiliser. Without one weight ignores m.
  virtual bool hasStabilizer() const = 0;
  virtual Value stabilizer(OpBuilder &b, Location loc, Value s) const = 0;
  virtual Value weight(OpBuilder &b, Location loc, Value s, Value m) const = 0;
  /// `m` is what the weight was made against.
  virtual SmallVector<Value> contributions(OpBuilder &b, Location loc, Value s,
                                           Value w, Value m) const = 0;
  virtual Value rescale(OpBuilder &b, Location loc, Value from,
                        Value to) const = 0;
};

/// Keys [lo, hi) in absolute indices; a partial range asks the predicate.
struct KernelKeyRange {
  bool partial = false;
  Value lo, hi;
};

/// The truth of a pair: h and k are index scalars, q an index or a vector of
/// i32; the result is i1 or a vector of i1.
using KernelPredicate = std::function<Value(OpBuilder &b, Location loc,
                                            Value h, Value q, Value k)>;

/// The operands of one `attn.online_attention` on memrefs.
struct OnlineAttentionArgs {
  /// heads x rows x head dim; k and v have heads / group heads. Inner stride 1.
  /// q and k may both be absent: the product is then 0.
  Value q, k, v;
  /// State, updated in place.
  Value acc, m;
  SmallVector<Value> accumulators;
  /// Index scalars: batch, absolute head of row 0 of q, absolute query of row
  /// 0 of q, absolute key of row 0 of k and v.
  Value batch, head, query0, key0;
  SmallVector<KernelKeyRange> ranges;
  double scale = 1.0;
  /// Null or with one block ending in a terminator of one operand.
  Region *score = nullptr;
  Region *combine = nullptr;
  KernelPredicate predicate;
  KernelNormalizer *normalizer = nullptr;
  /// normalizer->rowFactor() gives factors.
  bool hasRowFactor = false;
  /// What the regions read from outside, as the kernel sees it.
  IRMapping captures;
};

/// Emits the kernel at the builder's insertion point; scratch memory is taken
/// with memref.alloca there. Fails where a region holds an op that has no vector
/// form, which is left in `blocker`.
LogicalResult emitOnlineAttention(OpBuilder &b, Location loc,
                                  const OnlineAttentionArgs &args,
                                  const KernelParams &params,
                                  Operation **blocker = nullptr);

} // namespace mlir::attn::cpu

#endif // ATTN_TARGET_CPU_KERNEL_H
