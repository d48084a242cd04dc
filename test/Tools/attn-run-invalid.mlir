// Bad input: one error that says what was expected, exit status 1, no file.
// RUN: rm -rf %t && mkdir %t
// RUN: attn-run %s --entry=make --target=interpret --out=%t/f32.npy --out=%t/f64.npy --out=%t/wide.npy
// RUN: head -c 140 %t/f32.npy > %t/cut.npy
// RUN: echo text > %t/text.npy

// RUN: not attn-run %s --entry=id --no-such-flag 2>&1 | FileCheck %s --check-prefix=FLAG
// FLAG: attn-run: error: Unknown command line argument '--no-such-flag'.{{.*$}}
// FLAG-NOT: {{.}}
// RUN: not attn-run %s 2>&1 | FileCheck %s --check-prefix=NOENTRY
// NOENTRY: attn-run: error: expected --entry of 'make', 'id', 'scalar', 'buffer', 'pair', got ''
// RUN: not attn-run %s --entry=id --target=tpu 2>&1 | FileCheck %s --check-prefix=TARGET
// TARGET: attn-run: error: expected --target of cpu, linalg, interpret, got 'tpu'
// RUN: not attn-run %s --entry=id --compare=torch 2>&1 | FileCheck %s --check-prefix=COMPARE
// COMPARE: attn-run: error: expected --compare=interpret, got 'torch'
// RUN: not attn-run %s --entry=id --bench=0 2>&1 | FileCheck %s --check-prefix=BENCH
// BENCH: attn-run: error: expected --bench of at least 1 repeat, got '0'
// RUN: not attn-run %s --entry=id --dims=-1 2>&1 | FileCheck %s --check-prefix=DIMS
// DIMS: attn-run: error: expected --dims of at least 0, got -1
// RUN: not attn-run %s --entry=id --rounded 2>&1 | FileCheck %s --check-prefix=ROUNDED
// ROUNDED: attn-run: error: expected --rounded with --target=interpret, got 'cpu'
// RUN: not attn-run %s --entry=id --cpu=abacus --random-args=1 --dims=1 2>&1 | FileCheck %s --check-prefix=CPU
// CPU: attn-run: error: {{.*}}'abacus'

// RUN: not attn-run %t/none.mlir --entry=id 2>&1 | FileCheck %s --check-prefix=NOFILE
// NOFILE: attn-run: error: cannot open input file '{{.*}}none.mlir': No such file or directory
// RUN: not attn-run %t/text.npy --entry=id 2>&1 | FileCheck %s --check-prefix=NOTMLIR
// NOTMLIR: text.npy:1:1: error:
// RUN: not attn-run %s --entry=no --target=interpret 2>&1 | FileCheck %s --check-prefix=ENTRY
// ENTRY: attn-run: error: expected --entry of 'make', 'id', 'scalar', 'buffer', 'pair', got 'no'

