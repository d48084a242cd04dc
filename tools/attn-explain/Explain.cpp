//===- Explain.cpp - what the compiler makes of each attention ------------===//

#include "Explain.h"

#include "Origins.h"
#include "PatternView.h"
#include "attn/Dialect/Attn/IR/NormalizerChecks.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"
#include "attn/Pipelines/Compile.h"
#include "attn/Target/TargetInfo.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// One attention, sizes filled in
//===----------------------------------------------------------------------===//

namespace {
// What the report of an op needs, for attn.attention and attn.partial alike.
struct Subject {
  Operation *op = nullptr;
  AttentionProblem problem;
  ScheduleAttr schedule;
  OperandRange patternOperands;
  bool hasOffset = false, hasLengths = false, hasLse = false;
  Region *combine = nullptr, *score = nullptr;
  // Filled in.
  ConcreteSizes sizes;
  int64_t batch = 1;
  std::vector<std::string> assumptions;
};
} // namespace

template <typename OpTy>
static FailureOr<Subject> makeSubject(OpTy op) {
  FailureOr<AttentionShape> shape = op.getShape();
  if (failed(shape))
    return failure();
  Type element = getElementTypeOrSelf(op.getValue().getType());
  return Subject{op,
                 {*shape, element, op.getPattern(), op.getNormalizer(),
                  op.hasCombine(), op.hasScore()},
                 op.getScheduleAttr(),
                 op.getPatternOperands(),
                 static_cast<bool>(op.getQOffset()),
                 op.getLengths() || op.getQueryLengths(),
                 false,
                 &op.getCombine(),
                 &op.getScore(),
                 {},
                 1,
                 {}};
}

static int64_t sizeOr(Subject &subject, StringRef what, int64_t size,
                      int64_t value) {
  if (!ShapedType::isDynamic(size))
    return size;
  subject.assumptions.push_back((what + " = " + Twine(value)).str());
  return value;
}

static void fillIn(Subject &subject, const ExplainOptions &options) {
  const AttentionShape &shape = subject.problem.shape;
  ConcreteSizes &sizes = subject.sizes;
  subject.batch = sizeOr(subject, "batch", shape.batch, options.batch);
  sizes.numHeads = shape.heads;
  sizes.numQueries = sizeOr(subject, "Nq", shape.numQueries, options.size);
  sizes.numKeys = sizeOr(subject, "Nk", shape.numKeys, options.size);
  sizes.queryOffset =
      sizeOr(subject, "q_offset", subject.hasOffset ? ShapedType::kDynamic : 0,
             options.queryOffset);
  for (auto [i, operand] : llvm::enumerate(subject.patternOperands)) {
    APInt constant;
    if (matchPattern(operand, m_ConstantInt(&constant))) {
      sizes.operands.push_back(constant.getSExtValue());
      continue;
    }
    int64_t given = 64;
    if (!options.operands.empty())
      given = options.operands[std::min(i, options.operands.size() - 1)];
    sizes.operands.push_back(sizeOr(subject,
                                    ("pattern operand " + Twine(i)).str(),
                                    ShapedType::kDynamic, given));
  }
  if (subject.hasLengths)
    subject.assumptions.push_back("lengths are full");
}

//===----------------------------------------------------------------------===//
// The parts of a report
//===----------------------------------------------------------------------===//

static std::string percent(double part, double whole) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << llvm::format("%.1f %%", whole > 0 ? 100.0 * part / whole : 0.0);
  return text;
}

// 1234567 as "1.23 M", with `base` 1000 or 1024.
static std::string scaled(double value, double base, StringRef unit) {
  static const char *const prefixes[] = {"", "K", "M", "G", "T", "P"};
  unsigned i = 0;
  for (; value >= base && i + 1 < std::size(prefixes); ++i)
    value /= base;
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << llvm::format(i ? "%.2f %s" : "%.0f %s", value, prefixes[i]);
  return StringRef(text).rtrim().str() + (i ? "" : " ") +
         (i && base == 1024 ? "i" : "") + unit.str();
}

// "1 pass over the keys", or the sweeps of a plan.
static std::string describePasses(NormalizerAttrInterface normalizer) {
  NormalizerPlan plan = normalizer.getPlan();
  if (!plan.fold)
    return "1 pass over the keys";
  int64_t count = 1;
  bool isOpen = false;
  std::string list;
  for (const NormalizerRound &round : plan.rounds) {
    count += round.times * static_cast<int64_t>(round.passes.size());
    isOpen |= static_cast<bool>(round.isOpen);
    SmallVector<StringRef> axes;
    for (const NormalizerPass &pass : round.passes)
      axes.push_back(pass.axis == NormalizerPass::Axis::Row ? "rows"
                                                            : "columns");
    if (round.times > 1)
      list += ((round.isOpen ? "up to " : "") + Twine(round.times) + " times ")
                  .str();
    list += llvm::join(axes, " and ") + ", ";
  }
  return ((isOpen ? "at most " : "") + Twine(count) +
          (count == 1 ? " pass" : " passes") + " over the pairs: " + list +
          "weights")
      .str();
}

