// RUN: attn-opt %s --attn-emit-c-interface | FileCheck %s

// CHECK:       llvm.func internal @__attn_check_tensor(
// CHECK-LABEL: llvm.func internal @__attn_impl_f(
// CHECK-LABEL: llvm.func @f_shapes(%{{.*}}: !llvm.ptr, %{{.*}}: i32, %{{.*}}: !llvm.ptr, %{{.*}}: i32) -> i32
// CHECK-LABEL: llvm.func @f_dlpack(%{{.*}}: !llvm.ptr, %{{.*}}: i32, %{{.*}}: !llvm.ptr, %{{.*}}: i32) -> i32

// Pointer, dynamic sizes, outer strides; scalars by value; a status.
// CHECK-LABEL: llvm.func @f(
// CHECK-SAME:    %{{.*}}: !llvm.ptr, %{{.*}}: i64, %{{.*}}: i64, %{{.*}}: f32, %{{.*}}: !llvm.ptr, %{{.*}}: i64) -> i32
// CHECK:         llvm.call @__attn_shapes_f
// CHECK:         llvm.call @__attn_impl_f
// CHECK-LABEL: llvm.func internal @__attn_shapes_f
llvm.func @f(%a: !llvm.ptr, %b: !llvm.ptr, %c: i64, %d: i64, %e: i64, %g: i64, %h: i64, %s: f32,
             %i: !llvm.ptr, %j: !llvm.ptr, %k: i64, %l: i64, %m: i64)
    attributes {attn.signature = [[tensor<?x4xf32>, f32], [tensor<?xf32>]]} {
  llvm.return
}
llvm.func @__attn_shapes_f(%a: !llvm.ptr, %b: !llvm.ptr, %c: i64, %d: i64, %e: i64, %g: i64, %h: i64, %s: f32,
                           %i: !llvm.ptr, %j: !llvm.ptr, %k: i64, %l: i64, %m: i64) {
  llvm.return
}