// RUN: not attn-run %s --entry=id --target=interpret 2>&1 | FileCheck %s --check-prefix=COUNT
// COUNT: attn-run: error: expected 1 --arg for 'id', got 0
// RUN: not attn-run %s --entry=id --target=interpret --arg=%t/f32.npy --out=%t/o.npy --out=%t/p.npy 2>&1 | FileCheck %s --check-prefix=OUTS
// OUTS: attn-run: error: expected 1 --out for 'id', got 2
// RUN: not attn-run %s --entry=id --target=interpret --arg=%t/f32.npy --out=%t/no/o.npy 2>&1 | FileCheck %s --check-prefix=WRITE
// WRITE: attn-run: error: '{{.*}}/no/o.npy': cannot write: no folder '{{.*}}/no'
// RUN: not attn-run %s --entry=id --target=interpret --arg=%t/f32.npy --out=%t 2>&1 | FileCheck %s --check-prefix=FOLDER
// FOLDER: attn-run: error: '{{.*}}': cannot write: is a directory
// RUN: not attn-run %s --entry=id --target=interpret --arg=%t/none.npy 2>&1 | FileCheck %s --check-prefix=MISSING
// MISSING: attn-run: error: argument 0: '{{.*}}none.npy': cannot read: No such file or directory
// RUN: not attn-run %s --entry=id --target=interpret --arg=%t/text.npy 2>&1 | FileCheck %s --check-prefix=TEXT
// TEXT: attn-run: error: argument 0: '{{.*}}text.npy': expected a .npy file, got other bytes
// RUN: not attn-run %s --entry=id --target=interpret --arg=%t/cut.npy --out=%t/o.npy 2>&1 | FileCheck %s --check-prefix=CUT
// CUT: attn-run: error: argument 0: '{{.*}}cut.npy': truncated data: expected 24 bytes for shape (3, 2), got 12
// RUN: not attn-run %s --entry=id --target=interpret --arg=%t/f64.npy --out=%t/o.npy 2>&1 | FileCheck %s --check-prefix=DTYPE
// DTYPE: attn-run: error: argument 0: '{{.*}}f64.npy': expected dtype '<f4' for f32, got '<f8'
// RUN: not attn-run %s --entry=id --target=interpret --arg=%t/wide.npy --out=%t/o.npy 2>&1 | FileCheck %s --check-prefix=SHAPE
// SHAPE: attn-run: error: argument 0: '{{.*}}wide.npy': expected tensor<?x2xf32>, got shape (2, 3)
// RUN: not attn-run %s --entry=scalar --target=interpret --arg=seven 2>&1 | FileCheck %s --check-prefix=NUMBER
// NUMBER: attn-run: error: argument 0: expected a .npy file or a number of type i8, got 'seven'
// RUN: not attn-run %s --entry=scalar --target=interpret --arg=300 2>&1 | FileCheck %s --check-prefix=FITS
// FITS: attn-run: error: argument 0: expected a number that fits i8, got 300
// RUN: not attn-run %s --entry=scalar --target=interpret --arg=%t/f32.npy 2>&1 | FileCheck %s --check-prefix=SCALAR
// SCALAR: attn-run: error: argument 0: '{{.*}}f32.npy': expected dtype '|i1' for i8, got '<f4'
// RUN: not attn-run %s --entry=id --target=interpret --random-args=1 2>&1 | FileCheck %s --check-prefix=NODIMS
// NODIMS: attn-run: error: expected --dims for the dynamic sizes of argument 0 of type tensor<?x2xf32>
// RUN: not attn-run %s --entry=buffer --target=interpret --random-args=1 2>&1 | FileCheck %s --check-prefix=BUFFER
// BUFFER: attn-run: error: expected ranked tensors and scalars in the signature of 'buffer', got memref<2xf32>

// Sizes that do not fit one another, on every target.
// RUN: not attn-run %s --entry=pair --target=interpret --random-args=1 --dims=3,4 --out=%t/o.npy 2>&1 | FileCheck %s --check-prefix=PAIR
// PAIR: error: 'linalg.map' op expected dimension 0 of operand 1 to have size 3, got 4

// RUN: not ls %t/o.npy

func.func @make() -> (tensor<3x2xf32>, tensor<3x2xf64>, tensor<2x3xf32>) {
  %a = arith.constant dense<1.0> : tensor<3x2xf32>
  %b = arith.constant dense<1.0> : tensor<3x2xf64>
  %c = arith.constant dense<1.0> : tensor<2x3xf32>
  return %a, %b, %c : tensor<3x2xf32>, tensor<3x2xf64>, tensor<2x3xf32>
}
func.func @id(%x: tensor<?x2xf32>) -> tensor<?x2xf32> {
  return %x : tensor<?x2xf32>
}
func.func @scalar(%n: i8) -> i8 {
  return %n : i8
}
func.func @buffer(%m: memref<2xf32>) {
  return
}
func.func @pair(%x: tensor<?xf32>, %y: tensor<?xf32>) -> tensor<?xf32> {
  %r = linalg.map { arith.addf } ins(%x, %y : tensor<?xf32>, tensor<?xf32>) outs(%x : tensor<?xf32>)
  return %r : tensor<?xf32>
}
