//===- attn-reduce.cpp - shrinks a module that fails ----------------------===//

#include "Reduce.h"
#include "attn/InitAll.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Tools/mlir-reduce/MlirReduceMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::attn::registerAllDialects(registry);
  mlir::attn::registerReductionPatterns(registry);
  mlir::attn::registerAllPasses();
  mlir::attn::registerAttnReducePasses();
  mlir::MLIRContext context(registry);
  return mlir::failed(mlir::mlirReduceMain(argc, argv, context));
}
