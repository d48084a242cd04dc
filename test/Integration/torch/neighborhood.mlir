#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0, d1) -> (0, d1)>
#map2 = affine_map<(d0, d1) -> (d0, 0)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
#map4 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map6 = affine_map<(d0, d1, d2, d3) -> ()>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @neighborhood(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>) -> tensor<2x3x37x16xf32> {
    %c7_i64 = arith.constant 7 : i64
    %c30_i64 = arith.constant 30 : i64
    %c3_i64 = arith.constant 3 : i64
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %true = arith.constant true
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<37xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %32 = linalg.index 0 : index
      %33 = arith.index_cast %32 : index to i64
      linalg.yield %33 : i64
    } -> tensor<37xi64>
    %2 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%1 : tensor<37xi64>) outs(%0 : tensor<37xi64>) {
    ^bb0(%in: i64, %out: i64):
      %32 = arith.subi %in, %c3_i64 : i64
      linalg.yield %32 : i64
    } -> tensor<37xi64>
    %3 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%2 : tensor<37xi64>) outs(%0 : tensor<37xi64>) {
    ^bb0(%in: i64, %out: i64):
      %32 = arith.maxsi %in, %c0_i64 : i64
      %33 = arith.minsi %32, %c30_i64 : i64
      linalg.yield %33 : i64
    } -> tensor<37xi64>
    %expanded = tensor.expand_shape %3 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_3 = tensor.expand_shape %1 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %4 = tensor.empty() : tensor<37x37xi1>
    %5 = linalg.generic {indexing_maps = [#map1, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded_3, %expanded : tensor<1x37xi64>, tensor<37x1xi64>) outs(%4 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %in_10: i64, %out: i1):
      %32 = arith.cmpi sge, %in, %in_10 : i64
      linalg.yield %32 : i1
    } -> tensor<37x37xi1>
    %6 = tensor.empty() : tensor<37x1xi64>
    %7 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded : tensor<37x1xi64>) outs(%6 : tensor<37x1xi64>) {
    ^bb0(%in: i64, %out: i64):
      %32 = arith.addi %in, %c7_i64 : i64
      linalg.yield %32 : i64
    } -> tensor<37x1xi64>
    %8 = linalg.generic {indexing_maps = [#map1, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded_3, %7 : tensor<1x37xi64>, tensor<37x1xi64>) outs(%4 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %in_10: i64, %out: i1):
      %32 = arith.cmpi slt, %in, %in_10 : i64
      linalg.yield %32 : i1
    } -> tensor<37x37xi1>
    %9 = linalg.generic {indexing_maps = [#map3, #map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%5, %8 : tensor<37x37xi1>, tensor<37x37xi1>) outs(%4 : tensor<37x37xi1>) {
    ^bb0(%in: i1, %in_10: i1, %out: i1):
      %32 = arith.andi %in, %in_10 : i1
      linalg.yield %32 : i1
    } -> tensor<37x37xi1>
    %10 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x37x16xf32>) outs(%10 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_4 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %11 = tensor.empty() : tensor<6x37x37xf32>
    %12 = linalg.fill ins(%cst : f32) outs(%11 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %13 = linalg.batch_matmul ins(%collapsed, %collapsed_4 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%12 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded_5 = tensor.expand_shape %13 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %14 = tensor.empty() : tensor<2x3x37x37xf32>
    %15 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_5 : tensor<2x3x37x37xf32>) outs(%14 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %32 = arith.divf %in, %cst_2 : f32
      linalg.yield %32 : f32
    } -> tensor<2x3x37x37xf32>
    %16 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<37x37xi1>) outs(%4 : tensor<37x37xi1>) {
    ^bb0(%in: i1, %out: i1):
      %32 = arith.xori %in, %true : i1
      linalg.yield %32 : i1
    } -> tensor<37x37xi1>
    %17 = linalg.generic {indexing_maps = [#map5, #map6, #map4, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%16, %cst_1, %15 : tensor<37x37xi1>, tensor<f32>, tensor<2x3x37x37xf32>) outs(%14 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_10: f32, %in_11: f32, %out: f32):
      %32 = arith.select %in, %in_10, %in_11 : f32
      linalg.yield %32 : f32
    } -> tensor<2x3x37x37xf32>
    %18 = tensor.empty() : tensor<2x3x37xi64>
    %19 = linalg.fill ins(%c0_i64 : i64) outs(%18 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %20 = tensor.empty() : tensor<2x3x37xf32>
    %21 = linalg.fill ins(%cst_0 : f32) outs(%20 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %22:2 = linalg.generic {indexing_maps = [#map4, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%17 : tensor<2x3x37x37xf32>) outs(%21, %19 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_10: i64):
      %32 = linalg.index 3 : index
      %33 = arith.index_cast %32 : index to i64
      %34 = arith.maximumf %in, %out : f32
      %35 = arith.cmpf ogt, %in, %out : f32
      %36 = arith.select %35, %33, %out_10 : i64
      linalg.yield %34, %36 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_6 = tensor.expand_shape %22#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %23 = linalg.generic {indexing_maps = [#map4, #map8, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%17, %expanded_6 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%14 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_10: f32, %out: f32):
      %32 = arith.subf %in, %in_10 : f32
      linalg.yield %32 : f32
    } -> tensor<2x3x37x37xf32>
    %24 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23 : tensor<2x3x37x37xf32>) outs(%14 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %32 = math.exp %in : f32
      linalg.yield %32 : f32
    } -> tensor<2x3x37x37xf32>
    %25 = tensor.empty() : tensor<2x3x37x1xf32>
    %26 = linalg.fill ins(%cst : f32) outs(%25 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %27 = linalg.generic {indexing_maps = [#map4, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%24 : tensor<2x3x37x37xf32>) outs(%26 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %32 = arith.addf %in, %out : f32
      linalg.yield %32 : f32
    } -> tensor<2x3x37x1xf32>
    %28 = linalg.generic {indexing_maps = [#map4, #map8, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%24, %27 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%14 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_10: f32, %out: f32):
      %32 = arith.divf %in, %in_10 : f32
      linalg.yield %32 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_7 = tensor.collapse_shape %28 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_8 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %29 = tensor.empty() : tensor<6x37x16xf32>
    %30 = linalg.fill ins(%cst : f32) outs(%29 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %31 = linalg.batch_matmul ins(%collapsed_7, %collapsed_8 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%30 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_9 = tensor.expand_shape %31 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_9 : tensor<2x3x37x16xf32>
  }
}

