// Calls, divergence, local, constant and generic memory.

#include <cuda_fp16.h>

__constant__ int kTable[16] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};

/// Lanes leave the loop at different times.
extern "C" __global__ void collatz(const unsigned *x, unsigned *steps) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  unsigned value = x[i], count = 0;
  while (value != 1) {
    value = value % 2 ? 3 * value + 1 : value / 2;
    ++count;
  }
  steps[i] = count;
}

static __device__ __noinline__ int gcd(int a, int b) { return b == 0 ? a : gcd(b, a % b); }

/// A function that calls itself, to another depth in each lane.
extern "C" __global__ void euclid(const int *x, const int *y, int *out) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  out[i] = gcd(x[i], y[i]);
}

struct Pair {
  double first;
  short second[3];
};

static __device__ __noinline__ Pair swing(Pair p, int by) {
  p.first = p.first * by + p.second[1];
  p.second[2] = (short)(p.second[0] - by);
  return p;
}

/// Structures by value into and out of a function, and into the kernel.
extern "C" __global__ void structures(Pair p, double *out) {
  int i = threadIdx.x;
  p.second[0] = (short)i;
  Pair q = swing(p, i);
  out[2 * i] = q.first, out[2 * i + 1] = q.second[2];
}

/// A switch, a constant table read at lane-dependent places, a local array.
extern "C" __global__ void interpret(const unsigned char *code, int *out, int length) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  int stack[8];
  int top = 0;
  stack[0] = i;
  for (int pc = 0; pc < length; ++pc) {
    switch ((code[pc] + i) % 7) {
    case 0:
      stack[top] += kTable[(i + pc) % 16];
      break;
    case 1:
      stack[top] *= 3;
      break;
    case 2:
      if (top < 7)
        stack[top + 1] = stack[top] - 1, ++top;
      break;
    case 3:
      stack[top] ^= 0x55;
      break;
    case 4:
      if (top > 0)
        stack[top - 1] += stack[top], --top;
      break;
    case 5:
      stack[top] = stack[top] << 3 | (unsigned)stack[top] >> 29;
      break;
    default:
      stack[top] = __clz(stack[top]) + __popc(stack[top]);
      break;
    }
  }
  out[i] = stack[top];
}

typedef int (*Step)(int);
static __device__ int twice(int x) { return 2 * x; }
static __device__ int square(int x) { return x * x; }
static __device__ int fewer(int x) { return x - 5; }
__device__ Step kSteps[3] = {twice, square, fewer};

/// Calls through a table of functions, another one in each lane.
extern "C" __global__ void indirect(int *x) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  x[i] = kSteps[i % 3](x[i]);
}

/// One pointer that is shared in some lanes and global in others.
extern "C" __global__ void generic(const int *x, int *out) {
  __shared__ int mirror[64];
  int t = threadIdx.x;
  mirror[t] = x[t] * 10;
  __syncthreads();
  const int *from = t % 2 ? mirror : x;
  out[t] = from[63 - t] + (__isShared(from) ? 1 : 0);
}

__device__ int gCounter;
__device__ float gWeights[4] = {0.5f, -1.5f, 2.0f, 8.0f};

/// The last block to finish adds up what all have stored (fence, then atomic).
extern "C" __global__ void last_block(const float *x, volatile float *parts, float *out) {
  __shared__ bool last;
  if (threadIdx.x == 0) {
    float sum = 0;
    for (int i = 0; i < 64; ++i)
      sum += x[blockIdx.x * 64 + i] * gWeights[i % 4];
    parts[blockIdx.x] = sum;
    __threadfence();
    last = atomicAdd(&gCounter, 1) == (int)gridDim.x - 1;
  }
  __syncthreads();
  if (last && threadIdx.x == 0) {
    float sum = 0;
    for (int b = 0; b < (int)gridDim.x; ++b)
      sum += parts[b];
    *out = sum;
  }
}
