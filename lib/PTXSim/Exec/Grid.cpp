//===- Grid.cpp - all blocks of a launch ----------------------------------===//

#include "Grid.h"
#include "Access.h"
#include "llvm/Support/ThreadPool.h"
#include <atomic>
#include <mutex>

using namespace ptxsim;

/// Blocks that may talk take turns on one thread: so many of them at first, in
/// turns of so many instructions at most. After so many turns there is room for
/// one more, since those that are there may wait for it.
static constexpr unsigned kResident = 16;
static constexpr uint32_t kBlockTurn = 4096;
static constexpr unsigned kTurnsForOneMore = 64;

static void runTalkingBlocks(const LaunchState &state, ReportList &reports,
                             std::vector<InstructionCounts> &counts) {
  GlobalShadow global;
  SyncObjects syncs;
  LaunchState launch = state;
  launch.global = &global;
  launch.syncs = &syncs;
  Random random(launch.options.seed ^ 0x9e3779b97f4a7c15);
  uint32_t next = 0, end = launch.options.grid.count();
  uint64_t turns = 0;
  std::vector<std::unique_ptr<BlockRun>> resident;
  std::map<uint32_t, ReportList> finished;
  while (next < end || !resident.empty()) {
    unsigned room = kResident + turns++ / kTurnsForOneMore;
    while (next < end && resident.size() < room)
      resident.push_back(std::make_unique<BlockRun>(launch, next++, counts));
    unsigned chosen = random.below(resident.size());
    resident[chosen]->run(1 + random.below(kBlockTurn));
    if (!resident[chosen]->isDone())
      continue;
    turns = 0;
    if (!resident[chosen]->reports.empty())
      finished.emplace(resident[chosen]->index, resident[chosen]->reports);
    resident.erase(resident.begin() + chosen);
  }
  for (const auto &entry : finished)
    reports.append(entry.second);
}

namespace {

/// Blocks that cannot talk: each on whichever thread is free, merged in their
/// order.
class LonelyBlocks {
public:
  LonelyBlocks(const LaunchState &launch, ReportList &reports,
               std::vector<InstructionCounts> &counts)
      : launch(launch), reports(reports), counts(counts),
        end(launch.options.grid.count()) {}

  void run() {
    unsigned threads = launch.options.trace ? 1 : launch.options.threads;
    llvm::ThreadPoolStrategy strategy = llvm::hardware_concurrency(threads);
    unsigned workers = std::min<uint64_t>(strategy.compute_thread_count(), end);
    if (workers <= 1) {
      work();
      return;
    }
    llvm::DefaultThreadPool pool(strategy);
    for (unsigned i = 0; i < workers; ++i)
      pool.async([this] { work(); });
    pool.wait();
  }

private:
  void work() {
    std::vector<InstructionCounts> mine(counts.size());
    while (!isFull) {
      uint32_t index = next++;
      if (index >= end)
        break;
      auto block = std::make_unique<BlockRun>(launch, index, mine);
      while (!block->isDone())
        block->run(~0u);
      finish(std::move(block));
    }
    std::lock_guard<std::mutex> lock(mutex);
    for (size_t i = 0; i < counts.size(); ++i)
      counts[i].add(mine[i]);
  }

  void finish(std::unique_ptr<BlockRun> block) {
    Finished result{block->reports, std::move(block->ownGlobal)};
    uint32_t index = block->index;
    block.reset();
    std::lock_guard<std::mutex> lock(mutex);
    finished.emplace(index, std::move(result));
    for (auto it = finished.find(merged); it != finished.end();
         it = finished.find(++merged)) {
      // What later blocks say depends on how many were started by now.
      if (!isFull)
        merge(it->second);
      finished.erase(it);
    }
  }

  struct Finished {
    ReportList reports;
    GlobalShadow global;
  };

  void merge(Finished &result) {
    reports.append(result.reports);
    global.merge(std::move(result.global),
                 [&](const Stamp &mine, bool iWrite, const Stamp &other,
                     bool otherWrites, uint64_t address) {
                   tell(mine, iWrite, other, otherWrites, address);
                 });
    isFull = reports.full();
  }

  void tell(const Stamp &mine, bool iWrite, const Stamp &other,
            bool otherWrites, uint64_t address) {
    Report report;
    report.site = siteOf(launch, mine);
    report.site.action = iWrite ? "write" : "read";
    report.other = siteOf(launch, other);
    report.other.action = otherWrites ? "write" : "read";
    report.space = Space::Global;
    report.address = address;
    describeRace(report);
    reports.add(std::move(report));
  }

  const LaunchState &launch;
  ReportList &reports;
  std::vector<InstructionCounts> &counts;
  GlobalShadow global;
  std::mutex mutex;
  std::map<uint32_t, Finished> finished;
  std::atomic<uint32_t> next{0};
  std::atomic<bool> isFull{false};
  uint32_t merged = 0;
  const uint32_t end;
};

} // namespace

void ptxsim::runGrid(const LaunchState &launch, ReportList &reports,
                     std::vector<InstructionCounts> &counts) {
  if (launch.code.communicates)
    runTalkingBlocks(launch, reports, counts);
  else
    LonelyBlocks(launch, reports, counts).run();
}
