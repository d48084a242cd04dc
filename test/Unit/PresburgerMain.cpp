//===- PresburgerMain.cpp - unit tests with a size
//-------------------------===//
//
// --formulas=N sets how many random formulas each property is tested on.
//
//===----------------------------------------------------------------------===//

#include "RandomFormula.h"

#include <cstdio>
#include <gtest/gtest.h>

using namespace mlir::attn;

unsigned test::numFormulas = 200;

int main(int argc, char **argv) {
  ::testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    llvm::StringRef flag = argv[i];
    if (!flag.consume_front("--formulas=") ||
        flag.getAsInteger(10, test::numFormulas)) {
      std::fprintf(stderr, "expected --formulas=<count>, got %s\n", argv[i]);
      return 1;
    }
  }
  return RUN_ALL_TESTS();
}
