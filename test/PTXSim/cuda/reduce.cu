// Reductions: shuffles, redux, a tree in shared memory, votes.

/// out[block] = the sum of the block's part of x, taken in a grid-stride loop.
extern "C" __global__ void sum_f32(const float *x, float *out, int n) {
  __shared__ float parts[32];
  float sum = 0;
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n;
       i += gridDim.x * blockDim.x)
    sum += x[i];
  for (int step = 16; step > 0; step /= 2)
    sum += __shfl_down_sync(~0u, sum, step);
  int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  if (lane == 0)
    parts[warp] = sum;
  __syncthreads();
  if (warp == 0) {
    sum = lane < blockDim.x / 32 ? parts[lane] : 0;
    for (int step = 16; step > 0; step /= 2)
      sum += __shfl_xor_sync(~0u, sum, step);
    if (lane == 0)
      out[blockIdx.x] = sum;
  }
}

/// out[0..3] += sum, or-ed bits; min and max of x by redux and atomics.
extern "C" __global__ void redux_i32(const int *x, int *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  bool inside = i < n;
  unsigned mask = __ballot_sync(~0u, inside);
  if (!inside)
    return;
  int value = x[i];
  int sum = __reduce_add_sync(mask, value);
  unsigned bits = __reduce_or_sync(mask, (unsigned)value);
  int low = __reduce_min_sync(mask, value);
  int high = __reduce_max_sync(mask, value);
  if (threadIdx.x % 32 == 0) {
    atomicAdd(out, sum);
    atomicOr((unsigned *)out + 1, bits);
    atomicMin(out + 2, low);
    atomicMax(out + 3, high);
  }
}

/// out[block] = the largest of 256 values, by a tree in shared memory whose
/// last steps need one warp only.
extern "C" __global__ void max_tree(const float *x, float *out) {
  __shared__ float values[256];
  int t = threadIdx.x;
  values[t] = x[blockIdx.x * 256 + t];
  __syncthreads();
  for (int half = 128; half >= 32; half /= 2) {
    if (t < half)
      values[t] = fmaxf(values[t], values[t + half]);
    __syncthreads();
  }
  if (t >= 32)
    return;
  for (int half = 16; half > 0; half /= 2) {
    float other = values[t + half];
    __syncwarp();
    values[t] = fmaxf(values[t], other);
    __syncwarp();
  }
  if (t == 0)
    out[blockIdx.x] = values[0];
}

/// out[0] = how many of x are positive; one atomic a warp.
extern "C" __global__ void count_positive(const float *x, unsigned long long *out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  unsigned votes = __ballot_sync(~0u, i < n && x[i] > 0);
  if (threadIdx.x % 32 == 0 && votes)
    atomicAdd(out, (unsigned long long)__popc(votes));
}
