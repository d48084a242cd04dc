#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0, d1) -> (d0, 0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
#map4 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map5 = affine_map<(d0, d1, d2) -> (d0, 0, 0)>
#map6 = affine_map<(d0, d1, d2) -> (0, d1, d2)>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map10 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @alibi_asymmetric(%arg0: tensor<2x4x37x16xf32>, %arg1: tensor<2x4x37x16xf32>, %arg2: tensor<2x4x37x16xf32>, %arg3: tensor<2x4xf32>) -> tensor<2x4x37x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<37xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %33 = linalg.index 0 : index
      %34 = arith.index_cast %33 : index to i64
      linalg.yield %34 : i64
    } -> tensor<37xi64>
    %expanded = tensor.expand_shape %1 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_2 = tensor.expand_shape %1 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %2 = tensor.empty() : tensor<37x37xi64>
    %3 = linalg.generic {indexing_maps = [#map1, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_2 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_15: i64, %out: i64):
      %33 = arith.subi %in, %in_15 : i64
      linalg.yield %33 : i64
    } -> tensor<37x37xi64>
    %expanded_3 = tensor.expand_shape %3 [[0, 1], [2]] output_shape [1, 37, 37] : tensor<37x37xi64> into tensor<1x37x37xi64>
    %extracted_slice = tensor.extract_slice %arg3[0, 0] [1, 4] [1, 1] : tensor<2x4xf32> to tensor<1x4xf32>
    %collapsed = tensor.collapse_shape %extracted_slice [[0, 1]] : tensor<1x4xf32> into tensor<4xf32>
    %expanded_4 = tensor.expand_shape %collapsed [[0, 1, 2]] output_shape [4, 1, 1] : tensor<4xf32> into tensor<4x1x1xf32>
    %extracted_slice_5 = tensor.extract_slice %arg3[1, 0] [1, 4] [1, 1] : tensor<2x4xf32> to tensor<1x4xf32>
    %collapsed_6 = tensor.collapse_shape %extracted_slice_5 [[0, 1]] : tensor<1x4xf32> into tensor<4xf32>
    %expanded_7 = tensor.expand_shape %collapsed_6 [[0, 1, 2]] output_shape [4, 1, 1] : tensor<4xf32> into tensor<4x1x1xf32>
    %4 = tensor.empty() : tensor<1x37x37xi1>
    %5 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_3 : tensor<1x37x37xi64>) outs(%4 : tensor<1x37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %33 = arith.cmpi sge, %in, %c0_i64 : i64
      linalg.yield %33 : i1
    } -> tensor<1x37x37xi1>
    %6 = tensor.empty() : tensor<4x1x1xf32>
    %7 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_4 : tensor<4x1x1xf32>) outs(%6 : tensor<4x1x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %33 = arith.negf %in : f32
      linalg.yield %33 : f32
    } -> tensor<4x1x1xf32>
    %8 = tensor.empty() : tensor<4x37x37xf32>
    %9 = linalg.generic {indexing_maps = [#map5, #map6, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%7, %expanded_3 : tensor<4x1x1xf32>, tensor<1x37x37xi64>) outs(%8 : tensor<4x37x37xf32>) {
    ^bb0(%in: f32, %in_15: i64, %out: f32):
      %33 = arith.sitofp %in_15 : i64 to f32
      %34 = arith.mulf %in, %33 : f32
      linalg.yield %34 : f32
    } -> tensor<4x37x37xf32>
    %10 = linalg.generic {indexing_maps = [#map5, #map6, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_7, %expanded_3 : tensor<4x1x1xf32>, tensor<1x37x37xi64>) outs(%8 : tensor<4x37x37xf32>) {
    ^bb0(%in: f32, %in_15: i64, %out: f32):
      %33 = arith.sitofp %in_15 : i64 to f32
      %34 = arith.mulf %in, %33 : f32
      linalg.yield %34 : f32
    } -> tensor<4x37x37xf32>
    %11 = linalg.generic {indexing_maps = [#map6, #map4, #map4, #map4], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5, %9, %10 : tensor<1x37x37xi1>, tensor<4x37x37xf32>, tensor<4x37x37xf32>) outs(%8 : tensor<4x37x37xf32>) {
    ^bb0(%in: i1, %in_15: f32, %in_16: f32, %out: f32):
      %33 = arith.select %in, %in_15, %in_16 : f32
      linalg.yield %33 : f32
    } -> tensor<4x37x37xf32>
    %12 = tensor.empty() : tensor<2x4x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x4x37x16xf32>) outs(%12 : tensor<2x4x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed_8 = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x4x37x16xf32> into tensor<8x37x16xf32>
    %collapsed_9 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x4x16x37xf32> into tensor<8x16x37xf32>
    %13 = tensor.empty() : tensor<8x37x37xf32>
    %14 = linalg.fill ins(%cst : f32) outs(%13 : tensor<8x37x37xf32>) -> tensor<8x37x37xf32>
    %15 = linalg.batch_matmul ins(%collapsed_8, %collapsed_9 : tensor<8x37x16xf32>, tensor<8x16x37xf32>) outs(%14 : tensor<8x37x37xf32>) -> tensor<8x37x37xf32>
    %expanded_10 = tensor.expand_shape %15 [[0, 1], [2], [3]] output_shape [2, 4, 37, 37] : tensor<8x37x37xf32> into tensor<2x4x37x37xf32>
    %16 = tensor.empty() : tensor<2x4x37x37xf32>
    %17 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_10 : tensor<2x4x37x37xf32>) outs(%16 : tensor<2x4x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %33 = arith.divf %in, %cst_1 : f32
      linalg.yield %33 : f32
    } -> tensor<2x4x37x37xf32>
    %18 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%17, %11 : tensor<2x4x37x37xf32>, tensor<4x37x37xf32>) outs(%16 : tensor<2x4x37x37xf32>) {
    ^bb0(%in: f32, %in_15: f32, %out: f32):
      %33 = arith.addf %in, %in_15 : f32
      linalg.yield %33 : f32
    } -> tensor<2x4x37x37xf32>
    %19 = tensor.empty() : tensor<2x4x37xi64>
    %20 = linalg.fill ins(%c0_i64 : i64) outs(%19 : tensor<2x4x37xi64>) -> tensor<2x4x37xi64>
    %21 = tensor.empty() : tensor<2x4x37xf32>
    %22 = linalg.fill ins(%cst_0 : f32) outs(%21 : tensor<2x4x37xf32>) -> tensor<2x4x37xf32>
    %23:2 = linalg.generic {indexing_maps = [#map7, #map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%18 : tensor<2x4x37x37xf32>) outs(%22, %20 : tensor<2x4x37xf32>, tensor<2x4x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_15: i64):
      %33 = linalg.index 3 : index
      %34 = arith.index_cast %33 : index to i64
      %35 = arith.maximumf %in, %out : f32
      %36 = arith.cmpf ogt, %in, %out : f32
      %37 = arith.select %36, %34, %out_15 : i64
      linalg.yield %35, %37 : f32, i64
    } -> (tensor<2x4x37xf32>, tensor<2x4x37xi64>)
    %expanded_11 = tensor.expand_shape %23#0 [[0], [1], [2, 3]] output_shape [2, 4, 37, 1] : tensor<2x4x37xf32> into tensor<2x4x37x1xf32>
    %24 = linalg.generic {indexing_maps = [#map7, #map10, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%18, %expanded_11 : tensor<2x4x37x37xf32>, tensor<2x4x37x1xf32>) outs(%16 : tensor<2x4x37x37xf32>) {
    ^bb0(%in: f32, %in_15: f32, %out: f32):
      %33 = arith.subf %in, %in_15 : f32
      linalg.yield %33 : f32
    } -> tensor<2x4x37x37xf32>
    %25 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%24 : tensor<2x4x37x37xf32>) outs(%16 : tensor<2x4x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %33 = math.exp %in : f32
      linalg.yield %33 : f32
    } -> tensor<2x4x37x37xf32>
    %26 = tensor.empty() : tensor<2x4x37x1xf32>
    %27 = linalg.fill ins(%cst : f32) outs(%26 : tensor<2x4x37x1xf32>) -> tensor<2x4x37x1xf32>
    %28 = linalg.generic {indexing_maps = [#map7, #map10], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%25 : tensor<2x4x37x37xf32>) outs(%27 : tensor<2x4x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %33 = arith.addf %in, %out : f32
      linalg.yield %33 : f32
    } -> tensor<2x4x37x1xf32>
    %29 = linalg.generic {indexing_maps = [#map7, #map10, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%25, %28 : tensor<2x4x37x37xf32>, tensor<2x4x37x1xf32>) outs(%16 : tensor<2x4x37x37xf32>) {
    ^bb0(%in: f32, %in_15: f32, %out: f32):
      %33 = arith.divf %in, %in_15 : f32
      linalg.yield %33 : f32
    } -> tensor<2x4x37x37xf32>
    %collapsed_12 = tensor.collapse_shape %29 [[0, 1], [2], [3]] : tensor<2x4x37x37xf32> into tensor<8x37x37xf32>
    %collapsed_13 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x4x37x16xf32> into tensor<8x37x16xf32>
    %30 = tensor.empty() : tensor<8x37x16xf32>
    %31 = linalg.fill ins(%cst : f32) outs(%30 : tensor<8x37x16xf32>) -> tensor<8x37x16xf32>
    %32 = linalg.batch_matmul ins(%collapsed_12, %collapsed_13 : tensor<8x37x37xf32>, tensor<8x37x16xf32>) outs(%31 : tensor<8x37x16xf32>) -> tensor<8x37x16xf32>
    %expanded_14 = tensor.expand_shape %32 [[0, 1], [2], [3]] output_shape [2, 4, 37, 16] : tensor<8x37x16xf32> into tensor<2x4x37x16xf32>
    return %expanded_14 : tensor<2x4x37x16xf32>
  }
}

