#map = affine_map<(d0, d1) -> (d0, d1)>
#map1 = affine_map<(d0) -> (d0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, 0)>
#map4 = affine_map<(d0, d1, d2) -> (d1, d2)>
#map5 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#map6 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map7 = affine_map<(d0, d1, d2) -> (d0, 0, d2)>
#map8 = affine_map<(d0, d1, d2) -> ()>
module {
  func.func @adaptive_pool_radius(%arg0: tensor<2x140x16xf32>, %arg1: tensor<2x16x3xf32>) -> tensor<2x140x16xf32> {
    %c2_i64 = arith.constant 2 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 1.000000e+00 : f32
    %cst_1 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_2 = arith.constant 9.000000e+00 : f64
    %cst_3 = arith.constant 2.8000000000000003 : f64
    %cst_4 = arith.constant 2.000000e+01 : f32
    %cst_5 = arith.constant 2.000000e+00 : f32
    %0 = tensor.empty() : tensor<2x16x140xf32>
    %transposed = linalg.transpose ins(%arg0 : tensor<2x140x16xf32>) outs(%0 : tensor<2x16x140xf32>) permutation = [0, 2, 1] 
    %padded = tensor.pad %transposed low[0, 0, 1] high[0, 0, 1] {
    ^bb0(%arg2: index, %arg3: index, %arg4: index):
      tensor.yield %cst : f32
    } : tensor<2x16x140xf32> to tensor<2x16x142xf32>
    %1 = tensor.empty() : tensor<2x2x140xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<2x2x140xf32>) -> tensor<2x2x140xf32>
    %3 = linalg.conv_1d_ncw_fcw {dilations = dense<1> : vector<1xi64>, strides = dense<1> : vector<1xi64>} ins(%padded, %arg1 : tensor<2x16x142xf32>, tensor<2x16x3xf32>) outs(%2 : tensor<2x2x140xf32>) -> tensor<2x2x140xf32>
    %extracted_slice = tensor.extract_slice %3[0, 0, 0] [2, 1, 140] [1, 1, 1] : tensor<2x2x140xf32> to tensor<2x1x140xf32>
    %collapsed = tensor.collapse_shape %extracted_slice [[0, 1], [2]] : tensor<2x1x140xf32> into tensor<2x140xf32>
    %4 = tensor.empty() : tensor<2x140xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%collapsed : tensor<2x140xf32>) outs(%4 : tensor<2x140xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = math.exp %in : f32
      linalg.yield %35 : f32
    } -> tensor<2x140xf32>
    %6 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%5 : tensor<2x140xf32>) outs(%4 : tensor<2x140xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = math.log1p %in : f32
      linalg.yield %35 : f32
    } -> tensor<2x140xf32>
    %7 = tensor.empty() : tensor<2x140xi1>
    %8 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%collapsed : tensor<2x140xf32>) outs(%7 : tensor<2x140xi1>) {
    ^bb0(%in: f32, %out: i1):
      %35 = arith.cmpf ogt, %in, %cst_4 : f32
      linalg.yield %35 : i1
    } -> tensor<2x140xi1>
    %9 = linalg.generic {indexing_maps = [#map, #map, #map, #map], iterator_types = ["parallel", "parallel"]} ins(%8, %collapsed, %6 : tensor<2x140xi1>, tensor<2x140xf32>, tensor<2x140xf32>) outs(%4 : tensor<2x140xf32>) {
    ^bb0(%in: i1, %in_11: f32, %in_12: f32, %out: f32):
      %35 = arith.select %in, %in_11, %in_12 : f32
      linalg.yield %35 : f32
    } -> tensor<2x140xf32>
    %extracted_slice_6 = tensor.extract_slice %3[0, 1, 0] [2, 1, 140] [1, 1, 1] : tensor<2x2x140xf32> to tensor<2x1x140xf32>
    %collapsed_7 = tensor.collapse_shape %extracted_slice_6 [[0, 1], [2]] : tensor<2x1x140xf32> into tensor<2x140xf32>
    %10 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%collapsed_7 : tensor<2x140xf32>) outs(%4 : tensor<2x140xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = arith.negf %in : f32
      %36 = math.exp %35 : f32
      %37 = arith.addf %36, %cst_0 : f32
      %38 = arith.divf %cst_0, %37 : f32
      linalg.yield %38 : f32
    } -> tensor<2x140xf32>
    %11 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%10 : tensor<2x140xf32>) outs(%4 : tensor<2x140xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = arith.truncf %cst_3 : f64 to f32
      %36 = arith.mulf %in, %35 : f32
      linalg.yield %36 : f32
    } -> tensor<2x140xf32>
    %12 = tensor.empty() : tensor<140xi64>
    %13 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%12 : tensor<140xi64>) {
    ^bb0(%out: i64):
      %35 = linalg.index 0 : index
      %36 = arith.index_cast %35 : index to i64
      linalg.yield %36 : i64
    } -> tensor<140xi64>
    %expanded = tensor.expand_shape %13 [[0, 1]] output_shape [1, 140] : tensor<140xi64> into tensor<1x140xi64>
    %expanded_8 = tensor.expand_shape %13 [[0, 1]] output_shape [140, 1] : tensor<140xi64> into tensor<140x1xi64>
    %14 = tensor.empty() : tensor<140x140xi64>
    %15 = linalg.generic {indexing_maps = [#map2, #map3, #map], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_8 : tensor<1x140xi64>, tensor<140x1xi64>) outs(%14 : tensor<140x140xi64>) {
    ^bb0(%in: i64, %in_11: i64, %out: i64):
      %35 = arith.subi %in, %in_11 : i64
      linalg.yield %35 : i64
    } -> tensor<140x140xi64>
    %16 = tensor.empty() : tensor<140x140xf32>
    %17 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel"]} ins(%15 : tensor<140x140xi64>) outs(%16 : tensor<140x140xf32>) {
    ^bb0(%in: i64, %out: f32):
      %35 = arith.sitofp %in : i64 to f32
      linalg.yield %35 : f32
    } -> tensor<140x140xf32>
    %expanded_9 = tensor.expand_shape %11 [[0], [1, 2]] output_shape [2, 140, 1] : tensor<2x140xf32> into tensor<2x140x1xf32>
    %18 = tensor.empty() : tensor<2x140x140xf32>
    %19 = linalg.generic {indexing_maps = [#map4, #map5, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%17, %expanded_9 : tensor<140x140xf32>, tensor<2x140x1xf32>) outs(%18 : tensor<2x140x140xf32>) {
    ^bb0(%in: f32, %in_11: f32, %out: f32):
      %35 = arith.divf %in, %in_11 : f32
      linalg.yield %35 : f32
    } -> tensor<2x140x140xf32>
    %20 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%19 : tensor<2x140x140xf32>) outs(%18 : tensor<2x140x140xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %35 : f32
    } -> tensor<2x140x140xf32>
    %21 = tensor.empty() : tensor<2x140x140xi1>
    %22 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%20 : tensor<2x140x140xf32>) outs(%21 : tensor<2x140x140xi1>) {
    ^bb0(%in: f32, %out: i1):
      %35 = arith.extf %in : f32 to f64
      %36 = arith.cmpf ole, %35, %cst_2 : f64
      linalg.yield %36 : i1
    } -> tensor<2x140x140xi1>
    %expanded_10 = tensor.expand_shape %9 [[0], [1, 2]] output_shape [2, 1, 140] : tensor<2x140xf32> into tensor<2x1x140xf32>
    %23 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%20 : tensor<2x140x140xf32>) outs(%18 : tensor<2x140x140xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = arith.negf %in : f32
      linalg.yield %35 : f32
    } -> tensor<2x140x140xf32>
    %24 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%23 : tensor<2x140x140xf32>) outs(%18 : tensor<2x140x140xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = arith.divf %in, %cst_5 : f32
      linalg.yield %35 : f32
    } -> tensor<2x140x140xf32>
    %25 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%24 : tensor<2x140x140xf32>) outs(%18 : tensor<2x140x140xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = math.exp %in : f32
      linalg.yield %35 : f32
    } -> tensor<2x140x140xf32>
    %26 = linalg.generic {indexing_maps = [#map7, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_10, %25 : tensor<2x1x140xf32>, tensor<2x140x140xf32>) outs(%18 : tensor<2x140x140xf32>) {
    ^bb0(%in: f32, %in_11: f32, %out: f32):
      %35 = arith.mulf %in, %in_11 : f32
      linalg.yield %35 : f32
    } -> tensor<2x140x140xf32>
    %27 = linalg.generic {indexing_maps = [#map6, #map6, #map8, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%22, %26, %cst_1 : tensor<2x140x140xi1>, tensor<2x140x140xf32>, tensor<f32>) outs(%18 : tensor<2x140x140xf32>) {
    ^bb0(%in: i1, %in_11: f32, %in_12: f32, %out: f32):
      %35 = arith.select %in, %in_11, %in_12 : f32
      linalg.yield %35 : f32
    } -> tensor<2x140x140xf32>
    %28 = tensor.empty() : tensor<2x140x16xf32>
    %29 = linalg.fill ins(%cst : f32) outs(%28 : tensor<2x140x16xf32>) -> tensor<2x140x16xf32>
    %30 = linalg.batch_matmul ins(%27, %arg0 : tensor<2x140x140xf32>, tensor<2x140x16xf32>) outs(%29 : tensor<2x140x16xf32>) -> tensor<2x140x16xf32>
    %31 = tensor.empty() : tensor<2x140x1xf32>
    %32 = linalg.fill ins(%cst : f32) outs(%31 : tensor<2x140x1xf32>) -> tensor<2x140x1xf32>
    %33 = linalg.generic {indexing_maps = [#map6, #map5], iterator_types = ["parallel", "parallel", "reduction"]} ins(%27 : tensor<2x140x140xf32>) outs(%32 : tensor<2x140x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %35 = arith.addf %in, %out : f32
      linalg.yield %35 : f32
    } -> tensor<2x140x1xf32>
    %34 = linalg.generic {indexing_maps = [#map6, #map5, #map6], iterator_types = ["parallel", "parallel", "parallel"]} ins(%30, %33 : tensor<2x140x16xf32>, tensor<2x140x1xf32>) outs(%28 : tensor<2x140x16xf32>) {
    ^bb0(%in: f32, %in_11: f32, %out: f32):
      %35 = arith.divf %in, %in_11 : f32
      linalg.yield %35 : f32
    } -> tensor<2x140x16xf32>
    return %34 : tensor<2x140x16xf32>
  }
}

