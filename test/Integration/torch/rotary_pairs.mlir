#map = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map1 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#map2 = affine_map<(d0, d1, d2) -> (d2)>
#map3 = affine_map<(d0) -> (d0)>
#map4 = affine_map<(d0, d1) -> (d0, 0)>
#map5 = affine_map<(d0, d1) -> (d1)>
#map6 = affine_map<(d0, d1) -> (d0, d1)>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map9 = affine_map<(d0, d1) -> (0, d1)>
#map10 = affine_map<(d0, d1) -> ()>
#map11 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map12 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
#map13 = affine_map<(d0, d1, d2) -> (d1, d2)>
module {
  func.func @rotary_pairs(%arg0: tensor<2x37x48xf32>, %arg1: tensor<48xf32>, %arg2: tensor<48x48xf32>, %arg3: tensor<48x48xf32>, %arg4: tensor<48x48xf32>, %arg5: tensor<48x48xf32>) -> tensor<2x37x48xf32> {
    %c0_i64 = arith.constant 0 : i64
    %c2_i64 = arith.constant 2 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 1.000000e+00 : f32
    %cst_1 = arith.constant 0xFF800000 : f32
    %true = arith.constant true
    %cst_2 = arith.constant dense<0.000000e+00> : tensor<2x3x37x37xf32>
    %cst_3 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_4 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_5 = arith.constant dense<true> : tensor<37x37xi1>
    %cst_6 = arith.constant 0xFFF0000000000000 : f64
    %cst_7 = arith.constant 9.9999999999999995E-7 : f64
    %cst_8 = arith.constant 4.800000e+01 : f32
    %cst_9 = arith.constant 2.000000e+00 : f32
    %cst_10 = arith.constant 1.600000e+01 : f32
    %cst_11 = arith.constant 1.000000e+04 : f32
    %cst_12 = arith.constant 5.000000e-01 : f32
    %0 = tensor.empty() : tensor<2x37x48xf32>
    %1 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0 : tensor<2x37x48xf32>) outs(%0 : tensor<2x37x48xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %88 : f32
    } -> tensor<2x37x48xf32>
    %2 = tensor.empty() : tensor<2x37x1xf32>
    %3 = linalg.fill ins(%cst : f32) outs(%2 : tensor<2x37x1xf32>) -> tensor<2x37x1xf32>
    %4 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%1 : tensor<2x37x48xf32>) outs(%3 : tensor<2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = arith.addf %in, %out : f32
      linalg.yield %88 : f32
    } -> tensor<2x37x1xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%4 : tensor<2x37x1xf32>) outs(%2 : tensor<2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = arith.divf %in, %cst_8 : f32
      linalg.yield %88 : f32
    } -> tensor<2x37x1xf32>
    %6 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5 : tensor<2x37x1xf32>) outs(%2 : tensor<2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = arith.truncf %cst_7 : f64 to f32
      %89 = arith.addf %in, %88 : f32
      linalg.yield %89 : f32
    } -> tensor<2x37x1xf32>
    %7 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%6 : tensor<2x37x1xf32>) outs(%2 : tensor<2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = math.rsqrt %in : f32
      linalg.yield %88 : f32
    } -> tensor<2x37x1xf32>
    %8 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0, %7 : tensor<2x37x48xf32>, tensor<2x37x1xf32>) outs(%0 : tensor<2x37x48xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.mulf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x37x48xf32>
    %9 = linalg.generic {indexing_maps = [#map2, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg1, %8 : tensor<48xf32>, tensor<2x37x48xf32>) outs(%0 : tensor<2x37x48xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.mulf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x37x48xf32>
    %10 = tensor.empty() : tensor<48x48xf32>
    %transposed = linalg.transpose ins(%arg2 : tensor<48x48xf32>) outs(%10 : tensor<48x48xf32>) permutation = [1, 0] 
    %collapsed = tensor.collapse_shape %9 [[0, 1], [2]] : tensor<2x37x48xf32> into tensor<74x48xf32>
    %11 = tensor.empty() : tensor<74x48xf32>
    %12 = linalg.fill ins(%cst : f32) outs(%11 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %13 = linalg.matmul ins(%collapsed, %transposed : tensor<74x48xf32>, tensor<48x48xf32>) outs(%12 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %expanded = tensor.expand_shape %13 [[0, 1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<74x48xf32> into tensor<2x37x3x16xf32>
    %14 = tensor.empty() : tensor<2x3x37x16xf32>
    %transposed_13 = linalg.transpose ins(%expanded : tensor<2x37x3x16xf32>) outs(%14 : tensor<2x3x37x16xf32>) permutation = [0, 2, 1, 3] 
    %transposed_14 = linalg.transpose ins(%arg3 : tensor<48x48xf32>) outs(%10 : tensor<48x48xf32>) permutation = [1, 0] 
    %15 = linalg.matmul ins(%collapsed, %transposed_14 : tensor<74x48xf32>, tensor<48x48xf32>) outs(%12 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %expanded_15 = tensor.expand_shape %15 [[0, 1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<74x48xf32> into tensor<2x37x3x16xf32>
    %transposed_16 = linalg.transpose ins(%expanded_15 : tensor<2x37x3x16xf32>) outs(%14 : tensor<2x3x37x16xf32>) permutation = [0, 2, 1, 3] 
    %transposed_17 = linalg.transpose ins(%arg4 : tensor<48x48xf32>) outs(%10 : tensor<48x48xf32>) permutation = [1, 0] 
    %16 = linalg.matmul ins(%collapsed, %transposed_17 : tensor<74x48xf32>, tensor<48x48xf32>) outs(%12 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %expanded_18 = tensor.expand_shape %16 [[0, 1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<74x48xf32> into tensor<2x37x3x16xf32>
    %transposed_19 = linalg.transpose ins(%expanded_18 : tensor<2x37x3x16xf32>) outs(%14 : tensor<2x3x37x16xf32>) permutation = [0, 2, 1, 3] 
    %17 = tensor.empty() : tensor<8xf32>
    %18 = linalg.generic {indexing_maps = [#map3], iterator_types = ["parallel"]} outs(%17 : tensor<8xf32>) {
    ^bb0(%out: f32):
      %88 = linalg.index 0 : index
      %89 = arith.index_cast %88 : index to i64
      %90 = arith.sitofp %89 : i64 to f32
      %91 = arith.mulf %90, %cst_9 : f32
      %92 = arith.addf %91, %cst : f32
      linalg.yield %92 : f32
    } -> tensor<8xf32>
    %19 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel"]} ins(%18 : tensor<8xf32>) outs(%17 : tensor<8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = arith.divf %in, %cst_10 : f32
      linalg.yield %88 : f32
    } -> tensor<8xf32>
    %20 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel"]} ins(%19 : tensor<8xf32>) outs(%17 : tensor<8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = math.powf %cst_11, %in : f32
      linalg.yield %88 : f32
    } -> tensor<8xf32>
    %21 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel"]} ins(%20 : tensor<8xf32>) outs(%17 : tensor<8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = arith.cmpf one, %in, %cst : f32
      cf.assert %88, "unimplemented: tensor with zero element"
      %89 = arith.divf %cst_0, %in : f32
      linalg.yield %89 : f32
    } -> tensor<8xf32>
    %22 = tensor.empty() : tensor<37xf32>
    %23 = linalg.generic {indexing_maps = [#map3], iterator_types = ["parallel"]} outs(%22 : tensor<37xf32>) {
    ^bb0(%out: f32):
      %88 = linalg.index 0 : index
      %89 = arith.index_cast %88 : index to i64
      %90 = arith.sitofp %89 : i64 to f32
      %91 = arith.addf %90, %cst : f32
      linalg.yield %91 : f32
    } -> tensor<37xf32>
    %expanded_20 = tensor.expand_shape %23 [[0, 1]] output_shape [37, 1] : tensor<37xf32> into tensor<37x1xf32>
    %24 = tensor.empty() : tensor<37x8xf32>
    %25 = linalg.generic {indexing_maps = [#map4, #map5, #map6], iterator_types = ["parallel", "parallel"]} ins(%expanded_20, %21 : tensor<37x1xf32>, tensor<8xf32>) outs(%24 : tensor<37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.mulf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<37x8xf32>
    %extracted_slice = tensor.extract_slice %transposed_13[0, 0, 0, 0] [2, 3, 37, 8] [1, 1, 1, 2] : tensor<2x3x37x16xf32> to tensor<2x3x37x8xf32>
    %extracted_slice_21 = tensor.extract_slice %transposed_13[0, 0, 0, 1] [2, 3, 37, 8] [1, 1, 1, 2] : tensor<2x3x37x16xf32> to tensor<2x3x37x8xf32>
    %26 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel"]} ins(%25 : tensor<37x8xf32>) outs(%24 : tensor<37x8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = math.cos %in : f32
      linalg.yield %88 : f32
    } -> tensor<37x8xf32>
    %27 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel"]} ins(%25 : tensor<37x8xf32>) outs(%24 : tensor<37x8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = math.sin %in : f32
      linalg.yield %88 : f32
    } -> tensor<37x8xf32>
    %28 = tensor.empty() : tensor<2x3x37x8xf32>
    %29 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%extracted_slice, %26 : tensor<2x3x37x8xf32>, tensor<37x8xf32>) outs(%28 : tensor<2x3x37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.mulf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x8xf32>
    %30 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%extracted_slice_21, %27 : tensor<2x3x37x8xf32>, tensor<37x8xf32>) outs(%28 : tensor<2x3x37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.mulf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x8xf32>
    %31 = linalg.generic {indexing_maps = [#map7, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%29, %30 : tensor<2x3x37x8xf32>, tensor<2x3x37x8xf32>) outs(%28 : tensor<2x3x37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.subf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x8xf32>
    %32 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%extracted_slice, %27 : tensor<2x3x37x8xf32>, tensor<37x8xf32>) outs(%28 : tensor<2x3x37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.mulf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x8xf32>
    %33 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%extracted_slice_21, %26 : tensor<2x3x37x8xf32>, tensor<37x8xf32>) outs(%28 : tensor<2x3x37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.mulf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x8xf32>
    %34 = linalg.generic {indexing_maps = [#map7, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%32, %33 : tensor<2x3x37x8xf32>, tensor<2x3x37x8xf32>) outs(%28 : tensor<2x3x37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.addf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x8xf32>
    %expanded_22 = tensor.expand_shape %31 [[0], [1], [2], [3, 4]] output_shape [2, 3, 37, 8, 1] : tensor<2x3x37x8xf32> into tensor<2x3x37x8x1xf32>
    %expanded_23 = tensor.expand_shape %34 [[0], [1], [2], [3, 4]] output_shape [2, 3, 37, 8, 1] : tensor<2x3x37x8xf32> into tensor<2x3x37x8x1xf32>
    %concat = tensor.concat dim(4) %expanded_22, %expanded_23 : (tensor<2x3x37x8x1xf32>, tensor<2x3x37x8x1xf32>) -> tensor<2x3x37x8x2xf32>
    %collapsed_24 = tensor.collapse_shape %concat [[0], [1], [2], [3, 4]] : tensor<2x3x37x8x2xf32> into tensor<2x3x37x16xf32>
    %35 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel"]} ins(%20 : tensor<8xf32>) outs(%17 : tensor<8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = arith.cmpf one, %in, %cst : f32
      cf.assert %88, "unimplemented: tensor with zero element"
      %89 = arith.divf %cst_0, %in : f32
      linalg.yield %89 : f32
    } -> tensor<8xf32>
    %36 = linalg.generic {indexing_maps = [#map4, #map5, #map6], iterator_types = ["parallel", "parallel"]} ins(%expanded_20, %35 : tensor<37x1xf32>, tensor<8xf32>) outs(%24 : tensor<37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.mulf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<37x8xf32>
    %extracted_slice_25 = tensor.extract_slice %transposed_16[0, 0, 0, 0] [2, 3, 37, 8] [1, 1, 1, 2] : tensor<2x3x37x16xf32> to tensor<2x3x37x8xf32>
    %extracted_slice_26 = tensor.extract_slice %transposed_16[0, 0, 0, 1] [2, 3, 37, 8] [1, 1, 1, 2] : tensor<2x3x37x16xf32> to tensor<2x3x37x8xf32>
    %37 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel"]} ins(%36 : tensor<37x8xf32>) outs(%24 : tensor<37x8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = math.cos %in : f32
      linalg.yield %88 : f32
    } -> tensor<37x8xf32>
    %38 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel"]} ins(%36 : tensor<37x8xf32>) outs(%24 : tensor<37x8xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = math.sin %in : f32
      linalg.yield %88 : f32
    } -> tensor<37x8xf32>
    %39 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%extracted_slice_25, %37 : tensor<2x3x37x8xf32>, tensor<37x8xf32>) outs(%28 : tensor<2x3x37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.mulf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x8xf32>
    %40 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%extracted_slice_26, %38 : tensor<2x3x37x8xf32>, tensor<37x8xf32>) outs(%28 : tensor<2x3x37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.mulf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x8xf32>
    %41 = linalg.generic {indexing_maps = [#map7, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%39, %40 : tensor<2x3x37x8xf32>, tensor<2x3x37x8xf32>) outs(%28 : tensor<2x3x37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.subf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x8xf32>
    %42 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%extracted_slice_25, %38 : tensor<2x3x37x8xf32>, tensor<37x8xf32>) outs(%28 : tensor<2x3x37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.mulf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x8xf32>
    %43 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%extracted_slice_26, %37 : tensor<2x3x37x8xf32>, tensor<37x8xf32>) outs(%28 : tensor<2x3x37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.mulf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x8xf32>
    %44 = linalg.generic {indexing_maps = [#map7, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%42, %43 : tensor<2x3x37x8xf32>, tensor<2x3x37x8xf32>) outs(%28 : tensor<2x3x37x8xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.addf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x8xf32>
    %expanded_27 = tensor.expand_shape %41 [[0], [1], [2], [3, 4]] output_shape [2, 3, 37, 8, 1] : tensor<2x3x37x8xf32> into tensor<2x3x37x8x1xf32>
    %expanded_28 = tensor.expand_shape %44 [[0], [1], [2], [3, 4]] output_shape [2, 3, 37, 8, 1] : tensor<2x3x37x8xf32> into tensor<2x3x37x8x1xf32>
    %concat_29 = tensor.concat dim(4) %expanded_27, %expanded_28 : (tensor<2x3x37x8x1xf32>, tensor<2x3x37x8x1xf32>) -> tensor<2x3x37x8x2xf32>
    %collapsed_30 = tensor.collapse_shape %concat_29 [[0], [1], [2], [3, 4]] : tensor<2x3x37x8x2xf32> into tensor<2x3x37x16xf32>
    %45 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%collapsed_24 : tensor<2x3x37x16xf32>) outs(%14 : tensor<2x3x37x16xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = arith.mulf %in, %cst_12 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x16xf32>
    %46 = tensor.empty() : tensor<37xi64>
    %47 = linalg.generic {indexing_maps = [#map3], iterator_types = ["parallel"]} outs(%46 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %88 = linalg.index 0 : index
      %89 = arith.index_cast %88 : index to i64
      linalg.yield %89 : i64
    } -> tensor<37xi64>
    %expanded_31 = tensor.expand_shape %47 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %expanded_32 = tensor.expand_shape %47 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %48 = tensor.empty() : tensor<37x37xi64>
    %49 = linalg.generic {indexing_maps = [#map9, #map4, #map6], iterator_types = ["parallel", "parallel"]} ins(%expanded_31, %expanded_32 : tensor<1x37xi64>, tensor<37x1xi64>) outs(%48 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_44: i64, %out: i64):
      %88 = arith.subi %in, %in_44 : i64
      linalg.yield %88 : i64
    } -> tensor<37x37xi64>
    %50 = tensor.empty() : tensor<37x37xi1>
    %51 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel"]} ins(%49 : tensor<37x37xi64>) outs(%50 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %88 = arith.cmpi sle, %in, %c0_i64 : i64
      linalg.yield %88 : i1
    } -> tensor<37x37xi1>
    %52 = linalg.generic {indexing_maps = [#map6, #map6, #map6], iterator_types = ["parallel", "parallel"]} ins(%51, %cst_5 : tensor<37x37xi1>, tensor<37x37xi1>) outs(%50 : tensor<37x37xi1>) {
    ^bb0(%in: i1, %in_44: i1, %out: i1):
      %88 = arith.andi %in, %in_44 : i1
      linalg.yield %88 : i1
    } -> tensor<37x37xi1>
    %53 = tensor.empty() : tensor<37x37xf32>
    %54 = linalg.generic {indexing_maps = [#map6, #map10, #map10, #map6], iterator_types = ["parallel", "parallel"]} ins(%52, %cst_3, %cst_4 : tensor<37x37xi1>, tensor<f32>, tensor<f32>) outs(%53 : tensor<37x37xf32>) {
    ^bb0(%in: i1, %in_44: f32, %in_45: f32, %out: f32):
      %88 = arith.select %in, %in_44, %in_45 : f32
      linalg.yield %88 : f32
    } -> tensor<37x37xf32>
    %55 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed_33 = linalg.transpose ins(%collapsed_30 : tensor<2x3x37x16xf32>) outs(%55 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %56 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%transposed_33 : tensor<2x3x16x37xf32>) outs(%55 : tensor<2x3x16x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = arith.mulf %in, %cst_12 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x16x37xf32>
    %collapsed_34 = tensor.collapse_shape %45 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_35 = tensor.collapse_shape %56 [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %57 = tensor.empty() : tensor<6x37x37xf32>
    %58 = linalg.fill ins(%cst : f32) outs(%57 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %59 = linalg.batch_matmul ins(%collapsed_34, %collapsed_35 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%58 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded_36 = tensor.expand_shape %59 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %60 = tensor.empty() : tensor<2x3x37x37xf32>
    %61 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_36, %54 : tensor<2x3x37x37xf32>, tensor<37x37xf32>) outs(%60 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.addf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x37xf32>
    %62 = tensor.empty() : tensor<2x3x37xi64>
    %63 = linalg.fill ins(%c0_i64 : i64) outs(%62 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %64 = tensor.empty() : tensor<2x3x37xf32>
    %65 = linalg.fill ins(%cst_1 : f32) outs(%64 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %66:2 = linalg.generic {indexing_maps = [#map7, #map11, #map11], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%61 : tensor<2x3x37x37xf32>) outs(%65, %63 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_44: i64):
      %88 = linalg.index 3 : index
      %89 = arith.index_cast %88 : index to i64
      %90 = arith.maximumf %in, %out : f32
      %91 = arith.cmpf ogt, %in, %out : f32
      %92 = arith.select %91, %89, %out_44 : i64
      linalg.yield %90, %92 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_37 = tensor.expand_shape %66#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %67 = linalg.generic {indexing_maps = [#map7, #map12, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%61, %expanded_37 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%60 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.subf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x37xf32>
    %68 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%67 : tensor<2x3x37x37xf32>) outs(%60 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = math.exp %in : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x37xf32>
    %69 = tensor.empty() : tensor<2x3x37x1xf32>
    %70 = linalg.fill ins(%cst : f32) outs(%69 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %71 = linalg.generic {indexing_maps = [#map7, #map12], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%68 : tensor<2x3x37x37xf32>) outs(%70 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %88 = arith.addf %in, %out : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x1xf32>
    %72 = linalg.generic {indexing_maps = [#map7, #map12, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%68, %71 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%60 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.divf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x37xf32>
    %73 = tensor.empty() : tensor<2x3x37x37xi1>
    %74 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%61 : tensor<2x3x37x37xf32>) outs(%73 : tensor<2x3x37x37xi1>) {
    ^bb0(%in: f32, %out: i1):
      %88 = arith.extf %in : f32 to f64
      %89 = arith.cmpf oeq, %88, %cst_6 : f64
      linalg.yield %89 : i1
    } -> tensor<2x3x37x37xi1>
    %75 = tensor.empty() : tensor<2x3x37x1xi1>
    %76 = linalg.fill ins(%true : i1) outs(%75 : tensor<2x3x37x1xi1>) -> tensor<2x3x37x1xi1>
    %77 = linalg.generic {indexing_maps = [#map7, #map12], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%74 : tensor<2x3x37x37xi1>) outs(%76 : tensor<2x3x37x1xi1>) {
    ^bb0(%in: i1, %out: i1):
      %88 = arith.andi %in, %out : i1
      linalg.yield %88 : i1
    } -> tensor<2x3x37x1xi1>
    %78 = linalg.generic {indexing_maps = [#map12, #map7, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%77, %cst_2, %72 : tensor<2x3x37x1xi1>, tensor<2x3x37x37xf32>, tensor<2x3x37x37xf32>) outs(%60 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_44: f32, %in_45: f32, %out: f32):
      %88 = arith.select %in, %in_44, %in_45 : f32
      linalg.yield %88 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_38 = tensor.collapse_shape %78 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_39 = tensor.collapse_shape %transposed_19 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %79 = tensor.empty() : tensor<6x37x16xf32>
    %80 = linalg.fill ins(%cst : f32) outs(%79 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %81 = linalg.batch_matmul ins(%collapsed_38, %collapsed_39 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%80 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_40 = tensor.expand_shape %81 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    %82 = tensor.empty() : tensor<2x37x3x16xf32>
    %transposed_41 = linalg.transpose ins(%expanded_40 : tensor<2x3x37x16xf32>) outs(%82 : tensor<2x37x3x16xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_42 = tensor.collapse_shape %transposed_41 [[0], [1], [2, 3]] : tensor<2x37x3x16xf32> into tensor<2x37x48xf32>
    %transposed_43 = linalg.transpose ins(%arg5 : tensor<48x48xf32>) outs(%10 : tensor<48x48xf32>) permutation = [1, 0] 
    %83 = tensor.empty() : tensor<2x48x48xf32>
    %84 = linalg.generic {indexing_maps = [#map13, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%transposed_43 : tensor<48x48xf32>) outs(%83 : tensor<2x48x48xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x48x48xf32>
    %85 = linalg.fill ins(%cst : f32) outs(%0 : tensor<2x37x48xf32>) -> tensor<2x37x48xf32>
    %86 = linalg.batch_matmul ins(%collapsed_42, %84 : tensor<2x37x48xf32>, tensor<2x48x48xf32>) outs(%85 : tensor<2x37x48xf32>) -> tensor<2x37x48xf32>
    %87 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0, %86 : tensor<2x37x48xf32>, tensor<2x37x48xf32>) outs(%0 : tensor<2x37x48xf32>) {
    ^bb0(%in: f32, %in_44: f32, %out: f32):
      %88 = arith.addf %in, %in_44 : f32
      linalg.yield %88 : f32
    } -> tensor<2x37x48xf32>
    return %87 : tensor<2x37x48xf32>
  }
}

