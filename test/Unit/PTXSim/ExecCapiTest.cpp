//===- ExecCapiTest.cpp - the C API, from C -------------------------------===//

#include "gtest/gtest.h"

/// ExecCapi.c: null, or the condition that does not hold.
extern "C" const char *ptxsimCapiTest(void);

TEST(ExecCapi, fromC) { EXPECT_STREQ(ptxsimCapiTest(), nullptr); }
