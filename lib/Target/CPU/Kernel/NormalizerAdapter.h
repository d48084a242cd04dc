//===- NormalizerAdapter.h - a normaliser attribute for the generator -----===//

#ifndef ATTN_LIB_TARGET_CPU_KERNEL_NORMALIZERADAPTER_H
#define ATTN_LIB_TARGET_CPU_KERNEL_NORMALIZERADAPTER_H

#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Target/CPU/Kernel.h"

namespace mlir::attn::cpu {

/// How many keys absolute queries (a vector of i32) of head `h` see, as numbers
/// of the accumulation type.
using KeyCounter =
    std::function<Value(OpBuilder &b, Location loc, Value h, Value query)>;

/// Asks the attribute interface; parameters are memrefs that are read for one
/// head at a time.
class NormalizerAdapter : public KernelNormalizer {
public:
  NormalizerAdapter(NormalizerAttrInterface normalizer,
                    ArrayRef<Value> parameters, FloatType type,
                    KeyCounter countKeys = {})
      : normalizer(normalizer), parameters(parameters), type(type),
        countKeys(std::move(countKeys)) {}

  void bindHead(OpBuilder &b, Location loc, Value head) override;
  bool isExponential() const override { return normalizer.isExponential(); }
  bool excludesMinusInfinity() const override;
  Value rowFactor(OpBuilder &b, Location loc, Value query) const override;
  bool hasStabilizer() const override { return normalizer.hasStabilizer(); }
  Value stabilizer(OpBuilder &b, Location loc, Value s) const override;
  Value weight(OpBuilder &b, Location loc, Value s, Value m) const override;
  SmallVector<Value> contributions(OpBuilder &b, Location loc, Value s,
                                   Value w, Value m) const override;
  Value rescale(OpBuilder &b, Location loc, Value from,
                Value to) const override;
  Value finalizeFactor(OpBuilder &b, Location loc, ArrayRef<Value> l,
                       Value m) const;
  Value lse(OpBuilder &b, Location loc, ArrayRef<Value> l, Value m) const;

private:
  NormalizerContext context(IRScalarBuilder &builder) const;

  NormalizerAttrInterface normalizer;
  SmallVector<Value> parameters;
  FloatType type;
  /// The parameters' values at the head, in the accumulation type.
  SmallVector<Value> bound;
  Value boundHead;
  KeyCounter countKeys;
};

} // namespace mlir::attn::cpu

#endif // ATTN_LIB_TARGET_CPU_KERNEL_NORMALIZERADAPTER_H
