//===- CountsText.cpp - counts as text and as JSON ------------------------===//

#include "attn/PTXSim/Counts.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace ptxsim;

static void printAccess(llvm::raw_ostream &os, llvm::StringRef indent,
                        llvm::StringRef name, const AccessCounts &counts,
                        bool isShared) {
  if (!counts.requests)
    return;
  os << indent << name << ": " << counts.requests << " requests, "
     << counts.bytes << " bytes, ";
  if (isShared)
    os << counts.wavefronts << " wavefronts, " << counts.conflicts
       << " conflicts\n";
  else
    os << counts.touched << " distinct, " << counts.sectors << " sectors\n";
}

static void printSummary(llvm::raw_ostream &os, llvm::StringRef indent,
                         const Summary &summary) {
  os << indent << "instructions: " << summary.issued << " of warps, "
     << summary.lanes << " of lanes\n";
  for (const auto &[name, count] : summary.classes)
    os << indent << "  " << name << ": " << count << "\n";
  for (const auto &[name, count] : summary.mma)
    os << indent << "mma " << name << ": " << count << "\n";
  printAccess(os, indent, "global loads", summary.globalLoads, false);
  printAccess(os, indent, "global stores", summary.globalStores, false);
  printAccess(os, indent, "global atomics", summary.globalAtomics, false);
  printAccess(os, indent, "shared loads", summary.sharedLoads, true);
  printAccess(os, indent, "shared stores", summary.sharedStores, true);
  printAccess(os, indent, "shared atomics", summary.sharedAtomics, true);
  os << indent << "divergent branches: " << summary.diverged << "\n"
     << indent << "barriers: " << summary.barriers << " by warps, "
     << summary.warpBarriers << " within warps\n";
}

void Counts::printLoop(llvm::raw_ostream &os, uint32_t function,
                       uint32_t loop) const {
  const Function &f = module->functions[function];
  const Loop &l = f.loops[loop];
  std::string indent(2 * l.depth, ' ');
  os << indent << "loop at line "
     << f.instructions[f.blocks[l.header].begin].line << ": "
     << trips(function, loop) << " trips of warps\n";
  printSummary(os, indent + "  ", ofLoop(function, loop));
}

void Counts::print(llvm::raw_ostream &os) const {
  if (!module)
    return;
  os << "kernel " << module->functions[entry].name << "\n";
  printSummary(os, "  ", total());
  for (uint32_t f = 0; f < functions.size(); ++f)
    for (uint32_t l = 0; l < module->functions[f].loops.size(); ++l)
      if (trips(f, l))
        printLoop(os, f, l);
}

static void writeAccess(llvm::json::OStream &json, llvm::StringRef key,
                        const AccessCounts &counts, bool isShared) {
  json.attributeObject(key, [&] {
    json.attribute("requests", int64_t(counts.requests));
    json.attribute("bytes", int64_t(counts.bytes));
    if (isShared) {
      json.attribute("wavefronts", int64_t(counts.wavefronts));
      json.attribute("conflicts", int64_t(counts.conflicts));
    } else {
      json.attribute("touched", int64_t(counts.touched));
      json.attribute("sectors", int64_t(counts.sectors));
    }
  });
}

static void writeSharedTotals(llvm::json::OStream &json,
                              const Summary &summary) {
  AccessCounts all = summary.sharedLoads;
  all.add(summary.sharedStores);
  all.add(summary.sharedAtomics);
  json.attribute("wavefronts", int64_t(all.wavefronts));
  json.attribute("conflicts", int64_t(all.conflicts));
}

static void writeSummary(llvm::json::OStream &json, const Summary &summary) {
  json.attribute("warp_instructions", int64_t(summary.issued));
  json.attribute("lane_instructions", int64_t(summary.lanes));
  json.attributeObject("instructions", [&] {
    json.attribute("total", int64_t(summary.issued));
    for (const auto &[name, count] : summary.classes)
      json.attribute(name, int64_t(count));
  });
  json.attributeObject("mma", [&] {
    for (const auto &[name, count] : summary.mma)
      json.attribute(name, int64_t(count));
  });
  json.attributeObject("global", [&] {
    writeAccess(json, "load", summary.globalLoads, false);
    writeAccess(json, "store", summary.globalStores, false);
    writeAccess(json, "atomic", summary.globalAtomics, false);
  });
  json.attributeObject("shared", [&] {
    writeSharedTotals(json, summary);
    writeAccess(json, "load", summary.sharedLoads, true);
    writeAccess(json, "store", summary.sharedStores, true);
    writeAccess(json, "atomic", summary.sharedAtomics, true);
  });
  json.attribute("divergence", int64_t(summary.diverged));
  json.attribute("barriers", int64_t(summary.barriers));
  json.attribute("warp_barriers", int64_t(summary.warpBarriers));
}

void Counts::writeLoop(llvm::json::OStream &json, uint32_t function,
                       uint32_t loop) const {
  const Function &f = module->functions[function];
  const Loop &l = f.loops[loop];
  json.object([&] {
    json.attribute("function", f.name);
    json.attribute("line", f.instructions[f.blocks[l.header].begin].line);
    json.attribute("depth", l.depth);
    json.attribute("trips", int64_t(trips(function, loop)));
    writeSummary(json, ofLoop(function, loop));
  });
}

static void writeLine(llvm::json::OStream &json, const Instruction &instruction,
                      llvm::StringRef space, const AccessCounts &counts,
                      bool isShared) {
  if (!counts.requests)
    return;
  json.object([&] {
    json.attribute("line", instruction.line);
    json.attribute("op", spelling(instruction.op));
    json.attribute("space", space);
    json.attribute("requests", int64_t(counts.requests));
    json.attribute("bytes", int64_t(counts.bytes));
    if (isShared) {
      json.attribute("wavefronts", int64_t(counts.wavefronts));
      json.attribute("conflicts", int64_t(counts.conflicts));
    } else {
      json.attribute("touched", int64_t(counts.touched));
      json.attribute("sectors", int64_t(counts.sectors));
    }
  });
}

void Counts::writeAccesses(llvm::json::OStream &json) const {
  for (uint32_t f = 0; f < functions.size(); ++f)
    for (uint32_t i = 0; i < functions[f].size(); ++i) {
      const Instruction &instruction = module->functions[f].instructions[i];
      writeLine(json, instruction, "global", functions[f][i].global, false);
      writeLine(json, instruction, "shared", functions[f][i].shared, true);
    }
}

void Counts::write(llvm::json::OStream &json) const {
  if (!module)
    return;
  json.attribute("kernel", module->functions[entry].name);
  writeSummary(json, total());
  json.attributeArray("loops", [&] {
    for (uint32_t f = 0; f < functions.size(); ++f)
      for (uint32_t l = 0; l < module->functions[f].loops.size(); ++l)
        if (trips(f, l))
          writeLoop(json, f, l);
  });
  json.attributeArray("accesses", [&] { writeAccesses(json); });
}
