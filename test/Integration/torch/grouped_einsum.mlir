#map = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3, d4)>
#map1 = affine_map<(d0) -> (d0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, 0)>
#map4 = affine_map<(d0, d1) -> (d0, d1)>
#map5 = affine_map<(d0, d1, d2, d3, d4) -> (d3, d4)>
#map6 = affine_map<(d0, d1, d2, d3, d4) -> ()>
#map7 = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3, 0)>
module {
  func.func @grouped_einsum(%arg0: tensor<2x37x2x3x16xf32>, %arg1: tensor<2x37x2x16xf32>, %arg2: tensor<2x37x2x16xf32>) -> tensor<2x37x2x3x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant 2.500000e-01 : f32
    %expanded = tensor.expand_shape %arg0 [[0], [1], [2], [3], [4, 5]] output_shape [2, 37, 2, 3, 16, 1] : tensor<2x37x2x3x16xf32> into tensor<2x37x2x3x16x1xf32>
    %expanded_3 = tensor.expand_shape %arg1 [[0], [1], [2], [3, 4, 5]] output_shape [2, 37, 2, 16, 1, 1] : tensor<2x37x2x16xf32> into tensor<2x37x2x16x1x1xf32>
    %0 = tensor.empty() : tensor<2x2x3x37x16x1xf32>
    %transposed = linalg.transpose ins(%expanded : tensor<2x37x2x3x16x1xf32>) outs(%0 : tensor<2x2x3x37x16x1xf32>) permutation = [0, 2, 3, 1, 4, 5] 
    %collapsed = tensor.collapse_shape %transposed [[0, 1], [2, 3], [4, 5]] : tensor<2x2x3x37x16x1xf32> into tensor<4x111x16xf32>
    %1 = tensor.empty() : tensor<2x2x16x37x1x1xf32>
    %transposed_4 = linalg.transpose ins(%expanded_3 : tensor<2x37x2x16x1x1xf32>) outs(%1 : tensor<2x2x16x37x1x1xf32>) permutation = [0, 2, 3, 1, 4, 5] 
    %collapsed_5 = tensor.collapse_shape %transposed_4 [[0, 1], [2], [3, 4, 5]] : tensor<2x2x16x37x1x1xf32> into tensor<4x16x37xf32>
    %2 = tensor.empty() : tensor<4x111x37xf32>
    %3 = linalg.fill ins(%cst : f32) outs(%2 : tensor<4x111x37xf32>) -> tensor<4x111x37xf32>
    %4 = linalg.batch_matmul ins(%collapsed, %collapsed_5 : tensor<4x111x16xf32>, tensor<4x16x37xf32>) outs(%3 : tensor<4x111x37xf32>) -> tensor<4x111x37xf32>
    %expanded_6 = tensor.expand_shape %4 [[0, 1], [2, 3], [4, 5]] output_shape [2, 2, 3, 37, 1, 37] : tensor<4x111x37xf32> into tensor<2x2x3x37x1x37xf32>
    %5 = tensor.empty() : tensor<2x2x3x37x37x1xf32>
    %transposed_7 = linalg.transpose ins(%expanded_6 : tensor<2x2x3x37x1x37xf32>) outs(%5 : tensor<2x2x3x37x37x1xf32>) permutation = [0, 1, 2, 3, 5, 4] 
    %collapsed_8 = tensor.collapse_shape %transposed_7 [[0], [1], [2], [3], [4, 5]] : tensor<2x2x3x37x37x1xf32> into tensor<2x2x3x37x37xf32>
    %6 = tensor.empty() : tensor<2x2x3x37x37xf32>
    %7 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%collapsed_8 : tensor<2x2x3x37x37xf32>) outs(%6 : tensor<2x2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %30 = arith.mulf %in, %cst_2 : f32
      linalg.yield %30 : f32
    } -> tensor<2x2x3x37x37xf32>
    %8 = tensor.empty() : tensor<37xi64>
    %9 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%8 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %30 = linalg.index 0 : index
      %31 = arith.index_cast %30 : index to i64
      linalg.yield %31 : i64
    } -> tensor<37xi64>
    %expanded_9 = tensor.expand_shape %9 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %expanded_10 = tensor.expand_shape %9 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %10 = tensor.empty() : tensor<37x37xi1>
    %11 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded_9, %expanded_10 : tensor<1x37xi64>, tensor<37x1xi64>) outs(%10 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %in_21: i64, %out: i1):
      %30 = arith.cmpi sgt, %in, %in_21 : i64
      linalg.yield %30 : i1
    } -> tensor<37x37xi1>
    %12 = linalg.generic {indexing_maps = [#map5, #map6, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%11, %cst_1, %7 : tensor<37x37xi1>, tensor<f32>, tensor<2x2x3x37x37xf32>) outs(%6 : tensor<2x2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_21: f32, %in_22: f32, %out: f32):
      %30 = arith.select %in, %in_21, %in_22 : f32
      linalg.yield %30 : f32
    } -> tensor<2x2x3x37x37xf32>
    %13 = tensor.empty() : tensor<2x2x3x37xi64>
    %14 = linalg.fill ins(%c0_i64 : i64) outs(%13 : tensor<2x2x3x37xi64>) -> tensor<2x2x3x37xi64>
    %15 = tensor.empty() : tensor<2x2x3x37xf32>
    %16 = linalg.fill ins(%cst_0 : f32) outs(%15 : tensor<2x2x3x37xf32>) -> tensor<2x2x3x37xf32>
    %17:2 = linalg.generic {indexing_maps = [#map, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%12 : tensor<2x2x3x37x37xf32>) outs(%16, %14 : tensor<2x2x3x37xf32>, tensor<2x2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_21: i64):
      %30 = linalg.index 4 : index
      %31 = arith.index_cast %30 : index to i64
      %32 = arith.maximumf %in, %out : f32
      %33 = arith.cmpf ogt, %in, %out : f32
      %34 = arith.select %33, %31, %out_21 : i64
      linalg.yield %32, %34 : f32, i64
    } -> (tensor<2x2x3x37xf32>, tensor<2x2x3x37xi64>)
    %expanded_11 = tensor.expand_shape %17#0 [[0], [1], [2], [3, 4]] output_shape [2, 2, 3, 37, 1] : tensor<2x2x3x37xf32> into tensor<2x2x3x37x1xf32>
    %18 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%12, %expanded_11 : tensor<2x2x3x37x37xf32>, tensor<2x2x3x37x1xf32>) outs(%6 : tensor<2x2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %30 = arith.subf %in, %in_21 : f32
      linalg.yield %30 : f32
    } -> tensor<2x2x3x37x37xf32>
    %19 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%18 : tensor<2x2x3x37x37xf32>) outs(%6 : tensor<2x2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %30 = math.exp %in : f32
      linalg.yield %30 : f32
    } -> tensor<2x2x3x37x37xf32>
    %20 = tensor.empty() : tensor<2x2x3x37x1xf32>
    %21 = linalg.fill ins(%cst : f32) outs(%20 : tensor<2x2x3x37x1xf32>) -> tensor<2x2x3x37x1xf32>
    %22 = linalg.generic {indexing_maps = [#map, #map8], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%19 : tensor<2x2x3x37x37xf32>) outs(%21 : tensor<2x2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %30 = arith.addf %in, %out : f32
      linalg.yield %30 : f32
    } -> tensor<2x2x3x37x1xf32>
    %23 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%19, %22 : tensor<2x2x3x37x37xf32>, tensor<2x2x3x37x1xf32>) outs(%6 : tensor<2x2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_21: f32, %out: f32):
      %30 = arith.divf %in, %in_21 : f32
      linalg.yield %30 : f32
    } -> tensor<2x2x3x37x37xf32>
    %expanded_12 = tensor.expand_shape %23 [[0], [1], [2], [3], [4, 5]] output_shape [2, 2, 3, 37, 37, 1] : tensor<2x2x3x37x37xf32> into tensor<2x2x3x37x37x1xf32>
    %expanded_13 = tensor.expand_shape %arg2 [[0], [1], [2], [3, 4, 5]] output_shape [2, 37, 2, 16, 1, 1] : tensor<2x37x2x16xf32> into tensor<2x37x2x16x1x1xf32>
    %24 = tensor.empty() : tensor<2x2x37x3x37x1xf32>
    %transposed_14 = linalg.transpose ins(%expanded_12 : tensor<2x2x3x37x37x1xf32>) outs(%24 : tensor<2x2x37x3x37x1xf32>) permutation = [0, 1, 3, 2, 4, 5] 
    %collapsed_15 = tensor.collapse_shape %transposed_14 [[0, 1], [2, 3], [4, 5]] : tensor<2x2x37x3x37x1xf32> into tensor<4x111x37xf32>
    %25 = tensor.empty() : tensor<2x2x37x16x1x1xf32>
    %transposed_16 = linalg.transpose ins(%expanded_13 : tensor<2x37x2x16x1x1xf32>) outs(%25 : tensor<2x2x37x16x1x1xf32>) permutation = [0, 2, 1, 3, 4, 5] 
    %collapsed_17 = tensor.collapse_shape %transposed_16 [[0, 1], [2], [3, 4, 5]] : tensor<2x2x37x16x1x1xf32> into tensor<4x37x16xf32>
    %26 = tensor.empty() : tensor<4x111x16xf32>
    %27 = linalg.fill ins(%cst : f32) outs(%26 : tensor<4x111x16xf32>) -> tensor<4x111x16xf32>
    %28 = linalg.batch_matmul ins(%collapsed_15, %collapsed_17 : tensor<4x111x37xf32>, tensor<4x37x16xf32>) outs(%27 : tensor<4x111x16xf32>) -> tensor<4x111x16xf32>
    %expanded_18 = tensor.expand_shape %28 [[0, 1], [2, 3], [4, 5]] output_shape [2, 2, 37, 3, 1, 16] : tensor<4x111x16xf32> into tensor<2x2x37x3x1x16xf32>
    %29 = tensor.empty() : tensor<2x37x2x3x16x1xf32>
    %transposed_19 = linalg.transpose ins(%expanded_18 : tensor<2x2x37x3x1x16xf32>) outs(%29 : tensor<2x37x2x3x16x1xf32>) permutation = [0, 2, 1, 3, 5, 4] 
    %collapsed_20 = tensor.collapse_shape %transposed_19 [[0], [1], [2], [3], [4, 5]] : tensor<2x37x2x3x16x1xf32> into tensor<2x37x2x3x16xf32>
    return %collapsed_20 : tensor<2x37x2x3x16xf32>
  }
}

