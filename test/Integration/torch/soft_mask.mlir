#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0, d1) -> (d0, d1)>
#map2 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map3 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map4 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @soft_mask(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x41x16xf32>, %arg2: tensor<2x3x41x16xf32>, %arg3: tensor<37x41xi1>) -> tensor<2x3x37x16xf32> {
    %cst = arith.constant 0.000000e+00 : f32
    %true = arith.constant true
    %c0_i64 = arith.constant 0 : i64
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 4.000000e+00 : f32
    %cst_2 = arith.constant -1.000000e+02 : f32
    %0 = tensor.empty() : tensor<2x3x16x41xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x41x16xf32>) outs(%0 : tensor<2x3x16x41xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_3 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x16x41xf32> into tensor<6x16x41xf32>
    %1 = tensor.empty() : tensor<6x37x41xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<6x37x41xf32>) -> tensor<6x37x41xf32>
    %3 = linalg.batch_matmul ins(%collapsed, %collapsed_3 : tensor<6x37x16xf32>, tensor<6x16x41xf32>) outs(%2 : tensor<6x37x41xf32>) -> tensor<6x37x41xf32>
    %expanded = tensor.expand_shape %3 [[0, 1], [2], [3]] output_shape [2, 3, 37, 41] : tensor<6x37x41xf32> into tensor<2x3x37x41xf32>
    %4 = tensor.empty() : tensor<2x3x37x41xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded : tensor<2x3x37x41xf32>) outs(%4 : tensor<2x3x37x41xf32>) {
    ^bb0(%in: f32, %out: f32):
      %26 = arith.divf %in, %cst_1 : f32
      linalg.yield %26 : f32
    } -> tensor<2x3x37x41xf32>
    %6 = tensor.empty() : tensor<37x41xi1>
    %7 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%arg3 : tensor<37x41xi1>) outs(%6 : tensor<37x41xi1>) {
    ^bb0(%in: i1, %out: i1):
      %26 = arith.xori %in, %true : i1
      linalg.yield %26 : i1
    } -> tensor<37x41xi1>
    %8 = tensor.empty() : tensor<37x41xf32>
    %9 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%7 : tensor<37x41xi1>) outs(%8 : tensor<37x41xf32>) {
    ^bb0(%in: i1, %out: f32):
      %26 = arith.uitofp %in : i1 to f32
      linalg.yield %26 : f32
    } -> tensor<37x41xf32>
    %10 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<37x41xf32>) outs(%8 : tensor<37x41xf32>) {
    ^bb0(%in: f32, %out: f32):
      %26 = arith.mulf %in, %cst_2 : f32
      linalg.yield %26 : f32
    } -> tensor<37x41xf32>
    %11 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%5, %10 : tensor<2x3x37x41xf32>, tensor<37x41xf32>) outs(%4 : tensor<2x3x37x41xf32>) {
    ^bb0(%in: f32, %in_8: f32, %out: f32):
      %26 = arith.addf %in, %in_8 : f32
      linalg.yield %26 : f32
    } -> tensor<2x3x37x41xf32>
    %12 = tensor.empty() : tensor<2x3x37xi64>
    %13 = linalg.fill ins(%c0_i64 : i64) outs(%12 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %14 = tensor.empty() : tensor<2x3x37xf32>
    %15 = linalg.fill ins(%cst_0 : f32) outs(%14 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %16:2 = linalg.generic {indexing_maps = [#map, #map3, #map3], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%11 : tensor<2x3x37x41xf32>) outs(%15, %13 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_8: i64):
      %26 = linalg.index 3 : index
      %27 = arith.index_cast %26 : index to i64
      %28 = arith.maximumf %in, %out : f32
      %29 = arith.cmpf ogt, %in, %out : f32
      %30 = arith.select %29, %27, %out_8 : i64
      linalg.yield %28, %30 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_4 = tensor.expand_shape %16#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %17 = linalg.generic {indexing_maps = [#map, #map4, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%11, %expanded_4 : tensor<2x3x37x41xf32>, tensor<2x3x37x1xf32>) outs(%4 : tensor<2x3x37x41xf32>) {
    ^bb0(%in: f32, %in_8: f32, %out: f32):
      %26 = arith.subf %in, %in_8 : f32
      linalg.yield %26 : f32
    } -> tensor<2x3x37x41xf32>
    %18 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%17 : tensor<2x3x37x41xf32>) outs(%4 : tensor<2x3x37x41xf32>) {
    ^bb0(%in: f32, %out: f32):
      %26 = math.exp %in : f32
      linalg.yield %26 : f32
    } -> tensor<2x3x37x41xf32>
    %19 = tensor.empty() : tensor<2x3x37x1xf32>
    %20 = linalg.fill ins(%cst : f32) outs(%19 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %21 = linalg.generic {indexing_maps = [#map, #map4], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%18 : tensor<2x3x37x41xf32>) outs(%20 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %26 = arith.addf %in, %out : f32
      linalg.yield %26 : f32
    } -> tensor<2x3x37x1xf32>
    %22 = linalg.generic {indexing_maps = [#map, #map4, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%18, %21 : tensor<2x3x37x41xf32>, tensor<2x3x37x1xf32>) outs(%4 : tensor<2x3x37x41xf32>) {
    ^bb0(%in: f32, %in_8: f32, %out: f32):
      %26 = arith.divf %in, %in_8 : f32
      linalg.yield %26 : f32
    } -> tensor<2x3x37x41xf32>
    %collapsed_5 = tensor.collapse_shape %22 [[0, 1], [2], [3]] : tensor<2x3x37x41xf32> into tensor<6x37x41xf32>
    %collapsed_6 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x41x16xf32> into tensor<6x41x16xf32>
    %23 = tensor.empty() : tensor<6x37x16xf32>
    %24 = linalg.fill ins(%cst : f32) outs(%23 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %25 = linalg.batch_matmul ins(%collapsed_5, %collapsed_6 : tensor<6x37x41xf32>, tensor<6x41x16xf32>) outs(%24 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_7 = tensor.expand_shape %25 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_7 : tensor<2x3x37x16xf32>
  }
}

