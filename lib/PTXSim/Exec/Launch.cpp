//===- Launch.cpp - programs and launches ---------------------------------===//

#include "attn/PTXSim/Launch.h"
#include "Grid.h"
#include "llvm/Support/FormatVariadic.h"
#include <chrono>

using namespace ptxsim;

/// What all devices from sm_80 on have in common.
static constexpr uint64_t kMaxThreads = 1024;
static constexpr uint64_t kMaxGridX = 0x7fffffff, kMaxGridYZ = 65535;
static constexpr uint64_t kMaxBlockZ = 64;

/// Shared memory of a block, in bytes, by what .target says.
static uint64_t maxShared(unsigned target) {
  switch (target) {
  case 80:
  case 87:
    return 163 * 1024;
  case 86:
  case 89:
  case 120:
  case 121:
    return 99 * 1024;
  default:
    return 227 * 1024;
  }
}

namespace ptxsim {

class ProgramImpl {
public:
  ProgramImpl(const Module &module, DeviceMemory &memory)
      : module(module), memory(memory) {}

  llvm::Error load();
  llvm::Expected<const Code *> getCode(uint32_t entry);

  const Module &module;
  DeviceMemory &memory;
  VariableAddresses addresses;

private:
  llvm::Error relocate(const Variable &variable, std::vector<uint8_t> &bytes);

  llvm::DenseMap<uint32_t, std::unique_ptr<Code>> codes;
};

} // namespace ptxsim

static llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

llvm::Error ProgramImpl::relocate(const Variable &variable,
                                  std::vector<uint8_t> &bytes) {
  for (const Variable::Relocation &relocation : variable.relocations) {
    if (relocation.offset + relocation.size > bytes.size())
      return makeError(variable.name + ": expected an address within the "
                                       "variable, got one behind its end");
    uint64_t value = relocation.isFunction ? kCodeWindow + relocation.symbol
                                           : addresses[relocation.symbol];
    value += relocation.addend;
    value = (value & relocation.mask) >> relocation.shift;
    std::memcpy(&bytes[relocation.offset], &value,
                std::min<size_t>(relocation.size, sizeof(value)));
  }
  return llvm::Error::success();
}

llvm::Error ProgramImpl::load() {
  addresses.assign(module.variables.size(), 0);
  auto isStatic = [](const Variable &variable) {
    return variable.space == Space::Global || variable.space == Space::Const;
  };
  for (size_t v = 0; v < addresses.size(); ++v)
    if (isStatic(module.variables[v]))
      addresses[v] =
          memory.allocate(module.variables[v].size, module.variables[v].name);
  for (size_t v = 0; v < addresses.size(); ++v) {
    const Variable &variable = module.variables[v];
    if (!isStatic(variable))
      continue;
    // What has no initial value is 0.
    std::vector<uint8_t> bytes = variable.init;
    bytes.resize(variable.size);
    if (llvm::Error error = relocate(variable, bytes))
      return error;
    if (llvm::Error error = memory.write(addresses[v], bytes))
      return error;
    if (variable.space == Space::Const)
      memory.setReadOnly(addresses[v]);
  }
  return llvm::Error::success();
}

llvm::Expected<const Code *> ProgramImpl::getCode(uint32_t entry) {
  std::unique_ptr<Code> &code = codes[entry];
  if (!code) {
    auto lowered = lower(module, entry, addresses);
    if (!lowered)
      return lowered.takeError();
    code = std::move(*lowered);
  }
  return code.get();
}

Program::Program(std::unique_ptr<ProgramImpl> impl) : impl(std::move(impl)) {}
Program::~Program() = default;

llvm::Expected<std::unique_ptr<Program>> Program::load(const Module &module,
                                                       DeviceMemory &memory) {
  auto impl = std::make_unique<ProgramImpl>(module, memory);
  if (llvm::Error error = impl->load())
    return std::move(error);
  return std::unique_ptr<Program>(new Program(std::move(impl)));
}

llvm::Expected<uint64_t> Program::getVariable(llvm::StringRef name) const {
  uint32_t variable = impl->module.findVariable(name);
  if (variable == kNone || !impl->addresses[variable])
    return makeError("expected a global or const variable, got " + name);
  return impl->addresses[variable];
}

