#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0) -> ()>
#map2 = affine_map<(d0, d1) -> (d0, 0)>
#map3 = affine_map<(d0, d1) -> (0, d1)>
#map4 = affine_map<(d0, d1) -> (d0, d1)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map6 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map7 = affine_map<(d0, d1, d2, d3) -> ()>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @block_local(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>) -> tensor<2x3x37x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %true = arith.constant true
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant 4.000000e+00 : f32
    %cst_3 = arith.constant dense<8> : tensor<i64>
    %0 = tensor.empty() : tensor<37xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %27 = linalg.index 0 : index
      %28 = arith.index_cast %27 : index to i64
      linalg.yield %28 : i64
    } -> tensor<37xi64>
    %2 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel"]} ins(%1, %cst_3 : tensor<37xi64>, tensor<i64>) outs(%0 : tensor<37xi64>) {
    ^bb0(%in: i64, %in_11: i64, %out: i64):
      %27 = arith.sitofp %in : i64 to f64
      %28 = arith.sitofp %in_11 : i64 to f64
      %29 = arith.divf %27, %28 : f64
      %30 = math.floor %29 : f64
      %31 = arith.fptosi %30 : f64 to i64
      linalg.yield %31 : i64
    } -> tensor<37xi64>
    %expanded = tensor.expand_shape %2 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_4 = tensor.expand_shape %2 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %3 = tensor.empty() : tensor<37x37xi1>
    %4 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_4 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%3 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %in_11: i64, %out: i1):
      %27 = arith.cmpi eq, %in, %in_11 : i64
      linalg.yield %27 : i1
    } -> tensor<37x37xi1>
    %5 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x37x16xf32>) outs(%5 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_5 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %6 = tensor.empty() : tensor<6x37x37xf32>
    %7 = linalg.fill ins(%cst : f32) outs(%6 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %8 = linalg.batch_matmul ins(%collapsed, %collapsed_5 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%7 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded_6 = tensor.expand_shape %8 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %9 = tensor.empty() : tensor<2x3x37x37xf32>
    %10 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_6 : tensor<2x3x37x37xf32>) outs(%9 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %27 = arith.divf %in, %cst_2 : f32
      linalg.yield %27 : f32
    } -> tensor<2x3x37x37xf32>
    %11 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%4 : tensor<37x37xi1>) outs(%3 : tensor<37x37xi1>) {
    ^bb0(%in: i1, %out: i1):
      %27 = arith.xori %in, %true : i1
      linalg.yield %27 : i1
    } -> tensor<37x37xi1>
    %12 = linalg.generic {indexing_maps = [#map6, #map7, #map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%11, %cst_1, %10 : tensor<37x37xi1>, tensor<f32>, tensor<2x3x37x37xf32>) outs(%9 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_11: f32, %in_12: f32, %out: f32):
      %27 = arith.select %in, %in_11, %in_12 : f32
      linalg.yield %27 : f32
    } -> tensor<2x3x37x37xf32>
    %13 = tensor.empty() : tensor<2x3x37xi64>
    %14 = linalg.fill ins(%c0_i64 : i64) outs(%13 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %15 = tensor.empty() : tensor<2x3x37xf32>
    %16 = linalg.fill ins(%cst_0 : f32) outs(%15 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %17:2 = linalg.generic {indexing_maps = [#map5, #map8, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%12 : tensor<2x3x37x37xf32>) outs(%16, %14 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_11: i64):
      %27 = linalg.index 3 : index
      %28 = arith.index_cast %27 : index to i64
      %29 = arith.maximumf %in, %out : f32
      %30 = arith.cmpf ogt, %in, %out : f32
      %31 = arith.select %30, %28, %out_11 : i64
      linalg.yield %29, %31 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_7 = tensor.expand_shape %17#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %18 = linalg.generic {indexing_maps = [#map5, #map9, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%12, %expanded_7 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%9 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_11: f32, %out: f32):
      %27 = arith.subf %in, %in_11 : f32
      linalg.yield %27 : f32
    } -> tensor<2x3x37x37xf32>
    %19 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%18 : tensor<2x3x37x37xf32>) outs(%9 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %27 = math.exp %in : f32
      linalg.yield %27 : f32
    } -> tensor<2x3x37x37xf32>
    %20 = tensor.empty() : tensor<2x3x37x1xf32>
    %21 = linalg.fill ins(%cst : f32) outs(%20 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %22 = linalg.generic {indexing_maps = [#map5, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%19 : tensor<2x3x37x37xf32>) outs(%21 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %27 = arith.addf %in, %out : f32
      linalg.yield %27 : f32
    } -> tensor<2x3x37x1xf32>
    %23 = linalg.generic {indexing_maps = [#map5, #map9, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%19, %22 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%9 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_11: f32, %out: f32):
      %27 = arith.divf %in, %in_11 : f32
      linalg.yield %27 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_8 = tensor.collapse_shape %23 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_9 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %24 = tensor.empty() : tensor<6x37x16xf32>
    %25 = linalg.fill ins(%cst : f32) outs(%24 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %26 = linalg.batch_matmul ins(%collapsed_8, %collapsed_9 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%25 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_10 = tensor.expand_shape %26 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_10 : tensor<2x3x37x16xf32>
  }
}

