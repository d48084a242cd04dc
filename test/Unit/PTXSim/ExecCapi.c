/*===- ExecCapi.c - the C API as a program in C uses it -------------------===*/

#include "attn-c/PTXSim.h"

#include <string.h>

#define EXPECT(condition)                                                      \
  do {                                                                         \
    if (!(condition))                                                          \
      return #condition;                                                       \
  } while (0)

static const char *const kText =
    ".version 8.0\n.target sm_80\n.address_size 64\n"
    ".global .align 4 .u32 calls = 3;\n"
    ".visible .entry twice(.param .u64 x, .param .u32 n)\n{\n"
    "  .reg .b32 %r<4>;\n  .reg .b64 %rd<4>;\n"
    "  ld.param.u64 %rd1, [x];\n"
    "  mov.u32 %r1, %tid.x;\n"
    "  mul.wide.u32 %rd2, %r1, 4;\n"
    "  add.u64 %rd1, %rd1, %rd2;\n"
    "  ld.global.u32 %r2, [%rd1];\n"
    "  add.u32 %r2, %r2, %r2;\n"
    "  st.global.u32 [%rd1], %r2;\n"
    "  ret;\n}\n";

static const char *checkErrors(PtxSimDevice *device) {
  uint64_t address = 0;
  EXPECT(!ptxsimProgramLoad(device, "nonsense", 8, "n.ptx"));
  EXPECT(strstr(ptxsimLastError(device), "n.ptx:1"));
  EXPECT(ptxsimFree(device, 12345) == 1);
  EXPECT(ptxsimRead(device, 12345, &address, 1) == 1);
  EXPECT(ptxsimLastError(device)[0]);
  return NULL;
}

static const char *checkOverrun(PtxSimProgram *program, const void **arguments,
                                const size_t *sizes) {
  PtxSimLaunch launch = {{1, 1, 1}, {33, 1, 1}, 0, 0, 1, 0, 0};
  PtxSimResult *result =
      ptxsimLaunch(program, "twice", arguments, sizes, 2, &launch);
  EXPECT(result);
  EXPECT(ptxsimResultNumReports(result) == 2);
  PtxSimReport report = ptxsimResultGetReport(result, 0);
  EXPECT(!strcmp(report.kind, "out-of-bounds"));
  EXPECT(report.site.line == 13 && report.site.warp == 1);
  EXPECT(report.other.line == 0);
  EXPECT(strstr(report.text, "t.ptx:13: out-of-bounds: "));
  EXPECT(strstr(report.text, report.message));
  ptxsimResultDestroy(result);
  return NULL;
}

/* NULL, or what went wrong. */
const char *ptxsimCapiTest(void) {
  PtxSimDevice *device = ptxsimDeviceCreate();
  const char *wrong = checkErrors(device);
  if (wrong)
    return wrong;
  PtxSimProgram *program =
      ptxsimProgramLoad(device, kText, strlen(kText), "t.ptx");
  EXPECT(program && !ptxsimLastError(device)[0]);
  uint64_t calls = 0;
  EXPECT(!ptxsimProgramGetVariable(program, "calls", &calls));
  EXPECT(ptxsimProgramGetVariable(program, "call", &calls));
  uint32_t numbers[32], n = 32;
  EXPECT(!ptxsimRead(device, calls, numbers, 4) && numbers[0] == 3);
  for (uint32_t i = 0; i < n; ++i)
    numbers[i] = 100 + i;
  uint64_t x = ptxsimAllocate(device, sizeof(numbers), "x");
  EXPECT(!ptxsimWrite(device, x, numbers, sizeof(numbers)));
  const void *arguments[] = {&x, &n};
  const size_t sizes[] = {sizeof(x), sizeof(n)};
  PtxSimLaunch launch = {{1, 1, 1}, {32, 1, 1}, 0, 0, 0, 0, 0};
  EXPECT(!ptxsimLaunch(program, "thrice", arguments, sizes, 2, &launch));
  EXPECT(strstr(ptxsimLastError(device), "thrice"));
  PtxSimResult *result =
      ptxsimLaunch(program, "twice", arguments, sizes, 2, &launch);
  EXPECT(result && ptxsimResultNumReports(result) == 0);
  EXPECT(strstr(ptxsimResultCounts(result), "\"kernel\":\"twice\""));
  EXPECT(ptxsimResultSeconds(result) >= 0);
  ptxsimResultDestroy(result);
  EXPECT(!ptxsimRead(device, x, numbers, sizeof(numbers)));
  EXPECT(numbers[31] == 262);
  wrong = checkOverrun(program, arguments, sizes);
  ptxsimProgramDestroy(program);
  ptxsimDeviceDestroy(device);
  return wrong;
}
