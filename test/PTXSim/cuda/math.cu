// Element-wise arithmetic as the CUDA headers write it.

#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <cuda_fp8.h>

#define AT int i = blockIdx.x * blockDim.x + threadIdx.x
#define MAP(NAME, T, ...)                                                                                              \
  extern "C" __global__ void NAME(const T *x, const T *y, T *out) {                                                    \
    AT;                                                                                                                \
    T a = x[i], b = y[i];                                                                                              \
    out[i] = __VA_ARGS__;                                                                                              \
  }

MAP(map_expf, float, expf(a) + b)
MAP(map_logf, float, logf(a) * log2f(b))
MAP(map_sinf, float, sinf(a) + cosf(b))
MAP(map_powf, float, powf(a, b))
MAP(map_tanhf, float, tanhf(a) - erff(b))
MAP(map_fast, float, __expf(a) + __logf(b) + __sinf(a) * __cosf(b) + __fdividef(a, b) + rsqrtf(b))
MAP(map_divf, float, a / b + sqrtf(b))
MAP(map_rounding, float, __fadd_rz(a, b) + __fmul_ru(a, b) - __fmaf_rd(a, b, a) + __fdiv_rn(a, b) + __frcp_ru(b))
MAP(map_fmod, float, fmodf(a, b) + rintf(a) + floorf(b) + truncf(a) + roundf(b) + fmaxf(a, fminf(b, 0.25f)))
MAP(map_double, double, exp(a) / b + sqrt(b) - fma(a, b, a) + rint(a) + log(b) * sin(a))
MAP(map_half, __half, __hfma(a, b, __hadd(a, __hmul(b, b))))
MAP(map_half_math, __half, __hadd(hexp2(a), __hadd(hsqrt(b), __hdiv(a, b))))
MAP(map_half2, __half2, __hfma2_relu(a, b, __hmin2(a, __hmax2(b, __hneg2(a)))))
MAP(map_bfloat, __nv_bfloat16, __hfma(a, b, __hsub(a, __hmul(b, b))))
MAP(map_bfloat2, __nv_bfloat162, __hadd2(__hmul2(a, b), __hmax2(a, b)))
MAP(map_int, int, a / (b | 1) + a % (b | 1) + __mulhi(a, b) + __clz(a) + __popc(b) + __brev(a) + __ffs(b) + max(a, abs(b)))
MAP(map_bits, unsigned, __byte_perm(a, b, 0x3715) ^ __funnelshift_l(a, b, 13) ^ ((a & b) | (~a & 0x0f0f0f0f)) ^ __sad(a, b, 7u))
MAP(map_video, unsigned, __dp4a(a, b, 5u) + __vadd4(a, b) + __vabsdiffu4(a, b) + __usad(a, b, 3))
MAP(map_long, long long, a * b + (a >> (b & 63)) - (long long)((unsigned long long)a / (b | 1)) + __mul64hi(a, b))
MAP(map_short, short, (short)(a * b + (a >> 3) - b))

/// Conversions between all widths.
extern "C" __global__ void convert(const float *x, int *s32, unsigned char *u8, __half *f16, __nv_bfloat16 *bf16,
                                   double *f64, long long *s64, __nv_fp8_e4m3 *e4m3) {
  AT;
  s32[i] = __float2int_rd(x[i]);
  u8[i] = (unsigned char)__float2uint_rn(fabsf(x[i]));
  f16[i] = __float2half_rz(x[i]);
  bf16[i] = __float2bfloat16(x[i]);
  f64[i] = x[i];
  s64[i] = __float2ll_ru(x[i]);
  e4m3[i] = __nv_fp8_e4m3(x[i]);
}
