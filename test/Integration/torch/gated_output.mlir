#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map2 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
#map3 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
module {
  func.func @gated_output(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>, %arg3: tensor<2x3x37xf32>) -> tensor<2x3x37x16xf32> {
    %cst = arith.constant 0.000000e+00 : f32
    %c0_i64 = arith.constant 0 : i64
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 1.000000e+00 : f32
    %cst_2 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x37x16xf32>) outs(%0 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_3 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %1 = tensor.empty() : tensor<6x37x37xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %3 = linalg.batch_matmul ins(%collapsed, %collapsed_3 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%2 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded = tensor.expand_shape %3 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %4 = tensor.empty() : tensor<2x3x37x37xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %22 = arith.divf %in, %cst_2 : f32
      linalg.yield %22 : f32
    } -> tensor<2x3x37x37xf32>
    %6 = tensor.empty() : tensor<2x3x37xi64>
    %7 = linalg.fill ins(%c0_i64 : i64) outs(%6 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %8 = tensor.empty() : tensor<2x3x37xf32>
    %9 = linalg.fill ins(%cst_0 : f32) outs(%8 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %10:2 = linalg.generic {indexing_maps = [#map, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%5 : tensor<2x3x37x37xf32>) outs(%9, %7 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_9: i64):
      %22 = linalg.index 3 : index
      %23 = arith.index_cast %22 : index to i64
      %24 = arith.maximumf %in, %out : f32
      %25 = arith.cmpf ogt, %in, %out : f32
      %26 = arith.select %25, %23, %out_9 : i64
      linalg.yield %24, %26 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_4 = tensor.expand_shape %10#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %11 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%5, %expanded_4 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_9: f32, %out: f32):
      %22 = arith.subf %in, %in_9 : f32
      linalg.yield %22 : f32
    } -> tensor<2x3x37x37xf32>
    %12 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%11 : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %22 = math.exp %in : f32
      linalg.yield %22 : f32
    } -> tensor<2x3x37x37xf32>
    %13 = tensor.empty() : tensor<2x3x37x1xf32>
    %14 = linalg.fill ins(%cst : f32) outs(%13 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %15 = linalg.generic {indexing_maps = [#map, #map2], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%12 : tensor<2x3x37x37xf32>) outs(%14 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %22 = arith.addf %in, %out : f32
      linalg.yield %22 : f32
    } -> tensor<2x3x37x1xf32>
    %16 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%12, %15 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_9: f32, %out: f32):
      %22 = arith.divf %in, %in_9 : f32
      linalg.yield %22 : f32
    } -> tensor<2x3x37x37xf32>
    %17 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg3 : tensor<2x3x37xf32>) outs(%8 : tensor<2x3x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %22 = arith.negf %in : f32
      %23 = math.exp %22 : f32
      %24 = arith.addf %23, %cst_1 : f32
      %25 = arith.divf %cst_1, %24 : f32
      linalg.yield %25 : f32
    } -> tensor<2x3x37xf32>
    %expanded_5 = tensor.expand_shape %17 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %18 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%16, %expanded_5 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_9: f32, %out: f32):
      %22 = arith.mulf %in, %in_9 : f32
      linalg.yield %22 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_6 = tensor.collapse_shape %18 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_7 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %19 = tensor.empty() : tensor<6x37x16xf32>
    %20 = linalg.fill ins(%cst : f32) outs(%19 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %21 = linalg.batch_matmul ins(%collapsed_6, %collapsed_7 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%20 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_8 = tensor.expand_shape %21 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_8 : tensor<2x3x37x16xf32>
  }
}

