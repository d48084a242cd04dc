//===- Steps.cpp - functions, operations, values, sizes -------------------===//

#include "Reduce.h"

#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Iterators.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Reducer/ReductionPatternInterface.h"

using namespace mlir;
using namespace mlir::attn;

static StepResult changed(bool really) {
  return really ? StepResult::Changed : StepResult::Unchanged;
}

static SmallVector<FunctionOpInterface> functionsOf(ModuleOp module) {
  SmallVector<FunctionOpInterface> functions;
  module.walk([&](FunctionOpInterface function) {
    if (!function.isExternal())
      functions.push_back(function);
  });
  return functions;
}

static unsigned countOps(ModuleOp module) {
  unsigned count = 0;
  module.walk([&](Operation *) { ++count; });
  return count;
}

// Until nothing dies any more: erasing one op lets its producers die.
static void eraseDeadOps(ModuleOp module) {
  bool erased = true;
  while (erased) {
    erased = false;
    module.walk<WalkOrder::PostOrder, ReverseIterator>([&](Operation *op) {
      if (!isOpTriviallyDead(op))
        return;
      op->erase();
      erased = true;
    });
  }
}

//===----------------------------------------------------------------------===//
// Functions, results, arguments, attributes
//===----------------------------------------------------------------------===//

// Calls of it make the module invalid, and the step is not kept.
static StepResult eraseSymbol(ModuleOp module, unsigned number) {
  SmallVector<Operation *> symbols;
  for (Operation &op : module.getOps())
    symbols.push_back(&op);
  if (number >= symbols.size())
    return StepResult::NoSuchNumber;
  symbols[number]->erase();
  return StepResult::Changed;
}

static void setResults(FunctionOpInterface function, Operation *terminator,
                       ValueRange values) {
  terminator->setOperands(values);
  function.setType(function.cloneTypeWith(function.getArgumentTypes(),
                                          values.getTypes()));
}

// The operation that ends a function of one block, null where there are more.
static Operation *terminatorOf(FunctionOpInterface function) {
  Region &body = function.getFunctionBody();
  if (!body.hasOneBlock() || !body.front().mightHaveTerminator())
    return nullptr;
  Operation *last = &body.front().back();
  return last->hasTrait<OpTrait::ReturnLike>() ? last : nullptr;
}

// The last ones first: what comes beside an output, such as a log-sum-exp.
static StepResult dropResult(ModuleOp module, unsigned number) {
  for (FunctionOpInterface function : functionsOf(module)) {
    Operation *terminator = terminatorOf(function);
    if (!terminator || number >= terminator->getNumOperands()) {
      number -= terminator ? terminator->getNumOperands() : 0;
      continue;
    }
    SmallVector<Value> values = terminator->getOperands();
    values.erase(values.end() - 1 - number);
    setResults(function, terminator, values);
    eraseDeadOps(module);
    return StepResult::Changed;
  }
  return StepResult::NoSuchNumber;
}

// The function ends with an operation in its middle.
static StepResult returnEarlier(ModuleOp module, unsigned number) {
  unsigned before = countOps(module);
  for (FunctionOpInterface function : functionsOf(module)) {
    Operation *terminator = terminatorOf(function);
    if (!terminator)
      continue;
    for (Operation &op : function.getFunctionBody().front()) {
      if (op.getNumResults() == 0 || number-- != 0)
        continue;
      setResults(function, terminator, op.getResults());
      eraseDeadOps(module);
      return changed(countOps(module) < before);
    }
  }
  return StepResult::NoSuchNumber;
}

static StepResult dropArgument(ModuleOp module, unsigned number) {
  for (FunctionOpInterface function : functionsOf(module))
    for (BlockArgument argument : function.getArguments())
      if (argument.use_empty() && number-- == 0)
        return changed(
            succeeded(function.eraseArgument(argument.getArgNumber())));
  return StepResult::NoSuchNumber;
}

