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

typedef double (*Weigh)(int i, int j, double s, double *sum);

/* Neighbours only, divided by the sum of weights. */
static double weigh_smooth(int i, int j, double s, double *sum) {
  double w = j < i - SIDE || j > i + SIDE ? 0 : exp(s);
  *sum += w;
  return w;
}

/* The own key and every fourth before it, divided by nothing. */
static double weigh_landmarks(int i, int j, double s, double *sum) {
  *sum = 1;
  return j == i || (j < i && j % 4 == 0) ? log1p(exp(s)) : 0;
}

static void row(Tensor q, Tensor k, Tensor v, int h, int i, Weigh weigh,
                double out[D]) {
  double sum = 0;
  for (int d = 0; d < D; ++d)
    out[d] = 0;
  for (int j = 0; j < N; ++j) {
    double s = 0;
    for (int d = 0; d < D; ++d)
      s += (double)q[h][i][d] * k[h][j][d];
    double w = weigh(i, j, s / sqrt(D), &sum);
    for (int d = 0; d < D; ++d)
      out[d] += w * v[h][j][d];
  }
  for (int d = 0; d < D; ++d)
    out[d] /= sum;
}

/* The two functions of the file have one type. */
typedef int (*Compiled)(const float *, int64_t, int64_t, int64_t, const float *,
                        int64_t, int64_t, int64_t, const float *, int64_t,
                        int64_t, int64_t, float *, int64_t, int64_t, int64_t);

static int check(const char *name, Compiled function, Weigh weigh) {
  static Tensor q, k, v, o;
  fill(q, 1);
  fill(k, 2);
  fill(v, 3);
  int status = function(&q[0][0][0], H * N * D, N * D, D, &k[0][0][0],
                        H * N * D, N * D, D, &v[0][0][0], H * N * D, N * D, D,
                        &o[0][0][0], H * N * D, N * D, D);
  double worst = 0, expected[D];
  for (int h = 0; h < H; ++h)
    for (int i = 0; i < N; ++i) {
      row(q, k, v, h, i, weigh, expected);
      for (int d = 0; d < D; ++d)
        worst = fmax(worst, fabs(o[h][i][d] - expected[d]));
    }
  printf("%s: status %d, largest error %g\n", name, status, worst);
  return status != 0 || !(worst < 1e-5);
}

int main(void) {
  int failed = check("smooth", smooth, weigh_smooth);
  return check("landmarks", landmarks, weigh_landmarks) || failed;
}
