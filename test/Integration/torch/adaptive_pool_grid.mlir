#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0, d1) -> (d0)>
#map2 = affine_map<(d0, d1) -> (d0, d1)>
#map3 = affine_map<(d0, d1) -> (d1)>
#map4 = affine_map<(d0, d1) -> (0, d1)>
#map5 = affine_map<(d0, d1) -> (d0, 0)>
#map6 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map7 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
#map10 = affine_map<(d0, d1, d2, d3) -> (d0, d1, 0, d3)>
module {
  func.func @adaptive_pool_grid(%arg0: tensor<2x8x9x7xf32>, %arg1: tensor<2x2x9x7xf32>, %arg2: tensor<2x2x9x7xf32>) -> tensor<2x8x9x7xf32> {
    %c2_i64 = arith.constant 2 : i64
    %cst = arith.constant 1.000000e+00 : f32
    %cst_0 = arith.constant 0.000000e+00 : f32
    %cst_1 = arith.constant 3.000000e+00 : f32
    %cst_2 = arith.constant 2.000000e+00 : f32
    %0 = tensor.empty() : tensor<9xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<9xi64>) {
    ^bb0(%out: i64):
      %37 = linalg.index 0 : index
      %38 = arith.index_cast %37 : index to i64
      linalg.yield %38 : i64
    } -> tensor<9xi64>
    %2 = tensor.empty() : tensor<9x7xi64>
    %3 = linalg.generic {indexing_maps = [#map1, #map2], iterator_types = ["parallel", "parallel"]} ins(%1 : tensor<9xi64>) outs(%2 : tensor<9x7xi64>) {
    ^bb0(%in: i64, %out: i64):
      linalg.yield %in : i64
    } -> tensor<9x7xi64>
    %collapsed = tensor.collapse_shape %3 [[0, 1]] : tensor<9x7xi64> into tensor<63xi64>
    %4 = tensor.empty() : tensor<63xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%collapsed : tensor<63xi64>) outs(%4 : tensor<63xf32>) {
    ^bb0(%in: i64, %out: f32):
      %37 = arith.sitofp %in : i64 to f32
      linalg.yield %37 : f32
    } -> tensor<63xf32>
    %6 = tensor.empty() : tensor<7xi64>
    %7 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%6 : tensor<7xi64>) {
    ^bb0(%out: i64):
      %37 = linalg.index 0 : index
      %38 = arith.index_cast %37 : index to i64
      linalg.yield %38 : i64
    } -> tensor<7xi64>
    %8 = linalg.generic {indexing_maps = [#map3, #map2], iterator_types = ["parallel", "parallel"]} ins(%7 : tensor<7xi64>) outs(%2 : tensor<9x7xi64>) {
    ^bb0(%in: i64, %out: i64):
      linalg.yield %in : i64
    } -> tensor<9x7xi64>
    %collapsed_3 = tensor.collapse_shape %8 [[0, 1]] : tensor<9x7xi64> into tensor<63xi64>
    %9 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%collapsed_3 : tensor<63xi64>) outs(%4 : tensor<63xf32>) {
    ^bb0(%in: i64, %out: f32):
      %37 = arith.sitofp %in : i64 to f32
      linalg.yield %37 : f32
    } -> tensor<63xf32>
    %expanded = tensor.expand_shape %5 [[0, 1]] output_shape [1, 63] : tensor<63xf32> into tensor<1x63xf32>
    %expanded_4 = tensor.expand_shape %5 [[0, 1]] output_shape [63, 1] : tensor<63xf32> into tensor<63x1xf32>
    %10 = tensor.empty() : tensor<63x63xf32>
    %11 = linalg.generic {indexing_maps = [#map4, #map5, #map2], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_4 : tensor<1x63xf32>, tensor<63x1xf32>) outs(%10 : tensor<63x63xf32>) {
    ^bb0(%in: f32, %in_19: f32, %out: f32):
      %37 = arith.subf %in, %in_19 : f32
      linalg.yield %37 : f32
    } -> tensor<63x63xf32>
    %12 = linalg.generic {indexing_maps = [#map2, #map2], iterator_types = ["parallel", "parallel"]} ins(%11 : tensor<63x63xf32>) outs(%10 : tensor<63x63xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %37 : f32
    } -> tensor<63x63xf32>
    %expanded_5 = tensor.expand_shape %9 [[0, 1]] output_shape [1, 63] : tensor<63xf32> into tensor<1x63xf32>
    %expanded_6 = tensor.expand_shape %9 [[0, 1]] output_shape [63, 1] : tensor<63xf32> into tensor<63x1xf32>
    %13 = linalg.generic {indexing_maps = [#map4, #map5, #map2], iterator_types = ["parallel", "parallel"]} ins(%expanded_5, %expanded_6 : tensor<1x63xf32>, tensor<63x1xf32>) outs(%10 : tensor<63x63xf32>) {
    ^bb0(%in: f32, %in_19: f32, %out: f32):
      %37 = arith.subf %in, %in_19 : f32
      linalg.yield %37 : f32
    } -> tensor<63x63xf32>
    %14 = linalg.generic {indexing_maps = [#map2, #map2], iterator_types = ["parallel", "parallel"]} ins(%13 : tensor<63x63xf32>) outs(%10 : tensor<63x63xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %37 : f32
    } -> tensor<63x63xf32>
    %15 = linalg.generic {indexing_maps = [#map2, #map2, #map2], iterator_types = ["parallel", "parallel"]} ins(%12, %14 : tensor<63x63xf32>, tensor<63x63xf32>) outs(%10 : tensor<63x63xf32>) {
    ^bb0(%in: f32, %in_19: f32, %out: f32):
      %37 = arith.addf %in, %in_19 : f32
      linalg.yield %37 : f32
    } -> tensor<63x63xf32>
    %16 = tensor.empty() : tensor<2x2x9x7xf32>
    %17 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%arg1 : tensor<2x2x9x7xf32>) outs(%16 : tensor<2x2x9x7xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = math.exp %in : f32
      linalg.yield %37 : f32
    } -> tensor<2x2x9x7xf32>
    %collapsed_7 = tensor.collapse_shape %17 [[0], [1], [2, 3]] : tensor<2x2x9x7xf32> into tensor<2x2x63xf32>
    %18 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%arg2 : tensor<2x2x9x7xf32>) outs(%16 : tensor<2x2x9x7xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = arith.negf %in : f32
      %38 = math.exp %37 : f32
      %39 = arith.addf %38, %cst : f32
      %40 = arith.divf %cst, %39 : f32
      linalg.yield %40 : f32
    } -> tensor<2x2x9x7xf32>
    %collapsed_8 = tensor.collapse_shape %18 [[0], [1], [2, 3]] : tensor<2x2x9x7xf32> into tensor<2x2x63xf32>
    %19 = tensor.empty() : tensor<2x2x63xf32>
    %20 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%collapsed_8 : tensor<2x2x63xf32>) outs(%19 : tensor<2x2x63xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = arith.mulf %in, %cst_1 : f32
      linalg.yield %37 : f32
    } -> tensor<2x2x63xf32>
    %21 = linalg.generic {indexing_maps = [#map2, #map2], iterator_types = ["parallel", "parallel"]} ins(%15 : tensor<63x63xf32>) outs(%10 : tensor<63x63xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = arith.negf %in : f32
      linalg.yield %37 : f32
    } -> tensor<63x63xf32>
    %expanded_9 = tensor.expand_shape %20 [[0], [1], [2, 3]] output_shape [2, 2, 63, 1] : tensor<2x2x63xf32> into tensor<2x2x63x1xf32>
    %22 = tensor.empty() : tensor<2x2x63x1xf32>
    %23 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_9 : tensor<2x2x63x1xf32>) outs(%22 : tensor<2x2x63x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %37 : f32
    } -> tensor<2x2x63x1xf32>
    %24 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23 : tensor<2x2x63x1xf32>) outs(%22 : tensor<2x2x63x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = arith.mulf %in, %cst_2 : f32
      linalg.yield %37 : f32
    } -> tensor<2x2x63x1xf32>
    %25 = tensor.empty() : tensor<2x2x63x63xf32>
    %26 = linalg.generic {indexing_maps = [#map8, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%21, %24 : tensor<63x63xf32>, tensor<2x2x63x1xf32>) outs(%25 : tensor<2x2x63x63xf32>) {
    ^bb0(%in: f32, %in_19: f32, %out: f32):
      %37 = arith.divf %in, %in_19 : f32
      linalg.yield %37 : f32
    } -> tensor<2x2x63x63xf32>
    %27 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%26 : tensor<2x2x63x63xf32>) outs(%25 : tensor<2x2x63x63xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = math.exp %in : f32
      linalg.yield %37 : f32
    } -> tensor<2x2x63x63xf32>
    %expanded_10 = tensor.expand_shape %collapsed_7 [[0], [1], [2, 3]] output_shape [2, 2, 1, 63] : tensor<2x2x63xf32> into tensor<2x2x1x63xf32>
    %28 = linalg.generic {indexing_maps = [#map6, #map10, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%27, %expanded_10 : tensor<2x2x63x63xf32>, tensor<2x2x1x63xf32>) outs(%25 : tensor<2x2x63x63xf32>) {
    ^bb0(%in: f32, %in_19: f32, %out: f32):
      %37 = arith.mulf %in, %in_19 : f32
      linalg.yield %37 : f32
    } -> tensor<2x2x63x63xf32>
    %29 = linalg.fill ins(%cst_0 : f32) outs(%22 : tensor<2x2x63x1xf32>) -> tensor<2x2x63x1xf32>
    %30 = linalg.generic {indexing_maps = [#map6, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%28 : tensor<2x2x63x63xf32>) outs(%29 : tensor<2x2x63x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = arith.addf %in, %out : f32
      linalg.yield %37 : f32
    } -> tensor<2x2x63x1xf32>
    %31 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%28, %30 : tensor<2x2x63x63xf32>, tensor<2x2x63x1xf32>) outs(%25 : tensor<2x2x63x63xf32>) {
    ^bb0(%in: f32, %in_19: f32, %out: f32):
      %37 = arith.divf %in, %in_19 : f32
      linalg.yield %37 : f32
    } -> tensor<2x2x63x63xf32>
    %collapsed_11 = tensor.collapse_shape %arg0 [[0], [1], [2, 3]] : tensor<2x8x9x7xf32> into tensor<2x8x63xf32>
    %expanded_12 = tensor.expand_shape %collapsed_11 [[0], [1, 2], [3]] output_shape [2, 2, 4, 63] : tensor<2x8x63xf32> into tensor<2x2x4x63xf32>
    %32 = tensor.empty() : tensor<2x2x63x4xf32>
    %transposed = linalg.transpose ins(%expanded_12 : tensor<2x2x4x63xf32>) outs(%32 : tensor<2x2x63x4xf32>) permutation = [0, 1, 3, 2] 
    %collapsed_13 = tensor.collapse_shape %31 [[0, 1], [2], [3]] : tensor<2x2x63x63xf32> into tensor<4x63x63xf32>
    %collapsed_14 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x2x63x4xf32> into tensor<4x63x4xf32>
    %33 = tensor.empty() : tensor<4x63x4xf32>
    %34 = linalg.fill ins(%cst_0 : f32) outs(%33 : tensor<4x63x4xf32>) -> tensor<4x63x4xf32>
    %35 = linalg.batch_matmul ins(%collapsed_13, %collapsed_14 : tensor<4x63x63xf32>, tensor<4x63x4xf32>) outs(%34 : tensor<4x63x4xf32>) -> tensor<4x63x4xf32>
    %expanded_15 = tensor.expand_shape %35 [[0, 1], [2], [3]] output_shape [2, 2, 63, 4] : tensor<4x63x4xf32> into tensor<2x2x63x4xf32>
    %36 = tensor.empty() : tensor<2x2x4x63xf32>
    %transposed_16 = linalg.transpose ins(%expanded_15 : tensor<2x2x63x4xf32>) outs(%36 : tensor<2x2x4x63xf32>) permutation = [0, 1, 3, 2] 
    %collapsed_17 = tensor.collapse_shape %transposed_16 [[0], [1, 2], [3]] : tensor<2x2x4x63xf32> into tensor<2x8x63xf32>
    %expanded_18 = tensor.expand_shape %collapsed_17 [[0], [1], [2, 3]] output_shape [2, 8, 9, 7] : tensor<2x8x63xf32> into tensor<2x8x9x7xf32>
    return %expanded_18 : tensor<2x8x9x7xf32>
  }
}

