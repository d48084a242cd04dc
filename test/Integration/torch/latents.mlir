#map = affine_map<(d0, d1, d2) -> (d1, d2)>
#map1 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map2 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map3 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map4 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @latents(%arg0: tensor<7x48xf32>, %arg1: tensor<2x37x48xf32>, %arg2: tensor<48x48xf32>, %arg3: tensor<48x48xf32>, %arg4: tensor<48x48xf32>) -> tensor<2x7x48xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<2x7x48xf32>
    %1 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0 : tensor<7x48xf32>) outs(%0 : tensor<2x7x48xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x7x48xf32>
    %2 = tensor.empty() : tensor<48x48xf32>
    %transposed = linalg.transpose ins(%arg2 : tensor<48x48xf32>) outs(%2 : tensor<48x48xf32>) permutation = [1, 0] 
    %3 = tensor.empty() : tensor<2x48x48xf32>
    %4 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%transposed : tensor<48x48xf32>) outs(%3 : tensor<2x48x48xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x48x48xf32>
    %5 = linalg.fill ins(%cst : f32) outs(%0 : tensor<2x7x48xf32>) -> tensor<2x7x48xf32>
    %6 = linalg.batch_matmul ins(%1, %4 : tensor<2x7x48xf32>, tensor<2x48x48xf32>) outs(%5 : tensor<2x7x48xf32>) -> tensor<2x7x48xf32>
    %expanded = tensor.expand_shape %6 [[0], [1], [2, 3]] output_shape [2, 7, 3, 16] : tensor<2x7x48xf32> into tensor<2x7x3x16xf32>
    %7 = tensor.empty() : tensor<2x3x7x16xf32>
    %transposed_2 = linalg.transpose ins(%expanded : tensor<2x7x3x16xf32>) outs(%7 : tensor<2x3x7x16xf32>) permutation = [0, 2, 1, 3] 
    %transposed_3 = linalg.transpose ins(%arg3 : tensor<48x48xf32>) outs(%2 : tensor<48x48xf32>) permutation = [1, 0] 
    %collapsed = tensor.collapse_shape %arg1 [[0, 1], [2]] : tensor<2x37x48xf32> into tensor<74x48xf32>
    %8 = tensor.empty() : tensor<74x48xf32>
    %9 = linalg.fill ins(%cst : f32) outs(%8 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %10 = linalg.matmul ins(%collapsed, %transposed_3 : tensor<74x48xf32>, tensor<48x48xf32>) outs(%9 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %expanded_4 = tensor.expand_shape %10 [[0, 1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<74x48xf32> into tensor<2x37x3x16xf32>
    %transposed_5 = linalg.transpose ins(%arg4 : tensor<48x48xf32>) outs(%2 : tensor<48x48xf32>) permutation = [1, 0] 
    %11 = linalg.matmul ins(%collapsed, %transposed_5 : tensor<74x48xf32>, tensor<48x48xf32>) outs(%9 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %expanded_6 = tensor.expand_shape %11 [[0, 1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<74x48xf32> into tensor<2x37x3x16xf32>
    %12 = tensor.empty() : tensor<2x3x37x16xf32>
    %transposed_7 = linalg.transpose ins(%expanded_6 : tensor<2x37x3x16xf32>) outs(%12 : tensor<2x3x37x16xf32>) permutation = [0, 2, 1, 3] 
    %13 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed_8 = linalg.transpose ins(%expanded_4 : tensor<2x37x3x16xf32>) outs(%13 : tensor<2x3x16x37xf32>) permutation = [0, 2, 3, 1] 
    %collapsed_9 = tensor.collapse_shape %transposed_2 [[0, 1], [2], [3]] : tensor<2x3x7x16xf32> into tensor<6x7x16xf32>
    %collapsed_10 = tensor.collapse_shape %transposed_8 [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %14 = tensor.empty() : tensor<6x7x37xf32>
    %15 = linalg.fill ins(%cst : f32) outs(%14 : tensor<6x7x37xf32>) -> tensor<6x7x37xf32>
    %16 = linalg.batch_matmul ins(%collapsed_9, %collapsed_10 : tensor<6x7x16xf32>, tensor<6x16x37xf32>) outs(%15 : tensor<6x7x37xf32>) -> tensor<6x7x37xf32>
    %expanded_11 = tensor.expand_shape %16 [[0, 1], [2], [3]] output_shape [2, 3, 7, 37] : tensor<6x7x37xf32> into tensor<2x3x7x37xf32>
    %17 = tensor.empty() : tensor<2x3x7x37xf32>
    %18 = linalg.generic {indexing_maps = [#map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_11 : tensor<2x3x7x37xf32>) outs(%17 : tensor<2x3x7x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %34 = arith.divf %in, %cst_1 : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x7x37xf32>
    %19 = tensor.empty() : tensor<2x3x7xi64>
    %20 = linalg.fill ins(%c0_i64 : i64) outs(%19 : tensor<2x3x7xi64>) -> tensor<2x3x7xi64>
    %21 = tensor.empty() : tensor<2x3x7xf32>
    %22 = linalg.fill ins(%cst_0 : f32) outs(%21 : tensor<2x3x7xf32>) -> tensor<2x3x7xf32>
    %23:2 = linalg.generic {indexing_maps = [#map2, #map3, #map3], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%18 : tensor<2x3x7x37xf32>) outs(%22, %20 : tensor<2x3x7xf32>, tensor<2x3x7xi64>) {
    ^bb0(%in: f32, %out: f32, %out_18: i64):
      %34 = linalg.index 3 : index
      %35 = arith.index_cast %34 : index to i64
      %36 = arith.maximumf %in, %out : f32
      %37 = arith.cmpf ogt, %in, %out : f32
      %38 = arith.select %37, %35, %out_18 : i64
      linalg.yield %36, %38 : f32, i64
    } -> (tensor<2x3x7xf32>, tensor<2x3x7xi64>)
    %expanded_12 = tensor.expand_shape %23#0 [[0], [1], [2, 3]] output_shape [2, 3, 7, 1] : tensor<2x3x7xf32> into tensor<2x3x7x1xf32>
    %24 = linalg.generic {indexing_maps = [#map2, #map4, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%18, %expanded_12 : tensor<2x3x7x37xf32>, tensor<2x3x7x1xf32>) outs(%17 : tensor<2x3x7x37xf32>) {
    ^bb0(%in: f32, %in_18: f32, %out: f32):
      %34 = arith.subf %in, %in_18 : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x7x37xf32>
    %25 = linalg.generic {indexing_maps = [#map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%24 : tensor<2x3x7x37xf32>) outs(%17 : tensor<2x3x7x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %34 = math.exp %in : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x7x37xf32>
    %26 = tensor.empty() : tensor<2x3x7x1xf32>
    %27 = linalg.fill ins(%cst : f32) outs(%26 : tensor<2x3x7x1xf32>) -> tensor<2x3x7x1xf32>
    %28 = linalg.generic {indexing_maps = [#map2, #map4], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%25 : tensor<2x3x7x37xf32>) outs(%27 : tensor<2x3x7x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %34 = arith.addf %in, %out : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x7x1xf32>
    %29 = linalg.generic {indexing_maps = [#map2, #map4, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%25, %28 : tensor<2x3x7x37xf32>, tensor<2x3x7x1xf32>) outs(%17 : tensor<2x3x7x37xf32>) {
    ^bb0(%in: f32, %in_18: f32, %out: f32):
      %34 = arith.divf %in, %in_18 : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x7x37xf32>
    %collapsed_13 = tensor.collapse_shape %29 [[0, 1], [2], [3]] : tensor<2x3x7x37xf32> into tensor<6x7x37xf32>
    %collapsed_14 = tensor.collapse_shape %transposed_7 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %30 = tensor.empty() : tensor<6x7x16xf32>
    %31 = linalg.fill ins(%cst : f32) outs(%30 : tensor<6x7x16xf32>) -> tensor<6x7x16xf32>
    %32 = linalg.batch_matmul ins(%collapsed_13, %collapsed_14 : tensor<6x7x37xf32>, tensor<6x37x16xf32>) outs(%31 : tensor<6x7x16xf32>) -> tensor<6x7x16xf32>
    %expanded_15 = tensor.expand_shape %32 [[0, 1], [2], [3]] output_shape [2, 3, 7, 16] : tensor<6x7x16xf32> into tensor<2x3x7x16xf32>
    %33 = tensor.empty() : tensor<2x7x3x16xf32>
    %transposed_16 = linalg.transpose ins(%expanded_15 : tensor<2x3x7x16xf32>) outs(%33 : tensor<2x7x3x16xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_17 = tensor.collapse_shape %transposed_16 [[0], [1], [2, 3]] : tensor<2x7x3x16xf32> into tensor<2x7x48xf32>
    return %collapsed_17 : tensor<2x7x48xf32>
  }
}

