#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0, d1) -> (d0, 0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
#map4 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map5 = affine_map<(d0, d1, d2) -> (d0, 0, 0)>
#map6 = affine_map<(d0, d1, d2) -> (0, d1, d2)>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map10 = affine_map<(d0, d1, d2, d3) -> ()>
#map11 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map12 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @log_distance(%arg0: tensor<2x4x37x16xf32>, %arg1: tensor<2x4x37x16xf32>, %arg2: tensor<2x4x37x16xf32>, %arg3: tensor<4xf32>, %arg4: tensor<4xf32>) -> tensor<2x4x37x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<37xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %35 = linalg.index 0 : index
      %36 = arith.index_cast %35 : index to i64
      linalg.yield %36 : i64
    } -> tensor<37xi64>
    %expanded = tensor.expand_shape %1 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_3 = tensor.expand_shape %1 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %2 = tensor.empty() : tensor<37x37xi64>
    %3 = linalg.generic {indexing_maps = [#map1, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_3 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_13: i64, %out: i64):
      %35 = arith.subi %in, %in_13 : i64
      linalg.yield %35 : i64
    } -> tensor<37x37xi64>
    %expanded_4 = tensor.expand_shape %arg3 [[0, 1, 2]] output_shape [4, 1, 1] : tensor<4xf32> into tensor<4x1x1xf32>
    %4 = tensor.empty() : tensor<4x1x1xf32>
    %5 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_4 : tensor<4x1x1xf32>) outs(%4 : tensor<4x1x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = arith.negf %in : f32
      linalg.yield %35 : f32
    } -> tensor<4x1x1xf32>
    %expanded_5 = tensor.expand_shape %arg4 [[0, 1, 2]] output_shape [4, 1, 1] : tensor<4xf32> into tensor<4x1x1xf32>
    %6 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%3 : tensor<37x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %out: i64):
      %35 = math.absi %in : i64
      linalg.yield %35 : i64
    } -> tensor<37x37xi64>
    %expanded_6 = tensor.expand_shape %6 [[0, 1], [2]] output_shape [1, 37, 37] : tensor<37x37xi64> into tensor<1x37x37xi64>
    %7 = tensor.empty() : tensor<4x37x37xf32>
    %8 = linalg.generic {indexing_maps = [#map5, #map6, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_5, %expanded_6 : tensor<4x1x1xf32>, tensor<1x37x37xi64>) outs(%7 : tensor<4x37x37xf32>) {
    ^bb0(%in: f32, %in_13: i64, %out: f32):
      %35 = arith.sitofp %in_13 : i64 to f32
      %36 = arith.mulf %in, %35 : f32
      linalg.yield %36 : f32
    } -> tensor<4x37x37xf32>
    %9 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%8 : tensor<4x37x37xf32>) outs(%7 : tensor<4x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = math.log1p %in : f32
      linalg.yield %35 : f32
    } -> tensor<4x37x37xf32>
    %10 = linalg.generic {indexing_maps = [#map5, #map4, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5, %9 : tensor<4x1x1xf32>, tensor<4x37x37xf32>) outs(%7 : tensor<4x37x37xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %35 = arith.mulf %in, %in_13 : f32
      linalg.yield %35 : f32
    } -> tensor<4x37x37xf32>
    %11 = tensor.empty() : tensor<2x4x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x4x37x16xf32>) outs(%11 : tensor<2x4x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x4x37x16xf32> into tensor<8x37x16xf32>
    %collapsed_7 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x4x16x37xf32> into tensor<8x16x37xf32>
    %12 = tensor.empty() : tensor<8x37x37xf32>
    %13 = linalg.fill ins(%cst : f32) outs(%12 : tensor<8x37x37xf32>) -> tensor<8x37x37xf32>
    %14 = linalg.batch_matmul ins(%collapsed, %collapsed_7 : tensor<8x37x16xf32>, tensor<8x16x37xf32>) outs(%13 : tensor<8x37x37xf32>) -> tensor<8x37x37xf32>
    %expanded_8 = tensor.expand_shape %14 [[0, 1], [2], [3]] output_shape [2, 4, 37, 37] : tensor<8x37x37xf32> into tensor<2x4x37x37xf32>
    %15 = tensor.empty() : tensor<2x4x37x37xf32>
    %16 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_8 : tensor<2x4x37x37xf32>) outs(%15 : tensor<2x4x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = arith.divf %in, %cst_2 : f32
      linalg.yield %35 : f32
    } -> tensor<2x4x37x37xf32>
    %17 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%16, %10 : tensor<2x4x37x37xf32>, tensor<4x37x37xf32>) outs(%15 : tensor<2x4x37x37xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %35 = arith.addf %in, %in_13 : f32
      linalg.yield %35 : f32
    } -> tensor<2x4x37x37xf32>
    %18 = tensor.empty() : tensor<37x37xi1>
    %19 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%3 : tensor<37x37xi64>) outs(%18 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %35 = arith.cmpi slt, %in, %c0_i64 : i64
      linalg.yield %35 : i1
    } -> tensor<37x37xi1>
    %20 = linalg.generic {indexing_maps = [#map9, #map10, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%19, %cst_1, %17 : tensor<37x37xi1>, tensor<f32>, tensor<2x4x37x37xf32>) outs(%15 : tensor<2x4x37x37xf32>) {
    ^bb0(%in: i1, %in_13: f32, %in_14: f32, %out: f32):
      %35 = arith.select %in, %in_13, %in_14 : f32
      linalg.yield %35 : f32
    } -> tensor<2x4x37x37xf32>
    %21 = tensor.empty() : tensor<2x4x37xi64>
    %22 = linalg.fill ins(%c0_i64 : i64) outs(%21 : tensor<2x4x37xi64>) -> tensor<2x4x37xi64>
    %23 = tensor.empty() : tensor<2x4x37xf32>
    %24 = linalg.fill ins(%cst_0 : f32) outs(%23 : tensor<2x4x37xf32>) -> tensor<2x4x37xf32>
    %25:2 = linalg.generic {indexing_maps = [#map7, #map11, #map11], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%20 : tensor<2x4x37x37xf32>) outs(%24, %22 : tensor<2x4x37xf32>, tensor<2x4x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_13: i64):
      %35 = linalg.index 3 : index
      %36 = arith.index_cast %35 : index to i64
      %37 = arith.maximumf %in, %out : f32
      %38 = arith.cmpf ogt, %in, %out : f32
      %39 = arith.select %38, %36, %out_13 : i64
      linalg.yield %37, %39 : f32, i64
    } -> (tensor<2x4x37xf32>, tensor<2x4x37xi64>)
    %expanded_9 = tensor.expand_shape %25#0 [[0], [1], [2, 3]] output_shape [2, 4, 37, 1] : tensor<2x4x37xf32> into tensor<2x4x37x1xf32>
    %26 = linalg.generic {indexing_maps = [#map7, #map12, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%20, %expanded_9 : tensor<2x4x37x37xf32>, tensor<2x4x37x1xf32>) outs(%15 : tensor<2x4x37x37xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %35 = arith.subf %in, %in_13 : f32
      linalg.yield %35 : f32
    } -> tensor<2x4x37x37xf32>
    %27 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%26 : tensor<2x4x37x37xf32>) outs(%15 : tensor<2x4x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = math.exp %in : f32
      linalg.yield %35 : f32
    } -> tensor<2x4x37x37xf32>
    %28 = tensor.empty() : tensor<2x4x37x1xf32>
    %29 = linalg.fill ins(%cst : f32) outs(%28 : tensor<2x4x37x1xf32>) -> tensor<2x4x37x1xf32>
    %30 = linalg.generic {indexing_maps = [#map7, #map12], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%27 : tensor<2x4x37x37xf32>) outs(%29 : tensor<2x4x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = arith.addf %in, %out : f32
      linalg.yield %35 : f32
    } -> tensor<2x4x37x1xf32>
    %31 = linalg.generic {indexing_maps = [#map7, #map12, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%27, %30 : tensor<2x4x37x37xf32>, tensor<2x4x37x1xf32>) outs(%15 : tensor<2x4x37x37xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %35 = arith.divf %in, %in_13 : f32
      linalg.yield %35 : f32
    } -> tensor<2x4x37x37xf32>
    %collapsed_10 = tensor.collapse_shape %31 [[0, 1], [2], [3]] : tensor<2x4x37x37xf32> into tensor<8x37x37xf32>
    %collapsed_11 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x4x37x16xf32> into tensor<8x37x16xf32>
    %32 = tensor.empty() : tensor<8x37x16xf32>
    %33 = linalg.fill ins(%cst : f32) outs(%32 : tensor<8x37x16xf32>) -> tensor<8x37x16xf32>
    %34 = linalg.batch_matmul ins(%collapsed_10, %collapsed_11 : tensor<8x37x37xf32>, tensor<8x37x16xf32>) outs(%33 : tensor<8x37x16xf32>) -> tensor<8x37x16xf32>
    %expanded_12 = tensor.expand_shape %34 [[0, 1], [2], [3]] output_shape [2, 4, 37, 16] : tensor<8x37x16xf32> into tensor<2x4x37x16xf32>
    return %expanded_12 : tensor<2x4x37x16xf32>
  }
}

