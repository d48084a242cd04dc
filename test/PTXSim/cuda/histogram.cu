// Histograms with atomics in shared and global memory.

/// bins[256] += the count of each byte; shared counters, then global ones.
extern "C" __global__ void histogram(const unsigned char *x, unsigned *bins, int n) {
  __shared__ unsigned counts[256];
  for (int b = threadIdx.x; b < 256; b += blockDim.x)
    counts[b] = 0;
  __syncthreads();
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n;
       i += gridDim.x * blockDim.x)
    atomicAdd(&counts[x[i]], 1u);
  __syncthreads();
  for (int b = threadIdx.x; b < 256; b += blockDim.x)
    if (counts[b])
      atomicAdd(&bins[b], counts[b]);
}

/// The same with the lanes of equal value adding once, found by match.
extern "C" __global__ void histogram_match(const unsigned char *x, unsigned *bins, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  unsigned same = __match_any_sync(__activemask(), (int)x[i]);
  if (threadIdx.x % 32 == __ffs(same) - 1)
    atomicAdd(&bins[x[i]], (unsigned)__popc(same));
}

/// sums[key] += value in float by compare and swap; also extremes.
extern "C" __global__ void scatter(const int *key, const float *value, float *sums, unsigned long long *best, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n)
    return;
  unsigned *at = (unsigned *)&sums[key[i]];
  unsigned seen = atomicAdd(at, 0u), expected;
  do {
    expected = seen;
    seen = atomicCAS(at, expected, __float_as_uint(__uint_as_float(expected) + value[i]));
  } while (seen != expected);
  atomicMax(&best[key[i]], (unsigned long long)(value[i] * 1024));
}
