#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0, d1) -> (0, d1)>
#map2 = affine_map<(d0, d1) -> (d0, 0)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
#map4 = affine_map<(d0, d1) -> ()>
#map5 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map6 = affine_map<(d0, d1, d2, d3) -> ()>
#map7 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, 0, d3)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, 0, d2, d3)>
#map10 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map11 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @causal_padding_added(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>, %arg3: tensor<2x37xi1>) -> tensor<2x3x37x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %c1_i64 = arith.constant 1 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_2 = arith.constant dense<-3.40282347E+38> : tensor<37x37xf32>
    %cst_3 = arith.constant dense<1.000000e+00> : tensor<f32>
    %cst_4 = arith.constant -3.40282347E+38 : f32
    %cst_5 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<37xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %36 = linalg.index 0 : index
      %37 = arith.index_cast %36 : index to i64
      linalg.yield %37 : i64
    } -> tensor<37xi64>
    %expanded = tensor.expand_shape %1 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %expanded_6 = tensor.expand_shape %1 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %2 = tensor.empty() : tensor<37x37xi64>
    %3 = linalg.generic {indexing_maps = [#map1, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_6 : tensor<1x37xi64>, tensor<37x1xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_14: i64, %out: i64):
      %36 = arith.subi %in, %in_14 : i64
      linalg.yield %36 : i64
    } -> tensor<37x37xi64>
    %4 = tensor.empty() : tensor<37x37xi1>
    %5 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%3 : tensor<37x37xi64>) outs(%4 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %36 = arith.cmpi sge, %in, %c1_i64 : i64
      linalg.yield %36 : i1
    } -> tensor<37x37xi1>
    %6 = tensor.empty() : tensor<37x37xf32>
    %7 = linalg.generic {indexing_maps = [#map3, #map3, #map4, #map3], iterator_types = ["parallel", "parallel"]} ins(%5, %cst_2, %cst_1 : tensor<37x37xi1>, tensor<37x37xf32>, tensor<f32>) outs(%6 : tensor<37x37xf32>) {
    ^bb0(%in: i1, %in_14: f32, %in_15: f32, %out: f32):
      %36 = arith.select %in, %in_14, %in_15 : f32
      linalg.yield %36 : f32
    } -> tensor<37x37xf32>
    %expanded_7 = tensor.expand_shape %arg3 [[0], [1, 2, 3]] output_shape [2, 1, 1, 37] : tensor<2x37xi1> into tensor<2x1x1x37xi1>
    %8 = tensor.empty() : tensor<2x1x1x37xf32>
    %9 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_7 : tensor<2x1x1x37xi1>) outs(%8 : tensor<2x1x1x37xf32>) {
    ^bb0(%in: i1, %out: f32):
      %36 = arith.uitofp %in : i1 to f32
      linalg.yield %36 : f32
    } -> tensor<2x1x1x37xf32>
    %10 = linalg.generic {indexing_maps = [#map6, #map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%cst_3, %9 : tensor<f32>, tensor<2x1x1x37xf32>) outs(%8 : tensor<2x1x1x37xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %36 = arith.subf %in, %in_14 : f32
      linalg.yield %36 : f32
    } -> tensor<2x1x1x37xf32>
    %11 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%10 : tensor<2x1x1x37xf32>) outs(%8 : tensor<2x1x1x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %36 = arith.mulf %in, %cst_4 : f32
      linalg.yield %36 : f32
    } -> tensor<2x1x1x37xf32>
    %12 = tensor.empty() : tensor<2x1x37x37xf32>
    %13 = linalg.generic {indexing_maps = [#map7, #map8, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%7, %11 : tensor<37x37xf32>, tensor<2x1x1x37xf32>) outs(%12 : tensor<2x1x37x37xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %36 = arith.addf %in, %in_14 : f32
      linalg.yield %36 : f32
    } -> tensor<2x1x37x37xf32>
    %14 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x37x16xf32>) outs(%14 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_8 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %15 = tensor.empty() : tensor<6x37x37xf32>
    %16 = linalg.fill ins(%cst : f32) outs(%15 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %17 = linalg.batch_matmul ins(%collapsed, %collapsed_8 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%16 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded_9 = tensor.expand_shape %17 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %18 = tensor.empty() : tensor<2x3x37x37xf32>
    %19 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_9 : tensor<2x3x37x37xf32>) outs(%18 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %36 = arith.divf %in, %cst_5 : f32
      linalg.yield %36 : f32
    } -> tensor<2x3x37x37xf32>
    %20 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%13 : tensor<2x1x37x37xf32>) outs(%12 : tensor<2x1x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %36 = arith.cmpf ult, %in, %cst_4 : f32
      %37 = arith.select %36, %cst_4, %in : f32
      linalg.yield %37 : f32
    } -> tensor<2x1x37x37xf32>
    %21 = linalg.generic {indexing_maps = [#map5, #map9, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%19, %20 : tensor<2x3x37x37xf32>, tensor<2x1x37x37xf32>) outs(%18 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %36 = arith.addf %in, %in_14 : f32
      linalg.yield %36 : f32
    } -> tensor<2x3x37x37xf32>
    %22 = tensor.empty() : tensor<2x3x37xi64>
    %23 = linalg.fill ins(%c0_i64 : i64) outs(%22 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %24 = tensor.empty() : tensor<2x3x37xf32>
    %25 = linalg.fill ins(%cst_0 : f32) outs(%24 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %26:2 = linalg.generic {indexing_maps = [#map5, #map10, #map10], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%21 : tensor<2x3x37x37xf32>) outs(%25, %23 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_14: i64):
      %36 = linalg.index 3 : index
      %37 = arith.index_cast %36 : index to i64
      %38 = arith.maximumf %in, %out : f32
      %39 = arith.cmpf ogt, %in, %out : f32
      %40 = arith.select %39, %37, %out_14 : i64
      linalg.yield %38, %40 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_10 = tensor.expand_shape %26#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %27 = linalg.generic {indexing_maps = [#map5, #map11, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%21, %expanded_10 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%18 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %36 = arith.subf %in, %in_14 : f32
      linalg.yield %36 : f32
    } -> tensor<2x3x37x37xf32>
    %28 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%27 : tensor<2x3x37x37xf32>) outs(%18 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %36 = math.exp %in : f32
      linalg.yield %36 : f32
    } -> tensor<2x3x37x37xf32>
    %29 = tensor.empty() : tensor<2x3x37x1xf32>
    %30 = linalg.fill ins(%cst : f32) outs(%29 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %31 = linalg.generic {indexing_maps = [#map5, #map11], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%28 : tensor<2x3x37x37xf32>) outs(%30 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %36 = arith.addf %in, %out : f32
      linalg.yield %36 : f32
    } -> tensor<2x3x37x1xf32>
    %32 = linalg.generic {indexing_maps = [#map5, #map11, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%28, %31 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%18 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_14: f32, %out: f32):
      %36 = arith.divf %in, %in_14 : f32
      linalg.yield %36 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_11 = tensor.collapse_shape %32 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_12 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %33 = tensor.empty() : tensor<6x37x16xf32>
    %34 = linalg.fill ins(%cst : f32) outs(%33 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %35 = linalg.batch_matmul ins(%collapsed_11, %collapsed_12 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%34 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_13 = tensor.expand_shape %35 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_13 : tensor<2x3x37x16xf32>
  }
}

