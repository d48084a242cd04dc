//===- CheckTensor.h - the helper that every DLPack entry calls -*- C++ -*-===//

#ifndef ATTN_LIB_TARGET_HOST_CHECKTENSOR_H
#define ATTN_LIB_TARGET_HOST_CHECKTENSOR_H

#include "llvm/ADT/StringRef.h"

namespace mlir::attn {

constexpr llvm::StringLiteral kCheckTensor = "__attn_check_tensor";

/// Checks one DLTensor against an element type (two words are accepted, for
/// booleans), a rank and static sizes (negative = dynamic), and unpacks it:
/// data with its byte offset, sizes, strides in elements (compact when the
/// tensor has none). Returns the code of AbiStatus. The offsets are DLPack's.
constexpr llvm::StringLiteral kCheckTensorSource = R"mlir(
llvm.func internal @__attn_check_tensor(%t: !llvm.ptr, %dtype: i32, %alt: i32,
    %rank: i32, %dims: !llvm.ptr, %dataOut: !llvm.ptr, %sizes: !llvm.ptr,
    %strides: !llvm.ptr) -> i32 {
  %null = llvm.mlir.zero : !llvm.ptr
  %c0 = llvm.mlir.constant(0 : i32) : i32
  %c1 = llvm.mlir.constant(1 : i32) : i32
  %c3 = llvm.mlir.constant(3 : i32) : i32
  %eNull = llvm.mlir.constant(2 : i32) : i32
  %eType = llvm.mlir.constant(3 : i32) : i32
  %eRank = llvm.mlir.constant(4 : i32) : i32
  %eSize = llvm.mlir.constant(5 : i32) : i32
  %eStride = llvm.mlir.constant(6 : i32) : i32
  %eDevice = llvm.mlir.constant(7 : i32) : i32
  %z = llvm.mlir.constant(0 : i64) : i64
  %one = llvm.mlir.constant(1 : i64) : i64
  %false = llvm.mlir.constant(false) : i1
  %noTensor = llvm.icmp "eq" %t, %null : !llvm.ptr
  llvm.cond_br %noTensor, ^fail(%eNull : i32), ^device
^device:
  %pDevice = llvm.getelementptr %t[8] : (!llvm.ptr) -> !llvm.ptr, i8
  %device = llvm.load %pDevice : !llvm.ptr -> i32
  %isCpu = llvm.icmp "eq" %device, %c1 : i32
  %isPinned = llvm.icmp "eq" %device, %c3 : i32
  %isHost = llvm.or %isCpu, %isPinned : i1
  llvm.cond_br %isHost, ^type, ^fail(%eDevice : i32)
^type:
  %pType = llvm.getelementptr %t[20] : (!llvm.ptr) -> !llvm.ptr, i8
  %type = llvm.load %pType : !llvm.ptr -> i32
  %isType = llvm.icmp "eq" %type, %dtype : i32
  %isAlt = llvm.icmp "eq" %type, %alt : i32
  %typeOk = llvm.or %isType, %isAlt : i1
  llvm.cond_br %typeOk, ^ndim, ^fail(%eType : i32)
^ndim:
  %pRank = llvm.getelementptr %t[16] : (!llvm.ptr) -> !llvm.ptr, i8
  %ndim = llvm.load %pRank : !llvm.ptr -> i32
  %rankOk = llvm.icmp "eq" %ndim, %rank : i32
  %pShape = llvm.getelementptr %t[24] : (!llvm.ptr) -> !llvm.ptr, i8
  %shape = llvm.load %pShape : !llvm.ptr -> !llvm.ptr
  %pStrides = llvm.getelementptr %t[32] : (!llvm.ptr) -> !llvm.ptr, i8
  %given = llvm.load %pStrides : !llvm.ptr -> !llvm.ptr
  %compactOnly = llvm.icmp "eq" %given, %null : !llvm.ptr
  llvm.cond_br %rankOk, ^shape, ^fail(%eRank : i32)
^shape:
  %noShape = llvm.icmp "eq" %shape, %null : !llvm.ptr
  %hasDims = llvm.icmp "ne" %rank, %c0 : i32
  %badShape = llvm.and %noShape, %hasDims : i1
  %r64 = llvm.sext %rank : i32 to i64
  %last = llvm.sub %r64, %one : i64
  llvm.cond_br %badShape, ^fail(%eNull : i32), ^loop(%last, %one, %false : i64, i64, i1)
^loop(%d: i64, %compact: i64, %strided: i1):
  %more = llvm.icmp "sge" %d, %z : i64
  llvm.cond_br %more, ^size, ^done
^size:
  %pSize = llvm.getelementptr %shape[%d] : (!llvm.ptr, i64) -> !llvm.ptr, i64
  %size = llvm.load %pSize : !llvm.ptr -> i64
  %pDim = llvm.getelementptr %dims[%d] : (!llvm.ptr, i64) -> !llvm.ptr, i64
  %dim = llvm.load %pDim : !llvm.ptr -> i64
  %negative = llvm.icmp "slt" %size, %z : i64
  %isStatic = llvm.icmp "sge" %dim, %z : i64
  %differs = llvm.icmp "ne" %size, %dim : i64
  %wrong = llvm.and %isStatic, %differs : i1
  %badSize = llvm.or %negative, %wrong : i1
  %pSizeOut = llvm.getelementptr %sizes[%d] : (!llvm.ptr, i64) -> !llvm.ptr, i64
  llvm.store %size, %pSizeOut : i64, !llvm.ptr
  llvm.cond_br %badSize, ^fail(%eSize : i32), ^choose
^choose:
  llvm.cond_br %compactOnly, ^stride(%compact : i64), ^load
^load:
  %pStride = llvm.getelementptr %given[%d] : (!llvm.ptr, i64) -> !llvm.ptr, i64
  %stride0 = llvm.load %pStride : !llvm.ptr -> i64
  llvm.br ^stride(%stride0 : i64)
^stride(%stride: i64):
  %pOut = llvm.getelementptr %strides[%d] : (!llvm.ptr, i64) -> !llvm.ptr, i64
  llvm.store %stride, %pOut : i64, !llvm.ptr
  %isInner = llvm.icmp "eq" %d, %last : i64
  %notOne = llvm.icmp "ne" %stride, %one : i64
  %used = llvm.icmp "sgt" %size, %one : i64
  %badInner0 = llvm.and %isInner, %notOne : i1
  %badInner1 = llvm.and %badInner0, %used : i1
  %badInner = llvm.or %strided, %badInner1 : i1
  %next = llvm.mul %compact, %size : i64
  %before = llvm.sub %d, %one : i64
  llvm.br ^loop(%before, %next, %badInner : i64, i64, i1)
^done:
  %data = llvm.load %t : !llvm.ptr -> !llvm.ptr
  %noData = llvm.icmp "eq" %data, %null : !llvm.ptr
  %notEmpty = llvm.icmp "ne" %compact, %z : i64
  %badData = llvm.and %noData, %notEmpty : i1
  %pOffset = llvm.getelementptr %t[40] : (!llvm.ptr) -> !llvm.ptr, i8
  %offset = llvm.load %pOffset : !llvm.ptr -> i64
  %start = llvm.getelementptr %data[%offset] : (!llvm.ptr, i64) -> !llvm.ptr, i8
  llvm.store %start, %dataOut : !llvm.ptr, !llvm.ptr
  %badStride = llvm.and %strided, %notEmpty : i1
  %e0 = llvm.select %badStride, %eStride, %c0 : i1, i32
  %e1 = llvm.select %badData, %eNull, %e0 : i1, i32
  llvm.br ^fail(%e1 : i32)
^fail(%status: i32):
  llvm.return %status : i32
}
)mlir";

} // namespace mlir::attn

#endif // ATTN_LIB_TARGET_HOST_CHECKTENSOR_H
