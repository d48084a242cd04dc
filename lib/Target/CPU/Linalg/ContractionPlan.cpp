//===- ContractionPlan.cpp - which linalg ops are products ----------------===//

#include "Contraction.h"

#include "mlir/IR/TypeUtilities.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using namespace mlir::attn;

bool ContractionOperand::isContiguous(unsigned dim) const {
  auto last = dyn_cast<AffineDimExpr>(map.getResults().back());
  return last && last.getPosition() == dim && type().isLastDimUnitStride();
}

bool mlir::attn::isProductBody(linalg::LinalgOp op) {
  unsigned products = 0, sums = 0;
  Block *body = op.getBlock();
  Value old = body->getArguments().back();
  Operation *yield = body->getTerminator();
  for (Operation &inner : body->without_terminator()) {
    if (isa<arith::MulFOp>(inner))
      ++products;
    else if (auto sum = dyn_cast<arith::AddFOp>(inner)) {
      if (sum.getLhs() != old && sum.getRhs() != old)
        return false;
      if (yield->getOperand(0) != sum.getResult())
        return false;
      ++sums;
    } else if (!isa<arith::ExtFOp>(inner))
      return false;
  }
  return products == 1 && sums == 1 && old.hasOneUse();
}

static bool isMemoryOf(Value v, Value root) {
  while (auto view = v.getDefiningOp<ViewLikeOpInterface>())
    v = view.getViewSource();
  return v == root;
}

linalg::FillOp mlir::attn::findZeroFill(linalg::LinalgOp op) {
  Value c = op.getDpsInits()[0];
  Value root = c;
  while (auto view = root.getDefiningOp<ViewLikeOpInterface>())
    root = view.getViewSource();
  for (Operation *before = op->getPrevNode(); before;
       before = before->getPrevNode()) {
    if (auto fill = dyn_cast<linalg::FillOp>(before))
      if (fill.getOutputs()[0] == c)
        return matchPattern(fill.getInputs()[0], m_AnyZeroFloat())
                   ? fill
                   : linalg::FillOp();
    if (before->getNumRegions() != 0 && !isa<linalg::LinalgOp>(before))
      return {};
    bool touches = llvm::any_of(before->getOperands(), [&](Value v) {
      return isa<MemRefType>(v.getType()) && isMemoryOf(v, root);
    });
    if (touches && !isa<ViewLikeOpInterface, memref::DimOp>(before))
      return {};
    // A call may see memory of the caller.
    if (isa<CallOpInterface>(before))
      return {};
  }
  return {};
}

static bool hasOnlyDims(AffineMap map) {
  return map.isProjectedPermutation() && map.getNumResults() > 0;
}

/// Sizes of the blocks: as many accumulators as registers allow beside a row of
/// the panel and one broadcast.
static void planBlocks(linalg::LinalgOp op, const VectorTarget &target,
                       ContractionPlan &plan) {
  unsigned bits = plan.element.getIntOrFloatBitWidth();
  plan.lanes = target.vectorBits / bits;
  bool many = target.numRegisters >= 32;
  plan.vectorsPerRow = many ? 4 : 2;
  int64_t columns = op.getStaticLoopRanges()[plan.n];
  if (!ShapedType::isDynamic(columns))
    plan.vectorsPerRow = std::clamp<int64_t>(
        llvm::divideCeil(columns, plan.lanes), 1, plan.vectorsPerRow);
  int64_t accumulators = many ? 24 : 12;
  plan.tileRows = std::min<int64_t>(accumulators / plan.vectorsPerRow, 12);
  // Half of a first-level cache of 64 KiB, or most of one of 32 KiB.
  int64_t panelBytes = plan.panelWidth() * bits / 8;
  plan.depthPerBlock = std::max<int64_t>(32 * 1024 / panelBytes, 64);
}

FailureOr<ContractionPlan>
mlir::attn::planContraction(linalg::LinalgOp op, const VectorTarget &target) {
  if (op.getNumDpsInputs() != 2 || op.getNumDpsInits() != 1 ||
      op.getNumReductionLoops() != 1 ||
      !llvm::all_of(op.getIndexingMapsArray(), hasOnlyDims) ||
      !isProductBody(op))
    return failure();
  FailureOr<linalg::ContractionDimensions> dims =
      linalg::inferContractionDims(op);
  if (failed(dims) || dims->k.size() != 1)
    return failure();
  // A loop that only the output has repeats the product.
  if (dims->batch.size() + dims->m.size() + dims->n.size() + 1 !=
      op.getNumLoops())
    return failure();
  ContractionPlan plan;
  plan.a = {op.getDpsInputOperand(0), op.getIndexingMapsArray()[0]};
  plan.b = {op.getDpsInputOperand(1), op.getIndexingMapsArray()[1]};
  plan.c = {op.getDpsInitOperand(0), op.getIndexingMapsArray()[2]};
  plan.element = getElementTypeOrSelf(plan.c.memref().getType());
  if (!plan.element.isF32() && !plan.element.isF64())
    return failure();
  auto rows = dims->m, columns = dims->n;
  unsigned last =
      cast<AffineDimExpr>(plan.c.map.getResults().back()).getPosition();
  if (llvm::is_contained(rows, last)) {
    std::swap(rows, columns);
    std::swap(plan.a, plan.b);
  }
  if (columns.size() != 1 || columns[0] != last || !plan.c.isContiguous(last))
    return failure();
  plan.n = last;
  plan.k = dims->k[0];
  plan.m = rows.back();
  plan.outerRows.assign(rows.begin(), std::prev(rows.end()));
  plan.batch.assign(dims->batch.begin(), dims->batch.end());
  plan.packTransposed = !plan.b.isContiguous(plan.n);
  if (plan.packTransposed && !plan.b.isContiguous(plan.k))
    return failure();
  plan.mustPack = plan.packTransposed ||
                  getElementTypeOrSelf(plan.b.memref().getType()) != plan.element;
  planBlocks(op, target, plan);
  return plan;
}
