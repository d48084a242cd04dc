// Inclusive prefix sums of a block.

/// Each block scans blockDim.x values through two buffers in shared memory.
extern "C" __global__ void scan_i32(const int *x, int *out, int n) {
  extern __shared__ int buffers[];
  int t = threadIdx.x, width = blockDim.x, i = blockIdx.x * width + t;
  int from = 0;
  buffers[t] = i < n ? x[i] : 0;
  __syncthreads();
  for (int step = 1; step < width; step *= 2) {
    int value = buffers[from * width + t];
    if (t >= step)
      value += buffers[from * width + t - step];
    from = 1 - from;
    buffers[from * width + t] = value;
    __syncthreads();
  }
  if (i < n)
    out[i] = buffers[from * width + t];
}

/// The same in double by shuffles: a warp scans itself, then warp 0 the sums.
extern "C" __global__ void scan_f64(const double *x, double *out) {
  __shared__ double sums[32];
  int t = threadIdx.x, lane = t % 32, warp = t / 32;
  int i = blockIdx.x * blockDim.x + t;
  double value = x[i];
  for (int step = 1; step < 32; step *= 2) {
    double other = __shfl_up_sync(~0u, value, step);
    if (lane >= step)
      value += other;
  }
  if (lane == 31)
    sums[warp] = value;
  __syncthreads();
  double before = 0;
  for (int w = 0; w < warp; ++w)
    before += sums[w];
  out[i] = before + value;
}
