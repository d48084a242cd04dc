#map = affine_map<(d0) -> (d0)>
#map1 = affine_map<(d0, d1) -> (d0, 0)>
#map2 = affine_map<(d0, d1) -> (0, d1)>
#map3 = affine_map<(d0, d1) -> (d0, d1)>
#map4 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d2, d3)>
#map6 = affine_map<(d0, d1, d2, d3) -> ()>
#map7 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map8 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @strided(%arg0: tensor<2x3x37x16xf32>, %arg1: tensor<2x3x37x16xf32>, %arg2: tensor<2x3x37x16xf32>) -> tensor<2x3x37x16xf32> {
    %c3_i64 = arith.constant 3 : i64
    %c4_i64 = arith.constant 4 : i64
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %true = arith.constant true
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant 4.000000e+00 : f32
    %0 = tensor.empty() : tensor<37xi64>
    %1 = linalg.generic {indexing_maps = [#map], iterator_types = ["parallel"]} outs(%0 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %34 = linalg.index 0 : index
      %35 = arith.index_cast %34 : index to i64
      linalg.yield %35 : i64
    } -> tensor<37xi64>
    %expanded = tensor.expand_shape %1 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_3 = tensor.expand_shape %1 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %2 = tensor.empty() : tensor<37x37xi64>
    %3 = linalg.generic {indexing_maps = [#map1, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_3 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%2 : tensor<37x37xi64>) {
    ^bb0(%in: i64, %in_11: i64, %out: i64):
      %34 = arith.subi %in, %in_11 : i64
      linalg.yield %34 : i64
    } -> tensor<37x37xi64>
    %4 = tensor.empty() : tensor<37x37xi1>
    %5 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%3 : tensor<37x37xi64>) outs(%4 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %34 = arith.cmpi sge, %in, %c0_i64 : i64
      linalg.yield %34 : i1
    } -> tensor<37x37xi1>
    %6 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%3 : tensor<37x37xi64>) outs(%4 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %34 = arith.cmpi slt, %in, %c4_i64 : i64
      linalg.yield %34 : i1
    } -> tensor<37x37xi1>
    %7 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%1 : tensor<37xi64>) outs(%0 : tensor<37xi64>) {
    ^bb0(%in: i64, %out: i64):
      %34 = arith.remsi %in, %c4_i64 : i64
      %35 = arith.cmpi ne, %34, %c0_i64 : i64
      %36 = arith.cmpi slt, %34, %c0_i64 : i64
      %37 = arith.andi %35, %36 : i1
      %38 = arith.addi %34, %c4_i64 : i64
      %39 = arith.select %37, %38, %34 : i64
      linalg.yield %39 : i64
    } -> tensor<37xi64>
    %8 = tensor.empty() : tensor<37xi1>
    %9 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel"]} ins(%7 : tensor<37xi64>) outs(%8 : tensor<37xi1>) {
    ^bb0(%in: i64, %out: i1):
      %34 = arith.cmpi eq, %in, %c3_i64 : i64
      linalg.yield %34 : i1
    } -> tensor<37xi1>
    %expanded_4 = tensor.expand_shape %9 [[0, 1]] output_shape [1, 37] : tensor<37xi1> into tensor<1x37xi1>
    %10 = linalg.generic {indexing_maps = [#map3, #map2, #map3], iterator_types = ["parallel", "parallel"]} ins(%6, %expanded_4 : tensor<37x37xi1>, tensor<1x37xi1>) outs(%4 : tensor<37x37xi1>) {
    ^bb0(%in: i1, %in_11: i1, %out: i1):
      %34 = arith.ori %in, %in_11 : i1
      linalg.yield %34 : i1
    } -> tensor<37x37xi1>
    %11 = linalg.generic {indexing_maps = [#map3, #map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%5, %10 : tensor<37x37xi1>, tensor<37x37xi1>) outs(%4 : tensor<37x37xi1>) {
    ^bb0(%in: i1, %in_11: i1, %out: i1):
      %34 = arith.andi %in, %in_11 : i1
      linalg.yield %34 : i1
    } -> tensor<37x37xi1>
    %12 = tensor.empty() : tensor<2x3x16x37xf32>
    %transposed = linalg.transpose ins(%arg1 : tensor<2x3x37x16xf32>) outs(%12 : tensor<2x3x16x37xf32>) permutation = [0, 1, 3, 2] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %collapsed_5 = tensor.collapse_shape %transposed [[0, 1], [2], [3]] : tensor<2x3x16x37xf32> into tensor<6x16x37xf32>
    %13 = tensor.empty() : tensor<6x37x37xf32>
    %14 = linalg.fill ins(%cst : f32) outs(%13 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %15 = linalg.batch_matmul ins(%collapsed, %collapsed_5 : tensor<6x37x16xf32>, tensor<6x16x37xf32>) outs(%14 : tensor<6x37x37xf32>) -> tensor<6x37x37xf32>
    %expanded_6 = tensor.expand_shape %15 [[0, 1], [2], [3]] output_shape [2, 3, 37, 37] : tensor<6x37x37xf32> into tensor<2x3x37x37xf32>
    %16 = tensor.empty() : tensor<2x3x37x37xf32>
    %17 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_6 : tensor<2x3x37x37xf32>) outs(%16 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %34 = arith.divf %in, %cst_2 : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x37x37xf32>
    %18 = linalg.generic {indexing_maps = [#map3, #map3], iterator_types = ["parallel", "parallel"]} ins(%11 : tensor<37x37xi1>) outs(%4 : tensor<37x37xi1>) {
    ^bb0(%in: i1, %out: i1):
      %34 = arith.xori %in, %true : i1
      linalg.yield %34 : i1
    } -> tensor<37x37xi1>
    %19 = linalg.generic {indexing_maps = [#map5, #map6, #map4, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%18, %cst_1, %17 : tensor<37x37xi1>, tensor<f32>, tensor<2x3x37x37xf32>) outs(%16 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: i1, %in_11: f32, %in_12: f32, %out: f32):
      %34 = arith.select %in, %in_11, %in_12 : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x37x37xf32>
    %20 = tensor.empty() : tensor<2x3x37xi64>
    %21 = linalg.fill ins(%c0_i64 : i64) outs(%20 : tensor<2x3x37xi64>) -> tensor<2x3x37xi64>
    %22 = tensor.empty() : tensor<2x3x37xf32>
    %23 = linalg.fill ins(%cst_0 : f32) outs(%22 : tensor<2x3x37xf32>) -> tensor<2x3x37xf32>
    %24:2 = linalg.generic {indexing_maps = [#map4, #map7, #map7], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%19 : tensor<2x3x37x37xf32>) outs(%23, %21 : tensor<2x3x37xf32>, tensor<2x3x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_11: i64):
      %34 = linalg.index 3 : index
      %35 = arith.index_cast %34 : index to i64
      %36 = arith.maximumf %in, %out : f32
      %37 = arith.cmpf ogt, %in, %out : f32
      %38 = arith.select %37, %35, %out_11 : i64
      linalg.yield %36, %38 : f32, i64
    } -> (tensor<2x3x37xf32>, tensor<2x3x37xi64>)
    %expanded_7 = tensor.expand_shape %24#0 [[0], [1], [2, 3]] output_shape [2, 3, 37, 1] : tensor<2x3x37xf32> into tensor<2x3x37x1xf32>
    %25 = linalg.generic {indexing_maps = [#map4, #map8, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%19, %expanded_7 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%16 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_11: f32, %out: f32):
      %34 = arith.subf %in, %in_11 : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x37x37xf32>
    %26 = linalg.generic {indexing_maps = [#map4, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%25 : tensor<2x3x37x37xf32>) outs(%16 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %34 = math.exp %in : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x37x37xf32>
    %27 = tensor.empty() : tensor<2x3x37x1xf32>
    %28 = linalg.fill ins(%cst : f32) outs(%27 : tensor<2x3x37x1xf32>) -> tensor<2x3x37x1xf32>
    %29 = linalg.generic {indexing_maps = [#map4, #map8], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%26 : tensor<2x3x37x37xf32>) outs(%28 : tensor<2x3x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %34 = arith.addf %in, %out : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x37x1xf32>
    %30 = linalg.generic {indexing_maps = [#map4, #map8, #map4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%26, %29 : tensor<2x3x37x37xf32>, tensor<2x3x37x1xf32>) outs(%16 : tensor<2x3x37x37xf32>) {
    ^bb0(%in: f32, %in_11: f32, %out: f32):
      %34 = arith.divf %in, %in_11 : f32
      linalg.yield %34 : f32
    } -> tensor<2x3x37x37xf32>
    %collapsed_8 = tensor.collapse_shape %30 [[0, 1], [2], [3]] : tensor<2x3x37x37xf32> into tensor<6x37x37xf32>
    %collapsed_9 = tensor.collapse_shape %arg2 [[0, 1], [2], [3]] : tensor<2x3x37x16xf32> into tensor<6x37x16xf32>
    %31 = tensor.empty() : tensor<6x37x16xf32>
    %32 = linalg.fill ins(%cst : f32) outs(%31 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %33 = linalg.batch_matmul ins(%collapsed_8, %collapsed_9 : tensor<6x37x37xf32>, tensor<6x37x16xf32>) outs(%32 : tensor<6x37x16xf32>) -> tensor<6x37x16xf32>
    %expanded_10 = tensor.expand_shape %33 [[0, 1], [2], [3]] output_shape [2, 3, 37, 16] : tensor<6x37x16xf32> into tensor<2x3x37x16xf32>
    return %expanded_10 : tensor<2x3x37x16xf32>
  }
}

