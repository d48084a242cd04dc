#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0) -> (d0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, 0)>
#map4 = affine_map<(d0, d1) -> (d0, d1)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map6 = affine_map<(d0, d1, d2, d3) -> ()>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @softcap_causal(%arg0: tensor<2x3x37x64xf32>, %arg1: tensor<2x3x37x64xf32>, %arg2: tensor<2x3x37x64xf32>) -> tensor<2x3x37x64xf32> {
    %c0_i64 = arith.constant 0 : i64
    %c1_i64 = arith.constant 1 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant dense<true> : tensor<37x37xi1>
    %cst_3 = arith.constant 1.250000e-01 : f32
    %cst_4 = arith.constant 3.000000e+00 : f32
    %0 = tensor.empty() : tensor<2x3x64x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x37x64xf32>) outs(%0 : tensor<2x3x64x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x64xf32> into tensor<6x37x64xf32>
    %collapsed_5 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x64x37xf32> into tensor<6x64x37xf32>
    %1 = tensor.empty() : tensor<6x37x37xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %3 = linalg.batch_matmul ins(%collapsed, %collapsed_5 : tensor<6x37x64xf32>, tensor<6x64x37xf32>) outs(%2 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded = tensor.expand_shape %3 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %4 = tensor.empty() : tensor<2x3x37x37xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %31 = arith.mulf %in, %cst_3 : f32
      linalg.yield %31 : f32
    } -> tensor<2x3x37x37xf32>
    %6 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%5 : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %31 = arith.divf %in, %cst_4 : f32
      linalg.yield %31 : f32
    } -> tensor<2x3x37x37xf32>
    %7 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%6 : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %31 = math.tanh %in : f32
      linalg.yield %31 : f32
    } -> tensor<2x3x37x37xf32>
    %8 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%7 : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %31 = arith.mulf %in, %cst_4 : f32
      linalg.yield %31 : f32
    } -> tensor<2x3x37x37xf32>
    %9 = tensor.empty() : tensor<37xi64>
    %10 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%9 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %31 = linalg.index 0 : index
      %32 = arith.index_cast %31 : index to i64
      linalg.yield %32 : i64
    } -> tensor<37xi64>
    %expanded_6 = tensor.expand_shape %10 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %expanded_7 = tensor.expand_shape %10 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %11 = tensor.empty() : tensor<37x37xi64>
    %12 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded_6, %expanded_7 : tensor<1x37xi64>, tensor<37x1xi64>) outs(%11 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_12: i64, %out: i64):
      %31 = arith.subi %in, %in_12 : i64
      linalg.yield %31 : i64
    } -> tensor<37x37xi64>
    %13 = tensor.empty() : tensor<37x37xi1>
    %14 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%12 : tensor<37x37xi64>) outs(%13 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %31 = arith.cmpi sge, %in, %c1_i64 : i64
      linalg.yield %31 : i1
    } -> tensor<37x37xi1>
    %15 = linalg.generic {indexing_maps = [#map4, #map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%14, %cst_2 : tensor<37x37xi1>, tensor<37x37xi1>) outs(%13 : tensor<37x37xi1>) {
    ^bb0(%in: i1, %in_12: i1, %out: i1):
      %31 = arith.andi %in, %in_12 : i1
      linalg.yield %31 : i1
    } -> tensor<37x37xi1>
    %16 = linalg.generic {indexing_maps = [#map5, #map6, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%15, %cst_1, %8 : tensor<37x37xi1>, tensor<f32>, tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_12: f32, %in_13: f32, %out: f32):
      %31 = arith.select %in, %in_12, %in_13 : f32
      linalg.yield %31 : f32
    } -> tensor<2x3x37x37xf32>
    %17 = tensor.empty() : tensor<2x3x37xi64>
    %18 = linalg.fill ins(%c0_i64 : i64) outs(%17 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %19 = tensor.empty() : tensor<2x3x37xf32>
    %20 = linalg.fill ins(%cst_0 : f32) outs(%19 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %21:2 = linalg.generic {indexing_maps = [#map, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%16 : tensor<2x3x37x37xf32>) outs(%20, %18 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_12: i64):
      %31 = linalg.index 3 : index
      %32 = arith.index_cast %31 : index to i64
      %33 = arith.maximumf %in, %out : f32
      %34 = arith.cmpf ogt, %in, %out : f32
      %35 = arith.select %34, %32, %out_12 : i64
      linalg.yield %33, %35 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_8 = tensor.expand_shape %21#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %22 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%16, %expanded_8 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_12: f32, %out: f32):
      %31 = arith.subf %in, %in_12 : f32
      linalg.yield %31 : f32
    } -> tensor<2x3x37x37xf32>
    %23 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%22 : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %31 = math.exp %in : f32
      linalg.yield %31 : f32
    } -> tensor<2x3x37x37xf32>
    %24 = tensor.empty() : tensor<2x3x37x1xf32>
    %25 = linalg.fill ins(%cst : f32) outs(%24 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %26 = linalg.generic {indexing_maps = [#map, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23 : tensor<2x3x37x37xf32>) outs(%25 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %31 = arith.addf %in, %out : f32
      linalg.yield %31 : f32
    } -> tensor<2x3x37x1xf32>
    %27 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23, %26 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_12: f32, %out: f32):
      %31 = arith.divf %in, %in_12 : f32
      linalg.yield %31 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_9 = tensor.collapse_shape %27 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_10 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x64xf32> into tensor<6x37x64xf32>
    %28 = tensor.empty() : tensor<6x37x64xf32>
    %29 = linalg.fill ins(%cst : f32) outs(%28 : tensor<6x37x64xf32>) -> tensor<6x37x64xf32>
    %30 = linalg.batch_matmul ins(%collapsed_9, %collapsed_10 : tensor<6x37x37xf32>, tensor<6x37x64xf32>) outs(%29 : tensor<6x37x64xf32>) -> tensor<6x37x64xf32>
    %expanded_11 = tensor.expand_shape %30 [[0, 1], [2], [3]] output_shape [2, 3, 37, 64] : tensor<6x37x64xf32> into tensor<2x3x37x64xf32>
    return %expanded_11 : tensor<2x3x37x64xf32>
  }
}

