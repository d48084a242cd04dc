//===- OnlineAttention.cpp - the loops of an attention kernel -------------===//

#include "KernelEmitter.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::attn::cpu;

KernelNormalizer::~KernelNormalizer() = default;

// Above this the region is emitted once a row in the general path, not once a
// vector of the score tile.
static constexpr int64_t maxFastRegionCost = 24;

// Whether contributions depend on more than the weight: tried on a block that is
// thrown away.
static bool readsScore(OpBuilder &b, Location loc,
                       const KernelNormalizer &normalizer, Type type) {
  Block block;
  Value s = block.addArgument(type, loc), w = block.addArgument(type, loc);
  OpBuilder inner(b.getContext());
  inner.setInsertionPointToEnd(&block);
  (void)normalizer.contributions(inner, loc, s, w, s);
  return !s.use_empty();
}

static int64_t roundUp(int64_t x, int64_t multiple) {
  return llvm::divideCeil(x, multiple) * multiple;
}

KernelEmitter::KernelEmitter(OpBuilder &b, Location loc,
                             const OnlineAttentionArgs &args,
                             const KernelParams &params)
    : b(b), loc(loc), args(args), params(params),
      vb(b, loc,
         cast<FloatType>(
             cast<MemRefType>(args.acc.getType()).getElementType()),
         params.lanes),
      regions(vb, this->args.captures), vectors(params.queryVectors) {
  valueDim = cast<MemRefType>(args.v.getType()).getDimSize(2);
  if (args.q)
    headDim = cast<MemRefType>(args.q.getType()).getDimSize(2);
  hasFull = llvm::any_of(args.ranges,
                         [](const KernelKeyRange &r) { return !r.partial; });
  // A stabiliser that is not lazy needs the maximum first.
  if (stabilized() && !exponential())
    hasFull = false;
  if (args.score && hasFull) {
    findCaptureTiles();
    fastRegion =
        RegionVectorizer::cost(*args.score, tileLoads) <= maxFastRegionCost;
  }
}

LogicalResult KernelEmitter::emit(Operation **blocker) {
  for (Value *memref : {&args.q, &args.k, &args.v, &args.acc})
    if (*memref)
      *memref = vb.unitStride(*memref);
  allocateScratch();
  rowCount = vb.dim(args.acc, 1);
  vb.loop(vb.index(0), vb.dim(args.acc, 0), 1,
          [&](Value head) { emitHead(head); });
  if (blocker)
    *blocker = regions.blocker;
  return failure(failedRegion);
}

void KernelEmitter::allocateScratch() {
  auto allocate = [&](ArrayRef<int64_t> shape) -> Value {
    auto type = MemRefType::get(shape, vb.element);
    return memref::AllocaOp::create(b, loc, type, b.getI64IntegerAttr(64));
  };
  int64_t lanes = roundUp(params.groupLanes(), params.valueRows);
  if (args.q)
    queriesT = allocate({params.queryGroups, roundUp(headDim, params.lanes),
                         params.groupLanes()});
  weights = allocate({params.keyBlock, lanes});
  if (args.hasRowFactor)
    scoreFactors = allocate({params.queryGroups, params.groupLanes()});
  // Rows that fill up the last tile of outputs are thrown away, but what is left
  // on the stack may be denormal numbers, which multiply a hundred times slower.
  if (lanes != params.groupLanes())
    vb.loop(vb.index(0), vb.index(params.keyBlock), 1, [&](Value key) {
      for (int64_t lane = params.groupLanes(); lane < lanes; ++lane)
        vb.storeScalar(vb.scalarConstant(0.0), weights, {key, vb.index(lane)});
    });
  if (args.predicate)
    visible = allocate({params.tileKeys, params.groupLanes()});
  if (stabilized())
    factorsBuffer = allocate({params.groupLanes()});
  auto widened = [&](Value memref, int64_t width) -> Value {
    if (!memref ||
        cast<MemRefType>(memref.getType()).getElementType() == vb.element)
      return {};
    return allocate({params.keyBlock, roundUp(width, params.lanes)});
  };
  if (hasFull && fastRegion)
    allocateCaptureTiles();
  wideKeys = widened(args.k, headDim);
  wideValues = widened(args.v, valueDim);
}

