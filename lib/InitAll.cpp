//===- InitAll.cpp - the list of everything -------------------------------===//
//
// The one translation unit that may include mlir/InitAll*.h: it costs 10 s.
//
//===----------------------------------------------------------------------===//

#include "attn/InitAll.h"

#include "attn/Conversion/Passes.h"
#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Dialect/Attn/IR/ExternalModels.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"
#include "attn/Pipelines/Pipelines.h"
#include "attn/Target/CPU/LinalgPasses.h"
#include "attn/Target/CPU/Passes.h"
#include "attn/Target/CPU/TargetInfo.h"
#include "attn/Target/Host/Passes.h"
#include "attn/Target/TargetInfo.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"

void mlir::attn::registerAllDialects(DialectRegistry &registry) {
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  registerAllToLLVMIRTranslations(registry);
  registry.insert<AttnDialect>();
  registerBufferizableOpInterfaceExternalModels(registry);
  registerLoopsTargetInfo();
  cpu::registerTargetInfo();
}

void mlir::attn::registerAllPasses() {
  mlir::registerAllPasses();
  registerAttnPasses();
  registerAttnConversionPasses();
  registerAttnCPULinalgPasses();
  registerAttnCPUPasses();
  registerAttnHostPasses();
  registerPipelines();
}
