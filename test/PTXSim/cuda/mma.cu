// One warp a block; c = a b + c for tensor-core shapes, fragments loaded by hand
// from the layouts of the PTX manual. a is row-major, b is given as columns.

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#define LANE int lane = threadIdx.x % 32, group = lane / 4, quad = lane % 4

/// a: 8x4, b: 8 columns of 4, c: 8x8 for each block.
extern "C" __global__ void mma_f64(const double *a, const double *b, double *c) {
  LANE;
  a += blockIdx.x * 32, b += blockIdx.x * 32, c += blockIdx.x * 64;
  double *d = c + group * 8 + quad * 2;
  asm volatile("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64 {%0,%1}, {%2}, {%3}, {%0,%1};"
               : "+d"(d[0]), "+d"(d[1])
               : "d"(a[group * 4 + quad]), "d"(b[group * 4 + quad]));
}

/// a: 16x32 s8, b: 8 columns of 32, c: 16x8 s32.
extern "C" __global__ void mma_s8(const int *a, const int *b, int *c) {
  LANE;
  const int *row = a + group * 8 + quad, *column = b + group * 8 + quad;
  int *low = c + group * 8 + quad * 2, *high = low + 64;
  asm volatile("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+r"(low[0]), "+r"(low[1]), "+r"(high[0]), "+r"(high[1])
               : "r"(row[0]), "r"(row[64]), "r"(row[4]), "r"(row[68]), "r"(column[0]), "r"(column[4]));
}

/// a: 16x32 u8, b: 8 columns of 32 s8, results saturated to s32.
extern "C" __global__ void mma_u8_satfinite(const int *a, const int *b, int *c) {
  LANE;
  const int *row = a + group * 8 + quad, *column = b + group * 8 + quad;
  int *low = c + group * 8 + quad * 2, *high = low + 64;
  asm volatile("mma.sync.aligned.m16n8k32.row.col.satfinite.s32.u8.s8.s32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "
               "{%0,%1,%2,%3};"
               : "+r"(low[0]), "+r"(low[1]), "+r"(high[0]), "+r"(high[1])
               : "r"(row[0]), "r"(row[64]), "r"(row[4]), "r"(row[68]), "r"(column[0]), "r"(column[4]));
}

#define MMA_16X8X16(NAME, KIND)                                                                                        \
  /** a: 16x16, b: 8 columns of 16 (pairs of 16-bit values), c: 16x8 f32. */                                           \
  extern "C" __global__ void NAME(const int *a, const int *b, float *c) {                                              \
    LANE;                                                                                                              \
    const int *row = a + group * 8 + quad, *column = b + group * 8 + quad;                                             \
    float *low = c + group * 8 + quad * 2, *high = low + 64;                                                           \
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32." KIND "." KIND                                                \
                 ".f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"                                          \
                 : "+f"(low[0]), "+f"(low[1]), "+f"(high[0]), "+f"(high[1])                                            \
                 : "r"(row[0]), "r"(row[64]), "r"(row[4]), "r"(row[68]), "r"(column[0]), "r"(column[4]));              \
  }

MMA_16X8X16(mma_f16, "f16")
MMA_16X8X16(mma_bf16, "bf16")

/// The sums in f16: c is 16x8 f16.
extern "C" __global__ void mma_f16_f16(const int *a, const int *b, int *c) {
  LANE;
  const int *row = a + group * 8 + quad, *column = b + group * 8 + quad;
  int *low = c + group * 4 + quad, *high = low + 32;
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f16.f16.f16.f16 {%0,%1}, {%2,%3,%4,%5}, {%6,%7}, {%0,%1};"
               : "+r"(low[0]), "+r"(high[0])
               : "r"(row[0]), "r"(row[64]), "r"(row[4]), "r"(row[68]), "r"(column[0]), "r"(column[4]));
}

/// a: 16x8 f32 rounded to tf32, b: 8 columns of 8, c: 16x8 f32.
extern "C" __global__ void mma_tf32(const float *a, const float *b, float *c) {
  LANE;
  const float *row = a + group * 8 + quad, *column = b + group * 8 + quad;
  float *low = c + group * 8 + quad * 2, *high = low + 64;
  unsigned f[6];
  const float from[6] = {row[0], row[64], row[4], row[68], column[0], column[4]};
  for (int i = 0; i < 6; ++i)
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(f[i]) : "f"(from[i]));
  asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+f"(low[0]), "+f"(low[1]), "+f"(high[0]), "+f"(high[1])
               : "r"(f[0]), "r"(f[1]), "r"(f[2]), "r"(f[3]), "r"(f[4]), "r"(f[5]));
}

/// out = the transpose of an 8x8 tile of 16-bit values, in registers only.
extern "C" __global__ void movmatrix(const int *in, int *out) {
  int value = in[threadIdx.x], moved;
  asm volatile("movmatrix.sync.aligned.m8n8.trans.b16 %0, %1;" : "=r"(moved) : "r"(value));
  out[threadIdx.x] = moved;
}
