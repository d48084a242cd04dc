#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0) -> (d0)>
#map2 = affine_map<(d0, d1) -> (d0, 0)>
#map3 = affine_map<(d0, d1) -> (0, d1)>
#map4 = affine_map<(d0, d1) -> (d0, d1)>
#map5 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map6 = affine_map<(d0, d1, d2) -> (d0, 0, 0)>
#map7 = affine_map<(d0, d1, d2) -> (0, d1, d2)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map10 = affine_map<(d0, d1, d2, d3) -> ()>
#map11 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map12 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @dape_v2(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>, %arg3: tensor<8x6x1x3xf32>, %arg4: tensor<8xf32>, %arg5: tensor<3x8x1x3xf32>, %arg6: tensor<3xf32>, %arg7: tensor<3xf32>) -> tensor<2x3x37x16xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_3 = arith.constant 1.000000e-02 : f64
    %cst_4 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x37x16xf32>) outs(%0 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_5 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %1 = tensor.empty() : tensor<6x37x37xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %3 = linalg.batch_matmul ins(%collapsed, %collapsed_5 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%2 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded = tensor.expand_shape %3 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %4 = tensor.empty() : tensor<2x3x37x37xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %44 = arith.divf %in, %cst_4 : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x37x37xf32>
    %6 = tensor.empty() : tensor<37xi64>
    %7 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%6 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %44 = linalg.index 0 : index
      %45 = arith.index_cast %44 : index to i64
      linalg.yield %45 : i64
    } -> tensor<37xi64>
    %expanded_6 = tensor.expand_shape %7 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_7 = tensor.expand_shape %7 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %8 = tensor.empty() : tensor<37x37xi64>
    %9 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded_6, %expanded_7 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%8 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_16: i64, %out: i64):
      %44 = arith.subi %in, %in_16 : i64
      linalg.yield %44 : i64
    } -> tensor<37x37xi64>
    %expanded_8 = tensor.expand_shape %arg7 [[0, 1, 2]] output_shape [3, 1, 1] : tensor<3xf32> into tensor<3x1x1xf32>
    %10 = tensor.empty() : tensor<3x1x1xf32>
    %11 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_8 : tensor<3x1x1xf32>) outs(%10 : tensor<3x1x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %44 = arith.negf %in : f32
      linalg.yield %44 : f32
    } -> tensor<3x1x1xf32>
    %12 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<37x37xi64>) outs(%8 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %out: i64):
      %44 = math.absi %in : i64
      linalg.yield %44 : i64
    } -> tensor<37x37xi64>
    %expanded_9 = tensor.expand_shape %12 [[0, 1], [2]] output_shape [1, 37, 37] : tensor<37x37xi64> into tensor<1x37x37xi64>
    %13 = tensor.empty() : tensor<3x37x37xf32>
    %14 = linalg.generic {indexing_maps = [#map6, #map7, #map5], iterator_types = ["parallel", "parallel", "parallel"]} ins(%11, %expanded_9 : tensor<3x1x1xf32>, tensor<1x37x37xi64>) outs(%13 : tensor<3x37x37xf32>) {
    ^bb0(%in: f32, %in_16: i64, %out: f32):
      %44 = arith.sitofp %in_16 : i64 to f32
      %45 = arith.mulf %in, %44 : f32
      linalg.yield %45 : f32
    } -> tensor<3x37x37xf32>
    %15 = linalg.generic {indexing_maps = [#map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%14 : tensor<3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x3x37x37xf32>
    %concat = tensor.concat dim(1) %5, %15 : (tensor<2x3x37x37xf32>, tensor<2x3x37x37xf32>) -> tensor<2x6x37x37xf32>
    %16 = tensor.empty() : tensor<37x37xi1>
    %17 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<37x37xi64>) outs(%16 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %44 = arith.cmpi slt, %in, %c0_i64 : i64
      linalg.yield %44 : i1
    } -> tensor<37x37xi1>
    %18 = tensor.empty() : tensor<2x6x37x37xf32>
    %19 = linalg.generic {indexing_maps = [#map9, #map10, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%17, %cst_2, %concat : tensor<37x37xi1>, tensor<f32>, tensor<2x6x37x37xf32>) outs(%18 : tensor<2x6x37x37xf32>) {
    ^bb0(%in: i1, %in_16: f32, %in_17: f32, %out: f32):
      %44 = arith.select %in, %in_16, %in_17 : f32
      linalg.yield %44 : f32
    } -> tensor<2x6x37x37xf32>
    %padded = tensor.pad %19 low[0, 0, 0, 1] high[0, 0, 0, 1] {
    ^bb0(%arg8: index, %arg9: index, %arg10: index, %arg11: index):
      tensor.yield %cst : f32
    } : tensor<2x6x37x37xf32> to tensor<2x6x37x39xf32>
    %20 = tensor.empty() : tensor<2x8x37x37xf32>
    %broadcasted = linalg.broadcast ins(%arg4 : tensor<8xf32>) outs(%20 : tensor<2x8x37x37xf32>) dimensions = [0, 2, 3] 
    %21 = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>} ins(%padded, %arg3 : tensor<2x6x37x39xf32>, tensor<8x6x1x3xf32>) outs(%broadcasted : tensor<2x8x37x37xf32>) -> tensor<2x8x37x37xf32>
    %22 = linalg.generic {indexing_maps = [#map10, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%cst_2, %21 : tensor<f32>, tensor<2x8x37x37xf32>) outs(%20 : tensor<2x8x37x37xf32>) {
    ^bb0(%in: f32, %in_16: f32, %out: f32):
      %44 = arith.cmpf ogt, %in, %in_16 : f32
      %45 = arith.select %44, %in, %in_16 : f32
      linalg.yield %45 : f32
    } -> tensor<2x8x37x37xf32>
    %23 = linalg.generic {indexing_maps = [#map10, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%cst_2, %21 : tensor<f32>, tensor<2x8x37x37xf32>) outs(%20 : tensor<2x8x37x37xf32>) {
    ^bb0(%in: f32, %in_16: f32, %out: f32):
      %44 = arith.cmpf olt, %in, %in_16 : f32
      %45 = arith.select %44, %in, %in_16 : f32
      linalg.yield %45 : f32
    } -> tensor<2x8x37x37xf32>
    %24 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23 : tensor<2x8x37x37xf32>) outs(%20 : tensor<2x8x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %44 = arith.truncf %cst_3 : f64 to f32
      %45 = arith.mulf %in, %44 : f32
      linalg.yield %45 : f32
    } -> tensor<2x8x37x37xf32>
    %25 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%22, %24 : tensor<2x8x37x37xf32>, tensor<2x8x37x37xf32>) outs(%20 : tensor<2x8x37x37xf32>) {
    ^bb0(%in: f32, %in_16: f32, %out: f32):
      %44 = arith.addf %in, %in_16 : f32
      linalg.yield %44 : f32
    } -> tensor<2x8x37x37xf32>
    %padded_10 = tensor.pad %25 low[0, 0, 0, 1] high[0, 0, 0, 1] {
    ^bb0(%arg8: index, %arg9: index, %arg10: index, %arg11: index):
      tensor.yield %cst : f32
    } : tensor<2x8x37x37xf32> to tensor<2x8x37x39xf32>
    %broadcasted_11 = linalg.broadcast ins(%arg6 : tensor<3xf32>) outs(%4 : tensor<2x3x37x37xf32>) dimensions = [0, 2, 3] 
    %26 = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>} ins(%padded_10, %arg5 : tensor<2x8x37x39xf32>, tensor<3x8x1x3xf32>) outs(%broadcasted_11 : tensor<2x3x37x37xf32>) -> tensor<2x3x37x37xf32>
    %27 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%5, %15 : tensor<2x3x37x37xf32>, tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_16: f32, %out: f32):
      %44 = arith.addf %in, %in_16 : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x37x37xf32>
    %28 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%27, %26 : tensor<2x3x37x37xf32>, tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_16: f32, %out: f32):
      %44 = arith.addf %in, %in_16 : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x37x37xf32>
    %29 = linalg.generic {indexing_maps = [#map9, #map10, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%17, %cst_1, %28 : tensor<37x37xi1>, tensor<f32>, tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_16: f32, %in_17: f32, %out: f32):
      %44 = arith.select %in, %in_16, %in_17 : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x37x37xf32>
    %30 = tensor.empty() : tensor<2x3x37xi64>
    %31 = linalg.fill ins(%c0_i64 : i64) outs(%30 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %32 = tensor.empty() : tensor<2x3x37xf32>
    %33 = linalg.fill ins(%cst_0 : f32) outs(%32 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %34:2 = linalg.generic {indexing_maps = [#map, #map11, #map11], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%29 : tensor<2x3x37x37xf32>) outs(%33, %31 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_16: i64):
      %44 = linalg.index 3 : index
      %45 = arith.index_cast %44 : index to i64
      %46 = arith.maximumf %in, %out : f32
      %47 = arith.cmpf ogt, %in, %out : f32
      %48 = arith.select %47, %45, %out_16 : i64
      linalg.yield %46, %48 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_12 = tensor.expand_shape %34#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %35 = linalg.generic {indexing_maps = [#map, #map12, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%29, %expanded_12 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_16: f32, %out: f32):
      %44 = arith.subf %in, %in_16 : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x37x37xf32>
    %36 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%35 : tensor<2x3x37x37xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %44 = math.exp %in : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x37x37xf32>
    %37 = tensor.empty() : tensor<2x3x37x1xf32>
    %38 = linalg.fill ins(%cst : f32) outs(%37 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %39 = linalg.generic {indexing_maps = [#map, #map12], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%36 : tensor<2x3x37x37xf32>) outs(%38 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %44 = arith.addf %in, %out : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x37x1xf32>
    %40 = linalg.generic {indexing_maps = [#map, #map12, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%36, %39 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%4 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_16: f32, %out: f32):
      %44 = arith.divf %in, %in_16 : f32
      linalg.yield %44 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_13 = tensor.collapse_shape %40 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_14 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %41 = tensor.empty() : tensor<6x37x16xf32>
    %42 = linalg.fill ins(%cst : f32) outs(%41 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %43 = linalg.batch_matmul ins(%collapsed_13, %collapsed_14 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%42 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_15 = tensor.expand_shape %43 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_15 : tensor<2x3x37x16xf32>
  }
}

