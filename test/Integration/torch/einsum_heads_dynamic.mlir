#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map2 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @einsum_heads_dynamic(%arg0: tensor<?x4x?x24xf32>, %arg1: tensor<?x4x?x24xf32>, %arg2: tensor<?x4x?x40xf32>) -> tensor<?x4x?x40xf32> {
    %c0_i64 = arith.constant 0 : i64
    %c4_i64 = arith.constant 4 : i64
    %c0 = arith.constant 0 : index
    %c2 = arith.constant 2 : index
    %c24_i64 = arith.constant 24 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %c1_i64 = arith.constant 1 : i64
    %cst_0 = arith.constant 0xFF800000 : f32
    %c40_i64 = arith.constant 40 : i64
    %cst_1 = arith.constant 4.8989794855663558 : f64
    %dim = tensor.dim %arg0, %c2 : tensor<?x4x?x24xf32>
    %0 = arith.index_cast %dim : index to i64
    %dim_2 = tensor.dim %arg2, %c0 : tensor<?x4x?x40xf32>
    %1 = arith.index_cast %dim_2 : index to i64
    %dim_3 = tensor.dim %arg2, %c2 : tensor<?x4x?x40xf32>
    %2 = arith.index_cast %dim_3 : index to i64
    %dim_4 = tensor.dim %arg0, %c0 : tensor<?x4x?x24xf32>
    %expanded = tensor.expand_shape %arg0 [[0], [1], [2], [3, 4]] output_shape [%dim_4, 4, %dim, 24, 1] : tensor<?x4x?x24xf32> into tensor<?x4x?x24x1xf32>
    %dim_5 = tensor.dim %arg1, %c0 : tensor<?x4x?x24xf32>
    %dim_6 = tensor.dim %arg1, %c2 : tensor<?x4x?x24xf32>
    %expanded_7 = tensor.expand_shape %arg1 [[0], [1], [2], [3, 4]] output_shape [%dim_5, 4, %dim_6, 24, 1] : tensor<?x4x?x24xf32> into tensor<?x4x?x24x1xf32>
    %3 = arith.muli %1, %c4_i64 : i64
    %from_elements = tensor.from_elements %3, %0, %c24_i64 : tensor<3xi64>
    %reshape = tensor.reshape %expanded(%from_elements) : (tensor<?x4x?x24x1xf32>, tensor<3xi64>) -> tensor<?x?x24xf32>
    %4 = tensor.empty(%dim_5, %dim_6) : tensor<?x4x24x?x1xf32>
    %transposed = linalg.transpose ins(%expanded_7 : tensor<?x4x?x24x1xf32>) outs(%4 : tensor<?x4x24x?x1xf32>) permutation = [0, 1, 3, 2, 4] 
    %from_elements_8 = tensor.from_elements %3, %c24_i64, %2 : tensor<3xi64>
    %reshape_9 = tensor.reshape %transposed(%from_elements_8) : (tensor<?x4x24x?x1xf32>, tensor<3xi64>) -> tensor<?x24x?xf32>
    %5 = arith.index_cast %3 : i64 to index
    %6 = tensor.empty(%5, %dim, %dim_3) : tensor<?x?x?xf32>
    %7 = linalg.fill ins(%cst : f32) outs(%6 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %8 = linalg.batch_matmul ins(%reshape, %reshape_9 : tensor<?x?x24xf32>, tensor<?x24x?xf32>) outs(%7 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %from_elements_10 = tensor.from_elements %1, %c4_i64, %0, %c1_i64, %2 : tensor<5xi64>
    %reshape_11 = tensor.reshape %8(%from_elements_10) : (tensor<?x?x?xf32>, tensor<5xi64>) -> tensor<?x4x?x1x?xf32>
    %9 = tensor.empty(%dim_2, %dim, %dim_3) : tensor<?x4x?x?x1xf32>
    %transposed_12 = linalg.transpose ins(%reshape_11 : tensor<?x4x?x1x?xf32>) outs(%9 : tensor<?x4x?x?x1xf32>) permutation = [0, 1, 2, 4, 3] 
    %from_elements_13 = tensor.from_elements %1, %c4_i64, %0, %2 : tensor<4xi64>
    %reshape_14 = tensor.reshape %transposed_12(%from_elements_13) : (tensor<?x4x?x?x1xf32>, tensor<4xi64>) -> tensor<?x4x?x?xf32>
    %10 = tensor.empty(%dim_2, %dim, %dim_3) : tensor<?x4x?x?xf32>
    %11 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%reshape_14 : tensor<?x4x?x?xf32>) outs(%10 : tensor<?x4x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %27 = arith.truncf %cst_1 : f64 to f32
      %28 = arith.divf %in, %27 : f32
      linalg.yield %28 : f32
    } -> tensor<?x4x?x?xf32>
    %12 = tensor.empty(%dim_2, %dim) : tensor<?x4x?xi64>
    %13 = linalg.fill ins(%c0_i64 : i64) outs(%12 : tensor<?x4x?xi64>) -> tensor<?x4x?xi64>
    %14 = tensor.empty(%dim_2, %dim) : tensor<?x4x?xf32>
    %15 = linalg.fill ins(%cst_0 : f32) outs(%14 : tensor<?x4x?xf32>) -> tensor<?x4x?xf32>
    %16:2 = linalg.generic {indexing_maps = [#map, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%11 : tensor<?x4x?x?xf32>) outs(%15, %13 : tensor<?x4x?xf32>, tensor<?x4x?xi64>) {
    ^bb0(%in: f32, %out: f32, %out_27: i64):
      %27 = linalg.index 3 : index
      %28 = arith.index_cast %27 : index to i64
      %29 = arith.maximumf %in, %out : f32
      %30 = arith.cmpf ogt, %in, %out : f32
      %31 = arith.select %30, %28, %out_27 : i64
      linalg.yield %29, %31 : f32, i64
    } -> (tensor<?x4x?xf32>, tensor<?x4x?xi64>)
    %expanded_15 = tensor.expand_shape %16#0 [[0], [1], [2, 3]] output_shape [%dim_2, 4, %dim, 1] : tensor<?x4x?xf32> into tensor<?x4x?x1xf32>
    %17 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%11, %expanded_15 : tensor<?x4x?x?xf32>, tensor<?x4x?x1xf32>) outs(%10 : tensor<?x4x?x?xf32>) {
    ^bb0(%in: f32, %in_27: f32, %out: f32):
      %27 = arith.subf %in, %in_27 : f32
      linalg.yield %27 : f32
    } -> tensor<?x4x?x?xf32>
    %18 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%17 : tensor<?x4x?x?xf32>) outs(%10 : tensor<?x4x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %27 = math.exp %in : f32
      linalg.yield %27 : f32
    } -> tensor<?x4x?x?xf32>
    %19 = tensor.empty(%dim_2, %dim) : tensor<?x4x?x1xf32>
    %20 = linalg.fill ins(%cst : f32) outs(%19 : tensor<?x4x?x1xf32>) -> tensor<?x4x?x1xf32>
    %21 = linalg.generic {indexing_maps = [#map, #map2], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%18 : tensor<?x4x?x?xf32>) outs(%20 : tensor<?x4x?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %27 = arith.addf %in, %out : f32
      linalg.yield %27 : f32
    } -> tensor<?x4x?x1xf32>
    %22 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%18, %21 : tensor<?x4x?x?xf32>, tensor<?x4x?x1xf32>) outs(%10 : tensor<?x4x?x?xf32>) {
    ^bb0(%in: f32, %in_27: f32, %out: f32):
      %27 = arith.divf %in, %in_27 : f32
      linalg.yield %27 : f32
    } -> tensor<?x4x?x?xf32>
    %expanded_16 = tensor.expand_shape %22 [[0], [1], [2], [3, 4]] output_shape [%dim_2, 4, %dim, %dim_3, 1] : tensor<?x4x?x?xf32> into tensor<?x4x?x?x1xf32>
    %expanded_17 = tensor.expand_shape %arg2 [[0], [1], [2], [3, 4]] output_shape [%dim_2, 4, %dim_3, 40, 1] : tensor<?x4x?x40xf32> into tensor<?x4x?x40x1xf32>
    %from_elements_18 = tensor.from_elements %3, %0, %2 : tensor<3xi64>
    %reshape_19 = tensor.reshape %expanded_16(%from_elements_18) : (tensor<?x4x?x?x1xf32>, tensor<3xi64>) -> tensor<?x?x?xf32>
    %from_elements_20 = tensor.from_elements %3, %2, %c40_i64 : tensor<3xi64>
    %reshape_21 = tensor.reshape %expanded_17(%from_elements_20) : (tensor<?x4x?x40x1xf32>, tensor<3xi64>) -> tensor<?x?x40xf32>
    %23 = tensor.empty(%5, %dim) : tensor<?x?x40xf32>
    %24 = linalg.fill ins(%cst : f32) outs(%23 : tensor<?x?x40xf32>) -> tensor<?x?x40xf32>
    %25 = linalg.batch_matmul ins(%reshape_19, %reshape_21 : tensor<?x?x?xf32>, tensor<?x?x40xf32>) outs(%24 : tensor<?x?x40xf32>) -> tensor<?x?x40xf32>
    %from_elements_22 = tensor.from_elements %1, %c4_i64, %0, %c1_i64, %c40_i64 : tensor<5xi64>
    %reshape_23 = tensor.reshape %25(%from_elements_22) : (tensor<?x?x40xf32>, tensor<5xi64>) -> tensor<?x4x?x1x40xf32>
    %26 = tensor.empty(%dim_2, %dim) : tensor<?x4x?x40x1xf32>
    %transposed_24 = linalg.transpose ins(%reshape_23 : tensor<?x4x?x1x40xf32>) outs(%26 : tensor<?x4x?x40x1xf32>) permutation = [0, 1, 2, 4, 3] 
    %from_elements_25 = tensor.from_elements %1, %c4_i64, %0, %c40_i64 : tensor<4xi64>
    %reshape_26 = tensor.reshape %transposed_24(%from_elements_25) : (tensor<?x4x?x40x1xf32>, tensor<4xi64>) -> tensor<?x4x?x40xf32>
    return %reshape_26 : tensor<?x4x?x40xf32>
  }
}