static StepResult dropAttribute(ModuleOp module, unsigned number) {
  StepResult result = StepResult::NoSuchNumber;
  module->walk([&](Operation *op) {
    for (NamedAttribute attr : op->getDiscardableAttrs())
      if (number-- == 0) {
        op->removeDiscardableAttr(attr.getName());
        result = StepResult::Changed;
        return WalkResult::interrupt();
      }
    return WalkResult::advance();
  });
  return result;
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

// Those in a function that an argument could stand for: a scalar constant is as
// small as one.
static SmallVector<Operation *> replaceableOps(ModuleOp module) {
  SmallVector<Operation *> ops;
  for (FunctionOpInterface function : functionsOf(module))
    function.walk([&](Operation *op) {
      if (op == function.getOperation() || op->hasTrait<OpTrait::IsTerminator>())
        return;
      bool constant = op->hasTrait<OpTrait::ConstantLike>();
      if (!constant || !llvm::all_of(op->getResultTypes(), [](Type type) {
            return type.isIntOrIndexOrFloat();
          }))
        ops.push_back(op);
    });
  return ops;
}

// The number stands for a range of operations: all, the halves, the quarters,
// .., each single one.
static std::optional<std::pair<unsigned, unsigned>> rangeOf(unsigned total,
                                                            unsigned number) {
  for (unsigned size = total; size != 0; size = size == 1 ? 0 : (size + 1) / 2) {
    unsigned parts = (total + size - 1) / size;
    if (number < parts)
      return std::pair(number * size, std::min(total, (number + 1) * size));
    number -= parts;
  }
  return std::nullopt;
}

static bool replaceByArguments(Operation *op) {
  auto function = op->getParentOfType<FunctionOpInterface>();
  for (Value result : op->getResults()) {
    if (result.use_empty())
      continue;
    unsigned place = function.getNumArguments();
    if (failed(function.insertArgument(place, result.getType(), {},
                                       op->getLoc())))
      return false;
    result.replaceAllUsesWith(function.getArgument(place));
  }
  op->erase();
  return true;
}

static StepResult replaceOps(ModuleOp module, unsigned number) {
  SmallVector<Operation *> ops = replaceableOps(module);
  auto range = rangeOf(ops.size(), number);
  if (!range)
    return StepResult::NoSuchNumber;
  // In post order an operation comes after those within it.
  for (unsigned i = range->first; i < range->second; ++i)
    if (!replaceByArguments(ops[i]))
      return StepResult::Unchanged;
  eraseDeadOps(module);
  return StepResult::Changed;
}

// What dialects know to simplify about their operations.
static StepResult applyPattern(ModuleOp module, unsigned number) {
  MLIRContext *context = module.getContext();
  RewritePatternSet patterns(context);
  DialectInterfaceCollection<DialectReductionPatternInterface> interfaces(
      context);
  for (const DialectReductionPatternInterface &interface : interfaces)
    interface.populateReductionPatterns(patterns);
  SmallVector<Operation *> ops;
  module.walk([&](Operation *op) { ops.push_back(op); });
  PatternRewriter rewriter(context);
  for (Operation *op : ops)
    for (const std::unique_ptr<RewritePattern> &pattern :
         patterns.getNativePatterns()) {
      if (pattern->getRootKind() != op->getName() || number-- != 0)
        continue;
      rewriter.setInsertionPoint(op);
      bool applied = succeeded(pattern->matchAndRewrite(op, rewriter));
      eraseDeadOps(module);
      return changed(applied);
    }
  return StepResult::NoSuchNumber;
}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

static SmallVector<int64_t> sizesOf(ModuleOp module) {
  llvm::SmallSetVector<int64_t, 16> sizes;
  auto addType = [&](Type type) {
    if (auto shaped = dyn_cast<ShapedType>(type); shaped && shaped.hasRank())
      for (int64_t size : shaped.getShape())
        if (size > 1)
          sizes.insert(size);
  };
  module.walk([&](Operation *op) {
    llvm::for_each(op->getResultTypes(), addType);
    for (Region &region : op->getRegions())
      for (Block &block : region)
        llvm::for_each(block.getArgumentTypes(), addType);
  });
  SmallVector<int64_t> sorted(sizes.begin(), sizes.end());
  llvm::sort(sorted, std::greater<>());
  return sorted;
}

// Every dimension of one size gets a smaller one, in the whole module.
static StepResult shrinkSize(ModuleOp module, unsigned number) {
  SmallVector<int64_t> sizes = sizesOf(module);
  if (number / 3 >= sizes.size())
    return StepResult::NoSuchNumber;
  int64_t from = sizes[number / 3];
  int64_t to = number % 3 == 0 ? 1 : number % 3 == 1 ? 2 : from / 2;
  if (to >= from || (number % 3 == 2 && to <= 2))
    return StepResult::Unchanged;
  auto shrink = [&](auto type) {
    SmallVector<int64_t> shape(type.getShape());
    llvm::replace(shape, from, to);
    return type.clone(shape);
  };
  AttrTypeReplacer replacer;
  replacer.addReplacement([&](RankedTensorType type) { return shrink(type); });
  replacer.addReplacement(
      [&](MemRefType type) -> MemRefType { return shrink(type); });
  // Sizes that operations write down beside their types.
  replacer.addReplacement([&](DenseI64ArrayAttr attr) {
    SmallVector<int64_t> values(attr.asArrayRef());
    llvm::replace(values, from, to);
    return DenseI64ArrayAttr::get(attr.getContext(), values);
  });
  // Elements that differ have no smaller form; the module is invalid then.
  replacer.addReplacement(
      [&](DenseElementsAttr attr) -> std::optional<Attribute> {
        if (!attr.isSplat())
          return std::nullopt;
        return attr.resizeSplat(shrink(attr.getType()));
      });
  replacer.recursivelyReplaceElementsIn(module, /*replaceAttrs=*/true,
                                        /*replaceLocs=*/false,
                                        /*replaceTypes=*/true);
  return StepResult::Changed;
}

ArrayRef<ReductionStep> mlir::attn::getReductionSteps() {
  static constexpr ReductionStep steps[] = {
      {"erase-symbol", eraseSymbol},     {"drop-result", dropResult},
      {"return-earlier", returnEarlier}, {"replace-ops", replaceOps},
      {"apply-pattern", applyPattern},   {"shrink-size", shrinkSize},
      {"drop-argument", dropArgument},   {"drop-attribute", dropAttribute},
  };
  return steps;
}
