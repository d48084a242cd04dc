//===- Report.cpp - collecting and printing findings ----------------------===//

#include "attn/PTXSim/Report.h"
#include "attn/PTXSim/Module.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace ptxsim;

llvm::StringRef ptxsim::spelling(ReportKind kind) {
  switch (kind) {
  case ReportKind::Race:
    return "race";
  case ReportKind::Uninitialized:
    return "uninitialized";
  case ReportKind::OutOfBounds:
    return "out-of-bounds";
  case ReportKind::Misaligned:
    return "misaligned";
  case ReportKind::Freed:
    return "freed";
  case ReportKind::ReadOnly:
    return "read-only";
  case ReportKind::DivergentBarrier:
    return "divergent-barrier";
  case ReportKind::Async:
    return "async";
  case ReportKind::BadSyncMask:
    return "bad-sync-mask";
  case ReportKind::InactiveLane:
    return "inactive-lane";
  case ReportKind::Deadlock:
    return "deadlock";
  case ReportKind::Trap:
    return "trap";
  case ReportKind::Timeout:
    return "timeout";
  case ReportKind::BadJump:
    return "bad-jump";
  }
  return "";
}

static bool isAlike(const Report &a, const Report &b) {
  return a.kind == b.kind && a.site.line == b.site.line &&
         a.other.line == b.other.line;
}

void ReportList::add(Report report) {
  for (Report &known : reports)
    if (isAlike(known, report)) {
      known.occurrences += report.occurrences;
      return;
    }
  if (full()) {
    ++numDropped;
    return;
  }
  reports.push_back(std::move(report));
}

void ReportList::append(const ReportList &other) {
  for (const Report &report : other.reports)
    add(report);
  numDropped += other.numDropped;
}

/// Who does not come to a barrier, or strays out of bounds, is the cause of
/// races, and those of what seems never to have been written.
static unsigned rank(ReportKind kind) {
  switch (kind) {
  case ReportKind::DivergentBarrier:
  case ReportKind::BadSyncMask:
  case ReportKind::InactiveLane:
    return 0;
  case ReportKind::Race:
  case ReportKind::Deadlock:
  case ReportKind::Timeout:
    return 2;
  case ReportKind::Uninitialized:
    return 3;
  default:
    return 1;
  }
}

void ReportList::sortByCause() {
  // Not by std::stable_sort: libstdc++ 12 makes clang warn of its own use of
  // what is deprecated.
  std::vector<Report> sorted;
  sorted.reserve(reports.size());
  for (unsigned turn = 0; turn <= 3; ++turn)
    for (Report &report : reports)
      if (rank(report.kind) == turn)
        sorted.push_back(std::move(report));
  reports = std::move(sorted);
}

static void printSite(llvm::raw_ostream &os, const Site &site) {
  os << "lane " << site.lane << " of warp " << site.warp << " of block ("
     << site.block[0] << ", " << site.block[1] << ", " << site.block[2] << ")";
}

/// The last instruction at the line: of several on one line any will do.
static const Instruction *findInstruction(const Module &module, uint32_t line) {
  for (const Function &function : module.functions)
    for (const Instruction &instruction : function.instructions)
      if (instruction.line == line)
        return &instruction;
  return nullptr;
}

static void printLine(llvm::raw_ostream &os, const Module &module,
                      uint32_t line) {
  os << "  " << line << " | " << module.lineText(line).trim();
  const Instruction *instruction = findInstruction(module, line);
  if (instruction && instruction->sourceLine &&
      instruction->sourceFile < module.files.size())
    os << "  (" << module.files[instruction->sourceFile] << ":"
       << instruction->sourceLine << ")";
  os << "\n";
}

static bool isMemory(ReportKind kind) {
  return kind == ReportKind::Race || kind == ReportKind::OutOfBounds ||
         kind == ReportKind::Misaligned || kind == ReportKind::Freed ||
         kind == ReportKind::ReadOnly || kind == ReportKind::Async;
}

void ptxsim::printReport(llvm::raw_ostream &os, const Report &report,
                         const Module &module) {
  os << module.file << ":" << report.site.line << ": " << spelling(report.kind)
     << ": " << report.message << "\n  by ";
  printSite(os, report.site);
  if (isMemory(report.kind))
    os << ", " << spelling(report.space) << " address "
       << llvm::format_hex(report.address, 1);
  if (report.occurrences > 1)
    os << ", first of " << report.occurrences;
  os << "\n";
  printLine(os, module, report.site.line);
  if (!report.other)
    return;
  os << "  the other side";
  if (!report.other.action.empty())
    os << " (" << report.other.action << ")";
  os << ": ";
  printSite(os, report.other);
  os << "\n";
  printLine(os, module, report.other.line);
}

static void writeSite(llvm::json::OStream &json, llvm::StringRef key,
                      const Site &site) {
  json.attributeObject(key, [&] {
    json.attribute("line", site.line);
    json.attribute("lane", site.lane);
    json.attribute("warp", site.warp);
    json.attributeArray("block", [&] {
      for (uint32_t c : site.block)
        json.value(c);
    });
    if (!site.action.empty())
      json.attribute("action", site.action);
  });
}

void ptxsim::writeReport(llvm::json::OStream &json, const Report &report,
                         const Module &module) {
  json.object([&] {
    json.attribute("kind", spelling(report.kind));
    json.attribute("file", module.file);
    json.attribute("message", report.message);
    writeSite(json, "site", report.site);
    if (report.other)
      writeSite(json, "other", report.other);
    if (isMemory(report.kind)) {
      json.attribute("space", spelling(report.space));
      json.attribute("address", int64_t(report.address));
    }
    json.attribute("occurrences", int64_t(report.occurrences));
  });
}
