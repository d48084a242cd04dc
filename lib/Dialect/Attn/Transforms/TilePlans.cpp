//===- TilePlans.cpp - tiles of operands and results in another order -----===//
//
// attn-reorder puts operands in another order with plain tensor operations, and
// so may anyone. Where a tile is a slice or a box of the tensor that was there
// before, tasks read that one, and write the one that results are put back into.
//
//===----------------------------------------------------------------------===//

#include "Tiler.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::attn;

void PlannedOperand::readThrough(const Rearranged &source,
                                 const BoxPlan &boxes, bool asCopies) {
  original = source.original;
  plan = boxes;
  copies = asCopies;
}

Value PlannedOperand::extract(OpBuilder &builder, Location loc,
                              const TileBox &box) const {
  if (!plan)
    return TileOperand::extract(builder, loc, box);
  if (!copies)
    return plan->slice(builder, loc, original,
                       plan->getRows(builder, loc, box));
  return plan->gather(
      builder, loc, original, plan->getPart(builder, loc, box),
      plan->makeTile(builder, loc, getElementTypeOrSelf(original.getType())));
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

// All results that are used go into their targets, or none does.
void Tiler::planOutputs(MutableArrayRef<TileOutput> outputs) {
  if (keySplit > 1 || clauses.queryLengths)
    return;
  auto plan = [&] {
    const BoxPlan *first = nullptr;
    for (auto [output, result] :
         llvm::zip(outputs, clauses.op->getResults())) {
      if (result.use_empty())
        continue;
      std::optional<Rearranged> traced = traceResult(result);
      if (!traced)
        return false;
      output.plan = BoxPlan::get(traced->how, output.map, Dim::Q, headTile,
                                 rowTile);
      output.target = traced->original;
      if (!output.plan || (!output.plan->isStrided() &&
                           !output.plan->isStatic()))
        return false;
      if (first && (first->isStrided() != output.plan->isStrided() ||
                    !first->hasRowsOf(*output.plan)))
        return false;
      first = &*output.plan;
    }
    return true;
  };
  if (!plan())
    for (TileOutput &output : outputs)
      output.plan.reset();
}

BoxPlan::Part Tiler::getPart(const TileOutput &output, const TileBox &box) {
  if (!output.plan)
    return {};
  return output.plan->isStrided() ? output.plan->getRows(b, loc, box)
                                  : output.plan->getPart(b, loc, box);
}

Value Tiler::takeTile(const TileOutput &output, const BoxPlan::Part &part,
                      const TileBox &box, Value argument) {
  if (!output.plan)
    return extractTile(b, loc, argument, output.map, Dim::Q, box,
                       output.inner);
  if (!output.plan->isStrided())
    return output.plan->makeTile(b, loc, output.element);
  if (output.inner || !isa<PartialOp>(clauses.op))
    return output.plan->slice(b, loc, argument, part);
  // Kernels load a state's numbers of many rows at once: they lie together.
  return makeRows(output.element, {}, rows);
}

Value Tiler::giveTile(const TileOutput &output, const BoxPlan::Part &part,
                      Value tile) {
  if (!output.plan)
    return toSliceForm(b, loc, tile, output.map, Dim::Q);
  return output.plan->isStrided() ? output.plan->takeSlice(b, loc, tile)
                                  : output.plan->takeBox(b, loc, tile, part);
}

// Replaces the op, or what its results were put back into, by `values`, whose
// types may know less.
void Tiler::replace(SmallVector<Value> values, ArrayRef<TileOutput> outputs) {
  for (auto [value, result, output] :
       llvm::zip(values, clauses.op->getResults(), outputs)) {
    Value target = output.plan ? output.target : result;
    if (value.getType() != target.getType() && !target.use_empty())
      value = tensor::CastOp::create(b, loc, target.getType(), value);
    b.replaceAllUsesWith(target, value);
  }
  eraseResults(outputs);
  b.eraseOp(clauses.op);
}

// Erases what put results back into targets that nobody uses any more.
void Tiler::eraseResults(ArrayRef<TileOutput> outputs) {
  for (auto [result, output] :
       llvm::zip(clauses.op->getResults(), outputs)) {
    SmallVector<Operation *> dead;
    if (output.plan)
      for (Value step = result; step != output.target;
           step = dead.back()->getResult(0))
        dead.push_back(*step.user_begin());
    for (Operation *op : llvm::reverse(dead))
      b.eraseOp(op);
  }
}

//===----------------------------------------------------------------------===//
// Operands
//===----------------------------------------------------------------------===//

void Tiler::planQuery(MutableArrayRef<TileOutput> outputs) {
  const std::optional<BoxPlan> &out = outputs[0].plan;
  bool isShort = out && out->isStrided() && out->shortens();
  std::optional<Rearranged> source;
  std::optional<BoxPlan> plan;
  if (query && query.getMap() == clauses.shape.queryMap &&
      (source = traceOperand(query.getValue())))
    plan = BoxPlan::get(source->how, query.getMap(), Dim::Q, headTile, rowTile);
  if (plan && plan->isStrided() &&
      (isShort ? plan->hasRowsOf(*out) : !plan->shortens())) {
    query.readThrough(*source, *plan, /*asCopies=*/false);
  } else if (isShort && query) {
    // Rows that a tile lacks would have to be cut off a copy.
    for (TileOutput &output : outputs)
      output.plan.reset();
    isShort = false;
  }
  if (isShort)
    shortRows = *out;
  if (plan && !query.getPlan() && plan->isStatic() && !clauses.queryLengths)
    query.readThrough(*source, *plan, /*asCopies=*/true);
}

namespace {
// How an operand with keys may be read.
struct KeyRead {
  std::optional<Rearranged> source;
  std::optional<BoxPlan> plan;
};
} // namespace

static KeyRead findKeyRead(const PlannedOperand &operand, AffineMap map,
                           int64_t numHeads, int64_t numKeys) {
  KeyRead read;
  if (operand && operand.getMap() == map &&
      (read.source = traceOperand(operand.getValue())))
    read.plan =
        BoxPlan::get(read.source->how, map, Dim::K, numHeads, numKeys);
  return read;
}

// Keys that are padding are seen by no query.
static bool hidesPadding(PatternAttrInterface pattern, const KeyRead &read,
                         AffineMap map) {
  auto reordered = dyn_cast<ReorderedPatternAttr>(pattern);
  return reordered && isOrderedBy(read.source->how, map, Dim::K,
                                  reordered.getKeys());
}

void Tiler::planKeys() {
  const AttentionShape &shape = clauses.shape;
  if (ShapedType::isDynamic(shape.numKeys) || shape.numKeys == 0)
    return;
  int64_t group = shape.groupSize();
  int64_t numHeads = std::max<int64_t>(1, headTile / group);
  SmallVector<PlannedOperand *> operands = {&value};
  SmallVector<AffineMap> maps = {shape.valueMap};
  if (key) {
    operands.push_back(&key);
    maps.push_back(shape.keyMap);
  }
  std::vector<KeyRead> reads;
  for (auto [operand, map] : llvm::zip(operands, maps))
    reads.push_back(findKeyRead(*operand, map, numHeads, shape.numKeys));

  auto isShort = [&](const KeyRead &read) {
    return read.plan && read.plan->isStrided() && read.plan->shortens();
  };
  bool allShort = keySplit == 1 && !clauses.lengths;
  for (auto [read, map] : llvm::zip(reads, maps))
    allShort &= isShort(read) && hidesPadding(clauses.pattern, read, map) &&
                read.plan->hasRowsOf(*reads.front().plan);
  // A copy of keys by each task that reads them is cheaper than one for all as
  // long as there are few such tasks.
  constexpr int64_t fewTasks = 2;
  int64_t tasks = std::max<int64_t>(1, group / headTile);
  std::optional<int64_t> known = getConstantIntValue(numQueries);
  tasks *= known ? llvm::divideCeil(*known, rowTile) : fewTasks + 1;
  for (auto [operand, read] : llvm::zip(operands, reads)) {
    if (read.plan && read.plan->isStrided() &&
        (allShort || !read.plan->shortens()))
      operand->readThrough(*read.source, *read.plan, /*asCopies=*/false);
    else if (read.plan && tasks * keySplit <= fewTasks &&
             read.plan->isStatic())
      operand->readThrough(*read.source, *read.plan, /*asCopies=*/true);
    else if (read.source)
      materialize(*operand, *read.source, Dim::K);
  }
  if (allShort)
    shortKeys = reads.front().plan;
}

// Puts the whole operand in its order in one go, box by box.
void Tiler::materialize(PlannedOperand &operand, const Rearranged &source,
                        Dim row) {
  AffineMap map = operand.getMap();
  auto type = cast<RankedTensorType>(operand.getValue().getType());
  std::optional<unsigned> headAt = positionOf(map, Dim::H);
  std::optional<unsigned> batchAt = positionOf(map, Dim::B);
  unsigned rowAt = *positionOf(map, row);
  if (!dropsToTile(map, row))
    return;
  int64_t chunk = type.getDimSize(rowAt);
  std::optional<BoxPlan> plan;
  for (const PlaceDigit &digit : source.how.dims[rowAt]) {
    chunk /= digit.size;
    plan = BoxPlan::get(source.how, map, row, 1, chunk);
    if (plan && plan->isStatic())
      break;
    plan.reset();
  }
  if (!plan)
    return;
  auto size = [&](std::optional<unsigned> at) -> OpFoldResult {
    return b.getIndexAttr(at ? type.getDimSize(*at) : 1);
  };
  OpFoldResult zero = b.getIndexAttr(0), one = b.getIndexAttr(1);
  Value empty = tensor::EmptyOp::create(b, loc, type, ValueRange());
  auto loop = scf::ForallOp::create(
      b, loc, ArrayRef<OpFoldResult>{zero, zero, zero},
      ArrayRef<OpFoldResult>{size(batchAt), size(headAt), size(rowAt)},
      ArrayRef<OpFoldResult>{one, one, b.getIndexAttr(chunk)},
      ValueRange(empty), /*mapping=*/std::nullopt);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    SmallVector<Value> ivs = loop.getInductionVars();
    TileBox box{OpFoldResult(ivs[0]), OpFoldResult(ivs[1]), one,
                OpFoldResult(ivs[2]), b.getIndexAttr(chunk)};
    OpFoldResult inner = b.getIndexAttr(type.getShape().back());
    Value whole = loop.getRegionIterArgs()[0];
    Value tile = extractTile(b, loc, whole, map, row, box, inner);
    tile = plan->gather(b, loc, source.original, plan->getPart(b, loc, box),
                        tile);
    tile = toSliceForm(b, loc, tile, map, row);
    b.setInsertionPointToStart(loop.getTerminator().getBody());
    insertTile(b, loc, tile, whole, map, box, inner);
  }
  operand.setValue(loop.getResult(0));
}

void Tiler::planOperands(MutableArrayRef<TileOutput> outputs) {
  planQuery(outputs);
  planKeys();
}
