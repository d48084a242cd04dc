//===- RegionVectorizer.cpp - a scalar region as vector code --------------===//

#include "RegionVectorizer.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/OpDefinition.h"
#include <functional>

using namespace mlir;
using namespace mlir::attn::cpu;

bool RegionVectorizer::isVector(Value value) const {
  return isa<VectorType>(value.getType());
}
Value RegionVectorizer::asVector(Value value) {
  return isVector(value) ? value : vb.splat(value);
}
LogicalResult RegionVectorizer::fail(Operation &op) {
  if (!blocker)
    blocker = &op;
  return failure();
}
RegionVectorizer::Lanes RegionVectorizer::lookup(Mapping &map, Value value) {
  auto it = map.find(value);
  if (it != map.end())
    return it->second;
  return {captures.lookupOrDefault(value), {}};
}

Value RegionVectorizer::emit(Region &region, ArrayRef<Lanes> arguments,
                             Context context) {
  Mapping map;
  Block &block = region.front();
  for (auto [argument, lanes] : llvm::zip(block.getArguments(), arguments))
    map[argument] = lanes;
  if (failed(emitBlock(block, map, context)))
    return {};
  return asVector(lookup(map, block.getTerminator()->getOperand(0)).value);
}

static bool canGather(Type element) {
  return element.isF32() || element.isF64() || element.isInteger(32) ||
         element.isInteger(64);
}

int64_t RegionVectorizer::cost(Region &region,
                               ArrayRef<memref::LoadOp> known) {
  int64_t total = known.size();
  region.walk([&](Operation *op) {
    if (isa<math::MathDialect>(op->getDialect()) &&
        !isa<math::AbsFOp, math::SqrtOp, math::FmaOp, math::FloorOp,
             math::CopySignOp>(op))
      total += 16;
    else if (isa<scf::IfOp, scf::ForOp>(op))
      total += 8;
    else if (auto load = dyn_cast<memref::LoadOp>(op)) {
      // Narrow elements cannot be gathered.
      if (!llvm::is_contained(known, load))
        total += canGather(load.getMemRefType().getElementType()) ? 8 : 32;
    }
    else if (!isa<arith::ConstantOp, arith::IndexCastOp>(op))
      total += 1;
  });
  return total;
}

LogicalResult RegionVectorizer::emitBlock(Block &block, Mapping &map,
                                          Context context) {
  for (Operation &op : block.without_terminator())
    if (failed(emitOp(op, map, context)))
      return failure();
  return success();
}

LogicalResult RegionVectorizer::emitOp(Operation &op, Mapping &map,
                                       Context context) {
  if (isa<memref::LoadOp>(op))
    return emitLoad(op, map, context);
  if (isa<scf::IfOp>(op))
    return emitIf(op, map, context);
  if (isa<scf::ForOp>(op))
    return emitFor(op, map, context);
  bool plain = op.getNumRegions() == 0 && isMemoryEffectFree(&op);
  bool uniform = plain && llvm::all_of(op.getOperands(), [&](Value operand) {
                   return !isVector(lookup(map, operand).value);
                 });
  if (!uniform && !OpTrait::hasElementwiseMappableTraits(&op))
    return fail(op);
  if (!plain)
    return fail(op);
  return emitElementwise(op, map, context);
}

//===----------------------------------------------------------------------===//
// Elementwise ops
//===----------------------------------------------------------------------===//

static bool isIntegerDivision(Operation &op) {
  return isa<arith::DivSIOp, arith::DivUIOp, arith::RemSIOp, arith::RemUIOp,
             arith::CeilDivSIOp, arith::CeilDivUIOp, arith::FloorDivSIOp>(op);
}

// Unit stride survives casts and sums with what all lanes share.
static Value firstLane(Operation &op, ArrayRef<RegionVectorizer::Lanes> in,
                       OpBuilder &b, bool wideEnough) {
  auto create = [&](ValueRange operands) -> Value {
    OperationState state(op.getLoc(), op.getName(), operands,
                         {op.getResult(0).getType()}, op.getAttrs());
    return b.create(state)->getResult(0);
  };
  if (isa<arith::IndexCastOp, arith::ExtSIOp>(op) && in[0].first)
    return create({in[0].first});
  if (isa<arith::AddIOp>(op)) {
    if (in[0].first && !isa<VectorType>(in[1].value.getType()))
      return create({in[0].first, in[1].value});
    if (in[1].first && !isa<VectorType>(in[0].value.getType()))
      return create({in[0].value, in[1].first});
  }
  if (isa<arith::SubIOp>(op) && in[0].first &&
      !isa<VectorType>(in[1].value.getType()))
    return create({in[0].first, in[1].value});
  return {};
}

