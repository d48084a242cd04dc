//===- ReductionPatterns.cpp - attn's operations with fewer clauses -------===//

#include "Reduce.h"

#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Reducer/ReductionPatternInterface.h"

using namespace mlir;
using namespace mlir::attn;

namespace {
// A simplification is a function that changes the op or says that it has
// nothing to change.
template <typename Op>
class Simplify : public OpRewritePattern<Op> {
public:
  using Change = std::function<bool(Op, PatternRewriter &)>;
  Simplify(MLIRContext *context, Change change)
      : OpRewritePattern<Op>(context), change(std::move(change)) {}

  LogicalResult matchAndRewrite(Op op,
                                PatternRewriter &rewriter) const override {
    rewriter.startOpModification(op);
    if (!change(op, rewriter)) {
      rewriter.cancelOpModification(op);
      return rewriter.notifyMatchFailure(op, "nothing to take away");
    }
    rewriter.finalizeOpModification(op);
    return success();
  }

private:
  Change change;
};
} // namespace

static bool clear(MutableOperandRange operands) {
  bool present = !operands.empty();
  operands.clear();
  return present;
}

static bool clear(Region &region) {
  bool present = !region.empty();
  region.dropAllReferences();
  region.getBlocks().clear();
  return present;
}

static bool remove(Operation *op, StringRef name) {
  return static_cast<bool>(op->removeAttr(name));
}

//===----------------------------------------------------------------------===//
// Patterns and normalisers
//===----------------------------------------------------------------------===//

template <typename Op>
static bool dropPattern(Op op, PatternRewriter &) {
  auto full = FullPatternAttr::get(op.getContext());
  if (op.getPattern() == full)
    return false;
  op.getPatternOperandsMutable().clear();
  op.setPatternAttr(full);
  return true;
}

// A combination becomes its part `number`, where no operands need sorting out.
template <typename Op>
static bool takePart(Op op, unsigned number) {
  SmallVector<PatternAttrInterface> parts;
  Attribute(op.getPattern())
      .walkImmediateSubElements(
          [&](Attribute attr) {
            if (auto part = dyn_cast<PatternAttrInterface>(attr))
              parts.push_back(part);
          },
          [](Type) {});
  if (number >= parts.size() || !op.getPatternOperands().empty())
    return false;
  op.setPatternAttr(parts[number]);
  return true;
}

template <typename Op>
static bool dropNormalizer(Op op, PatternRewriter &) {
  auto softmax = SoftmaxNormalizerAttr::get(op.getContext());
  if (op.getNormalizer() == softmax)
    return false;
  op.getNormalizerParamsMutable().clear();
  op.setNormalizerAttr(softmax);
  return true;
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

template <typename Op>
static void add(RewritePatternSet &patterns,
                typename Simplify<Op>::Change change) {
  patterns.add<Simplify<Op>>(patterns.getContext(), std::move(change));
}

template <typename Op>
static void addPatternAndNormalizer(RewritePatternSet &patterns) {
  add<Op>(patterns, dropPattern<Op>);
  // Enough for those that people write; longer lists lose their first parts.
  for (unsigned number = 0; number < 4; ++number)
    add<Op>(patterns, [number](Op op, PatternRewriter &) {
      return takePart(op, number);
    });
  add<Op>(patterns, dropNormalizer<Op>);
  add<Op>(patterns, [](Op op, PatternRewriter &) {
    return clear(op.getLengthsMutable());
  });
  add<Op>(patterns, [](Op op, PatternRewriter &) {
    return clear(op.getQOffsetMutable());
  });
  add<Op>(patterns, [](Op op, PatternRewriter &) {
    bool changed = op.getEmptyRows() != EmptyRows::Zero;
    op.setEmptyRows(EmptyRows::Zero);
    return changed;
  });
}

template <typename Op>
static void addProduct(RewritePatternSet &patterns) {
  add<Op>(patterns,
          [](Op op, PatternRewriter &) { return clear(op.getScore()); });
  add<Op>(patterns,
          [](Op op, PatternRewriter &) { return clear(op.getCombine()); });
  add<Op>(patterns,
          [](Op op, PatternRewriter &) { return remove(op, "scale"); });
  add<Op>(patterns,
          [](Op op, PatternRewriter &) { return remove(op, "indexing_maps"); });
}

template <typename Op>
static void addFused(RewritePatternSet &patterns) {
  addPatternAndNormalizer<Op>(patterns);
  addProduct<Op>(patterns);
  add<Op>(patterns, [](Op op, PatternRewriter &) {
    return clear(op.getQueryLengthsMutable());
  });
  add<Op>(patterns,
          [](Op op, PatternRewriter &) { return remove(op, "schedule"); });
}

template <typename Op>
static bool dropLse(Op op, PatternRewriter &rewriter) {
  if (op->getNumResults() < 2 || !op->getResult(1).use_empty())
    return false;
  OperationState state(op.getLoc(), op->getName(), op->getOperands(),
                       op->getResult(0).getType(), op->getAttrs());
  for (Region &region : op->getRegions())
    state.addRegion()->takeBody(region);
  rewriter.setInsertionPoint(op);
  Operation *other = rewriter.create(state);
  rewriter.replaceAllUsesWith(op->getResult(0), other->getResult(0));
  rewriter.eraseOp(op);
  return true;
}

namespace {
// What erases the op itself cannot be a change in place.
template <typename Op>
struct DropLse : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;
  LogicalResult matchAndRewrite(Op op,
                                PatternRewriter &rewriter) const override {
    return success(dropLse(op, rewriter));
  }
};

struct AttnReductionPatterns : DialectReductionPatternInterface {
  explicit AttnReductionPatterns(Dialect *dialect)
      : DialectReductionPatternInterface(dialect) {}

  void populateReductionPatterns(RewritePatternSet &patterns) const override {
    addFused<AttentionOp>(patterns);
    addFused<PartialOp>(patterns);
    addPatternAndNormalizer<NormalizeOp>(patterns);
    addProduct<ScoresOp>(patterns);
    patterns.add<DropLse<AttentionOp>, DropLse<NormalizeOp>>(
        patterns.getContext());
  }
};
} // namespace

void mlir::attn::registerReductionPatterns(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *, AttnDialect *dialect) {
    dialect->addInterfaces<AttnReductionPatterns>();
  });
}
