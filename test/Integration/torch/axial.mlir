#map = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3, d4)>
#map1 = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3)>
#map2 = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3, 0)>
module {
  func.func @axial(%arg0: tensor<2x3x11x13x16xf32>, %arg1: tensor<2x3x11x13x16xf32>, %arg2: tensor<2x3x11x13x16xf32>) -> tensor<2x3x11x13x16xf32> {
    %cst = arith.constant 0.000000e+00 : f32
    %c0_i64 = arith.constant 0 : i64
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<2x3x11x16x13xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x11x13x16xf32>) outs(%0 : tensor<2x3x11x16x13xf32>) permutation = [0, 1, 2, 4, 3] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1, 2], [3], [4]] : tensor<2x3x11x13x16xf32> into tensor<66x13x16xf32>
    %collapsed_2 = tensor.collapse_shape %transposed [[0, 1, 2], [3], [4]] : tensor<2x3x11x16x13xf32> into tensor<66x16x13xf32>
    %1 = tensor.empty() : tensor<66x13x13xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<66x13x13xf32>) -> tensor<66x13x13xf32>
    %3 = linalg.batch_matmul ins(%collapsed, %collapsed_2 : tensor<66x13x16xf32>, tensor<66x16x13xf32>) outs(%2 : tensor<66x13x13xf32>) -> tensor<66x13x13xf32>
    %expanded = tensor.expand_shape %3 [[0, 1, 2], [3], [4]] output_shape [2, 3, 11, 13, 13] : tensor<66x13x13xf32> into tensor<2x3x11x13x13xf32>
    %4 = tensor.empty() : tensor<2x3x11x13x13xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%expanded : tensor<2x3x11x13x13xf32>) outs(%4 : tensor<2x3x11x13x13xf32>) {
    ^bb0(%in: f32, %out: f32):
      %42 = arith.divf %in, %cst_1 : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x11x13x13xf32>
    %6 = tensor.empty() : tensor<2x3x11x13xi64>
    %7 = linalg.fill ins(%c0_i64 : i64) outs(%6 : tensor<2x3x11x13xi64>) -> tensor<2x3x11x13xi64>
    %8 = tensor.empty() : tensor<2x3x11x13xf32>
    %9 = linalg.fill ins(%cst_0 : f32) outs(%8 : tensor<2x3x11x13xf32>) -> tensor<2x3x11x13xf32>
    %10:2 = linalg.generic {indexing_maps = [#map, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%5 : tensor<2x3x11x13x13xf32>) outs(%9, %7 : tensor<2x3x11x13xf32>, tensor<2x3x11x13xi64>) {
    ^bb0(%in: f32, %out: f32, %out_18: i64):
      %42 = linalg.index 4 : index
      %43 = arith.index_cast %42 : index to i64
      %44 = arith.maximumf %in, %out : f32
      %45 = arith.cmpf ogt, %in, %out : f32
      %46 = arith.select %45, %43, %out_18 : i64
      linalg.yield %44, %46 : f32, i64
    } -> (tensor<2x3x11x13xf32>, tensor<2x3x11x13xi64>)
    %expanded_3 = tensor.expand_shape %10#0 [[0], [1], [2], [3, 4]] output_shape [2, 3, 11, 13, 1] : tensor<2x3x11x13xf32> into tensor<2x3x11x13x1xf32>
    %11 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%5, %expanded_3 : tensor<2x3x11x13x13xf32>, tensor<2x3x11x13x1xf32>) outs(%4 : tensor<2x3x11x13x13xf32>) {
    ^bb0(%in: f32, %in_18: f32, %out: f32):
      %42 = arith.subf %in, %in_18 : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x11x13x13xf32>
    %12 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%11 : tensor<2x3x11x13x13xf32>) outs(%4 : tensor<2x3x11x13x13xf32>) {
    ^bb0(%in: f32, %out: f32):
      %42 = math.exp %in : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x11x13x13xf32>
    %13 = tensor.empty() : tensor<2x3x11x13x1xf32>
    %14 = linalg.fill ins(%cst : f32) outs(%13 : tensor<2x3x11x13x1xf32>) -> tensor<2x3x11x13x1xf32>
    %15 = linalg.generic {indexing_maps = [#map, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%12 : tensor<2x3x11x13x13xf32>) outs(%14 : tensor<2x3x11x13x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %42 = arith.addf %in, %out : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x11x13x1xf32>
    %16 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%12, %15 : tensor<2x3x11x13x13xf32>, tensor<2x3x11x13x1xf32>) outs(%4 : tensor<2x3x11x13x13xf32>) {
    ^bb0(%in: f32, %in_18: f32, %out: f32):
      %42 = arith.divf %in, %in_18 : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x11x13x13xf32>
    %collapsed_4 = tensor.collapse_shape %16 [[0, 1, 2], [3], [4]] : tensor<2x3x11x13x13xf32> into tensor<66x13x13xf32>
    %collapsed_5 = tensor.collapse_shape %arg2 [[0, 1, 2], [3], [4]] : tensor<2x3x11x13x16xf32> into tensor<66x13x16xf32>
    %17 = tensor.empty() : tensor<66x13x16xf32>
    %18 = linalg.fill ins(%cst : f32) outs(%17 : tensor<66x13x16xf32>) -> tensor<66x13x16xf32>
    %19 = linalg.batch_matmul ins(%collapsed_4, %collapsed_5 : tensor<66x13x13xf32>, tensor<66x13x16xf32>) outs(%18 : tensor<66x13x16xf32>) -> tensor<66x13x16xf32>
    %expanded_6 = tensor.expand_shape %19 [[0, 1, 2], [3], [4]] output_shape [2, 3, 11, 13, 16] : tensor<66x13x16xf32> into tensor<2x3x11x13x16xf32>
    %20 = tensor.empty() : tensor<2x3x13x11x16xf32>
    %transposed_7 = linalg.transpose ins(%arg0 : tensor<2x3x11x13x16xf32>) outs(%20 : tensor<2x3x13x11x16xf32>) permutation = [0, 1, 3, 2, 4] 
    %transposed_8 = linalg.transpose ins(%expanded_6 : tensor<2x3x11x13x16xf32>) outs(%20 : tensor<2x3x13x11x16xf32>) permutation = [0, 1, 3, 2, 4] 
    %21 = tensor.empty() : tensor<2x3x13x16x11xf32>
    %transposed_9 = linalg.transpose ins(%arg1 : tensor<2x3x11x13x16xf32>) outs(%21 : tensor<2x3x13x16x11xf32>) permutation = [0, 1, 3, 4, 2] 
    %collapsed_10 = tensor.collapse_shape %transposed_7 [[0, 1, 2], [3], [4]] : tensor<2x3x13x11x16xf32> into tensor<78x11x16xf32>
    %collapsed_11 = tensor.collapse_shape %transposed_9 [[0, 1, 2], [3], [4]] : tensor<2x3x13x16x11xf32> into tensor<78x16x11xf32>
    %22 = tensor.empty() : tensor<78x11x11xf32>
    %23 = linalg.fill ins(%cst : f32) outs(%22 : tensor<78x11x11xf32>) -> tensor<78x11x11xf32>
    %24 = linalg.batch_matmul ins(%collapsed_10, %collapsed_11 : tensor<78x11x16xf32>, tensor<78x16x11xf32>) outs(%23 : tensor<78x11x11xf32>) -> tensor<78x11x11xf32>
    %expanded_12 = tensor.expand_shape %24 [[0, 1, 2], [3], [4]] output_shape [2, 3, 13, 11, 11] : tensor<78x11x11xf32> into tensor<2x3x13x11x11xf32>
    %25 = tensor.empty() : tensor<2x3x13x11x11xf32>
    %26 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%expanded_12 : tensor<2x3x13x11x11xf32>) outs(%25 : tensor<2x3x13x11x11xf32>) {
    ^bb0(%in: f32, %out: f32):
      %42 = arith.divf %in, %cst_1 : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x13x11x11xf32>
    %27 = tensor.empty() : tensor<2x3x13x11xi64>
    %28 = linalg.fill ins(%c0_i64 : i64) outs(%27 : tensor<2x3x13x11xi64>) -> tensor<2x3x13x11xi64>
    %29 = tensor.empty() : tensor<2x3x13x11xf32>
    %30 = linalg.fill ins(%cst_0 : f32) outs(%29 : tensor<2x3x13x11xf32>) -> tensor<2x3x13x11xf32>
    %31:2 = linalg.generic {indexing_maps = [#map, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%26 : tensor<2x3x13x11x11xf32>) outs(%30, %28 : tensor<2x3x13x11xf32>, tensor<2x3x13x11xi64>) {
    ^bb0(%in: f32, %out: f32, %out_18: i64):
      %42 = linalg.index 4 : index
      %43 = arith.index_cast %42 : index to i64
      %44 = arith.maximumf %in, %out : f32
      %45 = arith.cmpf ogt, %in, %out : f32
      %46 = arith.select %45, %43, %out_18 : i64
      linalg.yield %44, %46 : f32, i64
    } -> (tensor<2x3x13x11xf32>, tensor<2x3x13x11xi64>)
    %expanded_13 = tensor.expand_shape %31#0 [[0], [1], [2], [3, 4]] output_shape [2, 3, 13, 11, 1] : tensor<2x3x13x11xf32> into tensor<2x3x13x11x1xf32>
    %32 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%26, %expanded_13 : tensor<2x3x13x11x11xf32>, tensor<2x3x13x11x1xf32>) outs(%25 : tensor<2x3x13x11x11xf32>) {
    ^bb0(%in: f32, %in_18: f32, %out: f32):
      %42 = arith.subf %in, %in_18 : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x13x11x11xf32>
    %33 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%32 : tensor<2x3x13x11x11xf32>) outs(%25 : tensor<2x3x13x11x11xf32>) {
    ^bb0(%in: f32, %out: f32):
      %42 = math.exp %in : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x13x11x11xf32>
    %34 = tensor.empty() : tensor<2x3x13x11x1xf32>
    %35 = linalg.fill ins(%cst : f32) outs(%34 : tensor<2x3x13x11x1xf32>) -> tensor<2x3x13x11x1xf32>
    %36 = linalg.generic {indexing_maps = [#map, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%33 : tensor<2x3x13x11x11xf32>) outs(%35 : tensor<2x3x13x11x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %42 = arith.addf %in, %out : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x13x11x1xf32>
    %37 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%33, %36 : tensor<2x3x13x11x11xf32>, tensor<2x3x13x11x1xf32>) outs(%25 : tensor<2x3x13x11x11xf32>) {
    ^bb0(%in: f32, %in_18: f32, %out: f32):
      %42 = arith.divf %in, %in_18 : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x13x11x11xf32>
    %collapsed_14 = tensor.collapse_shape %37 [[0, 1, 2], [3], [4]] : tensor<2x3x13x11x11xf32> into tensor<78x11x11xf32>
    %collapsed_15 = tensor.collapse_shape %transposed_8 [[0, 1, 2], [3], [4]] : tensor<2x3x13x11x16xf32> into tensor<78x11x16xf32>
    %38 = tensor.empty() : tensor<78x11x16xf32>
    %39 = linalg.fill ins(%cst : f32) outs(%38 : tensor<78x11x16xf32>) -> tensor<78x11x16xf32>
    %40 = linalg.batch_matmul ins(%collapsed_14, %collapsed_15 : tensor<78x11x11xf32>, tensor<78x11x16xf32>) outs(%39 : tensor<78x11x16xf32>) -> tensor<78x11x16xf32>
    %expanded_16 = tensor.expand_shape %40 [[0, 1, 2], [3], [4]] output_shape [2, 3, 13, 11, 16] : tensor<78x11x16xf32> into tensor<2x3x13x11x16xf32>
    %41 = tensor.empty() : tensor<2x3x11x13x16xf32>
    %transposed_17 = linalg.transpose ins(%expanded_16 : tensor<2x3x13x11x16xf32>) outs(%41 : tensor<2x3x11x13x16xf32>) permutation = [0, 1, 3, 2, 4] 
    return %transposed_17 : tensor<2x3x11x13x16xf32>
  }
}

