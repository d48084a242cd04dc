//===- PTXSim.cpp - the C API of the PTX simulator ------------------------===//

#include "attn-c/PTXSim.h"
#include "attn/PTXSim/Launch.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace ptxsim;

struct PtxSimDevice {
  DeviceMemory memory;
  std::string error;

  int fail(llvm::Error problem) {
    error = llvm::toString(std::move(problem));
    return 1;
  }
  /// 0 for success.
  int check(llvm::Error problem) {
    error.clear();
    return problem ? fail(std::move(problem)) : 0;
  }
};

struct PtxSimProgram {
  PtxSimDevice *device;
  std::unique_ptr<Module> module;
  std::unique_ptr<Program> program;
};

struct PtxSimResult {
  LaunchResult result;
  std::vector<std::string> kinds, texts;
  std::string counts;
};

PtxSimDevice *ptxsimDeviceCreate(void) { return new PtxSimDevice; }
void ptxsimDeviceDestroy(PtxSimDevice *device) { delete device; }
const char *ptxsimLastError(const PtxSimDevice *device) {
  return device->error.c_str();
}

uint64_t ptxsimAllocate(PtxSimDevice *device, uint64_t size, const char *name) {
  return device->memory.allocate(size, name ? name : "");
}

int ptxsimFree(PtxSimDevice *device, uint64_t address) {
  return device->check(device->memory.free(address));
}

int ptxsimWrite(PtxSimDevice *device, uint64_t address, const void *bytes,
                size_t size) {
  return device->check(device->memory.write(
      address, {static_cast<const uint8_t *>(bytes), size}));
}

int ptxsimRead(PtxSimDevice *device, uint64_t address, void *bytes,
               size_t size) {
  return device->check(
      device->memory.read(address, {static_cast<uint8_t *>(bytes), size}));
}

PtxSimProgram *ptxsimProgramLoad(PtxSimDevice *device, const char *text,
                                 size_t length, const char *file) {
  auto program = std::make_unique<PtxSimProgram>();
  program->device = device;
  auto module = parseModule({text, length}, file ? file : "");
  if (!module) {
    device->fail(module.takeError());
    return nullptr;
  }
  program->module = std::move(*module);
  auto loaded = Program::load(*program->module, device->memory);
  if (!loaded) {
    device->fail(loaded.takeError());
    return nullptr;
  }
  program->program = std::move(*loaded);
  device->error.clear();
  return program.release();
}

void ptxsimProgramDestroy(PtxSimProgram *program) { delete program; }

int ptxsimProgramGetVariable(PtxSimProgram *program, const char *name,
                             uint64_t *address) {
  auto found = program->program->getVariable(name);
  if (!found)
    return program->device->fail(found.takeError());
  *address = *found;
  return 0;
}

static LaunchOptions makeOptions(const PtxSimLaunch &launch) {
  LaunchOptions options;
  options.grid = {launch.grid[0], launch.grid[1], launch.grid[2]};
  options.block = {launch.block[0], launch.block[1], launch.block[2]};
  options.dynamicShared = launch.dynamicShared;
  options.seed = launch.seed;
  options.threads = launch.threads;
  if (launch.maxReports)
    options.maxReports = launch.maxReports;
  options.maxInstructions = launch.maxInstructions;
  return options;
}

/// The strings that the C structs point to.
static std::unique_ptr<PtxSimResult> makeResult(LaunchResult launched,
                                                const Module &module) {
  auto result = std::make_unique<PtxSimResult>();
  result->result = std::move(launched);
  for (const Report &report : result->result.reports.all()) {
    result->kinds.push_back(spelling(report.kind).str());
    llvm::raw_string_ostream os(result->texts.emplace_back());
    printReport(os, report, module);
  }
  llvm::raw_string_ostream os(result->counts);
  llvm::json::OStream json(os);
  json.object([&] { result->result.counts.write(json); });
  return result;
}

PtxSimResult *ptxsimLaunch(PtxSimProgram *program, const char *entry,
                           const void *const *arguments, const size_t *sizes,
                           size_t numArguments, const PtxSimLaunch *launch) {
  std::vector<Argument> values;
  for (size_t i = 0; i < numArguments; ++i) {
    const uint8_t *bytes = static_cast<const uint8_t *>(arguments[i]);
    values.emplace_back(bytes, bytes + sizes[i]);
  }
  auto launched = program->program->launch(entry, values, makeOptions(*launch));
  if (!launched) {
    program->device->fail(launched.takeError());
    return nullptr;
  }
  program->device->error.clear();
  return makeResult(std::move(*launched), *program->module).release();
}

void ptxsimResultDestroy(PtxSimResult *result) { delete result; }

size_t ptxsimResultNumReports(const PtxSimResult *result) {
  return result->texts.size();
}

static PtxSimSite makeSite(const Site &site) {
  return {site.line,
          site.lane,
          site.warp,
          {site.block[0], site.block[1], site.block[2]}};
}

PtxSimReport ptxsimResultGetReport(const PtxSimResult *result, size_t index) {
  const Report &report = result->result.reports.all()[index];
  PtxSimReport plain;
  plain.kind = result->kinds[index].c_str();
  plain.message = report.message.c_str();
  plain.text = result->texts[index].c_str();
  plain.site = makeSite(report.site);
  plain.other = makeSite(report.other);
  plain.address = report.address;
  plain.occurrences = report.occurrences;
  return plain;
}

const char *ptxsimResultCounts(const PtxSimResult *result) {
  return result->counts.c_str();
}

double ptxsimResultSeconds(const PtxSimResult *result) {
  return result->result.seconds;
}
