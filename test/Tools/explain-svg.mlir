// The patterns as a picture: a panel for each head that sees something of its
// own, rows of cells as rectangles.
// REQUIRES: attn-explain
// RUN: attn-explain %s --target=linalg --svg=%t.svg
// RUN: FileCheck %s < %t.svg
// RUN: %python -c "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])" %t.svg
// RUN: not attn-explain %s --svg=%t.no/such.svg 2>&1 | FileCheck %s --check-prefix=FOLDER

// FOLDER: error: '{{.*}}such.svg': cannot write

// CHECK: <svg xmlns="http://www.w3.org/2000/svg"
// CHECK: explain-svg.mlir:{{[0-9]+}}:8</text>
// CHECK-NEXT: #attn.window&lt;left = 0, right = 1&gt;</text>
// CHECK-NEXT: queries 0 to 3 down, keys 0 to 3 right</text>
// CHECK-NEXT: <g transform=
// CHECK-NEXT: <rect x="0" y="0" width="2" height="1" fill="[[FULL:.*]]"/>
// CHECK-NEXT: <rect x="1" y="1" width="2" height="1" fill="[[FULL]]"/>
// CHECK-NEXT: <rect x="2" y="2" width="2" height="1" fill="[[FULL]]"/>
// CHECK-NEXT: <rect x="3" y="3" width="1" height="1" fill="[[FULL]]"/>
// CHECK-NEXT: </g>
func.func @window(%q: tensor<1x2x4x8xf32>) -> tensor<1x2x4x8xf32> {
  %o = attn.attention %q, %q, %q pattern(#attn.window<left = 0, right = 1>)
    : (tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>, tensor<1x2x4x8xf32>) -> tensor<1x2x4x8xf32>
  return %o : tensor<1x2x4x8xf32>
}

// Cells of three keys each, of which some are visible.
// CHECK: head 0</text>
// CHECK: fill="[[FULL]]"
// CHECK: head 1</text>
// CHECK: <rect x="0" y="0" width="1" height="1" fill="{{.*}}"/>
// CHECK: </svg>
func.func @heads(%q: tensor<1x2x384x8xf32>) -> tensor<1x2x384x8xf32> {
  %o = attn.attention %q, %q, %q pattern(#attn.per_head<[#attn.prefix<3>, #attn.prefix<1>]>)
    : (tensor<1x2x384x8xf32>, tensor<1x2x384x8xf32>, tensor<1x2x384x8xf32>) -> tensor<1x2x384x8xf32>
  return %o : tensor<1x2x384x8xf32>
}
