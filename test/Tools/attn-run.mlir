// Files in and out, comparison, one line of JSON.
// RUN: rm -rf %t && mkdir %t
// RUN: attn-run %s --entry=make --target=interpret --out=%t/a.npy --out=%t/b.npy --out=%t/n.npy --out=%t/m.npy
// RUN: attn-run %s --entry=use --target=interpret --arg=%t/a.npy --arg=%t/b.npy --arg=%t/n.npy --arg=%t/m.npy --print | FileCheck %s --check-prefix=USE
// RUN: attn-run %s --entry=use --target=interpret --arg=%t/a.npy --arg=%t/b.npy --arg=3 --arg=%t/m.npy --print | FileCheck %s --check-prefix=USE
// RUN: attn-run %s --entry=product --target=linalg --random-args=1 --dims=9,5,7 --compare=interpret | FileCheck %s --check-prefix=COMPARE
// RUN: attn-run %s --entry=product --target=cpu --random-args=1 --dims=9,5,7 --compare=interpret --check-operands --threads=2 | FileCheck %s --check-prefix=COMPARE
// RUN: attn-run %s --entry=product --random-args=1 --dims=9,5,7 --bench=3 | FileCheck %s --check-prefix=BENCH
// Different seeds, different numbers; the same seed, the same bytes.
// RUN: attn-run %s --entry=product --target=interpret --random-args=1 --dims=2 --out=%t/r1.npy
// RUN: attn-run %s --entry=product --target=interpret --random-args=1 --dims=2 --out=%t/r1b.npy
// RUN: attn-run %s --entry=product --target=interpret --random-args=2 --dims=2 --out=%t/r2.npy
// RUN: cmp %t/r1.npy %t/r1b.npy
// RUN: not cmp %t/r1.npy %t/r2.npy

func.func @make() -> (tensor<2xbf16>, tensor<2x1xf16>, index, tensor<3xi1>) {
  %a = arith.constant dense<[1.5, -2.0]> : tensor<2xbf16>
  %b = arith.constant dense<[[0.25], [4.0]]> : tensor<2x1xf16>
  %n = arith.constant 3 : index
  %m = arith.constant dense<[true, false, true]> : tensor<3xi1>
  return %a, %b, %n, %m : tensor<2xbf16>, tensor<2x1xf16>, index, tensor<3xi1>
}

// USE: result 0: 2xf32 [1.5, -2]
// USE: result 1: f16 4
// USE: result 2: index 4
// USE: result 3: i1 0
func.func @use(%a: tensor<2xbf16>, %b: tensor<?x1xf16>, %n: index, %m: tensor<3xi1>) -> (tensor<2xf32>, f16, index, i1) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %x = arith.extf %a : tensor<2xbf16> to tensor<2xf32>
  %y = tensor.extract %b[%c1, %c0] : tensor<?x1xf16>
  %k = arith.addi %n, %c1 : index
  %t = tensor.extract %m[%c1] : tensor<3xi1>
  return %x, %y, %k, %t : tensor<2xf32>, f16, index, i1
}

// COMPARE: result 0: max abs error {{[0-9.]+e-[0-9]+}}, max rel error {{[0-9.]+e-[0-9]+}}, bound {{[0-9.]+e-[0-9]+}}: ok
// BENCH: {"entry":"product","gflops":null,"median_ms":{{[0-9.e-]+}},"min_ms":{{[0-9.e-]+}},"peak_rss_mib":{{[0-9.]+}},"repeats":3,"rss_anon_mib":{{[0-9.]+}},"target":"cpu","threads":0}
func.func @product(%a: tensor<?x?xf32>, %b: tensor<?x?xf32>) -> tensor<?x?xf32> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %m = tensor.dim %a, %c0 : tensor<?x?xf32>
  %n = tensor.dim %b, %c0 : tensor<?x?xf32>
  %e = tensor.empty(%m, %m) : tensor<?x?xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %r = linalg.generic {
      indexing_maps = [affine_map<(i, j, k) -> (i, k)>, affine_map<(i, j, k) -> (j, k)>, affine_map<(i, j, k) -> (i, j)>],
      iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%a, %a : tensor<?x?xf32>, tensor<?x?xf32>) outs(%z : tensor<?x?xf32>) {
    ^bb0(%p: f32, %q: f32, %o: f32):
      %t = arith.mulf %p, %q : f32
      %s = arith.addf %o, %t : f32
      linalg.yield %s : f32
  } -> tensor<?x?xf32>
  return %r : tensor<?x?xf32>
}
