//===- ExternalModels.h - interfaces attached to attn's operations -*- C++ -*-===//

#ifndef ATTN_DIALECT_ATTN_IR_EXTERNALMODELS_H
#define ATTN_DIALECT_ATTN_IR_EXTERNALMODELS_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace mlir::attn {

/// Lets one-shot bufferisation turn tile operations on tensors into the same
/// operations on memrefs, in place on their destinations.
void registerBufferizableOpInterfaceExternalModels(DialectRegistry &registry);

} // namespace mlir::attn

#endif // ATTN_DIALECT_ATTN_IR_EXTERNALMODELS_H