static llvm::Error checkShape(const Function &function,
                              const LaunchOptions &options) {
  const Dim3 &grid = options.grid, &block = options.block;
  if (!grid.count() || !block.count())
    return makeError("expected a grid and blocks that are not empty");
  if (grid.x > kMaxGridX || grid.y > kMaxGridYZ || grid.z > kMaxGridYZ ||
      grid.count() > kMaxGridX)
    return makeError("expected a grid of at most 2147483647 x 65535 x 65535, "
                     "2147483647 blocks in all");
  if (block.count() > kMaxThreads || block.z > kMaxBlockZ)
    return makeError(llvm::formatv("expected at most {0} threads in a block, "
                                   "64 of them in z, got {1}",
                                   kMaxThreads, block.count())
                         .str());
  uint64_t maxThreads = 1, required = 1;
  for (unsigned i = 0; i < 3; ++i) {
    maxThreads *= function.maxThreads[i] ? function.maxThreads[i] : 1;
    required *= function.requiredThreads[i] ? function.requiredThreads[i] : 1;
  }
  if (function.maxThreads[0] && block.count() > maxThreads)
    return makeError(llvm::formatv("expected at most the {0} threads of "
                                   ".maxntid, got {1}",
                                   maxThreads, block.count())
                         .str());
  if (function.requiredThreads[0] && block.count() != required)
    return makeError(llvm::formatv("expected the {0} threads of .reqntid, got "
                                   "{1}",
                                   required, block.count())
                         .str());
  return llvm::Error::success();
}

static llvm::Error packArguments(const Module &module, const Function &function,
                                 llvm::ArrayRef<Argument> arguments,
                                 std::vector<uint8_t> &params) {
  if (arguments.size() != function.params.size())
    return makeError(llvm::formatv("expected {0} arguments for {1}, got {2}",
                                   function.params.size(), function.name,
                                   arguments.size())
                         .str());
  params.assign(function.paramSize, 0);
  for (size_t i = 0; i < arguments.size(); ++i) {
    const Variable &variable = module.variables[function.params[i].variable];
    if (variable.size != arguments[i].size())
      return makeError(llvm::formatv("expected {0} bytes as argument {1} ({2}) "
                                     "of {3}, got {4}",
                                     variable.size, i, variable.name,
                                     function.name, arguments[i].size())
                           .str());
    if (params.size() < variable.offset + variable.size)
      params.resize(variable.offset + variable.size);
    std::memcpy(params.data() + variable.offset, arguments[i].data(),
                arguments[i].size());
  }
  return llvm::Error::success();
}

static llvm::Error makeState(const Module &module, const Function &function,
                             llvm::ArrayRef<Argument> arguments,
                             LaunchState &state) {
  const LaunchOptions &options = state.options;
  if (llvm::Error error = checkShape(function, options))
    return error;
  if (llvm::Error error =
          packArguments(module, function, arguments, state.params))
    return error;
  state.sharedSize = function.sharedSize;
  if (options.dynamicShared)
    state.sharedSize = std::max(state.sharedSize, function.dynamicSharedOffset +
                                                      options.dynamicShared);
  uint64_t limit = maxShared(module.target);
  if (state.sharedSize > limit)
    return makeError(llvm::formatv("expected at most {0} bytes of shared "
                                   "memory, got {1}",
                                   limit, state.sharedSize)
                         .str());
  return llvm::Error::success();
}

static Counts sortCounts(const Code &code,
                         const std::vector<InstructionCounts> &byOp) {
  Counts counts(*code.module, code.entry);
  for (uint32_t f = 0; f < code.begins.size(); ++f)
    if (code.begins[f] != kNone)
      for (uint32_t i = code.begins[f]; i < code.epilogues[f]; ++i)
        counts.at(f, i - code.begins[f]) = byOp[i];
  return counts;
}

llvm::Expected<LaunchResult> Program::launch(llvm::StringRef entry,
                                             llvm::ArrayRef<Argument> arguments,
                                             const LaunchOptions &options) {
  const Module &module = impl->module;
  uint32_t number = module.findFunction(entry);
  if (number == kNone || !module.functions[number].isEntry)
    return makeError("expected the name of an entry, got " + entry);
  auto code = impl->getCode(number);
  if (!code)
    return code.takeError();
  LaunchState state{**code, impl->memory, options, {}, 0, nullptr, nullptr};
  if (llvm::Error error =
          makeState(module, module.functions[number], arguments, state))
    return std::move(error);
  LaunchResult result;
  result.reports = ReportList(options.maxReports);
  std::vector<InstructionCounts> byOp((*code)->ops.size());
  auto begin = std::chrono::steady_clock::now();
  runGrid(state, result.reports, byOp);
  result.reports.sortByCause();
  std::chrono::duration<double> passed =
      std::chrono::steady_clock::now() - begin;
  result.seconds = passed.count();
  result.counts = sortCounts(**code, byOp);
  return result;
}
