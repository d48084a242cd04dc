//===- Origins.cpp - where an attention comes from ------------------------===//

#include "Origins.h"

#include "attn/Conversion/Passes.h"
#include "attn/Dialect/Attn/IR/Attn.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/PassManager.h"

using namespace mlir;
using namespace mlir::attn;

// Marks the attentions of the input; those that passes made do not have it.
static constexpr llvm::StringLiteral kWritten = "attn.explain_written";

std::string mlir::attn::locationOf(Location loc) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (auto file = loc->findInstanceOf<FileLineColLoc>())
    stream << file.getFilename().getValue() << ':' << file.getLine() << ':'
           << file.getColumn();
  else
    loc->print(stream);
  return text;
}

static bool isAttention(Operation *op) {
  return isa<AttentionOp, PartialOp>(op);
}

static bool isPart(Operation *op) {
  return isa<ScoresOp, NormalizeOp, AggregateOp, ContextPoolOp>(op);
}

Origins::Origins(ModuleOp module) {
  module.walk([&](Operation *op) {
    if (isAttention(op))
      op->setDiscardableAttr(kWritten, UnitAttr::get(op->getContext()));
    else if (isPart(op))
      parts[op->getLoc()] = op->getName().getStringRef();
  });
}

std::string Origins::describe(Operation *op) const {
  if (op->hasAttr(kWritten))
    return "as written";
  std::string text;
  op->getLoc()->walk([&](Location loc) {
    auto part = parts.find(loc);
    if (part != parts.end())
      text += (text.empty() ? "made of " : ", ") + part->second.str() + " at " +
              locationOf(loc);
    return WalkResult::advance();
  });
  return text.empty() ? "recognised in linalg" : text;
}

void Origins::printUnfused(ModuleOp module, raw_ostream &os) const {
  // What the pipelines do with parts, tried on a copy.
  OwningOpRef<ModuleOp> copy(module.clone());
  AttnTilePartsOptions options;
  options.reportMissed = true;
  PassManager pm(module.getContext());
  pm.addPass(createAttnTileParts(options));
  DenseSet<Location> left;
  if (succeeded(pm.run(*copy)))
    copy->walk([&](Operation *op) {
      if (isPart(op))
        left.insert(op->getLoc());
    });
  module.walk([&](Operation *op) {
    if (!isPart(op))
      return;
    os << locationOf(op->getLoc()) << ": " << op->getName();
    if (auto function = op->getParentOfType<func::FuncOp>())
      os << " in @" << function.getSymName();
    os << (left.contains(op->getLoc())
               ? ", not fused: its result is a tensor in memory\n"
               : ", tiled with what stands between the parts\n");
  });
}