void KernelEmitter::emitHead(Value head) {
  args.normalizer->bindHead(b, loc, vb.add(args.head, head));
  scoresRead = readsScore(b, loc, *args.normalizer, vb.vec());
  vb.loop(vb.index(0), rowCount, params.queryGroups * params.groupLanes(),
          [&](Value rowStart) { emitQueryBlock(head, rowStart); });
}

// The ranges share one copy of the code: a loop over their number.
void KernelEmitter::emitQueryBlock(Value head, Value rowStart) {
  Value rows = vb.min(vb.sub(rowCount, rowStart),
                      vb.index(params.queryGroups * params.groupLanes()));
  packQueries(head, rowStart, rows);
  packFactors(rowStart, rows);
  auto overKeys = [&](Value lo, Value hi, Value partial) {
    Value limit = vb.index(params.keyBlock);
    auto step = scf::WhileOp::create(
        b, loc, TypeRange{b.getIndexType()}, ValueRange{lo},
        [&](OpBuilder &, Location, ValueRange key) {
          scf::ConditionOp::create(b, loc, vb.lessThan(key[0], hi), key);
        },
        [&](OpBuilder &, Location, ValueRange key) {
          // Whole tiles first: what is left over takes the general path.
          Value count = vb.min(vb.sub(hi, key[0]), limit);
          Value tile = vb.index(params.tileKeys);
          Value whole = vb.mul(
              arith::DivSIOp::create(b, loc, count, tile), tile);
          Value small = vb.lessThan(count, tile);
          Value keep = vb.bitOr(small, partial);
          count = vb.select(keep, count, whole);
          emitKeyBlock(head, rowStart, rows, key[0], count, keep);
          scf::YieldOp::create(b, loc, vb.add(key[0], count));
        });
    (void)step;
  };
  vb.loop(vb.index(0), vb.index(args.ranges.size()), 1, [&](Value position) {
    Value lo, hi, partial;
    selectRange(position, lo, hi, partial);
    overKeys(lo, hi, partial);
  });
}

void KernelEmitter::selectRange(Value position, Value &lo, Value &hi,
                                Value &partial) {
  for (auto [i, range] : llvm::enumerate(args.ranges)) {
    Value flag = vb.boolean(range.partial);
    if (i == 0) {
      lo = range.lo;
      hi = range.hi;
      partial = flag;
      continue;
    }
    Value here = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq,
                                       position, vb.index(i));
    lo = vb.select(here, range.lo, lo);
    hi = vb.select(here, range.hi, hi);
    partial = vb.select(here, flag, partial);
  }
}

KernelEmitter::RowSource KernelEmitter::makeRows(Value memref, Value scratch,
                                                 Value head, Value key,
                                                 Value count) {
  if (!memref)
    return {};
  // Grouped queries share the head of their keys.
  Value group = arith::DivSIOp::create(b, loc, vb.dim(args.acc, 0),
                                       vb.dim(memref, 0));
  Value keyHead = arith::DivSIOp::create(b, loc, head, group);
  Value row = vb.sub(key, args.key0);
  if (!scratch)
    return {memref, {keyHead}, row};
  widenRows(memref, scratch, keyHead, row, count);
  return {scratch, {}, vb.index(0)};
}

void KernelEmitter::emitKeyBlock(Value head, Value rowStart, Value rows,
                                 Value key, Value count, Value partial) {
  KeyBlock block{key, count, partial, {}, {}, {}};
  block.keys = makeRows(args.k, wideKeys, head, key, count);
  block.values = makeRows(args.v, wideValues, head, key, count);
  block.special = vb.boolean(false);
  if (args.predicate || args.score)
    block.special = emitSpecialTest(block.values, count);
  vb.loop(vb.index(0), rows, params.groupLanes(), [&](Value first) {
    Value slot = arith::DivSIOp::create(b, loc, first,
                                        vb.index(params.groupLanes()));
    emitGroup(makeGroup(head, vb.add(rowStart, first), vb.sub(rows, first),
                        slot),
              block);
  });
}

