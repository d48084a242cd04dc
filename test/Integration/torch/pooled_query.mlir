#map = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map1 = affine_map<(d0, d1, d2) -> (d0, d1)>
#map2 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
module {
  func.func @pooled_query(%arg0: tensor<2x37x48xf32>, %arg1: tensor<3x16xf32>, %arg2: tensor<96x48xf32>) -> tensor<2x3x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 2.500000e-01 : f32
    %0 = tensor.empty() : tensor<48x96xf32>
    %transposed = linalg.transpose ins(%arg2 : tensor<96x48xf32>) outs(%0 : tensor<48x96xf32>) permutation = [1, 0] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2]] : tensor<2x37x48xf32> into tensor<74x48xf32>
    %1 = tensor.empty() : tensor<74x96xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<74x96xf32>) -> tensor<74x96xf32>
    %3 = linalg.matmul ins(%collapsed, %transposed : tensor<74x48xf32>, tensor<48x96xf32>) outs(%2 : tensor<74x96xf32>) -> tensor<74x96xf32>
    %expanded = tensor.expand_shape %3 [[0, 1], [2]] output_shape [2, 37, 96] : tensor<74x96xf32> into tensor<2x37x96xf32>
    %extracted_slice = tensor.extract_slice %expanded[0, 0, 0] [2, 37, 48] [1, 1, 1] : tensor<2x37x96xf32> to tensor<2x37x48xf32>
    %extracted_slice_2 = tensor.extract_slice %expanded[0, 0, 48] [2, 37, 48] [1, 1, 1] : tensor<2x37x96xf32> to tensor<2x37x48xf32>
    %expanded_3 = tensor.expand_shape %extracted_slice [[0], [1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<2x37x48xf32> into tensor<2x37x3x16xf32>
    %expanded_4 = tensor.expand_shape %extracted_slice_2 [[0], [1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<2x37x48xf32> into tensor<2x37x3x16xf32>
    %expanded_5 = tensor.expand_shape %arg1 [[0], [1, 2]] output_shape [3, 1, 16] : tensor<3x16xf32> into tensor<3x1x16xf32>
    %4 = tensor.empty() : tensor<3x16x2x37xf32>
    %transposed_6 = linalg.transpose ins(%expanded_3 : tensor<2x37x3x16xf32>) outs(%4 : tensor<3x16x2x37xf32>) permutation = [2, 3, 0, 1] 
    %collapsed_7 = tensor.collapse_shape %transposed_6 [[0], [1], [2, 3]] : tensor<3x16x2x37xf32> into tensor<3x16x74xf32>
    %5 = tensor.empty() : tensor<3x1x74xf32>
    %6 = linalg.fill ins(%cst : f32) outs(%5 : tensor<3x1x74xf32>) -> tensor<3x1x74xf32>
    %7 = linalg.batch_matmul ins(%expanded_5, %collapsed_7 : tensor<3x1x16xf32>, tensor<3x16x74xf32>) outs(%6 : tensor<3x1x74xf32>) -> tensor<3x1x74xf32>
    %expanded_8 = tensor.expand_shape %7 [[0], [1], [2, 3]] output_shape [3, 1, 2, 37] : tensor<3x1x74xf32> into tensor<3x1x2x37xf32>
    %8 = tensor.empty() : tensor<2x3x37x1xf32>
    %transposed_9 = linalg.transpose ins(%expanded_8 : tensor<3x1x2x37xf32>) outs(%8 : tensor<2x3x37x1xf32>) permutation = [2, 0, 3, 1] 
    %collapsed_10 = tensor.collapse_shape %transposed_9 [[0], [1], [2, 3]] : tensor<2x3x37x1xf32> into tensor<2x3x37xf32>
    %9 = tensor.empty() : tensor<2x3x37xf32>
    %10 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%collapsed_10 : tensor<2x3x37xf32>) outs(%9 : tensor<2x3x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %27 = arith.mulf %in, %cst_1 : f32
      linalg.yield %27 : f32
    } -> tensor<2x3x37xf32>
    %11 = tensor.empty() : tensor<2x3xi64>
    %12 = linalg.fill ins(%c0_i64 : i64) outs(%11 : tensor<2x3xi64>) -> tensor<2x3xi64>
    %13 = tensor.empty() : tensor<2x3xf32>
    %14 = linalg.fill ins(%cst_0 : f32) outs(%13 : tensor<2x3xf32>) -> tensor<2x3xf32>
    %15:2 = linalg.generic {indexing_maps = [#map, #map1, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%10 : tensor<2x3x37xf32>) outs(%14, %12 : tensor<2x3xf32>, tensor<2x3xi64>) {
    ^bb0(%in: f32, %out: f32, %out_19: i64):
      %27 = linalg.index 2 : index
      %28 = arith.index_cast %27 : index to i64
      %29 = arith.maximumf %in, %out : f32
      %30 = arith.cmpf ogt, %in, %out : f32
      %31 = arith.select %30, %28, %out_19 : i64
      linalg.yield %29, %31 : f32, i64
    } -> (tensor<2x3xf32>, tensor<2x3xi64>)
    %expanded_11 = tensor.expand_shape %15#0 [[0], [1, 2]] output_shape [2, 3, 1] : tensor<2x3xf32> into tensor<2x3x1xf32>
    %16 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%10, %expanded_11 : tensor<2x3x37xf32>, tensor<2x3x1xf32>) outs(%9 : tensor<2x3x37xf32>) {
    ^bb0(%in: f32, %in_19: f32, %out: f32):
      %27 = arith.subf %in, %in_19 : f32
      linalg.yield %27 : f32
    } -> tensor<2x3x37xf32>
    %17 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%16 : tensor<2x3x37xf32>) outs(%9 : tensor<2x3x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %27 = math.exp %in : f32
      linalg.yield %27 : f32
    } -> tensor<2x3x37xf32>
    %18 = tensor.empty() : tensor<2x3x1xf32>
    %19 = linalg.fill ins(%cst : f32) outs(%18 : tensor<2x3x1xf32>) -> tensor<2x3x1xf32>
    %20 = linalg.generic {indexing_maps = [#map, #map2], iterator_types = ["parallel", "parallel", "reduction"]} ins(%17 : tensor<2x3x37xf32>) outs(%19 : tensor<2x3x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %27 = arith.addf %in, %out : f32
      linalg.yield %27 : f32
    } -> tensor<2x3x1xf32>
    %21 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%17, %20 : tensor<2x3x37xf32>, tensor<2x3x1xf32>) outs(%9 : tensor<2x3x37xf32>) {
    ^bb0(%in: f32, %in_19: f32, %out: f32):
      %27 = arith.divf %in, %in_19 : f32
      linalg.yield %27 : f32
    } -> tensor<2x3x37xf32>
    %collapsed_12 = tensor.collapse_shape %21 [[0, 1], [2]] : tensor<2x3x37xf32> into tensor<6x37xf32>
    %expanded_13 = tensor.expand_shape %collapsed_12 [[0], [1, 2]] output_shape [6, 1, 37] : tensor<6x37xf32> into tensor<6x1x37xf32>
    %22 = tensor.empty() : tensor<2x3x37x16xf32>
    %transposed_14 = linalg.transpose ins(%expanded_4 : tensor<2x37x3x16xf32>) outs(%22 : tensor<2x3x37x16xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_15 = tensor.collapse_shape %transposed_14 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %23 = tensor.empty() : tensor<6x1x16xf32>
    %24 = linalg.fill ins(%cst : f32) outs(%23 : tensor<6x1x16xf32>) -> tensor<6x1x16xf32>
    %25 = linalg.batch_matmul ins(%expanded_13, %collapsed_15 : tensor<6x1x37xf32>, tensor<6x37x16xf32>) outs(%24 : tensor<6x1x16xf32>) -> tensor<6x1x16xf32>
    %expanded_16 = tensor.expand_shape %25 [[0, 1], [2], [3]] output_shape [2, 3, 1, 16] : tensor<6x1x16xf32> into tensor<2x3x1x16xf32>
    %26 = tensor.empty() : tensor<2x3x16x1xf32>
    %transposed_17 = linalg.transpose ins(%expanded_16 : tensor<2x3x1x16xf32>) outs(%26 : tensor<2x3x16x1xf32>) permutation = [0, 1, 3, 2] 
    %collapsed_18 = tensor.collapse_shape %transposed_17 [[0], [1], [2, 3]] : tensor<2x3x16x1xf32> into tensor<2x3x16xf32>
    return %collapsed_18 : tensor<2x3x16xf32>
  }
}

