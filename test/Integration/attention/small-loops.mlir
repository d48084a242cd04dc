// RUN: attn-compile %s --target=cpu --emit=obj -o %t.o
// REQUIRES: attn-run

// Small static loops with tails, which LLVM, left to itself, unrolls into blocks
// that instruction selection needs minutes for.
#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0, d1, d2, d3) -> (d0, 0, 0, d3)>
#map2 = affine_map<(d0, d1, d2, d3) -> ()>
#map3 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map4 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @f(%arg0: tensor<2x4x33x24xf32>, %arg1: tensor<2x4x33x24xf32>, %arg2: tensor<2x4x33x24xf32>, %arg3: tensor<2x33xi1>) -> tensor<2x4x33x24xf32> {
    %cst = arith.constant 0.000000e+00 : f32
    %true = arith.constant true
    %c0_i64 = arith.constant 0 : i64
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<3.40282347E+38> : tensor<f32>
    %cst_2 = arith.constant dense<-3.40282347E+38> : tensor<f32>
    %cst_3 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_4 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_5 = arith.constant 0x7FF0000000000000 : f64
    %cst_6 = arith.constant 0xFFF0000000000000 : f64
    %cst_7 = arith.constant 2.000000e-01 : f64
    %0 = tensor.empty() : tensor<2x4x24x33xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x4x33x24xf32>) outs(%0 : tensor<2x4x24x33xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x4x33x24xf32> into tensor<8x33x24xf32>
    %collapsed_8 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x4x24x33xf32> into tensor<8x24x33xf32>
    %1 = tensor.empty() : tensor<8x33x33xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<8x33x33xf32>) -> tensor<8x33x33xf32>
    %3 = linalg.batch_matmul ins(%collapsed, %collapsed_8 : tensor<8x33x24xf32>, tensor<8x24x33xf32>) outs(%2 : tensor<8x33x33xf32>) -> tensor<8x33x33xf32>
    %expanded = tensor.expand_shape %3 [[0, 1], [2], [3]] output_shape [2, 4, 33, 33] : tensor<8x33x33xf32> into tensor<2x4x33x33xf32>
    %4 = tensor.empty() : tensor<2x4x33x33xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded : tensor<2x4x33x33xf32>) outs(%4 : tensor<2x4x33x33xf32>) {
    ^bb0(%in: f32, %out: f32):
      %30 = arith.truncf %cst_7 : f64 to f32
      %31 = arith.mulf %in, %30 : f32
      linalg.yield %31 : f32
    } -> tensor<2x4x33x33xf32>
    %expanded_9 = tensor.expand_shape %arg3 [[0], [1, 2, 3]] output_shape [2, 1, 1, 33] : tensor<2x33xi1> into tensor<2x1x1x33xi1>
    %6 = tensor.empty() : tensor<2x1x1x33xi1>
    %7 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_9 : tensor<2x1x1x33xi1>) outs(%6 : tensor<2x1x1x33xi1>) {
    ^bb0(%in: i1, %out: i1):
      %30 = arith.xori %in, %true : i1
      linalg.yield %30 : i1
    } -> tensor<2x1x1x33xi1>
    %8 = linalg.generic {indexing_maps = [#map1, #map2, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%7, %cst_4, %5 : tensor<2x1x1x33xi1>, tensor<f32>, tensor<2x4x33x33xf32>) outs(%4 : tensor<2x4x33x33xf32>) {
    ^bb0(%in: i1, %in_14: f32, %in_15: f32, %out: f32):
      %30 = arith.select %in, %in_14, %in_15 : f32
      linalg.yield %30 : f32
    } -> tensor<2x4x33x33xf32>
    %9 = tensor.empty() : tensor<2x4x33xi64>
    %10 = linalg.fill ins(%c0_i64 : i64) outs(%9 : tensor<2x4x33xi64>) -> tensor<2x4x33xi64>
    %11 = tensor.empty() : tensor<2x4x33xf32>
    %12 = linalg.fill ins(%cst_0 : f32) outs(%11 : tensor<2x4x33xf32>) -> tensor<2x4x33xf32>
    %13:2 = linalg.generic {indexing_maps = [#map, #map3, #map3], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%8 : tensor<2x4x33x33xf32>) outs(%12, %10 : tensor<2x4x33xf32>, tensor<2x4x33xi64>) {
    ^bb0(%in: f32, %out: f32, %out_14: i64):
      %30 = linalg.index 3 : index
      %31 = arith.index_cast %30 : index to i64
      %32 = arith.maximumf %in, %out : f32
      %33 = arith.cmpf ogt, %in, %out : f32
      %34 = arith.select %33, %31, %out_14 : i64
      linalg.yield %32, %34 : f32, i64
    } -> (tensor<2x4x33xf32>, tensor<2x4x33xi64>)
    %expanded_10 = tensor.expand_shape %13#0 [[0], [1], [2, 3]] output_shape [2, 4, 33, 1] : tensor<2x4x33xf32> into tensor<2x4x33x1xf32>
    %14 = linalg.generic {indexing_maps = [#map, #map4, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%8, %expanded_10 : tensor<2x4x33x33xf32>, tensor<2x4x33x1xf32>) outs(%4 : tensor<2x4x33x33xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %30 = arith.subf %in, %in_14 : f32
      linalg.yield %30 : f32
    } -> tensor<2x4x33x33xf32>
    %15 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%14 : tensor<2x4x33x33xf32>) outs(%4 : tensor<2x4x33x33xf32>) {
    ^bb0(%in: f32, %out: f32):
      %30 = math.exp %in : f32
      linalg.yield %30 : f32
    } -> tensor<2x4x33x33xf32>
    %16 = tensor.empty() : tensor<2x4x33x1xf32>
    %17 = linalg.fill ins(%cst : f32) outs(%16 : tensor<2x4x33x1xf32>) -> tensor<2x4x33x1xf32>
    %18 = linalg.generic {indexing_maps = [#map, #map4], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%15 : tensor<2x4x33x33xf32>) outs(%17 : tensor<2x4x33x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %30 = arith.addf %in, %out : f32
      linalg.yield %30 : f32
    } -> tensor<2x4x33x1xf32>
    %19 = linalg.generic {indexing_maps = [#map, #map4, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%15, %18 : tensor<2x4x33x33xf32>, tensor<2x4x33x1xf32>) outs(%4 : tensor<2x4x33x33xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %30 = arith.divf %in, %in_14 : f32
      linalg.yield %30 : f32
    } -> tensor<2x4x33x33xf32>
    %20 = tensor.empty() : tensor<2x4x33x33xi1>
    %21 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%19, %19 : tensor<2x4x33x33xf32>, tensor<2x4x33x33xf32>) outs(%20 : tensor<2x4x33x33xi1>) {
    ^bb0(%in: f32, %in_14: f32, %out: i1):
      %30 = arith.cmpf une, %in, %in_14 : f32
      linalg.yield %30 : i1
    } -> tensor<2x4x33x33xi1>
    %22 = linalg.generic {indexing_maps = [#map, #map2, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%21, %cst_3, %19 : tensor<2x4x33x33xi1>, tensor<f32>, tensor<2x4x33x33xf32>) outs(%4 : tensor<2x4x33x33xf32>) {
    ^bb0(%in: i1, %in_14: f32, %in_15: f32, %out: f32):
      %30 = arith.select %in, %in_14, %in_15 : f32
      linalg.yield %30 : f32
    } -> tensor<2x4x33x33xf32>
    %23 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%19 : tensor<2x4x33x33xf32>) outs(%20 : tensor<2x4x33x33xi1>) {
    ^bb0(%in: f32, %out: i1):
      %30 = arith.extf %in : f32 to f64
      %31 = arith.cmpf oeq, %30, %cst_6 : f64
      linalg.yield %31 : i1
    } -> tensor<2x4x33x33xi1>
    %24 = linalg.generic {indexing_maps = [#map, #map2, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23, %cst_2, %22 : tensor<2x4x33x33xi1>, tensor<f32>, tensor<2x4x33x33xf32>) outs(%4 : tensor<2x4x33x33xf32>) {
    ^bb0(%in: i1, %in_14: f32, %in_15: f32, %out: f32):
      %30 = arith.select %in, %in_14, %in_15 : f32
      linalg.yield %30 : f32
    } -> tensor<2x4x33x33xf32>
    %25 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%19 : tensor<2x4x33x33xf32>) outs(%20 : tensor<2x4x33x33xi1>) {
    ^bb0(%in: f32, %out: i1):
      %30 = arith.extf %in : f32 to f64
      %31 = arith.cmpf oeq, %30, %cst_5 : f64
      linalg.yield %31 : i1
    } -> tensor<2x4x33x33xi1>
    %26 = linalg.generic {indexing_maps = [#map, #map2, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%25, %cst_1, %24 : tensor<2x4x33x33xi1>, tensor<f32>, tensor<2x4x33x33xf32>) outs(%4 : tensor<2x4x33x33xf32>) {
    ^bb0(%in: i1, %in_14: f32, %in_15: f32, %out: f32):
      %30 = arith.select %in, %in_14, %in_15 : f32
      linalg.yield %30 : f32
    } -> tensor<2x4x33x33xf32>
    %collapsed_11 = tensor.collapse_shape %26 [[0, 1], [2], [3]] : tensor<2x4x33x33xf32> into tensor<8x33x33xf32>
    %collapsed_12 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x4x33x24xf32> into tensor<8x33x24xf32>
    %27 = tensor.empty() : tensor<8x33x24xf32>
    %28 = linalg.fill ins(%cst : f32) outs(%27 : tensor<8x33x24xf32>) -> tensor<8x33x24xf32>
    %29 = linalg.batch_matmul ins(%collapsed_11, %collapsed_12 : tensor<8x33x33xf32>, tensor<8x33x24xf32>) outs(%28 : tensor<8x33x24xf32>) -> tensor<8x33x24xf32>
    %expanded_13 = tensor.expand_shape %29 [[0, 1], [2], [3]] output_shape [2, 4, 33, 24] : tensor<8x33x24xf32> into tensor<2x4x33x24xf32>
    return %expanded_13 : tensor<2x4x33x24xf32>
  }
}
