#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map2 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @talking_heads(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>, %arg3: tensor<3x3xf32>, %arg4: tensor<3x3xf32>) -> tensor<2x3x37x16xf32> {
    %cst = arith.constant 0.000000e+00 : f32
    %c0_i64 = arith.constant 0 : i64
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x37x16xf32>) outs(%0 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_2 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %1 = tensor.empty() : tensor<6x37x37xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %3 = linalg.batch_matmul ins(%collapsed, %collapsed_2 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%2 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded = tensor.expand_shape %3 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %4 = tensor.empty() : tensor<2x3x37x37xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %26 = arith.divf %in, %cst_1 : f32
      linalg.yield %26 : f32
    } -> tensor<2x3x37x37xf32>
    %expanded_3 = tensor.expand_shape %5 [[0], [1], [2], [3, 4]] output_shape [2, 3, 37, 37, 1] : tensor<2x3x37x37xf32> into tensor<2x3x37x37x1xf32>
    %6 = tensor.empty() : tensor<2x37x37x3x1xf32>
    %transposed_4 = linalg.transpose ins(%expanded_3 : tensor<2x3x37x37x1xf32>) outs(%6 : tensor<2x37x37x3x1xf32>) permutation = [0, 2, 3, 1, 4] 
    %collapsed_5 = tensor.collapse_shape %transposed_4 [[0, 1, 2], [3, 4]] : tensor<2x37x37x3x1xf32> into tensor<2738x3xf32>
    %expanded_6 = tensor.expand_shape %collapsed_5 [[0, 1], [2]] output_shape [1, 2738, 3] : tensor<2738x3xf32> into tensor<1x2738x3xf32>
    %expanded_7 = tensor.expand_shape %arg3 [[0, 1], [2]] output_shape [1, 3, 3] : tensor<3x3xf32> into tensor<1x3x3xf32>
    %7 = tensor.empty() : tensor<1x2738x3xf32>
    %8 = linalg.fill ins(%cst : f32) outs(%7 : tensor<1x2738x3xf32>) -> tensor<1x2738x3xf32>
    %9 = linalg.batch_matmul ins(%expanded_6, %expanded_7 : tensor<1x2738x3xf32>, tensor<1x3x3xf32>) outs(%8 : tensor<1x2738x3xf32>) -> tensor<1x2738x3xf32>
    %collapsed_8 = tensor.collapse_shape %9 [[0, 1], [2]] : tensor<1x2738x3xf32> into tensor<2738x3xf32>
    %expanded_9 = tensor.expand_shape %collapsed_8 [[0, 1, 2], [3, 4]] output_shape [2, 37, 37, 1, 3] : tensor<2738x3xf32> into tensor<2x37x37x1x3xf32>
    %10 = tensor.empty() : tensor<2x3x37x37x1xf32>
    %transposed_10 = linalg.transpose ins(%expanded_9 : tensor<2x37x37x1x3xf32>) outs(%10 : tensor<2x3x37x37x1xf32>) permutation = [0, 4, 1, 2, 3] 
    %collapsed_11 = tensor.collapse_shape %transposed_10 [[0], [1], [2], [3, 4]] : tensor<2x3x37x37x1xf32> into tensor<2x3x37x37xf32>
    %11 = tensor.empty() : tensor<2x3x37xi64>
    %12 = linalg.fill ins(%c0_i64 : i64) outs(%11 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %13 = tensor.empty() : tensor<2x3x37xf32>
    %14 = linalg.fill ins(%cst_0 : f32) outs(%13 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %15:2 = linalg.generic {indexing_maps = [#map, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%collapsed_11 : tensor<2x3x37x37xf32>) outs(%14, %12 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_24: i64):
      %26 = linalg.index 3 : index
      %27 = arith.index_cast %26 : index to i64
      %28 = arith.maximumf %in, %out : f32
      %29 = arith.cmpf ogt, %in, %out : f32
      %30 = arith.select %29, %27, %out_24 : i64
      linalg.yield %28, %30 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_12 = tensor.expand_shape %15#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %16 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%collapsed_11, %expanded_12 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_24: f32, %out: f32):
      %26 = arith.subf %in, %in_24 : f32
      linalg.yield %26 : f32
    } -> tensor<2x3x37x37xf32>
    %17 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%16 : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %26 = math.exp %in : f32
      linalg.yield %26 : f32
    } -> tensor<2x3x37x37xf32>
    %18 = tensor.empty() : tensor<2x3x37x1xf32>
    %19 = linalg.fill ins(%cst : f32) outs(%18 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %20 = linalg.generic {indexing_maps = [#map, #map2], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%17 : tensor<2x3x37x37xf32>) outs(%19 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %26 = arith.addf %in, %out : f32
      linalg.yield %26 : f32
    } -> tensor<2x3x37x1xf32>
    %21 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%17, %20 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_24: f32, %out: f32):
      %26 = arith.divf %in, %in_24 : f32
      linalg.yield %26 : f32
    } -> tensor<2x3x37x37xf32>
    %expanded_13 = tensor.expand_shape %21 [[0], [1], [2], [3, 4]] output_shape [2, 3, 37, 37, 1] : tensor<2x3x37x37xf32> into tensor<2x3x37x37x1xf32>
    %transposed_14 = linalg.transpose ins(%expanded_13 : tensor<2x3x37x37x1xf32>) outs(%6 : tensor<2x37x37x3x1xf32>) permutation = [0, 2, 3, 1, 4] 
    %collapsed_15 = tensor.collapse_shape %transposed_14 [[0, 1, 2], [3, 4]] : tensor<2x37x37x3x1xf32> into tensor<2738x3xf32>
    %expanded_16 = tensor.expand_shape %collapsed_15 [[0, 1], [2]] output_shape [1, 2738, 3] : tensor<2738x3xf32> into tensor<1x2738x3xf32>
    %expanded_17 = tensor.expand_shape %arg4 [[0, 1], [2]] output_shape [1, 3, 3] : tensor<3x3xf32> into tensor<1x3x3xf32>
    %22 = linalg.batch_matmul ins(%expanded_16, %expanded_17 : tensor<1x2738x3xf32>, tensor<1x3x3xf32>) outs(%8 : tensor<1x2738x3xf32>) -> tensor<1x2738x3xf32>
    %collapsed_18 = tensor.collapse_shape %22 [[0, 1], [2]] : tensor<1x2738x3xf32> into tensor<2738x3xf32>
    %expanded_19 = tensor.expand_shape %collapsed_18 [[0, 1, 2], [3, 4]] output_shape [2, 37, 37, 1, 3] : tensor<2738x3xf32> into tensor<2x37x37x1x3xf32>
    %transposed_20 = linalg.transpose ins(%expanded_19 : tensor<2x37x37x1x3xf32>) outs(%10 : tensor<2x3x37x37x1xf32>) permutation = [0, 4, 1, 2, 3] 
    %collapsed_21 = tensor.collapse_shape %transposed_20 [[0, 1], [2], [3, 4]] : tensor<2x3x37x37x1xf32> into tensor<6x37x37xf32>
    %collapsed_22 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %23 = tensor.empty() : tensor<6x37x16xf32>
    %24 = linalg.fill ins(%cst : f32) outs(%23 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %25 = linalg.batch_matmul ins(%collapsed_21, %collapsed_22 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%24 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_23 = tensor.expand_shape %25 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_23 : tensor<2x3x37x16xf32>
  }
}

