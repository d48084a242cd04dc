#map = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map1 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map2 = affine_map<(d0) -> (d0)>
#map3 = affine_map<(d0, d1) -> (d0, 0)>
#map4 = affine_map<(d0, d1) -> (0, d1)>
#map5 = affine_map<(d0, d1) -> (d0, d1)>
#map6 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map7 = affine_map<(d0, d1, d2, d3) -> ()>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @half_precision(%arg0: tensor<2x3x37x32xf16>, %arg1: tensor<2x3x37x32xf16>, %arg2: tensor<2x3x37x32xf16>) -> tensor<2x3x37x32xf16> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<-6.550400e+04> : tensor<f16>
    %cst_2 = arith.constant 0.17677669529663689 : f64
    %0 = tensor.empty() : tensor<2x3x32x37xf16>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x37x32xf16>) outs(%0 : tensor<2x3x32x37xf16>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x32xf16> into tensor<6x37x32xf16>
    %collapsed_3 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x32x37xf16> into tensor<6x32x37xf16>
    %1 = tensor.empty() : tensor<6x37x37xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %3 = linalg.batch_matmul ins(%collapsed, %collapsed_3 : tensor<6x37x32xf16>, tensor<6x32x37xf16>) outs(%2 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %4 = tensor.empty() : tensor<6x37x37xf16>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%3 : tensor<6x37x37xf32>) outs(%4 : tensor<6x37x37xf16>) {
    ^bb0(%in: f32, %out: f16):
      %34 = arith.truncf %in : f32 to f16
      linalg.yield %34 : f16
    } -> tensor<6x37x37xf16>
    %expanded = tensor.expand_shape %5 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf16> into tensor<2x3x37x37xf16>
    %6 = tensor.empty() : tensor<2x3x37x37xf16>
    %7 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded : tensor<2x3x37x37xf16>) outs(%6 : tensor<2x3x37x37xf16>) {
    ^bb0(%in: f16, %out: f16):
      %34 = arith.truncf %cst_2 : f64 to f16
      %35 = arith.mulf %in, %34 : f16
      linalg.yield %35 : f16
    } -> tensor<2x3x37x37xf16>
    %8 = tensor.empty() : tensor<37xi64>
    %9 = linalg.generic {indexing_maps = [#map2], iterator_types = ["parallel"]} outs(%8 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %34 = linalg.index 0 : index
      %35 = arith.index_cast %34 : index to i64
      linalg.yield %35 : i64
    } -> tensor<37xi64>
    %expanded_4 = tensor.expand_shape %9 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_5 = tensor.expand_shape %9 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %10 = tensor.empty() : tensor<37x37xi64>
    %11 = linalg.generic {indexing_maps = [#map3, #map4, #map5], iterator_types = ["parallel", "parallel"]} ins(%expanded_4, %expanded_5 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%10 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_10: i64, %out: i64):
      %34 = arith.subi %in, %in_10 : i64
      linalg.yield %34 : i64
    } -> tensor<37x37xi64>
    %12 = tensor.empty() : tensor<37x37xi1>
    %13 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%11 : tensor<37x37xi64>) outs(%12 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %34 = arith.cmpi slt, %in, %c0_i64 : i64
      linalg.yield %34 : i1
    } -> tensor<37x37xi1>
    %14 = linalg.generic {indexing_maps = [#map6, #map7, #map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%13, %cst_1, %7 : tensor<37x37xi1>, tensor<f16>, tensor<2x3x37x37xf16>) outs(%6 : tensor<2x3x37x37xf16>) {
    ^bb0(%in: i1, %in_10: f16, %in_11: f16, %out: f16):
      %34 = arith.select %in, %in_10, %in_11 : f16
      linalg.yield %34 : f16
    } -> tensor<2x3x37x37xf16>
    %15 = tensor.empty() : tensor<2x3x37x37xf32>
    %16 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%14 : tensor<2x3x37x37xf16>) outs(%15 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f16, %out: f32):
      %34 = arith.extf %in : f16 to f32
      linalg.yield %34 : f32
    } -> tensor<2x3x37x37xf32>
    %17 = tensor.empty() : tensor<2x3x37xi64>
    %18 = linalg.fill ins(%c0_i64 : i64) outs(%17 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %19 = tensor.empty() : tensor<2x3x37xf32>
    %20 = linalg.fill ins(%cst_0 : f32) outs(%19 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %21:2 = linalg.generic {indexing_maps = [#map1, #map8, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%16 : tensor<2x3x37x37xf32>) outs(%20, %18 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_10: i64):
      %34 = linalg.index 3 : index
      %35 = arith.index_cast %34 : index to i64
      %36 = arith.maximumf %in, %out : f32
      %37 = arith.cmpf ogt, %in, %out : f32
      %38 = arith.select %37, %35, %out_10 : i64
      linalg.yield %36, %38 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_6 = tensor.expand_shape %21#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %22 = linalg.generic {indexing_maps = [#map1, #map9, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%16, %expanded_6 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%15 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_10: f32, %out: f32):
      %34 = arith.subf %in, %in_10 : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x37x37xf32>
    %23 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%22 : tensor<2x3x37x37xf32>) outs(%15 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %34 = math.exp %in : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x37x37xf32>
    %24 = tensor.empty() : tensor<2x3x37x1xf32>
    %25 = linalg.fill ins(%cst : f32) outs(%24 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %26 = linalg.generic {indexing_maps = [#map1, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23 : tensor<2x3x37x37xf32>) outs(%25 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %34 = arith.addf %in, %out : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x37x1xf32>
    %27 = linalg.generic {indexing_maps = [#map1, #map9, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23, %26 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%15 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_10: f32, %out: f32):
      %34 = arith.divf %in, %in_10 : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x37x37xf32>
    %28 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%27 : tensor<2x3x37x37xf32>) outs(%6 : tensor<2x3x37x37xf16>) {
    ^bb0(%in: f32, %out: f16):
      %34 = arith.truncf %in : f32 to f16
      linalg.yield %34 : f16
    } -> tensor<2x3x37x37xf16>
    %collapsed_7 = tensor.collapse_shape %28 [[0, 1], [2], [3]] : tensor<2x3x37x37xf16> into tensor<6x37x37xf16>
    %collapsed_8 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x32xf16> into tensor<6x37x32xf16>
    %29 = tensor.empty() : tensor<6x37x32xf32>
    %30 = linalg.fill ins(%cst : f32) outs(%29 : tensor<6x37x32xf32>) -> tensor<6x37x32xf32>
    %31 = linalg.batch_matmul ins(%collapsed_7, %collapsed_8 : tensor<6x37x37xf16>, tensor<6x37x32xf16>) outs(%30 : tensor<6x37x32xf32>) -> tensor<6x37x32xf32>
    %32 = tensor.empty() : tensor<6x37x32xf16>
    %33 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%31 : tensor<6x37x32xf32>) outs(%32 : tensor<6x37x32xf16>) {
    ^bb0(%in: f32, %out: f16):
      %34 = arith.truncf %in : f32 to f16
      linalg.yield %34 : f16
    } -> tensor<6x37x32xf16>
    %expanded_9 = tensor.expand_shape %33 [[0, 1], [2], [3]] output_shape [2, 3, 37, 32] : tensor<6x37x32xf16> into tensor<2x3x37x32xf16>
    return %expanded_9 : tensor<2x3x37x32xf16>
  }
}

