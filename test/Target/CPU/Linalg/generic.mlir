// RUN: attn-opt %s --convert-linalg-to-cpu --canonicalize --cse | FileCheck %s

#id = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (i)>
#col = affine_map<(i, j) -> (j)>
#t = affine_map<(i, j) -> (j, i)>

// Rows in parallel, lanes along the contiguous dimension, a masked tail; what
// does not move with the lanes is a scalar outside their loop.
// CHECK-LABEL: func.func @bias(
// CHECK:         scf.parallel
// CHECK:           %[[S:.*]] = memref.load
// CHECK:           scf.for
// CHECK:             vector.load
// CHECK:             vector.broadcast %[[S]]
// CHECK:             vector.store
// CHECK:           scf.if
// CHECK:             vector.create_mask
// CHECK:             vector.maskedload
// CHECK:             vector.maskedstore
func.func @bias(%a: memref<?x?xf32>, %b: memref<?xf32>, %o: memref<?x?xf32>) {
  linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%a, %b : memref<?x?xf32>, memref<?xf32>) outs(%o : memref<?x?xf32>) {
  ^bb0(%x: f32, %y: f32, %out: f32):
    %p = arith.addf %x, %y : f32
    linalg.yield %p : f32
  }
  return
}

// A reduction along the lanes: one vector of partial sums, added up at the end.
// CHECK-LABEL: func.func @rowsum(
// CHECK:         %[[Z:.*]] = arith.constant dense<0.000000e+00> : vector<16xf32>
// CHECK:         scf.for {{.*}} iter_args(%{{.*}} = %[[Z]])
// CHECK:           vector.load
// CHECK-NOT:       vector.reduction
// CHECK:         vector.reduction <add>
// CHECK-NOT:     create_mask
func.func @rowsum(%a: memref<?x64xf32>, %o: memref<?xf32>) {
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["parallel", "reduction"]}
      ins(%a : memref<?x64xf32>) outs(%o : memref<?xf32>) {
  ^bb0(%x: f32, %out: f32):
    %p = arith.addf %x, %out : f32
    linalg.yield %p : f32
  }
  return
}

// A reduction across rows: lanes are columns, sums are carried.
// CHECK-LABEL: func.func @colsum(
// CHECK:         scf.for
// CHECK:           %[[O:.*]] = vector.load %arg1
// CHECK:           scf.for {{.*}} iter_args(%{{.*}} = %[[O]])
// CHECK:         vector.store
func.func @colsum(%a: memref<?x64xf32>, %o: memref<64xf32>) {
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["reduction", "parallel"]}
      ins(%a : memref<?x64xf32>) outs(%o : memref<64xf32>) {
  ^bb0(%x: f32, %out: f32):
    %p = arith.addf %x, %out : f32
    linalg.yield %p : f32
  }
  return
}

// Read across, written along: gathered by the stride of the source.
// CHECK-LABEL: func.func @transpose(
// CHECK:         vector.gather
func.func @transpose(%a: memref<?x64xf32>, %o: memref<64x?xf32>) {
  linalg.transpose ins(%a : memref<?x64xf32>) outs(%o : memref<64x?xf32>) permutation = [1, 0]
  return
}

// An embedding: the row comes from a table at an index that lanes share.
// CHECK-LABEL: func.func @lookup(
// CHECK:         %[[I:.*]] = memref.load %arg0
// CHECK:         %[[R:.*]] = arith.index_cast %[[I]]
// CHECK:         vector.load %arg1[%[[R]], %{{.*}}]
func.func @lookup(%ids: memref<?xi64>, %table: memref<?x64xf32>, %o: memref<?x64xf32>) {
  linalg.generic {indexing_maps = [#row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%ids : memref<?xi64>) outs(%o : memref<?x64xf32>) {
  ^bb0(%x: i64, %out: f32):
    %j = linalg.index 1 : index
    %i = arith.index_cast %x : i64 to index
    %v = memref.load %table[%i, %j] : memref<?x64xf32>
    linalg.yield %v : f32
  }
  return
}

// Inside a parallel loop no second one opens.
// CHECK-LABEL: func.func @nested(
// CHECK-COUNT-1: scf.parallel
// CHECK-NOT:   scf.parallel
func.func @nested(%n: index, %a: memref<?x?xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %z = arith.constant 0.0 : f32
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    linalg.fill ins(%z : f32) outs(%a : memref<?x?xf32>)
  }
  return
}

// Value and index of a maximum are no reduction over lanes: lanes are rows.
// CHECK-LABEL: func.func @argmax(
// CHECK:         scf.for {{.*}} iter_args(%{{.*}}, %{{.*}}) -> (vector<16xf32>, vector<16xindex>)
// CHECK:           vector.gather
func.func @argmax(%a: memref<64x64xf32>, %m: memref<64xf32>, %k: memref<64xindex>) {
  linalg.generic {indexing_maps = [#id, #row, #row], iterator_types = ["parallel", "reduction"]}
      ins(%a : memref<64x64xf32>) outs(%m, %k : memref<64xf32>, memref<64xindex>) {
  ^bb0(%x: f32, %max: f32, %at: index):
    %j = linalg.index 1 : index
    %more = arith.cmpf ogt, %x, %max : f32
    %v = arith.select %more, %x, %max : f32
    %w = arith.select %more, %j, %at : index
    linalg.yield %v, %w : f32, index
  }
  return
}

// What has no vector form stays: bits are bytes in memory, a masked lane would
// divide by zero.
// CHECK-LABEL: func.func @noop(
// CHECK-COUNT-2: linalg.generic
func.func @noop(%b: memref<64x64xi1>, %i: memref<64x64xi32>, %a: memref<64x64xf32>) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%b : memref<64x64xi1>) outs(%a : memref<64x64xf32>) {
  ^bb0(%x: i1, %out: f32):
    %p = arith.uitofp %x : i1 to f32
    linalg.yield %p : f32
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%i : memref<64x64xi32>) outs(%i : memref<64x64xi32>) {
  ^bb0(%x: i32, %out: i32):
    %p = arith.divsi %out, %x : i32
    linalg.yield %p : i32
  }
  return
}
