#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0) -> (d0)>
#map2 = affine_map<(d0, d1) -> (d0, 0)>
#map3 = affine_map<(d0, d1) -> (0, d1)>
#map4 = affine_map<(d0, d1) -> (d0, d1)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map6 = affine_map<(d0, d1, d2, d3) -> ()>
#map7 = affine_map<(d0, d1, d2, d3) -> (d2, 0)>
module {
  func.func @relu_causal(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>) -> tensor<2x3x37x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %c1_i64 = arith.constant 1 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant dense<0.000000e+00> : tensor<f32>
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
      %21 = arith.divf %in, %cst_1 : f32
      linalg.yield %21 : f32
    } -> tensor<2x3x37x37xf32>
    %6 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%5 : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %21 = arith.cmpf ugt, %in, %cst : f32
      %22 = arith.select %21, %in, %cst : f32
      linalg.yield %22 : f32
    } -> tensor<2x3x37x37xf32>
    %7 = tensor.empty() : tensor<37xi64>
    %8 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%7 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %21 = linalg.index 0 : index
      %22 = arith.index_cast %21 : index to i64
      linalg.yield %22 : i64
    } -> tensor<37xi64>
    %expanded_3 = tensor.expand_shape %8 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_4 = tensor.expand_shape %8 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %9 = tensor.empty() : tensor<37x37xi64>
    %10 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded_3, %expanded_4 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%9 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_9: i64, %out: i64):
      %21 = arith.subi %in, %in_9 : i64
      linalg.yield %21 : i64
    } -> tensor<37x37xi64>
    %11 = tensor.empty() : tensor<37x37xi1>
    %12 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%10 : tensor<37x37xi64>) outs(%11 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %21 = arith.cmpi slt, %in, %c0_i64 : i64
      linalg.yield %21 : i1
    } -> tensor<37x37xi1>
    %13 = linalg.generic {indexing_maps = [#map5, #map6, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%12, %cst_0, %6 : tensor<37x37xi1>, tensor<f32>, tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_9: f32, %in_10: f32, %out: f32):
      %21 = arith.select %in, %in_9, %in_10 : f32
      linalg.yield %21 : f32
    } -> tensor<2x3x37x37xf32>
    %14 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%7 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %21 = linalg.index 0 : index
      %22 = arith.index_cast %21 : index to i64
      %23 = arith.addi %22, %c1_i64 : i64
      linalg.yield %23 : i64
    } -> tensor<37xi64>
    %15 = tensor.empty() : tensor<37xf32>
    %16 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel"]} ins(%14 : tensor<37xi64>) outs(%15 : tensor<37xf32>) {
    ^bb0(%in: i64, %out: f32):
      %21 = arith.sitofp %in : i64 to f32
      linalg.yield %21 : f32
    } -> tensor<37xf32>
    %expanded_5 = tensor.expand_shape %16 [[0, 1]] output_shape [37, 1] : tensor<37xf32> into tensor<37x1xf32>
    %17 = linalg.generic {indexing_maps = [#map, #map7, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%13, %expanded_5 : tensor<2x3x37x37xf32>, tensor<37x1xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_9: f32, %out: f32):
      %21 = arith.divf %in, %in_9 : f32
      linalg.yield %21 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_6 = tensor.collapse_shape %17 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_7 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %18 = tensor.empty() : tensor<6x37x16xf32>
    %19 = linalg.fill ins(%cst : f32) outs(%18 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %20 = linalg.batch_matmul ins(%collapsed_6, %collapsed_7 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%19 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_8 = tensor.expand_shape %20 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_8 : tensor<2x3x37x16xf32>
  }
}

