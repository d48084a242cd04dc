#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map2 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @cached_step(%arg0: tensor<2x1x48xf32>, %arg1: tensor<2x3x36x16xf32>, %arg2: tensor<2x3x36x16xf32>, %arg3: tensor<48x48xf32>, %arg4: tensor<48x48xf32>, %arg5: tensor<48x48xf32>, %arg6: tensor<48x48xf32>) -> tensor<2x1x48xf32> {
    %cst = arith.constant 0.000000e+00 : f32
    %c0_i64 = arith.constant 0 : i64
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<48x48xf32>
    %transposed = linalg.transpose ins(%arg3 : tensor<48x48xf32>) outs(%0 : tensor<48x48xf32>) permutation = [1, 0] 
    %collapsed = tensor.collapse_shape %arg0 [[0], [1, 2]] : tensor<2x1x48xf32> into tensor<2x48xf32>
    %1 = tensor.empty() : tensor<2x48xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<2x48xf32>) -> tensor<2x48xf32>
    %3 = linalg.matmul ins(%collapsed, %transposed : tensor<2x48xf32>, tensor<48x48xf32>) outs(%2 : tensor<2x48xf32>) -> tensor<2x48xf32>
    %expanded = tensor.expand_shape %3 [[0], [1, 2, 3]] output_shape [2, 1, 3, 16] : tensor<2x48xf32> into tensor<2x1x3x16xf32>
    %4 = tensor.empty() : tensor<2x3x1x16xf32>
    %transposed_2 = linalg.transpose ins(%expanded : tensor<2x1x3x16xf32>) outs(%4 : tensor<2x3x1x16xf32>) permutation = [0, 2, 1, 3] 
    %transposed_3 = linalg.transpose ins(%arg4 : tensor<48x48xf32>) outs(%0 : tensor<48x48xf32>) permutation = [1, 0] 
    %5 = linalg.matmul ins(%collapsed, %transposed_3 : tensor<2x48xf32>, tensor<48x48xf32>) outs(%2 : tensor<2x48xf32>) -> tensor<2x48xf32>
    %expanded_4 = tensor.expand_shape %5 [[0], [1, 2, 3]] output_shape [2, 1, 3, 16] : tensor<2x48xf32> into tensor<2x1x3x16xf32>
    %transposed_5 = linalg.transpose ins(%expanded_4 : tensor<2x1x3x16xf32>) outs(%4 : tensor<2x3x1x16xf32>) permutation = [0, 2, 1, 3] 
    %concat = tensor.concat dim(2) %arg1, %transposed_5 : (tensor<2x3x36x16xf32>, tensor<2x3x1x16xf32>) -> tensor<2x3x37x16xf32>
    %transposed_6 = linalg.transpose ins(%arg5 : tensor<48x48xf32>) outs(%0 : tensor<48x48xf32>) permutation = [1, 0] 
    %6 = linalg.matmul ins(%collapsed, %transposed_6 : tensor<2x48xf32>, tensor<48x48xf32>) outs(%2 : tensor<2x48xf32>) -> tensor<2x48xf32>
    %expanded_7 = tensor.expand_shape %6 [[0], [1, 2, 3]] output_shape [2, 1, 3, 16] : tensor<2x48xf32> into tensor<2x1x3x16xf32>
    %transposed_8 = linalg.transpose ins(%expanded_7 : tensor<2x1x3x16xf32>) outs(%4 : tensor<2x3x1x16xf32>) permutation = [0, 2, 1, 3] 
    %concat_9 = tensor.concat dim(2) %arg2, %transposed_8 : (tensor<2x3x36x16xf32>, tensor<2x3x1x16xf32>) -> tensor<2x3x37x16xf32>
    %7 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed_10 = linalg.transpose ins(%concat : tensor<2x3x37x16xf32>) outs(%7 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed_11 = tensor.collapse_shape %transposed_2 [[0, 1], [2], [3]] : tensor<2x3x1x16xf32> into tensor<6x1x16xf32>
    %collapsed_12 = tensor.collapse_shape %transposed_10 [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %8 = tensor.empty() : tensor<6x1x37xf32>
    %9 = linalg.fill ins(%cst : f32) outs(%8 : tensor<6x1x37xf32>) -> tensor<6x1x37xf32>
    %10 = linalg.batch_matmul ins(%collapsed_11, %collapsed_12 : tensor<6x1x16xf32>, tensor<6x16x37xf32>) outs(%9 : tensor<6x1x37xf32>) -> tensor<6x1x37xf32>
    %expanded_13 = tensor.expand_shape %10 [[0, 1], [2], [3]] output_shape [2, 3, 1, 37] : tensor<6x1x37xf32> into tensor<2x3x1x37xf32>
    %11 = tensor.empty() : tensor<2x3x1x37xf32>
    %12 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_13 : tensor<2x3x1x37xf32>) outs(%11 : tensor<2x3x1x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %29 = arith.divf %in, %cst_1 : f32
      linalg.yield %29 : f32
    } -> tensor<2x3x1x37xf32>
    %13 = tensor.empty() : tensor<2x3x1xi64>
    %14 = linalg.fill ins(%c0_i64 : i64) outs(%13 : tensor<2x3x1xi64>) -> tensor<2x3x1xi64>
    %15 = tensor.empty() : tensor<2x3x1xf32>
    %16 = linalg.fill ins(%cst_0 : f32) outs(%15 : tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %17:2 = linalg.generic {indexing_maps = [#map, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%12 : tensor<2x3x1x37xf32>) outs(%16, %14 : tensor<2x3x1xf32>, tensor<2x3x1xi64>) {
    ^bb0(%in: f32, %out: f32, %out_22: i64):
      %29 = linalg.index 3 : index
      %30 = arith.index_cast %29 : index to i64
      %31 = arith.maximumf %in, %out : f32
      %32 = arith.cmpf ogt, %in, %out : f32
      %33 = arith.select %32, %30, %out_22 : i64
      linalg.yield %31, %33 : f32, i64
    } -> (tensor<2x3x1xf32>, tensor<2x3x1xi64>)
    %expanded_14 = tensor.expand_shape %17#0 [[0], [1], [2, 3]] output_shape [2, 3, 1, 1] : tensor<2x3x1xf32> into tensor<2x3x1x1xf32>
    %18 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%12, %expanded_14 : tensor<2x3x1x37xf32>, tensor<2x3x1x1xf32>) outs(%11 : tensor<2x3x1x37xf32>) {
    ^bb0(%in: f32, %in_22: f32, %out: f32):
      %29 = arith.subf %in, %in_22 : f32
      linalg.yield %29 : f32
    } -> tensor<2x3x1x37xf32>
    %19 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%18 : tensor<2x3x1x37xf32>) outs(%11 : tensor<2x3x1x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %29 = math.exp %in : f32
      linalg.yield %29 : f32
    } -> tensor<2x3x1x37xf32>
    %20 = tensor.empty() : tensor<2x3x1x1xf32>
    %21 = linalg.fill ins(%cst : f32) outs(%20 : tensor<2x3x1x1xf32>) -> tensor<2x3x1x1xf32>
    %22 = linalg.generic {indexing_maps = [#map, #map2], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%19 : tensor<2x3x1x37xf32>) outs(%21 : tensor<2x3x1x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %29 = arith.addf %in, %out : f32
      linalg.yield %29 : f32
    } -> tensor<2x3x1x1xf32>
    %23 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%19, %22 : tensor<2x3x1x37xf32>, tensor<2x3x1x1xf32>) outs(%11 : tensor<2x3x1x37xf32>) {
    ^bb0(%in: f32, %in_22: f32, %out: f32):
      %29 = arith.divf %in, %in_22 : f32
      linalg.yield %29 : f32
    } -> tensor<2x3x1x37xf32>
    %collapsed_15 = tensor.collapse_shape %23 [[0, 1], [2], [3]] : tensor<2x3x1x37xf32> into tensor<6x1x37xf32>
    %collapsed_16 = tensor.collapse_shape %concat_9 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %24 = tensor.empty() : tensor<6x1x16xf32>
    %25 = linalg.fill ins(%cst : f32) outs(%24 : tensor<6x1x16xf32>) -> tensor<6x1x16xf32>
    %26 = linalg.batch_matmul ins(%collapsed_15, %collapsed_16 : tensor<6x1x37xf32>, tensor<6x37x16xf32>) outs(%25 : tensor<6x1x16xf32>) -> tensor<6x1x16xf32>
    %expanded_17 = tensor.expand_shape %26 [[0, 1], [2], [3]] output_shape [2, 3, 1, 16] : tensor<6x1x16xf32> into tensor<2x3x1x16xf32>
    %27 = tensor.empty() : tensor<2x1x3x16xf32>
    %transposed_18 = linalg.transpose ins(%expanded_17 : tensor<2x3x1x16xf32>) outs(%27 : tensor<2x1x3x16xf32>) permutation = [0, 2, 1, 3] 
    %transposed_19 = linalg.transpose ins(%arg6 : tensor<48x48xf32>) outs(%0 : tensor<48x48xf32>) permutation = [1, 0] 
    %collapsed_20 = tensor.collapse_shape %transposed_18 [[0], [1, 2, 3]] : tensor<2x1x3x16xf32> into tensor<2x48xf32>
    %28 = linalg.matmul ins(%collapsed_20, %transposed_19 : tensor<2x48xf32>, tensor<48x48xf32>) outs(%2 : tensor<2x48xf32>) -> tensor<2x48xf32>
    %expanded_21 = tensor.expand_shape %28 [[0], [1, 2]] output_shape [2, 1, 48] : tensor<2x48xf32> into tensor<2x1x48xf32>
    return %expanded_21 : tensor<2x1x48xf32>
  }
}

