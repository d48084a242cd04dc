// The default f16 tensor-op GEMM of CUTLASS for sm_80, as device::Gemm would
// launch it. Its parameter structure holds pointers, so the kernel here builds
// it on the device from plain arguments; all else is CUTLASS's own code.

#include "cutlass/gemm/device/gemm.h"

using Half = cutlass::half_t;
using Gemm = cutlass::gemm::device::Gemm<Half, cutlass::layout::RowMajor, Half, cutlass::layout::ColumnMajor, Half,
                                         cutlass::layout::RowMajor, float, cutlass::arch::OpClassTensorOp,
                                         cutlass::arch::Sm80>;
using Kernel = Gemm::GemmKernel;
using Shape = Gemm::ThreadblockShape;

/// d = alpha a b + beta c; a is m x k row-major, b n x k (column-major k x n), c and d m x n.
extern "C" __global__ void __launch_bounds__(Kernel::kThreadCount)
    cutlass_gemm(Half *a, Half *b, Half *c, Half *d, int m, int n, int k, float alpha, float beta) {
  extern __shared__ int4 memory[];
  cutlass::gemm::GemmCoord problem(m, n, k);
  cutlass::gemm::GemmCoord tiles((m + Shape::kM - 1) / Shape::kM, (n + Shape::kN - 1) / Shape::kN, 1);
  Kernel::Params params(problem, tiles, {a, k}, {b, k}, {c, n}, {d, n}, {alpha, beta}, nullptr, nullptr, nullptr, nullptr);
  Kernel()(params, *reinterpret_cast<Kernel::SharedStorage *>(memory));
}

/// For the launch: threads, bytes of shared memory and the tile, in a symbol of the PTX.
extern "C" __device__ const int cutlass_gemm_facts[4] = {Kernel::kThreadCount, (int)sizeof(Kernel::SharedStorage),
                                                          Shape::kM, Shape::kN};
