#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0) -> (d0)>
#map2 = affine_map<(d0, d1) -> (d0)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
#map4 = affine_map<(d0, d1) -> (d1)>
#map5 = affine_map<(d0, d1) -> (0, d1)>
#map6 = affine_map<(d0, d1) -> (d0, 0)>
#map7 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map8 = affine_map<(d0, d1, d2) -> (d1, d2)>
#map9 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#map10 = affine_map<(d0, d1, d2) -> (d0, 0, d2)>
#map11 = affine_map<(d0, d1, d2, d3) -> (d0, d1)>
module {
  func.func @convnet(%arg0: tensor<2x3x24x20xf32>, %arg1: tensor<16x3x3x3xf32>, %arg2: tensor<2x16x3x3xf32>, %arg3: tensor<32x16x3x3xf32>, %arg4: tensor<2x32x3x3xf32>, %arg5: tensor<32x10xf32>) -> tensor<2x10xf32> {
    %c2_i64 = arith.constant 2 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 1.000000e+00 : f32
    %cst_1 = arith.constant 1.2000000000000002 : f64
    %cst_2 = arith.constant 2.4000000000000004 : f64
    %cst_3 = arith.constant 2.000000e+00 : f32
    %cst_4 = arith.constant 3.000000e+01 : f32
    %padded = tensor.pad %arg0 low[0, 0, 1, 1] high[0, 0, 1, 1] {
    ^bb0(%arg6: index, %arg7: index, %arg8: index, %arg9: index):
      tensor.yield %cst : f32
    } : tensor<2x3x24x20xf32> to tensor<2x3x26x22xf32>
    %0 = tensor.empty() : tensor<2x16x24x20xf32>
    %1 = linalg.fill ins(%cst : f32) outs(%0 : tensor<2x16x24x20xf32>) -> tensor<2x16x24x20xf32>
    %2 = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>} ins(%padded, %arg1 : tensor<2x3x26x22xf32>, tensor<16x3x3x3xf32>) outs(%1 : tensor<2x16x24x20xf32>) -> tensor<2x16x24x20xf32>
    %3 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%2 : tensor<2x16x24x20xf32>) outs(%0 : tensor<2x16x24x20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.cmpf ugt, %in, %cst : f32
      %90 = arith.select %89, %in, %cst : f32
      linalg.yield %90 : f32
    } -> tensor<2x16x24x20xf32>
    %padded_5 = tensor.pad %3 low[0, 0, 1, 1] high[0, 0, 1, 1] {
    ^bb0(%arg6: index, %arg7: index, %arg8: index, %arg9: index):
      tensor.yield %cst : f32
    } : tensor<2x16x24x20xf32> to tensor<2x16x26x22xf32>
    %4 = tensor.empty() : tensor<2x2x24x20xf32>
    %5 = linalg.fill ins(%cst : f32) outs(%4 : tensor<2x2x24x20xf32>) -> tensor<2x2x24x20xf32>
    %6 = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>} ins(%padded_5, %arg2 : tensor<2x16x26x22xf32>, tensor<2x16x3x3xf32>) outs(%5 : tensor<2x2x24x20xf32>) -> tensor<2x2x24x20xf32>
    %7 = tensor.empty() : tensor<24xi64>
    %8 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%7 : tensor<24xi64>) {
    ^bb0(%out: i64):
      %89 = linalg.index 0 : index
      %90 = arith.index_cast %89 : index to i64
      linalg.yield %90 : i64
    } -> tensor<24xi64>
    %9 = tensor.empty() : tensor<24x20xi64>
    %10 = linalg.generic {indexing_maps = [#map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%8 : tensor<24xi64>) outs(%9 : tensor<24x20xi64>) {
    ^bb0(%in: i64, %out: i64):
      linalg.yield %in : i64
    } -> tensor<24x20xi64>
    %collapsed = tensor.collapse_shape %10 [[0, 1]] : tensor<24x20xi64> into tensor<480xi64>
    %11 = tensor.empty() : tensor<480xf32>
    %12 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel"]} ins(%collapsed : tensor<480xi64>) outs(%11 : tensor<480xf32>) {
    ^bb0(%in: i64, %out: f32):
      %89 = arith.sitofp %in : i64 to f32
      linalg.yield %89 : f32
    } -> tensor<480xf32>
    %13 = tensor.empty() : tensor<20xi64>
    %14 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%13 : tensor<20xi64>) {
    ^bb0(%out: i64):
      %89 = linalg.index 0 : index
      %90 = arith.index_cast %89 : index to i64
      linalg.yield %90 : i64
    } -> tensor<20xi64>
    %15 = linalg.generic {indexing_maps = [#map4, #map3], iterator_types = ["parallel", "parallel"]} ins(%14 : tensor<20xi64>) outs(%9 : tensor<24x20xi64>) {
    ^bb0(%in: i64, %out: i64):
      linalg.yield %in : i64
    } -> tensor<24x20xi64>
    %collapsed_6 = tensor.collapse_shape %15 [[0, 1]] : tensor<24x20xi64> into tensor<480xi64>
    %16 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel"]} ins(%collapsed_6 : tensor<480xi64>) outs(%11 : tensor<480xf32>) {
    ^bb0(%in: i64, %out: f32):
      %89 = arith.sitofp %in : i64 to f32
      linalg.yield %89 : f32
    } -> tensor<480xf32>
    %expanded = tensor.expand_shape %12 [[0, 1]] output_shape [1, 480] : tensor<480xf32> into tensor<1x480xf32>
    %expanded_7 = tensor.expand_shape %12 [[0, 1]] output_shape [480, 1] : tensor<480xf32> into tensor<480x1xf32>
    %17 = tensor.empty() : tensor<480x480xf32>
    %18 = linalg.generic {indexing_maps = [#map5, #map6, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_7 : tensor<1x480xf32>, tensor<480x1xf32>) outs(%17 : tensor<480x480xf32>) {
    ^bb0(%in: f32, %in_38: f32, %out: f32):
      %89 = arith.subf %in, %in_38 : f32
      linalg.yield %89 : f32
    } -> tensor<480x480xf32>
    %19 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%18 : tensor<480x480xf32>) outs(%17 : tensor<480x480xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %89 : f32
    } -> tensor<480x480xf32>
    %expanded_8 = tensor.expand_shape %16 [[0, 1]] output_shape [1, 480] : tensor<480xf32> into tensor<1x480xf32>
    %expanded_9 = tensor.expand_shape %16 [[0, 1]] output_shape [480, 1] : tensor<480xf32> into tensor<480x1xf32>
    %20 = linalg.generic {indexing_maps = [#map5, #map6, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded_8, %expanded_9 : tensor<1x480xf32>, tensor<480x1xf32>) outs(%17 : tensor<480x480xf32>) {
    ^bb0(%in: f32, %in_38: f32, %out: f32):
      %89 = arith.subf %in, %in_38 : f32
      linalg.yield %89 : f32
    } -> tensor<480x480xf32>
    %21 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%20 : tensor<480x480xf32>) outs(%17 : tensor<480x480xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %89 : f32
    } -> tensor<480x480xf32>
    %22 = linalg.generic {indexing_maps = [#map3, #map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%19, %21 : tensor<480x480xf32>, tensor<480x480xf32>) outs(%17 : tensor<480x480xf32>) {
    ^bb0(%in: f32, %in_38: f32, %out: f32):
      %89 = arith.addf %in, %in_38 : f32
      linalg.yield %89 : f32
    } -> tensor<480x480xf32>
    %23 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%6 : tensor<2x2x24x20xf32>) outs(%4 : tensor<2x2x24x20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.negf %in : f32
      %90 = math.exp %89 : f32
      %91 = arith.addf %90, %cst_0 : f32
      %92 = arith.divf %cst_0, %91 : f32
      linalg.yield %92 : f32
    } -> tensor<2x2x24x20xf32>
    %collapsed_10 = tensor.collapse_shape %23 [[0], [1], [2, 3]] : tensor<2x2x24x20xf32> into tensor<2x2x480xf32>
    %extracted_slice = tensor.extract_slice %collapsed_10[0, 0, 0] [2, 1, 480] [1, 1, 1] : tensor<2x2x480xf32> to tensor<2x1x480xf32>
    %extracted_slice_11 = tensor.extract_slice %collapsed_10[0, 1, 0] [2, 1, 480] [1, 1, 1] : tensor<2x2x480xf32> to tensor<2x1x480xf32>
    %collapsed_12 = tensor.collapse_shape %extracted_slice_11 [[0, 1], [2]] : tensor<2x1x480xf32> into tensor<2x480xf32>
    %collapsed_13 = tensor.collapse_shape %3 [[0], [1], [2, 3]] : tensor<2x16x24x20xf32> into tensor<2x16x480xf32>
    %24 = tensor.empty() : tensor<2x480x16xf32>
    %transposed = linalg.transpose ins(%collapsed_13 : tensor<2x16x480xf32>) outs(%24 : tensor<2x480x16xf32>) permutation = [0, 2, 1] 
    %25 = tensor.empty() : tensor<2x480xf32>
    %26 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%collapsed_12 : tensor<2x480xf32>) outs(%25 : tensor<2x480xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.truncf %cst_2 : f64 to f32
      %90 = arith.mulf %in, %89 : f32
      linalg.yield %90 : f32
    } -> tensor<2x480xf32>
    %27 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%22 : tensor<480x480xf32>) outs(%17 : tensor<480x480xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.negf %in : f32
      linalg.yield %89 : f32
    } -> tensor<480x480xf32>
    %expanded_14 = tensor.expand_shape %26 [[0], [1, 2]] output_shape [2, 480, 1] : tensor<2x480xf32> into tensor<2x480x1xf32>
    %28 = tensor.empty() : tensor<2x480x1xf32>
    %29 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_14 : tensor<2x480x1xf32>) outs(%28 : tensor<2x480x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %89 : f32
    } -> tensor<2x480x1xf32>
    %30 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%29 : tensor<2x480x1xf32>) outs(%28 : tensor<2x480x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.mulf %in, %cst_3 : f32
      linalg.yield %89 : f32
    } -> tensor<2x480x1xf32>
    %31 = tensor.empty() : tensor<2x480x480xf32>
    %32 = linalg.generic {indexing_maps = [#map8, #map9, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%27, %30 : tensor<480x480xf32>, tensor<2x480x1xf32>) outs(%31 : tensor<2x480x480xf32>) {
    ^bb0(%in: f32, %in_38: f32, %out: f32):
      %89 = arith.divf %in, %in_38 : f32
      linalg.yield %89 : f32
    } -> tensor<2x480x480xf32>
    %33 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%32 : tensor<2x480x480xf32>) outs(%31 : tensor<2x480x480xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = math.exp %in : f32
      linalg.yield %89 : f32
    } -> tensor<2x480x480xf32>
    %34 = linalg.generic {indexing_maps = [#map7, #map10, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%33, %extracted_slice : tensor<2x480x480xf32>, tensor<2x1x480xf32>) outs(%31 : tensor<2x480x480xf32>) {
    ^bb0(%in: f32, %in_38: f32, %out: f32):
      %89 = arith.mulf %in, %in_38 : f32
      linalg.yield %89 : f32
    } -> tensor<2x480x480xf32>
    %35 = linalg.fill ins(%cst : f32) outs(%28 : tensor<2x480x1xf32>) -> tensor<2x480x1xf32>
    %36 = linalg.generic {indexing_maps = [#map7, #map9], iterator_types = ["parallel", "parallel", "reduction"]} ins(%34 : tensor<2x480x480xf32>) outs(%35 : tensor<2x480x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.addf %in, %out : f32
      linalg.yield %89 : f32
    } -> tensor<2x480x1xf32>
    %37 = linalg.generic {indexing_maps = [#map7, #map9, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%34, %36 : tensor<2x480x480xf32>, tensor<2x480x1xf32>) outs(%31 : tensor<2x480x480xf32>) {
    ^bb0(%in: f32, %in_38: f32, %out: f32):
      %89 = arith.divf %in, %in_38 : f32
      linalg.yield %89 : f32
    } -> tensor<2x480x480xf32>
    %38 = linalg.fill ins(%cst : f32) outs(%24 : tensor<2x480x16xf32>) -> tensor<2x480x16xf32>
    %39 = linalg.batch_matmul ins(%37, %transposed : tensor<2x480x480xf32>, tensor<2x480x16xf32>) outs(%38 : tensor<2x480x16xf32>) -> tensor<2x480x16xf32>
    %40 = tensor.empty() : tensor<2x16x480xf32>
    %transposed_15 = linalg.transpose ins(%39 : tensor<2x480x16xf32>) outs(%40 : tensor<2x16x480xf32>) permutation = [0, 2, 1] 
    %expanded_16 = tensor.expand_shape %transposed_15 [[0], [1], [2, 3]] output_shape [2, 16, 24, 20] : tensor<2x16x480xf32> into tensor<2x16x24x20xf32>
    %extracted_slice_17 = tensor.extract_slice %expanded_16[0, 0, 0, 0] [2, 16, 12, 20] [1, 1, 2, 1] : tensor<2x16x24x20xf32> to tensor<2x16x12x20xf32>
    %extracted_slice_18 = tensor.extract_slice %extracted_slice_17[0, 0, 0, 0] [2, 16, 12, 10] [1, 1, 1, 2] : tensor<2x16x12x20xf32> to tensor<2x16x12x10xf32>
    %padded_19 = tensor.pad %extracted_slice_18 low[0, 0, 1, 1] high[0, 0, 1, 1] {
    ^bb0(%arg6: index, %arg7: index, %arg8: index, %arg9: index):
      tensor.yield %cst : f32
    } : tensor<2x16x12x10xf32> to tensor<2x16x14x12xf32>
    %41 = tensor.empty() : tensor<2x32x12x10xf32>
    %42 = linalg.fill ins(%cst : f32) outs(%41 : tensor<2x32x12x10xf32>) -> tensor<2x32x12x10xf32>
    %43 = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>} ins(%padded_19, %arg3 : tensor<2x16x14x12xf32>, tensor<32x16x3x3xf32>) outs(%42 : tensor<2x32x12x10xf32>) -> tensor<2x32x12x10xf32>
    %44 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%43 : tensor<2x32x12x10xf32>) outs(%41 : tensor<2x32x12x10xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.cmpf ugt, %in, %cst : f32
      %90 = arith.select %89, %in, %cst : f32
      linalg.yield %90 : f32
    } -> tensor<2x32x12x10xf32>
    %padded_20 = tensor.pad %44 low[0, 0, 1, 1] high[0, 0, 1, 1] {
    ^bb0(%arg6: index, %arg7: index, %arg8: index, %arg9: index):
      tensor.yield %cst : f32
    } : tensor<2x32x12x10xf32> to tensor<2x32x14x12xf32>
    %45 = tensor.empty() : tensor<2x2x12x10xf32>
    %46 = linalg.fill ins(%cst : f32) outs(%45 : tensor<2x2x12x10xf32>) -> tensor<2x2x12x10xf32>
    %47 = linalg.conv_2d_nchw_fchw {dilations = dense<1> : vector<2xi64>, strides = dense<1> : vector<2xi64>} ins(%padded_20, %arg4 : tensor<2x32x14x12xf32>, tensor<2x32x3x3xf32>) outs(%46 : tensor<2x2x12x10xf32>) -> tensor<2x2x12x10xf32>
    %48 = tensor.empty() : tensor<12xi64>
    %49 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%48 : tensor<12xi64>) {
    ^bb0(%out: i64):
      %89 = linalg.index 0 : index
      %90 = arith.index_cast %89 : index to i64
      linalg.yield %90 : i64
    } -> tensor<12xi64>
    %50 = tensor.empty() : tensor<12x10xi64>
    %51 = linalg.generic {indexing_maps = [#map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%49 : tensor<12xi64>) outs(%50 : tensor<12x10xi64>) {
    ^bb0(%in: i64, %out: i64):
      linalg.yield %in : i64
    } -> tensor<12x10xi64>
    %collapsed_21 = tensor.collapse_shape %51 [[0, 1]] : tensor<12x10xi64> into tensor<120xi64>
    %52 = tensor.empty() : tensor<120xf32>
    %53 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel"]} ins(%collapsed_21 : tensor<120xi64>) outs(%52 : tensor<120xf32>) {
    ^bb0(%in: i64, %out: f32):
      %89 = arith.sitofp %in : i64 to f32
      linalg.yield %89 : f32
    } -> tensor<120xf32>
    %54 = tensor.empty() : tensor<10xi64>
    %55 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%54 : tensor<10xi64>) {
    ^bb0(%out: i64):
      %89 = linalg.index 0 : index
      %90 = arith.index_cast %89 : index to i64
      linalg.yield %90 : i64
    } -> tensor<10xi64>
    %56 = linalg.generic {indexing_maps = [#map4, #map3], iterator_types = ["parallel", "parallel"]} ins(%55 : tensor<10xi64>) outs(%50 : tensor<12x10xi64>) {
    ^bb0(%in: i64, %out: i64):
      linalg.yield %in : i64
    } -> tensor<12x10xi64>
    %collapsed_22 = tensor.collapse_shape %56 [[0, 1]] : tensor<12x10xi64> into tensor<120xi64>
    %57 = linalg.generic {indexing_maps = [#map1, #map1], iterator_types = ["parallel"]} ins(%collapsed_22 : tensor<120xi64>) outs(%52 : tensor<120xf32>) {
    ^bb0(%in: i64, %out: f32):
      %89 = arith.sitofp %in : i64 to f32
      linalg.yield %89 : f32
    } -> tensor<120xf32>
    %expanded_23 = tensor.expand_shape %53 [[0, 1]] output_shape [1, 120] : tensor<120xf32> into tensor<1x120xf32>
    %expanded_24 = tensor.expand_shape %53 [[0, 1]] output_shape [120, 1] : tensor<120xf32> into tensor<120x1xf32>
    %58 = tensor.empty() : tensor<120x120xf32>
    %59 = linalg.generic {indexing_maps = [#map5, #map6, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded_23, %expanded_24 : tensor<1x120xf32>, tensor<120x1xf32>) outs(%58 : tensor<120x120xf32>) {
    ^bb0(%in: f32, %in_38: f32, %out: f32):
      %89 = arith.subf %in, %in_38 : f32
      linalg.yield %89 : f32
    } -> tensor<120x120xf32>
    %60 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%59 : tensor<120x120xf32>) outs(%58 : tensor<120x120xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %89 : f32
    } -> tensor<120x120xf32>
    %expanded_25 = tensor.expand_shape %57 [[0, 1]] output_shape [1, 120] : tensor<120xf32> into tensor<1x120xf32>
    %expanded_26 = tensor.expand_shape %57 [[0, 1]] output_shape [120, 1] : tensor<120xf32> into tensor<120x1xf32>
    %61 = linalg.generic {indexing_maps = [#map5, #map6, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded_25, %expanded_26 : tensor<1x120xf32>, tensor<120x1xf32>) outs(%58 : tensor<120x120xf32>) {
    ^bb0(%in: f32, %in_38: f32, %out: f32):
      %89 = arith.subf %in, %in_38 : f32
      linalg.yield %89 : f32
    } -> tensor<120x120xf32>
    %62 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%61 : tensor<120x120xf32>) outs(%58 : tensor<120x120xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %89 : f32
    } -> tensor<120x120xf32>
    %63 = linalg.generic {indexing_maps = [#map3, #map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%60, %62 : tensor<120x120xf32>, tensor<120x120xf32>) outs(%58 : tensor<120x120xf32>) {
    ^bb0(%in: f32, %in_38: f32, %out: f32):
      %89 = arith.addf %in, %in_38 : f32
      linalg.yield %89 : f32
    } -> tensor<120x120xf32>
    %64 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%47 : tensor<2x2x12x10xf32>) outs(%45 : tensor<2x2x12x10xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.negf %in : f32
      %90 = math.exp %89 : f32
      %91 = arith.addf %90, %cst_0 : f32
      %92 = arith.divf %cst_0, %91 : f32
      linalg.yield %92 : f32
    } -> tensor<2x2x12x10xf32>
    %collapsed_27 = tensor.collapse_shape %64 [[0], [1], [2, 3]] : tensor<2x2x12x10xf32> into tensor<2x2x120xf32>
    %extracted_slice_28 = tensor.extract_slice %collapsed_27[0, 0, 0] [2, 1, 120] [1, 1, 1] : tensor<2x2x120xf32> to tensor<2x1x120xf32>
    %extracted_slice_29 = tensor.extract_slice %collapsed_27[0, 1, 0] [2, 1, 120] [1, 1, 1] : tensor<2x2x120xf32> to tensor<2x1x120xf32>
    %collapsed_30 = tensor.collapse_shape %extracted_slice_29 [[0, 1], [2]] : tensor<2x1x120xf32> into tensor<2x120xf32>
    %collapsed_31 = tensor.collapse_shape %44 [[0], [1], [2, 3]] : tensor<2x32x12x10xf32> into tensor<2x32x120xf32>
    %65 = tensor.empty() : tensor<2x120x32xf32>
    %transposed_32 = linalg.transpose ins(%collapsed_31 : tensor<2x32x120xf32>) outs(%65 : tensor<2x120x32xf32>) permutation = [0, 2, 1] 
    %66 = tensor.empty() : tensor<2x120xf32>
    %67 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%collapsed_30 : tensor<2x120xf32>) outs(%66 : tensor<2x120xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.truncf %cst_1 : f64 to f32
      %90 = arith.mulf %in, %89 : f32
      linalg.yield %90 : f32
    } -> tensor<2x120xf32>
    %68 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%63 : tensor<120x120xf32>) outs(%58 : tensor<120x120xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.negf %in : f32
      linalg.yield %89 : f32
    } -> tensor<120x120xf32>
    %expanded_33 = tensor.expand_shape %67 [[0], [1, 2]] output_shape [2, 120, 1] : tensor<2x120xf32> into tensor<2x120x1xf32>
    %69 = tensor.empty() : tensor<2x120x1xf32>
    %70 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_33 : tensor<2x120x1xf32>) outs(%69 : tensor<2x120x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %89 : f32
    } -> tensor<2x120x1xf32>
    %71 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%70 : tensor<2x120x1xf32>) outs(%69 : tensor<2x120x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.mulf %in, %cst_3 : f32
      linalg.yield %89 : f32
    } -> tensor<2x120x1xf32>
    %72 = tensor.empty() : tensor<2x120x120xf32>
    %73 = linalg.generic {indexing_maps = [#map8, #map9, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%68, %71 : tensor<120x120xf32>, tensor<2x120x1xf32>) outs(%72 : tensor<2x120x120xf32>) {
    ^bb0(%in: f32, %in_38: f32, %out: f32):
      %89 = arith.divf %in, %in_38 : f32
      linalg.yield %89 : f32
    } -> tensor<2x120x120xf32>
    %74 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%73 : tensor<2x120x120xf32>) outs(%72 : tensor<2x120x120xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = math.exp %in : f32
      linalg.yield %89 : f32
    } -> tensor<2x120x120xf32>
    %75 = linalg.generic {indexing_maps = [#map7, #map10, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%74, %extracted_slice_28 : tensor<2x120x120xf32>, tensor<2x1x120xf32>) outs(%72 : tensor<2x120x120xf32>) {
    ^bb0(%in: f32, %in_38: f32, %out: f32):
      %89 = arith.mulf %in, %in_38 : f32
      linalg.yield %89 : f32
    } -> tensor<2x120x120xf32>
    %76 = linalg.fill ins(%cst : f32) outs(%69 : tensor<2x120x1xf32>) -> tensor<2x120x1xf32>
    %77 = linalg.generic {indexing_maps = [#map7, #map9], iterator_types = ["parallel", "parallel", "reduction"]} ins(%75 : tensor<2x120x120xf32>) outs(%76 : tensor<2x120x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.addf %in, %out : f32
      linalg.yield %89 : f32
    } -> tensor<2x120x1xf32>
    %78 = linalg.generic {indexing_maps = [#map7, #map9, #map7], iterator_types = ["parallel", "parallel", "parallel"]} ins(%75, %77 : tensor<2x120x120xf32>, tensor<2x120x1xf32>) outs(%72 : tensor<2x120x120xf32>) {
    ^bb0(%in: f32, %in_38: f32, %out: f32):
      %89 = arith.divf %in, %in_38 : f32
      linalg.yield %89 : f32
    } -> tensor<2x120x120xf32>
    %79 = linalg.fill ins(%cst : f32) outs(%65 : tensor<2x120x32xf32>) -> tensor<2x120x32xf32>
    %80 = linalg.batch_matmul ins(%78, %transposed_32 : tensor<2x120x120xf32>, tensor<2x120x32xf32>) outs(%79 : tensor<2x120x32xf32>) -> tensor<2x120x32xf32>
    %81 = tensor.empty() : tensor<2x32x120xf32>
    %transposed_34 = linalg.transpose ins(%80 : tensor<2x120x32xf32>) outs(%81 : tensor<2x32x120xf32>) permutation = [0, 2, 1] 
    %expanded_35 = tensor.expand_shape %transposed_34 [[0], [1], [2, 3]] output_shape [2, 32, 12, 10] : tensor<2x32x120xf32> into tensor<2x32x12x10xf32>
    %extracted_slice_36 = tensor.extract_slice %expanded_35[0, 0, 0, 0] [2, 32, 6, 10] [1, 1, 2, 1] : tensor<2x32x12x10xf32> to tensor<2x32x6x10xf32>
    %extracted_slice_37 = tensor.extract_slice %extracted_slice_36[0, 0, 0, 0] [2, 32, 6, 5] [1, 1, 1, 2] : tensor<2x32x6x10xf32> to tensor<2x32x6x5xf32>
    %82 = tensor.empty() : tensor<2x32xf32>
    %83 = linalg.fill ins(%cst : f32) outs(%82 : tensor<2x32xf32>) -> tensor<2x32xf32>
    %84 = linalg.generic {indexing_maps = [#map, #map11], iterator_types = ["parallel", "parallel", "reduction", "reduction"]} ins(%extracted_slice_37 : tensor<2x32x6x5xf32>) outs(%83 : tensor<2x32xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.addf %in, %out : f32
      linalg.yield %89 : f32
    } -> tensor<2x32xf32>
    %85 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%84 : tensor<2x32xf32>) outs(%82 : tensor<2x32xf32>) {
    ^bb0(%in: f32, %out: f32):
      %89 = arith.divf %in, %cst_4 : f32
      linalg.yield %89 : f32
    } -> tensor<2x32xf32>
    %86 = tensor.empty() : tensor<2x10xf32>
    %87 = linalg.fill ins(%cst : f32) outs(%86 : tensor<2x10xf32>) -> tensor<2x10xf32>
    %88 = linalg.matmul ins(%85, %arg5 : tensor<2x32xf32>, tensor<32x10xf32>) outs(%87 : tensor<2x10xf32>) -> tensor<2x10xf32>
    return %88 : tensor<2x10xf32>
  }
}

