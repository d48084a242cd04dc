//===- Bench.cpp - timing, and what it is reported as ---------------------===//

#include "Bench.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

using namespace mlir;
using namespace mlir::attn;
using llvm::Error;

/// A line such as "RssAnon:   1234 kB" of /proc/self/status in MiB; null where
/// there is none.
static llvm::json::Value readStatus(StringRef key) {
  auto file = llvm::MemoryBuffer::getFileAsStream("/proc/self/status");
  if (!file)
    return nullptr;
  for (StringRef rest = (*file)->getBuffer(), line; !rest.empty();) {
    std::tie(line, rest) = rest.split('\n');
    int64_t kib;
    if (line.consume_front(key) && line.consume_front(":") &&
        !line.ltrim().consumeInteger(10, kib))
      return double(kib) / 1024;
  }
  return nullptr;
}

Error mlir::attn::runBench(Executor &executor, const RunOptions &options,
                           ArrayRef<HostTensor> arguments,
                           std::vector<HostTensor> &results,
                           std::optional<double> flops) {
  if (Error error = executor.run(arguments, results))
    return error;
  std::vector<double> milliseconds;
  for (unsigned i = 0; i < *options.bench; ++i) {
    auto start = std::chrono::steady_clock::now();
    if (Error error = executor.run(arguments, results))
      return error;
    std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    milliseconds.push_back(elapsed.count());
  }
  llvm::json::Value anonymous = readStatus("RssAnon");
  llvm::sort(milliseconds);
  size_t count = milliseconds.size();
  double median = (milliseconds[(count - 1) / 2] + milliseconds[count / 2]) / 2;
  llvm::json::Object report{{"entry", options.entry},
                            {"target", options.target},
                            {"threads", options.threads},
                            {"repeats", int64_t(count)},
                            {"median_ms", median},
                            {"min_ms", milliseconds.front()},
                            {"gflops", nullptr},
                            {"peak_rss_mib", readStatus("VmHWM")},
                            {"rss_anon_mib", std::move(anonymous)}};
  if (flops && median > 0)
    report["gflops"] = *flops / median * 1e-6;
  llvm::outs() << llvm::json::Value(std::move(report)) << '\n';
  return Error::success();
}
