/* Uses the C API as a program in C would: parse, compile, call with two
 * lengths, check against plain loops, and read the errors of wrong uses.
 *
 * RUN: %capi-test | FileCheck %s
 */

#include "attn-c/Attn.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct DLTensor {
  void *data;
  struct {
    int32_t type, id;
  } device;
  int32_t ndim;
  struct {
    uint8_t code, bits;
    uint16_t lanes;
  } dtype;
  int64_t *shape, *strides;
  uint64_t byteOffset;
};

enum { kHeads = 2, kDim = 5 };

static const char *kSource =
    "func.func @causal(%q: tensor<1x2x?x5xf32>, %k: tensor<1x2x?x5xf32>,\n"
    "    %v: tensor<1x2x?x5xf32>) -> tensor<1x2x?x5xf32> {\n"
    "  %o = attn.attention %q, %k, %v pattern(#attn.causal)\n"
    "    : (tensor<1x2x?x5xf32>, tensor<1x2x?x5xf32>, tensor<1x2x?x5xf32>)\n"
    "    -> tensor<1x2x?x5xf32>\n"
    "  return %o : tensor<1x2x?x5xf32>\n"
    "}\n";

static float value(int i, int seed) {
  return (float)sin(0.37 * i + 1.7 * seed) * 2.0f;
}

/* Output element (h, q, e) by the definition, in double. */
static double expected(const float *q, const float *k, const float *v, int n,
                       int h, int row, int e) {
  double mass = 0, sum = 0;
  for (int key = 0; key <= row; ++key) {
    double s = 0;
    for (int d = 0; d < kDim; ++d)
      s += (double)q[(h * n + row) * kDim + d] * k[(h * n + key) * kDim + d];
    double w = exp(s / sqrt((double)kDim));
    mass += w;
    sum += w * v[(h * n + key) * kDim + e];
  }
  return sum / mass;
}

static struct DLTensor tensor(float *data, int64_t *shape) {
  struct DLTensor t;
  memset(&t, 0, sizeof t);
  t.data = data;
  t.device.type = 1; /* CPU */
  t.ndim = 4;
  t.dtype.code = 2; /* float */
  t.dtype.bits = 32;
  t.dtype.lanes = 1;
  t.shape = shape;
  return t;
}

static double maxError(AttnProgram *program, int n) {
  int64_t shape[4] = {1, kHeads, n, kDim};
  int count = kHeads * n * kDim;
  float *data[4];
  struct DLTensor tensors[4], *list[4];
  for (int t = 0; t < 4; ++t) {
    data[t] = malloc(count * sizeof(float));
    for (int i = 0; i < count; ++i)
      data[t][i] = t < 3 ? value(i, t) : NAN;
    tensors[t] = tensor(data[t], shape);
    list[t] = &tensors[t];
  }
  double worst = 0;
  if (attnProgramCall(program, "causal", list, 3, list + 3, 1))
    worst = INFINITY;
  for (int i = 0; i < count; ++i) {
    int e = i % kDim, row = i / kDim % n, h = i / kDim / n;
    double want = expected(data[0], data[1], data[2], n, h, row, e);
    double error = fabs(data[3][i] - want);
    if (!(error <= worst))
      worst = error;
  }
  for (int t = 0; t < 4; ++t)
    free(data[t]);
  return worst;
}

static void checkErrors(AttnContext *context, AttnModule *module,
                        AttnProgram *program) {
  if (!attnModuleParse(context, "nonsense", 8, "bad.mlir"))
    printf("parse: %s\n", attnLastError(context));
  // CHECK-DAG: parse: {{.*}}bad.mlir{{.*}}
  if (attnModuleRunPipeline(module, "builtin.module(no-such-pass)"))
    printf("pipeline: %s\n", attnLastError(context));
  // CHECK-DAG: pipeline: {{.*}}no-such-pass
  if (!attnModuleCompile(module, "abacus", "native", "obj"))
    printf("target: %s\n", attnLastError(context));
  // CHECK-DAG: target: {{.*}}abacus
  if (attnProgramCall(program, "nobody", NULL, 0, NULL, 0))
    printf("entry: %s\n", attnLastError(context));
  // CHECK-DAG: entry: {{.*}}nobody
  if (attnProgramCall(program, "causal", NULL, 0, NULL, 0))
    printf("count: %s\n", attnLastError(context));
  // CHECK-DAG: count: {{.*}}expected
}

int main(void) {
  AttnContext *context = attnContextCreate();
  AttnModule *module =
      attnModuleParse(context, kSource, strlen(kSource), "causal.mlir");
  if (!module) {
    printf("%s\n", attnLastError(context));
    return 1;
  }
  const char *targets[2] = {"linalg", "cpu"};
  AttnProgram *program = NULL;
  for (int t = 0; t < 2; ++t) {
    attnProgramDestroy(program);
    program = attnProgramCreate(module, targets[t], "native", NULL);
    if (!program) {
      printf("%s: %s\n", targets[t], attnLastError(context));
      return 1;
    }
    for (int n = 1; n < 300; n = n * 6 + 1) {
      double error = maxError(program, n);
      printf("%s, length %d: %s\n", targets[t], n,
             error < 1e-5 ? "right" : "WRONG");
    }
  }
  /* CHECK-DAG: linalg, length 1: right
   * CHECK-DAG: linalg, length 7: right
   * CHECK-DAG: linalg, length 43: right
   * CHECK-DAG: linalg, length 259: right
   * CHECK-DAG: cpu, length 1: right
   * CHECK-DAG: cpu, length 7: right
   * CHECK-DAG: cpu, length 43: right
   * CHECK-DAG: cpu, length 259: right
   */
  AttnArtifact *header = attnModuleCompile(module, "cpu", "native", "header");
  printf("header has causal: %d\n",
         header && strstr(attnArtifactData(header), "causal") != NULL);
  // CHECK-DAG: header has causal: 1
  attnArtifactDestroy(header);
  AttnArtifact *text = attnModulePrint(module);
  printf("still a graph: %d\n",
         strstr(attnArtifactData(text), "attn.attention") != NULL);
  // CHECK-DAG: still a graph: 1
  attnArtifactDestroy(text);
  checkErrors(context, module, program);
  attnProgramDestroy(program);
  attnModuleDestroy(module);
  attnContextDestroy(context);
  return 0;
}