LogicalResult RegionVectorizer::emitElementwise(Operation &op, Mapping &map,
                                                Context context) {
  SmallVector<Lanes> in;
  for (Value operand : op.getOperands())
    in.push_back(lookup(map, operand));
  bool vector =
      llvm::any_of(in, [&](Lanes lanes) { return isVector(lanes.value); });

  SmallVector<Value> operands;
  for (Lanes lanes : in)
    operands.push_back(vector ? asVector(lanes.value) : lanes.value);
  if (vector && isa<arith::TruncFOp>(op)) {
    map[op.getResult(0)] = {
        vb.narrow(operands[0], op.getResult(0).getType()), {}};
    return success();
  }
  // A divisor of a pair that is excluded may be 0.
  if (isIntegerDivision(op) && context.mask) {
    Type type = operands[1].getType();
    Value one = arith::ConstantOp::create(vb.b, vb.loc, vb.b.getOneAttr(type));
    Value use = vector ? context.mask : vb.any(context.mask);
    operands[1] = vb.select(use, operands[1], one);
  }
  SmallVector<Type> types;
  for (Type type : op.getResultTypes())
    types.push_back(vector ? Type(vb.vec(type)) : type);
  OperationState state(vb.loc, op.getName(), operands, types, op.getAttrs());
  if (vector && isa<arith::ConstantOp>(op))
    return fail(op);
  Operation *copy = vb.b.create(state);
  // A product and a sum may become one instruction.
  if (auto fast = dyn_cast<arith::ArithFastMathInterface>(copy)) {
    auto flags = arith::FastMathFlags::contract;
    if (auto own = fast.getFastMathFlagsAttr())
      flags = flags | own.getValue();
    copy->setAttr(fast.getFastMathAttrName(),
                  arith::FastMathFlagsAttr::get(vb.b.getContext(), flags));
  }
  for (auto [result, value] : llvm::zip(op.getResults(), copy->getResults()))
    map[result] = {value, {}};
  if (vector && op.getNumResults() == 1)
    map[op.getResult(0)].first = firstLane(op, in, vb.b, true);
  return success();
}

//===----------------------------------------------------------------------===//
// Loads
//===----------------------------------------------------------------------===//

// The index, moved into the dimension if `clamp`.
static Value clampIndex(VectorBuilder &vb, Value index, Value memref,
                        int64_t position, bool clamp) {
  if (!clamp)
    return index;
  Value last = vb.sub(vb.dim(memref, position), vb.index(1));
  return vb.max(vb.index(0), vb.min(index, last));
}

LogicalResult RegionVectorizer::emitLoad(Operation &op, Mapping &map,
                                         Context context) {
  auto load = cast<memref::LoadOp>(op);
  if (Value value = context.known ? context.known->lookup(load) : Value()) {
    map[load.getResult()] = {value, {}};
    return success();
  }
  Value memref = lookup(map, load.getMemRef()).value;
  auto type = cast<MemRefType>(memref.getType());
  SmallVector<Lanes> indices;
  for (Value index : load.getIndices())
    indices.push_back(lookup(map, index));
  unsigned varying = llvm::count_if(
      indices, [&](Lanes lanes) { return isVector(lanes.value); });

  SmallVector<Value> scalars;
  for (auto [i, lanes] : llvm::enumerate(indices))
    if (!isVector(lanes.value))
      scalars.push_back(
          clampIndex(vb, lanes.value, memref, i, context.clamp));
  Lanes &result = map[load.getResult()];
  if (!varying) {
    result = {vb.loadScalar(memref, scalars), {}};
    return success();
  }
  // Booleans take a byte in memory but a bit in a vector,
  Type element = type.getElementType();
  // and half floats under a mask become calls.
  bool bytes = canGather(element) || element.isInteger(8) ||
               element.isInteger(16);
  bool unit = bytes && varying == 1 && indices.back().first &&
              type.isLastDimUnitStride();
  if (unit) {
    scalars.push_back(indices.back().first);
    Value zero = arith::ConstantOp::create(
        vb.b, vb.loc, vb.b.getZeroAttr(vb.vec(element)));
    result = {vb.load(memref, scalars, context.mask, zero), {}};
    return success();
  }
  result = {canGather(element)
                ? emitGather(memref, indices, context.mask)
                : emitLaneLoads(memref, indices, context.mask),
            {}};
  return success();
}

