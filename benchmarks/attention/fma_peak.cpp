//===- fma_peak.cpp - the loaded FMA rate of one core ---------------------===//
//
// The yardstick for f32 kernels: a 6 x 4 register tile of fused multiply-adds
// whose operands come from the first-level cache, four vectors and six
// broadcasts a step. No kernel that loads its operands can beat it by much.
// Prints GFLOP/s, one line for each number of milliseconds given.
//
//   c++ -O3 -march=native -o fma_peak fma_peak.cpp && ./fma_peak 200
//
//===----------------------------------------------------------------------===//

#include <chrono>
#include <cstdio>
#include <cstdlib>

#if defined(__AVX512F__)
constexpr int kBytes = 64;
#elif defined(__AVX__)
constexpr int kBytes = 32;
#else
constexpr int kBytes = 16;
#endif
constexpr int kLanes = kBytes / sizeof(float);
constexpr int kRows = 6, kSteps = 96;
// 16 vector registers hold a 6 x 2 tile, 32 hold 6 x 4.
constexpr int kVectors = kBytes == 64 ? 4 : 2;

typedef float Vector __attribute__((vector_size(kBytes)));

alignas(64) static float values[kSteps * kVectors * kLanes];
alignas(64) static float weights[kSteps * kRows];

static void tile() {
  Vector c[kRows][kVectors] = {};
  for (int step = 0; step < kSteps; ++step) {
    Vector v[kVectors];
    for (int i = 0; i < kVectors; ++i)
      v[i] =
          *reinterpret_cast<Vector *>(values + (step * kVectors + i) * kLanes);
    for (int r = 0; r < kRows; ++r) {
      // x - 0 is x for every x, so that this is a broadcast and no more.
      Vector p = weights[step * kRows + r] - Vector{};
      for (int i = 0; i < kVectors; ++i)
        c[r][i] += p * v[i];
    }
  }
  // Keeps the sums alive without storing them.
  for (auto &row : c)
    for (Vector &sum : row)
      asm volatile("" : : "x"(sum));
}

int main(int argc, char **argv) {
  for (float &x : values)
    x = 1e-3f;
  for (float &x : weights)
    x = 1e-3f;
  using Clock = std::chrono::steady_clock;
  for (int i = 1; i < argc; ++i) {
    double limit = std::atof(argv[i]) * 1e-3;
    auto start = Clock::now();
    double seconds = 0, tiles = 0;
    while (seconds < limit) {
      for (int j = 0; j < 2000; ++j)
        tile();
      tiles += 2000;
      seconds = std::chrono::duration<double>(Clock::now() - start).count();
    }
    std::printf("%.2f\n", tiles * kSteps * kRows * kVectors * kLanes * 2 /
                              seconds * 1e-9);
  }
}
