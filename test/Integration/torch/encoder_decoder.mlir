#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0) -> (d0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, 0)>
#map4 = affine_map<(d0, d1) -> (d0, d1)>
#map5 = affine_map<(d0, d1) -> ()>
#map6 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
#map9 = affine_map<(d0, d1, d2) -> (d1, d2)>
#map10 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map11 = affine_map<(d0, d1, d2, d3) -> (d0, 0, 0, d3)>
#map12 = affine_map<(d0, d1, d2, d3) -> ()>
module {
  func.func @encoder_decoder(%arg0: tensor<2x37x48xf32>, %arg1: tensor<2x37x64xf32>, %arg2: tensor<2x37xi1>, %arg3: tensor<48x48xf32>, %arg4: tensor<48x48xf32>, %arg5: tensor<48x48xf32>, %arg6: tensor<48x48xf32>, %arg7: tensor<48x48xf32>, %arg8: tensor<48x64xf32>, %arg9: tensor<48x64xf32>, %arg10: tensor<48x48xf32>) -> tensor<2x37x48xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %true = arith.constant true
    %cst_1 = arith.constant dense<0.000000e+00> : tensor<2x3x37x37xf32>
    %cst_2 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_3 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_4 = arith.constant dense<true> : tensor<37x37xi1>
    %cst_5 = arith.constant 0xFFF0000000000000 : f64
    %cst_6 = arith.constant 5.000000e-01 : f32
    %cst_7 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<48x48xf32>
    %transposed = linalg.transpose ins(%arg3 : tensor<48x48xf32>) outs(%0 : tensor<48x48xf32>) permutation = [1, 0] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2]] : tensor<2x37x48xf32> into tensor<74x48xf32>
    %1 = tensor.empty() : tensor<74x48xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %3 = linalg.matmul ins(%collapsed, %transposed : tensor<74x48xf32>, tensor<48x48xf32>) outs(%2 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %expanded = tensor.expand_shape %3 [[0, 1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<74x48xf32> into tensor<2x37x3x16xf32>
    %4 = tensor.empty() : tensor<2x3x37x16xf32>
    %transposed_8 = linalg.transpose ins(%expanded : tensor<2x37x3x16xf32>) outs(%4 : tensor<2x3x37x16xf32>) permutation = [0, 2, 1, 3] 
    %transposed_9 = linalg.transpose ins(%arg4 : tensor<48x48xf32>) outs(%0 : tensor<48x48xf32>) permutation = [1, 0] 
    %5 = linalg.matmul ins(%collapsed, %transposed_9 : tensor<74x48xf32>, tensor<48x48xf32>) outs(%2 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %expanded_10 = tensor.expand_shape %5 [[0, 1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<74x48xf32> into tensor<2x37x3x16xf32>
    %transposed_11 = linalg.transpose ins(%arg5 : tensor<48x48xf32>) outs(%0 : tensor<48x48xf32>) permutation = [1, 0] 
    %6 = linalg.matmul ins(%collapsed, %transposed_11 : tensor<74x48xf32>, tensor<48x48xf32>) outs(%2 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %expanded_12 = tensor.expand_shape %6 [[0, 1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<74x48xf32> into tensor<2x37x3x16xf32>
    %transposed_13 = linalg.transpose ins(%expanded_12 : tensor<2x37x3x16xf32>) outs(%4 : tensor<2x3x37x16xf32>) permutation = [0, 2, 1, 3] 
    %7 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%transposed_8 : tensor<2x3x37x16xf32>) outs(%4 : tensor<2x3x37x16xf32>) {
    ^bb0(%in: f32, %out: f32):
      %68 = arith.mulf %in, %cst_6 : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x16xf32>
    %8 = tensor.empty() : tensor<37xi64>
    %9 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%8 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %68 = linalg.index 0 : index
      %69 = arith.index_cast %68 : index to i64
      linalg.yield %69 : i64
    } -> tensor<37xi64>
    %expanded_14 = tensor.expand_shape %9 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %expanded_15 = tensor.expand_shape %9 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %10 = tensor.empty() : tensor<37x37xi64>
    %11 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded_14, %expanded_15 : tensor<1x37xi64>, tensor<37x1xi64>) outs(%10 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_50: i64, %out: i64):
      %68 = arith.subi %in, %in_50 : i64
      linalg.yield %68 : i64
    } -> tensor<37x37xi64>
    %12 = tensor.empty() : tensor<37x37xi1>
    %13 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%11 : tensor<37x37xi64>) outs(%12 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %68 = arith.cmpi sle, %in, %c0_i64 : i64
      linalg.yield %68 : i1
    } -> tensor<37x37xi1>
    %14 = linalg.generic {indexing_maps = [#map4, #map4, #map4], iterator_types = ["parallel", "parallel"]} ins(%13, %cst_4 : tensor<37x37xi1>, tensor<37x37xi1>) outs(%12 : tensor<37x37xi1>) {
    ^bb0(%in: i1, %in_50: i1, %out: i1):
      %68 = arith.andi %in, %in_50 : i1
      linalg.yield %68 : i1
    } -> tensor<37x37xi1>
    %15 = tensor.empty() : tensor<37x37xf32>
    %16 = linalg.generic {indexing_maps = [#map4, #map5, #map5, #map4], iterator_types = ["parallel", "parallel"]} ins(%14, %cst_2, %cst_3 : tensor<37x37xi1>, tensor<f32>, tensor<f32>) outs(%15 : tensor<37x37xf32>) {
    ^bb0(%in: i1, %in_50: f32, %in_51: f32, %out: f32):
      %68 = arith.select %in, %in_50, %in_51 : f32
      linalg.yield %68 : f32
    } -> tensor<37x37xf32>
    %17 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed_16 = linalg.transpose ins(%expanded_10 : tensor<2x37x3x16xf32>) outs(%17 : tensor<2x3x16x37xf32>) permutation = [0, 2, 3, 1] 
    %18 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%transposed_16 : tensor<2x3x16x37xf32>) outs(%17 : tensor<2x3x16x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %68 = arith.mulf %in, %cst_6 : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x16x37xf32>
    %collapsed_17 = tensor.collapse_shape %7 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_18 = tensor.collapse_shape %18 [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %19 = tensor.empty() : tensor<6x37x37xf32>
    %20 = linalg.fill ins(%cst : f32) outs(%19 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %21 = linalg.batch_matmul ins(%collapsed_17, %collapsed_18 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%20 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded_19 = tensor.expand_shape %21 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %22 = tensor.empty() : tensor<2x3x37x37xf32>
    %23 = linalg.generic {indexing_maps = [#map, #map6, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_19, %16 : tensor<2x3x37x37xf32>, tensor<37x37xf32>) outs(%22 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %68 = arith.addf %in, %in_50 : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x37xf32>
    %24 = tensor.empty() : tensor<2x3x37xi64>
    %25 = linalg.fill ins(%c0_i64 : i64) outs(%24 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %26 = tensor.empty() : tensor<2x3x37xf32>
    %27 = linalg.fill ins(%cst_0 : f32) outs(%26 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %28:2 = linalg.generic {indexing_maps = [#map, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23 : tensor<2x3x37x37xf32>) outs(%27, %25 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_50: i64):
      %68 = linalg.index 3 : index
      %69 = arith.index_cast %68 : index to i64
      %70 = arith.maximumf %in, %out : f32
      %71 = arith.cmpf ogt, %in, %out : f32
      %72 = arith.select %71, %69, %out_50 : i64
      linalg.yield %70, %72 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_20 = tensor.expand_shape %28#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %29 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23, %expanded_20 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%22 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %68 = arith.subf %in, %in_50 : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x37xf32>
    %30 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%29 : tensor<2x3x37x37xf32>) outs(%22 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %68 = math.exp %in : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x37xf32>
    %31 = tensor.empty() : tensor<2x3x37x1xf32>
    %32 = linalg.fill ins(%cst : f32) outs(%31 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %33 = linalg.generic {indexing_maps = [#map, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%30 : tensor<2x3x37x37xf32>) outs(%32 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %68 = arith.addf %in, %out : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x1xf32>
    %34 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%30, %33 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%22 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %68 = arith.divf %in, %in_50 : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x37xf32>
    %35 = tensor.empty() : tensor<2x3x37x37xi1>
    %36 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23 : tensor<2x3x37x37xf32>) outs(%35 : tensor<2x3x37x37xi1>) {
    ^bb0(%in: f32, %out: i1):
      %68 = arith.extf %in : f32 to f64
      %69 = arith.cmpf oeq, %68, %cst_5 : f64
      linalg.yield %69 : i1
    } -> tensor<2x3x37x37xi1>
    %37 = tensor.empty() : tensor<2x3x37x1xi1>
    %38 = linalg.fill ins(%true : i1) outs(%37 : tensor<2x3x37x1xi1>) -> tensor<2x3x37x1xi1>
    %39 = linalg.generic {indexing_maps = [#map, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%36 : tensor<2x3x37x37xi1>) outs(%38 : tensor<2x3x37x1xi1>) {
    ^bb0(%in: i1, %out: i1):
      %68 = arith.andi %in, %out : i1
      linalg.yield %68 : i1
    } -> tensor<2x3x37x1xi1>
    %40 = linalg.generic {indexing_maps = [#map8, #map, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%39, %cst_1, %34 : tensor<2x3x37x1xi1>, tensor<2x3x37x37xf32>, tensor<2x3x37x37xf32>) outs(%22 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_50: f32, %in_51: f32, %out: f32):
      %68 = arith.select %in, %in_50, %in_51 : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_21 = tensor.collapse_shape %40 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_22 = tensor.collapse_shape %transposed_13 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %41 = tensor.empty() : tensor<6x37x16xf32>
    %42 = linalg.fill ins(%cst : f32) outs(%41 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %43 = linalg.batch_matmul ins(%collapsed_21, %collapsed_22 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%42 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_23 = tensor.expand_shape %43 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    %44 = tensor.empty() : tensor<2x37x3x16xf32>
    %transposed_24 = linalg.transpose ins(%expanded_23 : tensor<2x3x37x16xf32>) outs(%44 : tensor<2x37x3x16xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_25 = tensor.collapse_shape %transposed_24 [[0], [1], [2, 3]] : tensor<2x37x3x16xf32> into tensor<2x37x48xf32>
    %transposed_26 = linalg.transpose ins(%arg6 : tensor<48x48xf32>) outs(%0 : tensor<48x48xf32>) permutation = [1, 0] 
    %45 = tensor.empty() : tensor<2x48x48xf32>
    %46 = linalg.generic {indexing_maps = [#map9, #map10], iterator_types = ["parallel", "parallel", "parallel"]} ins(%transposed_26 : tensor<48x48xf32>) outs(%45 : tensor<2x48x48xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x48x48xf32>
    %47 = tensor.empty() : tensor<2x37x48xf32>
    %48 = linalg.fill ins(%cst : f32) outs(%47 : tensor<2x37x48xf32>) -> tensor<2x37x48xf32>
    %49 = linalg.batch_matmul ins(%collapsed_25, %46 : tensor<2x37x48xf32>, tensor<2x48x48xf32>) outs(%48 : tensor<2x37x48xf32>) -> tensor<2x37x48xf32>
    %50 = linalg.generic {indexing_maps = [#map10, #map10, #map10], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0, %49 : tensor<2x37x48xf32>, tensor<2x37x48xf32>) outs(%47 : tensor<2x37x48xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %68 = arith.addf %in, %in_50 : f32
      linalg.yield %68 : f32
    } -> tensor<2x37x48xf32>
    %transposed_27 = linalg.transpose ins(%arg7 : tensor<48x48xf32>) outs(%0 : tensor<48x48xf32>) permutation = [1, 0] 
    %collapsed_28 = tensor.collapse_shape %50 [[0, 1], [2]] : tensor<2x37x48xf32> into tensor<74x48xf32>
    %51 = linalg.matmul ins(%collapsed_28, %transposed_27 : tensor<74x48xf32>, tensor<48x48xf32>) outs(%2 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %expanded_29 = tensor.expand_shape %51 [[0, 1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<74x48xf32> into tensor<2x37x3x16xf32>
    %transposed_30 = linalg.transpose ins(%expanded_29 : tensor<2x37x3x16xf32>) outs(%4 : tensor<2x3x37x16xf32>) permutation = [0, 2, 1, 3] 
    %52 = tensor.empty() : tensor<64x48xf32>
    %transposed_31 = linalg.transpose ins(%arg8 : tensor<48x64xf32>) outs(%52 : tensor<64x48xf32>) permutation = [1, 0] 
    %collapsed_32 = tensor.collapse_shape %arg1 [[0, 1], [2]] : tensor<2x37x64xf32> into tensor<74x64xf32>
    %53 = linalg.matmul ins(%collapsed_32, %transposed_31 : tensor<74x64xf32>, tensor<64x48xf32>) outs(%2 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %expanded_33 = tensor.expand_shape %53 [[0, 1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<74x48xf32> into tensor<2x37x3x16xf32>
    %transposed_34 = linalg.transpose ins(%arg9 : tensor<48x64xf32>) outs(%52 : tensor<64x48xf32>) permutation = [1, 0] 
    %54 = linalg.matmul ins(%collapsed_32, %transposed_34 : tensor<74x64xf32>, tensor<64x48xf32>) outs(%2 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %expanded_35 = tensor.expand_shape %54 [[0, 1], [2, 3]] output_shape [2, 37, 3, 16] : tensor<74x48xf32> into tensor<2x37x3x16xf32>
    %transposed_36 = linalg.transpose ins(%expanded_35 : tensor<2x37x3x16xf32>) outs(%4 : tensor<2x3x37x16xf32>) permutation = [0, 2, 1, 3] 
    %transposed_37 = linalg.transpose ins(%expanded_33 : tensor<2x37x3x16xf32>) outs(%17 : tensor<2x3x16x37xf32>) permutation = [0, 2, 3, 1] 
    %collapsed_38 = tensor.collapse_shape %transposed_30 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_39 = tensor.collapse_shape %transposed_37 [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %55 = linalg.batch_matmul ins(%collapsed_38, %collapsed_39 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%20 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded_40 = tensor.expand_shape %55 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %56 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_40 : tensor<2x3x37x37xf32>) outs(%22 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %68 = arith.divf %in, %cst_7 : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x37xf32>
    %expanded_41 = tensor.expand_shape %arg2 [[0], [1, 2, 3]] output_shape [2, 1, 1, 37] : tensor<2x37xi1> into tensor<2x1x1x37xi1>
    %57 = tensor.empty() : tensor<2x1x1x37xi1>
    %58 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_41 : tensor<2x1x1x37xi1>) outs(%57 : tensor<2x1x1x37xi1>) {
    ^bb0(%in: i1, %out: i1):
      %68 = arith.xori %in, %true : i1
      linalg.yield %68 : i1
    } -> tensor<2x1x1x37xi1>
    %59 = linalg.generic {indexing_maps = [#map11, #map12, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%58, %cst_3, %56 : tensor<2x1x1x37xi1>, tensor<f32>, tensor<2x3x37x37xf32>) outs(%22 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_50: f32, %in_51: f32, %out: f32):
      %68 = arith.select %in, %in_50, %in_51 : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x37xf32>
    %60:2 = linalg.generic {indexing_maps = [#map, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%59 : tensor<2x3x37x37xf32>) outs(%27, %25 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_50: i64):
      %68 = linalg.index 3 : index
      %69 = arith.index_cast %68 : index to i64
      %70 = arith.maximumf %in, %out : f32
      %71 = arith.cmpf ogt, %in, %out : f32
      %72 = arith.select %71, %69, %out_50 : i64
      linalg.yield %70, %72 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_42 = tensor.expand_shape %60#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %61 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%59, %expanded_42 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%22 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %68 = arith.subf %in, %in_50 : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x37xf32>
    %62 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%61 : tensor<2x3x37x37xf32>) outs(%22 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %68 = math.exp %in : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x37xf32>
    %63 = linalg.generic {indexing_maps = [#map, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%62 : tensor<2x3x37x37xf32>) outs(%32 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %68 = arith.addf %in, %out : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x1xf32>
    %64 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%62, %63 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%22 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %68 = arith.divf %in, %in_50 : f32
      linalg.yield %68 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_43 = tensor.collapse_shape %64 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_44 = tensor.collapse_shape %transposed_36 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %65 = linalg.batch_matmul ins(%collapsed_43, %collapsed_44 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%42 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_45 = tensor.expand_shape %65 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    %transposed_46 = linalg.transpose ins(%expanded_45 : tensor<2x3x37x16xf32>) outs(%44 : tensor<2x37x3x16xf32>) permutation = [0, 2, 1, 3] 
    %transposed_47 = linalg.transpose ins(%arg10 : tensor<48x48xf32>) outs(%0 : tensor<48x48xf32>) permutation = [1, 0] 
    %collapsed_48 = tensor.collapse_shape %transposed_46 [[0, 1], [2, 3]] : tensor<2x37x3x16xf32> into tensor<74x48xf32>
    %66 = linalg.matmul ins(%collapsed_48, %transposed_47 : tensor<74x48xf32>, tensor<48x48xf32>) outs(%2 : tensor<74x48xf32>) -> tensor<74x48xf32>
    %expanded_49 = tensor.expand_shape %66 [[0, 1], [2]] output_shape [2, 37, 48] : tensor<74x48xf32> into tensor<2x37x48xf32>
    %67 = linalg.generic {indexing_maps = [#map10, #map10, #map10], iterator_types = ["parallel", "parallel", "parallel"]} ins(%50, %expanded_49 : tensor<2x37x48xf32>, tensor<2x37x48xf32>) outs(%47 : tensor<2x37x48xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %68 = arith.addf %in, %in_50 : f32
      linalg.yield %68 : f32
    } -> tensor<2x37x48xf32>
    return %67 : tensor<2x37x48xf32>
  }
}

