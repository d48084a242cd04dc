#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
#map1 = affine_map<(d0, d1, d2, d3) -> (d0, d1, 0, d3)>
#map2 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map3 = affine_map<(d0, d1, d2, d3) -> ()>
#map4 = affine_map<(d0, d1, d2, d3) -> (d0, 0, d2, d3)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
module {
  func.func @graph_additive(%arg0: tensor<2x3x37xf32>, %arg1: tensor<2x3x37xf32>, %arg2: tensor<2x3x37x16xf32>, %arg3: tensor<2x37x37xi1>) -> tensor<2x3x37x16xf32> {
    %true = arith.constant true
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0xFF800000 : f32
    %cst_0 = arith.constant 0.000000e+00 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_3 = arith.constant 2.000000e-01 : f64
    %expanded = tensor.expand_shape %arg0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %expanded_4 = tensor.expand_shape %arg1 [[0], [1], [2, 3]] output_shape [2, 3, 1, 37] : tensor<2x3x37xf32> into tensor<2x3x1x37xf32>
    %0 = tensor.empty() : tensor<2x3x37x37xf32>
    %1 = linalg.generic {indexing_maps = [#map, #map1, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded, %expanded_4 : tensor<2x3x37x1xf32>, tensor<2x3x1x37xf32>) outs(%0 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_9: f32, %out: f32):
      %23 = arith.addf %in, %in_9 : f32
      linalg.yield %23 : f32
    } -> tensor<2x3x37x37xf32>
    %2 = linalg.generic {indexing_maps = [#map3, #map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%cst_2, %1 : tensor<f32>, tensor<2x3x37x37xf32>) outs(%0 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_9: f32, %out: f32):
      %23 = arith.cmpf ogt, %in, %in_9 : f32
      %24 = arith.select %23, %in, %in_9 : f32
      linalg.yield %24 : f32
    } -> tensor<2x3x37x37xf32>
    %3 = linalg.generic {indexing_maps = [#map3, #map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%cst_2, %1 : tensor<f32>, tensor<2x3x37x37xf32>) outs(%0 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_9: f32, %out: f32):
      %23 = arith.cmpf olt, %in, %in_9 : f32
      %24 = arith.select %23, %in, %in_9 : f32
      linalg.yield %24 : f32
    } -> tensor<2x3x37x37xf32>
    %4 = linalg.generic {indexing_maps = [#map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%3 : tensor<2x3x37x37xf32>) outs(%0 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %23 = arith.truncf %cst_3 : f64 to f32
      %24 = arith.mulf %in, %23 : f32
      linalg.yield %24 : f32
    } -> tensor<2x3x37x37xf32>
    %5 = linalg.generic {indexing_maps = [#map2, #map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%2, %4 : tensor<2x3x37x37xf32>, tensor<2x3x37x37xf32>) outs(%0 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_9: f32, %out: f32):
      %23 = arith.addf %in, %in_9 : f32
      linalg.yield %23 : f32
    } -> tensor<2x3x37x37xf32>
    %expanded_5 = tensor.expand_shape %arg3 [[0], [1, 2], [3]] output_shape [2, 1, 37, 37] : tensor<2x37x37xi1> into tensor<2x1x37x37xi1>
    %6 = tensor.empty() : tensor<2x1x37x37xi1>
    %7 = linalg.generic {indexing_maps = [#map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_5 : tensor<2x1x37x37xi1>) outs(%6 : tensor<2x1x37x37xi1>) {
    ^bb0(%in: i1, %out: i1):
      %23 = arith.xori %in, %true : i1
      linalg.yield %23 : i1
    } -> tensor<2x1x37x37xi1>
    %8 = linalg.generic {indexing_maps = [#map4, #map3, #map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%7, %cst_1, %5 : tensor<2x1x37x37xi1>, tensor<f32>, tensor<2x3x37x37xf32>) outs(%0 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_9: f32, %in_10: f32, %out: f32):
      %23 = arith.select %in, %in_9, %in_10 : f32
      linalg.yield %23 : f32
    } -> tensor<2x3x37x37xf32>
    %9 = tensor.empty() : tensor<2x3x37xi64>
    %10 = linalg.fill ins(%c0_i64 : i64) outs(%9 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %11 = tensor.empty() : tensor<2x3x37xf32>
    %12 = linalg.fill ins(%cst : f32) outs(%11 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %13:2 = linalg.generic {indexing_maps = [#map2, #map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%8 : tensor<2x3x37x37xf32>) outs(%12, %10 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_9: i64):
      %23 = linalg.index 3 : index
      %24 = arith.index_cast %23 : index to i64
      %25 = arith.maximumf %in, %out : f32
      %26 = arith.cmpf ogt, %in, %out : f32
      %27 = arith.select %26, %24, %out_9 : i64
      linalg.yield %25, %27 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_6 = tensor.expand_shape %13#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %14 = linalg.generic {indexing_maps = [#map2, #map, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%8, %expanded_6 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%0 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_9: f32, %out: f32):
      %23 = arith.subf %in, %in_9 : f32
      linalg.yield %23 : f32
    } -> tensor<2x3x37x37xf32>
    %15 = linalg.generic {indexing_maps = [#map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%14 : tensor<2x3x37x37xf32>) outs(%0 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %23 = math.exp %in : f32
      linalg.yield %23 : f32
    } -> tensor<2x3x37x37xf32>
    %16 = tensor.empty() : tensor<2x3x37x1xf32>
    %17 = linalg.fill ins(%cst_0 : f32) outs(%16 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %18 = linalg.generic {indexing_maps = [#map2, #map], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%15 : tensor<2x3x37x37xf32>) outs(%17 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %23 = arith.addf %in, %out : f32
      linalg.yield %23 : f32
    } -> tensor<2x3x37x1xf32>
    %19 = linalg.generic {indexing_maps = [#map2, #map, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%15, %18 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%0 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_9: f32, %out: f32):
      %23 = arith.divf %in, %in_9 : f32
      linalg.yield %23 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed = tensor.collapse_shape %19 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_7 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %20 = tensor.empty() : tensor<6x37x16xf32>
    %21 = linalg.fill ins(%cst_0 : f32) outs(%20 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %22 = linalg.batch_matmul ins(%collapsed, %collapsed_7 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%21 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_8 = tensor.expand_shape %22 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_8 : tensor<2x3x37x16xf32>
  }
}

