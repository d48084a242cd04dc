#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0, d1) -> (d0, 0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
#map4 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map5 = affine_map<(d0, d1, d2) -> (0, d1, d2)>
#map6 = affine_map<(d0, d1, d2) -> (d0, 0, 0)>
#map7 = affine_map<(d0, d1, d2) -> (d0, d1)>
#map8 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>
#map10 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
module {
  func.func @position_only(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<3xf32>, %arg2: tensor<3xf32>) -> tensor<2x3x37x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0xFF800000 : f32
    %cst_0 = arith.constant 0.000000e+00 : f32
    %0 = tensor.empty() : tensor<37xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %27 = linalg.index 0 : index
      %28 = arith.index_cast %27 : index to i64
      linalg.yield %28 : i64
    } -> tensor<37xi64>
    %expanded = tensor.expand_shape %1 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_1 = tensor.expand_shape %1 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %2 = tensor.empty() : tensor<37x37xi64>
    %3 = linalg.generic {indexing_maps = [#map1, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_1 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_8: i64, %out: i64):
      %27 = arith.subi %in, %in_8 : i64
      linalg.yield %27 : i64
    } -> tensor<37x37xi64>
    %expanded_2 = tensor.expand_shape %3 [[0, 1], [2]] output_shape [1, 37, 37] : tensor<37x37xi64> into tensor<1x37x37xi64>
    %4 = tensor.empty() : tensor<1x37x37xi64>
    %5 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_2 : tensor<1x37x37xi64>) outs(%4 : tensor<1x37x37xi64>) {
    ^bb0(%in: i64, %out: i64):
      %27 = arith.sitofp %in : i64 to f32
      %28 = arith.negf %27 : f32
      %29 = arith.fptosi %28 : f32 to i64
      linalg.yield %29 : i64
    } -> tensor<1x37x37xi64>
    %expanded_3 = tensor.expand_shape %arg1 [[0, 1, 2]] output_shape [3, 1, 1] : tensor<3xf32> into tensor<3x1x1xf32>
    %6 = tensor.empty() : tensor<3x37x37xf32>
    %7 = linalg.generic {indexing_maps = [#map5, #map6, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5, %expanded_3 : tensor<1x37x37xi64>, tensor<3x1x1xf32>) outs(%6 : tensor<3x37x37xf32>) {
    ^bb0(%in: i64, %in_8: f32, %out: f32):
      %27 = arith.sitofp %in : i64 to f32
      %28 = arith.subf %27, %in_8 : f32
      linalg.yield %28 : f32
    } -> tensor<3x37x37xf32>
    %8 = linalg.generic {indexing_maps = [#map4, #map4, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%7, %7 : tensor<3x37x37xf32>, tensor<3x37x37xf32>) outs(%6 : tensor<3x37x37xf32>) {
    ^bb0(%in: f32, %in_8: f32, %out: f32):
      %27 = arith.mulf %in, %in_8 : f32
      linalg.yield %27 : f32
    } -> tensor<3x37x37xf32>
    %9 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%8 : tensor<3x37x37xf32>) outs(%6 : tensor<3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %27 = arith.negf %in : f32
      linalg.yield %27 : f32
    } -> tensor<3x37x37xf32>
    %expanded_4 = tensor.expand_shape %arg2 [[0, 1, 2]] output_shape [3, 1, 1] : tensor<3xf32> into tensor<3x1x1xf32>
    %10 = linalg.generic {indexing_maps = [#map4, #map6, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%9, %expanded_4 : tensor<3x37x37xf32>, tensor<3x1x1xf32>) outs(%6 : tensor<3x37x37xf32>) {
    ^bb0(%in: f32, %in_8: f32, %out: f32):
      %27 = arith.mulf %in, %in_8 : f32
      linalg.yield %27 : f32
    } -> tensor<3x37x37xf32>
    %11 = tensor.empty() : tensor<3x37xi64>
    %12 = linalg.fill ins(%c0_i64 : i64) outs(%11 : tensor<3x37xi64>) -> tensor<3x37xi64>
    %13 = tensor.empty() : tensor<3x37xf32>
    %14 = linalg.fill ins(%cst : f32) outs(%13 : tensor<3x37xf32>) -> tensor<3x37xf32>
    %15:2 = linalg.generic {indexing_maps = [#map4, #map7, #map7], iterator_types = ["parallel", "parallel", "reduction"]} ins(%10 : tensor<3x37x37xf32>) outs(%14, %12 : tensor<3x37xf32>, tensor<3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_8: i64):
      %27 = linalg.index 2 : index
      %28 = arith.index_cast %27 : index to i64
      %29 = arith.maximumf %in, %out : f32
      %30 = arith.cmpf ogt, %in, %out : f32
      %31 = arith.select %30, %28, %out_8 : i64
      linalg.yield %29, %31 : f32, i64
    } -> (tensor<3x37xf32>, tensor<3x37xi64>)
    %expanded_5 = tensor.expand_shape %15#0 [[0], [1, 2]] output_shape [3, 37, 1] : tensor<3x37xf32> into tensor<3x37x1xf32>
    %16 = linalg.generic {indexing_maps = [#map4, #map8, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%10, %expanded_5 : tensor<3x37x37xf32>, tensor<3x37x1xf32>) outs(%6 : tensor<3x37x37xf32>) {
    ^bb0(%in: f32, %in_8: f32, %out: f32):
      %27 = arith.subf %in, %in_8 : f32
      linalg.yield %27 : f32
    } -> tensor<3x37x37xf32>
    %17 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%16 : tensor<3x37x37xf32>) outs(%6 : tensor<3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %27 = math.exp %in : f32
      linalg.yield %27 : f32
    } -> tensor<3x37x37xf32>
    %18 = tensor.empty() : tensor<3x37x1xf32>
    %19 = linalg.fill ins(%cst_0 : f32) outs(%18 : tensor<3x37x1xf32>) -> tensor<3x37x1xf32>
    %20 = linalg.generic {indexing_maps = [#map4, #map8], iterator_types = ["parallel", "parallel", "reduction"]} ins(%17 : tensor<3x37x37xf32>) outs(%19 : tensor<3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %27 = arith.addf %in, %out : f32
      linalg.yield %27 : f32
    } -> tensor<3x37x1xf32>
    %21 = linalg.generic {indexing_maps = [#map4, #map8, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%17, %20 : tensor<3x37x37xf32>, tensor<3x37x1xf32>) outs(%6 : tensor<3x37x37xf32>) {
    ^bb0(%in: f32, %in_8: f32, %out: f32):
      %27 = arith.divf %in, %in_8 : f32
      linalg.yield %27 : f32
    } -> tensor<3x37x37xf32>
    %22 = tensor.empty() : tensor<2x3x37x37xf32>
    %23 = linalg.generic {indexing_maps = [#map9, #map10], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%21 : tensor<3x37x37xf32>) outs(%22 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed = tensor.collapse_shape %23 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_6 = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %24 = tensor.empty() : tensor<6x37x16xf32>
    %25 = linalg.fill ins(%cst_0 : f32) outs(%24 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %26 = linalg.batch_matmul ins(%collapsed, %collapsed_6 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%25 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_7 = tensor.expand_shape %26 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_7 : tensor<2x3x37x16xf32>
  }
}

