// Given scores as vector code where the weight is an exponential; other
// normalisers stay for loops.
// RUN: attn-opt %s --attn-bufferize-pipeline --convert-attn-to-cpu | FileCheck %s
// REQUIRES: attn-run
// RUN: attn-run %s --entry=softmax --target=cpu --random-args=1 --dims=53,150,150 --compare=interpret
// RUN: attn-run %s --entry=softmax --target=cpu --random-args=2 --dims=5,3,3 --compare=interpret
// RUN: attn-run %s --entry=masked --target=cpu --random-args=3 --dims=53,150,150 --compare=interpret
// RUN: attn-run %s --entry=sigmoid --target=cpu --random-args=4 --dims=53,150,150 --compare=interpret

// CHECK-LABEL: func.func @softmax
// CHECK-NOT:     attn.online_aggregate
// CHECK:         call @attn_kernel
func.func @softmax(%scores: tensor<4x?x?xf32>, %v: tensor<2x?x24xf16>)
    -> (tensor<4x?x24xf32>, tensor<4x?xf32>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c7 = arith.constant 7 : index
  %zero = arith.constant 0.0 : f32
  %lowest = arith.constant 0xFF800000 : f32
  %n = tensor.dim %scores, %c1 : tensor<4x?x?xf32>
  %ea = tensor.empty(%n) : tensor<4x?x24xf32>
  %em = tensor.empty(%n) : tensor<4x?xf32>
  %a = linalg.fill ins(%zero : f32) outs(%ea : tensor<4x?x24xf32>) -> tensor<4x?x24xf32>
  %m = linalg.fill ins(%lowest : f32) outs(%em : tensor<4x?xf32>) -> tensor<4x?xf32>
  %el = tensor.empty(%n) : tensor<4x?xf32>
  %l = linalg.fill ins(%zero : f32) outs(%el : tensor<4x?xf32>) -> tensor<4x?xf32>
  %r:3 = attn.online_aggregate ins(%scores, %v) outs(%a, %m, %l) at(%c1, %c7, %c7, %c1) 
    : (tensor<4x?x?xf32>, tensor<2x?x24xf16>) -> (tensor<4x?x24xf32>, tensor<4x?xf32>, tensor<4x?xf32>)
  %eo = tensor.empty(%n) : tensor<4x?x24xf32>
  %ee = tensor.empty(%n) : tensor<4x?xf32>
  %o:2 = attn.finalize ins(%r#0, %r#1, %r#2) outs(%eo, lse %ee) 
    : (tensor<4x?x24xf32>, tensor<4x?xf32>, tensor<4x?xf32>) -> (tensor<4x?x24xf32>, tensor<4x?xf32>)
  return %o#0, %o#1 : tensor<4x?x24xf32>, tensor<4x?xf32>
}

// Row 0 sees nothing.
// CHECK-LABEL: func.func @masked
// CHECK-NOT:     attn.online_aggregate
// CHECK:         call @attn_kernel
func.func @masked(%scores: tensor<4x?x?xf32>, %v: tensor<2x?x24xf16>)
    -> (tensor<4x?x24xf32>, tensor<4x?xf32>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c7 = arith.constant 7 : index
  %zero = arith.constant 0.0 : f32
  %lowest = arith.constant 0xFF800000 : f32
  %n = tensor.dim %scores, %c1 : tensor<4x?x?xf32>
  %nk = tensor.dim %scores, %c2 : tensor<4x?x?xf32>
  %es = tensor.empty(%n, %nk) : tensor<4x?x?xf32>
  %s = linalg.generic {indexing_maps = [affine_map<(h, q, k) -> (h, q, k)>, affine_map<(h, q, k) -> (h, q, k)>],
      iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%scores : tensor<4x?x?xf32>) outs(%es : tensor<4x?x?xf32>) {
  ^bb0(%x: f32, %y: f32):
    %q = linalg.index 1 : index
    %k = linalg.index 2 : index
    %seen = arith.cmpi slt, %k, %q : index
    %t = arith.select %seen, %x, %lowest : f32
    linalg.yield %t : f32
  } -> tensor<4x?x?xf32>
  %ea = tensor.empty(%n) : tensor<4x?x24xf32>
  %em = tensor.empty(%n) : tensor<4x?xf32>
  %a = linalg.fill ins(%zero : f32) outs(%ea : tensor<4x?x24xf32>) -> tensor<4x?x24xf32>
  %m = linalg.fill ins(%lowest : f32) outs(%em : tensor<4x?xf32>) -> tensor<4x?xf32>
  %el = tensor.empty(%n) : tensor<4x?xf32>
  %l = linalg.fill ins(%zero : f32) outs(%el : tensor<4x?xf32>) -> tensor<4x?xf32>
  %r:3 = attn.online_aggregate ins(%s, %v) outs(%a, %m, %l) at(%c1, %c7, %c7, %c1) 
    : (tensor<4x?x?xf32>, tensor<2x?x24xf16>) -> (tensor<4x?x24xf32>, tensor<4x?xf32>, tensor<4x?xf32>)
  %eo = tensor.empty(%n) : tensor<4x?x24xf32>
  %ee = tensor.empty(%n) : tensor<4x?xf32>
  %o:2 = attn.finalize ins(%r#0, %r#1, %r#2) outs(%eo, lse %ee) 
    : (tensor<4x?x24xf32>, tensor<4x?xf32>, tensor<4x?xf32>) -> (tensor<4x?x24xf32>, tensor<4x?xf32>)
  return %o#0, %o#1 : tensor<4x?x24xf32>, tensor<4x?xf32>
}

// CHECK-LABEL: func.func @sigmoid
// CHECK:         attn.online_aggregate
func.func @sigmoid(%scores: tensor<4x?x?xf32>, %v: tensor<2x?x24xf16>)
    -> tensor<4x?x24xf32> {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c7 = arith.constant 7 : index
  %zero = arith.constant 0.0 : f32
  %lowest = arith.constant 0xFF800000 : f32
  %n = tensor.dim %scores, %c1 : tensor<4x?x?xf32>
  %nk = tensor.dim %scores, %c2 : tensor<4x?x?xf32>
  %es = tensor.empty(%n, %nk) : tensor<4x?x?xf32>
  %s = linalg.generic {indexing_maps = [affine_map<(h, q, k) -> (h, q, k)>, affine_map<(h, q, k) -> (h, q, k)>],
      iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%scores : tensor<4x?x?xf32>) outs(%es : tensor<4x?x?xf32>) {
  ^bb0(%x: f32, %y: f32):
    %q = linalg.index 1 : index
    %k = linalg.index 2 : index
    %seen = arith.cmpi slt, %k, %q : index
    %t = arith.select %seen, %x, %lowest : f32
    linalg.yield %t : f32
  } -> tensor<4x?x?xf32>
  %ea = tensor.empty(%n) : tensor<4x?x24xf32>
  %em = tensor.empty(%n) : tensor<4x?xf32>
  %a = linalg.fill ins(%zero : f32) outs(%ea : tensor<4x?x24xf32>) -> tensor<4x?x24xf32>
  %m = linalg.fill ins(%lowest : f32) outs(%em : tensor<4x?xf32>) -> tensor<4x?xf32>
  %r:2 = attn.online_aggregate ins(%s, %v) outs(%a, %m) at(%c1, %c7, %c7, %c1) normalizer(#attn.sigmoid)
    : (tensor<4x?x?xf32>, tensor<2x?x24xf16>) -> (tensor<4x?x24xf32>, tensor<4x?xf32>)
  %eo = tensor.empty(%n) : tensor<4x?x24xf32>
  %o = attn.finalize ins(%r#0, %r#1) outs(%eo) normalizer(#attn.sigmoid)
    : (tensor<4x?x24xf32>, tensor<4x?xf32>) -> (tensor<4x?x24xf32>)
  return %o : tensor<4x?x24xf32>
}
