//===- TargetInfo.cpp - the registered targets ----------------------------===//

#include "attn/Target/TargetInfo.h"

#include <map>
#include <mutex>

using namespace mlir;
using namespace mlir::attn;

namespace {
// Sorted, so that messages listing the names are the same on every run.
struct Registry {
  std::mutex mutex;
  std::map<std::string, TargetInfoFactory> factories;
};
} // namespace

static Registry &getRegistry() {
  static Registry registry;
  return registry;
}

void mlir::attn::registerTargetInfo(StringRef name, TargetInfoFactory factory) {
  Registry &registry = getRegistry();
  std::lock_guard<std::mutex> lock(registry.mutex);
  registry.factories[name.str()] = std::move(factory);
}

std::unique_ptr<TargetInfo>
mlir::attn::createTargetInfo(StringRef name, const TargetOptions &options) {
  Registry &registry = getRegistry();
  std::lock_guard<std::mutex> lock(registry.mutex);
  auto it = registry.factories.find(name.str());
  return it == registry.factories.end() ? nullptr : it->second(options);
}

SmallVector<std::string> mlir::attn::getTargetInfoNames() {
  Registry &registry = getRegistry();
  std::lock_guard<std::mutex> lock(registry.mutex);
  SmallVector<std::string> names;
  for (auto &entry : registry.factories)
    names.push_back(entry.first);
  return names;
}

//===----------------------------------------------------------------------===//
// The portable target
//===----------------------------------------------------------------------===//

namespace {
class LoopsTargetInfo : public TargetInfo {
public:
  ScheduleAttr chooseSchedule(MLIRContext *context,
                              const AttentionProblem &problem) const override {
    // Tiles only bound the state kept per task here; 64 rows keep it small.
    return ScheduleAttr::get(context, "loops", {1, 1, 64, 64}, /*key_split=*/1,
                             /*packing=*/{}, /*stages=*/1);
  }

  ScheduleSupport getScheduleSupport() const override {
    static const StringRef structures[] = {"loops"};
    return {structures, {}, /*keySplit=*/true};
  }

  std::string explainSchedule(const AttentionProblem &,
                              ScheduleAttr) const override {
    return "plain loops over 64 query rows a task: the portable fallback";
  }
};
} // namespace

void mlir::attn::registerLoopsTargetInfo() {
  registerTargetInfo("linalg", [](const TargetOptions &) {
    return std::make_unique<LoopsTargetInfo>();
  });
}
