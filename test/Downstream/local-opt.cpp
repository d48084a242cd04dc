//===- local-opt.cpp - passes of attn and of a dialect beside it ----------===//

#include "Local.h"

#include "attn/InitAll.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::attn::registerAllDialects(registry);
  mlir::attn::registerAllPasses();
  registry.insert<local::LocalDialect>();
  local::registerLocalPasses();
  return mlir::asMainReturnCode(
      mlir::MlirOptMain(argc, argv, "local optimizer driver\n", registry));
}
