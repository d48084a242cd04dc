//===- AttnDialect.cpp - registration of the dialect's parts --------------===//

#include "attn/Dialect/Attn/IR/Attn.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::attn;

#include "attn/Dialect/Attn/IR/AttnDialect.cpp.inc"
#include "attn/Dialect/Attn/IR/AttnEnums.cpp.inc"

//===----------------------------------------------------------------------===//
// `?` parameters of patterns
//===----------------------------------------------------------------------===//

static ParseResult parseDynamicInt(AsmParser &parser, int64_t &value) {
  if (succeeded(parser.parseOptionalQuestion())) {
    value = ShapedType::kDynamic;
    return success();
  }
  return parser.parseInteger(value);
}

static void printDynamicInt(AsmPrinter &printer, int64_t value) {
  if (ShapedType::isDynamic(value))
    printer << "?";
  else
    printer << value;
}

// `[0, ?, 5]`; an empty list parses, so that the verifier says what is wrong.
static ParseResult parseDynamicInts(AsmParser &parser,
                                    SmallVectorImpl<int64_t> &values) {
  return parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, [&] {
    return parseDynamicInt(parser, values.emplace_back());
  });
}

static void printDynamicInts(AsmPrinter &printer, ArrayRef<int64_t> values) {
  printer << "[";
  llvm::interleaveComma(values, printer,
                        [&](int64_t value) { printDynamicInt(printer, value); });
  printer << "]";
}

//===----------------------------------------------------------------------===//
// Affine sets as text
//===----------------------------------------------------------------------===//

static ParseResult parseSetText(AsmParser &parser, IntegerSetAttr &set) {
  std::string text;
  SMLoc loc = parser.getCurrentLocation();
  if (failed(parser.parseOptionalString(&text)))
    return parser.parseAttribute(set);
  {
    // The reason would point into text without a location; the error below
    // points at the attribute.
    ScopedDiagnosticHandler silence(parser.getContext(),
                                    [](Diagnostic &) { return success(); });
    set = dyn_cast_or_null<IntegerSetAttr>(
        parseAttribute("affine_set<" + text + ">", parser.getContext()));
  }
  if (!set)
    return parser.emitError(loc, "expected an affine set such as \"(q, k) : (q "
                                 "- k >= 0)\", got \"")
           << text << "\"";
  return success();
}

static void printSetText(AsmPrinter &printer, IntegerSetAttr set) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  set.getValue().print(stream);
  printer << '"' << text << '"';
}

//===----------------------------------------------------------------------===//
// Lists and options
//===----------------------------------------------------------------------===//

// An empty list parses, so that the verifier says what is wrong with it.
static ParseResult
parsePatternList(AsmParser &parser,
                 SmallVectorImpl<PatternAttrInterface> &patterns) {
  return parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, [&] {
    return parser.parseAttribute(patterns.emplace_back());
  });
}

static void printPatternList(AsmPrinter &printer,
                             ArrayRef<PatternAttrInterface> patterns) {
  printer << "[";
  llvm::interleaveComma(patterns, printer);
  printer << "]";
}

static ParseResult parseScheduleOptions(AsmParser &parser, int64_t &keySplit,
                                        SmallVectorImpl<StringAttr> &packing,
                                        int64_t &stages) {
  keySplit = stages = 1;
  while (succeeded(parser.parseOptionalComma())) {
    StringRef name;
    SMLoc loc = parser.getCurrentLocation();
    if (parser.parseKeyword(&name) || parser.parseEqual())
      return failure();
    ParseResult result = failure();
    if (name == "key_split")
      result = parser.parseInteger(keySplit);
    else if (name == "stages")
      result = parser.parseInteger(stages);
    else if (name == "packing")
      result = parser.parseCommaSeparatedList(
          AsmParser::Delimiter::Square,
          [&] { return parser.parseAttribute(packing.emplace_back()); });
    else
      return parser.emitError(loc, "expected key_split, packing or stages, "
                                   "got '")
             << name << "'";
    if (failed(result))
      return failure();
  }
  return success();
}

static void printScheduleOptions(AsmPrinter &printer, int64_t keySplit,
                                 ArrayRef<StringAttr> packing, int64_t stages) {
  if (keySplit != 1)
    printer << ", key_split = " << keySplit;
  if (!packing.empty()) {
    printer << ", packing = [";
    llvm::interleaveComma(packing, printer);
    printer << "]";
  }
  if (stages != 1)
    printer << ", stages = " << stages;
}

#define GET_ATTRDEF_CLASSES
#include "attn/Dialect/Attn/IR/AttnAttrs.cpp.inc"

#include "attn/Dialect/Attn/IR/AttnAttrInterfaces.cpp.inc"

//===----------------------------------------------------------------------===//
// Patterns and normalisers that recognise themselves
//===----------------------------------------------------------------------===//

template <typename T>
using HasFit = decltype(T::fit(std::declval<const PatternFitQuery &>()));
template <typename T>
using HasUnfused =
    decltype(T::matchUnfused(std::declval<const UnfusedWeight &>()));

namespace {
// The static hooks of the dialect's attributes, in the order of the .td files.
struct Hooks {
  SmallVector<PatternFitFn> fits;
  SmallVector<UnfusedMatchFn> matchers;
};
} // namespace

template <typename... Attrs>
static Hooks collectHooks() {
  Hooks hooks;
  auto add = [&](auto *tag) {
    using Attr = std::remove_pointer_t<decltype(tag)>;
    if constexpr (llvm::is_detected<HasFit, Attr>::value)
      hooks.fits.push_back(&Attr::fit);
    if constexpr (llvm::is_detected<HasUnfused, Attr>::value)
      hooks.matchers.push_back(&Attr::matchUnfused);
  };
  (add(static_cast<Attrs *>(nullptr)), ...);
  return hooks;
}

static const Hooks &getHooks() {
  static const Hooks hooks = collectHooks<
#define GET_ATTRDEF_LIST
#include "attn/Dialect/Attn/IR/AttnAttrs.cpp.inc"
      >();
  return hooks;
}

ArrayRef<PatternFitFn> mlir::attn::getPatternFits() { return getHooks().fits; }

ArrayRef<UnfusedMatchFn> mlir::attn::getUnfusedMatchers() {
  return getHooks().matchers;
}

//===----------------------------------------------------------------------===//
// Schedule
//===----------------------------------------------------------------------===//

LogicalResult ScheduleAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                   StringRef structure, ArrayRef<int64_t> tiles,
                                   int64_t keySplit,
                                   ArrayRef<StringAttr> packing,
                                   int64_t stages) {
  if (tiles.size() != 4) // schedule_c1
    return emitError() << "expected 4 tile sizes (batch, head, query, key), "
                          "got "
                       << tiles.size();
  for (int64_t tile : tiles)
    if (tile < 1) // schedule_c2
      return emitError() << "expected tile sizes of at least 1, got " << tile;
  if (keySplit < 1) // schedule_c3
    return emitError() << "expected key_split of at least 1, got " << keySplit;
  // Code for merging the parts is not a loop.
  constexpr int64_t maxKeySplit = 1024;
  if (keySplit > maxKeySplit) // schedule_c5
    return emitError() << "expected key_split of at most " << maxKeySplit
                       << ", got " << keySplit;
  if (stages < 1) // schedule_c4
    return emitError() << "expected stages of at least 1, got " << stages;
  return success();
}

void AttnDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "attn/Dialect/Attn/IR/AttnAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "attn/Dialect/Attn/IR/AttnOps.cpp.inc"
      >();
}
