// How often normalisers of several passes went over the scores, beside results
// that are what they are without.
// RUN: attn-run %s --entry=two --target=cpu --random-args=1 --dims=9 --sweeps --compare=interpret | FileCheck %s --check-prefix=TWO
// RUN: attn-run %s --entry=two --target=interpret --random-args=1 --dims=9 --sweeps | FileCheck %s --check-prefix=COUNT
// RUN: attn-run %s --entry=none --target=linalg --random-args=1 --dims=9 --sweeps | FileCheck %s --check-prefix=NONE

// TWO: sweeps: 5 {{[3-8]$}}
// TWO-NEXT: result 0: {{.*}}: ok
// TWO-NOT: result
// COUNT: sweeps: 5 {{[3-8]$}}
func.func @two(%q: tensor<2x3x?x16xf32>) -> tensor<2x3x?x16xf32> {
  %a = attn.attention %q, %q, %q normalizer(#attn.sinkhorn<4>) : (tensor<2x3x?x16xf32>, tensor<2x3x?x16xf32>, tensor<2x3x?x16xf32>) -> tensor<2x3x?x16xf32>
  %b = attn.attention %a, %q, %q normalizer(#attn.sparsemax) : (tensor<2x3x?x16xf32>, tensor<2x3x?x16xf32>, tensor<2x3x?x16xf32>) -> tensor<2x3x?x16xf32>
  return %b : tensor<2x3x?x16xf32>
}

// NONE: sweeps: no normaliser of several passes
func.func @none(%q: tensor<1x?x16xf32>) -> tensor<1x?x16xf32> {
  %a = attn.attention %q, %q, %q : (tensor<1x?x16xf32>, tensor<1x?x16xf32>, tensor<1x?x16xf32>) -> tensor<1x?x16xf32>
  return %a : tensor<1x?x16xf32>
}
