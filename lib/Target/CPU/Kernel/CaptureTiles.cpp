//===- CaptureTiles.cpp - what a region reads along the keys, transposed --===//
//
// A bias or mask of a pair lies with keys side by side, but a lane is a query:
// read key by key, each vector would be a gather. On the fast path every pair
// of a tile is there, so rows of the capture are loaded whole and transposed
// before the tile's products take all the registers.
//
//===----------------------------------------------------------------------===//

#include "KernelEmitter.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/OpDefinition.h"

using namespace mlir;
using namespace mlir::attn::cpu;

//===----------------------------------------------------------------------===//
// Which loads
//===----------------------------------------------------------------------===//

// Adds to `sources` the arguments of the region that `value` is made of. False
// if more than elementwise ops make it.
static bool addSources(Value value, Block &block,
                       llvm::SetVector<Value> &sources) {
  if (value.getParentBlock() != &block || !sources.insert(value))
    return true;
  Operation *op = value.getDefiningOp();
  if (!op)
    return true;
  if (op->getNumRegions() || !isMemoryEffectFree(op) ||
      (op->getNumOperands() && !OpTrait::hasElementwiseMappableTraits(op)))
    return false;
  return llvm::all_of(op->getOperands(), [&](Value operand) {
    return addSources(operand, block, sources);
  });
}

// Whether `value` is `key` plus something that does not depend on it.
static bool stepsWith(Value value, Value key) {
  if (value == key)
    return true;
  auto isFree = [&](Value other) {
    llvm::SetVector<Value> sources;
    return addSources(other, *key.getParentBlock(), sources) &&
           !sources.contains(key);
  };
  Operation *op = value.getDefiningOp();
  if (isa_and_nonnull<arith::IndexCastOp, arith::ExtSIOp>(op))
    return stepsWith(op->getOperand(0), key);
  if (isa_and_nonnull<arith::AddIOp>(op) && isFree(op->getOperand(0)))
    return stepsWith(op->getOperand(1), key);
  if (isa_and_nonnull<arith::AddIOp, arith::SubIOp>(op) &&
      isFree(op->getOperand(1)))
    return stepsWith(op->getOperand(0), key);
  return false;
}

// Whether a load's elements lie side by side for successive keys, and in
// different places for queries.
static bool runsAlongKeys(memref::LoadOp load, Block &block) {
  MemRefType type = load.getMemRefType();
  if (load->getBlock() != &block || type.getRank() == 0 ||
      !type.isLastDimUnitStride())
    return false;
  Value score = block.getArgument(0), query = block.getArgument(3),
        key = block.getArgument(4);
  llvm::SetVector<Value> all, outer;
  auto addTo = [&](llvm::SetVector<Value> &sources) {
    return [&](Value index) { return addSources(index, block, sources); };
  };
  return llvm::all_of(load.getIndices(), addTo(all)) && all.contains(query) &&
         !all.contains(score) &&
         llvm::all_of(load.getIndices().drop_back(), addTo(outer)) &&
         !outer.contains(key) && stepsWith(load.getIndices().back(), key);
}

// Half floats are moved as integers: few processors shuffle them otherwise. A
// boolean is a byte in memory.
static Type getStorageType(Type type) {
  if (type.isInteger(1))
    return IntegerType::get(type.getContext(), 8);
  bool half = type.isF16() || type.isBF16();
  return half ? IntegerType::get(type.getContext(), 16) : type;
}

void KernelEmitter::findCaptureTiles() {
  if (!args.score)
    return;
  Block &block = args.score->front();
  for (auto load : block.getOps<memref::LoadOp>())
    if (runsAlongKeys(load, block))
      tileLoads.push_back(load);
}

void KernelEmitter::allocateCaptureTiles() {
  for (memref::LoadOp load : tileLoads) {
    auto type =
        MemRefType::get({params.tileKeys, params.groupLanes()},
                        getStorageType(load.getMemRefType().getElementType()));
    tileBuffers.push_back(
        memref::AllocaOp::create(b, loc, type, b.getI64IntegerAttr(64)));
  }
}

//===----------------------------------------------------------------------===//
// Transposing
//===----------------------------------------------------------------------===//

