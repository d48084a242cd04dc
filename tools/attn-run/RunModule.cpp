//===- RunModule.cpp - what attn-run does ---------------------------------===//

#include "Arguments.h"
#include "Bench.h"
#include "Executor.h"
#include "Flops.h"
#include "StateResults.h"
#include "attn/Reference/Interpreter.h"
#include "attn/Dialect/Attn/IR/Attn.h"
#include "attn/Dialect/Attn/Transforms/Passes.h"
#include "attn/Support/Npy.h"
#include "attn/Support/OutputFile.h"
#include "attn/Support/Tolerance.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::attn;
using llvm::Error;
using llvm::Expected;

Error mlir::attn::checkRunOptions(const RunOptions &options) {
  if (!llvm::is_contained(getRunTargets(), options.target))
    return makeError("expected --target of " +
                     llvm::join(getRunTargets(), ", ") + ", got '" +
                     options.target + "'");
  if (options.rounded && options.target != "interpret")
    return makeError("expected --rounded with --target=interpret, got '" +
                     options.target + "'");
  for (auto [i, path] : llvm::enumerate(options.outs)) {
    if (Error error = checkWritable(path))
      return error;
    if (llvm::is_contained(ArrayRef(options.outs).take_front(i), path))
      return makeError("expected another --out for each result, got '" + path +
                       "' twice");
  }
  return Error::success();
}

static Expected<func::FuncOp> findEntry(ModuleOp module, StringRef name) {
  std::string names;
  for (auto function : module.getOps<func::FuncOp>()) {
    // Others have no compiled function to call.
    if (function.isExternal() || !function.isPublic())
      continue;
    if (function.getName() == name)
      return function;
    names += (names.empty() ? "'" : ", '") + function.getName().str() + "'";
  }
  return makeError("expected --entry of " +
                   (names.empty() ? "a module with public functions" : names) +
                   ", got '" + name + "'");
}

static Expected<std::vector<HostTensor>>
interpretAs(Precision precision, ModuleOp module, const RunOptions &options,
            ArrayRef<HostTensor> arguments, unsigned order = 0) {
  InterpreterOptions interpreter;
  interpreter.precision = precision;
  interpreter.order = order;
  auto results = interpret(module, options.entry, arguments, interpreter);
  if (failed(results))
    return makeReported();
  return std::move(*results);
}

/// Whether result `number` of the function is the log-sum-exp or the entropy of an
/// op: logarithms, whose error is the relative one of a sum.
static bool isLogarithm(func::FuncOp function, unsigned number) {
  if (!function.getBody().hasOneBlock())
    return false;
  Value value = function.getBody().front().getTerminator()->getOperand(number);
  Operation *op = value.getDefiningOp();
  if (auto statistics = dyn_cast_or_null<StatisticsOp>(op))
    return statistics.getKind(cast<OpResult>(value).getResultNumber()) ==
           Statistic::Entropy;
  return isa_and_present<AttentionOp, NormalizeOp, FinalizeOp>(op) &&
         op->getNumResults() > 1 && value == op->getResult(1);
}

/// Judges the results one by one, by as many orders of summation as it takes.
static Expected<SmallVector<Comparison>>
judgeResults(ModuleOp module, func::FuncOp function, const RunOptions &options,
             ArrayRef<HostTensor> arguments, ArrayRef<HostTensor> results) {
  auto exact = interpretAs(Precision::Exact, module, options, arguments);
  if (!exact)
    return exact.takeError();
  std::vector<HostTensor> aligned = alignStates(function, results, *exact);
  SmallVector<Comparison> comparisons;
  auto isOk = [](const Comparison &comparison) { return comparison.ok(); };
  for (unsigned order = 0; order < kNumOrders; ++order) {
    auto rounded =
        interpretAs(Precision::Rounded, module, options, arguments, order);
    if (!rounded)
      return rounded.takeError();
    for (size_t i = 0; i < results.size(); ++i) {
      Comparison comparison =
          compareByRule(aligned[i], (*exact)[i], (*rounded)[i],
                        isLogarithm(function, i) ? 1.0 : 0.0);
      if (order == 0)
        comparisons.push_back(comparison);
      else
        comparisons[i].widen(comparison);
    }
    if (llvm::all_of(comparisons, isOk))
      break;
  }
  return comparisons;
}

