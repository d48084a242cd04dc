#map = affine_map<(d0, d1) -> ()>
#map1 = affine_map<(d0, d1) -> (d0, d1)>
#map2 = affine_map<(d0) -> (d0)>
#map3 = affine_map<(d0, d1) -> (0, d1)>
#map4 = affine_map<(d0, d1) -> (d0, 0)>
#map5 = affine_map<()[s0, s1] -> (s0 + s1)>
#map6 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map7 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3) -> ()>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map10 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @cached_causal_dynamic(%arg0: tensor<?x3x?x16xf32>, %arg1: tensor<?x3x?x16xf32>, %arg2: tensor<?x3x?x16xf32>, %arg3: tensor<?x3x?x16xf32>, %arg4: tensor<?x3x?x16xf32>) -> tensor<?x3x?x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %c0 = arith.constant 0 : index
    %c3 = arith.constant 3 : index
    %c2 = arith.constant 2 : index
    %cst = arith.constant 0.000000e+00 : f32
    %true = arith.constant true
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant dense<true> : tensor<i1>
    %cst_3 = arith.constant 4.000000e+00 : f32
    %dim = tensor.dim %arg0, %c2 : tensor<?x3x?x16xf32>
    %0 = arith.index_cast %dim : index to i64
    %dim_4 = tensor.dim %arg3, %c2 : tensor<?x3x?x16xf32>
    %1 = arith.index_cast %dim_4 : index to i64
    %concat = tensor.concat dim(2) %arg3, %arg1 : (tensor<?x3x?x16xf32>, tensor<?x3x?x16xf32>) -> tensor<?x3x?x16xf32>
    %concat_5 = tensor.concat dim(2) %arg4, %arg2 : (tensor<?x3x?x16xf32>, tensor<?x3x?x16xf32>) -> tensor<?x3x?x16xf32>
    %2 = arith.addi %0, %1 : i64
    %3 = arith.index_cast %2 : i64 to index
    %4 = tensor.empty(%dim, %3) : tensor<?x?xi1>
    %5 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_2 : tensor<i1>) outs(%4 : tensor<?x?xi1>) {
    ^bb0(%in: i1, %out: i1):
      linalg.yield %in : i1
    } -> tensor<?x?xi1>
    %6 = arith.index_cast %2 : i64 to index
    %7 = tensor.empty(%6) : tensor<?xi64>
    %8 = linalg.generic {indexing_maps = [#map2], iterator_types = ["parallel"]} outs(%7 : tensor<?xi64>) {
    ^bb0(%out: i64):
      %49 = linalg.index 0 : index
      %50 = arith.index_cast %49 : index to i64
      linalg.yield %50 : i64
    } -> tensor<?xi64>
    %expanded = tensor.expand_shape %8 [[0, 1]] output_shape [1, %6] : tensor<?xi64> into tensor<1x?xi64>
    %9 = tensor.empty(%dim) : tensor<?xi64>
    %10 = linalg.generic {indexing_maps = [#map2], iterator_types = ["parallel"]} outs(%9 : tensor<?xi64>) {
    ^bb0(%out: i64):
      %49 = linalg.index 0 : index
      %50 = arith.index_cast %49 : index to i64
      linalg.yield %50 : i64
    } -> tensor<?xi64>
    %expanded_6 = tensor.expand_shape %10 [[0, 1]] output_shape [%dim, 1] : tensor<?xi64> into tensor<?x1xi64>
    %11 = tensor.empty(%dim, %6) : tensor<?x?xi64>
    %12 = linalg.generic {indexing_maps = [#map3, #map4, #map1], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_6 : tensor<1x?xi64>, tensor<?x1xi64>) outs(%11 : tensor<?x?xi64>) {
    ^bb0(%in: i64, %in_19: i64, %out: i64):
      %49 = arith.subi %in, %in_19 : i64
      linalg.yield %49 : i64
    } -> tensor<?x?xi64>
    %13 = tensor.empty(%dim, %6) : tensor<?x?xi1>
    %14 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%12 : tensor<?x?xi64>) outs(%13 : tensor<?x?xi1>) {
    ^bb0(%in: i64, %out: i1):
      %49 = arith.cmpi sle, %in, %1 : i64
      linalg.yield %49 : i1
    } -> tensor<?x?xi1>
    %15 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%14, %5 : tensor<?x?xi1>, tensor<?x?xi1>) outs(%13 : tensor<?x?xi1>) {
    ^bb0(%in: i1, %in_19: i1, %out: i1):
      %49 = arith.andi %in, %in_19 : i1
      linalg.yield %49 : i1
    } -> tensor<?x?xi1>
    %dim_7 = tensor.dim %arg3, %c0 : tensor<?x3x?x16xf32>
    %dim_8 = tensor.dim %arg1, %c2 : tensor<?x3x?x16xf32>
    %16 = affine.apply #map5()[%dim_4, %dim_8]
    %17 = tensor.empty(%dim_7, %16) : tensor<?x3x16x?xf32>
    %transposed = linalg.transpose ins(%concat : tensor<?x3x?x16xf32>) outs(%17 : tensor<?x3x16x?xf32>) permutation = [0, 1, 3, 2] 
    %dim_9 = tensor.dim %arg0, %c0 : tensor<?x3x?x16xf32>
    %18 = arith.maxui %dim_9, %dim_7 : index
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<?x3x?x16xf32> into tensor<?x?x16xf32>
    %collapsed_10 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<?x3x16x?xf32> into tensor<?x16x?xf32>
    %19 = arith.muli %18, %c3 : index
    %20 = tensor.empty(%19, %dim, %16) : tensor<?x?x?xf32>
    %21 = linalg.fill ins(%cst : f32) outs(%20 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %22 = linalg.batch_matmul ins(%collapsed, %collapsed_10 : tensor<?x?x16xf32>, tensor<?x16x?xf32>) outs(%21 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %23 = arith.divsi %19, %c3 : index
    %expanded_11 = tensor.expand_shape %22 [[0, 1], [2], [3]] output_shape [%23, 3, %dim, %16] : tensor<?x?x?xf32> into tensor<?x3x?x?xf32>
    %24 = tensor.empty(%23, %dim, %16) : tensor<?x3x?x?xf32>
    %25 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_11 : tensor<?x3x?x?xf32>) outs(%24 : tensor<?x3x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %49 = arith.divf %in, %cst_3 : f32
      linalg.yield %49 : f32
    } -> tensor<?x3x?x?xf32>
    %26 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%15 : tensor<?x?xi1>) outs(%13 : tensor<?x?xi1>) {
    ^bb0(%in: i1, %out: i1):
      %49 = arith.xori %in, %true : i1
      linalg.yield %49 : i1
    } -> tensor<?x?xi1>
    %27 = tensor.empty(%23, %dim, %6) : tensor<?x3x?x?xf32>
    %28 = linalg.generic {indexing_maps = [#map7, #map8, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%26, %cst_1, %25 : tensor<?x?xi1>, tensor<f32>, tensor<?x3x?x?xf32>) outs(%27 : tensor<?x3x?x?xf32>) {
    ^bb0(%in: i1, %in_19: f32, %in_20: f32, %out: f32):
      %49 = arith.select %in, %in_19, %in_20 : f32
      linalg.yield %49 : f32
    } -> tensor<?x3x?x?xf32>
    %29 = tensor.empty(%23, %dim) : tensor<?x3x?xi64>
    %30 = linalg.fill ins(%c0_i64 : i64) outs(%29 : tensor<?x3x?xi64>) -> tensor<?x3x?xi64>
    %31 = tensor.empty(%23, %dim) : tensor<?x3x?xf32>
    %32 = linalg.fill ins(%cst_0 : f32) outs(%31 : tensor<?x3x?xf32>) -> tensor<?x3x?xf32>
    %33:2 = linalg.generic {indexing_maps = [#map6, #map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%28 : tensor<?x3x?x?xf32>) outs(%32, %30 : tensor<?x3x?xf32>, tensor<?x3x?xi64>) {
    ^bb0(%in: f32, %out: f32, %out_19: i64):
      %49 = linalg.index 3 : index
      %50 = arith.index_cast %49 : index to i64
      %51 = arith.maximumf %in, %out : f32
      %52 = arith.cmpf ogt, %in, %out : f32
      %53 = arith.select %52, %50, %out_19 : i64
      linalg.yield %51, %53 : f32, i64
    } -> (tensor<?x3x?xf32>, tensor<?x3x?xi64>)
    %expanded_12 = tensor.expand_shape %33#0 [[0], [1], [2, 3]] output_shape [%23, 3, %dim, 1] : tensor<?x3x?xf32> into tensor<?x3x?x1xf32>
    %34 = linalg.generic {indexing_maps = [#map6, #map10, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%28, %expanded_12 : tensor<?x3x?x?xf32>, tensor<?x3x?x1xf32>) outs(%27 : tensor<?x3x?x?xf32>) {
    ^bb0(%in: f32, %in_19: f32, %out: f32):
      %49 = arith.subf %in, %in_19 : f32
      linalg.yield %49 : f32
    } -> tensor<?x3x?x?xf32>
    %35 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%34 : tensor<?x3x?x?xf32>) outs(%27 : tensor<?x3x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %49 = math.exp %in : f32
      linalg.yield %49 : f32
    } -> tensor<?x3x?x?xf32>
    %36 = tensor.empty(%23, %dim) : tensor<?x3x?x1xf32>
    %37 = linalg.fill ins(%cst : f32) outs(%36 : tensor<?x3x?x1xf32>) -> tensor<?x3x?x1xf32>
    %38 = linalg.generic {indexing_maps = [#map6, #map10], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%35 : tensor<?x3x?x?xf32>) outs(%37 : tensor<?x3x?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %49 = arith.addf %in, %out : f32
      linalg.yield %49 : f32
    } -> tensor<?x3x?x1xf32>
    %39 = linalg.generic {indexing_maps = [#map6, #map10, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%35, %38 : tensor<?x3x?x?xf32>, tensor<?x3x?x1xf32>) outs(%27 : tensor<?x3x?x?xf32>) {
    ^bb0(%in: f32, %in_19: f32, %out: f32):
      %49 = arith.divf %in, %in_19 : f32
      linalg.yield %49 : f32
    } -> tensor<?x3x?x?xf32>
    %dim_13 = tensor.dim %arg4, %c0 : tensor<?x3x?x16xf32>
    %40 = arith.maxui %23, %dim_13 : index
    %dim_14 = tensor.dim %arg4, %c2 : tensor<?x3x?x16xf32>
    %dim_15 = tensor.dim %arg2, %c2 : tensor<?x3x?x16xf32>
    %41 = affine.apply #map5()[%dim_14, %dim_15]
    %42 = arith.index_cast %41 : index to i64
    %43 = arith.cmpi eq, %2, %42 : i64
    cf.assert %43, "mismatching contracting dimension"
    %collapsed_16 = tensor.collapse_shape %39 [[0, 1], [2], [3]] : tensor<?x3x?x?xf32> into tensor<?x?x?xf32>
    %collapsed_17 = tensor.collapse_shape %concat_5 [[0, 1], [2], [3]] : tensor<?x3x?x16xf32> into tensor<?x?x16xf32>
    %44 = arith.muli %40, %c3 : index
    %45 = tensor.empty(%44, %dim) : tensor<?x?x16xf32>
    %46 = linalg.fill ins(%cst : f32) outs(%45 : tensor<?x?x16xf32>) -> tensor<?x?x16xf32>
    %47 = linalg.batch_matmul ins(%collapsed_16, %collapsed_17 : tensor<?x?x?xf32>, tensor<?x?x16xf32>) outs(%46 : tensor<?x?x16xf32>) -> tensor<?x?x16xf32>
    %48 = arith.divsi %44, %c3 : index
    %expanded_18 = tensor.expand_shape %47 [[0, 1], [2], [3]] output_shape [%48, 3, %dim, 16] : tensor<?x?x16xf32> into tensor<?x3x?x16xf32>
    return %expanded_18 : tensor<?x3x?x16xf32>
  }
}

