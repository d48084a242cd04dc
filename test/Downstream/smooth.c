/* Calls what was compiled from smooth.mlir and compares with plain loops. */
#include "smooth.h"

#include <math.h>
#include <stdio.h>

enum { H = 2, N = 40, D = 8, SIDE = 3 };
typedef float Tensor[H][N][D];

static void fill(Tensor x, unsigned seed) {
  float *p = &x[0][0][0];
  for (int i = 0; i < H * N * D; ++i) {
    seed = seed * 1664525u + 1013904223u;
    p[i] = (float)(seed >> 8) / (1 << 23) - 1.0f;
  }
}

/* The row (h, i) of the attention among neighbours. */
static void row(Tensor q, Tensor k, Tensor v, int h, int i, double out[D]) {
  double sum = 0;
  for (int d = 0; d < D; ++d)
    out[d] = 0;
  for (int j = 0; j < N; ++j) {
    double s = 0;
    if (j < i - SIDE || j > i + SIDE)
      continue;
    for (int d = 0; d < D; ++d)
      s += (double)q[h][i][d] * k[h][j][d];
    double w = exp(s / sqrt(D));
    sum += w;
    for (int d = 0; d < D; ++d)
      out[d] += w * v[h][j][d];
  }
  for (int d = 0; d < D; ++d)
    out[d] /= sum;
}

int main(void) {
  static Tensor q, k, v, o;
  fill(q, 1);
  fill(k, 2);
  fill(v, 3);
  int status = smooth(&q[0][0][0], H * N * D, N * D, D, &k[0][0][0], H * N * D,
                      N * D, D, &v[0][0][0], H * N * D, N * D, D, &o[0][0][0],
                      H * N * D, N * D, D);
  double worst = 0, expected[D];
  for (int h = 0; h < H; ++h)
    for (int i = 0; i < N; ++i) {
      row(q, k, v, h, i, expected);
      for (int d = 0; d < D; ++d)
        worst = fmax(worst, fabs(o[h][i][d] - expected[d]));
    }
  printf("status %d, largest error %g\n", status, worst);
  return status != 0 || !(worst < 1e-5);
}