// x * 0 is 0 but for infinities and NaN; one product an element.
Value KernelEmitter::emitSpecialTest(const RowSource &values, Value count) {
  int64_t whole = valueDim / vb.lanes * vb.lanes;
  Value zero = vb.splatConstant(0.0);
  auto test = [&](Value row, Value d, Value mask, Value sum) {
    SmallVector<Value> at(values.leading);
    at.append({vb.add(values.first, row), d});
    return vb.fma(vb.loadWidened(values.memref, at, mask), zero, sum);
  };
  Value sum =
      vb.loop(vb.index(0), count, 1, {zero}, [&](Value row, ValueRange sum) {
        Value s = vb.loop(vb.index(0), vb.index(whole), vb.lanes, sum,
                          [&](Value d, ValueRange sum) {
                            return SmallVector<Value>{
                                test(row, d, {}, sum[0])};
                          })[0];
        if (whole != valueDim)
          s = test(row, vb.index(whole),
                   vb.staticPrefixMask(valueDim - whole), s);
        return SmallVector<Value>{s};
      })[0];
  return vb.any(vb.compare(arith::CmpFPredicate::UNO, sum, sum));
}

// The absolute queries of a group's lanes; those beyond `rows` repeat the last.
SmallVector<Value> KernelEmitter::groupQueries(Value query0, Value rows) {
  Type i32 = b.getI32Type();
  auto toI32 = [&](Value x) -> Value {
    return arith::IndexCastOp::create(b, loc, i32, x);
  };
  Value last =
      vb.splat(toI32(vb.sub(vb.add(query0, rows), vb.index(1))));
  Value start = vb.splat(toI32(query0));
  SmallVector<Value> queries;
  for (int64_t i = 0; i < vectors; ++i) {
    SmallVector<int32_t> steps;
    for (int64_t lane = 0; lane < vb.lanes; ++lane)
      steps.push_back(i * vb.lanes + lane);
    Value step = arith::ConstantOp::create(
        b, loc, DenseElementsAttr::get(vb.vec(i32), ArrayRef(steps)));
    queries.push_back(vb.min(vb.add(start, step), last));
  }
  return queries;
}

KernelEmitter::Group KernelEmitter::makeGroup(Value head, Value row0,
                                              Value rows, Value slot) {
  Group group;
  group.head = head;
  group.headIndex = vb.add(args.head, head);
  group.slot = slot;
  group.row0 = row0;
  group.rows = vb.min(rows, vb.index(params.groupLanes()));
  group.query0 = vb.add(args.query0, row0);
  group.queries = groupQueries(group.query0, group.rows);
  for (int64_t i = 0; i < vectors; ++i) {
    Value first = vb.index(i * vb.lanes);
    group.valid.push_back(vb.prefixMask(vb.sub(group.rows, first)));
    if (scoreFactors)
      group.factors.push_back(vb.load(scoreFactors, {slot, first}));
  }
  return group;
}

void KernelEmitter::emitGroup(const Group &group, const KeyBlock &block) {
  Value done = vb.boolean(false);
  if (hasFull && fastRegion) {
    Value fast = arith::XOrIOp::create(b, loc, block.partial,
                                       vb.boolean(true));
    done = vb.branch(
        fast,
        [&] { return SmallVector<Value>{emitFastScores(group, block)}; },
        [&] { return SmallVector<Value>{vb.boolean(false)}; })[0];
  }
  SmallVector<Value> span = vb.branch(
      done,
      [&] { return SmallVector<Value>{vb.index(0), block.count}; },
      [&] {
        auto [lo, hi] = emitGeneralScores(group, block);
        return SmallVector<Value>{lo, hi};
      });
  emitValues(group, block, span[0], span[1]);
}

SmallVector<Value> KernelEmitter::loadState(const Group &group, Value memref,
                                            double outside) {
  SmallVector<Value> values;
  for (int64_t i = 0; i < vectors; ++i)
    values.push_back(vb.load(memref,
                             {group.head, vb.add(group.row0, i * vb.lanes)},
                             group.valid[i], vb.splatConstant(outside)));
  return values;
}

void KernelEmitter::storeState(const Group &group, Value memref,
                               ArrayRef<Value> values) {
  for (int64_t i = 0; i < vectors; ++i)
    vb.store(values[i], memref,
             {group.head, vb.add(group.row0, i * vb.lanes)}, group.valid[i]);
}

LogicalResult mlir::attn::cpu::emitOnlineAttention(
    OpBuilder &b, Location loc, const OnlineAttentionArgs &args,
    const KernelParams &params, Operation **blocker) {
  if (args.ranges.empty())
    return success();
  return KernelEmitter(b, loc, args, params).emit(blocker);
}
