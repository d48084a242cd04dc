#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0, d1) -> (d0, 0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
#map4 = affine_map<(d0, d1, d2, d3) -> (d0, d1, 0, d3)>
#map5 = affine_map<(d0, d1, d2, d3) -> (0, d1, d2, d3)>
#map6 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, 0, d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3) -> ()>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map10 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @causal_padding(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>, %arg3: tensor<2x37xi1>) -> tensor<2x3x37x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %true = arith.constant true
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<-3.40282347E+38> : tensor<f32>
    %cst_2 = arith.constant 4.000000e+00 : f32
    %expanded = tensor.expand_shape %arg3 [[0], [1, 2, 3]] output_shape [2, 1, 1, 37] : tensor<2x37xi1> into tensor<2x1x1x37xi1>
    %0 = tensor.empty() : tensor<37xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %30 = linalg.index 0 : index
      %31 = arith.index_cast %30 : index to i64
      linalg.yield %31 : i64
    } -> tensor<37xi64>
    %expanded_3 = tensor.expand_shape %1 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_4 = tensor.expand_shape %1 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %2 = tensor.empty() : tensor<37x37xi64>
    %3 = linalg.generic {indexing_maps = [#map1, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded_3, %expanded_4 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_12: i64, %out: i64):
      %30 = arith.subi %in, %in_12 : i64
      linalg.yield %30 : i64
    } -> tensor<37x37xi64>
    %4 = tensor.empty() : tensor<37x37xi1>
    %5 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%3 : tensor<37x37xi64>) outs(%4 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %30 = arith.cmpi sge, %in, %c0_i64 : i64
      linalg.yield %30 : i1
    } -> tensor<37x37xi1>
    %expanded_5 = tensor.expand_shape %5 [[0, 1, 2], [3]] output_shape [1, 1, 37, 37] : tensor<37x37xi1> into tensor<1x1x37x37xi1>
    %6 = tensor.empty() : tensor<2x1x37x37xi1>
    %7 = linalg.generic {indexing_maps = [#map4, #map5, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded, %expanded_5 : tensor<2x1x1x37xi1>, tensor<1x1x37x37xi1>) outs(%6 : tensor<2x1x37x37xi1>) {
    ^bb0(%in: i1, %in_12: i1, %out: i1):
      %30 = arith.andi %in, %in_12 : i1
      linalg.yield %30 : i1
    } -> tensor<2x1x37x37xi1>
    %8 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x37x16xf32>) outs(%8 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_6 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %9 = tensor.empty() : tensor<6x37x37xf32>
    %10 = linalg.fill ins(%cst : f32) outs(%9 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %11 = linalg.batch_matmul ins(%collapsed, %collapsed_6 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%10 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded_7 = tensor.expand_shape %11 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %12 = tensor.empty() : tensor<2x3x37x37xf32>
    %13 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_7 : tensor<2x3x37x37xf32>) outs(%12 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %30 = arith.divf %in, %cst_2 : f32
      linalg.yield %30 : f32
    } -> tensor<2x3x37x37xf32>
    %14 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%7 : tensor<2x1x37x37xi1>) outs(%6 : tensor<2x1x37x37xi1>) {
    ^bb0(%in: i1, %out: i1):
      %30 = arith.xori %in, %true : i1
      linalg.yield %30 : i1
    } -> tensor<2x1x37x37xi1>
    %15 = linalg.generic {indexing_maps = [#map7, #map8, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%14, %cst_1, %13 : tensor<2x1x37x37xi1>, tensor<f32>, tensor<2x3x37x37xf32>) outs(%12 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_12: f32, %in_13: f32, %out: f32):
      %30 = arith.select %in, %in_12, %in_13 : f32
      linalg.yield %30 : f32
    } -> tensor<2x3x37x37xf32>
    %16 = tensor.empty() : tensor<2x3x37xi64>
    %17 = linalg.fill ins(%c0_i64 : i64) outs(%16 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %18 = tensor.empty() : tensor<2x3x37xf32>
    %19 = linalg.fill ins(%cst_0 : f32) outs(%18 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %20:2 = linalg.generic {indexing_maps = [#map6, #map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%15 : tensor<2x3x37x37xf32>) outs(%19, %17 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_12: i64):
      %30 = linalg.index 3 : index
      %31 = arith.index_cast %30 : index to i64
      %32 = arith.maximumf %in, %out : f32
      %33 = arith.cmpf ogt, %in, %out : f32
      %34 = arith.select %33, %31, %out_12 : i64
      linalg.yield %32, %34 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_8 = tensor.expand_shape %20#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %21 = linalg.generic {indexing_maps = [#map6, #map10, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%15, %expanded_8 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%12 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_12: f32, %out: f32):
      %30 = arith.subf %in, %in_12 : f32
      linalg.yield %30 : f32
    } -> tensor<2x3x37x37xf32>
    %22 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%21 : tensor<2x3x37x37xf32>) outs(%12 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %30 = math.exp %in : f32
      linalg.yield %30 : f32
    } -> tensor<2x3x37x37xf32>
    %23 = tensor.empty() : tensor<2x3x37x1xf32>
    %24 = linalg.fill ins(%cst : f32) outs(%23 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %25 = linalg.generic {indexing_maps = [#map6, #map10], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%22 : tensor<2x3x37x37xf32>) outs(%24 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %30 = arith.addf %in, %out : f32
      linalg.yield %30 : f32
    } -> tensor<2x3x37x1xf32>
    %26 = linalg.generic {indexing_maps = [#map6, #map10, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%22, %25 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%12 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_12: f32, %out: f32):
      %30 = arith.divf %in, %in_12 : f32
      linalg.yield %30 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_9 = tensor.collapse_shape %26 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_10 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %27 = tensor.empty() : tensor<6x37x16xf32>
    %28 = linalg.fill ins(%cst : f32) outs(%27 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %29 = linalg.batch_matmul ins(%collapsed_9, %collapsed_10 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%28 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_11 = tensor.expand_shape %29 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_11 : tensor<2x3x37x16xf32>
  }
}

