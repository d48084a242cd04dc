#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0) -> (d0)>
#map2 = affine_map<(d0, d1) -> (d0, 0)>
#map3 = affine_map<(d0, d1) -> (0, d1)>
#map4 = affine_map<(d0, d1) -> (d0, d1)>
#map5 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map6 = affine_map<(d0, d1, d2) -> (d0, 0, 0)>
#map7 = affine_map<(d0, d1, d2) -> (d1, d2)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d1, d2, d3)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map10 = affine_map<(d0, d1, d2, d3) -> ()>
#map11 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map12 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @dape_v2(%arg0: tensor<1x12x2048x64xf32>, %arg1: tensor<1x12x2048x64xf32>, %arg2: tensor<1x12x2048x64xf32>, %arg3: tensor<32x24x1x3xf32>, %arg4: tensor<32xf32>, %arg5: tensor<12x32x1x3xf32>, %arg6: tensor<12xf32>, %arg7: tensor<12xf32>) -> tensor<1x12x2048x64xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<-3.40282347E+38> : tensor<f32>
    %cst_2 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_3 = arith.constant 1.000000e-02 : f64
    %cst_4 = arith.constant 8.000000e+00 : f32
    %0 = tensor.empty() : tensor<1x12x64x2048xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<1x12x2048x64xf32>) outs(%0 : tensor<1x12x64x2048xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<1x12x2048x64xf32> into tensor<12x2048x64xf32>
    %collapsed_5 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<1x12x64x2048xf32> into tensor<12x64x2048xf32>
    %1 = tensor.empty() : tensor<12x2048x2048xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<12x2048x2048xf32>) -> tensor<12x2048x2048xf32>
    %3 = linalg.batch_matmul ins(%collapsed, %collapsed_5 : tensor<12x2048x64xf32>, tensor<12x64x2048xf32>) outs(%2 : tensor<12x2048x2048xf32>) -> tensor<12x2048x2048xf32>
    %expanded = tensor.expand_shape %3 [[0, 1], [2], [3]] output_shape [1, 12, 2048, 2048] : tensor<12x2048x2048xf32> into tensor<1x12x2048x2048xf32>
    %4 = tensor.empty() : tensor<1x12x2048x2048xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded : tensor<1x12x2048x2048xf32>) outs(%4 : tensor<1x12x2048x2048xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.divf %in, %cst_4 : f32
      linalg.yield %45 : f32
    } -> tensor<1x12x2048x2048xf32>
    %6 = tensor.empty() : tensor<2048xi64>
    %7 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%6 : tensor<2048xi64>) {
    ^bb0(%out: i64):
      %45 = linalg.index 0 : index
      %46 = arith.index_cast %45 : index to i64
      linalg.yield %46 : i64
    } -> tensor<2048xi64>
    %expanded_6 = tensor.expand_shape %7 [[0, 1]] output_shape [2048, 1] : tensor<2048xi64> into tensor<2048x1xi64>
    %expanded_7 = tensor.expand_shape %7 [[0, 1]] output_shape [1, 2048] : tensor<2048xi64> into tensor<1x2048xi64>
    %8 = tensor.empty() : tensor<2048x2048xi64>
    %9 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded_6, %expanded_7 : tensor<2048x1xi64>, tensor<1x2048xi64>) outs(%8 : tensor<2048x2048xi64>) {
    ^bb0(%in: i64, %in_15: i64, %out: i64):
      %45 = arith.subi %in, %in_15 : i64
      linalg.yield %45 : i64
    } -> tensor<2048x2048xi64>
    %expanded_8 = tensor.expand_shape %arg7 [[0, 1, 2]] output_shape [12, 1, 1] : tensor<12xf32> into tensor<12x1x1xf32>
    %10 = tensor.empty() : tensor<12x1x1xf32>
    %11 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_8 : tensor<12x1x1xf32>) outs(%10 : tensor<12x1x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.negf %in : f32
      linalg.yield %45 : f32
    } -> tensor<12x1x1xf32>
    %12 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<2048x2048xi64>) outs(%8 : tensor<2048x2048xi64>) {
    ^bb0(%in: i64, %out: i64):
      %45 = arith.maxsi %in, %c0_i64 : i64
      linalg.yield %45 : i64
    } -> tensor<2048x2048xi64>
    %13 = linalg.generic {indexing_maps = [#map6, #map7, #map5], iterator_types = ["parallel", "parallel", "parallel"]} ins(%11, %12 : tensor<12x1x1xf32>, tensor<2048x2048xi64>) outs(%1 : tensor<12x2048x2048xf32>) {
    ^bb0(%in: f32, %in_15: i64, %out: f32):
      %45 = arith.sitofp %in_15 : i64 to f32
      %46 = arith.mulf %in, %45 : f32
      linalg.yield %46 : f32
    } -> tensor<12x2048x2048xf32>
    %14 = linalg.generic {indexing_maps = [#map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%13 : tensor<12x2048x2048xf32>) outs(%4 : tensor<1x12x2048x2048xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<1x12x2048x2048xf32>
    %concat = tensor.concat dim(1) %5, %14 : (tensor<1x12x2048x2048xf32>, tensor<1x12x2048x2048xf32>) -> tensor<1x24x2048x2048xf32>
    %15 = linalg.generic {indexing_maps = [#map3, #map2, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded_7, %expanded_6 : tensor<1x2048xi64>, tensor<2048x1xi64>) outs(%8 : tensor<2048x2048xi64>) {
    ^bb0(%in: i64, %in_15: i64, %out: i64):
      %45 = arith.subi %in, %in_15 : i64
      linalg.yield %45 : i64
    } -> tensor<2048x2048xi64>
    %16 = tensor.empty() : tensor<2048x2048xi1>
    %17 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%15 : tensor<2048x2048xi64>) outs(%16 : tensor<2048x2048xi1>) {
    ^bb0(%in: i64, %out: i1):
      %45 = arith.cmpi sle, %in, %c0_i64 : i64
      linalg.yield %45 : i1
    } -> tensor<2048x2048xi1>
    %18 = tensor.empty() : tensor<1x24x2048x2048xf32>
    %19 = linalg.generic {indexing_maps = [#map9, #map, #map10, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%17, %concat, %cst_2 : tensor<2048x2048xi1>, tensor<1x24x2048x2048xf32>, tensor<f32>) outs(%18 : tensor<1x24x2048x2048xf32>) {
    ^bb0(%in: i1, %in_15: f32, %in_16: f32, %out: f32):
      %45 = arith.select %in, %in_15, %in_16 : f32
      linalg.yield %45 : f32
    } -> tensor<1x24x2048x2048xf32>
    %padded = tensor.pad %19 low[0, 0, 0, 1] high[0, 0, 0, 1] {
    ^bb0(%arg8: index, %arg9: index, %arg10: index, %arg11: index):
      tensor.yield %cst : f32
    } : tensor<1x24x2048x2048xf32> to tensor<1x24x2048x2050xf32>
    %20 = tensor.empty() : tensor<1x32x2048x2048xf32>
    %broadcasted = linalg.broadcast ins(%arg4 : tensor<32xf32>) outs(%20 : tensor<1x32x2048x2048xf32>) dimensions = [0, 2, 3] 
    %21 = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>} ins(%padded, %arg3 : tensor<1x24x2048x2050xf32>, tensor<32x24x1x3xf32>) outs(%broadcasted : tensor<1x32x2048x2048xf32>) -> tensor<1x32x2048x2048xf32>
    %22 = linalg.generic {indexing_maps = [#map10, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%cst_2, %21 : tensor<f32>, tensor<1x32x2048x2048xf32>) outs(%20 : tensor<1x32x2048x2048xf32>) {
    ^bb0(%in: f32, %in_15: f32, %out: f32):
      %45 = arith.cmpf ogt, %in, %in_15 : f32
      %46 = arith.select %45, %in, %in_15 : f32
      linalg.yield %46 : f32
    } -> tensor<1x32x2048x2048xf32>
    %23 = linalg.generic {indexing_maps = [#map10, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%cst_2, %21 : tensor<f32>, tensor<1x32x2048x2048xf32>) outs(%20 : tensor<1x32x2048x2048xf32>) {
    ^bb0(%in: f32, %in_15: f32, %out: f32):
      %45 = arith.cmpf olt, %in, %in_15 : f32
      %46 = arith.select %45, %in, %in_15 : f32
      linalg.yield %46 : f32
    } -> tensor<1x32x2048x2048xf32>
    %24 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23 : tensor<1x32x2048x2048xf32>) outs(%20 : tensor<1x32x2048x2048xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.truncf %cst_3 : f64 to f32
      %46 = arith.mulf %in, %45 : f32
      linalg.yield %46 : f32
    } -> tensor<1x32x2048x2048xf32>
    %25 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%22, %24 : tensor<1x32x2048x2048xf32>, tensor<1x32x2048x2048xf32>) outs(%20 : tensor<1x32x2048x2048xf32>) {
    ^bb0(%in: f32, %in_15: f32, %out: f32):
      %45 = arith.addf %in, %in_15 : f32
      linalg.yield %45 : f32
    } -> tensor<1x32x2048x2048xf32>
    %padded_9 = tensor.pad %25 low[0, 0, 0, 1] high[0, 0, 0, 1] {
    ^bb0(%arg8: index, %arg9: index, %arg10: index, %arg11: index):
      tensor.yield %cst : f32
    } : tensor<1x32x2048x2048xf32> to tensor<1x32x2048x2050xf32>
    %broadcasted_10 = linalg.broadcast ins(%arg6 : tensor<12xf32>) outs(%4 : tensor<1x12x2048x2048xf32>) dimensions = [0, 2, 3] 
    %26 = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>} ins(%padded_9, %arg5 : tensor<1x32x2048x2050xf32>, tensor<12x32x1x3xf32>) outs(%broadcasted_10 : tensor<1x12x2048x2048xf32>) -> tensor<1x12x2048x2048xf32>
    %27 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%5, %14 : tensor<1x12x2048x2048xf32>, tensor<1x12x2048x2048xf32>) outs(%4 : tensor<1x12x2048x2048xf32>) {
    ^bb0(%in: f32, %in_15: f32, %out: f32):
      %45 = arith.addf %in, %in_15 : f32
      linalg.yield %45 : f32
    } -> tensor<1x12x2048x2048xf32>
    %28 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%27, %26 : tensor<1x12x2048x2048xf32>, tensor<1x12x2048x2048xf32>) outs(%4 : tensor<1x12x2048x2048xf32>) {
    ^bb0(%in: f32, %in_15: f32, %out: f32):
      %45 = arith.addf %in, %in_15 : f32
      linalg.yield %45 : f32
    } -> tensor<1x12x2048x2048xf32>
    %29 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<2048x2048xi64>) outs(%16 : tensor<2048x2048xi1>) {
    ^bb0(%in: i64, %out: i1):
      %45 = arith.cmpi slt, %in, %c0_i64 : i64
      linalg.yield %45 : i1
    } -> tensor<2048x2048xi1>
    %30 = linalg.generic {indexing_maps = [#map9, #map10, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%29, %cst_1, %28 : tensor<2048x2048xi1>, tensor<f32>, tensor<1x12x2048x2048xf32>) outs(%4 : tensor<1x12x2048x2048xf32>) {
    ^bb0(%in: i1, %in_15: f32, %in_16: f32, %out: f32):
      %45 = arith.select %in, %in_15, %in_16 : f32
      linalg.yield %45 : f32
    } -> tensor<1x12x2048x2048xf32>
    %31 = tensor.empty() : tensor<1x12x2048xi64>
    %32 = linalg.fill ins(%c0_i64 : i64) outs(%31 : tensor<1x12x2048xi64>) -> tensor<1x12x2048xi64>
    %33 = tensor.empty() : tensor<1x12x2048xf32>
    %34 = linalg.fill ins(%cst_0 : f32) outs(%33 : tensor<1x12x2048xf32>) -> tensor<1x12x2048xf32>
    %35:2 = linalg.generic {indexing_maps = [#map, #map11, #map11], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%30 : tensor<1x12x2048x2048xf32>) outs(%34, %32 : tensor<1x12x2048xf32>, tensor<1x12x2048xi64>) {
    ^bb0(%in: f32, %out: f32, %out_15: i64):
      %45 = linalg.index 3 : index
      %46 = arith.index_cast %45 : index to i64
      %47 = arith.maximumf %in, %out : f32
      %48 = arith.cmpf ogt, %in, %out : f32
      %49 = arith.select %48, %46, %out_15 : i64
      linalg.yield %47, %49 : f32, i64
    } -> (tensor<1x12x2048xf32>, tensor<1x12x2048xi64>)
    %expanded_11 = tensor.expand_shape %35#0 [[0], [1], [2, 3]] output_shape [1, 12, 2048, 1] : tensor<1x12x2048xf32> into tensor<1x12x2048x1xf32>
    %36 = linalg.generic {indexing_maps = [#map, #map12, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%30, %expanded_11 : tensor<1x12x2048x2048xf32>, tensor<1x12x2048x1xf32>) outs(%4 : tensor<1x12x2048x2048xf32>) {
    ^bb0(%in: f32, %in_15: f32, %out: f32):
      %45 = arith.subf %in, %in_15 : f32
      linalg.yield %45 : f32
    } -> tensor<1x12x2048x2048xf32>
    %37 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%36 : tensor<1x12x2048x2048xf32>) outs(%4 : tensor<1x12x2048x2048xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = math.exp %in : f32
      linalg.yield %45 : f32
    } -> tensor<1x12x2048x2048xf32>
    %38 = tensor.empty() : tensor<1x12x2048x1xf32>
    %39 = linalg.fill ins(%cst : f32) outs(%38 : tensor<1x12x2048x1xf32>) -> tensor<1x12x2048x1xf32>
    %40 = linalg.generic {indexing_maps = [#map, #map12], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%37 : tensor<1x12x2048x2048xf32>) outs(%39 : tensor<1x12x2048x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %45 = arith.addf %in, %out : f32
      linalg.yield %45 : f32
    } -> tensor<1x12x2048x1xf32>
    %41 = linalg.generic {indexing_maps = [#map, #map12, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%37, %40 : tensor<1x12x2048x2048xf32>, tensor<1x12x2048x1xf32>) outs(%4 : tensor<1x12x2048x2048xf32>) {
    ^bb0(%in: f32, %in_15: f32, %out: f32):
      %45 = arith.divf %in, %in_15 : f32
      linalg.yield %45 : f32
    } -> tensor<1x12x2048x2048xf32>
    %collapsed_12 = tensor.collapse_shape %41 [[0, 1], [2], [3]] : tensor<1x12x2048x2048xf32> into tensor<12x2048x2048xf32>
    %collapsed_13 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<1x12x2048x64xf32> into tensor<12x2048x64xf32>
    %42 = tensor.empty() : tensor<12x2048x64xf32>
    %43 = linalg.fill ins(%cst : f32) outs(%42 : tensor<12x2048x64xf32>) -> tensor<12x2048x64xf32>
    %44 = linalg.batch_matmul ins(%collapsed_12, %collapsed_13 : tensor<12x2048x2048xf32>, tensor<12x2048x64xf32>) outs(%43 : tensor<12x2048x64xf32>) -> tensor<12x2048x64xf32>
    %expanded_14 = tensor.expand_shape %44 [[0, 1], [2], [3]] output_shape [1, 12, 2048, 64] : tensor<12x2048x64xf32> into tensor<1x12x2048x64xf32>
    return %expanded_14 : tensor<1x12x2048x64xf32>
  }
}