SmallVector<Value> RegionVectorizer::emitIndices(memref::LoadOp load,
                                                 ArrayRef<Value> arguments) {
  Mapping map;
  Block &block = *load->getBlock();
  for (auto [argument, value] : llvm::zip(block.getArguments(), arguments))
    if (value)
      map[argument] = {value, {}};
  std::function<Value(Value)> emitValue = [&](Value value) {
    Operation *op = value.getDefiningOp();
    if (op && op->getBlock() == &block && !map.contains(value)) {
      llvm::for_each(op->getOperands(), emitValue);
      // Found to be elementwise when the load was chosen.
      (void)emitElementwise(*op, map, {});
    }
    return lookup(map, value).value;
  };
  return llvm::map_to_vector(load.getIndices(), emitValue);
}

Value RegionVectorizer::emitGather(Value memref, ArrayRef<Lanes> indices,
                                   Value mask) {
  auto metadata =
      memref::ExtractStridedMetadataOp::create(vb.b, vb.loc, memref);
  Type element = cast<MemRefType>(memref.getType()).getElementType();
  auto layout = StridedLayoutAttr::get(vb.b.getContext(),
                                       ShapedType::kDynamic, {1});
  auto flatType = MemRefType::get({ShapedType::kDynamic}, element, layout);
  OpFoldResult one = vb.b.getIndexAttr(1);
  OpFoldResult size = vb.index(1);
  Value flat = memref::ReinterpretCastOp::create(
      vb.b, vb.loc, flatType, metadata.getBaseBuffer(),
      OpFoldResult(metadata.getOffset()), size, one);
  Value offset;
  for (auto [i, lanes] : llvm::enumerate(indices)) {
    Value step = vb.mul(asVector(lanes.value),
                        vb.splat(metadata.getStrides()[i]));
    offset = offset ? vb.add(offset, step) : step;
  }
  Value zero = arith::ConstantOp::create(vb.b, vb.loc,
                                         vb.b.getZeroAttr(vb.vec(element)));
  return vector::GatherOp::create(vb.b, vb.loc, vb.vec(element), flat,
                                  ValueRange{vb.index(0)}, offset, mask,
                                  zero);
}

// A lane off the mask reads element 0, which exists if any lane reads.
Value RegionVectorizer::emitLaneLoads(Value memref, ArrayRef<Lanes> indices,
                                      Value mask) {
  Type element = cast<MemRefType>(memref.getType()).getElementType();
  Value zero = arith::ConstantOp::create(vb.b, vb.loc,
                                         vb.b.getZeroAttr(vb.vec(element)));
  auto loadAll = [&]() -> SmallVector<Value> {
    SmallVector<Value> safe;
    for (Lanes lanes : indices) {
      Value wide = asVector(lanes.value);
      Value none = arith::ConstantOp::create(
          vb.b, vb.loc, vb.b.getZeroAttr(wide.getType()));
      safe.push_back(vb.select(mask, wide, none));
    }
    auto get = [&](int64_t lane) {
      SmallVector<Value> scalars;
      for (Value wide : safe)
        scalars.push_back(vector::ExtractOp::create(
            vb.b, vb.loc, wide, ArrayRef<int64_t>{lane}));
      return vb.loadScalar(memref, scalars);
    };
    if (element.isBF16() || element.isF16())
      return {vb.gatherHalves(element, vb.lanes, get)};
    Value result = zero;
    for (int64_t lane = 0; lane < vb.lanes; ++lane)
      result = vector::InsertOp::create(vb.b, vb.loc, get(lane), result,
                                        ArrayRef<int64_t>{lane});
    return {result};
  };
  return vb.branch(vb.any(mask), loadAll,
                   [&] { return SmallVector<Value>{zero}; })[0];
}

//===----------------------------------------------------------------------===//
// Control flow
//===----------------------------------------------------------------------===//

