// A mask that goes to a general register stays for who else reads it: LLVM 22
// would get the general one by vmovmskps, and leave out the mask.
// RUN: attn-compile %s --target=linalg --start-from-stage=llvm --cpu=x86-64-v4 --emit=asm | FileCheck %s

// CHECK-LABEL: masks:
// CHECK: vpmovd2m %ymm0, [[MASK:%k[0-7]]]
// CHECK: kmovb [[MASK]], %e
// CHECK: kandb {{.*}}[[MASK]]
llvm.func @masks(%signs: vector<8xi32>, %out: !llvm.ptr) {
  %zero = llvm.mlir.constant(dense<0> : vector<8xi32>) : vector<8xi32>
  %below = llvm.icmp "slt" %signs, %zero : vector<8xi32>
  %bits = llvm.bitcast %below : vector<8xi1> to i8
  %word = llvm.zext %bits : i8 to i32
  llvm.store volatile %word, %out : i32, !llvm.ptr
  %others = llvm.load volatile %out : !llvm.ptr -> i8
  %mask = llvm.bitcast %others : i8 to vector<8xi1>
  %both = llvm.and %below, %mask : vector<8xi1>
  %result = llvm.bitcast %both : vector<8xi1> to i8
  llvm.store %result, %out : i8, !llvm.ptr
  llvm.return
}
