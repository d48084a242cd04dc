//===- Report.h - what a kernel did wrong -----------------------*- C++ -*-===//

#ifndef ATTN_PTXSIM_REPORT_H
#define ATTN_PTXSIM_REPORT_H

#include "attn/PTXSim/Names.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace llvm {
class raw_ostream;
namespace json {
class OStream;
} // namespace json
} // namespace llvm

namespace ptxsim {

/// Block or thread coordinates, and sizes of grids and blocks.
struct Dim3 {
  uint32_t x = 1, y = 1, z = 1;
  uint64_t count() const { return uint64_t(x) * y * z; }
};

enum class ReportKind : uint8_t {
  /// Two threads touch a byte, one of them writes it, nothing orders them.
  Race,
  /// A register, predicate or byte of memory is read that nobody wrote.
  Uninitialized,
  OutOfBounds,
  Misaligned,
  /// Touches an allocation that the host has freed.
  Freed,
  /// A store to const memory or to the parameters.
  ReadOnly,
  /// Threads of a warp, or of a block, do not meet at a barrier.
  DivergentBarrier,
  /// Touches bytes that a cp.async in flight may write at any time.
  Async,
  /// A lane executes a .sync instruction whose mask leaves it out, or an
  /// .aligned one without the rest of its warp.
  BadSyncMask,
  /// A shuffle reads from a lane that does not take part.
  InactiveLane,
  /// Threads wait for each other for ever.
  Deadlock,
  /// trap, a failed device-side assertion.
  Trap,
  /// The limit of instructions is exceeded.
  Timeout,
  /// A call through a pointer to no function, a jump outside of its table.
  BadJump,
};

/// "race", "out-of-bounds", ...
llvm::StringRef spelling(ReportKind kind);

/// One party to a report: who executed which line.
struct Site {
  /// 0: there is no such party.
  uint32_t line = 0;
  uint32_t lane = 0, warp = 0;
  std::array<uint32_t, 3> block{};
  /// "write", "read", "atomic", "asynchronous write"; empty for what is no
  /// access.
  llvm::StringRef action;

  explicit operator bool() const { return line != 0; }
};

/// A finding. Equal ones (kind, both lines) are told once and counted.
struct Report {
  ReportKind kind = ReportKind::Race;
  /// Who was found out, and, where there are two sides, who was there before.
  Site site, other;
  Space space = Space::Generic;
  /// Of the first byte at fault, in its space; only for memory.
  uint64_t address = 0;
  /// What was expected and what was found, on one line.
  std::string message;
  uint64_t occurrences = 1;
};

/// Reports in the order in which they were found, equal ones folded.
class ReportList {
public:
  explicit ReportList(unsigned limit = 100) : limit(limit) {}

  /// Keeps the first of its like; beyond the limit it only counts.
  void add(Report report);
  /// Adds the reports of another list behind those of this one.
  void append(const ReportList &other);

  /// What is rather a cause first, what is rather an effect last; otherwise in
  /// the order in which they were found.
  void sortByCause();

  llvm::ArrayRef<Report> all() const { return reports; }
  bool empty() const { return reports.empty() && numDropped == 0; }
  bool full() const { return reports.size() >= limit; }
  /// Distinct reports that found no room.
  uint64_t dropped() const { return numDropped; }

private:
  std::vector<Report> reports;
  unsigned limit;
  uint64_t numDropped = 0;
};

struct Module;

/// `k.ptx:17: race: write of ... ` and, indented, the text of the lines, the
/// parties and the source positions that .loc gives.
void printReport(llvm::raw_ostream &os, const Report &report,
                 const Module &module);
void writeReport(llvm::json::OStream &json, const Report &report,
                 const Module &module);

} // namespace ptxsim

#endif // ATTN_PTXSIM_REPORT_H
