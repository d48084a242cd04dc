#map = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map1 = affine_map<(d0, d1, d2, d3) -> (d0, 0, 0, d3)>
#map2 = affine_map<(d0, d1, d2, d3) -> ()>
#map3 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map4 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @cross_padding(%arg0: tensor<3x29x160xf32>, %arg1: tensor<3x41x96xf32>, %arg2: tensor<3x41xi1>, %arg3: tensor<160x160xf32>, %arg4: tensor<160x96xf32>, %arg5: tensor<160x96xf32>, %arg6: tensor<160x160xf32>) -> tensor<3x29x160xf32> {
    %cst = arith.constant 0.000000e+00 : f32
    %true = arith.constant true
    %c0_i64 = arith.constant 0 : i64
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<0xFF800000> : tensor<f32>
    %cst_2 = arith.constant 6.324555320336759 : f64
    %0 = tensor.empty() : tensor<160x160xf32>
    %transposed = linalg.transpose ins(%arg3 : tensor<160x160xf32>) outs(%0 : tensor<160x160xf32>) permutation = [1, 0] 
    %collapsed = tensor.collapse_shape %arg0 [[0, 1], [2]] : tensor<3x29x160xf32> into tensor<87x160xf32>
    %1 = tensor.empty() : tensor<87x160xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<87x160xf32>) -> tensor<87x160xf32>
    %3 = linalg.matmul ins(%collapsed, %transposed : tensor<87x160xf32>, tensor<160x160xf32>) outs(%2 : tensor<87x160xf32>) -> tensor<87x160xf32>
    %expanded = tensor.expand_shape %3 [[0, 1], [2, 3]] output_shape [3, 29, 4, 40] : tensor<87x160xf32> into tensor<3x29x4x40xf32>
    %4 = tensor.empty() : tensor<3x4x29x40xf32>
    %transposed_3 = linalg.transpose ins(%expanded : tensor<3x29x4x40xf32>) outs(%4 : tensor<3x4x29x40xf32>) permutation = [0, 2, 1, 3] 
    %5 = tensor.empty() : tensor<96x160xf32>
    %transposed_4 = linalg.transpose ins(%arg4 : tensor<160x96xf32>) outs(%5 : tensor<96x160xf32>) permutation = [1, 0] 
    %collapsed_5 = tensor.collapse_shape %arg1 [[0, 1], [2]] : tensor<3x41x96xf32> into tensor<123x96xf32>
    %6 = tensor.empty() : tensor<123x160xf32>
    %7 = linalg.fill ins(%cst : f32) outs(%6 : tensor<123x160xf32>) -> tensor<123x160xf32>
    %8 = linalg.matmul ins(%collapsed_5, %transposed_4 : tensor<123x96xf32>, tensor<96x160xf32>) outs(%7 : tensor<123x160xf32>) -> tensor<123x160xf32>
    %expanded_6 = tensor.expand_shape %8 [[0, 1], [2, 3]] output_shape [3, 41, 4, 40] : tensor<123x160xf32> into tensor<3x41x4x40xf32>
    %transposed_7 = linalg.transpose ins(%arg5 : tensor<160x96xf32>) outs(%5 : tensor<96x160xf32>) permutation = [1, 0] 
    %9 = linalg.matmul ins(%collapsed_5, %transposed_7 : tensor<123x96xf32>, tensor<96x160xf32>) outs(%7 : tensor<123x160xf32>) -> tensor<123x160xf32>
    %expanded_8 = tensor.expand_shape %9 [[0, 1], [2, 3]] output_shape [3, 41, 4, 40] : tensor<123x160xf32> into tensor<3x41x4x40xf32>
    %10 = tensor.empty() : tensor<3x4x41x40xf32>
    %transposed_9 = linalg.transpose ins(%expanded_8 : tensor<3x41x4x40xf32>) outs(%10 : tensor<3x4x41x40xf32>) permutation = [0, 2, 1, 3] 
    %11 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%transposed_3 : tensor<3x4x29x40xf32>) outs(%4 : tensor<3x4x29x40xf32>) {
    ^bb0(%in: f32, %out: f32):
      %36 = arith.truncf %cst_2 : f64 to f32
      %37 = arith.divf %in, %36 : f32
      linalg.yield %37 : f32
    } -> tensor<3x4x29x40xf32>
    %12 = tensor.empty() : tensor<3x4x40x41xf32>
    %transposed_10 = linalg.transpose ins(%expanded_6 : tensor<3x41x4x40xf32>) outs(%12 : tensor<3x4x40x41xf32>) permutation = [0, 2, 3, 1] 
    %collapsed_11 = tensor.collapse_shape %11 [[0, 1], [2], [3]] : tensor<3x4x29x40xf32> into tensor<12x29x40xf32>
    %collapsed_12 = tensor.collapse_shape %transposed_10 [[0, 1], [2], [3]] : tensor<3x4x40x41xf32> into tensor<12x40x41xf32>
    %13 = tensor.empty() : tensor<12x29x41xf32>
    %14 = linalg.fill ins(%cst : f32) outs(%13 : tensor<12x29x41xf32>) -> tensor<12x29x41xf32>
    %15 = linalg.batch_matmul ins(%collapsed_11, %collapsed_12 : tensor<12x29x40xf32>, tensor<12x40x41xf32>) outs(%14 : tensor<12x29x41xf32>) -> tensor<12x29x41xf32>
    %expanded_13 = tensor.expand_shape %15 [[0, 1], [2], [3]] output_shape [3, 4, 29, 41] : tensor<12x29x41xf32> into tensor<3x4x29x41xf32>
    %expanded_14 = tensor.expand_shape %arg2 [[0], [1, 2, 3]] output_shape [3, 1, 1, 41] : tensor<3x41xi1> into tensor<3x1x1x41xi1>
    %16 = tensor.empty() : tensor<3x1x1x41xi1>
    %17 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_14 : tensor<3x1x1x41xi1>) outs(%16 : tensor<3x1x1x41xi1>) {
    ^bb0(%in: i1, %out: i1):
      %36 = arith.xori %in, %true : i1
      linalg.yield %36 : i1
    } -> tensor<3x1x1x41xi1>
    %18 = tensor.empty() : tensor<3x4x29x41xf32>
    %19 = linalg.generic {indexing_maps = [#map1, #map2, #map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%17, %cst_1, %expanded_13 : tensor<3x1x1x41xi1>, tensor<f32>, tensor<3x4x29x41xf32>) outs(%18 : tensor<3x4x29x41xf32>) {
    ^bb0(%in: i1, %in_23: f32, %in_24: f32, %out: f32):
      %36 = arith.select %in, %in_23, %in_24 : f32
      linalg.yield %36 : f32
    } -> tensor<3x4x29x41xf32>
    %20 = tensor.empty() : tensor<3x4x29xi64>
    %21 = linalg.fill ins(%c0_i64 : i64) outs(%20 : tensor<3x4x29xi64>) -> tensor<3x4x29xi64>
    %22 = tensor.empty() : tensor<3x4x29xf32>
    %23 = linalg.fill ins(%cst_0 : f32) outs(%22 : tensor<3x4x29xf32>) -> tensor<3x4x29xf32>
    %24:2 = linalg.generic {indexing_maps = [#map, #map3, #map3], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%19 : tensor<3x4x29x41xf32>) outs(%23, %21 : tensor<3x4x29xf32>, tensor<3x4x29xi64>) {
    ^bb0(%in: f32, %out: f32, %out_23: i64):
      %36 = linalg.index 3 : index
      %37 = arith.index_cast %36 : index to i64
      %38 = arith.maximumf %in, %out : f32
      %39 = arith.cmpf ogt, %in, %out : f32
      %40 = arith.select %39, %37, %out_23 : i64
      linalg.yield %38, %40 : f32, i64
    } -> (tensor<3x4x29xf32>, tensor<3x4x29xi64>)
    %expanded_15 = tensor.expand_shape %24#0 [[0], [1], [2, 3]] output_shape [3, 4, 29, 1] : tensor<3x4x29xf32> into tensor<3x4x29x1xf32>
    %25 = linalg.generic {indexing_maps = [#map, #map4, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%19, %expanded_15 : tensor<3x4x29x41xf32>, tensor<3x4x29x1xf32>) outs(%18 : tensor<3x4x29x41xf32>) {
    ^bb0(%in: f32, %in_23: f32, %out: f32):
      %36 = arith.subf %in, %in_23 : f32
      linalg.yield %36 : f32
    } -> tensor<3x4x29x41xf32>
    %26 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%25 : tensor<3x4x29x41xf32>) outs(%18 : tensor<3x4x29x41xf32>) {
    ^bb0(%in: f32, %out: f32):
      %36 = math.exp %in : f32
      linalg.yield %36 : f32
    } -> tensor<3x4x29x41xf32>
    %27 = tensor.empty() : tensor<3x4x29x1xf32>
    %28 = linalg.fill ins(%cst : f32) outs(%27 : tensor<3x4x29x1xf32>) -> tensor<3x4x29x1xf32>
    %29 = linalg.generic {indexing_maps = [#map, #map4], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%26 : tensor<3x4x29x41xf32>) outs(%28 : tensor<3x4x29x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %36 = arith.addf %in, %out : f32
      linalg.yield %36 : f32
    } -> tensor<3x4x29x1xf32>
    %30 = linalg.generic {indexing_maps = [#map, #map4, #map], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%26, %29 : tensor<3x4x29x41xf32>, tensor<3x4x29x1xf32>) outs(%18 : tensor<3x4x29x41xf32>) {
    ^bb0(%in: f32, %in_23: f32, %out: f32):
      %36 = arith.divf %in, %in_23 : f32
      linalg.yield %36 : f32
    } -> tensor<3x4x29x41xf32>
    %collapsed_16 = tensor.collapse_shape %30 [[0, 1], [2], [3]] : tensor<3x4x29x41xf32> into tensor<12x29x41xf32>
    %collapsed_17 = tensor.collapse_shape %transposed_9 [[0, 1], [2], [3]] : tensor<3x4x41x40xf32> into tensor<12x41x40xf32>
    %31 = tensor.empty() : tensor<12x29x40xf32>
    %32 = linalg.fill ins(%cst : f32) outs(%31 : tensor<12x29x40xf32>) -> tensor<12x29x40xf32>
    %33 = linalg.batch_matmul ins(%collapsed_16, %collapsed_17 : tensor<12x29x41xf32>, tensor<12x41x40xf32>) outs(%32 : tensor<12x29x40xf32>) -> tensor<12x29x40xf32>
    %expanded_18 = tensor.expand_shape %33 [[0, 1], [2], [3]] output_shape [3, 4, 29, 40] : tensor<12x29x40xf32> into tensor<3x4x29x40xf32>
    %34 = tensor.empty() : tensor<3x29x4x40xf32>
    %transposed_19 = linalg.transpose ins(%expanded_18 : tensor<3x4x29x40xf32>) outs(%34 : tensor<3x29x4x40xf32>) permutation = [0, 2, 1, 3] 
    %transposed_20 = linalg.transpose ins(%arg6 : tensor<160x160xf32>) outs(%0 : tensor<160x160xf32>) permutation = [1, 0] 
    %collapsed_21 = tensor.collapse_shape %transposed_19 [[0, 1], [2, 3]] : tensor<3x29x4x40xf32> into tensor<87x160xf32>
    %35 = linalg.matmul ins(%collapsed_21, %transposed_20 : tensor<87x160xf32>, tensor<160x160xf32>) outs(%2 : tensor<87x160xf32>) -> tensor<87x160xf32>
    %expanded_22 = tensor.expand_shape %35 [[0, 1], [2]] output_shape [3, 29, 160] : tensor<87x160xf32> into tensor<3x29x160xf32>
    return %expanded_22 : tensor<3x29x160xf32>
  }
}