// Both sides are free of effects: both are made and one is chosen.
LogicalResult RegionVectorizer::emitIf(Operation &op, Mapping &map,
                                       Context context) {
  auto branch = cast<scf::IfOp>(op);
  if (branch.getNumResults() == 0)
    return success();
  Value condition = lookup(map, branch.getCondition()).value;
  auto side = [&](Block &block, Value taken,
                  SmallVectorImpl<Value> &results) -> LogicalResult {
    Context inner{vb.bitAnd(context.mask, asVector(taken)), /*clamp=*/true};
    if (failed(emitBlock(block, map, inner)))
      return failure();
    for (Value operand : block.getTerminator()->getOperands())
      results.push_back(lookup(map, operand).value);
    return success();
  };
  Value other =
      isVector(condition)
          ? arith::XOrIOp::create(vb.b, vb.loc, condition,
                                  vb.splat(vb.boolean(true)))
                .getResult()
          : arith::XOrIOp::create(vb.b, vb.loc, condition, vb.boolean(true))
                .getResult();
  SmallVector<Value> yes, no;
  if (failed(side(*branch.thenBlock(), condition, yes)) ||
      failed(side(*branch.elseBlock(), other, no)))
    return failure();
  for (auto [result, x, y] : llvm::zip(branch.getResults(), yes, no)) {
    bool vector = isVector(condition) || isVector(x) || isVector(y);
    Value chosen =
        vector ? vb.select(asVector(condition), asVector(x), asVector(y))
               : vb.select(condition, x, y);
    map[result] = {chosen, {}};
  }
  return success();
}

namespace {
/// The trips of a loop: `count` of them, the counter's value in trip t is
/// lo + t * step. With bounds that differ from lane to lane `count` is that of
/// the longest, and `trips` says how many each lane takes.
struct Trips {
  Value lo, step, count, trips;
};
} // namespace

static Trips getTrips(VectorBuilder &vb, Value lo, Value hi, Value step,
                      Value mask) {
  Value trips = arith::CeilDivSIOp::create(vb.b, vb.loc, vb.sub(hi, lo), step);
  if (!isa<VectorType>(trips.getType()))
    return {lo, step, trips, {}};
  Value none = arith::ConstantOp::create(vb.b, vb.loc,
                                         vb.b.getZeroAttr(trips.getType()));
  trips = vb.select(mask, trips, none);
  Value count = vector::ReductionOp::create(
      vb.b, vb.loc, vector::CombiningKind::MAXSI, trips);
  return {lo, step, count, trips};
}

// Carried values become vectors; lanes that run out of trips keep theirs.
LogicalResult RegionVectorizer::emitFor(Operation &op, Mapping &map,
                                        Context context) {
  auto loop = cast<scf::ForOp>(op);
  Value lo = lookup(map, loop.getLowerBound()).value;
  Value hi = lookup(map, loop.getUpperBound()).value;
  Value step = lookup(map, loop.getStep()).value;
  // Counters of other types than index do not occur in score regions.
  if (!getElementTypeOrSelf(lo.getType()).isIndex())
    return fail(op);
  if (isVector(lo) || isVector(hi) || isVector(step)) {
    lo = asVector(lo);
    hi = asVector(hi);
    step = asVector(step);
  }
  Trips trips = getTrips(vb, lo, hi, step, context.mask);
  SmallVector<Value> init;
  for (Value value : loop.getInitArgs())
    init.push_back(asVector(lookup(map, value).value));

  LogicalResult result = success();
  auto body = [&](Value trip, ValueRange carried) {
    Value active;
    Context inner = context;
    if (trips.trips) {
      trip = vb.splat(trip);
      active = arith::CmpIOp::create(vb.b, vb.loc, arith::CmpIPredicate::slt,
                                     trip, trips.trips);
      inner = {vb.bitAnd(context.mask, active), /*clamp=*/true};
    }
    map[loop.getInductionVar()] = {
        vb.add(trips.lo, vb.mul(trip, trips.step)), {}};
    for (auto [argument, value] : llvm::zip(loop.getRegionIterArgs(), carried))
      map[argument] = {value, {}};
    result = emitBlock(*loop.getBody(), map, inner);
    SmallVector<Value> next;
    for (auto [value, old] : llvm::zip(
             loop.getBody()->getTerminator()->getOperands(), carried)) {
      Value now = succeeded(result) ? asVector(lookup(map, value).value) : old;
      next.push_back(active ? vb.select(active, now, old) : now);
    }
    return next;
  };
  SmallVector<Value> values =
      vb.loop(vb.index(0), trips.count, 1, init, body);
  for (auto [value, copied] : llvm::zip(loop.getResults(), values))
    map[value] = {copied, {}};
  return result;
}
