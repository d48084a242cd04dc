#map = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map1 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#map2 = affine_map<(d0, d1, d2) -> (d1, d2)>
#map3 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map4 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
#map6 = affine_map<(d0) -> (d0)>
#map7 = affine_map<(d0, d1) -> (0, d1)>
#map8 = affine_map<(d0, d1) -> (d0, 0)>
#map9 = affine_map<(d0, d1) -> (d0, d1)>
#map10 = affine_map<(d0, d1, d2) -> (d0, 0, d2)>
#map11 = affine_map<(d0, d1, d2) -> (d0, d2)>
module {
  func.func @transformer(%arg0: tensor<2x196x64xf32>, %arg1: tensor<64x192xf32>, %arg2: tensor<64x64xf32>, %arg3: tensor<16x64x3xf32>, %arg4: tensor<2x16x3xf32>, %arg5: tensor<64x128xf32>, %arg6: tensor<128x64xf32>, %arg7: tensor<64x192xf32>, %arg8: tensor<64x64xf32>, %arg9: tensor<16x64x3xf32>, %arg10: tensor<2x16x3xf32>, %arg11: tensor<64x128xf32>, %arg12: tensor<128x64xf32>, %arg13: tensor<64x10xf32>) -> tensor<2x10xf32> {
    %c0_i64 = arith.constant 0 : i64
    %c2_i64 = arith.constant 2 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 1.000000e+00 : f32
    %cst_2 = arith.constant 1.960000e+01 : f64
    %cst_3 = arith.constant 1.000000e-05 : f64
    %cst_4 = arith.constant 6.400000e+01 : f32
    %cst_5 = arith.constant 4.000000e+00 : f32
    %cst_6 = arith.constant 2.000000e+00 : f32
    %cst_7 = arith.constant 1.960000e+02 : f32
    %0 = tensor.empty() : tensor<2x196x1xf32>
    %1 = linalg.fill ins(%cst : f32) outs(%0 : tensor<2x196x1xf32>) -> tensor<2x196x1xf32>
    %2 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg0 : tensor<2x196x64xf32>) outs(%1 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %3 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%2 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_4 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %4 = tensor.empty() : tensor<2x196x64xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0, %3 : tensor<2x196x64xf32>, tensor<2x196x1xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.subf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %6 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5, %5 : tensor<2x196x64xf32>, tensor<2x196x64xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.mulf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %7 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%6 : tensor<2x196x64xf32>) outs(%1 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %8 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%7 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_4 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %9 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%8 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.truncf %cst_3 : f64 to f32
      %160 = arith.addf %in, %159 : f32
      linalg.yield %160 : f32
    } -> tensor<2x196x1xf32>
    %10 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%9 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = math.rsqrt %in : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %11 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5, %10 : tensor<2x196x64xf32>, tensor<2x196x1xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.mulf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %12 = tensor.empty() : tensor<2x64x192xf32>
    %13 = linalg.generic {indexing_maps = [#map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg1 : tensor<64x192xf32>) outs(%12 : tensor<2x64x192xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x64x192xf32>
    %14 = tensor.empty() : tensor<2x196x192xf32>
    %15 = linalg.fill ins(%cst : f32) outs(%14 : tensor<2x196x192xf32>) -> tensor<2x196x192xf32>
    %16 = linalg.batch_matmul ins(%11, %13 : tensor<2x196x64xf32>, tensor<2x64x192xf32>) outs(%15 : tensor<2x196x192xf32>) -> tensor<2x196x192xf32>
    %extracted_slice = tensor.extract_slice %16[0, 0, 0] [2, 196, 64] [1, 1, 1] : tensor<2x196x192xf32> to tensor<2x196x64xf32>
    %extracted_slice_8 = tensor.extract_slice %16[0, 0, 64] [2, 196, 64] [1, 1, 1] : tensor<2x196x192xf32> to tensor<2x196x64xf32>
    %extracted_slice_9 = tensor.extract_slice %16[0, 0, 128] [2, 196, 64] [1, 1, 1] : tensor<2x196x192xf32> to tensor<2x196x64xf32>
    %expanded = tensor.expand_shape %extracted_slice [[0], [1], [2, 3]] output_shape [2, 196, 4, 16] : tensor<2x196x64xf32> into tensor<2x196x4x16xf32>
    %17 = tensor.empty() : tensor<2x4x196x16xf32>
    %transposed = linalg.transpose ins(%expanded : tensor<2x196x4x16xf32>) outs(%17 : tensor<2x4x196x16xf32>) permutation = [0, 2, 1, 3] 
    %expanded_10 = tensor.expand_shape %extracted_slice_8 [[0], [1], [2, 3]] output_shape [2, 196, 4, 16] : tensor<2x196x64xf32> into tensor<2x196x4x16xf32>
    %expanded_11 = tensor.expand_shape %extracted_slice_9 [[0], [1], [2, 3]] output_shape [2, 196, 4, 16] : tensor<2x196x64xf32> into tensor<2x196x4x16xf32>
    %transposed_12 = linalg.transpose ins(%expanded_11 : tensor<2x196x4x16xf32>) outs(%17 : tensor<2x4x196x16xf32>) permutation = [0, 2, 1, 3] 
    %18 = tensor.empty() : tensor<2x4x16x196xf32>
    %transposed_13 = linalg.transpose ins(%expanded_10 : tensor<2x196x4x16xf32>) outs(%18 : tensor<2x4x16x196xf32>) permutation = [0, 2, 3, 1] 
    %collapsed = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x4x196x16xf32> into tensor<8x196x16xf32>
    %collapsed_14 = tensor.collapse_shape %transposed_13 [[0, 1], [2], [3]] : tensor<2x4x16x196xf32> into tensor<8x16x196xf32>
    %19 = tensor.empty() : tensor<8x196x196xf32>
    %20 = linalg.fill ins(%cst : f32) outs(%19 : tensor<8x196x196xf32>) -> tensor<8x196x196xf32>
    %21 = linalg.batch_matmul ins(%collapsed, %collapsed_14 : tensor<8x196x16xf32>, tensor<8x16x196xf32>) outs(%20 : tensor<8x196x196xf32>) -> tensor<8x196x196xf32>
    %expanded_15 = tensor.expand_shape %21 [[0, 1], [2], [3]] output_shape [2, 4, 196, 196] : tensor<8x196x196xf32> into tensor<2x4x196x196xf32>
    %22 = tensor.empty() : tensor<2x4x196x196xf32>
    %23 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_15 : tensor<2x4x196x196xf32>) outs(%22 : tensor<2x4x196x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_5 : f32
      linalg.yield %159 : f32
    } -> tensor<2x4x196x196xf32>
    %24 = tensor.empty() : tensor<2x4x196xi64>
    %25 = linalg.fill ins(%c0_i64 : i64) outs(%24 : tensor<2x4x196xi64>) -> tensor<2x4x196xi64>
    %26 = tensor.empty() : tensor<2x4x196xf32>
    %27 = linalg.fill ins(%cst_0 : f32) outs(%26 : tensor<2x4x196xf32>) -> tensor<2x4x196xf32>
    %28:2 = linalg.generic {indexing_maps = [#map3, #map4, #map4], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23 : tensor<2x4x196x196xf32>) outs(%27, %25 : tensor<2x4x196xf32>, tensor<2x4x196xi64>) {
    ^bb0(%in: f32, %out: f32, %out_59: i64):
      %159 = linalg.index 3 : index
      %160 = arith.index_cast %159 : index to i64
      %161 = arith.maximumf %in, %out : f32
      %162 = arith.cmpf ogt, %in, %out : f32
      %163 = arith.select %162, %160, %out_59 : i64
      linalg.yield %161, %163 : f32, i64
    } -> (tensor<2x4x196xf32>, tensor<2x4x196xi64>)
    %expanded_16 = tensor.expand_shape %28#0 [[0], [1], [2, 3]] output_shape [2, 4, 196, 1] : tensor<2x4x196xf32> into tensor<2x4x196x1xf32>
    %29 = linalg.generic {indexing_maps = [#map3, #map5, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23, %expanded_16 : tensor<2x4x196x196xf32>, tensor<2x4x196x1xf32>) outs(%22 : tensor<2x4x196x196xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.subf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x4x196x196xf32>
    %30 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%29 : tensor<2x4x196x196xf32>) outs(%22 : tensor<2x4x196x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = math.exp %in : f32
      linalg.yield %159 : f32
    } -> tensor<2x4x196x196xf32>
    %31 = tensor.empty() : tensor<2x4x196x1xf32>
    %32 = linalg.fill ins(%cst : f32) outs(%31 : tensor<2x4x196x1xf32>) -> tensor<2x4x196x1xf32>
    %33 = linalg.generic {indexing_maps = [#map3, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%30 : tensor<2x4x196x196xf32>) outs(%32 : tensor<2x4x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x4x196x1xf32>
    %34 = linalg.generic {indexing_maps = [#map3, #map5, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%30, %33 : tensor<2x4x196x196xf32>, tensor<2x4x196x1xf32>) outs(%22 : tensor<2x4x196x196xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.divf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x4x196x196xf32>
    %collapsed_17 = tensor.collapse_shape %34 [[0, 1], [2], [3]] : tensor<2x4x196x196xf32> into tensor<8x196x196xf32>
    %collapsed_18 = tensor.collapse_shape %transposed_12 [[0, 1], [2], [3]] : tensor<2x4x196x16xf32> into tensor<8x196x16xf32>
    %35 = tensor.empty() : tensor<8x196x16xf32>
    %36 = linalg.fill ins(%cst : f32) outs(%35 : tensor<8x196x16xf32>) -> tensor<8x196x16xf32>
    %37 = linalg.batch_matmul ins(%collapsed_17, %collapsed_18 : tensor<8x196x196xf32>, tensor<8x196x16xf32>) outs(%36 : tensor<8x196x16xf32>) -> tensor<8x196x16xf32>
    %expanded_19 = tensor.expand_shape %37 [[0, 1], [2], [3]] output_shape [2, 4, 196, 16] : tensor<8x196x16xf32> into tensor<2x4x196x16xf32>
    %38 = tensor.empty() : tensor<2x196x4x16xf32>
    %transposed_20 = linalg.transpose ins(%expanded_19 : tensor<2x4x196x16xf32>) outs(%38 : tensor<2x196x4x16xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_21 = tensor.collapse_shape %transposed_20 [[0], [1], [2, 3]] : tensor<2x196x4x16xf32> into tensor<2x196x64xf32>
    %39 = tensor.empty() : tensor<2x64x64xf32>
    %40 = linalg.generic {indexing_maps = [#map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg2 : tensor<64x64xf32>) outs(%39 : tensor<2x64x64xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x64x64xf32>
    %41 = linalg.fill ins(%cst : f32) outs(%4 : tensor<2x196x64xf32>) -> tensor<2x196x64xf32>
    %42 = linalg.batch_matmul ins(%collapsed_21, %40 : tensor<2x196x64xf32>, tensor<2x64x64xf32>) outs(%41 : tensor<2x196x64xf32>) -> tensor<2x196x64xf32>
    %43 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0, %42 : tensor<2x196x64xf32>, tensor<2x196x64xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.addf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %44 = tensor.empty() : tensor<2x64x196xf32>
    %transposed_22 = linalg.transpose ins(%43 : tensor<2x196x64xf32>) outs(%44 : tensor<2x64x196xf32>) permutation = [0, 2, 1] 
    %padded = tensor.pad %transposed_22 low[0, 0, 1] high[0, 0, 1] {
    ^bb0(%arg14: index, %arg15: index, %arg16: index):
      tensor.yield %cst : f32
    } : tensor<2x64x196xf32> to tensor<2x64x198xf32>
    %45 = tensor.empty() : tensor<2x16x196xf32>
    %46 = linalg.fill ins(%cst : f32) outs(%45 : tensor<2x16x196xf32>) -> tensor<2x16x196xf32>
    %47 = linalg.conv_1d_ncw_fcw {dilations = dense<1> : vector<1xi64>, strides = dense<1> : vector<1xi64>} ins(%padded, %arg3 : tensor<2x64x198xf32>, tensor<16x64x3xf32>) outs(%46 : tensor<2x16x196xf32>) -> tensor<2x16x196xf32>
    %48 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%47 : tensor<2x16x196xf32>) outs(%45 : tensor<2x16x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.cmpf ugt, %in, %cst : f32
      %160 = arith.select %159, %in, %cst : f32
      linalg.yield %160 : f32
    } -> tensor<2x16x196xf32>
    %padded_23 = tensor.pad %48 low[0, 0, 1] high[0, 0, 1] {
    ^bb0(%arg14: index, %arg15: index, %arg16: index):
      tensor.yield %cst : f32
    } : tensor<2x16x196xf32> to tensor<2x16x198xf32>
    %49 = tensor.empty() : tensor<2x2x196xf32>
    %50 = linalg.fill ins(%cst : f32) outs(%49 : tensor<2x2x196xf32>) -> tensor<2x2x196xf32>
    %51 = linalg.conv_1d_ncw_fcw {dilations = dense<1> : vector<1xi64>, strides = dense<1> : vector<1xi64>} ins(%padded_23, %arg4 : tensor<2x16x198xf32>, tensor<2x16x3xf32>) outs(%50 : tensor<2x2x196xf32>) -> tensor<2x2x196xf32>
    %52 = tensor.empty() : tensor<196xi64>
    %53 = linalg.generic {indexing_maps = [#map6], iterator_types = ["parallel"]} outs(%52 : tensor<196xi64>) {
    ^bb0(%out: i64):
      %159 = linalg.index 0 : index
      %160 = arith.index_cast %159 : index to i64
      linalg.yield %160 : i64
    } -> tensor<196xi64>
    %54 = tensor.empty() : tensor<196xf32>
    %55 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel"]} ins(%53 : tensor<196xi64>) outs(%54 : tensor<196xf32>) {
    ^bb0(%in: i64, %out: f32):
      %159 = arith.sitofp %in : i64 to f32
      linalg.yield %159 : f32
    } -> tensor<196xf32>
    %expanded_24 = tensor.expand_shape %55 [[0, 1]] output_shape [1, 196] : tensor<196xf32> into tensor<1x196xf32>
    %expanded_25 = tensor.expand_shape %55 [[0, 1]] output_shape [196, 1] : tensor<196xf32> into tensor<196x1xf32>
    %56 = tensor.empty() : tensor<196x196xf32>
    %57 = linalg.generic {indexing_maps = [#map7, #map8, #map9], iterator_types = ["parallel", "parallel"]} ins(%expanded_24, %expanded_25 : tensor<1x196xf32>, tensor<196x1xf32>) outs(%56 : tensor<196x196xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.subf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<196x196xf32>
    %58 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel"]} ins(%57 : tensor<196x196xf32>) outs(%56 : tensor<196x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %159 : f32
    } -> tensor<196x196xf32>
    %extracted_slice_26 = tensor.extract_slice %51[0, 1, 0] [2, 1, 196] [1, 1, 1] : tensor<2x2x196xf32> to tensor<2x1x196xf32>
    %collapsed_27 = tensor.collapse_shape %extracted_slice_26 [[0, 1], [2]] : tensor<2x1x196xf32> into tensor<2x196xf32>
    %59 = tensor.empty() : tensor<2x196xf32>
    %60 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel"]} ins(%collapsed_27 : tensor<2x196xf32>) outs(%59 : tensor<2x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.negf %in : f32
      %160 = math.exp %159 : f32
      %161 = arith.addf %160, %cst_1 : f32
      %162 = arith.divf %cst_1, %161 : f32
      linalg.yield %162 : f32
    } -> tensor<2x196xf32>
    %61 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel"]} ins(%60 : tensor<2x196xf32>) outs(%59 : tensor<2x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.truncf %cst_2 : f64 to f32
      %160 = arith.mulf %in, %159 : f32
      linalg.yield %160 : f32
    } -> tensor<2x196xf32>
    %extracted_slice_28 = tensor.extract_slice %51[0, 0, 0] [2, 1, 196] [1, 1, 1] : tensor<2x2x196xf32> to tensor<2x1x196xf32>
    %collapsed_29 = tensor.collapse_shape %extracted_slice_28 [[0, 1], [2]] : tensor<2x1x196xf32> into tensor<2x196xf32>
    %62 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel"]} ins(%collapsed_29 : tensor<2x196xf32>) outs(%59 : tensor<2x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.negf %in : f32
      %160 = math.exp %159 : f32
      %161 = arith.addf %160, %cst_1 : f32
      %162 = arith.divf %cst_1, %161 : f32
      linalg.yield %162 : f32
    } -> tensor<2x196xf32>
    %63 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel"]} ins(%58 : tensor<196x196xf32>) outs(%56 : tensor<196x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.negf %in : f32
      linalg.yield %159 : f32
    } -> tensor<196x196xf32>
    %expanded_30 = tensor.expand_shape %61 [[0], [1, 2]] output_shape [2, 196, 1] : tensor<2x196xf32> into tensor<2x196x1xf32>
    %64 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_30 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %65 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%64 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.mulf %in, %cst_6 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %66 = tensor.empty() : tensor<2x196x196xf32>
    %67 = linalg.generic {indexing_maps = [#map2, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%63, %65 : tensor<196x196xf32>, tensor<2x196x1xf32>) outs(%66 : tensor<2x196x196xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.divf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x196xf32>
    %68 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%67 : tensor<2x196x196xf32>) outs(%66 : tensor<2x196x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = math.exp %in : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x196xf32>
    %expanded_31 = tensor.expand_shape %62 [[0], [1, 2]] output_shape [2, 1, 196] : tensor<2x196xf32> into tensor<2x1x196xf32>
    %69 = linalg.generic {indexing_maps = [#map, #map10, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%68, %expanded_31 : tensor<2x196x196xf32>, tensor<2x1x196xf32>) outs(%66 : tensor<2x196x196xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.mulf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x196xf32>
    %70 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%69 : tensor<2x196x196xf32>) outs(%1 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %71 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%69, %70 : tensor<2x196x196xf32>, tensor<2x196x1xf32>) outs(%66 : tensor<2x196x196xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.divf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x196xf32>
    %72 = linalg.batch_matmul ins(%71, %43 : tensor<2x196x196xf32>, tensor<2x196x64xf32>) outs(%41 : tensor<2x196x64xf32>) -> tensor<2x196x64xf32>
    %73 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%72 : tensor<2x196x64xf32>) outs(%1 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %74 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%73 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_4 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %75 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%72, %74 : tensor<2x196x64xf32>, tensor<2x196x1xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.subf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %76 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%75, %75 : tensor<2x196x64xf32>, tensor<2x196x64xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.mulf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %77 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%76 : tensor<2x196x64xf32>) outs(%1 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %78 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%77 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_4 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %79 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%78 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.truncf %cst_3 : f64 to f32
      %160 = arith.addf %in, %159 : f32
      linalg.yield %160 : f32
    } -> tensor<2x196x1xf32>
    %80 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%79 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = math.rsqrt %in : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %81 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%75, %80 : tensor<2x196x64xf32>, tensor<2x196x1xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.mulf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %82 = tensor.empty() : tensor<2x64x128xf32>
    %83 = linalg.generic {indexing_maps = [#map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg5 : tensor<64x128xf32>) outs(%82 : tensor<2x64x128xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x64x128xf32>
    %84 = tensor.empty() : tensor<2x196x128xf32>
    %85 = linalg.fill ins(%cst : f32) outs(%84 : tensor<2x196x128xf32>) -> tensor<2x196x128xf32>
    %86 = linalg.batch_matmul ins(%81, %83 : tensor<2x196x64xf32>, tensor<2x64x128xf32>) outs(%85 : tensor<2x196x128xf32>) -> tensor<2x196x128xf32>
    %87 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%86 : tensor<2x196x128xf32>) outs(%84 : tensor<2x196x128xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.cmpf ugt, %in, %cst : f32
      %160 = arith.select %159, %in, %cst : f32
      linalg.yield %160 : f32
    } -> tensor<2x196x128xf32>
    %88 = tensor.empty() : tensor<2x128x64xf32>
    %89 = linalg.generic {indexing_maps = [#map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg6 : tensor<128x64xf32>) outs(%88 : tensor<2x128x64xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x128x64xf32>
    %90 = linalg.batch_matmul ins(%87, %89 : tensor<2x196x128xf32>, tensor<2x128x64xf32>) outs(%41 : tensor<2x196x64xf32>) -> tensor<2x196x64xf32>
    %91 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%72, %90 : tensor<2x196x64xf32>, tensor<2x196x64xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.addf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %92 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%91 : tensor<2x196x64xf32>) outs(%1 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %93 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%92 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_4 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %94 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%91, %93 : tensor<2x196x64xf32>, tensor<2x196x1xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.subf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %95 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%94, %94 : tensor<2x196x64xf32>, tensor<2x196x64xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.mulf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %96 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%95 : tensor<2x196x64xf32>) outs(%1 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %97 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%96 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_4 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %98 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%97 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.truncf %cst_3 : f64 to f32
      %160 = arith.addf %in, %159 : f32
      linalg.yield %160 : f32
    } -> tensor<2x196x1xf32>
    %99 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%98 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = math.rsqrt %in : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %100 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%94, %99 : tensor<2x196x64xf32>, tensor<2x196x1xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.mulf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %101 = linalg.generic {indexing_maps = [#map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg7 : tensor<64x192xf32>) outs(%12 : tensor<2x64x192xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x64x192xf32>
    %102 = linalg.batch_matmul ins(%100, %101 : tensor<2x196x64xf32>, tensor<2x64x192xf32>) outs(%15 : tensor<2x196x192xf32>) -> tensor<2x196x192xf32>
    %extracted_slice_32 = tensor.extract_slice %102[0, 0, 0] [2, 196, 64] [1, 1, 1] : tensor<2x196x192xf32> to tensor<2x196x64xf32>
    %extracted_slice_33 = tensor.extract_slice %102[0, 0, 64] [2, 196, 64] [1, 1, 1] : tensor<2x196x192xf32> to tensor<2x196x64xf32>
    %extracted_slice_34 = tensor.extract_slice %102[0, 0, 128] [2, 196, 64] [1, 1, 1] : tensor<2x196x192xf32> to tensor<2x196x64xf32>
    %expanded_35 = tensor.expand_shape %extracted_slice_32 [[0], [1], [2, 3]] output_shape [2, 196, 4, 16] : tensor<2x196x64xf32> into tensor<2x196x4x16xf32>
    %transposed_36 = linalg.transpose ins(%expanded_35 : tensor<2x196x4x16xf32>) outs(%17 : tensor<2x4x196x16xf32>) permutation = [0, 2, 1, 3] 
    %expanded_37 = tensor.expand_shape %extracted_slice_33 [[0], [1], [2, 3]] output_shape [2, 196, 4, 16] : tensor<2x196x64xf32> into tensor<2x196x4x16xf32>
    %expanded_38 = tensor.expand_shape %extracted_slice_34 [[0], [1], [2, 3]] output_shape [2, 196, 4, 16] : tensor<2x196x64xf32> into tensor<2x196x4x16xf32>
    %transposed_39 = linalg.transpose ins(%expanded_38 : tensor<2x196x4x16xf32>) outs(%17 : tensor<2x4x196x16xf32>) permutation = [0, 2, 1, 3] 
    %transposed_40 = linalg.transpose ins(%expanded_37 : tensor<2x196x4x16xf32>) outs(%18 : tensor<2x4x16x196xf32>) permutation = [0, 2, 3, 1] 
    %collapsed_41 = tensor.collapse_shape %transposed_36 [[0, 1], [2], [3]] : tensor<2x4x196x16xf32> into tensor<8x196x16xf32>
    %collapsed_42 = tensor.collapse_shape %transposed_40 [[0, 1], [2], [3]] : tensor<2x4x16x196xf32> into tensor<8x16x196xf32>
    %103 = linalg.batch_matmul ins(%collapsed_41, %collapsed_42 : tensor<8x196x16xf32>, tensor<8x16x196xf32>) outs(%20 : tensor<8x196x196xf32>) -> tensor<8x196x196xf32>
    %expanded_43 = tensor.expand_shape %103 [[0, 1], [2], [3]] output_shape [2, 4, 196, 196] : tensor<8x196x196xf32> into tensor<2x4x196x196xf32>
    %104 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_43 : tensor<2x4x196x196xf32>) outs(%22 : tensor<2x4x196x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_5 : f32
      linalg.yield %159 : f32
    } -> tensor<2x4x196x196xf32>
    %105:2 = linalg.generic {indexing_maps = [#map3, #map4, #map4], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%104 : tensor<2x4x196x196xf32>) outs(%27, %25 : tensor<2x4x196xf32>, tensor<2x4x196xi64>) {
    ^bb0(%in: f32, %out: f32, %out_59: i64):
      %159 = linalg.index 3 : index
      %160 = arith.index_cast %159 : index to i64
      %161 = arith.maximumf %in, %out : f32
      %162 = arith.cmpf ogt, %in, %out : f32
      %163 = arith.select %162, %160, %out_59 : i64
      linalg.yield %161, %163 : f32, i64
    } -> (tensor<2x4x196xf32>, tensor<2x4x196xi64>)
    %expanded_44 = tensor.expand_shape %105#0 [[0], [1], [2, 3]] output_shape [2, 4, 196, 1] : tensor<2x4x196xf32> into tensor<2x4x196x1xf32>
    %106 = linalg.generic {indexing_maps = [#map3, #map5, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%104, %expanded_44 : tensor<2x4x196x196xf32>, tensor<2x4x196x1xf32>) outs(%22 : tensor<2x4x196x196xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.subf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x4x196x196xf32>
    %107 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%106 : tensor<2x4x196x196xf32>) outs(%22 : tensor<2x4x196x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = math.exp %in : f32
      linalg.yield %159 : f32
    } -> tensor<2x4x196x196xf32>
    %108 = linalg.generic {indexing_maps = [#map3, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%107 : tensor<2x4x196x196xf32>) outs(%32 : tensor<2x4x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x4x196x1xf32>
    %109 = linalg.generic {indexing_maps = [#map3, #map5, #map3], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%107, %108 : tensor<2x4x196x196xf32>, tensor<2x4x196x1xf32>) outs(%22 : tensor<2x4x196x196xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.divf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x4x196x196xf32>
    %collapsed_45 = tensor.collapse_shape %109 [[0, 1], [2], [3]] : tensor<2x4x196x196xf32> into tensor<8x196x196xf32>
    %collapsed_46 = tensor.collapse_shape %transposed_39 [[0, 1], [2], [3]] : tensor<2x4x196x16xf32> into tensor<8x196x16xf32>
    %110 = linalg.batch_matmul ins(%collapsed_45, %collapsed_46 : tensor<8x196x196xf32>, tensor<8x196x16xf32>) outs(%36 : tensor<8x196x16xf32>) -> tensor<8x196x16xf32>
    %expanded_47 = tensor.expand_shape %110 [[0, 1], [2], [3]] output_shape [2, 4, 196, 16] : tensor<8x196x16xf32> into tensor<2x4x196x16xf32>
    %transposed_48 = linalg.transpose ins(%expanded_47 : tensor<2x4x196x16xf32>) outs(%38 : tensor<2x196x4x16xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_49 = tensor.collapse_shape %transposed_48 [[0], [1], [2, 3]] : tensor<2x196x4x16xf32> into tensor<2x196x64xf32>
    %111 = linalg.generic {indexing_maps = [#map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg8 : tensor<64x64xf32>) outs(%39 : tensor<2x64x64xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x64x64xf32>
    %112 = linalg.batch_matmul ins(%collapsed_49, %111 : tensor<2x196x64xf32>, tensor<2x64x64xf32>) outs(%41 : tensor<2x196x64xf32>) -> tensor<2x196x64xf32>
    %113 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%91, %112 : tensor<2x196x64xf32>, tensor<2x196x64xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.addf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %transposed_50 = linalg.transpose ins(%113 : tensor<2x196x64xf32>) outs(%44 : tensor<2x64x196xf32>) permutation = [0, 2, 1] 
    %padded_51 = tensor.pad %transposed_50 low[0, 0, 1] high[0, 0, 1] {
    ^bb0(%arg14: index, %arg15: index, %arg16: index):
      tensor.yield %cst : f32
    } : tensor<2x64x196xf32> to tensor<2x64x198xf32>
    %114 = linalg.conv_1d_ncw_fcw {dilations = dense<1> : vector<1xi64>, strides = dense<1> : vector<1xi64>} ins(%padded_51, %arg9 : tensor<2x64x198xf32>, tensor<16x64x3xf32>) outs(%46 : tensor<2x16x196xf32>) -> tensor<2x16x196xf32>
    %115 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%114 : tensor<2x16x196xf32>) outs(%45 : tensor<2x16x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.cmpf ugt, %in, %cst : f32
      %160 = arith.select %159, %in, %cst : f32
      linalg.yield %160 : f32
    } -> tensor<2x16x196xf32>
    %padded_52 = tensor.pad %115 low[0, 0, 1] high[0, 0, 1] {
    ^bb0(%arg14: index, %arg15: index, %arg16: index):
      tensor.yield %cst : f32
    } : tensor<2x16x196xf32> to tensor<2x16x198xf32>
    %116 = linalg.conv_1d_ncw_fcw {dilations = dense<1> : vector<1xi64>, strides = dense<1> : vector<1xi64>} ins(%padded_52, %arg10 : tensor<2x16x198xf32>, tensor<2x16x3xf32>) outs(%50 : tensor<2x2x196xf32>) -> tensor<2x2x196xf32>
    %extracted_slice_53 = tensor.extract_slice %116[0, 1, 0] [2, 1, 196] [1, 1, 1] : tensor<2x2x196xf32> to tensor<2x1x196xf32>
    %collapsed_54 = tensor.collapse_shape %extracted_slice_53 [[0, 1], [2]] : tensor<2x1x196xf32> into tensor<2x196xf32>
    %117 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel"]} ins(%collapsed_54 : tensor<2x196xf32>) outs(%59 : tensor<2x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.negf %in : f32
      %160 = math.exp %159 : f32
      %161 = arith.addf %160, %cst_1 : f32
      %162 = arith.divf %cst_1, %161 : f32
      linalg.yield %162 : f32
    } -> tensor<2x196xf32>
    %118 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel"]} ins(%117 : tensor<2x196xf32>) outs(%59 : tensor<2x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.truncf %cst_2 : f64 to f32
      %160 = arith.mulf %in, %159 : f32
      linalg.yield %160 : f32
    } -> tensor<2x196xf32>
    %extracted_slice_55 = tensor.extract_slice %116[0, 0, 0] [2, 1, 196] [1, 1, 1] : tensor<2x2x196xf32> to tensor<2x1x196xf32>
    %collapsed_56 = tensor.collapse_shape %extracted_slice_55 [[0, 1], [2]] : tensor<2x1x196xf32> into tensor<2x196xf32>
    %119 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel"]} ins(%collapsed_56 : tensor<2x196xf32>) outs(%59 : tensor<2x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.negf %in : f32
      %160 = math.exp %159 : f32
      %161 = arith.addf %160, %cst_1 : f32
      %162 = arith.divf %cst_1, %161 : f32
      linalg.yield %162 : f32
    } -> tensor<2x196xf32>
    %expanded_57 = tensor.expand_shape %118 [[0], [1, 2]] output_shape [2, 196, 1] : tensor<2x196xf32> into tensor<2x196x1xf32>
    %120 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_57 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %121 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%120 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.mulf %in, %cst_6 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %122 = linalg.generic {indexing_maps = [#map2, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%63, %121 : tensor<196x196xf32>, tensor<2x196x1xf32>) outs(%66 : tensor<2x196x196xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.divf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x196xf32>
    %123 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%122 : tensor<2x196x196xf32>) outs(%66 : tensor<2x196x196xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = math.exp %in : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x196xf32>
    %expanded_58 = tensor.expand_shape %119 [[0], [1, 2]] output_shape [2, 1, 196] : tensor<2x196xf32> into tensor<2x1x196xf32>
    %124 = linalg.generic {indexing_maps = [#map, #map10, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%123, %expanded_58 : tensor<2x196x196xf32>, tensor<2x1x196xf32>) outs(%66 : tensor<2x196x196xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.mulf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x196xf32>
    %125 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%124 : tensor<2x196x196xf32>) outs(%1 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %126 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%124, %125 : tensor<2x196x196xf32>, tensor<2x196x1xf32>) outs(%66 : tensor<2x196x196xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.divf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x196xf32>
    %127 = linalg.batch_matmul ins(%126, %113 : tensor<2x196x196xf32>, tensor<2x196x64xf32>) outs(%41 : tensor<2x196x64xf32>) -> tensor<2x196x64xf32>
    %128 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%127 : tensor<2x196x64xf32>) outs(%1 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %129 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%128 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_4 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %130 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%127, %129 : tensor<2x196x64xf32>, tensor<2x196x1xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.subf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %131 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%130, %130 : tensor<2x196x64xf32>, tensor<2x196x64xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.mulf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %132 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%131 : tensor<2x196x64xf32>) outs(%1 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %133 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%132 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_4 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %134 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%133 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.truncf %cst_3 : f64 to f32
      %160 = arith.addf %in, %159 : f32
      linalg.yield %160 : f32
    } -> tensor<2x196x1xf32>
    %135 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%134 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = math.rsqrt %in : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %136 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%130, %135 : tensor<2x196x64xf32>, tensor<2x196x1xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.mulf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %137 = linalg.generic {indexing_maps = [#map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg11 : tensor<64x128xf32>) outs(%82 : tensor<2x64x128xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x64x128xf32>
    %138 = linalg.batch_matmul ins(%136, %137 : tensor<2x196x64xf32>, tensor<2x64x128xf32>) outs(%85 : tensor<2x196x128xf32>) -> tensor<2x196x128xf32>
    %139 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%138 : tensor<2x196x128xf32>) outs(%84 : tensor<2x196x128xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.cmpf ugt, %in, %cst : f32
      %160 = arith.select %159, %in, %cst : f32
      linalg.yield %160 : f32
    } -> tensor<2x196x128xf32>
    %140 = linalg.generic {indexing_maps = [#map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg12 : tensor<128x64xf32>) outs(%88 : tensor<2x128x64xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x128x64xf32>
    %141 = linalg.batch_matmul ins(%139, %140 : tensor<2x196x128xf32>, tensor<2x128x64xf32>) outs(%41 : tensor<2x196x64xf32>) -> tensor<2x196x64xf32>
    %142 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%127, %141 : tensor<2x196x64xf32>, tensor<2x196x64xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.addf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %143 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%142 : tensor<2x196x64xf32>) outs(%1 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %144 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%143 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_4 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %145 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%142, %144 : tensor<2x196x64xf32>, tensor<2x196x1xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.subf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %146 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%145, %145 : tensor<2x196x64xf32>, tensor<2x196x64xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.mulf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %147 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%146 : tensor<2x196x64xf32>) outs(%1 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %148 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%147 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_4 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %149 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%148 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.truncf %cst_3 : f64 to f32
      %160 = arith.addf %in, %159 : f32
      linalg.yield %160 : f32
    } -> tensor<2x196x1xf32>
    %150 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%149 : tensor<2x196x1xf32>) outs(%0 : tensor<2x196x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = math.rsqrt %in : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x1xf32>
    %151 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%145, %150 : tensor<2x196x64xf32>, tensor<2x196x1xf32>) outs(%4 : tensor<2x196x64xf32>) {
    ^bb0(%in: f32, %in_59: f32, %out: f32):
      %159 = arith.mulf %in, %in_59 : f32
      linalg.yield %159 : f32
    } -> tensor<2x196x64xf32>
    %152 = tensor.empty() : tensor<2x64xf32>
    %153 = linalg.fill ins(%cst : f32) outs(%152 : tensor<2x64xf32>) -> tensor<2x64xf32>
    %154 = linalg.generic {indexing_maps = [#map, #map11], iterator_types = ["parallel", "reduction", "parallel"]} ins(%151 : tensor<2x196x64xf32>) outs(%153 : tensor<2x64xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.addf %in, %out : f32
      linalg.yield %159 : f32
    } -> tensor<2x64xf32>
    %155 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel"]} ins(%154 : tensor<2x64xf32>) outs(%152 : tensor<2x64xf32>) {
    ^bb0(%in: f32, %out: f32):
      %159 = arith.divf %in, %cst_7 : f32
      linalg.yield %159 : f32
    } -> tensor<2x64xf32>
    %156 = tensor.empty() : tensor<2x10xf32>
    %157 = linalg.fill ins(%cst : f32) outs(%156 : tensor<2x10xf32>) -> tensor<2x10xf32>
    %158 = linalg.matmul ins(%155, %arg13 : tensor<2x64xf32>, tensor<64x10xf32>) outs(%157 : tensor<2x10xf32>) -> tensor<2x10xf32>
    return %158 : tensor<2x10xf32>
  }
}

