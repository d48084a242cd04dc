#map = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, 0, d4)>
#map1 = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, 0, d3, d4)>
#map2 = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3, d4)>
#map3 = affine_map<(d0, d1, d2, d3, d4) -> (d4)>
#map4 = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map6 = affine_map<(d0, d1, d2, d3) -> (d0, 0, 0, d3)>
#map7 = affine_map<(d0, d1, d2, d3) -> ()>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @additive_bias(%arg0: tensor<2x2x37x24xf32>, %arg1: tensor<2x2x41x24xf32>, %arg2: tensor<2x2x41x16xf32>, %arg3: tensor<24xf32>, %arg4: tensor<2x41xi1>) -> tensor<2x2x37x16xf32> {
    %cst = arith.constant 0.000000e+00 : f32
    %true = arith.constant true
    %c0_i64 = arith.constant 0 : i64
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %expanded = tensor.expand_shape %arg0 [[0], [1], [2], [3, 4]] output_shape [2, 2, 37, 1, 24] : tensor<2x2x37x24xf32> into tensor<2x2x37x1x24xf32>
    %expanded_2 = tensor.expand_shape %arg1 [[0], [1], [2, 3], [4]] output_shape [2, 2, 1, 41, 24] : tensor<2x2x41x24xf32> into tensor<2x2x1x41x24xf32>
    %0 = tensor.empty() : tensor<2x2x37x41x24xf32>
    %1 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%expanded, %expanded_2 : tensor<2x2x37x1x24xf32>, tensor<2x2x1x41x24xf32>) outs(%0 : tensor<2x2x37x41x24xf32>) {
    ^bb0(%in: f32, %in_7: f32, %out: f32):
      %24 = arith.addf %in, %in_7 : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x37x41x24xf32>
    %2 = linalg.generic {indexing_maps = [#map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%1 : tensor<2x2x37x41x24xf32>) outs(%0 : tensor<2x2x37x41x24xf32>) {
    ^bb0(%in: f32, %out: f32):
      %24 = math.tanh %in : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x37x41x24xf32>
    %3 = linalg.generic {indexing_maps = [#map2, #map3, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%2, %arg3 : tensor<2x2x37x41x24xf32>, tensor<24xf32>) outs(%0 : tensor<2x2x37x41x24xf32>) {
    ^bb0(%in: f32, %in_7: f32, %out: f32):
      %24 = arith.mulf %in, %in_7 : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x37x41x24xf32>
    %4 = tensor.empty() : tensor<2x2x37x41xf32>
    %5 = linalg.fill ins(%cst : f32) outs(%4 : tensor<2x2x37x41xf32>) -> tensor<2x2x37x41xf32>
    %6 = linalg.generic {indexing_maps = [#map2, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction"]} ins(%3 : tensor<2x2x37x41x24xf32>) outs(%5 : tensor<2x2x37x41xf32>) {
    ^bb0(%in: f32, %out: f32):
      %24 = arith.addf %in, %out : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x37x41xf32>
    %expanded_3 = tensor.expand_shape %arg4 [[0], [1, 2, 3]] output_shape [2, 1, 1, 41] : tensor<2x41xi1> into tensor<2x1x1x41xi1>
    %7 = tensor.empty() : tensor<2x1x1x41xi1>
    %8 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_3 : tensor<2x1x1x41xi1>) outs(%7 : tensor<2x1x1x41xi1>) {
    ^bb0(%in: i1, %out: i1):
      %24 = arith.xori %in, %true : i1
      linalg.yield %24 : i1
    } -> tensor<2x1x1x41xi1>
    %9 = linalg.generic {indexing_maps = [#map6, #map7, #map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%8, %cst_1, %6 : tensor<2x1x1x41xi1>, tensor<f32>, tensor<2x2x37x41xf32>) outs(%4 : tensor<2x2x37x41xf32>) {
    ^bb0(%in: i1, %in_7: f32, %in_8: f32, %out: f32):
      %24 = arith.select %in, %in_7, %in_8 : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x37x41xf32>
    %10 = tensor.empty() : tensor<2x2x37xi64>
    %11 = linalg.fill ins(%c0_i64 : i64) outs(%10 : tensor<2x2x37xi64>) -> tensor<2x2x37xi64>
    %12 = tensor.empty() : tensor<2x2x37xf32>
    %13 = linalg.fill ins(%cst_0 : f32) outs(%12 : tensor<2x2x37xf32>) -> tensor<2x2x37xf32>
    %14:2 = linalg.generic {indexing_maps = [#map5, #map8, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%9 : tensor<2x2x37x41xf32>) outs(%13, %11 : tensor<2x2x37xf32>, tensor<2x2x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_7: i64):
      %24 = linalg.index 3 : index
      %25 = arith.index_cast %24 : index to i64
      %26 = arith.maximumf %in, %out : f32
      %27 = arith.cmpf ogt, %in, %out : f32
      %28 = arith.select %27, %25, %out_7 : i64
      linalg.yield %26, %28 : f32, i64
    } -> (tensor<2x2x37xf32>, tensor<2x2x37xi64>)
    %expanded_4 = tensor.expand_shape %14#0 [[0], [1], [2, 3]] output_shape [2, 2, 37, 1] : tensor<2x2x37xf32> into tensor<2x2x37x1xf32>
    %15 = linalg.generic {indexing_maps = [#map5, #map9, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%9, %expanded_4 : tensor<2x2x37x41xf32>, tensor<2x2x37x1xf32>) outs(%4 : tensor<2x2x37x41xf32>) {
    ^bb0(%in: f32, %in_7: f32, %out: f32):
      %24 = arith.subf %in, %in_7 : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x37x41xf32>
    %16 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%15 : tensor<2x2x37x41xf32>) outs(%4 : tensor<2x2x37x41xf32>) {
    ^bb0(%in: f32, %out: f32):
      %24 = math.exp %in : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x37x41xf32>
    %17 = tensor.empty() : tensor<2x2x37x1xf32>
    %18 = linalg.fill ins(%cst : f32) outs(%17 : tensor<2x2x37x1xf32>) -> tensor<2x2x37x1xf32>
    %19 = linalg.generic {indexing_maps = [#map5, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%16 : tensor<2x2x37x41xf32>) outs(%18 : tensor<2x2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %24 = arith.addf %in, %out : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x37x1xf32>
    %20 = linalg.generic {indexing_maps = [#map5, #map9, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%16, %19 : tensor<2x2x37x41xf32>, tensor<2x2x37x1xf32>) outs(%4 : tensor<2x2x37x41xf32>) {
    ^bb0(%in: f32, %in_7: f32, %out: f32):
      %24 = arith.divf %in, %in_7 : f32
      linalg.yield %24 : f32
    } -> tensor<2x2x37x41xf32>
    %collapsed = tensor.collapse_shape %20 [[0, 1], [2], [3]] : tensor<2x2x37x41xf32> into tensor<4x37x41xf32>
    %collapsed_5 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x2x41x16xf32> into tensor<4x41x16xf32>
    %21 = tensor.empty() : tensor<4x37x16xf32>
    %22 = linalg.fill ins(%cst : f32) outs(%21 : tensor<4x37x16xf32>) -> tensor<4x37x16xf32>
    %23 = linalg.batch_matmul ins(%collapsed, %collapsed_5 : tensor<4x37x41xf32>, tensor<4x41x16xf32>) outs(%22 : tensor<4x37x16xf32>) -> tensor<4x37x16xf32>
    %expanded_6 = tensor.expand_shape %23 [[0, 1], [2], [3]] output_shape [2, 2, 37, 16] : tensor<4x37x16xf32> into tensor<2x2x37x16xf32>
    return %expanded_6 : tensor<2x2x37x16xf32>
  }
}