static void describeOp(const Subject &subject, raw_ostream &os) {
  const AttentionShape &shape = subject.problem.shape;
  os << "  shape       B " << subject.batch << ", H " << shape.heads;
  if (shape.keyHeads != shape.heads)
    os << " on " << shape.keyHeads << " key heads";
  os << ", Nq " << subject.sizes.numQueries << ", Nk " << subject.sizes.numKeys
     << ", Dk " << shape.keyDim << ", Dv " << shape.valueDim << ", "
     << subject.problem.elementType << '\n';
  if (!subject.assumptions.empty())
    os << "  assumed     " << llvm::join(subject.assumptions, ", ") << '\n';
  auto planned = subject.op->getAttrOfType<NormalizerAttrInterface>(
      kPlanAttrName);
  NormalizerAttrInterface normalizer =
      planned ? planned : subject.problem.normalizer;
  os << "  pattern     " << subject.problem.pattern << '\n'
     << "  normalizer  " << normalizer << ", " << describePasses(normalizer)
     << '\n';
  for (auto [name, region] : {std::pair("combine", subject.combine),
                              std::pair("score", subject.score)}) {
    if (region->empty())
      continue;
    int64_t count = 0;
    region->walk([&](Operation *) { ++count; });
    os << "  " << name << (region == subject.score ? "       " : "     ")
       << count - 1 << (count == 2 ? " operation" : " operations")
       << " a pair\n";
  }
}

// One head stands for all where they see the same, else the first and the last.
static SmallVector<int64_t> headsToDraw(const Subject &subject,
                                        const Formula &relation) {
  SmallVector<int64_t> heads = {0};
  if (relation.isFunctionOfDim(kHeadDim) && subject.sizes.numHeads > 1)
    heads.push_back(subject.sizes.numHeads - 1);
  return heads;
}

static void addPictures(const Subject &subject, const Formula &relation,
                        std::vector<Picture> &pictures) {
  // Finer than text.
  constexpr int64_t side = 128;
  SmallVector<int64_t> heads = headsToDraw(subject, relation);
  for (int64_t head : heads) {
    Picture picture;
    picture.title = locationOf(subject.op->getLoc());
    if (heads.size() > 1)
      picture.title += ", head " + std::to_string(head);
    llvm::raw_string_ostream(picture.pattern) << subject.problem.pattern;
    picture.numQueries = subject.sizes.numQueries;
    picture.numKeys = subject.sizes.numKeys;
    picture.drawing = drawPattern(relation, subject.sizes, head, side);
    pictures.push_back(std::move(picture));
  }
}

static void drawHeads(const Subject &subject, const Formula &relation,
                      raw_ostream &os) {
  if (relation.isTrue())
    return;
  SmallVector<int64_t> heads = headsToDraw(subject, relation);
  for (int64_t head : heads) {
    PatternDrawing drawing = drawPattern(relation, subject.sizes, head);
    if (drawing.lines.empty())
      continue;
    os << "  drawn       a cell is " << drawing.rowsPerCell
       << " queries (down) x " << drawing.keysPerCell
       << " keys (right); # all, + some, . none";
    if (heads.size() > 1)
      os << "; head " << head;
    if (!drawing.exact)
      os << "; rows sampled";
    os << '\n';
    for (const std::string &line : drawing.lines)
      os << "    " << line << '\n';
  }
}

// Which unit takes longer if both are used to the full.
static void describeBound(const TargetInfo &target, Type element, double flops,
                          double bytes, raw_ostream &os) {
  MachineRates rates = target.getRates(element);
  if (rates.flopsPerCycle <= 0 || rates.bytesPerCycle <= 0)
    return;
  double arithmetic = flops / rates.flopsPerCycle;
  double memory = bytes / rates.bytesPerCycle;
  os << "  bound       " << (arithmetic >= memory ? "arithmetic" : "memory")
     << ": on one core at least " << scaled(arithmetic, 1000, "cycles")
     << " for the products, " << scaled(memory, 1000, "cycles")
     << " for reading and writing once\n";
}

static void countWork(const Subject &subject, const Formula &relation,
                      const TargetInfo &target, raw_ostream &os) {
  const AttentionShape &shape = subject.problem.shape;
  const ConcreteSizes &sizes = subject.sizes;
  double all = double(sizes.numHeads) * sizes.numQueries * sizes.numKeys;
  std::optional<uint64_t> pairs = countPairs(relation, sizes);
  if (!pairs) {
    os << "  density     not counted: the pattern needs too many trials\n";
    return;
  }
  os << "  density     " << percent(*pairs, all) << " of the pairs\n";
  if (std::optional<BlindRows> rows = findBlindRows(relation, sizes);
      rows && rows->count)
    os << "  empty rows  " << rows->count << ", the first is head "
       << rows->first->first << ", query " << rows->first->second << '\n';
  double flops = 2.0 * (shape.keyDim + shape.valueDim) * *pairs * subject.batch;
  double width = subject.problem.elementType.getIntOrFloatBitWidth() / 8.0;
  double elements =
      double(shape.heads) * sizes.numQueries * (shape.keyDim + shape.valueDim) +
      double(shape.keyHeads) * sizes.numKeys * (shape.keyDim + shape.valueDim);
  double bytes = elements * width * subject.batch;
  os << "  work        " << scaled(flops, 1000, "FLOP") << " in the products, "
     << scaled(bytes, 1024, "B") << " in and out, "
     << llvm::format("%.1f", bytes > 0 ? flops / bytes : 0.0)
     << " FLOP a byte\n";
  describeBound(target, subject.problem.elementType, flops, bytes, os);
}

