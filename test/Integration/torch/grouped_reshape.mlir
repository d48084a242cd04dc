#map = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3, d4)>
#map1 = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d3, d4)>
#map2 = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3)>
#map3 = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3, 0)>
module {
  func.func @grouped_reshape(%arg0: tensor<2x6x37x40xf32>, %arg1: tensor<2x2x37x40xf32>, %arg2: tensor<2x2x37x40xf32>) -> tensor<2x6x37x40xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 0.15811388300841897 : f64
    %expanded = tensor.expand_shape %arg0 [[0], [1, 2], [3], [4]] output_shape [2, 2, 3, 37, 40] : tensor<2x6x37x40xf32> into tensor<2x2x3x37x40xf32>
    %0 = tensor.empty() : tensor<2x2x3x37x40xf32>
    %1 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%expanded : tensor<2x2x3x37x40xf32>) outs(%0 : tensor<2x2x3x37x40xf32>) {
    ^bb0(%in: f32, %out: f32):
      %24 = arith.truncf %cst_1 : f64 to f32
      %25 = arith.mulf %in, %24 : f32
      linalg.yield %25 : f32
    } -> tensor<2x2x3x37x40xf32>
    %expanded_2 = tensor.expand_shape %arg1 [[0], [1], [2, 3], [4]] output_shape [2, 2, 1, 37, 40] : tensor<2x2x37x40xf32> into tensor<2x2x1x37x40xf32>
    %2 = tensor.empty() : tensor<2x2x1x40x37xf32>
    %transposed = linalg.transpose ins(%expanded_2 : tensor<2x2x1x37x40xf32>) outs(%2 : tensor<2x2x1x40x37xf32>) permutation = [0, 1, 2, 4, 3] 
    %collapsed = tensor.collapse_shape %1 [[0, 1, 2], [3], [4]] : tensor<2x2x3x37x40xf32> into tensor<12x37x40xf32>
    %3 = tensor.empty() : tensor<2x2x3x40x37xf32>
    %collapsed_3 = tensor.collapse_shape %transposed [[0], [1, 2], [3], [4]] : tensor<2x2x1x40x37xf32> into tensor<2x2x40x37xf32>
    %4 = linalg.generic {indexing_maps = [#map1, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%collapsed_3 : tensor<2x2x40x37xf32>) outs(%3 : tensor<2x2x3x40x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x2x3x40x37xf32>
    %collapsed_4 = tensor.collapse_shape %4 [[0, 1, 2], [3], [4]] : tensor<2x2x3x40x37xf32> into tensor<12x40x37xf32>
    %5 = tensor.empty() : tensor<12x37x37xf32>
    %6 = linalg.fill ins(%cst : f32) outs(%5 : tensor<12x37x37xf32>) -> tensor<12x37x37xf32>
    %7 = linalg.batch_matmul ins(%collapsed, %collapsed_4 : tensor<12x37x40xf32>, tensor<12x40x37xf32>) outs(%6 : tensor<12x37x37xf32>) -> tensor<12x37x37xf32>
    %expanded_5 = tensor.expand_shape %7 [[0, 1, 2], [3], [4]] output_shape [2, 2, 3, 37, 37] : tensor<12x37x37xf32> into tensor<2x2x3x37x37xf32>
    %8 = tensor.empty() : tensor<2x2x3x37xi64>
    %9 = linalg.fill ins(%c0_i64 : i64) outs(%8 : tensor<2x2x3x37xi64>) -> tensor<2x2x3x37xi64>
    %10 = tensor.empty() : tensor<2x2x3x37xf32>
    %11 = linalg.fill ins(%cst_0 : f32) outs(%10 : tensor<2x2x3x37xf32>) -> tensor<2x2x3x37xf32>
    %12:2 = linalg.generic {indexing_maps = [#map, #map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%expanded_5 : tensor<2x2x3x37x37xf32>) outs(%11, %9 : tensor<2x2x3x37xf32>, tensor<2x2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_10: i64):
      %24 = linalg.index 4 : index
      %25 = arith.index_cast %24 : index to i64
      %26 = arith.maximumf %in, %out : f32
      %27 = arith.cmpf ogt, %in, %out : f32
      %28 = arith.select %27, %25, %out_10 : i64
      linalg.yield %26, %28 : f32, i64
    } -> (tensor<2x2x3x37xf32>, tensor<2x2x3x37xi64>)
    %expanded_6 = tensor.expand_shape %12#0 [[0], [1], [2], [3, 4]] output_shape [2, 2, 3, 37, 1] : tensor<2x2x3x37xf32> into tensor<2x2x3x37x1xf32>
    %13 = tensor.empty() : tensor<2x2x3x37x37xf32>
    %14 = linalg.generic {indexing_maps = [#map, #map3, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%expanded_5, %expanded_6 : tensor<2x2x3x37x37xf32>, tensor<2x2x3x37x1xf32>) outs(%13 : tensor<2x2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_10: f32, %out: f32):
      %24 = arith.subf %in, %in_10 : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x3x37x37xf32>
    %15 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%14 : tensor<2x2x3x37x37xf32>) outs(%13 : tensor<2x2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %24 = math.exp %in : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x3x37x37xf32>
    %16 = tensor.empty() : tensor<2x2x3x37x1xf32>
    %17 = linalg.fill ins(%cst : f32) outs(%16 : tensor<2x2x3x37x1xf32>) -> tensor<2x2x3x37x1xf32>
    %18 = linalg.generic {indexing_maps = [#map, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%15 : tensor<2x2x3x37x37xf32>) outs(%17 : tensor<2x2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %24 = arith.addf %in, %out : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x3x37x1xf32>
    %19 = linalg.generic {indexing_maps = [#map, #map3, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%15, %18 : tensor<2x2x3x37x37xf32>, tensor<2x2x3x37x1xf32>) outs(%13 : tensor<2x2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_10: f32, %out: f32):
      %24 = arith.divf %in, %in_10 : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x3x37x37xf32>
    %collapsed_7 = tensor.collapse_shape %19 [[0, 1, 2], [3], [4]] : tensor<2x2x3x37x37xf32> into tensor<12x37x37xf32>
    %20 = linalg.generic {indexing_maps = [#map1, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%arg2 : tensor<2x2x37x40xf32>) outs(%0 : tensor<2x2x3x37x40xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x2x3x37x40xf32>
    %collapsed_8 = tensor.collapse_shape %20 [[0, 1, 2], [3], [4]] : tensor<2x2x3x37x40xf32> into tensor<12x37x40xf32>
    %21 = tensor.empty() : tensor<12x37x40xf32>
    %22 = linalg.fill ins(%cst : f32) outs(%21 : tensor<12x37x40xf32>) -> tensor<12x37x40xf32>
    %23 = linalg.batch_matmul ins(%collapsed_7, %collapsed_8 : tensor<12x37x37xf32>, tensor<12x37x40xf32>) outs(%22 : tensor<12x37x40xf32>) -> tensor<12x37x40xf32>
    %expanded_9 = tensor.expand_shape %23 [[0, 1], [2], [3]] output_shape [2, 6, 37, 40] : tensor<12x37x40xf32> into tensor<2x6x37x40xf32>
    return %expanded_9 : tensor<2x6x37x40xf32>
  }
}

