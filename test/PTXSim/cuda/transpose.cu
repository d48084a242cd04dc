// Transposes of 32x32 tiles through shared memory, 32x8 threads.

template <int WIDTH>
static __device__ void transpose(const float *in, float *out, int rows, int columns) {
  __shared__ float tile[32][WIDTH];
  int x = blockIdx.x * 32 + threadIdx.x, y = blockIdx.y * 32 + threadIdx.y;
  for (int j = 0; j < 32; j += 8)
    tile[threadIdx.y + j][threadIdx.x] = in[(y + j) * columns + x];
  __syncthreads();
  x = blockIdx.y * 32 + threadIdx.x, y = blockIdx.x * 32 + threadIdx.y;
  for (int j = 0; j < 32; j += 8)
    out[(y + j) * rows + x] = tile[threadIdx.x][threadIdx.y + j];
}

/// Columns lie in 32 different banks.
extern "C" __global__ void transpose_padded(const float *in, float *out, int rows, int columns) {
  transpose<33>(in, out, rows, columns);
}

/// A column lies in one bank.
extern "C" __global__ void transpose_plain(const float *in, float *out, int rows, int columns) {
  transpose<32>(in, out, rows, columns);
}

/// Straight from global to global: the stores are one sector a lane.
extern "C" __global__ void transpose_direct(const float *in, float *out, int rows, int columns) {
  int x = blockIdx.x * 32 + threadIdx.x, y = blockIdx.y * 32 + threadIdx.y;
  for (int j = 0; j < 32; j += 8)
    out[x * rows + y + j] = in[(y + j) * columns + x];
}
