#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0) -> (d0)>
#map2 = affine_map<(d0, d1) -> (d0, 0)>
#map3 = affine_map<(d0, d1) -> (0, d1)>
#map4 = affine_map<(d0, d1) -> (d0, d1)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map6 = affine_map<(d0, d1, d2, d3) -> ()>
module {
  func.func @sigmoid_bias(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>) -> tensor<2x3x37x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 1.000000e+00 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant 3.6109179126442243 : f64
    %cst_3 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x37x16xf32>) outs(%0 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_4 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %1 = tensor.empty() : tensor<6x37x37xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %3 = linalg.batch_matmul ins(%collapsed, %collapsed_4 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%2 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded = tensor.expand_shape %3 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %4 = tensor.empty() : tensor<2x3x37x37xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %18 = arith.divf %in, %cst_3 : f32
      linalg.yield %18 : f32
    } -> tensor<2x3x37x37xf32>
    %6 = tensor.empty() : tensor<37xi64>
    %7 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%6 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %18 = linalg.index 0 : index
      %19 = arith.index_cast %18 : index to i64
      linalg.yield %19 : i64
    } -> tensor<37xi64>
    %expanded_5 = tensor.expand_shape %7 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_6 = tensor.expand_shape %7 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %8 = tensor.empty() : tensor<37x37xi64>
    %9 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded_5, %expanded_6 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%8 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_10: i64, %out: i64):
      %18 = arith.subi %in, %in_10 : i64
      linalg.yield %18 : i64
    } -> tensor<37x37xi64>
    %10 = tensor.empty() : tensor<37x37xi1>
    %11 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<37x37xi64>) outs(%10 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %18 = arith.cmpi slt, %in, %c0_i64 : i64
      linalg.yield %18 : i1
    } -> tensor<37x37xi1>
    %12 = linalg.generic {indexing_maps = [#map5, #map6, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%11, %cst_1, %5 : tensor<37x37xi1>, tensor<f32>, tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_10: f32, %in_11: f32, %out: f32):
      %18 = arith.select %in, %in_10, %in_11 : f32
      linalg.yield %18 : f32
    } -> tensor<2x3x37x37xf32>
    %13 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%12 : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %18 = arith.truncf %cst_2 : f64 to f32
      %19 = arith.subf %in, %18 : f32
      linalg.yield %19 : f32
    } -> tensor<2x3x37x37xf32>
    %14 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%13 : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %18 = arith.negf %in : f32
      %19 = math.exp %18 : f32
      %20 = arith.addf %19, %cst_0 : f32
      %21 = arith.divf %cst_0, %20 : f32
      linalg.yield %21 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_7 = tensor.collapse_shape %14 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_8 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %15 = tensor.empty() : tensor<6x37x16xf32>
    %16 = linalg.fill ins(%cst : f32) outs(%15 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %17 = linalg.batch_matmul ins(%collapsed_7, %collapsed_8 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%16 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_9 = tensor.expand_shape %17 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_9 : tensor<2x3x37x16xf32>
  }
}

