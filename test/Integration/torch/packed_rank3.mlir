#map = affine_map<(d0, d1, d2) -> (d0, d1, d2)>
#map1 = affine_map<(d0) -> (d0)>
#map2 = affine_map<(d0, d1) -> (d0, 0)>
#map3 = affine_map<(d0, d1) -> (0, d1)>
#map4 = affine_map<(d0, d1) -> (d0, d1)>
#map5 = affine_map<(d0, d1, d2) -> (d1, d2)>
#map6 = affine_map<(d0, d1, d2) -> ()>
#map7 = affine_map<(d0, d1, d2) -> (d0, d1)>
#map8 = affine_map<(d0, d1, d2) -> (d0, d1, 0)>
module {
  func.func @packed_rank3(%arg0: tensor<5x37x120xf32>) -> tensor<5x37x40xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant dense<-1.000000e+09> : tensor<f32>
    %cst_2 = arith.constant 6.324555320336759 : f64
    %extracted_slice = tensor.extract_slice %arg0[0, 0, 0] [5, 37, 40] [1, 1, 1] : tensor<5x37x120xf32> to tensor<5x37x40xf32>
    %extracted_slice_3 = tensor.extract_slice %arg0[0, 0, 40] [5, 37, 40] [1, 1, 1] : tensor<5x37x120xf32> to tensor<5x37x40xf32>
    %extracted_slice_4 = tensor.extract_slice %arg0[0, 0, 80] [5, 37, 40] [1, 1, 1] : tensor<5x37x120xf32> to tensor<5x37x40xf32>
    %0 = tensor.empty() : tensor<5x40x37xf32>
    %transposed = linalg.transpose ins(%extracted_slice_3 : tensor<5x37x40xf32>) outs(%0 : tensor<5x40x37xf32>) permutation = [0, 2, 1] 
    %1 = tensor.empty() : tensor<5x37x37xf32>
    %2 = linalg.fill ins(%cst : f32) outs(%1 : tensor<5x37x37xf32>) -> tensor<5x37x37xf32>
    %3 = linalg.batch_matmul ins(%extracted_slice, %transposed : tensor<5x37x40xf32>, tensor<5x40x37xf32>) outs(%2 : tensor<5x37x37xf32>) -> tensor<5x37x37xf32>
    %4 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%3 : tensor<5x37x37xf32>) outs(%1 : tensor<5x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %24 = arith.truncf %cst_2 : f64 to f32
      %25 = arith.divf %in, %24 : f32
      linalg.yield %25 : f32
    } -> tensor<5x37x37xf32>
    %5 = tensor.empty() : tensor<37xi64>
    %6 = linalg.generic {indexing_maps = [#map1], iterator_types = ["parallel"]} outs(%5 : tensor<37xi64>) {
    ^bb0(%out: i64):
      %24 = linalg.index 0 : index
      %25 = arith.index_cast %24 : index to i64
      linalg.yield %25 : i64
    } -> tensor<37xi64>
    %expanded = tensor.expand_shape %6 [[0, 1]] output_shape [37, 1] : tensor<37xi64> into tensor<37x1xi64>
    %expanded_5 = tensor.expand_shape %6 [[0, 1]] output_shape [1, 37] : tensor<37xi64> into tensor<1x37xi64>
    %7 = tensor.empty() : tensor<37x37xi1>
    %8 = linalg.generic {indexing_maps = [#map2, #map3, #map4], iterator_types = ["parallel", "parallel"]} ins(%expanded, %expanded_5 : tensor<37x1xi64>, tensor<1x37xi64>) outs(%7 : tensor<37x37xi1>) {
    ^bb0(%in: i64, %in_7: i64, %out: i1):
      %24 = arith.cmpi sge, %in, %in_7 : i64
      linalg.yield %24 : i1
    } -> tensor<37x37xi1>
    %9 = linalg.generic {indexing_maps = [#map5, #map, #map6, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%8, %4, %cst_1 : tensor<37x37xi1>, tensor<5x37x37xf32>, tensor<f32>) outs(%1 : tensor<5x37x37xf32>) {
    ^bb0(%in: i1, %in_7: f32, %in_8: f32, %out: f32):
      %24 = arith.select %in, %in_7, %in_8 : f32
      linalg.yield %24 : f32
    } -> tensor<5x37x37xf32>
    %10 = tensor.empty() : tensor<5x37xi64>
    %11 = linalg.fill ins(%c0_i64 : i64) outs(%10 : tensor<5x37xi64>) -> tensor<5x37xi64>
    %12 = tensor.empty() : tensor<5x37xf32>
    %13 = linalg.fill ins(%cst_0 : f32) outs(%12 : tensor<5x37xf32>) -> tensor<5x37xf32>
    %14:2 = linalg.generic {indexing_maps = [#map, #map7, #map7], iterator_types = ["parallel", "parallel", "reduction"]} ins(%9 : tensor<5x37x37xf32>) outs(%13, %11 : tensor<5x37xf32>, tensor<5x37xi64>) {
    ^bb0(%in: f32, %out: f32, %out_7: i64):
      %24 = linalg.index 2 : index
      %25 = arith.index_cast %24 : index to i64
      %26 = arith.maximumf %in, %out : f32
      %27 = arith.cmpf ogt, %in, %out : f32
      %28 = arith.select %27, %25, %out_7 : i64
      linalg.yield %26, %28 : f32, i64
    } -> (tensor<5x37xf32>, tensor<5x37xi64>)
    %expanded_6 = tensor.expand_shape %14#0 [[0], [1, 2]] output_shape [5, 37, 1] : tensor<5x37xf32> into tensor<5x37x1xf32>
    %15 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%9, %expanded_6 : tensor<5x37x37xf32>, tensor<5x37x1xf32>) outs(%1 : tensor<5x37x37xf32>) {
    ^bb0(%in: f32, %in_7: f32, %out: f32):
      %24 = arith.subf %in, %in_7 : f32
      linalg.yield %24 : f32
    } -> tensor<5x37x37xf32>
    %16 = linalg.generic {indexing_maps = [#map, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%15 : tensor<5x37x37xf32>) outs(%1 : tensor<5x37x37xf32>) {
    ^bb0(%in: f32, %out: f32):
      %24 = math.exp %in : f32
      linalg.yield %24 : f32
    } -> tensor<5x37x37xf32>
    %17 = tensor.empty() : tensor<5x37x1xf32>
    %18 = linalg.fill ins(%cst : f32) outs(%17 : tensor<5x37x1xf32>) -> tensor<5x37x1xf32>
    %19 = linalg.generic {indexing_maps = [#map, #map8], iterator_types = ["parallel", "parallel", "reduction"]} ins(%16 : tensor<5x37x37xf32>) outs(%18 : tensor<5x37x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %24 = arith.addf %in, %out : f32
      linalg.yield %24 : f32
    } -> tensor<5x37x1xf32>
    %20 = linalg.generic {indexing_maps = [#map, #map8, #map], iterator_types = ["parallel", "parallel", "parallel"]} ins(%16, %19 : tensor<5x37x37xf32>, tensor<5x37x1xf32>) outs(%1 : tensor<5x37x37xf32>) {
    ^bb0(%in: f32, %in_7: f32, %out: f32):
      %24 = arith.divf %in, %in_7 : f32
      linalg.yield %24 : f32
    } -> tensor<5x37x37xf32>
    %21 = tensor.empty() : tensor<5x37x40xf32>
    %22 = linalg.fill ins(%cst : f32) outs(%21 : tensor<5x37x40xf32>) -> tensor<5x37x40xf32>
    %23 = linalg.batch_matmul ins(%20, %extracted_slice_4 : tensor<5x37x37xf32>, tensor<5x37x40xf32>) outs(%22 : tensor<5x37x40xf32>) -> tensor<5x37x40xf32>
    return %23 : tensor<5x37x40xf32>
  }
}

