#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0, d1) -> (d0, 0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
#map4 = affine_map<(d0, d1, d2) -> (d1, d2)>
#map5 = affine_map<(d0, d1, d2) -> ()>
#map6 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map7 = affine_map<(d0, d1, d2) -> (d0, d1)>
#map8 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>
#map10 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
module {
  func.func @learned_positions(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<3x37x37xf32>) -> tensor<2x3x37x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0xFF800000 : f32
    %cst_0 = arith.constant 0.000000e+00 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %0 = tensor.empty() : tensor<37xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %24 = linalg.index 0 : index
      %25 = arith.index_cast %24 : index to i64
      linalg.yield %25 : i64
    } -> tensor<37xi64>
    %expanded = tensor.expand_shape %1 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_2 = tensor.expand_shape %1 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %2 = tensor.empty() : tensor<37x37xi64>
    %3 = linalg.generic {indexing_maps = [#map1, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_2 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_6: i64, %out: i64):
      %24 = arith.subi %in, %in_6 : i64
      linalg.yield %24 : i64
    } -> tensor<37x37xi64>
    %4 = tensor.empty() : tensor<37x37xi1>
    %5 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%3 : tensor<37x37xi64>) outs(%4 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %24 = arith.cmpi slt, %in, %c0_i64 : i64
      linalg.yield %24 : i1
    } -> tensor<37x37xi1>
    %6 = tensor.empty() : tensor<3x37x37xf32>
    %7 = linalg.generic {indexing_maps = [#map4, #map5, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5, %cst_1, %arg1 : tensor<37x37xi1>, tensor<f32>, tensor<3x37x37xf32>) outs(%6 : tensor<3x37x37xf32>) {
    ^bb0(%in: i1, %in_6: f32, %in_7: f32, %out: f32):
      %24 = arith.select %in, %in_6, %in_7 : f32
      linalg.yield %24 : f32
    } -> tensor<3x37x37xf32>
    %8 = tensor.empty() : tensor<3x37xi64>
    %9 = linalg.fill ins(%c0_i64 : i64) outs(%8 : tensor<3x37xi64>) -> tensor<3x37xi64>
    %10 = tensor.empty() : tensor<3x37xf32>
    %11 = linalg.fill ins(%cst : f32) outs(%10 : tensor<3x37xf32>) -> tensor<3x37xf32>
    %12:2 = linalg.generic {indexing_maps = [#map6, #map7, #map7], iterator_types = ["parallel", "parallel", "reduction"]} ins(%7 : tensor<3x37x37xf32>) outs(%11, %9 : tensor<3x37xf32>, tensor<3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_6: i64):
      %24 = linalg.index 2 : index
      %25 = arith.index_cast %24 : index to i64
      %26 = arith.maximumf %in, %out : f32
      %27 = arith.cmpf ogt, %in, %out : f32
      %28 = arith.select %27, %25, %out_6 : i64
      linalg.yield %26, %28 : f32, i64
    } -> (tensor<3x37xf32>, tensor<3x37xi64>)
    %expanded_3 = tensor.expand_shape %12#0 [[0], [1, 2]] output_shape [3, 37, 1] : tensor<3x37xf32> into tensor<3x37x1xf32>
    %13 = linalg.generic {indexing_maps = [#map6, #map8, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%7, %expanded_3 : tensor<3x37x37xf32>, tensor<3x37x1xf32>) outs(%6 : tensor<3x37x37xf32>) {
    ^bb0(%in: f32, %in_6: f32, %out: f32):
      %24 = arith.subf %in, %in_6 : f32
      linalg.yield %24 : f32
    } -> tensor<3x37x37xf32>
    %14 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%13 : tensor<3x37x37xf32>) outs(%6 : tensor<3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %24 = math.exp %in : f32
      linalg.yield %24 : f32
    } -> tensor<3x37x37xf32>
    %15 = tensor.empty() : tensor<3x37x1xf32>
    %16 = linalg.fill ins(%cst_0 : f32) outs(%15 : tensor<3x37x1xf32>) -> tensor<3x37x1xf32>
    %17 = linalg.generic {indexing_maps = [#map6, #map8], iterator_types = ["parallel", "parallel", "reduction"]} ins(%14 : tensor<3x37x37xf32>) outs(%16 : tensor<3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %24 = arith.addf %in, %out : f32
      linalg.yield %24 : f32
    } -> tensor<3x37x1xf32>
    %18 = linalg.generic {indexing_maps = [#map6, #map8, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%14, %17 : tensor<3x37x37xf32>, tensor<3x37x1xf32>) outs(%6 : tensor<3x37x37xf32>) {
    ^bb0(%in: f32, %in_6: f32, %out: f32):
      %24 = arith.divf %in, %in_6 : f32
      linalg.yield %24 : f32
    } -> tensor<3x37x37xf32>
    %19 = tensor.empty() : tensor<2x3x37x37xf32>
    %20 = linalg.generic {indexing_maps = [#map9, #map10], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%18 : tensor<3x37x37xf32>) outs(%19 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed = tensor.collapse_shape %20 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_4 = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %21 = tensor.empty() : tensor<6x37x16xf32>
    %22 = linalg.fill ins(%cst_0 : f32) outs(%21 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %23 = linalg.batch_matmul ins(%collapsed, %collapsed_4 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%22 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_5 = tensor.expand_shape %23 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_5 : tensor<2x3x37x16xf32>
  }
}