/// Prints a line per result; an error where one breaks the rule.
static Error compareResults(ModuleOp module, func::FuncOp function,
                            const RunOptions &options,
                            ArrayRef<HostTensor> arguments,
                            ArrayRef<HostTensor> results) {
  auto comparisons =
      judgeResults(module, function, options, arguments, results);
  if (!comparisons)
    return comparisons.takeError();
  bool ok = true;
  // A benchmark's standard output is its one line of JSON.
  llvm::raw_ostream &os = options.bench ? llvm::errs() : llvm::outs();
  for (auto [i, comparison] : llvm::enumerate(*comparisons)) {
    ok &= comparison.ok();
    os << llvm::formatv(
        "result {0}: max abs error {1:e3}, max rel error "
        "{2:e3}, bound {3:e3}: {4}\n",
        i, comparison.absError, comparison.relError, comparison.bound,
        comparison.ok()
            ? std::string("ok")
            : llvm::formatv("FAILED at element {0}", comparison.worst).str());
  }
  if (!ok)
    return makeError("expected results within the tolerance of 'interpret'");
  return Error::success();
}

static Error runEntry(ModuleOp module, func::FuncOp function,
                      const RunOptions &options, ArrayRef<HostTensor> arguments,
                      std::vector<HostTensor> &results) {
  if (options.checkOperands) {
    auto checked = interpretAs(Precision::Exact, module, options, arguments);
    if (!checked)
      return checked.takeError();
  }
  auto executor = Executor::create(module, options);
  if (!executor)
    return executor.takeError();
  if (options.bench)
    return runBench(**executor, options, arguments, results,
                    countFlops(function, arguments));
  return (*executor)->run(arguments, results);
}

/// Makes the number of sweeps of each plan a result behind the function's own.
static Error countSweeps(ModuleOp module) {
  AttnExpandPlansOptions count;
  count.countSweeps = true;
  PassManager pm(module.getContext());
  pm.addPass(createAttnExpandPlans(count));
  return succeeded(pm.run(module)) ? Error::success() : makeReported();
}

/// Takes the numbers of sweeps from the results and prints them.
static void printSweeps(std::vector<HostTensor> &results, size_t numOwn,
                        const RunOptions &options) {
  // A benchmark's standard output is its one line of JSON.
  llvm::raw_ostream &os = options.bench ? llvm::errs() : llvm::outs();
  os << "sweeps:";
  if (results.size() == numOwn)
    os << " no normaliser of several passes";
  else
    for (int64_t count : results.back().getDataAs<int64_t>())
      os << ' ' << count;
  os << '\n';
  results.resize(numOwn);
}

Error mlir::attn::runModule(ModuleOp module, const RunOptions &options) {
  Expected<func::FuncOp> function = findEntry(module, options.entry);
  if (!function)
    return function.takeError();
  auto arguments = makeArguments(*function, options);
  if (!arguments)
    return arguments.takeError();
  size_t numResults = function->getNumResults();
  if (options.sweeps)
    if (Error error = countSweeps(module))
      return error;
  std::vector<HostTensor> results;
  if (Error error = runEntry(module, *function, options, *arguments, results))
    return error;
  if (options.sweeps)
    printSweeps(results, numResults, options);
  for (auto [path, result] : llvm::zip(options.outs, results))
    if (Error error = writeNpy(path, result))
      return error;
  if (options.print) {
    for (auto [i, result] : llvm::enumerate(results)) {
      llvm::outs() << "result " << i << ": ";
      printTensor(llvm::outs(), result);
      llvm::outs() << '\n';
    }
  }
  if (options.compare)
    return compareResults(module, *function, options, *arguments, results);
  return Error::success();
}
