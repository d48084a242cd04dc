// Products that are weights over a sum, but have no logarithm that keeps the meaning.
// RUN: attn-opt %s --attn-raise | FileCheck -enable-var-scope %s

#pair = affine_map<(b, i, j) -> (b, i, j)>
#row = affine_map<(b, i, j) -> (b, i)>
#key = affine_map<(b, i, j) -> (b, j)>
#token = affine_map<(b, i) -> (b, i)>

// A factor that may be negative has no logarithm.
// CHECK-LABEL: func.func @any_sign(
// CHECK-NOT: attn.attention
// CHECK: linalg.batch_matmul
func.func @any_sign(%x: tensor<2x9x8xf32>, %u: tensor<2x9xf32>, %z: tensor<2x9x9xf32>) -> tensor<2x9x8xf32> {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %tokens = tensor.empty() : tensor<2x9xf32>
  %w = linalg.generic {indexing_maps = [#token, #token], iterator_types = ["parallel", "parallel"]} ins(%u : tensor<2x9xf32>) outs(%tokens : tensor<2x9xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  } -> tensor<2x9xf32>
  %pairs = tensor.empty() : tensor<2x9x9xf32>
  %g = linalg.generic {indexing_maps = [#key, #pair, #pair], iterator_types = ["parallel", "parallel", "parallel"]} ins(%w, %z : tensor<2x9xf32>, tensor<2x9x9xf32>) outs(%pairs : tensor<2x9x9xf32>) {
  ^bb0(%a: f32, %c: f32, %o: f32):
    %i = linalg.index 1 : index
    %j = linalg.index 2 : index
    %d = arith.subi %j, %i : index
    %n = arith.index_cast %d : index to i64
    %f = arith.sitofp %n : i64 to f32
    %e = arith.mulf %f, %f : f32
    %m = arith.negf %e : f32
    %p = math.exp %m : f32
    %r = arith.mulf %a, %p : f32
    linalg.yield %r : f32
  } -> tensor<2x9x9xf32>
  %empty = tensor.empty() : tensor<2x9xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<2x9xf32>) -> tensor<2x9xf32>
  %s = linalg.generic {indexing_maps = [#pair, #row], iterator_types = ["parallel", "parallel", "reduction"]} ins(%g : tensor<2x9x9xf32>) outs(%init : tensor<2x9xf32>) {
  ^bb0(%a: f32, %o: f32):
    %r = arith.addf %a, %o : f32
    linalg.yield %r : f32
  } -> tensor<2x9xf32>
  %p = linalg.generic {indexing_maps = [#pair, #row, #pair], iterator_types = ["parallel", "parallel", "parallel"]} ins(%g, %s : tensor<2x9x9xf32>, tensor<2x9xf32>) outs(%pairs : tensor<2x9x9xf32>) {
  ^bb0(%a: f32, %c: f32, %o: f32):
    %r = arith.divf %a, %c : f32
    linalg.yield %r : f32
  } -> tensor<2x9x9xf32>
  %to = tensor.empty() : tensor<2x9x8xf32>
  %out = linalg.fill ins(%zero : f32) outs(%to : tensor<2x9x8xf32>) -> tensor<2x9x8xf32>
  %y = linalg.batch_matmul ins(%p, %x : tensor<2x9x9xf32>, tensor<2x9x8xf32>) outs(%out : tensor<2x9x8xf32>) -> tensor<2x9x8xf32>
  return %y : tensor<2x9x8xf32>
}

// Where the value of a pair decides, a row may sum to 0 / 0, which stays NaN.
// CHECK-LABEL: func.func @zero_by_value(
// CHECK-NOT: attn.attention
// CHECK: linalg.batch_matmul
func.func @zero_by_value(%x: tensor<2x9x8xf32>, %u: tensor<2x9xf32>, %z: tensor<2x9x9xf32>) -> tensor<2x9x8xf32> {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %tokens = tensor.empty() : tensor<2x9xf32>
  %w = linalg.generic {indexing_maps = [#token, #token], iterator_types = ["parallel", "parallel"]} ins(%u : tensor<2x9xf32>) outs(%tokens : tensor<2x9xf32>) {
  ^bb0(%a: f32, %o: f32):
    %n = arith.negf %a : f32
    %e = math.exp %n : f32
    %d = arith.addf %e, %one : f32
    %r = arith.divf %one, %d : f32
    linalg.yield %r : f32
  } -> tensor<2x9xf32>
  %pairs = tensor.empty() : tensor<2x9x9xf32>
  %g = linalg.generic {indexing_maps = [#key, #pair, #pair], iterator_types = ["parallel", "parallel", "parallel"]} ins(%w, %z : tensor<2x9xf32>, tensor<2x9x9xf32>) outs(%pairs : tensor<2x9x9xf32>) {
  ^bb0(%a: f32, %c: f32, %o: f32):
    %i = linalg.index 1 : index
    %j = linalg.index 2 : index
    %d = arith.subi %j, %i : index
    %n = arith.index_cast %d : index to i64
    %f = arith.sitofp %n : i64 to f32
    %e = arith.mulf %f, %f : f32
    %m = arith.negf %e : f32
    %p = math.exp %m : f32
    %c2 = arith.maximumf %c, %zero : f32
    %r = arith.mulf %c2, %p : f32
    linalg.yield %r : f32
  } -> tensor<2x9x9xf32>
  %empty = tensor.empty() : tensor<2x9xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<2x9xf32>) -> tensor<2x9xf32>
  %s = linalg.generic {indexing_maps = [#pair, #row], iterator_types = ["parallel", "parallel", "reduction"]} ins(%g : tensor<2x9x9xf32>) outs(%init : tensor<2x9xf32>) {
  ^bb0(%a: f32, %o: f32):
    %r = arith.addf %a, %o : f32
    linalg.yield %r : f32
  } -> tensor<2x9xf32>
  %p = linalg.generic {indexing_maps = [#pair, #row, #pair], iterator_types = ["parallel", "parallel", "parallel"]} ins(%g, %s : tensor<2x9x9xf32>, tensor<2x9xf32>) outs(%pairs : tensor<2x9x9xf32>) {
  ^bb0(%a: f32, %c: f32, %o: f32):
    %r = arith.divf %a, %c : f32
    linalg.yield %r : f32
  } -> tensor<2x9x9xf32>
  %to = tensor.empty() : tensor<2x9x8xf32>
  %out = linalg.fill ins(%zero : f32) outs(%to : tensor<2x9x8xf32>) -> tensor<2x9x8xf32>
  %y = linalg.batch_matmul ins(%p, %x : tensor<2x9x9xf32>, tensor<2x9x8xf32>) outs(%out : tensor<2x9x8xf32>) -> tensor<2x9x8xf32>
  return %y : tensor<2x9x8xf32>
}

// The sum of something else.
// CHECK-LABEL: func.func @other_sum(
// CHECK-NOT: attn.attention
// CHECK: linalg.batch_matmul
func.func @other_sum(%x: tensor<2x9x8xf32>, %u: tensor<2x9xf32>, %z: tensor<2x9x9xf32>) -> tensor<2x9x8xf32> {
  %zero = arith.constant 0.0 : f32
  %one = arith.constant 1.0 : f32
  %tokens = tensor.empty() : tensor<2x9xf32>
  %w = linalg.generic {indexing_maps = [#token, #token], iterator_types = ["parallel", "parallel"]} ins(%u : tensor<2x9xf32>) outs(%tokens : tensor<2x9xf32>) {
  ^bb0(%a: f32, %o: f32):
    %n = arith.negf %a : f32
    %e = math.exp %n : f32
    %d = arith.addf %e, %one : f32
    %r = arith.divf %one, %d : f32
    linalg.yield %r : f32
  } -> tensor<2x9xf32>
  %pairs = tensor.empty() : tensor<2x9x9xf32>
  %g = linalg.generic {indexing_maps = [#key, #pair, #pair], iterator_types = ["parallel", "parallel", "parallel"]} ins(%w, %z : tensor<2x9xf32>, tensor<2x9x9xf32>) outs(%pairs : tensor<2x9x9xf32>) {
  ^bb0(%a: f32, %c: f32, %o: f32):
    %i = linalg.index 1 : index
    %j = linalg.index 2 : index
    %d = arith.subi %j, %i : index
    %n = arith.index_cast %d : index to i64
    %f = arith.sitofp %n : i64 to f32
    %e = arith.mulf %f, %f : f32
    %m = arith.negf %e : f32
    %p = math.exp %m : f32
    %r = arith.mulf %a, %p : f32
    linalg.yield %r : f32
  } -> tensor<2x9x9xf32>
  %empty = tensor.empty() : tensor<2x9xf32>
  %init = linalg.fill ins(%zero : f32) outs(%empty : tensor<2x9xf32>) -> tensor<2x9xf32>
  %s = linalg.generic {indexing_maps = [#pair, #row], iterator_types = ["parallel", "parallel", "reduction"]} ins(%z : tensor<2x9x9xf32>) outs(%init : tensor<2x9xf32>) {
  ^bb0(%a: f32, %o: f32):
    %r = arith.addf %a, %o : f32
    linalg.yield %r : f32
  } -> tensor<2x9xf32>
  %p = linalg.generic {indexing_maps = [#pair, #row, #pair], iterator_types = ["parallel", "parallel", "parallel"]} ins(%g, %s : tensor<2x9x9xf32>, tensor<2x9xf32>) outs(%pairs : tensor<2x9x9xf32>) {
  ^bb0(%a: f32, %c: f32, %o: f32):
    %r = arith.divf %a, %c : f32
    linalg.yield %r : f32
  } -> tensor<2x9x9xf32>
  %to = tensor.empty() : tensor<2x9x8xf32>
  %out = linalg.fill ins(%zero : f32) outs(%to : tensor<2x9x8xf32>) -> tensor<2x9x8xf32>
  %y = linalg.batch_matmul ins(%p, %x : tensor<2x9x9xf32>, tensor<2x9x8xf32>) outs(%out : tensor<2x9x8xf32>) -> tensor<2x9x8xf32>
  return %y : tensor<2x9x8xf32>
}
