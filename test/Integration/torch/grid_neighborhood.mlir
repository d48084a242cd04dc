#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0) -> ()>
#map2 = affine_map<(d0, d1) -> (d0, 0)>
#map3 = affine_map<(d0, d1) -> (0, d1)>
#map4 = affine_map<(d0, d1) -> (d0, d1)>
#map5 = affine_map<(d0, d1) -> ()>
#map6 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map7 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @grid_neighborhood(%arg0: tensor<2x3x42x16xf32>, %arg1: tensor<2x3x42x16xf32>, %arg2: tensor<2x3x42x16xf32>) -> tensor<2x3x42x16xf32> {
    %c6_i64 = arith.constant 6 : i64
    %c0_i64 = arith.constant 0 : i64
    %c1_i64 = arith.constant 1 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %true = arith.constant true
    %cst_1 = arith.constant dense<0.000000e+00> : tensor<2x3x42x42xf32>
    %cst_2 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_3 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_4 = arith.constant 0xFFF0000000000000 : f64
    %cst_5 = arith.constant 5.000000e-01 : f32
    %cst_6 = arith.constant dense<6> : tensor<i64>
    %0 = tensor.empty() : tensor<42xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<42xi64>) {
    ^bb0(%out: i64):
      %44 = linalg.index 0 : index
      %45 = arith.index_cast %44 : index to i64
      linalg.yield %45 : i64
    } -> tensor<42xi64>
    %2 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel"]} ins(%1, %cst_6 : tensor<42xi64>, tensor<i64>) outs(%0 : tensor<42xi64>) {
    ^bb0(%in: i64, %in_16: i64, %out: i64):
      %44 = arith.sitofp %in : i64 to f64
      %45 = arith.sitofp %in_16 : i64 to f64
      %46 = arith.divf %44, %45 : f64
      %47 = math.floor %46 : f64
      %48 = arith.fptosi %47 : f64 to i64
      linalg.yield %48 : i64
    } -> tensor<42xi64>
    %3 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%1 : tensor<42xi64>) outs(%0 : tensor<42xi64>) {
    ^bb0(%in: i64, %out: i64):
      %44 = arith.remsi %in, %c6_i64 : i64
      %45 = arith.cmpi ne, %44, %c0_i64 : i64
      %46 = arith.cmpi slt, %44, %c0_i64 : i64
      %47 = arith.andi %45, %46 : i1
      %48 = arith.addi %44, %c6_i64 : i64
      %49 = arith.select %47, %48, %44 : i64
      linalg.yield %49 : i64
    } -> tensor<42xi64>
    %expanded = tensor.expand_shape %2 [[0, 1]] output_shape [42, 1] : tensor<42xi64> into tensor<42x1xi64>
    %expanded_7 = tensor.expand_shape %2 [[0, 1]] output_shape [1, 42] : tensor<42xi64> into tensor<1x42xi64>
    %4 = tensor.empty() : tensor<42x42xi64>
    %5 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_7 : tensor<42x1xi64>, tensor<1x42xi64>) outs(%4 : tensor<42x42xi64>) {
    ^bb0(%in: i64, %in_16: i64, %out: i64):
      %44 = arith.subi %in, %in_16 : i64
      linalg.yield %44 : i64
    } -> tensor<42x42xi64>
    %6 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%5 : tensor<42x42xi64>) outs(%4 : tensor<42x42xi64>) {
    ^bb0(%in: i64, %out: i64):
      %44 = math.absi %in : i64
      linalg.yield %44 : i64
    } -> tensor<42x42xi64>
    %7 = tensor.empty() : tensor<42x42xi1>
    %8 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%6 : tensor<42x42xi64>) outs(%7 : tensor<42x42xi1>) {
    ^bb0(%in: i64, %out: i1):
      %44 = arith.cmpi sle, %in, %c1_i64 : i64
      linalg.yield %44 : i1
    } -> tensor<42x42xi1>
    %expanded_8 = tensor.expand_shape %3 [[0, 1]] output_shape [42, 1] : tensor<42xi64> into tensor<42x1xi64>
    %expanded_9 = tensor.expand_shape %3 [[0, 1]] output_shape [1, 42] : tensor<42xi64> into tensor<1x42xi64>
    %9 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded_8, %expanded_9 : tensor<42x1xi64>, tensor<1x42xi64>) outs(%4 : tensor<42x42xi64>) {
    ^bb0(%in: i64, %in_16: i64, %out: i64):
      %44 = arith.subi %in, %in_16 : i64
      linalg.yield %44 : i64
    } -> tensor<42x42xi64>
    %10 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<42x42xi64>) outs(%4 : tensor<42x42xi64>) {
    ^bb0(%in: i64, %out: i64):
      %44 = math.absi %in : i64
      linalg.yield %44 : i64
    } -> tensor<42x42xi64>
    %11 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%10 : tensor<42x42xi64>) outs(%7 : tensor<42x42xi1>) {
    ^bb0(%in: i64, %out: i1):
      %44 = arith.cmpi sle, %in, %c1_i64 : i64
      linalg.yield %44 : i1
    } -> tensor<42x42xi1>
    %12 = linalg.generic {indexing_maps = [#map4, #map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%8, %11 : tensor<42x42xi1>, tensor<42x42xi1>) outs(%7 : tensor<42x42xi1>) {
    ^bb0(%in: i1, %in_16: i1, %out: i1):
      %44 = arith.andi %in, %in_16 : i1
      linalg.yield %44 : i1
    } -> tensor<42x42xi1>
    %13 = tensor.empty() : tensor<42x42xf32>
    %14 = linalg.generic {indexing_maps = [#map4, #map5, #map5, #map4], iterator_types = ["parallel", "parallel"]} ins(%12, %cst_2, %cst_3 : tensor<42x42xi1>, tensor<f32>, tensor<f32>) outs(%13 : tensor<42x42xf32>) {
    ^bb0(%in: i1, %in_16: f32, %in_17: f32, %out: f32):
      %44 = arith.select %in, %in_16, %in_17 : f32
      linalg.yield %44 : f32
    } -> tensor<42x42xf32>
    %15 = tensor.empty() : tensor<2x3x42x16xf32>
    %16 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%arg0 : tensor<2x3x42x16xf32>) outs(%15 : tensor<2x3x42x16xf32>) {
    ^bb0(%in: f32, %out: f32):
      %44 = arith.mulf %in, %cst_5 : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x42x16xf32>
    %17 = tensor.empty() : tensor<2x3x16x42xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x42x16xf32>) outs(%17 : tensor<2x3x16x42xf32>) permutation = [0, 1, 3, 2] 
    %18 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%transposed : tensor<2x3x16x42xf32>) outs(%17 : tensor<2x3x16x42xf32>) {
    ^bb0(%in: f32, %out: f32):
      %44 = arith.mulf %in, %cst_5 : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x16x42xf32>
    %collapsed = tensor.collapse_shape %16 [[0, 1], [2], [3]] : tensor<2x3x42x16xf32> into tensor<6x42x16xf32>
    %collapsed_10 = tensor.collapse_shape %18 [[0, 1], [2], [3]] : tensor<2x3x16x42xf32> into tensor<6x16x42xf32>
    %19 = tensor.empty() : tensor<6x42x42xf32>
    %20 = linalg.fill ins(%cst : f32) outs(%19 : tensor<6x42x42xf32>) -> tensor<6x42x42xf32>
    %21 = linalg.batch_matmul ins(%collapsed, %collapsed_10 : tensor<6x42x16xf32>, tensor<6x16x42xf32>) outs(%20 : tensor<6x42x42xf32>) -> tensor<6x42x42xf32>
    %expanded_11 = tensor.expand_shape %21 [[0, 1], [2], [3]] output_shape [2, 3, 42, 42] : tensor<6x42x42xf32> into tensor<2x3x42x42xf32>
    %22 = tensor.empty() : tensor<2x3x42x42xf32>
    %23 = linalg.generic {indexing_maps = [#map6, #map7, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_11, %14 : tensor<2x3x42x42xf32>, tensor<42x42xf32>) outs(%22 : tensor<2x3x42x42xf32>) {
    ^bb0(%in: f32, %in_16: f32, %out: f32):
      %44 = arith.addf %in, %in_16 : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x42x42xf32>
    %24 = tensor.empty() : tensor<2x3x42xi64>
    %25 = linalg.fill ins(%c0_i64 : i64) outs(%24 : tensor<2x3x42xi64>) -> tensor<2x3x42xi64>
    %26 = tensor.empty() : tensor<2x3x42xf32>
    %27 = linalg.fill ins(%cst_0 : f32) outs(%26 : tensor<2x3x42xf32>) -> tensor<2x3x42xf32>
    %28:2 = linalg.generic {indexing_maps = [#map6, #map8, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23 : tensor<2x3x42x42xf32>) outs(%27, %25 : tensor<2x3x42xf32>, tensor<2x3x42xi64>) {
    ^bb0(%in: f32, %out: f32, %out_16: i64):
      %44 = linalg.index 3 : index
      %45 = arith.index_cast %44 : index to i64
      %46 = arith.maximumf %in, %out : f32
      %47 = arith.cmpf ogt, %in, %out : f32
      %48 = arith.select %47, %45, %out_16 : i64
      linalg.yield %46, %48 : f32, i64
    } -> (tensor<2x3x42xf32>, tensor<2x3x42xi64>)
    %expanded_12 = tensor.expand_shape %28#0 [[0], [1], [2, 3]] output_shape [2, 3, 42, 1] : tensor<2x3x42xf32> into tensor<2x3x42x1xf32>
    %29 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23, %expanded_12 : tensor<2x3x42x42xf32>, tensor<2x3x42x1xf32>) outs(%22 : tensor<2x3x42x42xf32>) {
    ^bb0(%in: f32, %in_16: f32, %out: f32):
      %44 = arith.subf %in, %in_16 : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x42x42xf32>
    %30 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%29 : tensor<2x3x42x42xf32>) outs(%22 : tensor<2x3x42x42xf32>) {
    ^bb0(%in: f32, %out: f32):
      %44 = math.exp %in : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x42x42xf32>
    %31 = tensor.empty() : tensor<2x3x42x1xf32>
    %32 = linalg.fill ins(%cst : f32) outs(%31 : tensor<2x3x42x1xf32>) -> tensor<2x3x42x1xf32>
    %33 = linalg.generic {indexing_maps = [#map6, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%30 : tensor<2x3x42x42xf32>) outs(%32 : tensor<2x3x42x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %44 = arith.addf %in, %out : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x42x1xf32>
    %34 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%30, %33 : tensor<2x3x42x42xf32>, tensor<2x3x42x1xf32>) outs(%22 : tensor<2x3x42x42xf32>) {
    ^bb0(%in: f32, %in_16: f32, %out: f32):
      %44 = arith.divf %in, %in_16 : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x42x42xf32>
    %35 = tensor.empty() : tensor<2x3x42x42xi1>
    %36 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23 : tensor<2x3x42x42xf32>) outs(%35 : tensor<2x3x42x42xi1>) {
    ^bb0(%in: f32, %out: i1):
      %44 = arith.extf %in : f32 to f64
      %45 = arith.cmpf oeq, %44, %cst_4 : f64
      linalg.yield %45 : i1
    } -> tensor<2x3x42x42xi1>
    %37 = tensor.empty() : tensor<2x3x42x1xi1>
    %38 = linalg.fill ins(%true : i1) outs(%37 : tensor<2x3x42x1xi1>) -> tensor<2x3x42x1xi1>
    %39 = linalg.generic {indexing_maps = [#map6, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%36 : tensor<2x3x42x42xi1>) outs(%38 : tensor<2x3x42x1xi1>) {
    ^bb0(%in: i1, %out: i1):
      %44 = arith.andi %in, %out : i1
      linalg.yield %44 : i1
    } -> tensor<2x3x42x1xi1>
    %40 = linalg.generic {indexing_maps = [#map9, #map6, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%39, %cst_1, %34 : tensor<2x3x42x1xi1>, tensor<2x3x42x42xf32>, tensor<2x3x42x42xf32>) outs(%22 : tensor<2x3x42x42xf32>) {
    ^bb0(%in: i1, %in_16: f32, %in_17: f32, %out: f32):
      %44 = arith.select %in, %in_16, %in_17 : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x42x42xf32>
    %collapsed_13 = tensor.collapse_shape %40 [[0, 1], [2], [3]] : tensor<2x3x42x42xf32> into tensor<6x42x42xf32>
    %collapsed_14 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x42x16xf32> into tensor<6x42x16xf32>
    %41 = tensor.empty() : tensor<6x42x16xf32>
    %42 = linalg.fill ins(%cst : f32) outs(%41 : tensor<6x42x16xf32>) -> tensor<6x42x16xf32>
    %43 = linalg.batch_matmul ins(%collapsed_13, %collapsed_14 : tensor<6x42x42xf32>, tensor<6x42x16xf32>) outs(%42 : tensor<6x42x16xf32>) -> tensor<6x42x16xf32>
    %expanded_15 = tensor.expand_shape %43 [[0, 1], [2], [3]] output_shape [2, 3, 42, 16] : tensor<6x42x16xf32> into tensor<2x3x42x16xf32>
    return %expanded_15 : tensor<2x3x42x16xf32>
  }
}

