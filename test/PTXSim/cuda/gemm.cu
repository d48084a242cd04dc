// c = a b with f16 tensor cores: a is M x K, b is N x K, both K-major; c is
// M x N f32. A block of 128 threads makes a 64x64 tile; tiles of depth 32 come
// through three stages of shared memory by cp.async and leave by ldmatrix.
// A row of 64 bytes is four chunks of 16; chunk k of row r lies at k ^ (r/2 % 4),
// so that no eight rows of a matrix share a bank.

#include <cstdint>

constexpr int kTile = 64, kDepth = 32, kStages = 3;
constexpr int kBytes = kTile * kDepth * 2;

static __device__ uint32_t chunk(uint32_t base, int row, int k) {
  return base + row * 64 + ((k ^ (row / 2 % 4)) * 16);
}

static __device__ void fetch(uint32_t to, const uint16_t *from, int ld) {
  for (int i = threadIdx.x; i < kTile * 4; i += 128)
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(chunk(to, i / 4, i % 4)),
                 "l"(from + (i / 4) * ld + (i % 4) * 8)
                 : "memory");
}

static __device__ void load4(uint32_t (&r)[4], uint32_t at) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
               : "r"(at)
               : "memory");
}

static __device__ void mma(float (&c)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

extern "C" __global__ void __launch_bounds__(128) gemm(const uint16_t *a, const uint16_t *b, float *c, int n, int k) {
  __shared__ __align__(128) char tiles[kStages * 2 * kBytes];
  uint32_t base = (uint32_t)__cvta_generic_to_shared(tiles);
  int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  a += blockIdx.y * kTile * k, b += blockIdx.x * kTile * k;
  int steps = k / kDepth;
  float sums[8][4] = {};
  for (int s = 0; s < kStages - 1; ++s) {
    if (s < steps) {
      fetch(base + s * 2 * kBytes, a + s * kDepth, k);
      fetch(base + s * 2 * kBytes + kBytes, b + s * kDepth, k);
    }
    asm volatile("cp.async.commit_group;" ::: "memory");
  }
  for (int step = 0; step < steps; ++step) {
    asm volatile("cp.async.wait_group %0;" ::"n"(kStages - 2) : "memory");
    __syncthreads();
    int next = step + kStages - 1;
    if (next < steps) {
      uint32_t to = base + next % kStages * 2 * kBytes;
      fetch(to, a + next * kDepth, k);
      fetch(to + kBytes, b + next * kDepth, k);
    }
    asm volatile("cp.async.commit_group;" ::: "memory");
    uint32_t left = base + step % kStages * 2 * kBytes, right = left + kBytes;
    for (int inner = 0; inner < 2; ++inner) {
      uint32_t fa[4], fb[4];
      load4(fa, chunk(left, warp * 16 + lane % 16, inner * 2 + lane / 16));
      for (int pair = 0; pair < 4; ++pair) {
        load4(fb, chunk(right, pair * 16 + lane / 16 * 8 + lane % 8, inner * 2 + lane / 8 % 2));
        mma(sums[pair * 2], fa, fb[0], fb[1]);
        mma(sums[pair * 2 + 1], fa, fb[2], fb[3]);
      }
    }
  }
  float *out = c + (blockIdx.y * kTile + warp * 16 + lane / 4) * n + blockIdx.x * kTile + lane % 4 * 2;
  for (int i = 0; i < 8; ++i) {
    *(float2 *)(out + i * 8) = make_float2(sums[i][0], sums[i][1]);
    *(float2 *)(out + 8 * n + i * 8) = make_float2(sums[i][2], sums[i][3]);
  }
}
