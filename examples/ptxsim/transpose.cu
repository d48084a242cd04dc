// nvcc -arch=sm_80 -ptx transpose.cu

/// out (columns x rows) = the transpose of in (rows x columns), in tiles of
/// 32 x 32 through shared memory, by blocks of 32 x 8 threads.
extern "C" __global__ void transpose(const float *in, float *out, int rows, int columns) {
  __shared__ float tile[32][32];
  int x = blockIdx.x * 32 + threadIdx.x, y = blockIdx.y * 32 + threadIdx.y;
  for (int j = 0; j < 32; j += 8)
    tile[threadIdx.y + j][threadIdx.x] = in[(y + j) * columns + x];
  __syncthreads();
  x = blockIdx.y * 32 + threadIdx.x, y = blockIdx.x * 32 + threadIdx.y;
  for (int j = 0; j < 32; j += 8)
    out[(y + j) * rows + x] = tile[threadIdx.x][threadIdx.y + j];
}
