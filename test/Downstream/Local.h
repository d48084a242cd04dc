//===- Local.h - a dialect beside attn --------------------------*- C++ -*-===//

#ifndef LOCAL_H
#define LOCAL_H

#include "attn/Dialect/Attn/IR/AttnInterfaces.h"
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Pass/Pass.h"

#include "LocalDialect.h.inc"
#define GET_ATTRDEF_CLASSES
#include "LocalAttrs.h.inc"
#define GET_OP_CLASSES
#include "LocalOps.h.inc"

namespace local {
#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "LocalPasses.h.inc"
} // namespace local

#endif // LOCAL_H
