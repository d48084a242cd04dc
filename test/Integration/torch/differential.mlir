#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0) -> (d0)>
#map2 = affine_map<(d0, d1) -> (d0, 0)>
#map3 = affine_map<(d0, d1) -> (0, d1)>
#map4 = affine_map<(d0, d1) -> (d0, d1)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map6 = affine_map<(d0, d1, d2, d3) -> ()>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
#map9 = affine_map<(d0, d1, d2, d3) -> (0)>
module {
  func.func @differential(%arg0: tensor<2x6x37x16xf32>, %arg1: tensor<2x6x37x16xf32>, %arg2: tensor<2x3x37x32xf32>, %arg3: tensor<1xf32>) -> tensor<2x3x37x32xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<2x6x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x6x37x16xf32>) outs(%0 : tensor<2x6x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x6x37x16xf32> into tensor<12x37x16xf32>
    %collapsed_3 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x6x16x37xf32> into tensor<12x16x37xf32>
    %1 = tensor.empty() : tensor<12x37x37xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<12x37x37xf32>) -> tensor<12x37x37xf32>
    %3 = linalg.batch_matmul ins(%collapsed, %collapsed_3 : tensor<12x37x16xf32>, tensor<12x16x37xf32>) outs(%2 : tensor<12x37x37xf32>) -> tensor<12x37x37xf32>
    %expanded = tensor.expand_shape %3 [[0, 1], [2], [3]] output_shape [2, 6, 37, 37] : tensor<12x37x37xf32> into tensor<2x6x37x37xf32>
    %4 = tensor.empty() : tensor<2x6x37x37xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded : tensor<2x6x37x37xf32>) outs(%4 : tensor<2x6x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %30 = arith.divf %in, %cst_2 : f32
      linalg.yield %30 : f32
    } -> tensor<2x6x37x37xf32>
    %6 = tensor.empty() : tensor<37xi64>
    %7 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%6 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %30 = linalg.index 0 : index
      %31 = arith.index_cast %30 : index to i64
      linalg.yield %31 : i64
    } -> tensor<37xi64>
    %expanded_4 = tensor.expand_shape %7 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_5 = tensor.expand_shape %7 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %8 = tensor.empty() : tensor<37x37xi64>
    %9 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded_4, %expanded_5 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%8 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_14: i64, %out: i64):
      %30 = arith.subi %in, %in_14 : i64
      linalg.yield %30 : i64
    } -> tensor<37x37xi64>
    %10 = tensor.empty() : tensor<37x37xi1>
    %11 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<37x37xi64>) outs(%10 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %30 = arith.cmpi slt, %in, %c0_i64 : i64
      linalg.yield %30 : i1
    } -> tensor<37x37xi1>
    %12 = linalg.generic {indexing_maps = [#map5, #map6, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%11, %cst_1, %5 : tensor<37x37xi1>, tensor<f32>, tensor<2x6x37x37xf32>) outs(%4 : tensor<2x6x37x37xf32>) {
    ^bb0(%in: i1, %in_14: f32, %in_15: f32, %out: f32):
      %30 = arith.select %in, %in_14, %in_15 : f32
      linalg.yield %30 : f32
    } -> tensor<2x6x37x37xf32>
    %13 = tensor.empty() : tensor<2x6x37xi64>
    %14 = linalg.fill ins(%c0_i64 : i64) outs(%13 : tensor<2x6x37xi64>) -> tensor<2x6x37xi64>
    %15 = tensor.empty() : tensor<2x6x37xf32>
    %16 = linalg.fill ins(%cst_0 : f32) outs(%15 : tensor<2x6x37xf32>) -> tensor<2x6x37xf32>
    %17:2 = linalg.generic {indexing_maps = [#map, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%12 : tensor<2x6x37x37xf32>) outs(%16, %14 : tensor<2x6x37xf32>, tensor<2x6x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_14: i64):
      %30 = linalg.index 3 : index
      %31 = arith.index_cast %30 : index to i64
      %32 = arith.maximumf %in, %out : f32
      %33 = arith.cmpf ogt, %in, %out : f32
      %34 = arith.select %33, %31, %out_14 : i64
      linalg.yield %32, %34 : f32, i64
    } -> (tensor<2x6x37xf32>, tensor<2x6x37xi64>)
    %expanded_6 = tensor.expand_shape %17#0 [[0], [1], [2, 3]] output_shape [2, 6, 37, 1] : tensor<2x6x37xf32> into tensor<2x6x37x1xf32>
    %18 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%12, %expanded_6 : tensor<2x6x37x37xf32>, tensor<2x6x37x1xf32>) outs(%4 : tensor<2x6x37x37xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %30 = arith.subf %in, %in_14 : f32
      linalg.yield %30 : f32
    } -> tensor<2x6x37x37xf32>
    %19 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%18 : tensor<2x6x37x37xf32>) outs(%4 : tensor<2x6x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %30 = math.exp %in : f32
      linalg.yield %30 : f32
    } -> tensor<2x6x37x37xf32>
    %20 = tensor.empty() : tensor<2x6x37x1xf32>
    %21 = linalg.fill ins(%cst : f32) outs(%20 : tensor<2x6x37x1xf32>) -> tensor<2x6x37x1xf32>
    %22 = linalg.generic {indexing_maps = [#map, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%19 : tensor<2x6x37x37xf32>) outs(%21 : tensor<2x6x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %30 = arith.addf %in, %out : f32
      linalg.yield %30 : f32
    } -> tensor<2x6x37x1xf32>
    %23 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%19, %22 : tensor<2x6x37x37xf32>, tensor<2x6x37x1xf32>) outs(%4 : tensor<2x6x37x37xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %30 = arith.divf %in, %in_14 : f32
      linalg.yield %30 : f32
    } -> tensor<2x6x37x37xf32>
    %expanded_7 = tensor.expand_shape %23 [[0], [1, 2], [3], [4]] output_shape [2, 3, 2, 37, 37] : tensor<2x6x37x37xf32> into tensor<2x3x2x37x37xf32>
    %extracted_slice = tensor.extract_slice %expanded_7[0, 0, 0, 0, 0] [2, 3, 1, 37, 37] [1, 1, 1, 1, 1] : tensor<2x3x2x37x37xf32> to tensor<2x3x1x37x37xf32>
    %collapsed_8 = tensor.collapse_shape %extracted_slice [[0], [1, 2], [3], [4]] : tensor<2x3x1x37x37xf32> into tensor<2x3x37x37xf32>
    %extracted_slice_9 = tensor.extract_slice %expanded_7[0, 0, 1, 0, 0] [2, 3, 1, 37, 37] [1, 1, 1, 1, 1] : tensor<2x3x2x37x37xf32> to tensor<2x3x1x37x37xf32>
    %collapsed_10 = tensor.collapse_shape %extracted_slice_9 [[0], [1, 2], [3], [4]] : tensor<2x3x1x37x37xf32> into tensor<2x3x37x37xf32>
    %24 = tensor.empty() : tensor<2x3x37x37xf32>
    %25 = linalg.generic {indexing_maps = [#map9, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%arg3, %collapsed_10 : tensor<1xf32>, tensor<2x3x37x37xf32>) outs(%24 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %30 = arith.mulf %in, %in_14 : f32
      linalg.yield %30 : f32
    } -> tensor<2x3x37x37xf32>
    %26 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%collapsed_8, %25 : tensor<2x3x37x37xf32>, tensor<2x3x37x37xf32>) outs(%24 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %30 = arith.subf %in, %in_14 : f32
      linalg.yield %30 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_11 = tensor.collapse_shape %26 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_12 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x32xf32> into tensor<6x37x32xf32>
    %27 = tensor.empty() : tensor<6x37x32xf32>
    %28 = linalg.fill ins(%cst : f32) outs(%27 : tensor<6x37x32xf32>) -> tensor<6x37x32xf32>
    %29 = linalg.batch_matmul ins(%collapsed_11, %collapsed_12 : tensor<6x37x37xf32>, tensor<6x37x32xf32>) outs(%28 : tensor<6x37x32xf32>) -> tensor<6x37x32xf32>
    %expanded_13 = tensor.expand_shape %29 [[0, 1], [2], [3]] output_shape [2, 3, 37, 32] : tensor<6x37x32xf32> into tensor<2x3x37x32xf32>
    return %expanded_13 : tensor<2x3x37x32xf32>
  }
}

