#map = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map1 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#map2 = affine_map<(d0, d1, d2) -> (d2)>
#map3 = affine_map<(d0) -> (d0)>
#map4 = affine_map<(d0, d1) -> (d0, 0)>
#map5 = affine_map<(d0, d1) -> (d1)>
#map6 = affine_map<(d0, d1) -> (d0, d1)>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3) -> (0, 0, d2, d3)>
#map9 = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d3, d4)>
#map10 = affine_map<(d0, d1, d2, d3, d4) -> (d0, d1, d2, d3, d4)>
#map11 = affine_map<(d0, d1) -> (0, d1)>
#map12 = affine_map<(d0, d1) -> ()>
#map13 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map14 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @llama_block(%arg0: tensor<2x37x240xf32>, %arg1: tensor<240xf32>, %arg2: tensor<240x240xf32>, %arg3: tensor<80x240xf32>, %arg4: tensor<80x240xf32>, %arg5: tensor<240x240xf32>, %arg6: tensor<240xf32>, %arg7: tensor<320x240xf32>, %arg8: tensor<320x240xf32>, %arg9: tensor<240x320xf32>) -> tensor<2x37x240xf32> {
    %c0_i64 = arith.constant 0 : i64
    %c1_i64 = arith.constant 1 : i64
    %c2_i64 = arith.constant 2 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 1.000000e+00 : f32
    %cst_1 = arith.constant 0xFF800000 : f32
    %cst_2 = arith.constant dense<0.000000e+00> : tensor<f32>
    %cst_3 = arith.constant dense<-3.40282347E+38> : tensor<37x37xf32>
    %cst_4 = arith.constant 6.324555320336759 : f64
    %cst_5 = arith.constant 9.9999999999999995E-7 : f64
    %cst_6 = arith.constant 2.400000e+02 : f32
    %cst_7 = arith.constant 2.000000e+00 : f32
    %cst_8 = arith.constant 4.000000e+01 : f32
    %cst_9 = arith.constant 1.000000e+04 : f32
    %0 = tensor.empty() : tensor<2x37x240xf32>
    %1 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0 : tensor<2x37x240xf32>) outs(%0 : tensor<2x37x240xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %101 : f32
    } -> tensor<2x37x240xf32>
    %2 = tensor.empty() : tensor<2x37x1xf32>
    %3 = linalg.fill ins(%cst : f32) outs(%2 : tensor<2x37x1xf32>) -> tensor<2x37x1xf32>
    %4 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%1 : tensor<2x37x240xf32>) outs(%3 : tensor<2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.addf %in, %out : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x1xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%4 : tensor<2x37x1xf32>) outs(%2 : tensor<2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.divf %in, %cst_6 : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x1xf32>
    %6 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%5 : tensor<2x37x1xf32>) outs(%2 : tensor<2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.truncf %cst_5 : f64 to f32
      %102 = arith.addf %in, %101 : f32
      linalg.yield %102 : f32
    } -> tensor<2x37x1xf32>
    %7 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%6 : tensor<2x37x1xf32>) outs(%2 : tensor<2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = math.rsqrt %in : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x1xf32>
    %8 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0, %7 : tensor<2x37x240xf32>, tensor<2x37x1xf32>) outs(%0 : tensor<2x37x240xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.mulf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x240xf32>
    %9 = linalg.generic {indexing_maps = [#map2, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg1, %8 : tensor<240xf32>, tensor<2x37x240xf32>) outs(%0 : tensor<2x37x240xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.mulf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x240xf32>
    %10 = tensor.empty() : tensor<240x240xf32>
    %transposed = linalg.transpose ins(%arg2 : tensor<240x240xf32>) outs(%10 : tensor<240x240xf32>) permutation = [1, 0] 
    %collapsed = tensor.collapse_shape %9 [[0, 1], [2]] : tensor<2x37x240xf32> into tensor<74x240xf32>
    %11 = tensor.empty() : tensor<74x240xf32>
    %12 = linalg.fill ins(%cst : f32) outs(%11 : tensor<74x240xf32>) -> tensor<74x240xf32>
    %13 = linalg.matmul ins(%collapsed, %transposed : tensor<74x240xf32>, tensor<240x240xf32>) outs(%12 : tensor<74x240xf32>) -> tensor<74x240xf32>
    %expanded = tensor.expand_shape %13 [[0, 1], [2, 3]] output_shape [2, 37, 6, 40] : tensor<74x240xf32> into tensor<2x37x6x40xf32>
    %14 = tensor.empty() : tensor<2x6x37x40xf32>
    %transposed_10 = linalg.transpose ins(%expanded : tensor<2x37x6x40xf32>) outs(%14 : tensor<2x6x37x40xf32>) permutation = [0, 2, 1, 3] 
    %15 = tensor.empty() : tensor<240x80xf32>
    %transposed_11 = linalg.transpose ins(%arg3 : tensor<80x240xf32>) outs(%15 : tensor<240x80xf32>) permutation = [1, 0] 
    %16 = tensor.empty() : tensor<74x80xf32>
    %17 = linalg.fill ins(%cst : f32) outs(%16 : tensor<74x80xf32>) -> tensor<74x80xf32>
    %18 = linalg.matmul ins(%collapsed, %transposed_11 : tensor<74x240xf32>, tensor<240x80xf32>) outs(%17 : tensor<74x80xf32>) -> tensor<74x80xf32>
    %expanded_12 = tensor.expand_shape %18 [[0, 1], [2, 3]] output_shape [2, 37, 2, 40] : tensor<74x80xf32> into tensor<2x37x2x40xf32>
    %19 = tensor.empty() : tensor<2x2x37x40xf32>
    %transposed_13 = linalg.transpose ins(%expanded_12 : tensor<2x37x2x40xf32>) outs(%19 : tensor<2x2x37x40xf32>) permutation = [0, 2, 1, 3] 
    %transposed_14 = linalg.transpose ins(%arg4 : tensor<80x240xf32>) outs(%15 : tensor<240x80xf32>) permutation = [1, 0] 
    %20 = linalg.matmul ins(%collapsed, %transposed_14 : tensor<74x240xf32>, tensor<240x80xf32>) outs(%17 : tensor<74x80xf32>) -> tensor<74x80xf32>
    %expanded_15 = tensor.expand_shape %20 [[0, 1], [2, 3]] output_shape [2, 37, 2, 40] : tensor<74x80xf32> into tensor<2x37x2x40xf32>
    %transposed_16 = linalg.transpose ins(%expanded_15 : tensor<2x37x2x40xf32>) outs(%19 : tensor<2x2x37x40xf32>) permutation = [0, 2, 1, 3] 
    %21 = tensor.empty() : tensor<20xf32>
    %22 = linalg.generic {indexing_maps = [#map3], iterator_types = ["parallel"]} outs(%21 : tensor<20xf32>) {
    ^bb0(%out: f32):
      %101 = linalg.index 0 : index
      %102 = arith.index_cast %101 : index to i64
      %103 = arith.sitofp %102 : i64 to f32
      %104 = arith.mulf %103, %cst_7 : f32
      %105 = arith.addf %104, %cst : f32
      linalg.yield %105 : f32
    } -> tensor<20xf32>
    %23 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel"]} ins(%22 : tensor<20xf32>) outs(%21 : tensor<20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.divf %in, %cst_8 : f32
      linalg.yield %101 : f32
    } -> tensor<20xf32>
    %24 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel"]} ins(%23 : tensor<20xf32>) outs(%21 : tensor<20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = math.powf %cst_9, %in : f32
      linalg.yield %101 : f32
    } -> tensor<20xf32>
    %25 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel"]} ins(%24 : tensor<20xf32>) outs(%21 : tensor<20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.cmpf one, %in, %cst : f32
      cf.assert %101, "unimplemented: tensor with zero element"
      %102 = arith.divf %cst_0, %in : f32
      linalg.yield %102 : f32
    } -> tensor<20xf32>
    %26 = tensor.empty() : tensor<37xf32>
    %27 = linalg.generic {indexing_maps = [#map3], iterator_types = ["parallel"]} outs(%26 : tensor<37xf32>) {
    ^bb0(%out: f32):
      %101 = linalg.index 0 : index
      %102 = arith.index_cast %101 : index to i64
      %103 = arith.sitofp %102 : i64 to f32
      %104 = arith.addf %103, %cst : f32
      linalg.yield %104 : f32
    } -> tensor<37xf32>
    %expanded_17 = tensor.expand_shape %27 [[0, 1]] output_shape [37, 1] : tensor<37xf32> into tensor<37x1xf32>
    %28 = tensor.empty() : tensor<37x20xf32>
    %29 = linalg.generic {indexing_maps = [#map4, #map5, #map6], iterator_types = ["parallel", "parallel"]} ins(%expanded_17, %25 : tensor<37x1xf32>, tensor<20xf32>) outs(%28 : tensor<37x20xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.mulf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<37x20xf32>
    %concat = tensor.concat dim(1) %29, %29 : (tensor<37x20xf32>, tensor<37x20xf32>) -> tensor<37x40xf32>
    %expanded_18 = tensor.expand_shape %concat [[0, 1, 2], [3]] output_shape [1, 1, 37, 40] : tensor<37x40xf32> into tensor<1x1x37x40xf32>
    %extracted_slice = tensor.extract_slice %transposed_10[0, 0, 0, 20] [2, 6, 37, 20] [1, 1, 1, 1] : tensor<2x6x37x40xf32> to tensor<2x6x37x20xf32>
    %30 = tensor.empty() : tensor<2x6x37x20xf32>
    %31 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%extracted_slice : tensor<2x6x37x20xf32>) outs(%30 : tensor<2x6x37x20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.negf %in : f32
      linalg.yield %101 : f32
    } -> tensor<2x6x37x20xf32>
    %extracted_slice_19 = tensor.extract_slice %transposed_10[0, 0, 0, 0] [2, 6, 37, 20] [1, 1, 1, 1] : tensor<2x6x37x40xf32> to tensor<2x6x37x20xf32>
    %concat_20 = tensor.concat dim(3) %31, %extracted_slice_19 : (tensor<2x6x37x20xf32>, tensor<2x6x37x20xf32>) -> tensor<2x6x37x40xf32>
    %32 = tensor.empty() : tensor<1x1x37x40xf32>
    %33 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_18 : tensor<1x1x37x40xf32>) outs(%32 : tensor<1x1x37x40xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = math.cos %in : f32
      linalg.yield %101 : f32
    } -> tensor<1x1x37x40xf32>
    %34 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%transposed_10, %33 : tensor<2x6x37x40xf32>, tensor<1x1x37x40xf32>) outs(%14 : tensor<2x6x37x40xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.mulf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x6x37x40xf32>
    %35 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_18 : tensor<1x1x37x40xf32>) outs(%32 : tensor<1x1x37x40xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = math.sin %in : f32
      linalg.yield %101 : f32
    } -> tensor<1x1x37x40xf32>
    %36 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%concat_20, %35 : tensor<2x6x37x40xf32>, tensor<1x1x37x40xf32>) outs(%14 : tensor<2x6x37x40xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.mulf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x6x37x40xf32>
    %37 = linalg.generic {indexing_maps = [#map7, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%34, %36 : tensor<2x6x37x40xf32>, tensor<2x6x37x40xf32>) outs(%14 : tensor<2x6x37x40xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.addf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x6x37x40xf32>
    %38 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel"]} ins(%24 : tensor<20xf32>) outs(%21 : tensor<20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.cmpf one, %in, %cst : f32
      cf.assert %101, "unimplemented: tensor with zero element"
      %102 = arith.divf %cst_0, %in : f32
      linalg.yield %102 : f32
    } -> tensor<20xf32>
    %39 = linalg.generic {indexing_maps = [#map4, #map5, #map6], iterator_types = ["parallel", "parallel"]} ins(%expanded_17, %38 : tensor<37x1xf32>, tensor<20xf32>) outs(%28 : tensor<37x20xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.mulf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<37x20xf32>
    %concat_21 = tensor.concat dim(1) %39, %39 : (tensor<37x20xf32>, tensor<37x20xf32>) -> tensor<37x40xf32>
    %expanded_22 = tensor.expand_shape %concat_21 [[0, 1, 2], [3]] output_shape [1, 1, 37, 40] : tensor<37x40xf32> into tensor<1x1x37x40xf32>
    %extracted_slice_23 = tensor.extract_slice %transposed_13[0, 0, 0, 20] [2, 2, 37, 20] [1, 1, 1, 1] : tensor<2x2x37x40xf32> to tensor<2x2x37x20xf32>
    %40 = tensor.empty() : tensor<2x2x37x20xf32>
    %41 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%extracted_slice_23 : tensor<2x2x37x20xf32>) outs(%40 : tensor<2x2x37x20xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.negf %in : f32
      linalg.yield %101 : f32
    } -> tensor<2x2x37x20xf32>
    %extracted_slice_24 = tensor.extract_slice %transposed_13[0, 0, 0, 0] [2, 2, 37, 20] [1, 1, 1, 1] : tensor<2x2x37x40xf32> to tensor<2x2x37x20xf32>
    %concat_25 = tensor.concat dim(3) %41, %extracted_slice_24 : (tensor<2x2x37x20xf32>, tensor<2x2x37x20xf32>) -> tensor<2x2x37x40xf32>
    %42 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_22 : tensor<1x1x37x40xf32>) outs(%32 : tensor<1x1x37x40xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = math.cos %in : f32
      linalg.yield %101 : f32
    } -> tensor<1x1x37x40xf32>
    %43 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%transposed_13, %42 : tensor<2x2x37x40xf32>, tensor<1x1x37x40xf32>) outs(%19 : tensor<2x2x37x40xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.mulf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x2x37x40xf32>
    %44 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_22 : tensor<1x1x37x40xf32>) outs(%32 : tensor<1x1x37x40xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = math.sin %in : f32
      linalg.yield %101 : f32
    } -> tensor<1x1x37x40xf32>
    %45 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%concat_25, %44 : tensor<2x2x37x40xf32>, tensor<1x1x37x40xf32>) outs(%19 : tensor<2x2x37x40xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.mulf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x2x37x40xf32>
    %46 = linalg.generic {indexing_maps = [#map7, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%43, %45 : tensor<2x2x37x40xf32>, tensor<2x2x37x40xf32>) outs(%19 : tensor<2x2x37x40xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.addf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x2x37x40xf32>
    %47 = tensor.empty() : tensor<2x2x3x37x40xf32>
    %48 = linalg.generic {indexing_maps = [#map9, #map10], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%46 : tensor<2x2x37x40xf32>) outs(%47 : tensor<2x2x3x37x40xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x2x3x37x40xf32>
    %collapsed_26 = tensor.collapse_shape %48 [[0], [1, 2], [3], [4]] : tensor<2x2x3x37x40xf32> into tensor<2x6x37x40xf32>
    %49 = linalg.generic {indexing_maps = [#map9, #map10], iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel"]} ins(%transposed_16 : tensor<2x2x37x40xf32>) outs(%47 : tensor<2x2x3x37x40xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<2x2x3x37x40xf32>
    %50 = tensor.empty() : tensor<37xi64>
    %51 = linalg.generic {indexing_maps = [#map3], iterator_types = ["parallel"]} outs(%50 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %101 = linalg.index 0 : index
      %102 = arith.index_cast %101 : index to i64
      linalg.yield %102 : i64
    } -> tensor<37xi64>
    %expanded_27 = tensor.expand_shape %51 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %expanded_28 = tensor.expand_shape %51 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %52 = tensor.empty() : tensor<37x37xi64>
    %53 = linalg.generic {indexing_maps = [#map11, #map4, #map6], iterator_types = ["parallel", "parallel"]} ins(%expanded_27, %expanded_28 : tensor<1x37xi64>, tensor<37x1xi64>) outs(%52 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_50: i64, %out: i64):
      %101 = arith.subi %in, %in_50 : i64
      linalg.yield %101 : i64
    } -> tensor<37x37xi64>
    %54 = tensor.empty() : tensor<37x37xi1>
    %55 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel"]} ins(%53 : tensor<37x37xi64>) outs(%54 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %101 = arith.cmpi sge, %in, %c1_i64 : i64
      linalg.yield %101 : i1
    } -> tensor<37x37xi1>
    %56 = tensor.empty() : tensor<37x37xf32>
    %57 = linalg.generic {indexing_maps = [#map6, #map6, #map12, #map6], iterator_types = ["parallel", "parallel"]} ins(%55, %cst_3, %cst_2 : tensor<37x37xi1>, tensor<37x37xf32>, tensor<f32>) outs(%56 : tensor<37x37xf32>) {
    ^bb0(%in: i1, %in_50: f32, %in_51: f32, %out: f32):
      %101 = arith.select %in, %in_50, %in_51 : f32
      linalg.yield %101 : f32
    } -> tensor<37x37xf32>
    %expanded_29 = tensor.expand_shape %57 [[0, 1, 2], [3]] output_shape [1, 1, 37, 37] : tensor<37x37xf32> into tensor<1x1x37x37xf32>
    %58 = tensor.empty() : tensor<2x6x40x37xf32>
    %transposed_30 = linalg.transpose ins(%collapsed_26 : tensor<2x6x37x40xf32>) outs(%58 : tensor<2x6x40x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed_31 = tensor.collapse_shape %37 [[0, 1], [2], [3]] : tensor<2x6x37x40xf32> into tensor<12x37x40xf32>
    %collapsed_32 = tensor.collapse_shape %transposed_30 [[0, 1], [2], [3]] : tensor<2x6x40x37xf32> into tensor<12x40x37xf32>
    %59 = tensor.empty() : tensor<12x37x37xf32>
    %60 = linalg.fill ins(%cst : f32) outs(%59 : tensor<12x37x37xf32>) -> tensor<12x37x37xf32>
    %61 = linalg.batch_matmul ins(%collapsed_31, %collapsed_32 : tensor<12x37x40xf32>, tensor<12x40x37xf32>) outs(%60 : tensor<12x37x37xf32>) -> tensor<12x37x37xf32>
    %expanded_33 = tensor.expand_shape %61 [[0, 1], [2], [3]] output_shape [2, 6, 37, 37] : tensor<12x37x37xf32> into tensor<2x6x37x37xf32>
    %62 = tensor.empty() : tensor<2x6x37x37xf32>
    %63 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_33 : tensor<2x6x37x37xf32>) outs(%62 : tensor<2x6x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.truncf %cst_4 : f64 to f32
      %102 = arith.divf %in, %101 : f32
      linalg.yield %102 : f32
    } -> tensor<2x6x37x37xf32>
    %64 = linalg.generic {indexing_maps = [#map7, #map8, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%63, %expanded_29 : tensor<2x6x37x37xf32>, tensor<1x1x37x37xf32>) outs(%62 : tensor<2x6x37x37xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.addf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x6x37x37xf32>
    %65 = tensor.empty() : tensor<2x6x37xi64>
    %66 = linalg.fill ins(%c0_i64 : i64) outs(%65 : tensor<2x6x37xi64>) -> tensor<2x6x37xi64>
    %67 = tensor.empty() : tensor<2x6x37xf32>
    %68 = linalg.fill ins(%cst_1 : f32) outs(%67 : tensor<2x6x37xf32>) -> tensor<2x6x37xf32>
    %69:2 = linalg.generic {indexing_maps = [#map7, #map13, #map13], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%64 : tensor<2x6x37x37xf32>) outs(%68, %66 : tensor<2x6x37xf32>, tensor<2x6x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_50: i64):
      %101 = linalg.index 3 : index
      %102 = arith.index_cast %101 : index to i64
      %103 = arith.maximumf %in, %out : f32
      %104 = arith.cmpf ogt, %in, %out : f32
      %105 = arith.select %104, %102, %out_50 : i64
      linalg.yield %103, %105 : f32, i64
    } -> (tensor<2x6x37xf32>, tensor<2x6x37xi64>)
    %expanded_34 = tensor.expand_shape %69#0 [[0], [1], [2, 3]] output_shape [2, 6, 37, 1] : tensor<2x6x37xf32> into tensor<2x6x37x1xf32>
    %70 = linalg.generic {indexing_maps = [#map7, #map14, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%64, %expanded_34 : tensor<2x6x37x37xf32>, tensor<2x6x37x1xf32>) outs(%62 : tensor<2x6x37x37xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.subf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x6x37x37xf32>
    %71 = linalg.generic {indexing_maps = [#map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%70 : tensor<2x6x37x37xf32>) outs(%62 : tensor<2x6x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = math.exp %in : f32
      linalg.yield %101 : f32
    } -> tensor<2x6x37x37xf32>
    %72 = tensor.empty() : tensor<2x6x37x1xf32>
    %73 = linalg.fill ins(%cst : f32) outs(%72 : tensor<2x6x37x1xf32>) -> tensor<2x6x37x1xf32>
    %74 = linalg.generic {indexing_maps = [#map7, #map14], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%71 : tensor<2x6x37x37xf32>) outs(%73 : tensor<2x6x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.addf %in, %out : f32
      linalg.yield %101 : f32
    } -> tensor<2x6x37x1xf32>
    %75 = linalg.generic {indexing_maps = [#map7, #map14, #map7], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%71, %74 : tensor<2x6x37x37xf32>, tensor<2x6x37x1xf32>) outs(%62 : tensor<2x6x37x37xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.divf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x6x37x37xf32>
    %collapsed_35 = tensor.collapse_shape %75 [[0, 1], [2], [3]] : tensor<2x6x37x37xf32> into tensor<12x37x37xf32>
    %collapsed_36 = tensor.collapse_shape %49 [[0, 1, 2], [3], [4]] : tensor<2x2x3x37x40xf32> into tensor<12x37x40xf32>
    %76 = tensor.empty() : tensor<12x37x40xf32>
    %77 = linalg.fill ins(%cst : f32) outs(%76 : tensor<12x37x40xf32>) -> tensor<12x37x40xf32>
    %78 = linalg.batch_matmul ins(%collapsed_35, %collapsed_36 : tensor<12x37x37xf32>, tensor<12x37x40xf32>) outs(%77 : tensor<12x37x40xf32>) -> tensor<12x37x40xf32>
    %expanded_37 = tensor.expand_shape %78 [[0, 1], [2], [3]] output_shape [2, 6, 37, 40] : tensor<12x37x40xf32> into tensor<2x6x37x40xf32>
    %79 = tensor.empty() : tensor<2x37x6x40xf32>
    %transposed_38 = linalg.transpose ins(%expanded_37 : tensor<2x6x37x40xf32>) outs(%79 : tensor<2x37x6x40xf32>) permutation = [0, 2, 1, 3] 
    %transposed_39 = linalg.transpose ins(%arg5 : tensor<240x240xf32>) outs(%10 : tensor<240x240xf32>) permutation = [1, 0] 
    %collapsed_40 = tensor.collapse_shape %transposed_38 [[0, 1], [2, 3]] : tensor<2x37x6x40xf32> into tensor<74x240xf32>
    %80 = linalg.matmul ins(%collapsed_40, %transposed_39 : tensor<74x240xf32>, tensor<240x240xf32>) outs(%12 : tensor<74x240xf32>) -> tensor<74x240xf32>
    %expanded_41 = tensor.expand_shape %80 [[0, 1], [2]] output_shape [2, 37, 240] : tensor<74x240xf32> into tensor<2x37x240xf32>
    %81 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0, %expanded_41 : tensor<2x37x240xf32>, tensor<2x37x240xf32>) outs(%0 : tensor<2x37x240xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.addf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x240xf32>
    %82 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%81 : tensor<2x37x240xf32>) outs(%0 : tensor<2x37x240xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = math.fpowi %in, %c2_i64 : f32, i64
      linalg.yield %101 : f32
    } -> tensor<2x37x240xf32>
    %83 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "reduction"]} ins(%82 : tensor<2x37x240xf32>) outs(%3 : tensor<2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.addf %in, %out : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x1xf32>
    %84 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%83 : tensor<2x37x1xf32>) outs(%2 : tensor<2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.divf %in, %cst_6 : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x1xf32>
    %85 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%84 : tensor<2x37x1xf32>) outs(%2 : tensor<2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.truncf %cst_5 : f64 to f32
      %102 = arith.addf %in, %101 : f32
      linalg.yield %102 : f32
    } -> tensor<2x37x1xf32>
    %86 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%85 : tensor<2x37x1xf32>) outs(%2 : tensor<2x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = math.rsqrt %in : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x1xf32>
    %87 = linalg.generic {indexing_maps = [#map, #map1, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%81, %86 : tensor<2x37x240xf32>, tensor<2x37x1xf32>) outs(%0 : tensor<2x37x240xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.mulf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x240xf32>
    %88 = linalg.generic {indexing_maps = [#map2, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg6, %87 : tensor<240xf32>, tensor<2x37x240xf32>) outs(%0 : tensor<2x37x240xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.mulf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x240xf32>
    %89 = tensor.empty() : tensor<240x320xf32>
    %transposed_42 = linalg.transpose ins(%arg7 : tensor<320x240xf32>) outs(%89 : tensor<240x320xf32>) permutation = [1, 0] 
    %collapsed_43 = tensor.collapse_shape %88 [[0, 1], [2]] : tensor<2x37x240xf32> into tensor<74x240xf32>
    %90 = tensor.empty() : tensor<74x320xf32>
    %91 = linalg.fill ins(%cst : f32) outs(%90 : tensor<74x320xf32>) -> tensor<74x320xf32>
    %92 = linalg.matmul ins(%collapsed_43, %transposed_42 : tensor<74x240xf32>, tensor<240x320xf32>) outs(%91 : tensor<74x320xf32>) -> tensor<74x320xf32>
    %expanded_44 = tensor.expand_shape %92 [[0, 1], [2]] output_shape [2, 37, 320] : tensor<74x320xf32> into tensor<2x37x320xf32>
    %93 = tensor.empty() : tensor<2x37x320xf32>
    %94 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_44 : tensor<2x37x320xf32>) outs(%93 : tensor<2x37x320xf32>) {
    ^bb0(%in: f32, %out: f32):
      %101 = arith.negf %in : f32
      %102 = math.exp %101 : f32
      %103 = arith.addf %102, %cst_0 : f32
      %104 = arith.divf %cst_0, %103 : f32
      linalg.yield %104 : f32
    } -> tensor<2x37x320xf32>
    %95 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%expanded_44, %94 : tensor<2x37x320xf32>, tensor<2x37x320xf32>) outs(%93 : tensor<2x37x320xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.mulf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x320xf32>
    %transposed_45 = linalg.transpose ins(%arg8 : tensor<320x240xf32>) outs(%89 : tensor<240x320xf32>) permutation = [1, 0] 
    %96 = linalg.matmul ins(%collapsed_43, %transposed_45 : tensor<74x240xf32>, tensor<240x320xf32>) outs(%91 : tensor<74x320xf32>) -> tensor<74x320xf32>
    %expanded_46 = tensor.expand_shape %96 [[0, 1], [2]] output_shape [2, 37, 320] : tensor<74x320xf32> into tensor<2x37x320xf32>
    %97 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%95, %expanded_46 : tensor<2x37x320xf32>, tensor<2x37x320xf32>) outs(%93 : tensor<2x37x320xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.mulf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x320xf32>
    %98 = tensor.empty() : tensor<320x240xf32>
    %transposed_47 = linalg.transpose ins(%arg9 : tensor<240x320xf32>) outs(%98 : tensor<320x240xf32>) permutation = [1, 0] 
    %collapsed_48 = tensor.collapse_shape %97 [[0, 1], [2]] : tensor<2x37x320xf32> into tensor<74x320xf32>
    %99 = linalg.matmul ins(%collapsed_48, %transposed_47 : tensor<74x320xf32>, tensor<320x240xf32>) outs(%12 : tensor<74x240xf32>) -> tensor<74x240xf32>
    %expanded_49 = tensor.expand_shape %99 [[0, 1], [2]] output_shape [2, 37, 240] : tensor<74x240xf32> into tensor<2x37x240xf32>
    %100 = linalg.generic {indexing_maps = [#map, #map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%81, %expanded_49 : tensor<2x37x240xf32>, tensor<2x37x240xf32>) outs(%0 : tensor<2x37x240xf32>) {
    ^bb0(%in: f32, %in_50: f32, %out: f32):
      %101 = arith.addf %in, %in_50 : f32
      linalg.yield %101 : f32
    } -> tensor<2x37x240xf32>
    return %100 : tensor<2x37x240xf32>
  }
}

