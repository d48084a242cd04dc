#map = affine_map<(d0, d1, d2) -> (d0, d1)>
#map1 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map2 = affine_map<(d0, d1, d2) -> (d2)>
#map3 = affine_map<(d0, d1, d2) -> (d1, d2)>
#map4 = affine_map<()[s0, s1] -> (s0 * s1)>
#map5 = affine_map<(d0, d1) -> (d0, d1)>
#map6 = affine_map<(d0, d1) -> (d0, 0)>
#map7 = affine_map<(d0, d1) -> (d1)>
#map8 = affine_map<(d0, d1, d2, d3) -> ()>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map10 = affine_map<(d0, d1, d2, d3) -> (d0, 0, 0, d3)>
#map11 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map12 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
#map13 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
#map14 = affine_map<(d0, d1, d2) -> (d0, d2)>
module {
  func.func @encode(%arg0: tensor<?x?xi64>, %arg1: tensor<?x?xi64>, %arg2: tensor<30522x384xf32>, %arg3: tensor<512x384xf32>, %arg4: tensor<2x384xf32>, %arg5: tensor<384xf32>, %arg6: tensor<384xf32>, %arg7: tensor<384x384xf32>, %arg8: tensor<384xf32>, %arg9: tensor<384x384xf32>, %arg10: tensor<384xf32>, %arg11: tensor<384x384xf32>, %arg12: tensor<384xf32>, %arg13: tensor<384x384xf32>, %arg14: tensor<384xf32>, %arg15: tensor<384x1536xf32>, %arg16: tensor<1536xf32>, %arg17: tensor<1536x384xf32>, %arg18: tensor<384xf32>, %arg19: tensor<384xf32>, %arg20: tensor<384xf32>, %arg21: tensor<384xf32>, %arg22: tensor<384xf32>, %arg23: tensor<384x384xf32>, %arg24: tensor<384xf32>, %arg25: tensor<384x384xf32>, %arg26: tensor<384xf32>, %arg27: tensor<384x384xf32>, %arg28: tensor<384xf32>, %arg29: tensor<384x384xf32>, %arg30: tensor<384xf32>, %arg31: tensor<384x1536xf32>, %arg32: tensor<1536xf32>, %arg33: tensor<1536x384xf32>, %arg34: tensor<384xf32>, %arg35: tensor<384xf32>, %arg36: tensor<384xf32>, %arg37: tensor<384xf32>, %arg38: tensor<384xf32>, %arg39: tensor<384x384xf32>, %arg40: tensor<384xf32>, %arg41: tensor<384x384xf32>, %arg42: tensor<384xf32>, %arg43: tensor<384x384xf32>, %arg44: tensor<384xf32>, %arg45: tensor<384x384xf32>, %arg46: tensor<384xf32>, %arg47: tensor<384x1536xf32>, %arg48: tensor<1536xf32>, %arg49: tensor<1536x384xf32>, %arg50: tensor<384xf32>, %arg51: tensor<384xf32>, %arg52: tensor<384xf32>, %arg53: tensor<384xf32>, %arg54: tensor<384xf32>, %arg55: tensor<384x384xf32>, %arg56: tensor<384xf32>, %arg57: tensor<384x384xf32>, %arg58: tensor<384xf32>, %arg59: tensor<384x384xf32>, %arg60: tensor<384xf32>, %arg61: tensor<384x384xf32>, %arg62: tensor<384xf32>, %arg63: tensor<384x1536xf32>, %arg64: tensor<1536xf32>, %arg65: tensor<1536x384xf32>, %arg66: tensor<384xf32>, %arg67: tensor<384xf32>, %arg68: tensor<384xf32>, %arg69: tensor<384xf32>, %arg70: tensor<384xf32>, %arg71: tensor<384x384xf32>, %arg72: tensor<384xf32>, %arg73: tensor<384x384xf32>, %arg74: tensor<384xf32>, %arg75: tensor<384x384xf32>, %arg76: tensor<384xf32>, %arg77: tensor<384x384xf32>, %arg78: tensor<384xf32>, %arg79: tensor<384x1536xf32>, %arg80: tensor<1536xf32>, %arg81: tensor<1536x384xf32>, %arg82: tensor<384xf32>, %arg83: tensor<384xf32>, %arg84: tensor<384xf32>, %arg85: tensor<384xf32>, %arg86: tensor<384xf32>, %arg87: tensor<384x384xf32>, %arg88: tensor<384xf32>, %arg89: tensor<384x384xf32>, %arg90: tensor<384xf32>, %arg91: tensor<384x384xf32>, %arg92: tensor<384xf32>, %arg93: tensor<384x384xf32>, %arg94: tensor<384xf32>, %arg95: tensor<384x1536xf32>, %arg96: tensor<1536xf32>, %arg97: tensor<1536x384xf32>, %arg98: tensor<384xf32>, %arg99: tensor<384xf32>, %arg100: tensor<384xf32>, %arg101: tensor<384xf32>, %arg102: tensor<384xf32>) -> tensor<?x384xf32> {
    %c384_i64 = arith.constant 384 : i64
    %c0_i64 = arith.constant 0 : i64
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c30522_i64 = arith.constant 30522 : i64
    %c-1 = arith.constant -1 : index
    %cst = arith.constant 0.000000e+00 : f32
    %c512 = arith.constant 512 : index
    %c12_i64 = arith.constant 12 : i64
    %c32_i64 = arith.constant 32 : i64
    %c12 = arith.constant 12 : index
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 1.000000e+00 : f32
    %cst_2 = arith.constant 5.000000e-01 : f32
    %cst_3 = arith.constant dense<1.000000e+00> : tensor<f32>
    %cst_4 = arith.constant 1.000000e-09 : f64
    %cst_5 = arith.constant 5.6568542494923806 : f64
    %cst_6 = arith.constant 9.9999999999999998E-13 : f64
    %cst_7 = arith.constant 3.840000e+02 : f32
    %cst_8 = arith.constant -3.40282347E+38 : f32
    %cst_9 = arith.constant 1.41421354 : f32
    %dim = tensor.dim %arg1, %c0 : tensor<?x?xi64>
    %0 = arith.index_cast %dim : index to i64
    %dim_10 = tensor.dim %arg1, %c1 : tensor<?x?xi64>
    %1 = arith.index_cast %dim_10 : index to i64
    %dim_11 = tensor.dim %arg0, %c0 : tensor<?x?xi64>
    %dim_12 = tensor.dim %arg0, %c1 : tensor<?x?xi64>
    %2 = tensor.empty(%dim_11, %dim_12) : tensor<?x?x384xf32>
    %3 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%arg0 : tensor<?x?xi64>) outs(%2 : tensor<?x?x384xf32>) {
    ^bb0(%in: i64, %out: f32):
      %393 = arith.cmpi slt, %in, %c0_i64 : i64
      %394 = arith.addi %in, %c30522_i64 : i64
      %395 = arith.select %393, %394, %in : i64
      %396 = arith.index_cast %395 : i64 to index
      %397 = linalg.index 2 : index
      %extracted = tensor.extract %arg2[%396, %397] : tensor<30522x384xf32>
      linalg.yield %extracted : f32
    } -> tensor<?x?x384xf32>
    %extracted_slice = tensor.extract_slice %arg4[0, 0] [1, 384] [1, 1] : tensor<2x384xf32> to tensor<1x384xf32>
    %collapsed = tensor.collapse_shape %extracted_slice [[0, 1]] : tensor<1x384xf32> into tensor<384xf32>
    %4 = linalg.generic {indexing_maps = [#map1, #map2, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%3, %collapsed : tensor<?x?x384xf32>, tensor<384xf32>) outs(%2 : tensor<?x?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x?x384xf32>
    %5 = arith.cmpi slt, %dim_10, %c0 : index
    %6 = arith.addi %dim_10, %c512 : index
    %7 = arith.select %5, %6, %dim_10 : index
    %8 = arith.cmpi slt, %7, %c0 : index
    %9 = arith.select %8, %c-1, %7 : index
    %10 = arith.minsi %9, %c512 : index
    %11 = arith.maxsi %10, %c0 : index
    %extracted_slice_13 = tensor.extract_slice %arg3[0, 0] [%11, 384] [1, 1] : tensor<512x384xf32> to tensor<?x384xf32>
    %12 = linalg.generic {indexing_maps = [#map1, #map3, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%4, %extracted_slice_13 : tensor<?x?x384xf32>, tensor<?x384xf32>) outs(%2 : tensor<?x?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x?x384xf32>
    %13 = arith.muli %0, %c384_i64 : i64
    %14 = arith.muli %13, %1 : i64
    %15 = arith.floordivsi %14, %c384_i64 : i64
    %collapsed_14 = tensor.collapse_shape %12 [[0, 1], [2]] : tensor<?x?x384xf32> into tensor<?x384xf32>
    %16 = affine.apply #map4()[%dim_11, %dim_12]
    %17 = tensor.empty(%16) : tensor<?x1xf32>
    %18 = linalg.fill ins(%cst : f32) outs(%17 : tensor<?x1xf32>) -> tensor<?x1xf32>
    %19 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%collapsed_14 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %20 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%19 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %21 = tensor.empty(%16) : tensor<?x384xf32>
    %22 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%collapsed_14, %20 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %23 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%22, %22 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %24 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%23 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %25 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%24 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %26 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%25 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %27 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%26 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %28 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%22, %27 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %29 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%28, %arg5 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %30 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%29, %arg6 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %31 = tensor.empty(%dim, %dim_10) : tensor<?x?xf32>
    %32 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg1 : tensor<?x?xi64>) outs(%31 : tensor<?x?xf32>) {
    ^bb0(%in: i64, %out: f32):
      %393 = arith.sitofp %in : i64 to f32
      linalg.yield %393 : f32
    } -> tensor<?x?xf32>
    %expanded = tensor.expand_shape %32 [[0], [1, 2, 3]] output_shape [%dim, 1, 1, %dim_10] : tensor<?x?xf32> into tensor<?x1x1x?xf32>
    %33 = tensor.empty(%dim, %dim_10) : tensor<?x1x1x?xf32>
    %34 = linalg.generic {indexing_maps = [#map8, #map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%cst_3, %expanded : tensor<f32>, tensor<?x1x1x?xf32>) outs(%33 : tensor<?x1x1x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1x1x?xf32>
    %35 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%34 : tensor<?x1x1x?xf32>) outs(%33 : tensor<?x1x1x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.mulf %in, %cst_8 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1x1x?xf32>
    %36 = linalg.fill ins(%cst : f32) outs(%21 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %37 = linalg.matmul ins(%30, %arg7 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %38 = arith.index_cast %15 : i64 to index
    %39 = tensor.empty(%38) : tensor<?x384xf32>
    %40 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg8 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %41 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%37, %40 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %from_elements = tensor.from_elements %0, %1, %c12_i64, %c32_i64 : tensor<4xi64>
    %reshape = tensor.reshape %41(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %42 = tensor.empty(%dim, %dim_10) : tensor<?x12x?x32xf32>
    %transposed = linalg.transpose ins(%reshape : tensor<?x?x12x32xf32>) outs(%42 : tensor<?x12x?x32xf32>) permutation = [0, 2, 1, 3] 
    %43 = linalg.matmul ins(%30, %arg9 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %44 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg10 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %45 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%43, %44 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_15 = tensor.reshape %45(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %46 = linalg.matmul ins(%30, %arg11 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %47 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg12 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %48 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%46, %47 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_16 = tensor.reshape %48(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %transposed_17 = linalg.transpose ins(%reshape_16 : tensor<?x?x12x32xf32>) outs(%42 : tensor<?x12x?x32xf32>) permutation = [0, 2, 1, 3] 
    %49 = tensor.empty(%dim, %dim_10) : tensor<?x12x32x?xf32>
    %transposed_18 = linalg.transpose ins(%reshape_15 : tensor<?x?x12x32xf32>) outs(%49 : tensor<?x12x32x?xf32>) permutation = [0, 2, 3, 1] 
    %collapsed_19 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<?x12x?x32xf32> into tensor<?x?x32xf32>
    %collapsed_20 = tensor.collapse_shape %transposed_18 [[0, 1], [2], [3]] : tensor<?x12x32x?xf32> into tensor<?x32x?xf32>
    %50 = arith.muli %dim, %c12 : index
    %51 = tensor.empty(%50, %dim_10, %dim_10) : tensor<?x?x?xf32>
    %52 = linalg.fill ins(%cst : f32) outs(%51 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %53 = linalg.batch_matmul ins(%collapsed_19, %collapsed_20 : tensor<?x?x32xf32>, tensor<?x32x?xf32>) outs(%52 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %54 = arith.divsi %50, %c12 : index
    %expanded_21 = tensor.expand_shape %53 [[0, 1], [2], [3]] output_shape [%54, 12, %dim_10, %dim_10] : tensor<?x?x?xf32> into tensor<?x12x?x?xf32>
    %55 = tensor.empty(%54, %dim_10, %dim_10) : tensor<?x12x?x?xf32>
    %56 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_21 : tensor<?x12x?x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_5 : f64 to f32
      %394 = arith.divf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x12x?x?xf32>
    %57 = linalg.generic {indexing_maps = [#map9, #map10, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%56, %35 : tensor<?x12x?x?xf32>, tensor<?x1x1x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %58 = tensor.empty(%54, %dim_10) : tensor<?x12x?xi64>
    %59 = linalg.fill ins(%c0_i64 : i64) outs(%58 : tensor<?x12x?xi64>) -> tensor<?x12x?xi64>
    %60 = tensor.empty(%54, %dim_10) : tensor<?x12x?xf32>
    %61 = linalg.fill ins(%cst_0 : f32) outs(%60 : tensor<?x12x?xf32>) -> tensor<?x12x?xf32>
    %62:2 = linalg.generic {indexing_maps = [#map9, #map11, #map11], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%57 : tensor<?x12x?x?xf32>) outs(%61, %59 : tensor<?x12x?xf32>, tensor<?x12x?xi64>) {
    ^bb0(%in: f32, %out: f32, %out_106: i64):
      %393 = linalg.index 3 : index
      %394 = arith.index_cast %393 : index to i64
      %395 = arith.maximumf %in, %out : f32
      %396 = arith.cmpf ogt, %in, %out : f32
      %397 = arith.select %396, %394, %out_106 : i64
      linalg.yield %395, %397 : f32, i64
    } -> (tensor<?x12x?xf32>, tensor<?x12x?xi64>)
    %expanded_22 = tensor.expand_shape %62#0 [[0], [1], [2, 3]] output_shape [%54, 12, %dim_10, 1] : tensor<?x12x?xf32> into tensor<?x12x?x1xf32>
    %63 = linalg.generic {indexing_maps = [#map9, #map12, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%57, %expanded_22 : tensor<?x12x?x?xf32>, tensor<?x12x?x1xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %64 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%63 : tensor<?x12x?x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.exp %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %65 = tensor.empty(%54, %dim_10) : tensor<?x12x?x1xf32>
    %66 = linalg.fill ins(%cst : f32) outs(%65 : tensor<?x12x?x1xf32>) -> tensor<?x12x?x1xf32>
    %67 = linalg.generic {indexing_maps = [#map9, #map12], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%64 : tensor<?x12x?x?xf32>) outs(%66 : tensor<?x12x?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x1xf32>
    %68 = linalg.generic {indexing_maps = [#map9, #map12, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%64, %67 : tensor<?x12x?x?xf32>, tensor<?x12x?x1xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.divf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %69 = arith.maxui %54, %dim : index
    %collapsed_23 = tensor.collapse_shape %68 [[0, 1], [2], [3]] : tensor<?x12x?x?xf32> into tensor<?x?x?xf32>
    %collapsed_24 = tensor.collapse_shape %transposed_17 [[0, 1], [2], [3]] : tensor<?x12x?x32xf32> into tensor<?x?x32xf32>
    %70 = arith.muli %69, %c12 : index
    %71 = tensor.empty(%70, %dim_10) : tensor<?x?x32xf32>
    %72 = linalg.fill ins(%cst : f32) outs(%71 : tensor<?x?x32xf32>) -> tensor<?x?x32xf32>
    %73 = linalg.batch_matmul ins(%collapsed_23, %collapsed_24 : tensor<?x?x?xf32>, tensor<?x?x32xf32>) outs(%72 : tensor<?x?x32xf32>) -> tensor<?x?x32xf32>
    %74 = arith.divsi %70, %c12 : index
    %expanded_25 = tensor.expand_shape %73 [[0, 1], [2], [3]] output_shape [%74, 12, %dim_10, 32] : tensor<?x?x32xf32> into tensor<?x12x?x32xf32>
    %75 = tensor.empty(%74, %dim_10) : tensor<?x?x12x32xf32>
    %transposed_26 = linalg.transpose ins(%expanded_25 : tensor<?x12x?x32xf32>) outs(%75 : tensor<?x?x12x32xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_27 = tensor.collapse_shape %transposed_26 [[0, 1], [2, 3]] : tensor<?x?x12x32xf32> into tensor<?x384xf32>
    %76 = affine.apply #map4()[%74, %dim_10]
    %77 = tensor.empty(%76) : tensor<?x384xf32>
    %78 = linalg.fill ins(%cst : f32) outs(%77 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %79 = linalg.matmul ins(%collapsed_27, %arg13 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%78 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %80 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg14 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %81 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%79, %80 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%77 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %82 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%30, %81 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %83 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%82 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %84 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%83 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %85 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%82, %84 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %86 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%85, %85 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %87 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%86 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %88 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%87 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %89 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%88 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %90 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%89 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %91 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%85, %90 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %92 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%91, %arg19 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %93 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%92, %arg20 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %94 = tensor.empty(%16) : tensor<?x1536xf32>
    %95 = linalg.fill ins(%cst : f32) outs(%94 : tensor<?x1536xf32>) -> tensor<?x1536xf32>
    %96 = linalg.matmul ins(%93, %arg15 : tensor<?x384xf32>, tensor<384x1536xf32>) outs(%95 : tensor<?x1536xf32>) -> tensor<?x1536xf32>
    %97 = tensor.empty(%38) : tensor<?x1536xf32>
    %98 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg16 : tensor<1536xf32>) outs(%97 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x1536xf32>
    %99 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%96, %98 : tensor<?x1536xf32>, tensor<?x1536xf32>) outs(%94 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1536xf32>
    %100 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%99 : tensor<?x1536xf32>) outs(%94 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_9 : f32
      %394 = math.erf %393 : f32
      %395 = arith.addf %394, %cst_1 : f32
      %396 = arith.mulf %395, %cst_2 : f32
      %397 = arith.mulf %in, %396 : f32
      linalg.yield %397 : f32
    } -> tensor<?x1536xf32>
    %101 = linalg.matmul ins(%100, %arg17 : tensor<?x1536xf32>, tensor<1536x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %102 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg18 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %103 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%101, %102 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %104 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%93, %103 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %105 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%104 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %106 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%105 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %107 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%104, %106 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %108 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%107, %107 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %109 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%108 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %110 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%109 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %111 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%110 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %112 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%111 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %113 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%107, %112 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %114 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%113, %arg21 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %115 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%114, %arg22 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %116 = linalg.matmul ins(%115, %arg23 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %117 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg24 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %118 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%116, %117 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_28 = tensor.reshape %118(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %transposed_29 = linalg.transpose ins(%reshape_28 : tensor<?x?x12x32xf32>) outs(%42 : tensor<?x12x?x32xf32>) permutation = [0, 2, 1, 3] 
    %119 = linalg.matmul ins(%115, %arg25 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %120 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg26 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %121 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%119, %120 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_30 = tensor.reshape %121(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %122 = linalg.matmul ins(%115, %arg27 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %123 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg28 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %124 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%122, %123 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_31 = tensor.reshape %124(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %transposed_32 = linalg.transpose ins(%reshape_31 : tensor<?x?x12x32xf32>) outs(%42 : tensor<?x12x?x32xf32>) permutation = [0, 2, 1, 3] 
    %transposed_33 = linalg.transpose ins(%reshape_30 : tensor<?x?x12x32xf32>) outs(%49 : tensor<?x12x32x?xf32>) permutation = [0, 2, 3, 1] 
    %collapsed_34 = tensor.collapse_shape %transposed_29 [[0, 1], [2], [3]] : tensor<?x12x?x32xf32> into tensor<?x?x32xf32>
    %collapsed_35 = tensor.collapse_shape %transposed_33 [[0, 1], [2], [3]] : tensor<?x12x32x?xf32> into tensor<?x32x?xf32>
    %125 = linalg.batch_matmul ins(%collapsed_34, %collapsed_35 : tensor<?x?x32xf32>, tensor<?x32x?xf32>) outs(%52 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %expanded_36 = tensor.expand_shape %125 [[0, 1], [2], [3]] output_shape [%54, 12, %dim_10, %dim_10] : tensor<?x?x?xf32> into tensor<?x12x?x?xf32>
    %126 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_36 : tensor<?x12x?x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_5 : f64 to f32
      %394 = arith.divf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x12x?x?xf32>
    %127 = linalg.generic {indexing_maps = [#map9, #map10, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%126, %35 : tensor<?x12x?x?xf32>, tensor<?x1x1x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %128:2 = linalg.generic {indexing_maps = [#map9, #map11, #map11], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%127 : tensor<?x12x?x?xf32>) outs(%61, %59 : tensor<?x12x?xf32>, tensor<?x12x?xi64>) {
    ^bb0(%in: f32, %out: f32, %out_106: i64):
      %393 = linalg.index 3 : index
      %394 = arith.index_cast %393 : index to i64
      %395 = arith.maximumf %in, %out : f32
      %396 = arith.cmpf ogt, %in, %out : f32
      %397 = arith.select %396, %394, %out_106 : i64
      linalg.yield %395, %397 : f32, i64
    } -> (tensor<?x12x?xf32>, tensor<?x12x?xi64>)
    %expanded_37 = tensor.expand_shape %128#0 [[0], [1], [2, 3]] output_shape [%54, 12, %dim_10, 1] : tensor<?x12x?xf32> into tensor<?x12x?x1xf32>
    %129 = linalg.generic {indexing_maps = [#map9, #map12, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%127, %expanded_37 : tensor<?x12x?x?xf32>, tensor<?x12x?x1xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %130 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%129 : tensor<?x12x?x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.exp %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %131 = linalg.generic {indexing_maps = [#map9, #map12], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%130 : tensor<?x12x?x?xf32>) outs(%66 : tensor<?x12x?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x1xf32>
    %132 = linalg.generic {indexing_maps = [#map9, #map12, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%130, %131 : tensor<?x12x?x?xf32>, tensor<?x12x?x1xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.divf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %collapsed_38 = tensor.collapse_shape %132 [[0, 1], [2], [3]] : tensor<?x12x?x?xf32> into tensor<?x?x?xf32>
    %collapsed_39 = tensor.collapse_shape %transposed_32 [[0, 1], [2], [3]] : tensor<?x12x?x32xf32> into tensor<?x?x32xf32>
    %133 = linalg.batch_matmul ins(%collapsed_38, %collapsed_39 : tensor<?x?x?xf32>, tensor<?x?x32xf32>) outs(%72 : tensor<?x?x32xf32>) -> tensor<?x?x32xf32>
    %expanded_40 = tensor.expand_shape %133 [[0, 1], [2], [3]] output_shape [%74, 12, %dim_10, 32] : tensor<?x?x32xf32> into tensor<?x12x?x32xf32>
    %transposed_41 = linalg.transpose ins(%expanded_40 : tensor<?x12x?x32xf32>) outs(%75 : tensor<?x?x12x32xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_42 = tensor.collapse_shape %transposed_41 [[0, 1], [2, 3]] : tensor<?x?x12x32xf32> into tensor<?x384xf32>
    %134 = linalg.matmul ins(%collapsed_42, %arg29 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%78 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %135 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg30 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %136 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%134, %135 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%77 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %137 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%115, %136 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %138 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%137 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %139 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%138 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %140 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%137, %139 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %141 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%140, %140 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %142 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%141 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %143 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%142 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %144 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%143 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %145 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%144 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %146 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%140, %145 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %147 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%146, %arg35 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %148 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%147, %arg36 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %149 = linalg.matmul ins(%148, %arg31 : tensor<?x384xf32>, tensor<384x1536xf32>) outs(%95 : tensor<?x1536xf32>) -> tensor<?x1536xf32>
    %150 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg32 : tensor<1536xf32>) outs(%97 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x1536xf32>
    %151 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%149, %150 : tensor<?x1536xf32>, tensor<?x1536xf32>) outs(%94 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1536xf32>
    %152 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%151 : tensor<?x1536xf32>) outs(%94 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_9 : f32
      %394 = math.erf %393 : f32
      %395 = arith.addf %394, %cst_1 : f32
      %396 = arith.mulf %395, %cst_2 : f32
      %397 = arith.mulf %in, %396 : f32
      linalg.yield %397 : f32
    } -> tensor<?x1536xf32>
    %153 = linalg.matmul ins(%152, %arg33 : tensor<?x1536xf32>, tensor<1536x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %154 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg34 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %155 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%153, %154 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %156 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%148, %155 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %157 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%156 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %158 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%157 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %159 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%156, %158 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %160 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%159, %159 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %161 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%160 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %162 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%161 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %163 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%162 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %164 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%163 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %165 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%159, %164 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %166 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%165, %arg37 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %167 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%166, %arg38 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %168 = linalg.matmul ins(%167, %arg39 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %169 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg40 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %170 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%168, %169 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_43 = tensor.reshape %170(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %transposed_44 = linalg.transpose ins(%reshape_43 : tensor<?x?x12x32xf32>) outs(%42 : tensor<?x12x?x32xf32>) permutation = [0, 2, 1, 3] 
    %171 = linalg.matmul ins(%167, %arg41 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %172 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg42 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %173 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%171, %172 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_45 = tensor.reshape %173(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %174 = linalg.matmul ins(%167, %arg43 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %175 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg44 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %176 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%174, %175 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_46 = tensor.reshape %176(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %transposed_47 = linalg.transpose ins(%reshape_46 : tensor<?x?x12x32xf32>) outs(%42 : tensor<?x12x?x32xf32>) permutation = [0, 2, 1, 3] 
    %transposed_48 = linalg.transpose ins(%reshape_45 : tensor<?x?x12x32xf32>) outs(%49 : tensor<?x12x32x?xf32>) permutation = [0, 2, 3, 1] 
    %collapsed_49 = tensor.collapse_shape %transposed_44 [[0, 1], [2], [3]] : tensor<?x12x?x32xf32> into tensor<?x?x32xf32>
    %collapsed_50 = tensor.collapse_shape %transposed_48 [[0, 1], [2], [3]] : tensor<?x12x32x?xf32> into tensor<?x32x?xf32>
    %177 = linalg.batch_matmul ins(%collapsed_49, %collapsed_50 : tensor<?x?x32xf32>, tensor<?x32x?xf32>) outs(%52 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %expanded_51 = tensor.expand_shape %177 [[0, 1], [2], [3]] output_shape [%54, 12, %dim_10, %dim_10] : tensor<?x?x?xf32> into tensor<?x12x?x?xf32>
    %178 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_51 : tensor<?x12x?x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_5 : f64 to f32
      %394 = arith.divf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x12x?x?xf32>
    %179 = linalg.generic {indexing_maps = [#map9, #map10, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%178, %35 : tensor<?x12x?x?xf32>, tensor<?x1x1x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %180:2 = linalg.generic {indexing_maps = [#map9, #map11, #map11], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%179 : tensor<?x12x?x?xf32>) outs(%61, %59 : tensor<?x12x?xf32>, tensor<?x12x?xi64>) {
    ^bb0(%in: f32, %out: f32, %out_106: i64):
      %393 = linalg.index 3 : index
      %394 = arith.index_cast %393 : index to i64
      %395 = arith.maximumf %in, %out : f32
      %396 = arith.cmpf ogt, %in, %out : f32
      %397 = arith.select %396, %394, %out_106 : i64
      linalg.yield %395, %397 : f32, i64
    } -> (tensor<?x12x?xf32>, tensor<?x12x?xi64>)
    %expanded_52 = tensor.expand_shape %180#0 [[0], [1], [2, 3]] output_shape [%54, 12, %dim_10, 1] : tensor<?x12x?xf32> into tensor<?x12x?x1xf32>
    %181 = linalg.generic {indexing_maps = [#map9, #map12, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%179, %expanded_52 : tensor<?x12x?x?xf32>, tensor<?x12x?x1xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %182 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%181 : tensor<?x12x?x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.exp %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %183 = linalg.generic {indexing_maps = [#map9, #map12], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%182 : tensor<?x12x?x?xf32>) outs(%66 : tensor<?x12x?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x1xf32>
    %184 = linalg.generic {indexing_maps = [#map9, #map12, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%182, %183 : tensor<?x12x?x?xf32>, tensor<?x12x?x1xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.divf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %collapsed_53 = tensor.collapse_shape %184 [[0, 1], [2], [3]] : tensor<?x12x?x?xf32> into tensor<?x?x?xf32>
    %collapsed_54 = tensor.collapse_shape %transposed_47 [[0, 1], [2], [3]] : tensor<?x12x?x32xf32> into tensor<?x?x32xf32>
    %185 = linalg.batch_matmul ins(%collapsed_53, %collapsed_54 : tensor<?x?x?xf32>, tensor<?x?x32xf32>) outs(%72 : tensor<?x?x32xf32>) -> tensor<?x?x32xf32>
    %expanded_55 = tensor.expand_shape %185 [[0, 1], [2], [3]] output_shape [%74, 12, %dim_10, 32] : tensor<?x?x32xf32> into tensor<?x12x?x32xf32>
    %transposed_56 = linalg.transpose ins(%expanded_55 : tensor<?x12x?x32xf32>) outs(%75 : tensor<?x?x12x32xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_57 = tensor.collapse_shape %transposed_56 [[0, 1], [2, 3]] : tensor<?x?x12x32xf32> into tensor<?x384xf32>
    %186 = linalg.matmul ins(%collapsed_57, %arg45 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%78 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %187 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg46 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %188 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%186, %187 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%77 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %189 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%167, %188 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %190 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%189 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %191 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%190 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %192 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%189, %191 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %193 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%192, %192 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %194 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%193 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %195 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%194 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %196 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%195 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %197 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%196 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %198 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%192, %197 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %199 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%198, %arg51 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %200 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%199, %arg52 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %201 = linalg.matmul ins(%200, %arg47 : tensor<?x384xf32>, tensor<384x1536xf32>) outs(%95 : tensor<?x1536xf32>) -> tensor<?x1536xf32>
    %202 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg48 : tensor<1536xf32>) outs(%97 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x1536xf32>
    %203 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%201, %202 : tensor<?x1536xf32>, tensor<?x1536xf32>) outs(%94 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1536xf32>
    %204 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%203 : tensor<?x1536xf32>) outs(%94 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_9 : f32
      %394 = math.erf %393 : f32
      %395 = arith.addf %394, %cst_1 : f32
      %396 = arith.mulf %395, %cst_2 : f32
      %397 = arith.mulf %in, %396 : f32
      linalg.yield %397 : f32
    } -> tensor<?x1536xf32>
    %205 = linalg.matmul ins(%204, %arg49 : tensor<?x1536xf32>, tensor<1536x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %206 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg50 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %207 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%205, %206 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %208 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%200, %207 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %209 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%208 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %210 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%209 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %211 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%208, %210 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %212 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%211, %211 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %213 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%212 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %214 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%213 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %215 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%214 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %216 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%215 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %217 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%211, %216 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %218 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%217, %arg53 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %219 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%218, %arg54 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %220 = linalg.matmul ins(%219, %arg55 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %221 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg56 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %222 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%220, %221 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_58 = tensor.reshape %222(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %transposed_59 = linalg.transpose ins(%reshape_58 : tensor<?x?x12x32xf32>) outs(%42 : tensor<?x12x?x32xf32>) permutation = [0, 2, 1, 3] 
    %223 = linalg.matmul ins(%219, %arg57 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %224 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg58 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %225 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%223, %224 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_60 = tensor.reshape %225(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %226 = linalg.matmul ins(%219, %arg59 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %227 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg60 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %228 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%226, %227 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_61 = tensor.reshape %228(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %transposed_62 = linalg.transpose ins(%reshape_61 : tensor<?x?x12x32xf32>) outs(%42 : tensor<?x12x?x32xf32>) permutation = [0, 2, 1, 3] 
    %transposed_63 = linalg.transpose ins(%reshape_60 : tensor<?x?x12x32xf32>) outs(%49 : tensor<?x12x32x?xf32>) permutation = [0, 2, 3, 1] 
    %collapsed_64 = tensor.collapse_shape %transposed_59 [[0, 1], [2], [3]] : tensor<?x12x?x32xf32> into tensor<?x?x32xf32>
    %collapsed_65 = tensor.collapse_shape %transposed_63 [[0, 1], [2], [3]] : tensor<?x12x32x?xf32> into tensor<?x32x?xf32>
    %229 = linalg.batch_matmul ins(%collapsed_64, %collapsed_65 : tensor<?x?x32xf32>, tensor<?x32x?xf32>) outs(%52 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %expanded_66 = tensor.expand_shape %229 [[0, 1], [2], [3]] output_shape [%54, 12, %dim_10, %dim_10] : tensor<?x?x?xf32> into tensor<?x12x?x?xf32>
    %230 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_66 : tensor<?x12x?x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_5 : f64 to f32
      %394 = arith.divf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x12x?x?xf32>
    %231 = linalg.generic {indexing_maps = [#map9, #map10, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%230, %35 : tensor<?x12x?x?xf32>, tensor<?x1x1x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %232:2 = linalg.generic {indexing_maps = [#map9, #map11, #map11], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%231 : tensor<?x12x?x?xf32>) outs(%61, %59 : tensor<?x12x?xf32>, tensor<?x12x?xi64>) {
    ^bb0(%in: f32, %out: f32, %out_106: i64):
      %393 = linalg.index 3 : index
      %394 = arith.index_cast %393 : index to i64
      %395 = arith.maximumf %in, %out : f32
      %396 = arith.cmpf ogt, %in, %out : f32
      %397 = arith.select %396, %394, %out_106 : i64
      linalg.yield %395, %397 : f32, i64
    } -> (tensor<?x12x?xf32>, tensor<?x12x?xi64>)
    %expanded_67 = tensor.expand_shape %232#0 [[0], [1], [2, 3]] output_shape [%54, 12, %dim_10, 1] : tensor<?x12x?xf32> into tensor<?x12x?x1xf32>
    %233 = linalg.generic {indexing_maps = [#map9, #map12, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%231, %expanded_67 : tensor<?x12x?x?xf32>, tensor<?x12x?x1xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %234 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%233 : tensor<?x12x?x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.exp %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %235 = linalg.generic {indexing_maps = [#map9, #map12], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%234 : tensor<?x12x?x?xf32>) outs(%66 : tensor<?x12x?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x1xf32>
    %236 = linalg.generic {indexing_maps = [#map9, #map12, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%234, %235 : tensor<?x12x?x?xf32>, tensor<?x12x?x1xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.divf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %collapsed_68 = tensor.collapse_shape %236 [[0, 1], [2], [3]] : tensor<?x12x?x?xf32> into tensor<?x?x?xf32>
    %collapsed_69 = tensor.collapse_shape %transposed_62 [[0, 1], [2], [3]] : tensor<?x12x?x32xf32> into tensor<?x?x32xf32>
    %237 = linalg.batch_matmul ins(%collapsed_68, %collapsed_69 : tensor<?x?x?xf32>, tensor<?x?x32xf32>) outs(%72 : tensor<?x?x32xf32>) -> tensor<?x?x32xf32>
    %expanded_70 = tensor.expand_shape %237 [[0, 1], [2], [3]] output_shape [%74, 12, %dim_10, 32] : tensor<?x?x32xf32> into tensor<?x12x?x32xf32>
    %transposed_71 = linalg.transpose ins(%expanded_70 : tensor<?x12x?x32xf32>) outs(%75 : tensor<?x?x12x32xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_72 = tensor.collapse_shape %transposed_71 [[0, 1], [2, 3]] : tensor<?x?x12x32xf32> into tensor<?x384xf32>
    %238 = linalg.matmul ins(%collapsed_72, %arg61 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%78 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %239 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg62 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %240 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%238, %239 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%77 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %241 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%219, %240 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %242 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%241 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %243 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%242 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %244 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%241, %243 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %245 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%244, %244 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %246 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%245 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %247 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%246 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %248 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%247 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %249 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%248 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %250 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%244, %249 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %251 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%250, %arg67 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %252 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%251, %arg68 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %253 = linalg.matmul ins(%252, %arg63 : tensor<?x384xf32>, tensor<384x1536xf32>) outs(%95 : tensor<?x1536xf32>) -> tensor<?x1536xf32>
    %254 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg64 : tensor<1536xf32>) outs(%97 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x1536xf32>
    %255 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%253, %254 : tensor<?x1536xf32>, tensor<?x1536xf32>) outs(%94 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1536xf32>
    %256 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%255 : tensor<?x1536xf32>) outs(%94 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_9 : f32
      %394 = math.erf %393 : f32
      %395 = arith.addf %394, %cst_1 : f32
      %396 = arith.mulf %395, %cst_2 : f32
      %397 = arith.mulf %in, %396 : f32
      linalg.yield %397 : f32
    } -> tensor<?x1536xf32>
    %257 = linalg.matmul ins(%256, %arg65 : tensor<?x1536xf32>, tensor<1536x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %258 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg66 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %259 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%257, %258 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %260 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%252, %259 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %261 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%260 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %262 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%261 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %263 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%260, %262 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %264 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%263, %263 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %265 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%264 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %266 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%265 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %267 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%266 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %268 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%267 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %269 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%263, %268 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %270 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%269, %arg69 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %271 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%270, %arg70 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %272 = linalg.matmul ins(%271, %arg71 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %273 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg72 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %274 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%272, %273 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_73 = tensor.reshape %274(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %transposed_74 = linalg.transpose ins(%reshape_73 : tensor<?x?x12x32xf32>) outs(%42 : tensor<?x12x?x32xf32>) permutation = [0, 2, 1, 3] 
    %275 = linalg.matmul ins(%271, %arg73 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %276 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg74 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %277 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%275, %276 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_75 = tensor.reshape %277(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %278 = linalg.matmul ins(%271, %arg75 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %279 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg76 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %280 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%278, %279 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_76 = tensor.reshape %280(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %transposed_77 = linalg.transpose ins(%reshape_76 : tensor<?x?x12x32xf32>) outs(%42 : tensor<?x12x?x32xf32>) permutation = [0, 2, 1, 3] 
    %transposed_78 = linalg.transpose ins(%reshape_75 : tensor<?x?x12x32xf32>) outs(%49 : tensor<?x12x32x?xf32>) permutation = [0, 2, 3, 1] 
    %collapsed_79 = tensor.collapse_shape %transposed_74 [[0, 1], [2], [3]] : tensor<?x12x?x32xf32> into tensor<?x?x32xf32>
    %collapsed_80 = tensor.collapse_shape %transposed_78 [[0, 1], [2], [3]] : tensor<?x12x32x?xf32> into tensor<?x32x?xf32>
    %281 = linalg.batch_matmul ins(%collapsed_79, %collapsed_80 : tensor<?x?x32xf32>, tensor<?x32x?xf32>) outs(%52 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %expanded_81 = tensor.expand_shape %281 [[0, 1], [2], [3]] output_shape [%54, 12, %dim_10, %dim_10] : tensor<?x?x?xf32> into tensor<?x12x?x?xf32>
    %282 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_81 : tensor<?x12x?x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_5 : f64 to f32
      %394 = arith.divf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x12x?x?xf32>
    %283 = linalg.generic {indexing_maps = [#map9, #map10, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%282, %35 : tensor<?x12x?x?xf32>, tensor<?x1x1x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %284:2 = linalg.generic {indexing_maps = [#map9, #map11, #map11], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%283 : tensor<?x12x?x?xf32>) outs(%61, %59 : tensor<?x12x?xf32>, tensor<?x12x?xi64>) {
    ^bb0(%in: f32, %out: f32, %out_106: i64):
      %393 = linalg.index 3 : index
      %394 = arith.index_cast %393 : index to i64
      %395 = arith.maximumf %in, %out : f32
      %396 = arith.cmpf ogt, %in, %out : f32
      %397 = arith.select %396, %394, %out_106 : i64
      linalg.yield %395, %397 : f32, i64
    } -> (tensor<?x12x?xf32>, tensor<?x12x?xi64>)
    %expanded_82 = tensor.expand_shape %284#0 [[0], [1], [2, 3]] output_shape [%54, 12, %dim_10, 1] : tensor<?x12x?xf32> into tensor<?x12x?x1xf32>
    %285 = linalg.generic {indexing_maps = [#map9, #map12, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%283, %expanded_82 : tensor<?x12x?x?xf32>, tensor<?x12x?x1xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %286 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%285 : tensor<?x12x?x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.exp %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %287 = linalg.generic {indexing_maps = [#map9, #map12], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%286 : tensor<?x12x?x?xf32>) outs(%66 : tensor<?x12x?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x1xf32>
    %288 = linalg.generic {indexing_maps = [#map9, #map12, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%286, %287 : tensor<?x12x?x?xf32>, tensor<?x12x?x1xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.divf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %collapsed_83 = tensor.collapse_shape %288 [[0, 1], [2], [3]] : tensor<?x12x?x?xf32> into tensor<?x?x?xf32>
    %collapsed_84 = tensor.collapse_shape %transposed_77 [[0, 1], [2], [3]] : tensor<?x12x?x32xf32> into tensor<?x?x32xf32>
    %289 = linalg.batch_matmul ins(%collapsed_83, %collapsed_84 : tensor<?x?x?xf32>, tensor<?x?x32xf32>) outs(%72 : tensor<?x?x32xf32>) -> tensor<?x?x32xf32>
    %expanded_85 = tensor.expand_shape %289 [[0, 1], [2], [3]] output_shape [%74, 12, %dim_10, 32] : tensor<?x?x32xf32> into tensor<?x12x?x32xf32>
    %transposed_86 = linalg.transpose ins(%expanded_85 : tensor<?x12x?x32xf32>) outs(%75 : tensor<?x?x12x32xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_87 = tensor.collapse_shape %transposed_86 [[0, 1], [2, 3]] : tensor<?x?x12x32xf32> into tensor<?x384xf32>
    %290 = linalg.matmul ins(%collapsed_87, %arg77 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%78 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %291 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg78 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %292 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%290, %291 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%77 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %293 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%271, %292 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %294 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%293 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %295 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%294 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %296 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%293, %295 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %297 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%296, %296 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %298 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%297 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %299 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%298 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %300 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%299 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %301 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%300 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %302 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%296, %301 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %303 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%302, %arg83 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %304 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%303, %arg84 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %305 = linalg.matmul ins(%304, %arg79 : tensor<?x384xf32>, tensor<384x1536xf32>) outs(%95 : tensor<?x1536xf32>) -> tensor<?x1536xf32>
    %306 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg80 : tensor<1536xf32>) outs(%97 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x1536xf32>
    %307 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%305, %306 : tensor<?x1536xf32>, tensor<?x1536xf32>) outs(%94 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1536xf32>
    %308 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%307 : tensor<?x1536xf32>) outs(%94 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_9 : f32
      %394 = math.erf %393 : f32
      %395 = arith.addf %394, %cst_1 : f32
      %396 = arith.mulf %395, %cst_2 : f32
      %397 = arith.mulf %in, %396 : f32
      linalg.yield %397 : f32
    } -> tensor<?x1536xf32>
    %309 = linalg.matmul ins(%308, %arg81 : tensor<?x1536xf32>, tensor<1536x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %310 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg82 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %311 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%309, %310 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %312 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%304, %311 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %313 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%312 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %314 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%313 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %315 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%312, %314 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %316 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%315, %315 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %317 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%316 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %318 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%317 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %319 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%318 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %320 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%319 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %321 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%315, %320 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %322 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%321, %arg85 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %323 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%322, %arg86 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %324 = linalg.matmul ins(%323, %arg87 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %325 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg88 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %326 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%324, %325 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_88 = tensor.reshape %326(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %transposed_89 = linalg.transpose ins(%reshape_88 : tensor<?x?x12x32xf32>) outs(%42 : tensor<?x12x?x32xf32>) permutation = [0, 2, 1, 3] 
    %327 = linalg.matmul ins(%323, %arg89 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %328 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg90 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %329 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%327, %328 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_90 = tensor.reshape %329(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %330 = linalg.matmul ins(%323, %arg91 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %331 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg92 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %332 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%330, %331 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %reshape_91 = tensor.reshape %332(%from_elements) : (tensor<?x384xf32>, tensor<4xi64>) -> tensor<?x?x12x32xf32>
    %transposed_92 = linalg.transpose ins(%reshape_91 : tensor<?x?x12x32xf32>) outs(%42 : tensor<?x12x?x32xf32>) permutation = [0, 2, 1, 3] 
    %transposed_93 = linalg.transpose ins(%reshape_90 : tensor<?x?x12x32xf32>) outs(%49 : tensor<?x12x32x?xf32>) permutation = [0, 2, 3, 1] 
    %collapsed_94 = tensor.collapse_shape %transposed_89 [[0, 1], [2], [3]] : tensor<?x12x?x32xf32> into tensor<?x?x32xf32>
    %collapsed_95 = tensor.collapse_shape %transposed_93 [[0, 1], [2], [3]] : tensor<?x12x32x?xf32> into tensor<?x32x?xf32>
    %333 = linalg.batch_matmul ins(%collapsed_94, %collapsed_95 : tensor<?x?x32xf32>, tensor<?x32x?xf32>) outs(%52 : tensor<?x?x?xf32>) -> tensor<?x?x?xf32>
    %expanded_96 = tensor.expand_shape %333 [[0, 1], [2], [3]] output_shape [%54, 12, %dim_10, %dim_10] : tensor<?x?x?xf32> into tensor<?x12x?x?xf32>
    %334 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_96 : tensor<?x12x?x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_5 : f64 to f32
      %394 = arith.divf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x12x?x?xf32>
    %335 = linalg.generic {indexing_maps = [#map9, #map10, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%334, %35 : tensor<?x12x?x?xf32>, tensor<?x1x1x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %336:2 = linalg.generic {indexing_maps = [#map9, #map11, #map11], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%335 : tensor<?x12x?x?xf32>) outs(%61, %59 : tensor<?x12x?xf32>, tensor<?x12x?xi64>) {
    ^bb0(%in: f32, %out: f32, %out_106: i64):
      %393 = linalg.index 3 : index
      %394 = arith.index_cast %393 : index to i64
      %395 = arith.maximumf %in, %out : f32
      %396 = arith.cmpf ogt, %in, %out : f32
      %397 = arith.select %396, %394, %out_106 : i64
      linalg.yield %395, %397 : f32, i64
    } -> (tensor<?x12x?xf32>, tensor<?x12x?xi64>)
    %expanded_97 = tensor.expand_shape %336#0 [[0], [1], [2, 3]] output_shape [%54, 12, %dim_10, 1] : tensor<?x12x?xf32> into tensor<?x12x?x1xf32>
    %337 = linalg.generic {indexing_maps = [#map9, #map12, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%335, %expanded_97 : tensor<?x12x?x?xf32>, tensor<?x12x?x1xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %338 = linalg.generic {indexing_maps = [#map9, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%337 : tensor<?x12x?x?xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.exp %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %339 = linalg.generic {indexing_maps = [#map9, #map12], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%338 : tensor<?x12x?x?xf32>) outs(%66 : tensor<?x12x?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x1xf32>
    %340 = linalg.generic {indexing_maps = [#map9, #map12, #map9], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%338, %339 : tensor<?x12x?x?xf32>, tensor<?x12x?x1xf32>) outs(%55 : tensor<?x12x?x?xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.divf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x12x?x?xf32>
    %collapsed_98 = tensor.collapse_shape %340 [[0, 1], [2], [3]] : tensor<?x12x?x?xf32> into tensor<?x?x?xf32>
    %collapsed_99 = tensor.collapse_shape %transposed_92 [[0, 1], [2], [3]] : tensor<?x12x?x32xf32> into tensor<?x?x32xf32>
    %341 = linalg.batch_matmul ins(%collapsed_98, %collapsed_99 : tensor<?x?x?xf32>, tensor<?x?x32xf32>) outs(%72 : tensor<?x?x32xf32>) -> tensor<?x?x32xf32>
    %expanded_100 = tensor.expand_shape %341 [[0, 1], [2], [3]] output_shape [%74, 12, %dim_10, 32] : tensor<?x?x32xf32> into tensor<?x12x?x32xf32>
    %transposed_101 = linalg.transpose ins(%expanded_100 : tensor<?x12x?x32xf32>) outs(%75 : tensor<?x?x12x32xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_102 = tensor.collapse_shape %transposed_101 [[0, 1], [2, 3]] : tensor<?x?x12x32xf32> into tensor<?x384xf32>
    %342 = linalg.matmul ins(%collapsed_102, %arg93 : tensor<?x384xf32>, tensor<384x384xf32>) outs(%78 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %343 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg94 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %344 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%342, %343 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%77 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %345 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%323, %344 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %346 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%345 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %347 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%346 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %348 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%345, %347 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %349 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%348, %348 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %350 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%349 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %351 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%350 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %352 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%351 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %353 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%352 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %354 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%348, %353 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %355 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%354, %arg99 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %356 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%355, %arg100 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %357 = linalg.matmul ins(%356, %arg95 : tensor<?x384xf32>, tensor<384x1536xf32>) outs(%95 : tensor<?x1536xf32>) -> tensor<?x1536xf32>
    %358 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg96 : tensor<1536xf32>) outs(%97 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x1536xf32>
    %359 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%357, %358 : tensor<?x1536xf32>, tensor<?x1536xf32>) outs(%94 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1536xf32>
    %360 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%359 : tensor<?x1536xf32>) outs(%94 : tensor<?x1536xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_9 : f32
      %394 = math.erf %393 : f32
      %395 = arith.addf %394, %cst_1 : f32
      %396 = arith.mulf %395, %cst_2 : f32
      %397 = arith.mulf %in, %396 : f32
      linalg.yield %397 : f32
    } -> tensor<?x1536xf32>
    %361 = linalg.matmul ins(%360, %arg97 : tensor<?x1536xf32>, tensor<1536x384xf32>) outs(%36 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %362 = linalg.generic {indexing_maps = [#map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%arg98 : tensor<384xf32>) outs(%39 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<?x384xf32>
    %363 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%361, %362 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %364 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%356, %363 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %365 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%364 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %366 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%365 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %367 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%364, %366 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.subf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %368 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%367, %367 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %369 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%368 : tensor<?x384xf32>) outs(%18 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %370 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%369 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.divf %in, %cst_7 : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %371 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%370 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.addf %in, %393 : f32
      linalg.yield %394 : f32
    } -> tensor<?x1xf32>
    %372 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%371 : tensor<?x1xf32>) outs(%17 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.rsqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %373 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%367, %372 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %374 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%373, %arg101 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %375 = linalg.generic {indexing_maps = [#map5, #map7, #map5], iterator_types = ["parallel", "parallel"]} ins(%374, %arg102 : tensor<?x384xf32>, tensor<384xf32>) outs(%21 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.addf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %expanded_103 = tensor.expand_shape %32 [[0], [1, 2]] output_shape [%dim, %dim_10, 1] : tensor<?x?xf32> into tensor<?x?x1xf32>
    %from_elements_104 = tensor.from_elements %0, %1, %c384_i64 : tensor<3xi64>
    %reshape_105 = tensor.reshape %375(%from_elements_104) : (tensor<?x384xf32>, tensor<3xi64>) -> tensor<?x?x384xf32>
    %376 = tensor.empty(%dim, %dim_10) : tensor<?x?x384xf32>
    %377 = linalg.generic {indexing_maps = [#map1, #map13, #map1], iterator_types = ["parallel", "parallel", "parallel"]} ins(%reshape_105, %expanded_103 : tensor<?x?x384xf32>, tensor<?x?x1xf32>) outs(%376 : tensor<?x?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x?x384xf32>
    %378 = tensor.empty(%dim) : tensor<?x384xf32>
    %379 = linalg.fill ins(%cst : f32) outs(%378 : tensor<?x384xf32>) -> tensor<?x384xf32>
    %380 = linalg.generic {indexing_maps = [#map1, #map14], iterator_types = ["parallel", "reduction", "parallel"]} ins(%377 : tensor<?x?x384xf32>) outs(%379 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %381 = tensor.empty(%dim) : tensor<?x1xf32>
    %382 = linalg.fill ins(%cst : f32) outs(%381 : tensor<?x1xf32>) -> tensor<?x1xf32>
    %383 = linalg.generic {indexing_maps = [#map1, #map14], iterator_types = ["parallel", "reduction", "parallel"]} ins(%expanded_103 : tensor<?x?x1xf32>) outs(%382 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %384 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%383 : tensor<?x1xf32>) outs(%381 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_4 : f64 to f32
      %394 = arith.cmpf ult, %in, %393 : f32
      %395 = arith.select %394, %393, %in : f32
      linalg.yield %395 : f32
    } -> tensor<?x1xf32>
    %385 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%380, %384 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%378 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.divf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %386 = linalg.generic {indexing_maps = [#map5, #map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%385, %385 : tensor<?x384xf32>, tensor<?x384xf32>) outs(%378 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.mulf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    %387 = tensor.empty(%dim) : tensor<?x1xf32>
    %388 = linalg.fill ins(%cst : f32) outs(%387 : tensor<?x1xf32>) -> tensor<?x1xf32>
    %389 = linalg.generic {indexing_maps = [#map5, #map6], iterator_types = ["parallel", "reduction"]} ins(%386 : tensor<?x384xf32>) outs(%388 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.addf %in, %out : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %390 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%389 : tensor<?x1xf32>) outs(%387 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = math.sqrt %in : f32
      linalg.yield %393 : f32
    } -> tensor<?x1xf32>
    %391 = linalg.generic {indexing_maps = [#map5, #map5], iterator_types = ["parallel", "parallel"]} ins(%390 : tensor<?x1xf32>) outs(%387 : tensor<?x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %393 = arith.truncf %cst_6 : f64 to f32
      %394 = arith.cmpf ult, %in, %393 : f32
      %395 = arith.select %394, %393, %in : f32
      linalg.yield %395 : f32
    } -> tensor<?x1xf32>
    %392 = linalg.generic {indexing_maps = [#map5, #map6, #map5], iterator_types = ["parallel", "parallel"]} ins(%385, %391 : tensor<?x384xf32>, tensor<?x1xf32>) outs(%378 : tensor<?x384xf32>) {
    ^bb0(%in: f32, %in_106: f32, %out: f32):
      %393 = arith.divf %in, %in_106 : f32
      linalg.yield %393 : f32
    } -> tensor<?x384xf32>
    return %392 : tensor<?x384xf32>
  }
}

