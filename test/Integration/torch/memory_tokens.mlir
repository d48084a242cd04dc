#map = affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>
#map1 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map2 = affine_map<(d0) -> (d0)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
#map4 = affine_map<(d0, d1) -> (d0, 0)>
#map5 = affine_map<(d0, d1) -> (0, d1)>
#map6 = affine_map<(d0, d1) -> ()>
#map7 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @memory_tokens(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>, %arg3: tensor<3x5x16xf32>, %arg4: tensor<3x5x16xf32>) -> tensor<2x3x37x16xf32> {
    %c5_i64 = arith.constant 5 : i64
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %true = arith.constant true
    %cst_1 = arith.constant dense<0.000000e+00> : tensor<2x3x37x42xf32>
    %cst_2 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_3 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_4 = arith.constant 0xFFF0000000000000 : f64
    %cst_5 = arith.constant 5.000000e-01 : f32
    %0 = tensor.empty() : tensor<2x3x5x16xf32>
    %1 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%arg3 : tensor<3x5x16xf32>) outs(%0 : tensor<2x3x5x16xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x3x5x16xf32>
    %concat = tensor.concat dim(2) %1, %arg1 : (tensor<2x3x5x16xf32>, tensor<2x3x37x16xf32>) -> tensor<2x3x42x16xf32>
    %2 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%arg4 : tensor<3x5x16xf32>) outs(%0 : tensor<2x3x5x16xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x3x5x16xf32>
    %concat_6 = tensor.concat dim(2) %2, %arg2 : (tensor<2x3x5x16xf32>, tensor<2x3x37x16xf32>) -> tensor<2x3x42x16xf32>
    %3 = tensor.empty() : tensor<37xi64>
    %4 = linalg.generic {indexing_maps = [#map2], iterator_types = ["parallel"]} outs(%3 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %42 = linalg.index 0 : index
      %43 = arith.index_cast %42 : index to i64
      linalg.yield %43 : i64
    } -> tensor<37xi64>
    %expanded = tensor.expand_shape %4 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %5 = tensor.empty() : tensor<37x1xi64>
    %6 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded : tensor<37x1xi64>) outs(%5 : tensor<37x1xi64>) {
    ^bb0(%in: i64, %out: i64):
      %42 = arith.addi %in, %c5_i64 : i64
      linalg.yield %42 : i64
    } -> tensor<37x1xi64>
    %7 = tensor.empty() : tensor<42xi64>
    %8 = linalg.generic {indexing_maps = [#map2], iterator_types = ["parallel"]} outs(%7 : tensor<42xi64>) {
    ^bb0(%out: i64):
      %42 = linalg.index 0 : index
      %43 = arith.index_cast %42 : index to i64
      linalg.yield %43 : i64
    } -> tensor<42xi64>
    %expanded_7 = tensor.expand_shape %8 [[0, 1]] output_shape [1, 42] : tensor<42xi64> into tensor<1x42xi64>
    %9 = tensor.empty() : tensor<37x42xi1>
    %10 = linalg.generic {indexing_maps = [#map4, #map5, #map3], iterator_types = ["parallel", "parallel"]} ins(%6, %expanded_7 : tensor<37x1xi64>, tensor<1x42xi64>) outs(%9 : tensor<37x42xi1>) {
    ^bb0(%in: i64, %in_14: i64, %out: i1):
      %42 = arith.cmpi sge, %in, %in_14 : i64
      linalg.yield %42 : i1
    } -> tensor<37x42xi1>
    %11 = tensor.empty() : tensor<37x42xf32>
    %12 = linalg.generic {indexing_maps = [#map3, #map6, #map6, #map3], iterator_types = ["parallel", "parallel"]} ins(%10, %cst_2, %cst_3 : tensor<37x42xi1>, tensor<f32>, tensor<f32>) outs(%11 : tensor<37x42xf32>) {
    ^bb0(%in: i1, %in_14: f32, %in_15: f32, %out: f32):
      %42 = arith.select %in, %in_14, %in_15 : f32
      linalg.yield %42 : f32
    } -> tensor<37x42xf32>
    %13 = tensor.empty() : tensor<2x3x37x16xf32>
    %14 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%arg0 : tensor<2x3x37x16xf32>) outs(%13 : tensor<2x3x37x16xf32>) {
    ^bb0(%in: f32, %out: f32):
      %42 = arith.mulf %in, %cst_5 : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x37x16xf32>
    %15 = tensor.empty() : tensor<2x3x16x42xf32>
    %transposed = linalg.transpose ins(%concat : tensor<2x3x42x16xf32>) outs(%15 : tensor<2x3x16x42xf32>) permutation = [0, 1, 3, 2] 
    %16 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%transposed : tensor<2x3x16x42xf32>) outs(%15 : tensor<2x3x16x42xf32>) {
    ^bb0(%in: f32, %out: f32):
      %42 = arith.mulf %in, %cst_5 : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x16x42xf32>
    %collapsed = tensor.collapse_shape %14 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_8 = tensor.collapse_shape %16 [[0, 1], [2], [3]] : tensor<2x3x16x42xf32> into tensor<6x16x42xf32>
    %17 = tensor.empty() : tensor<6x37x42xf32>
    %18 = linalg.fill ins(%cst : f32) outs(%17 : tensor<6x37x42xf32>) -> tensor<6x37x42xf32>
    %19 = linalg.batch_matmul ins(%collapsed, %collapsed_8 : tensor<6x37x16xf32>, tensor<6x16x42xf32>) outs(%18 : tensor<6x37x42xf32>) -> tensor<6x37x42xf32>
    %expanded_9 = tensor.expand_shape %19 [[0, 1], [2], [3]] output_shape [2, 3, 37, 42] : tensor<6x37x42xf32> into tensor<2x3x37x42xf32>
    %20 = tensor.empty() : tensor<2x3x37x42xf32>
    %21 = linalg.generic {indexing_maps = [#map1, #map7, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_9, %12 : tensor<2x3x37x42xf32>, tensor<37x42xf32>) outs(%20 : tensor<2x3x37x42xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %42 = arith.addf %in, %in_14 : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x37x42xf32>
    %22 = tensor.empty() : tensor<2x3x37xi64>
    %23 = linalg.fill ins(%c0_i64 : i64) outs(%22 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %24 = tensor.empty() : tensor<2x3x37xf32>
    %25 = linalg.fill ins(%cst_0 : f32) outs(%24 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %26:2 = linalg.generic {indexing_maps = [#map1, #map8, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%21 : tensor<2x3x37x42xf32>) outs(%25, %23 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_14: i64):
      %42 = linalg.index 3 : index
      %43 = arith.index_cast %42 : index to i64
      %44 = arith.maximumf %in, %out : f32
      %45 = arith.cmpf ogt, %in, %out : f32
      %46 = arith.select %45, %43, %out_14 : i64
      linalg.yield %44, %46 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_10 = tensor.expand_shape %26#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %27 = linalg.generic {indexing_maps = [#map1, #map9, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%21, %expanded_10 : tensor<2x3x37x42xf32>, tensor<2x3x37x1xf32>) outs(%20 : tensor<2x3x37x42xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %42 = arith.subf %in, %in_14 : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x37x42xf32>
    %28 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%27 : tensor<2x3x37x42xf32>) outs(%20 : tensor<2x3x37x42xf32>) {
    ^bb0(%in: f32, %out: f32):
      %42 = math.exp %in : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x37x42xf32>
    %29 = tensor.empty() : tensor<2x3x37x1xf32>
    %30 = linalg.fill ins(%cst : f32) outs(%29 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %31 = linalg.generic {indexing_maps = [#map1, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%28 : tensor<2x3x37x42xf32>) outs(%30 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %42 = arith.addf %in, %out : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x37x1xf32>
    %32 = linalg.generic {indexing_maps = [#map1, #map9, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%28, %31 : tensor<2x3x37x42xf32>, tensor<2x3x37x1xf32>) outs(%20 : tensor<2x3x37x42xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %42 = arith.divf %in, %in_14 : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x37x42xf32>
    %33 = tensor.empty() : tensor<2x3x37x42xi1>
    %34 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%21 : tensor<2x3x37x42xf32>) outs(%33 : tensor<2x3x37x42xi1>) {
    ^bb0(%in: f32, %out: i1):
      %42 = arith.extf %in : f32 to f64
      %43 = arith.cmpf oeq, %42, %cst_4 : f64
      linalg.yield %43 : i1
    } -> tensor<2x3x37x42xi1>
    %35 = tensor.empty() : tensor<2x3x37x1xi1>
    %36 = linalg.fill ins(%true : i1) outs(%35 : tensor<2x3x37x1xi1>) -> tensor<2x3x37x1xi1>
    %37 = linalg.generic {indexing_maps = [#map1, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%34 : tensor<2x3x37x42xi1>) outs(%36 : tensor<2x3x37x1xi1>) {
    ^bb0(%in: i1, %out: i1):
      %42 = arith.andi %in, %out : i1
      linalg.yield %42 : i1
    } -> tensor<2x3x37x1xi1>
    %38 = linalg.generic {indexing_maps = [#map9, #map1, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%37, %cst_1, %32 : tensor<2x3x37x1xi1>, tensor<2x3x37x42xf32>, tensor<2x3x37x42xf32>) outs(%20 : tensor<2x3x37x42xf32>) {
    ^bb0(%in: i1, %in_14: f32, %in_15: f32, %out: f32):
      %42 = arith.select %in, %in_14, %in_15 : f32
      linalg.yield %42 : f32
    } -> tensor<2x3x37x42xf32>
    %collapsed_11 = tensor.collapse_shape %38 [[0, 1], [2], [3]] : tensor<2x3x37x42xf32> into tensor<6x37x42xf32>
    %collapsed_12 = tensor.collapse_shape %concat_6 [[0, 1], [2], [3]] : tensor<2x3x42x16xf32> into tensor<6x42x16xf32>
    %39 = tensor.empty() : tensor<6x37x16xf32>
    %40 = linalg.fill ins(%cst : f32) outs(%39 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %41 = linalg.batch_matmul ins(%collapsed_11, %collapsed_12 : tensor<6x37x42xf32>, tensor<6x42x16xf32>) outs(%40 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_13 = tensor.expand_shape %41 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_13 : tensor<2x3x37x16xf32>
  }
}

