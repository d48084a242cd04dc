#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0, d1) -> ()>
#map2 = affine_map<(d0, d1) -> (d0, d1)>
#map3 = affine_map<(d0) -> (d0)>
#map4 = affine_map<(d0, d1) -> (0, d1)>
#map5 = affine_map<(d0, d1) -> (d0, 0)>
#map6 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
#map9 = affine_map<(d0, d1, d2, d3) -> ()>
module {
  func.func @causal_dynamic(%arg0: tensor<?x3x?x64xf32>, %arg1: tensor<?x3x?x64xf32>, %arg2: tensor<?x3x?x64xf32>) -> tensor<?x3x?x64xf32> {
    %c0_i64 = arith.constant 0 : i64
    %c0 = arith.constant 0 : index
    %c3 = arith.constant 3 : index
    %c2 = arith.constant 2 : index
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %true = arith.constant true
    %cst_1 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_2 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_3 = arith.constant dense<true> : tensor<i1>
    %cst_4 = arith.constant 0xFFF0000000000000 : f64
    %cst_5 = arith.constant 0.35355339059327379 : f64
    %dim = tensor.dim %arg0, %c2 : tensor<?x3x?x64xf32>
    %dim_6 = tensor.dim %arg0, %c0 : tensor<?x3x?x64xf32>
    %0 = tensor.empty(%dim_6, %dim) : tensor<?x3x?x64xf32>
    %1 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%arg0 : tensor<?x3x?x64xf32>) outs(%0 : tensor<?x3x?x64xf32>) {
    ^bb0(%in: f32, %out: f32):
      %52 = arith.truncf %cst_5 : f64 to f32
      %53 = arith.mulf %in, %52 : f32
      linalg.yield %53 : f32
    } -> tensor<?x3x?x64xf32>
    %2 = tensor.empty(%dim, %dim) : tensor<?x?xi1>
    %3 = linalg.generic {indexing_maps = [#map1, #map2], iterator_types = ["parallel", "parallel"]} ins(%cst_3 : tensor<i1>) outs(%2 : tensor<?x?xi1>) {
    ^bb0(%in: i1, %out: i1):
      linalg.yield %in : i1
    } -> tensor<?x?xi1>
    %4 = tensor.empty(%dim) : tensor<?xi64>
    %5 = linalg.generic {indexing_maps = [#map3], iterator_types = ["parallel"]} outs(%4 : tensor<?xi64>) {
    ^bb0(%out: i64):
      %52 = linalg.index 0 : index
      %53 = arith.index_cast %52 : index to i64
      linalg.yield %53 : i64
    } -> tensor<?xi64>
    %expanded = tensor.expand_shape %5 [[0, 1]] output_shape [1, %dim] : tensor<?xi64> into tensor<1x?xi64>
    %expanded_7 = tensor.expand_shape %5 [[0, 1]] output_shape [%dim, 1] : tensor<?xi64> into tensor<?x1xi64>
    %6 = tensor.empty(%dim, %dim) : tensor<?x?xi64>
    %7 = linalg.generic {indexing_maps = [#map4, #map5, #map2], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_7 : tensor<1x?xi64>, tensor<?x1xi64>) outs(%6 : tensor<?x?xi64>) {
    ^bb0(%in: i64, %in_18: i64, %out: i64):
      %52 = arith.subi %in, %in_18 : i64
      linalg.yield %52 : i64
    } -> tensor<?x?xi64>
    %8 = tensor.empty(%dim, %dim) : tensor<?x?xi1>
    %9 = linalg.generic {indexing_maps = [#map2, #map2], iterator_types = ["parallel", "parallel"]} ins(%7 : tensor<?x?xi64>) outs(%8 : tensor<?x?xi1>) {
    ^bb0(%in: i64, %out: i1):
      %52 = arith.cmpi sle, %in, %c0_i64 : i64
      linalg.yield %52 : i1
    } -> tensor<?x?xi1>
    %10 = linalg.generic {indexing_maps = [#map2, #map2, #map2], iterator_types = ["parallel", "parallel"]} ins(%9, %3 : tensor<?x?xi1>, tensor<?x?xi1>) outs(%8 : tensor<?x?xi1>) {
    ^bb0(%in: i1, %in_18: i1, %out: i1):
      %52 = arith.andi %in, %in_18 : i1
      linalg.yield %52 : i1
    } -> tensor<?x?xi1>
    %11 = tensor.empty(%dim, %dim) : tensor<?x?xf32>
    %12 = linalg.generic {indexing_maps = [#map2, #map1, #map1, #map2], iterator_types = ["parallel", "parallel"]} ins(%10, %cst_1, %cst_2 : tensor<?x?xi1>, tensor<f32>, tensor<f32>) outs(%11 : tensor<?x?xf32>) {
    ^bb0(%in: i1, %in_18: f32, %in_19: f32, %out: f32):
      %52 = arith.select %in, %in_18, %in_19 : f32
      linalg.yield %52 : f32
    } -> tensor<?x?xf32>
    %dim_8 = tensor.dim %arg1, %c0 : tensor<?x3x?x64xf32>
    %dim_9 = tensor.dim %arg1, %c2 : tensor<?x3x?x64xf32>
    %13 = tensor.empty(%dim_8, %dim_9) : tensor<?x3x64x?xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<?x3x?x64xf32>) outs(%13 : tensor<?x3x64x?xf32>) permutation = [0, 1, 3, 2] 
    %14 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%transposed : tensor<?x3x64x?xf32>) outs(%13 : tensor<?x3x64x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %52 = arith.truncf %cst_5 : f64 to f32
      %53 = arith.mulf %in, %52 : f32
      linalg.yield %53 : f32
    } -> tensor<?x3x64x?xf32>
    %15 = arith.maxui %dim_6, %dim_8 : index
    %collapsed = tensor.collapse_shape %1 [[0, 1], [2], [3]] : tensor<?x3x?x64xf32> into tensor<?x?x64xf32>
    %collapsed_10 = tensor.collapse_shape %14 [[0, 1], [2], [3]] : tensor<?x3x64x?xf32> into tensor<?x64x?xf32>
    %16 = arith.muli %15, %c3 : index
    %17 = tensor.empty(%16, %dim, %dim_9) : tensor<?x?x?xf32>
    %18 = linalg.fill ins(%cst : f32) outs(%17 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %19 = linalg.batch_matmul ins(%collapsed, %collapsed_10 : tensor<?x?x64xf32>, tensor<?x64x?xf32>) outs(%18 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %20 = arith.divsi %16, %c3 : index
    %expanded_11 = tensor.expand_shape %19 [[0, 1], [2], [3]] output_shape [%20, 3, %dim, %dim_9] : tensor<?x?x?xf32> into tensor<?x3x?x?xf32>
    %21 = tensor.empty(%20, %dim, %dim_9) : tensor<?x3x?x?xf32>
    %22 = linalg.generic {indexing_maps = [#map, #map6, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_11, %12 : tensor<?x3x?x?xf32>, tensor<?x?xf32>) outs(%21 : tensor<?x3x?x?xf32>) {
    ^bb0(%in: f32, %in_18: f32, %out: f32):
      %52 = arith.addf %in, %in_18 : f32
      linalg.yield %52 : f32
    } -> tensor<?x3x?x?xf32>
    %23 = tensor.empty(%20, %dim) : tensor<?x3x?xi64>
    %24 = linalg.fill ins(%c0_i64 : i64) outs(%23 : tensor<?x3x?xi64>) -> tensor<?x3x?xi64>
    %25 = tensor.empty(%20, %dim) : tensor<?x3x?xf32>
    %26 = linalg.fill ins(%cst_0 : f32) outs(%25 : tensor<?x3x?xf32>) -> tensor<?x3x?xf32>
    %27:2 = linalg.generic {indexing_maps = [#map, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%22 : tensor<?x3x?x?xf32>) outs(%26, %24 : tensor<?x3x?xf32>, tensor<?x3x?xi64>) {
    ^bb0(%in: f32, %out: f32, %out_18: i64):
      %52 = linalg.index 3 : index
      %53 = arith.index_cast %52 : index to i64
      %54 = arith.maximumf %in, %out : f32
      %55 = arith.cmpf ogt, %in, %out : f32
      %56 = arith.select %55, %53, %out_18 : i64
      linalg.yield %54, %56 : f32, i64
    } -> (tensor<?x3x?xf32>, tensor<?x3x?xi64>)
    %expanded_12 = tensor.expand_shape %27#0 [[0], [1], [2, 3]] output_shape [%20, 3, %dim, 1] : tensor<?x3x?xf32> into tensor<?x3x?x1xf32>
    %28 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%22, %expanded_12 : tensor<?x3x?x?xf32>, tensor<?x3x?x1xf32>) outs(%21 : tensor<?x3x?x?xf32>) {
    ^bb0(%in: f32, %in_18: f32, %out: f32):
      %52 = arith.subf %in, %in_18 : f32
      linalg.yield %52 : f32
    } -> tensor<?x3x?x?xf32>
    %29 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%28 : tensor<?x3x?x?xf32>) outs(%21 : tensor<?x3x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %52 = math.exp %in : f32
      linalg.yield %52 : f32
    } -> tensor<?x3x?x?xf32>
    %30 = tensor.empty(%20, %dim) : tensor<?x3x?x1xf32>
    %31 = linalg.fill ins(%cst : f32) outs(%30 : tensor<?x3x?x1xf32>) -> tensor<?x3x?x1xf32>
    %32 = linalg.generic {indexing_maps = [#map, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%29 : tensor<?x3x?x?xf32>) outs(%31 : tensor<?x3x?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %52 = arith.addf %in, %out : f32
      linalg.yield %52 : f32
    } -> tensor<?x3x?x1xf32>
    %33 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%29, %32 : tensor<?x3x?x?xf32>, tensor<?x3x?x1xf32>) outs(%21 : tensor<?x3x?x?xf32>) {
    ^bb0(%in: f32, %in_18: f32, %out: f32):
      %52 = arith.divf %in, %in_18 : f32
      linalg.yield %52 : f32
    } -> tensor<?x3x?x?xf32>
    %34 = tensor.empty(%20, %dim, %dim_9) : tensor<?x3x?x?xi1>
    %35 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%22 : tensor<?x3x?x?xf32>) outs(%34 : tensor<?x3x?x?xi1>) {
    ^bb0(%in: f32, %out: i1):
      %52 = arith.extf %in : f32 to f64
      %53 = arith.cmpf oeq, %52, %cst_4 : f64
      linalg.yield %53 : i1
    } -> tensor<?x3x?x?xi1>
    %36 = tensor.empty(%20, %dim) : tensor<?x3x?x1xi1>
    %37 = linalg.fill ins(%true : i1) outs(%36 : tensor<?x3x?x1xi1>) -> tensor<?x3x?x1xi1>
    %38 = linalg.generic {indexing_maps = [#map, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%35 : tensor<?x3x?x?xi1>) outs(%37 : tensor<?x3x?x1xi1>) {
    ^bb0(%in: i1, %out: i1):
      %52 = arith.andi %in, %out : i1
      linalg.yield %52 : i1
    } -> tensor<?x3x?x1xi1>
    %39 = arith.index_cast %dim_9 : index to i64
    %40 = tensor.empty(%20, %dim, %dim_9) : tensor<?x3x?x?xf32>
    %41 = linalg.generic {indexing_maps = [#map9, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%cst_1 : tensor<f32>) outs(%40 : tensor<?x3x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x3x?x?xf32>
    %42 = tensor.empty(%20, %dim, %dim_9) : tensor<?x3x?x?xf32>
    %43 = linalg.generic {indexing_maps = [#map8, #map, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%38, %41, %33 : tensor<?x3x?x1xi1>, tensor<?x3x?x?xf32>, tensor<?x3x?x?xf32>) outs(%42 : tensor<?x3x?x?xf32>) {
    ^bb0(%in: i1, %in_18: f32, %in_19: f32, %out: f32):
      %52 = arith.select %in, %in_18, %in_19 : f32
      linalg.yield %52 : f32
    } -> tensor<?x3x?x?xf32>
    %dim_13 = tensor.dim %arg2, %c0 : tensor<?x3x?x64xf32>
    %44 = arith.maxui %20, %dim_13 : index
    %dim_14 = tensor.dim %arg2, %c2 : tensor<?x3x?x64xf32>
    %45 = arith.index_cast %dim_14 : index to i64
    %46 = arith.cmpi eq, %39, %45 : i64
    cf.assert %46, "mismatching contracting dimension"
    %collapsed_15 = tensor.collapse_shape %43 [[0, 1], [2], [3]] : tensor<?x3x?x?xf32> into tensor<?x?x?xf32>
    %collapsed_16 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<?x3x?x64xf32> into tensor<?x?x64xf32>
    %47 = arith.muli %44, %c3 : index
    %48 = tensor.empty(%47, %dim) : tensor<?x?x64xf32>
    %49 = linalg.fill ins(%cst : f32) outs(%48 : tensor<?x?x64xf32>) -> tensor<?x?x64xf32>
    %50 = linalg.batch_matmul ins(%collapsed_15, %collapsed_16 : tensor<?x?x?xf32>, tensor<?x?x64xf32>) outs(%49 : tensor<?x?x64xf32>) -> tensor<?x?x64xf32>
    %51 = arith.divsi %47, %c3 : index
    %expanded_17 = tensor.expand_shape %50 [[0, 1], [2], [3]] output_shape [%51, 3, %dim, 64] : tensor<?x?x64xf32> into tensor<?x3x?x64xf32>
    return %expanded_17 : tensor<?x3x?x64xf32>
  }
}

