#map = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map1 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#map2 = affine_map<(d0, d1, d2) -> (d2)>
#map3 = affine_map<(d0, d1) -> (d1)>
#map4 = affine_map<(d0, d1) -> (d0, d1)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map6 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
#map8 = affine_map<(d0, d1, d2) -> (d1, d2)>
module {
  func.func @vit_block(%arg0: tensor<2x50x160xf32>, %arg1: tensor<160xf32>, %arg2: tensor<160xf32>, %arg3: tensor<480x160xf32>, %arg4: tensor<480xf32>, %arg5: tensor<160x160xf32>, %arg6: tensor<160xf32>, %arg7: tensor<160xf32>, %arg8: tensor<160xf32>, %arg9: tensor<640x160xf32>, %arg10: tensor<640xf32>, %arg11: tensor<160x640xf32>, %arg12: tensor<160xf32>) -> tensor<2x50x160xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f64
    %cst_0 = arith.constant 0.000000e+00 : f32
    %cst_1 = arith.constant 0xFF800000 : f32
    %true = arith.constant true
    %cst_2 = arith.constant 1.000000e+00 : f32
    %cst_3 = arith.constant 5.000000e-01 : f32
    %cst_4 = arith.constant dense<0.000000e+00> : tensor<2x4x50x50xf32>
    %cst_5 = arith.constant 0xFFF0000000000000 : f64
    %cst_6 = arith.constant 0.39763536438352531 : f64
    %cst_7 = arith.constant 1.000000e-05 : f64
    %cst_8 = arith.constant 1.600000e+02 : f64
    %cst_9 = arith.constant 1.600000e+02 : f32
    %cst_10 = arith.constant 1.41421354 : f32
    %0 = tensor.empty() : tensor<2x50x160xf64>
    %1 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0 : tensor<2x50x160xf32>) outs(%0 : tensor<2x50x160xf64>) {
    ^bb0(%in: f32, %out: f64):
      %96 = arith.extf %in : f32 to f64
      linalg.yield %96 : f64
    } -> tensor<2x50x160xf64>
    %2 = tensor.empty() : tensor<2x50x1xf64>
    %3 = linalg.fill ins(%cst : f64) outs(%2 : tensor<2x50x1xf64>) -> tensor<2x50x1xf64>
    %4 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%1 : tensor<2x50x160xf64>) outs(%3 : tensor<2x50x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %96 = arith.addf %in, %out : f64
      linalg.yield %96 : f64
    } -> tensor<2x50x1xf64>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%4 : tensor<2x50x1xf64>) outs(%2 : tensor<2x50x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %96 = arith.divf %in, %cst_8 : f64
      linalg.yield %96 : f64
    } -> tensor<2x50x1xf64>
    %6 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%1, %5 : tensor<2x50x160xf64>, tensor<2x50x1xf64>) outs(%0 : tensor<2x50x160xf64>) {
    ^bb0(%in: f64, %in_33: f64, %out: f64):
      %96 = arith.subf %in, %in_33 : f64
      linalg.yield %96 : f64
    } -> tensor<2x50x160xf64>
    %7 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%6, %6 : tensor<2x50x160xf64>, tensor<2x50x160xf64>) outs(%0 : tensor<2x50x160xf64>) {
    ^bb0(%in: f64, %in_33: f64, %out: f64):
      %96 = arith.mulf %in, %in_33 : f64
      linalg.yield %96 : f64
    } -> tensor<2x50x160xf64>
    %8 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%7 : tensor<2x50x160xf64>) outs(%3 : tensor<2x50x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %96 = arith.addf %in, %out : f64
      linalg.yield %96 : f64
    } -> tensor<2x50x1xf64>
    %9 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%8 : tensor<2x50x1xf64>) outs(%2 : tensor<2x50x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %96 = arith.divf %in, %cst_8 : f64
      linalg.yield %96 : f64
    } -> tensor<2x50x1xf64>
    %10 = tensor.empty() : tensor<2x50x1xf32>
    %11 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%9 : tensor<2x50x1xf64>) outs(%10 : tensor<2x50x1xf32>) {
    ^bb0(%in: f64, %out: f32):
      %96 = arith.truncf %in : f64 to f32
      linalg.yield %96 : f32
    } -> tensor<2x50x1xf32>
    %12 = linalg.fill ins(%cst_0 : f32) outs(%10 : tensor<2x50x1xf32>) -> tensor<2x50x1xf32>
    %13 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%arg0 : tensor<2x50x160xf32>) outs(%12 : tensor<2x50x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = arith.addf %in, %out : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x1xf32>
    %14 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%13 : tensor<2x50x1xf32>) outs(%10 : tensor<2x50x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = arith.divf %in, %cst_9 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x1xf32>
    %15 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%11 : tensor<2x50x1xf32>) outs(%10 : tensor<2x50x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = arith.truncf %cst_7 : f64 to f32
      %97 = arith.addf %in, %96 : f32
      linalg.yield %97 : f32
    } -> tensor<2x50x1xf32>
    %16 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%15 : tensor<2x50x1xf32>) outs(%10 : tensor<2x50x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = math.rsqrt %in : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x1xf32>
    %17 = tensor.empty() : tensor<2x50x160xf32>
    %18 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0, %14 : tensor<2x50x160xf32>, tensor<2x50x1xf32>) outs(%17 : tensor<2x50x160xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.subf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x160xf32>
    %19 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%18, %16 : tensor<2x50x160xf32>, tensor<2x50x1xf32>) outs(%17 : tensor<2x50x160xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.mulf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x160xf32>
    %20 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%19, %arg1 : tensor<2x50x160xf32>, tensor<160xf32>) outs(%17 : tensor<2x50x160xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.mulf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x160xf32>
    %21 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%20, %arg2 : tensor<2x50x160xf32>, tensor<160xf32>) outs(%17 : tensor<2x50x160xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.addf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x160xf32>
    %collapsed = tensor.collapse_shape %21 [[0, 1], [2]] : tensor<2x50x160xf32> into tensor<100x160xf32>
    %22 = tensor.empty() : tensor<160x480xf32>
    %transposed = linalg.transpose ins(%arg3 : tensor<480x160xf32>) outs(%22 : tensor<160x480xf32>) permutation = [1, 0] 
    %23 = tensor.empty() : tensor<100x480xf32>
    %24 = linalg.fill ins(%cst_0 : f32) outs(%23 : tensor<100x480xf32>) -> tensor<100x480xf32>
    %25 = linalg.matmul ins(%collapsed, %transposed : tensor<100x160xf32>, tensor<160x480xf32>) outs(%24 : tensor<100x480xf32>) -> tensor<100x480xf32>
    %26 = linalg.generic {indexing_maps = [#map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%arg4 : tensor<480xf32>) outs(%23 : tensor<100x480xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<100x480xf32>
    %27 = linalg.generic {indexing_maps = [#map4, #map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%25, %26 : tensor<100x480xf32>, tensor<100x480xf32>) outs(%23 : tensor<100x480xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.addf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<100x480xf32>
    %expanded = tensor.expand_shape %27 [[0, 1], [2, 3, 4]] output_shape [2, 50, 3, 4, 40] : tensor<100x480xf32> into tensor<2x50x3x4x40xf32>
    %28 = tensor.empty() : tensor<3x2x4x50x40xf32>
    %transposed_11 = linalg.transpose ins(%expanded : tensor<2x50x3x4x40xf32>) outs(%28 : tensor<3x2x4x50x40xf32>) permutation = [2, 0, 3, 1, 4] 
    %extracted_slice = tensor.extract_slice %transposed_11[0, 0, 0, 0, 0] [1, 2, 4, 50, 40] [1, 1, 1, 1, 1] : tensor<3x2x4x50x40xf32> to tensor<1x2x4x50x40xf32>
    %extracted_slice_12 = tensor.extract_slice %transposed_11[1, 0, 0, 0, 0] [1, 2, 4, 50, 40] [1, 1, 1, 1, 1] : tensor<3x2x4x50x40xf32> to tensor<1x2x4x50x40xf32>
    %extracted_slice_13 = tensor.extract_slice %transposed_11[2, 0, 0, 0, 0] [1, 2, 4, 50, 40] [1, 1, 1, 1, 1] : tensor<3x2x4x50x40xf32> to tensor<1x2x4x50x40xf32>
    %collapsed_14 = tensor.collapse_shape %extracted_slice [[0, 1], [2], [3], [4]] : tensor<1x2x4x50x40xf32> into tensor<2x4x50x40xf32>
    %collapsed_15 = tensor.collapse_shape %extracted_slice_12 [[0, 1], [2], [3], [4]] : tensor<1x2x4x50x40xf32> into tensor<2x4x50x40xf32>
    %29 = tensor.empty() : tensor<2x4x50x40xf32>
    %30 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%collapsed_14 : tensor<2x4x50x40xf32>) outs(%29 : tensor<2x4x50x40xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = arith.truncf %cst_6 : f64 to f32
      %97 = arith.mulf %in, %96 : f32
      linalg.yield %97 : f32
    } -> tensor<2x4x50x40xf32>
    %31 = tensor.empty() : tensor<2x4x40x50xf32>
    %transposed_16 = linalg.transpose ins(%collapsed_15 : tensor<2x4x50x40xf32>) outs(%31 : tensor<2x4x40x50xf32>) permutation = [0, 1, 3, 2] 
    %32 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%transposed_16 : tensor<2x4x40x50xf32>) outs(%31 : tensor<2x4x40x50xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = arith.truncf %cst_6 : f64 to f32
      %97 = arith.mulf %in, %96 : f32
      linalg.yield %97 : f32
    } -> tensor<2x4x40x50xf32>
    %collapsed_17 = tensor.collapse_shape %30 [[0, 1], [2], [3]] : tensor<2x4x50x40xf32> into tensor<8x50x40xf32>
    %collapsed_18 = tensor.collapse_shape %32 [[0, 1], [2], [3]] : tensor<2x4x40x50xf32> into tensor<8x40x50xf32>
    %33 = tensor.empty() : tensor<8x50x50xf32>
    %34 = linalg.fill ins(%cst_0 : f32) outs(%33 : tensor<8x50x50xf32>) -> tensor<8x50x50xf32>
    %35 = linalg.batch_matmul ins(%collapsed_17, %collapsed_18 : tensor<8x50x40xf32>, tensor<8x40x50xf32>) outs(%34 : tensor<8x50x50xf32>) -> tensor<8x50x50xf32>
    %expanded_19 = tensor.expand_shape %35 [[0, 1], [2], [3]] output_shape [2, 4, 50, 50] : tensor<8x50x50xf32> into tensor<2x4x50x50xf32>
    %36 = tensor.empty() : tensor<2x4x50xi64>
    %37 = linalg.fill ins(%c0_i64 : i64) outs(%36 : tensor<2x4x50xi64>) -> tensor<2x4x50xi64>
    %38 = tensor.empty() : tensor<2x4x50xf32>
    %39 = linalg.fill ins(%cst_1 : f32) outs(%38 : tensor<2x4x50xf32>) -> tensor<2x4x50xf32>
    %40:2 = linalg.generic {indexing_maps = [#map5, #map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%expanded_19 : tensor<2x4x50x50xf32>) outs(%39, %37 : tensor<2x4x50xf32>, tensor<2x4x50xi64>) {
    ^bb0(%in: f32, %out: f32, %out_33: i64):
      %96 = linalg.index 3 : index
      %97 = arith.index_cast %96 : index to i64
      %98 = arith.maximumf %in, %out : f32
      %99 = arith.cmpf ogt, %in, %out : f32
      %100 = arith.select %99, %97, %out_33 : i64
      linalg.yield %98, %100 : f32, i64
    } -> (tensor<2x4x50xf32>, tensor<2x4x50xi64>)
    %expanded_20 = tensor.expand_shape %40#0 [[0], [1], [2, 3]] output_shape [2, 4, 50, 1] : tensor<2x4x50xf32> into tensor<2x4x50x1xf32>
    %41 = tensor.empty() : tensor<2x4x50x50xf32>
    %42 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_19, %expanded_20 : tensor<2x4x50x50xf32>, tensor<2x4x50x1xf32>) outs(%41 : tensor<2x4x50x50xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.subf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x4x50x50xf32>
    %43 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%42 : tensor<2x4x50x50xf32>) outs(%41 : tensor<2x4x50x50xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = math.exp %in : f32
      linalg.yield %96 : f32
    } -> tensor<2x4x50x50xf32>
    %44 = tensor.empty() : tensor<2x4x50x1xf32>
    %45 = linalg.fill ins(%cst_0 : f32) outs(%44 : tensor<2x4x50x1xf32>) -> tensor<2x4x50x1xf32>
    %46 = linalg.generic {indexing_maps = [#map5, #map7], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%43 : tensor<2x4x50x50xf32>) outs(%45 : tensor<2x4x50x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = arith.addf %in, %out : f32
      linalg.yield %96 : f32
    } -> tensor<2x4x50x1xf32>
    %47 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%43, %46 : tensor<2x4x50x50xf32>, tensor<2x4x50x1xf32>) outs(%41 : tensor<2x4x50x50xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.divf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x4x50x50xf32>
    %48 = tensor.empty() : tensor<2x4x50x50xi1>
    %49 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_19 : tensor<2x4x50x50xf32>) outs(%48 : tensor<2x4x50x50xi1>) {
    ^bb0(%in: f32, %out: i1):
      %96 = arith.extf %in : f32 to f64
      %97 = arith.cmpf oeq, %96, %cst_5 : f64
      linalg.yield %97 : i1
    } -> tensor<2x4x50x50xi1>
    %50 = tensor.empty() : tensor<2x4x50x1xi1>
    %51 = linalg.fill ins(%true : i1) outs(%50 : tensor<2x4x50x1xi1>) -> tensor<2x4x50x1xi1>
    %52 = linalg.generic {indexing_maps = [#map5, #map7], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%49 : tensor<2x4x50x50xi1>) outs(%51 : tensor<2x4x50x1xi1>) {
    ^bb0(%in: i1, %out: i1):
      %96 = arith.andi %in, %out : i1
      linalg.yield %96 : i1
    } -> tensor<2x4x50x1xi1>
    %53 = linalg.generic {indexing_maps = [#map7, #map5, #map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%52, %cst_4, %47 : tensor<2x4x50x1xi1>, tensor<2x4x50x50xf32>, tensor<2x4x50x50xf32>) outs(%41 : tensor<2x4x50x50xf32>) {
    ^bb0(%in: i1, %in_33: f32, %in_34: f32, %out: f32):
      %96 = arith.select %in, %in_33, %in_34 : f32
      linalg.yield %96 : f32
    } -> tensor<2x4x50x50xf32>
    %collapsed_21 = tensor.collapse_shape %53 [[0, 1], [2], [3]] : tensor<2x4x50x50xf32> into tensor<8x50x50xf32>
    %collapsed_22 = tensor.collapse_shape %extracted_slice_13 [[0, 1, 2], [3], [4]] : tensor<1x2x4x50x40xf32> into tensor<8x50x40xf32>
    %54 = tensor.empty() : tensor<8x50x40xf32>
    %55 = linalg.fill ins(%cst_0 : f32) outs(%54 : tensor<8x50x40xf32>) -> tensor<8x50x40xf32>
    %56 = linalg.batch_matmul ins(%collapsed_21, %collapsed_22 : tensor<8x50x50xf32>, tensor<8x50x40xf32>) outs(%55 : tensor<8x50x40xf32>) -> tensor<8x50x40xf32>
    %expanded_23 = tensor.expand_shape %56 [[0, 1], [2], [3]] output_shape [2, 4, 50, 40] : tensor<8x50x40xf32> into tensor<2x4x50x40xf32>
    %57 = tensor.empty() : tensor<2x50x4x40xf32>
    %transposed_24 = linalg.transpose ins(%expanded_23 : tensor<2x4x50x40xf32>) outs(%57 : tensor<2x50x4x40xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_25 = tensor.collapse_shape %transposed_24 [[0], [1], [2, 3]] : tensor<2x50x4x40xf32> into tensor<2x50x160xf32>
    %58 = tensor.empty() : tensor<160x160xf32>
    %transposed_26 = linalg.transpose ins(%arg5 : tensor<160x160xf32>) outs(%58 : tensor<160x160xf32>) permutation = [1, 0] 
    %59 = tensor.empty() : tensor<2x160x160xf32>
    %60 = linalg.generic {indexing_maps = [#map8, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%transposed_26 : tensor<160x160xf32>) outs(%59 : tensor<2x160x160xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x160x160xf32>
    %61 = linalg.fill ins(%cst_0 : f32) outs(%17 : tensor<2x50x160xf32>) -> tensor<2x50x160xf32>
    %62 = linalg.batch_matmul ins(%collapsed_25, %60 : tensor<2x50x160xf32>, tensor<2x160x160xf32>) outs(%61 : tensor<2x50x160xf32>) -> tensor<2x50x160xf32>
    %63 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%62, %arg6 : tensor<2x50x160xf32>, tensor<160xf32>) outs(%17 : tensor<2x50x160xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.addf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x160xf32>
    %64 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0, %63 : tensor<2x50x160xf32>, tensor<2x50x160xf32>) outs(%17 : tensor<2x50x160xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.addf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x160xf32>
    %65 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%64 : tensor<2x50x160xf32>) outs(%0 : tensor<2x50x160xf64>) {
    ^bb0(%in: f32, %out: f64):
      %96 = arith.extf %in : f32 to f64
      linalg.yield %96 : f64
    } -> tensor<2x50x160xf64>
    %66 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%65 : tensor<2x50x160xf64>) outs(%3 : tensor<2x50x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %96 = arith.addf %in, %out : f64
      linalg.yield %96 : f64
    } -> tensor<2x50x1xf64>
    %67 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%66 : tensor<2x50x1xf64>) outs(%2 : tensor<2x50x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %96 = arith.divf %in, %cst_8 : f64
      linalg.yield %96 : f64
    } -> tensor<2x50x1xf64>
    %68 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%65, %67 : tensor<2x50x160xf64>, tensor<2x50x1xf64>) outs(%0 : tensor<2x50x160xf64>) {
    ^bb0(%in: f64, %in_33: f64, %out: f64):
      %96 = arith.subf %in, %in_33 : f64
      linalg.yield %96 : f64
    } -> tensor<2x50x160xf64>
    %69 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%68, %68 : tensor<2x50x160xf64>, tensor<2x50x160xf64>) outs(%0 : tensor<2x50x160xf64>) {
    ^bb0(%in: f64, %in_33: f64, %out: f64):
      %96 = arith.mulf %in, %in_33 : f64
      linalg.yield %96 : f64
    } -> tensor<2x50x160xf64>
    %70 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%69 : tensor<2x50x160xf64>) outs(%3 : tensor<2x50x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %96 = arith.addf %in, %out : f64
      linalg.yield %96 : f64
    } -> tensor<2x50x1xf64>
    %71 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%70 : tensor<2x50x1xf64>) outs(%2 : tensor<2x50x1xf64>) {
    ^bb0(%in: f64, %out: f64):
      %96 = arith.divf %in, %cst_8 : f64
      linalg.yield %96 : f64
    } -> tensor<2x50x1xf64>
    %72 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%71 : tensor<2x50x1xf64>) outs(%10 : tensor<2x50x1xf32>) {
    ^bb0(%in: f64, %out: f32):
      %96 = arith.truncf %in : f64 to f32
      linalg.yield %96 : f32
    } -> tensor<2x50x1xf32>
    %73 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%64 : tensor<2x50x160xf32>) outs(%12 : tensor<2x50x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = arith.addf %in, %out : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x1xf32>
    %74 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%73 : tensor<2x50x1xf32>) outs(%10 : tensor<2x50x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = arith.divf %in, %cst_9 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x1xf32>
    %75 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%72 : tensor<2x50x1xf32>) outs(%10 : tensor<2x50x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = arith.truncf %cst_7 : f64 to f32
      %97 = arith.addf %in, %96 : f32
      linalg.yield %97 : f32
    } -> tensor<2x50x1xf32>
    %76 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%75 : tensor<2x50x1xf32>) outs(%10 : tensor<2x50x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = math.rsqrt %in : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x1xf32>
    %77 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%64, %74 : tensor<2x50x160xf32>, tensor<2x50x1xf32>) outs(%17 : tensor<2x50x160xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.subf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x160xf32>
    %78 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%77, %76 : tensor<2x50x160xf32>, tensor<2x50x1xf32>) outs(%17 : tensor<2x50x160xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.mulf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x160xf32>
    %79 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%78, %arg7 : tensor<2x50x160xf32>, tensor<160xf32>) outs(%17 : tensor<2x50x160xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.mulf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x160xf32>
    %80 = linalg.generic {indexing_maps = [#map, #map2, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%79, %arg8 : tensor<2x50x160xf32>, tensor<160xf32>) outs(%17 : tensor<2x50x160xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.addf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x160xf32>
    %collapsed_27 = tensor.collapse_shape %80 [[0, 1], [2]] : tensor<2x50x160xf32> into tensor<100x160xf32>
    %81 = tensor.empty() : tensor<160x640xf32>
    %transposed_28 = linalg.transpose ins(%arg9 : tensor<640x160xf32>) outs(%81 : tensor<160x640xf32>) permutation = [1, 0] 
    %82 = tensor.empty() : tensor<100x640xf32>
    %83 = linalg.fill ins(%cst_0 : f32) outs(%82 : tensor<100x640xf32>) -> tensor<100x640xf32>
    %84 = linalg.matmul ins(%collapsed_27, %transposed_28 : tensor<100x160xf32>, tensor<160x640xf32>) outs(%83 : tensor<100x640xf32>) -> tensor<100x640xf32>
    %85 = linalg.generic {indexing_maps = [#map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%arg10 : tensor<640xf32>) outs(%82 : tensor<100x640xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<100x640xf32>
    %86 = linalg.generic {indexing_maps = [#map4, #map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%84, %85 : tensor<100x640xf32>, tensor<100x640xf32>) outs(%82 : tensor<100x640xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.addf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<100x640xf32>
    %expanded_29 = tensor.expand_shape %86 [[0, 1], [2]] output_shape [2, 50, 640] : tensor<100x640xf32> into tensor<2x50x640xf32>
    %87 = tensor.empty() : tensor<2x50x640xf32>
    %88 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_29 : tensor<2x50x640xf32>) outs(%87 : tensor<2x50x640xf32>) {
    ^bb0(%in: f32, %out: f32):
      %96 = arith.divf %in, %cst_10 : f32
      %97 = math.erf %96 : f32
      %98 = arith.addf %97, %cst_2 : f32
      %99 = arith.mulf %98, %cst_3 : f32
      %100 = arith.mulf %in, %99 : f32
      linalg.yield %100 : f32
    } -> tensor<2x50x640xf32>
    %collapsed_30 = tensor.collapse_shape %88 [[0, 1], [2]] : tensor<2x50x640xf32> into tensor<100x640xf32>
    %89 = tensor.empty() : tensor<640x160xf32>
    %transposed_31 = linalg.transpose ins(%arg11 : tensor<160x640xf32>) outs(%89 : tensor<640x160xf32>) permutation = [1, 0] 
    %90 = tensor.empty() : tensor<100x160xf32>
    %91 = linalg.fill ins(%cst_0 : f32) outs(%90 : tensor<100x160xf32>) -> tensor<100x160xf32>
    %92 = linalg.matmul ins(%collapsed_30, %transposed_31 : tensor<100x640xf32>, tensor<640x160xf32>) outs(%91 : tensor<100x160xf32>) -> tensor<100x160xf32>
    %93 = linalg.generic {indexing_maps = [#map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%arg12 : tensor<160xf32>) outs(%90 : tensor<100x160xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<100x160xf32>
    %94 = linalg.generic {indexing_maps = [#map4, #map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%92, %93 : tensor<100x160xf32>, tensor<100x160xf32>) outs(%90 : tensor<100x160xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.addf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<100x160xf32>
    %expanded_32 = tensor.expand_shape %94 [[0, 1], [2]] output_shape [2, 50, 160] : tensor<100x160xf32> into tensor<2x50x160xf32>
    %95 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%64, %expanded_32 : tensor<2x50x160xf32>, tensor<2x50x160xf32>) outs(%17 : tensor<2x50x160xf32>) {
    ^bb0(%in: f32, %in_33: f32, %out: f32):
      %96 = arith.addf %in, %in_33 : f32
      linalg.yield %96 : f32
    } -> tensor<2x50x160xf32>
    return %95 : tensor<2x50x160xf32>
  }
}

