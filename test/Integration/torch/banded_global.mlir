#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0, d1) -> (d0, 0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
#map4 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map6 = affine_map<(d0, d1, d2, d3) -> ()>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @banded_global(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>) -> tensor<2x3x37x16xf32> {
    %c2_i64 = arith.constant 2 : i64
    %c4_i64 = arith.constant 4 : i64
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %true = arith.constant true
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<37xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %33 = linalg.index 0 : index
      %34 = arith.index_cast %33 : index to i64
      linalg.yield %34 : i64
    } -> tensor<37xi64>
    %expanded = tensor.expand_shape %1 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_3 = tensor.expand_shape %1 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %2 = tensor.empty() : tensor<37x37xi64>
    %3 = linalg.generic {indexing_maps = [#map1, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_3 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_12: i64, %out: i64):
      %33 = arith.subi %in, %in_12 : i64
      linalg.yield %33 : i64
    } -> tensor<37x37xi64>
    %4 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%3 : tensor<37x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %out: i64):
      %33 = math.absi %in : i64
      linalg.yield %33 : i64
    } -> tensor<37x37xi64>
    %5 = tensor.empty() : tensor<37x37xi1>
    %6 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%4 : tensor<37x37xi64>) outs(%5 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %33 = arith.cmpi sle, %in, %c4_i64 : i64
      linalg.yield %33 : i1
    } -> tensor<37x37xi1>
    %7 = tensor.empty() : tensor<37xi1>
    %8 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%1 : tensor<37xi64>) outs(%7 : tensor<37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %33 = arith.cmpi slt, %in, %c2_i64 : i64
      linalg.yield %33 : i1
    } -> tensor<37xi1>
    %expanded_4 = tensor.expand_shape %8 [[0, 1]] output_shape [37, 1] : tensor<37xi1> into tensor<37x1xi1>
    %9 = linalg.generic {indexing_maps = [#map3, #map1, #map3], iterator_types = ["parallel", "parallel"]} ins(%6, %expanded_4 : tensor<37x37xi1>, tensor<37x1xi1>) outs(%5 : tensor<37x37xi1>) {
    ^bb0(%in: i1, %in_12: i1, %out: i1):
      %33 = arith.ori %in, %in_12 : i1
      linalg.yield %33 : i1
    } -> tensor<37x37xi1>
    %expanded_5 = tensor.expand_shape %8 [[0, 1]] output_shape [1, 37] : tensor<37xi1> into tensor<1x37xi1>
    %10 = linalg.generic {indexing_maps = [#map3, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%9, %expanded_5 : tensor<37x37xi1>, tensor<1x37xi1>) outs(%5 : tensor<37x37xi1>) {
    ^bb0(%in: i1, %in_12: i1, %out: i1):
      %33 = arith.ori %in, %in_12 : i1
      linalg.yield %33 : i1
    } -> tensor<37x37xi1>
    %11 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x37x16xf32>) outs(%11 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_6 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %12 = tensor.empty() : tensor<6x37x37xf32>
    %13 = linalg.fill ins(%cst : f32) outs(%12 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %14 = linalg.batch_matmul ins(%collapsed, %collapsed_6 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%13 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded_7 = tensor.expand_shape %14 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %15 = tensor.empty() : tensor<2x3x37x37xf32>
    %16 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_7 : tensor<2x3x37x37xf32>) outs(%15 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %33 = arith.divf %in, %cst_2 : f32
      linalg.yield %33 : f32
    } -> tensor<2x3x37x37xf32>
    %17 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%10 : tensor<37x37xi1>) outs(%5 : tensor<37x37xi1>) {
    ^bb0(%in: i1, %out: i1):
      %33 = arith.xori %in, %true : i1
      linalg.yield %33 : i1
    } -> tensor<37x37xi1>
    %18 = linalg.generic {indexing_maps = [#map5, #map6, #map4, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%17, %cst_1, %16 : tensor<37x37xi1>, tensor<f32>, tensor<2x3x37x37xf32>) outs(%15 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_12: f32, %in_13: f32, %out: f32):
      %33 = arith.select %in, %in_12, %in_13 : f32
      linalg.yield %33 : f32
    } -> tensor<2x3x37x37xf32>
    %19 = tensor.empty() : tensor<2x3x37xi64>
    %20 = linalg.fill ins(%c0_i64 : i64) outs(%19 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %21 = tensor.empty() : tensor<2x3x37xf32>
    %22 = linalg.fill ins(%cst_0 : f32) outs(%21 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %23:2 = linalg.generic {indexing_maps = [#map4, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%18 : tensor<2x3x37x37xf32>) outs(%22, %20 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_12: i64):
      %33 = linalg.index 3 : index
      %34 = arith.index_cast %33 : index to i64
      %35 = arith.maximumf %in, %out : f32
      %36 = arith.cmpf ogt, %in, %out : f32
      %37 = arith.select %36, %34, %out_12 : i64
      linalg.yield %35, %37 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_8 = tensor.expand_shape %23#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %24 = linalg.generic {indexing_maps = [#map4, #map8, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%18, %expanded_8 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%15 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_12: f32, %out: f32):
      %33 = arith.subf %in, %in_12 : f32
      linalg.yield %33 : f32
    } -> tensor<2x3x37x37xf32>
    %25 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%24 : tensor<2x3x37x37xf32>) outs(%15 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %33 = math.exp %in : f32
      linalg.yield %33 : f32
    } -> tensor<2x3x37x37xf32>
    %26 = tensor.empty() : tensor<2x3x37x1xf32>
    %27 = linalg.fill ins(%cst : f32) outs(%26 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %28 = linalg.generic {indexing_maps = [#map4, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%25 : tensor<2x3x37x37xf32>) outs(%27 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %33 = arith.addf %in, %out : f32
      linalg.yield %33 : f32
    } -> tensor<2x3x37x1xf32>
    %29 = linalg.generic {indexing_maps = [#map4, #map8, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%25, %28 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%15 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_12: f32, %out: f32):
      %33 = arith.divf %in, %in_12 : f32
      linalg.yield %33 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_9 = tensor.collapse_shape %29 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_10 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %30 = tensor.empty() : tensor<6x37x16xf32>
    %31 = linalg.fill ins(%cst : f32) outs(%30 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %32 = linalg.batch_matmul ins(%collapsed_9, %collapsed_10 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%31 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_11 = tensor.expand_shape %32 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_11 : tensor<2x3x37x16xf32>
  }
}