// Bytes of booleans: as vector.load has it they would be bits.
static Value loadBytes(OpBuilder &b, Location loc, Value memref,
                       ArrayRef<Value> indices, int64_t count) {
  auto metadata = memref::ExtractStridedMetadataOp::create(b, loc, memref);
  Value at = arith::AddIOp::create(
      b, loc, metadata.getOffset(),
      memref::ExtractAlignedPointerAsIndexOp::create(b, loc, memref));
  for (auto [index, stride] : llvm::zip(indices, metadata.getStrides()))
    at = arith::AddIOp::create(b, loc, at,
                               arith::MulIOp::create(b, loc, index, stride));
  at = arith::IndexCastOp::create(b, loc, b.getI64Type(), at);
  Value pointer = LLVM::IntToPtrOp::create(
      b, loc, LLVM::LLVMPointerType::get(b.getContext()), at);
  return LLVM::LoadOp::create(b, loc, VectorType::get({count}, b.getI8Type()),
                              pointer, /*alignment=*/1);
}

// Elements of `count` keys from `key` on, for the query of one lane.
Value KernelEmitter::loadCaptureRow(const Group &group, memref::LoadOp load,
                                    Value lane, Value key, int64_t count) {
  Value query =
      vb.add(group.query0, vb.min(lane, vb.sub(group.rows, vb.index(1))));
  SmallVector<Value> at =
      regions.emitIndices(load, {{}, args.batch, group.headIndex, query, key});
  Type element = load.getMemRefType().getElementType();
  Value memref = args.captures.lookupOrDefault(load.getMemRef());
  if (element.isInteger(1))
    return loadBytes(b, loc, memref, at, count);
  Value row = vector::LoadOp::create(b, loc, VectorType::get({count}, element),
                                     memref, at);
  Type storage = getStorageType(element);
  if (storage == element)
    return row;
  return arith::BitcastOp::create(b, loc, VectorType::get({count}, storage),
                                  row);
}

// Vectors one after the other, as many as a power of 2.
static Value concatenate(VectorBuilder &vb, ArrayRef<Value> parts) {
  if (parts.size() == 1)
    return parts[0];
  Value x = concatenate(vb, parts.take_front(parts.size() / 2));
  Value y = concatenate(vb, parts.drop_front(parts.size() / 2));
  int64_t length = cast<VectorType>(x.getType()).getDimSize(0);
  return vector::ShuffleOp::create(
      vb.b, vb.loc, x, y, llvm::to_vector(llvm::seq<int64_t>(0, 2 * length)));
}

// Tiles have more lanes than keys or the other way round: squares of the
// shorter side, in a vector side by side.
void KernelEmitter::loadCaptureTiles(const Group &group, const KeyBlock &block,
                                     Value tile) {
  int64_t square = std::min(vb.lanes, params.tileKeys);
  auto loadSquares = [&](unsigned number, Value column, int64_t firstKey) {
    Value key = vb.add(block.key, vb.add(tile, firstKey));
    SmallVector<Value> vectors;
    for (int64_t i = 0; i < square; ++i) {
      SmallVector<Value> parts;
      for (int64_t lane = i; lane < vb.lanes; lane += square)
        parts.push_back(loadCaptureRow(group, tileLoads[number],
                                       vb.add(column, lane), key, square));
      vectors.push_back(concatenate(vb, parts));
    }
    vb.transpose(vectors);
    for (auto [i, value] : llvm::enumerate(vectors))
      vb.store(value, tileBuffers[number], {vb.index(firstKey + i), column});
  };
  for (unsigned number = 0; number < tileLoads.size(); ++number)
    vb.loop(vb.index(0), vb.index(params.groupLanes()), vb.lanes,
            [&](Value column) {
              for (int64_t key = 0; key < params.tileKeys; key += square)
                loadSquares(number, column, key);
            });
}

// What the loads give for one vector of queries and key `row` of the tile.
llvm::DenseMap<Operation *, Value> KernelEmitter::takeCaptures(unsigned vector,
                                                               int64_t row) {
  llvm::DenseMap<Operation *, Value> values;
  for (auto [load, buffer] : llvm::zip(tileLoads, tileBuffers)) {
    Value value = vb.load(buffer, {vb.index(row), vb.index(vector * vb.lanes)});
    Type element = load.getMemRefType().getElementType();
    if (element.isInteger(1))
      value = arith::TruncIOp::create(b, loc, vb.maskType(), value);
    else if (getStorageType(element) != element)
      value = arith::BitcastOp::create(b, loc, vb.vec(element), value);
    values[load] = value;
  }
  return values;
}
