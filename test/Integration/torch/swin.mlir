#map = affine_map<(d0, d1) -> (d1)>
#map1 = affine_map<(d0, d1) -> (d0, d1)>
#map2 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, d3)>
#map3 = affine_map<(d0, d1) -> (d0)>
#map4 = affine_map<(d0, d1, d2, d3) -> (0, d1, d2, d3)>
#map5 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2)>
#map6 = affine_map<(d0, d1, d2, d3) -> (d0, d1, d2, 0)>
module {
  func.func @swin(%arg0: tensor<2x8x8x48xf32>, %arg1: tensor<144x48xf32>, %arg2: tensor<144xf32>, %arg3: tensor<48x48xf32>, %arg4: tensor<48xf32>, %arg5: tensor<49x3xf32>) -> tensor<2x8x8x48xf32> {
    %c0_i64 = arith.constant 0 : i64
    %cst = arith.constant 0.000000e+00 : f32
    %c49 = arith.constant 49 : index
    %cst_0 = arith.constant 0xFF800000 : f32
    %cst_1 = arith.constant 2.500000e-01 : f32
    %cst_2 = arith.constant dense_resource<torch_tensor_256_torch.int64> : tensor<256xi64>
    %expanded = tensor.expand_shape %arg0 [[0], [1, 2], [3, 4], [5]] output_shape [2, 2, 4, 2, 4, 48] : tensor<2x8x8x48xf32> into tensor<2x2x4x2x4x48xf32>
    %0 = tensor.empty() : tensor<2x2x2x4x4x48xf32>
    %transposed = linalg.transpose ins(%expanded : tensor<2x2x4x2x4x48xf32>) outs(%0 : tensor<2x2x2x4x4x48xf32>) permutation = [0, 1, 3, 2, 4, 5] 
    %collapsed = tensor.collapse_shape %transposed [[0, 1, 2, 3, 4], [5]] : tensor<2x2x2x4x4x48xf32> into tensor<128x48xf32>
    %1 = tensor.empty() : tensor<48x144xf32>
    %transposed_3 = linalg.transpose ins(%arg1 : tensor<144x48xf32>) outs(%1 : tensor<48x144xf32>) permutation = [1, 0] 
    %2 = tensor.empty() : tensor<128x144xf32>
    %3 = linalg.fill ins(%cst : f32) outs(%2 : tensor<128x144xf32>) -> tensor<128x144xf32>
    %4 = linalg.matmul ins(%collapsed, %transposed_3 : tensor<128x48xf32>, tensor<48x144xf32>) outs(%3 : tensor<128x144xf32>) -> tensor<128x144xf32>
    %5 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%arg2 : tensor<144xf32>) outs(%2 : tensor<128x144xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<128x144xf32>
    %6 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%4, %5 : tensor<128x144xf32>, tensor<128x144xf32>) outs(%2 : tensor<128x144xf32>) {
    ^bb0(%in: f32, %in_27: f32, %out: f32):
      %37 = arith.addf %in, %in_27 : f32
      linalg.yield %37 : f32
    } -> tensor<128x144xf32>
    %expanded_4 = tensor.expand_shape %6 [[0, 1], [2, 3, 4]] output_shape [8, 16, 3, 3, 16] : tensor<128x144xf32> into tensor<8x16x3x3x16xf32>
    %7 = tensor.empty() : tensor<3x8x3x16x16xf32>
    %transposed_5 = linalg.transpose ins(%expanded_4 : tensor<8x16x3x3x16xf32>) outs(%7 : tensor<3x8x3x16x16xf32>) permutation = [2, 0, 3, 1, 4] 
    %extracted_slice = tensor.extract_slice %transposed_5[0, 0, 0, 0, 0] [1, 8, 3, 16, 16] [1, 1, 1, 1, 1] : tensor<3x8x3x16x16xf32> to tensor<1x8x3x16x16xf32>
    %extracted_slice_6 = tensor.extract_slice %transposed_5[1, 0, 0, 0, 0] [1, 8, 3, 16, 16] [1, 1, 1, 1, 1] : tensor<3x8x3x16x16xf32> to tensor<1x8x3x16x16xf32>
    %extracted_slice_7 = tensor.extract_slice %transposed_5[2, 0, 0, 0, 0] [1, 8, 3, 16, 16] [1, 1, 1, 1, 1] : tensor<3x8x3x16x16xf32> to tensor<1x8x3x16x16xf32>
    %collapsed_8 = tensor.collapse_shape %extracted_slice [[0, 1], [2], [3], [4]] : tensor<1x8x3x16x16xf32> into tensor<8x3x16x16xf32>
    %collapsed_9 = tensor.collapse_shape %extracted_slice_6 [[0, 1], [2], [3], [4]] : tensor<1x8x3x16x16xf32> into tensor<8x3x16x16xf32>
    %8 = tensor.empty() : tensor<8x3x16x16xf32>
    %9 = linalg.generic {indexing_maps = [#map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%collapsed_8 : tensor<8x3x16x16xf32>) outs(%8 : tensor<8x3x16x16xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = arith.mulf %in, %cst_1 : f32
      linalg.yield %37 : f32
    } -> tensor<8x3x16x16xf32>
    %transposed_10 = linalg.transpose ins(%collapsed_9 : tensor<8x3x16x16xf32>) outs(%8 : tensor<8x3x16x16xf32>) permutation = [0, 1, 3, 2] 
    %collapsed_11 = tensor.collapse_shape %9 [[0, 1], [2], [3]] : tensor<8x3x16x16xf32> into tensor<24x16x16xf32>
    %collapsed_12 = tensor.collapse_shape %transposed_10 [[0, 1], [2], [3]] : tensor<8x3x16x16xf32> into tensor<24x16x16xf32>
    %10 = tensor.empty() : tensor<24x16x16xf32>
    %11 = linalg.fill ins(%cst : f32) outs(%10 : tensor<24x16x16xf32>) -> tensor<24x16x16xf32>
    %12 = linalg.batch_matmul ins(%collapsed_11, %collapsed_12 : tensor<24x16x16xf32>, tensor<24x16x16xf32>) outs(%11 : tensor<24x16x16xf32>) -> tensor<24x16x16xf32>
    %expanded_13 = tensor.expand_shape %12 [[0, 1], [2], [3]] output_shape [8, 3, 16, 16] : tensor<24x16x16xf32> into tensor<8x3x16x16xf32>
    %13 = tensor.empty() : tensor<256x3xf32>
    %14 = linalg.generic {indexing_maps = [#map3, #map1], iterator_types = ["parallel", "parallel"]} ins(%cst_2 : tensor<256xi64>) outs(%13 : tensor<256x3xf32>) {
    ^bb0(%in: i64, %out: f32):
      %37 = arith.index_cast %in : i64 to index
      %38 = linalg.index 1 : index
      %39 = arith.cmpi slt, %37, %c49 : index
      cf.assert %39, "index must be smaller than dim size"
      %40 = arith.cmpi sge, %in, %c0_i64 : i64
      cf.assert %40, "index must be larger or equal to 0"
      %extracted = tensor.extract %arg5[%37, %38] : tensor<49x3xf32>
      linalg.yield %extracted : f32
    } -> tensor<256x3xf32>
    %expanded_14 = tensor.expand_shape %14 [[0, 1], [2]] output_shape [16, 16, 3] : tensor<256x3xf32> into tensor<16x16x3xf32>
    %15 = tensor.empty() : tensor<3x16x16xf32>
    %transposed_15 = linalg.transpose ins(%expanded_14 : tensor<16x16x3xf32>) outs(%15 : tensor<3x16x16xf32>) permutation = [2, 0, 1] 
    %expanded_16 = tensor.expand_shape %transposed_15 [[0, 1], [2], [3]] output_shape [1, 3, 16, 16] : tensor<3x16x16xf32> into tensor<1x3x16x16xf32>
    %16 = linalg.generic {indexing_maps = [#map2, #map4, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%expanded_13, %expanded_16 : tensor<8x3x16x16xf32>, tensor<1x3x16x16xf32>) outs(%8 : tensor<8x3x16x16xf32>) {
    ^bb0(%in: f32, %in_27: f32, %out: f32):
      %37 = arith.addf %in, %in_27 : f32
      linalg.yield %37 : f32
    } -> tensor<8x3x16x16xf32>
    %17 = tensor.empty() : tensor<8x3x16xi64>
    %18 = linalg.fill ins(%c0_i64 : i64) outs(%17 : tensor<8x3x16xi64>) -> tensor<8x3x16xi64>
    %19 = tensor.empty() : tensor<8x3x16xf32>
    %20 = linalg.fill ins(%cst_0 : f32) outs(%19 : tensor<8x3x16xf32>) -> tensor<8x3x16xf32>
    %21:2 = linalg.generic {indexing_maps = [#map2, #map5, #map5], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%16 : tensor<8x3x16x16xf32>) outs(%20, %18 : tensor<8x3x16xf32>, tensor<8x3x16xi64>) {
    ^bb0(%in: f32, %out: f32, %out_27: i64):
      %37 = linalg.index 3 : index
      %38 = arith.index_cast %37 : index to i64
      %39 = arith.maximumf %in, %out : f32
      %40 = arith.cmpf ogt, %in, %out : f32
      %41 = arith.select %40, %38, %out_27 : i64
      linalg.yield %39, %41 : f32, i64
    } -> (tensor<8x3x16xf32>, tensor<8x3x16xi64>)
    %expanded_17 = tensor.expand_shape %21#0 [[0], [1], [2, 3]] output_shape [8, 3, 16, 1] : tensor<8x3x16xf32> into tensor<8x3x16x1xf32>
    %22 = linalg.generic {indexing_maps = [#map2, #map6, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%16, %expanded_17 : tensor<8x3x16x16xf32>, tensor<8x3x16x1xf32>) outs(%8 : tensor<8x3x16x16xf32>) {
    ^bb0(%in: f32, %in_27: f32, %out: f32):
      %37 = arith.subf %in, %in_27 : f32
      linalg.yield %37 : f32
    } -> tensor<8x3x16x16xf32>
    %23 = linalg.generic {indexing_maps = [#map2, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%22 : tensor<8x3x16x16xf32>) outs(%8 : tensor<8x3x16x16xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = math.exp %in : f32
      linalg.yield %37 : f32
    } -> tensor<8x3x16x16xf32>
    %24 = tensor.empty() : tensor<8x3x16x1xf32>
    %25 = linalg.fill ins(%cst : f32) outs(%24 : tensor<8x3x16x1xf32>) -> tensor<8x3x16x1xf32>
    %26 = linalg.generic {indexing_maps = [#map2, #map6], iterator_types = ["parallel", "parallel", "parallel", "reduction"]} ins(%23 : tensor<8x3x16x16xf32>) outs(%25 : tensor<8x3x16x1xf32>) {
    ^bb0(%in: f32, %out: f32):
      %37 = arith.addf %in, %out : f32
      linalg.yield %37 : f32
    } -> tensor<8x3x16x1xf32>
    %27 = linalg.generic {indexing_maps = [#map2, #map6, #map2], iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%23, %26 : tensor<8x3x16x16xf32>, tensor<8x3x16x1xf32>) outs(%8 : tensor<8x3x16x16xf32>) {
    ^bb0(%in: f32, %in_27: f32, %out: f32):
      %37 = arith.divf %in, %in_27 : f32
      linalg.yield %37 : f32
    } -> tensor<8x3x16x16xf32>
    %collapsed_18 = tensor.collapse_shape %27 [[0, 1], [2], [3]] : tensor<8x3x16x16xf32> into tensor<24x16x16xf32>
    %collapsed_19 = tensor.collapse_shape %extracted_slice_7 [[0, 1, 2], [3], [4]] : tensor<1x8x3x16x16xf32> into tensor<24x16x16xf32>
    %28 = linalg.batch_matmul ins(%collapsed_18, %collapsed_19 : tensor<24x16x16xf32>, tensor<24x16x16xf32>) outs(%11 : tensor<24x16x16xf32>) -> tensor<24x16x16xf32>
    %expanded_20 = tensor.expand_shape %28 [[0, 1], [2], [3]] output_shape [8, 3, 16, 16] : tensor<24x16x16xf32> into tensor<8x3x16x16xf32>
    %29 = tensor.empty() : tensor<8x16x3x16xf32>
    %transposed_21 = linalg.transpose ins(%expanded_20 : tensor<8x3x16x16xf32>) outs(%29 : tensor<8x16x3x16xf32>) permutation = [0, 2, 1, 3] 
    %collapsed_22 = tensor.collapse_shape %transposed_21 [[0, 1], [2, 3]] : tensor<8x16x3x16xf32> into tensor<128x48xf32>
    %30 = tensor.empty() : tensor<48x48xf32>
    %transposed_23 = linalg.transpose ins(%arg3 : tensor<48x48xf32>) outs(%30 : tensor<48x48xf32>) permutation = [1, 0] 
    %31 = tensor.empty() : tensor<128x48xf32>
    %32 = linalg.fill ins(%cst : f32) outs(%31 : tensor<128x48xf32>) -> tensor<128x48xf32>
    %33 = linalg.matmul ins(%collapsed_22, %transposed_23 : tensor<128x48xf32>, tensor<48x48xf32>) outs(%32 : tensor<128x48xf32>) -> tensor<128x48xf32>
    %34 = linalg.generic {indexing_maps = [#map, #map1], iterator_types = ["parallel", "parallel"]} ins(%arg4 : tensor<48xf32>) outs(%31 : tensor<128x48xf32>) {
    ^bb0(%in: f32, %out: f32):
      linalg.yield %in : f32
    } -> tensor<128x48xf32>
    %35 = linalg.generic {indexing_maps = [#map1, #map1, #map1], iterator_types = ["parallel", "parallel"]} ins(%33, %34 : tensor<128x48xf32>, tensor<128x48xf32>) outs(%31 : tensor<128x48xf32>) {
    ^bb0(%in: f32, %in_27: f32, %out: f32):
      %37 = arith.addf %in, %in_27 : f32
      linalg.yield %37 : f32
    } -> tensor<128x48xf32>
    %expanded_24 = tensor.expand_shape %35 [[0, 1, 2, 3, 4], [5]] output_shape [2, 2, 2, 4, 4, 48] : tensor<128x48xf32> into tensor<2x2x2x4x4x48xf32>
    %36 = tensor.empty() : tensor<2x2x4x2x4x48xf32>
    %transposed_25 = linalg.transpose ins(%expanded_24 : tensor<2x2x2x4x4x48xf32>) outs(%36 : tensor<2x2x4x2x4x48xf32>) permutation = [0, 1, 3, 2, 4, 5] 
    %collapsed_26 = tensor.collapse_shape %transposed_25 [[0], [1, 2], [3, 4], [5]] : tensor<2x2x4x2x4x48xf32> into tensor<2x8x8x48xf32>
    return %collapsed_26 : tensor<2x8x8x48xf32>
  }
}

{-#
  dialect_resources: {
    builtin: {
      torch_tensor_256_torch.int64: "0x080000001800000000000000170000000000000016000000000000001500000000000000110000000000000010000000000000000F000000000000000E000000000000000A00000000000000090000000000000008000000000000000700000000000000030000000000000002000000000000000100000000000000000000000000000019000000000000001800000000000000170000000000000016000000000000001200000000000000110000000000000010000000000000000F000000000000000B000000000000000A000000000000000900000000000000080000000000000004000000000000000300000000000000020000000000000001000000000000001A0000000000000019000000000000001800000000000000170000000000000013000000000000001200000000000000110000000000000010000000000000000C000000000000000B000000000000000A00000000000000090000000000000005000000000000000400000000000000030000000000000002000000000000001B000000000000001A000000000000001900000000000000180000000000000014000000000000001300000000000000120000000000000011000000000000000D000000000000000C000000000000000B000000000000000A0000000000000006000000000000000500000000000000040000000000000003000000000000001F000000000000001E000000000000001D000000000000001C000000000000001800000000000000170000000000000016000000000000001500000000000000110000000000000010000000000000000F000000000000000E000000000000000A0000000000000009000000000000000800000000000000070000000000000020000000000000001F000000000000001E000000000000001D0000000000000019000000000000001800000000000000170000000000000016000000000000001200000000000000110000000000000010000000000000000F000000000000000B000000000000000A0000000000000009000000000000000800000000000000210000000000000020000000000000001F000000000000001E000000000000001A0000000000000019000000000000001800000000000000170000000000000013000000000000001200000000000000110000000000000010000000000000000C000000000000000B000000000000000A0000000000000009000000000000002200000000000000210000000000000020000000000000001F000000000000001B000000000000001A000000000000001900000000000000180000000000000014000000000000001300000000000000120000000000000011000000000000000D000000000000000C000000000000000B000000000000000A0000000000000026000000000000002500000000000000240000000000000023000000000000001F000000000000001E000000000000001D000000000000001C000000000000001800000000000000170000000000000016000000000000001500000000000000110000000000000010000000000000000F000000000000000E00000000000000270000000000000026000000000000002500000000000000240000000000000020000000000000001F000000000000001E000000000000001D0000000000000019000000000000001800000000000000170000000000000016000000000000001200000000000000110000000000000010000000000000000F000000000000002800000000000000270000000000000026000000000000002500000000000000210000000000000020000000000000001F000000000000001E000000000000001A00000000000000190000000000000018000000000000001700000000000000130000000000000012000000000000001100000000000000100000000000000029000000000000002800000000000000270000000000000026000000000000002200000000000000210000000000000020000000000000001F000000000000001B000000000000001A000000000000001900000000000000180000000000000014000000000000001300000000000000120000000000000011000000000000002D000000000000002C000000000000002B000000000000002A0000000000000026000000000000002500000000000000240000000000000023000000000000001F000000000000001E000000000000001D000000000000001C0000000000000018000000000000001700000000000000160000000000000015000000000000002E000000000000002D000000000000002C000000000000002B00000000000000270000000000000026000000000000002500000000000000240000000000000020000000000000001F000000000000001E000000000000001D0000000000000019000000000000001800000000000000170000000000000016000000000000002F000000000000002E000000000000002D000000000000002C000000000000002800000000000000270000000000000026000000000000002500000000000000210000000000000020000000000000001F000000000000001E000000000000001A0000000000000019000000000000001800000000000000170000000000000030000000000000002F000000000000002E000000000000002D0000000000000029000000000000002800000000000000270000000000000026000000000000002200000000000000210000000000000020000000000000001F000000000000001B000000000000001A0000000000000019000000000000001800000000000000"
    }
  }
#-}

