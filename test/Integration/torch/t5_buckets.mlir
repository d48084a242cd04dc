#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0, d1) -> (d0, 0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
#map4 = affine_map<(d0, d1, d2) -> (d0, d1)>
#map5 = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map6 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map7 = affine_map<(d0, d1, d2, d3) -> (0, d1, d2, d3)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map9 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @t5_buckets(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>, %arg3: tensor<16x3xf32>) -> tensor<2x3x37x16xf32> {
    %c8_i64 = arith.constant 8 : i64
    %c4_i64 = arith.constant 4 : i64
    %c0_i64 = arith.constant 0 : i64
    %c1_i64 = arith.constant 1 : i64
    %c16_i64 = arith.constant 16 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 2.0794415416798357 : f64
    %cst_2 = arith.constant 4.000000e+00 : f32
    %cst_3 = arith.constant dense<7> : tensor<37x37xi64>
    %0 = tensor.empty() : tensor<37xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %46 = linalg.index 0 : index
      %47 = arith.index_cast %46 : index to i64
      linalg.yield %47 : i64
    } -> tensor<37xi64>
    %expanded = tensor.expand_shape %1 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_4 = tensor.expand_shape %1 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %2 = tensor.empty() : tensor<37x37xi64>
    %3 = linalg.generic {indexing_maps = [#map1, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_4 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_13: i64, %out: i64):
      %46 = arith.subi %in, %in_13 : i64
      linalg.yield %46 : i64
    } -> tensor<37x37xi64>
    %4 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%3 : tensor<37x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %out: i64):
      %46 = arith.sitofp %in : i64 to f32
      %47 = arith.negf %46 : f32
      %48 = arith.fptosi %47 : f32 to i64
      linalg.yield %48 : i64
    } -> tensor<37x37xi64>
    %5 = tensor.empty() : tensor<37x37xi1>
    %6 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%4 : tensor<37x37xi64>) outs(%5 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %46 = arith.cmpi sgt, %in, %c0_i64 : i64
      linalg.yield %46 : i1
    } -> tensor<37x37xi1>
    %7 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%6 : tensor<37x37xi1>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i1, %out: i64):
      %46 = arith.extui %in : i1 to i64
      linalg.yield %46 : i64
    } -> tensor<37x37xi64>
    %8 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%7 : tensor<37x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %out: i64):
      %46 = arith.muli %in, %c8_i64 : i64
      linalg.yield %46 : i64
    } -> tensor<37x37xi64>
    %9 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%4 : tensor<37x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %out: i64):
      %46 = math.absi %in : i64
      linalg.yield %46 : i64
    } -> tensor<37x37xi64>
    %10 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<37x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %out: i64):
      %46 = arith.maxsi %in, %c1_i64 : i64
      linalg.yield %46 : i64
    } -> tensor<37x37xi64>
    %11 = tensor.empty() : tensor<37x37xf32>
    %12 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%10 : tensor<37x37xi64>) outs(%11 : tensor<37x37xf32>) {
    ^bb0(%in: i64, %out: f32):
      %46 = arith.sitofp %in : i64 to f32
      linalg.yield %46 : f32
    } -> tensor<37x37xf32>
    %13 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%12 : tensor<37x37xf32>) outs(%11 : tensor<37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %46 = arith.divf %in, %cst_2 : f32
      linalg.yield %46 : f32
    } -> tensor<37x37xf32>
    %14 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%13 : tensor<37x37xf32>) outs(%11 : tensor<37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %46 = math.log %in : f32
      linalg.yield %46 : f32
    } -> tensor<37x37xf32>
    %15 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%14 : tensor<37x37xf32>) outs(%11 : tensor<37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %46 = arith.truncf %cst_1 : f64 to f32
      %47 = arith.divf %in, %46 : f32
      linalg.yield %47 : f32
    } -> tensor<37x37xf32>
    %16 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%15 : tensor<37x37xf32>) outs(%11 : tensor<37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %46 = arith.mulf %in, %cst_2 : f32
      linalg.yield %46 : f32
    } -> tensor<37x37xf32>
    %17 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%16 : tensor<37x37xf32>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: f32, %out: i64):
      %46 = arith.fptosi %in : f32 to i64
      linalg.yield %46 : i64
    } -> tensor<37x37xi64>
    %18 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%17 : tensor<37x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %out: i64):
      %46 = arith.addi %in, %c4_i64 : i64
      linalg.yield %46 : i64
    } -> tensor<37x37xi64>
    %19 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%9 : tensor<37x37xi64>) outs(%5 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %46 = arith.cmpi slt, %in, %c4_i64 : i64
      linalg.yield %46 : i1
    } -> tensor<37x37xi1>
    %20 = linalg.generic {indexing_maps = [#map3, #map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%18, %cst_3 : tensor<37x37xi64>, tensor<37x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_13: i64, %out: i64):
      %46 = arith.minsi %in, %in_13 : i64
      linalg.yield %46 : i64
    } -> tensor<37x37xi64>
    %21 = linalg.generic {indexing_maps = [#map3, #map3, #map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%19, %9, %20 : tensor<37x37xi1>, tensor<37x37xi64>, tensor<37x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i1, %in_13: i64, %in_14: i64, %out: i64):
      %46 = arith.select %in, %in_13, %in_14 : i64
      linalg.yield %46 : i64
    } -> tensor<37x37xi64>
    %22 = linalg.generic {indexing_maps = [#map3, #map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%8, %21 : tensor<37x37xi64>, tensor<37x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_13: i64, %out: i64):
      %46 = arith.addi %in, %in_13 : i64
      linalg.yield %46 : i64
    } -> tensor<37x37xi64>
    %23 = tensor.empty() : tensor<37x37x3xf32>
    %24 = linalg.generic {indexing_maps = [#map4, #map5], iterator_types = ["parallel", "parallel", "parallel"]} ins(%22 : tensor<37x37xi64>) outs(%23 : tensor<37x37x3xf32>) {
    ^bb0(%in: i64, %out: f32):
      %46 = arith.cmpi slt, %in, %c0_i64 : i64
      %47 = arith.addi %in, %c16_i64 : i64
      %48 = arith.select %46, %47, %in : i64
      %49 = arith.index_cast %48 : i64 to index
      %50 = linalg.index 2 : index
      %extracted = tensor.extract %arg3[%49, %50] : tensor<16x3xf32>
      linalg.yield %extracted : f32
    } -> tensor<37x37x3xf32>
    %25 = tensor.empty() : tensor<3x37x37xf32>
    %transposed = linalg.transpose ins(%24 : tensor<37x37x3xf32>) outs(%25 : tensor<3x37x37xf32>) permutation = [2, 0, 1] 
    %expanded_5 = tensor.expand_shape %transposed [[0, 1], [2], [3]] output_shape [1, 3, 37, 37] : tensor<3x37x37xf32> into tensor<1x3x37x37xf32>
    %26 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed_6 = linalg.transpose ins(%arg1 : tensor<2x3x37x16xf32>) outs(%26 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_7 = tensor.collapse_shape %transposed_6 [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %27 = tensor.empty() : tensor<6x37x37xf32>
    %28 = linalg.fill ins(%cst : f32) outs(%27 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %29 = linalg.batch_matmul ins(%collapsed, %collapsed_7 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%28 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded_8 = tensor.expand_shape %29 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %30 = tensor.empty() : tensor<2x3x37x37xf32>
    %31 = linalg.generic {indexing_maps = [#map6, #map7, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_8, %expanded_5 : tensor<2x3x37x37xf32>, tensor<1x3x37x37xf32>) outs(%30 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %46 = arith.addf %in, %in_13 : f32
      linalg.yield %46 : f32
    } -> tensor<2x3x37x37xf32>
    %32 = tensor.empty() : tensor<2x3x37xi64>
    %33 = linalg.fill ins(%c0_i64 : i64) outs(%32 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %34 = tensor.empty() : tensor<2x3x37xf32>
    %35 = linalg.fill ins(%cst_0 : f32) outs(%34 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %36:2 = linalg.generic {indexing_maps = [#map6, #map8, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%31 : tensor<2x3x37x37xf32>) outs(%35, %33 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_13: i64):
      %46 = linalg.index 3 : index
      %47 = arith.index_cast %46 : index to i64
      %48 = arith.maximumf %in, %out : f32
      %49 = arith.cmpf ogt, %in, %out : f32
      %50 = arith.select %49, %47, %out_13 : i64
      linalg.yield %48, %50 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_9 = tensor.expand_shape %36#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %37 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%31, %expanded_9 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%30 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %46 = arith.subf %in, %in_13 : f32
      linalg.yield %46 : f32
    } -> tensor<2x3x37x37xf32>
    %38 = linalg.generic {indexing_maps = [#map6, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%37 : tensor<2x3x37x37xf32>) outs(%30 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %46 = math.exp %in : f32
      linalg.yield %46 : f32
    } -> tensor<2x3x37x37xf32>
    %39 = tensor.empty() : tensor<2x3x37x1xf32>
    %40 = linalg.fill ins(%cst : f32) outs(%39 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %41 = linalg.generic {indexing_maps = [#map6, #map9], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%38 : tensor<2x3x37x37xf32>) outs(%40 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %46 = arith.addf %in, %out : f32
      linalg.yield %46 : f32
    } -> tensor<2x3x37x1xf32>
    %42 = linalg.generic {indexing_maps = [#map6, #map9, #map6], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%38, %41 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%30 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_13: f32, %out: f32):
      %46 = arith.divf %in, %in_13 : f32
      linalg.yield %46 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_10 = tensor.collapse_shape %42 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_11 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %43 = tensor.empty() : tensor<6x37x16xf32>
    %44 = linalg.fill ins(%cst : f32) outs(%43 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %45 = linalg.batch_matmul ins(%collapsed_10, %collapsed_11 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%44 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_12 = tensor.expand_shape %45 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_12 : tensor<2x3x37x16xf32>
  }
}

