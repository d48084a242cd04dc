#map = affine_map<(d0, d1) -> (d0, d1)>
#map1 = affine_map<(d0) -> (d0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, 0)>
#map4 = affine_map<(d0, d1, d2) -> (d1, d2)>
#map5 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#map6 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map7 = affine_map<(d0, d1, d2) -> (d0, 0, d2)>
module {
  func.func @adaptive_pool(%arg0: tensor<2x70x24xf32>, %arg1: tensor<2x70xf32>, %arg2: tensor<2x70xf32>) -> tensor<2x70x24xf32> {
    %c2_i64 = arith.constant 2 : i64
    %cst = arith.constant 1.000000e+00 : f32
    %cst_0 = arith.constant 0.000000e+00 : f32
    %cst_1 = arith.constant 7.000000e+00 : f32
    %cst_2 = arith.constant -5.000000e-01 : f32
    %0 = tensor.empty() : tensor<2x70xf32>
    %1 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%arg1 : tensor<2x70xf32>) outs(%0 : tensor<2x70xf32>) {
    ^bb0(%in: f32, %out: f32):
      %23 = arith.negf %in : f32
      %24 = math.exp %23 : f32
      %25 = arith.addf %24, %cst : f32
      %26 = arith.divf %cst, %25 : f32
      linalg.yield %26 : f32
    } -> tensor<2x70xf32>
    %2 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%arg2 : tensor<2x70xf32>) outs(%0 : tensor<2x70xf32>) {
    ^bb0(%in: f32, %out: f32):
      %23 = arith.negf %in : f32
      %24 = math.exp %23 : f32
      %25 = arith.addf %24, %cst : f32
      %26 = arith.divf %cst, %25 : f32
      linalg.yield %26 : f32
    } -> tensor<2x70xf32>
    %3 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%2 : tensor<2x70xf32>) outs(%0 : tensor<2x70xf32>) {
    ^bb0(%in: f32, %out: f32):
      %23 = arith.mulf %in, %cst_1 : f32
      linalg.yield %23 : f32
    } -> tensor<2x70xf32>
    %expanded = tensor.expand_shape %1 [[0], [1, 2]] output_shape [2, 1, 70] : tensor<2x70xf32> into tensor<2x1x70xf32>
    %4 = tensor.empty() : tensor<70xi64>
    %5 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%4 : tensor<70xi64>) {
    ^bb0(%out: i64):
      %23 = linalg.index 0 : index
      %24 = arith.index_cast %23 : index to i64
      linalg.yield %24 : i64
    } -> tensor<70xi64>
    %expanded_3 = tensor.expand_shape %5 [[0, 1]] output_shape [1, 70] : tensor<70xi64> into tensor<1x70xi64>
    %expanded_4 = tensor.expand_shape %5 [[0, 1]] output_shape [70, 1] : tensor<70xi64> into tensor<70x1xi64>
    %6 = tensor.empty() : tensor<70x70xi64>
    %7 = linalg.generic {indexing_maps = [#map2, #map3, #map], iterator_types = ["parallel", "parallel"]} ins(%expanded_3, %expanded_4 : tensor<1x70xi64>, tensor<70x1xi64>) outs(%6 : tensor<70x70xi64>) {
    ^bb0(%in: i64, %in_6: i64, %out: i64):
      %23 = arith.subi %in, %in_6 : i64
      linalg.yield %23 : i64
    } -> tensor<70x70xi64>
    %8 = tensor.empty() : tensor<70x70xf32>
    %9 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%7 : tensor<70x70xi64>) outs(%8 : tensor<70x70xf32>) {
    ^bb0(%in: i64, %out: f32):
      %23 = arith.sitofp %in : i64 to f32
      linalg.yield %23 : f32
    } -> tensor<70x70xf32>
    %expanded_5 = tensor.expand_shape %3 [[0], [1, 2]] output_shape [2, 70, 1] : tensor<2x70xf32> into tensor<2x70x1xf32>
    %10 = tensor.empty() : tensor<2x70x70xf32>
    %11 = linalg.generic {indexing_maps = [#map4, #map5, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%9, %expanded_5 : tensor<70x70xf32>, tensor<2x70x1xf32>) outs(%10 : tensor<2x70x70xf32>) {
    ^bb0(%in: f32, %in_6: f32, %out: f32):
      %23 = arith.divf %in, %in_6 : f32
      linalg.yield %23 : f32
    } -> tensor<2x70x70xf32>
    %12 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%11 : tensor<2x70x70xf32>) outs(%10 : tensor<2x70x70xf32>) {
    ^bb0(%in: f32, %out: f32):
      %23 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %23 : f32
    } -> tensor<2x70x70xf32>
    %13 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%12 : tensor<2x70x70xf32>) outs(%10 : tensor<2x70x70xf32>) {
    ^bb0(%in: f32, %out: f32):
      %23 = arith.mulf %in, %cst_2 : f32
      linalg.yield %23 : f32
    } -> tensor<2x70x70xf32>
    %14 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%13 : tensor<2x70x70xf32>) outs(%10 : tensor<2x70x70xf32>) {
    ^bb0(%in: f32, %out: f32):
      %23 = math.exp %in : f32
      linalg.yield %23 : f32
    } -> tensor<2x70x70xf32>
    %15 = linalg.generic {indexing_maps = [#map7, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded, %14 : tensor<2x1x70xf32>, tensor<2x70x70xf32>) outs(%10 : tensor<2x70x70xf32>) {
    ^bb0(%in: f32, %in_6: f32, %out: f32):
      %23 = arith.mulf %in, %in_6 : f32
      linalg.yield %23 : f32
    } -> tensor<2x70x70xf32>
    %16 = tensor.empty() : tensor<2x70x1xf32>
    %17 = linalg.fill ins(%cst_0 : f32) outs(%16 : tensor<2x70x1xf32>) -> tensor<2x70x1xf32>
    %18 = linalg.generic {indexing_maps = [#map6, #map5], iterator_types = ["parallel", "parallel", "reduction"]} ins(%15 : tensor<2x70x70xf32>) outs(%17 : tensor<2x70x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %23 = arith.addf %in, %out : f32
      linalg.yield %23 : f32
    } -> tensor<2x70x1xf32>
    %19 = linalg.generic {indexing_maps = [#map6, #map5, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%15, %18 : tensor<2x70x70xf32>, tensor<2x70x1xf32>) outs(%10 : tensor<2x70x70xf32>) {
    ^bb0(%in: f32, %in_6: f32, %out: f32):
      %23 = arith.divf %in, %in_6 : f32
      linalg.yield %23 : f32
    } -> tensor<2x70x70xf32>
    %20 = tensor.empty() : tensor<2x70x24xf32>
    %21 = linalg.fill ins(%cst_0 : f32) outs(%20 : tensor<2x70x24xf32>) -> tensor<2x70x24xf32>
    %22 = linalg.batch_matmul ins(%19, %arg0 : tensor<2x70x70xf32>, tensor<2x70x24xf32>) outs(%21 : tensor<2x70x24xf32>) -> tensor<2x70x24xf32>
    return %22 : tensor<2x70x24xf32>
  }
}