static void describeSchedule(const Subject &subject, const Formula &relation,
                             const TargetInfo &target, raw_ostream &os) {
  if (!subject.schedule) {
    os << "  schedule    none\n";
    return;
  }
  os << "  schedule    " << subject.schedule << '\n'
     << "              "
     << target.explainSchedule(subject.problem, subject.schedule) << '\n';
  ArrayRef<int64_t> tiles = subject.schedule.getTiles();
  VisitCounts counts =
      countVisits(relation, subject.sizes, tiles[1], tiles[2], tiles[3]);
  os << "  tiles       " << counts.total() << " of " << tiles[2] << " x "
     << tiles[3] << " a batch entry: " << counts.empty << " empty ("
     << percent(counts.empty, counts.total()) << "), " << counts.full
     << " full, " << counts.partial << " partial\n";
}

//===----------------------------------------------------------------------===//
// The module
//===----------------------------------------------------------------------===//

static void explainOp(Subject subject, const ExplainOptions &options,
                      const TargetInfo &target, const Origins &origins,
                      raw_ostream &os, std::vector<Picture> &pictures) {
  fillIn(subject, options);
  auto function = subject.op->getParentOfType<func::FuncOp>();
  os << locationOf(subject.op->getLoc()) << ": " << subject.op->getName();
  if (function)
    os << " in @" << function.getSymName();
  os << ", " << origins.describe(subject.op) << '\n';
  Formula relation = subject.problem.pattern.getRelation(kFirstOperandSymbol);
  describeOp(subject, os);
  addPictures(subject, relation, pictures);
  drawHeads(subject, relation, os);
  countWork(subject, relation, target, os);
  describeSchedule(subject, relation, target, os);
  os << '\n';
}

// The stages up to the schedule; what passes remark goes to `remarks`.
static LogicalResult prepare(ModuleOp module, const ExplainOptions &options,
                             const PipelineOptions &pipeline,
                             std::vector<std::string> &remarks) {
  ScopedDiagnosticHandler collect(
      module.getContext(), [&](Diagnostic &diagnostic) -> LogicalResult {
        if (diagnostic.getSeverity() != DiagnosticSeverity::Remark)
          return failure();
        remarks.push_back(locationOf(diagnostic.getLocation()) + ": " +
                          diagnostic.str());
        return success();
      });
  PassManager raise(module.getContext());
  AttnRaiseOptions raiseOptions;
  raiseOptions.reportMissed = true;
  raise.addPass(createAttnRaise(raiseOptions));
  if (failed(raise.run(module)))
    return failure();
  if (llvm::Error error =
          runStages(module, options.target, "", "scheduled", pipeline)) {
    llvm::consumeError(std::move(error)); // reported by the passes
    return failure();
  }
  return success();
}

LogicalResult mlir::attn::explain(ModuleOp module,
                                  const ExplainOptions &options,
                                  raw_ostream &os,
                                  std::vector<Picture> &pictures) {
  llvm::Expected<PipelineOptions> pipeline = getPipelineOptions("native");
  if (!pipeline)
    return module.emitError(llvm::toString(pipeline.takeError()));
  std::vector<std::string> remarks;
  Origins origins(module);
  if (failed(prepare(module, options, *pipeline, remarks)))
    return failure();
  std::unique_ptr<TargetInfo> target = createTargetInfo(
      options.target, {pipeline->vectorBits, pipeline->numVectorRegisters});
  if (!target)
    return module.emitError() << "expected a target with a cost model, got '"
                              << options.target << "'";
  int64_t count = 0;
  module.walk([&](Operation *op) {
    FailureOr<Subject> subject = failure();
    if (auto attention = dyn_cast<AttentionOp>(op))
      subject = makeSubject(attention);
    // The sweeps of a plan are told with the op that it is for.
    else if (auto partial = dyn_cast<PartialOp>(op);
             partial && !op->hasAttr(kPlanAttrName))
      subject = makeSubject(partial);
    if (failed(subject))
      return;
    ++count;
    explainOp(*subject, options, *target, origins, os, pictures);
  });
  os << count << " attention" << (count == 1 ? "" : "s") << " for target "
     << options.target << '\n';
  origins.printUnfused(module, os);
  for (const std::string &remark : remarks)
    os << remark << '\n';
  return success();
}
