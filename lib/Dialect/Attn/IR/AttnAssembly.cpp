//===- AttnAssembly.cpp - custom directives of the assembly format --------===//

#include "AttnAssembly.h"

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Operands and clauses
//===----------------------------------------------------------------------===//

ParseResult mlir::attn::parseOperands(OpAsmParser &parser,
                                      std::optional<Unresolved> &query,
                                      std::optional<Unresolved> &key,
                                      Unresolved &value) {
  SmallVector<Unresolved> operands;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseOperandList(operands))
    return failure();
  if (operands.size() != 1 && operands.size() != 3)
    return parser.emitError(loc, "expected 1 operand (value) or 3 (query, key, "
                                 "value), got ")
           << operands.size();
  if (operands.size() == 3) {
    query = operands[0];
    key = operands[1];
  }
  value = operands.back();
  return success();
}

void mlir::attn::printOperands(OpAsmPrinter &printer, Operation *, Value query,
                               Value key, Value value) {
  if (query && key)
    printer << query << ", " << key << ", ";
  printer << value;
}

ParseResult mlir::attn::parseNormalizerParams(
    OpAsmParser &parser, NormalizerAttrInterface normalizer,
    SmallVectorImpl<Unresolved> &params, SmallVectorImpl<Type> &types) {
  if (!normalizer)
    return success();
  for (const NormalizerParameter &parameter : normalizer.getParameters()) {
    if (failed(parser.parseOptionalKeyword(parameter.name)))
      continue;
    if (parser.parseLParen() || parser.parseOperand(params.emplace_back()) ||
        parser.parseColonType(types.emplace_back()) || parser.parseRParen())
      return failure();
  }
  return success();
}

void mlir::attn::printNormalizerParams(OpAsmPrinter &printer, Operation *,
                                       NormalizerAttrInterface normalizer,
                                       OperandRange params, TypeRange) {
  auto parameters = normalizer.getParameters();
  for (auto [i, param] : llvm::enumerate(params)) {
    StringRef name = i < parameters.size() ? parameters[i].name : "extra";
    printer << " " << name << "(" << param << " : " << param.getType() << ")";
  }
}

//===----------------------------------------------------------------------===//
// Regions
//===----------------------------------------------------------------------===//

static ParseResult parseNamedRegion(OpAsmParser &parser, StringRef keyword,
                                    Region &region) {
  if (failed(parser.parseOptionalKeyword(keyword)))
    return success();
  SmallVector<OpAsmParser::Argument> args;
  return failure(parser.parseArgumentList(args, OpAsmParser::Delimiter::Paren,
                                          /*allowType=*/true) ||
                 parser.parseRegion(region, args));
}

static void printNamedRegion(OpAsmPrinter &printer, StringRef keyword,
                             Region &region) {
  if (region.empty())
    return;
  printer << " " << keyword << "(";
  llvm::interleaveComma(region.getArguments(), printer, [&](BlockArgument arg) {
    printer.printRegionArgument(arg);
  });
  printer << ") ";
  printer.printRegion(region, /*printEntryBlockArgs=*/false);
}

ParseResult mlir::attn::parseScoreRegions(OpAsmParser &parser, Region &combine,
                                          Region &score) {
  return failure(parseNamedRegion(parser, "combine", combine) ||
                 parseNamedRegion(parser, "score", score));
}

void mlir::attn::printScoreRegions(OpAsmPrinter &printer, Operation *,
                                   Region &combine, Region &score) {
  printNamedRegion(printer, "combine", combine);
  printNamedRegion(printer, "score", score);
}

//===----------------------------------------------------------------------===//
// Key ranges
//===----------------------------------------------------------------------===//

ParseResult mlir::attn::parseRanges(OpAsmParser &parser,
                                    DenseI32ArrayAttr &kinds,
                                    SmallVectorImpl<Unresolved> &bounds) {
  SmallVector<int32_t> values;
  auto parseOne = [&]() -> ParseResult {
    StringRef keyword;
    SMLoc loc = parser.getCurrentLocation();
    if (parser.parseKeyword(&keyword))
      return failure();
    std::optional<RangeKind> kind = symbolizeRangeKind(keyword);
    if (!kind)
      return parser.emitError(loc, "expected 'full' or 'partial', got '")
             << keyword << "'";
    values.push_back(static_cast<int32_t>(*kind));
    return failure(
        parser.parseLSquare() || parser.parseOperand(bounds.emplace_back()) ||
        parser.parseComma() || parser.parseOperand(bounds.emplace_back()) ||
        parser.parseRParen());
  };
  if (succeeded(parser.parseOptionalKeyword("none"))) {
    kinds = parser.getBuilder().getDenseI32ArrayAttr({});
    return success();
  }
  if (parser.parseCommaSeparatedList(parseOne))
    return failure();
  kinds = parser.getBuilder().getDenseI32ArrayAttr(values);
  return success();
}

void mlir::attn::printRanges(OpAsmPrinter &printer, Operation *,
                             DenseI32ArrayAttr kinds, OperandRange bounds) {
  if (kinds.empty()) {
    printer << "none";
    return;
  }
  for (auto [i, kind] : llvm::enumerate(kinds.asArrayRef())) {
    if (i)
      printer << ", ";
    printer << stringifyRangeKind(static_cast<RangeKind>(kind)) << " ["
            << bounds[2 * i] << ", " << bounds[2 * i + 1] << ")";
  }
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

static ParseResult parseTypes(OpAsmParser &parser,
                              SmallVectorImpl<Type> &types) {
  return failure(parser.parseLParen() || parser.parseTypeList(types) ||
                 parser.parseRParen());
}

static void printTypes(OpAsmPrinter &printer, TypeRange types) {
  printer << "(";
  llvm::interleaveComma(types, printer);
  printer << ")";
}

// The types of query, key and value in parentheses; null for absent ones.
static ParseResult parseInputTypes(OpAsmParser &parser, Type &query, Type &key,
                                   Type &value) {
  SmallVector<Type> inputs;
  SMLoc loc = parser.getCurrentLocation();
  if (parseTypes(parser, inputs))
    return failure();
  if (inputs.size() != 1 && inputs.size() != 3)
    return parser.emitError(loc, "expected 1 or 3 operand types, got ")
           << inputs.size();
  if (inputs.size() == 3) {
    query = inputs[0];
    key = inputs[1];
  }
  value = inputs.back();
  return success();
}

static void printInputTypes(OpAsmPrinter &printer, Type query, Type key,
                            Type value) {
  SmallVector<Type> types;
  if (query && key)
    types.append({query, key});
  types.push_back(value);
  printTypes(printer, types);
}

ParseResult mlir::attn::parseAttentionType(OpAsmParser &parser, Type &query,
                                           Type &key, Type &value, Type &output,
                                           Type &lse) {
  if (parseInputTypes(parser, query, key, value) || parser.parseArrow())
    return failure();
  if (failed(parser.parseOptionalLParen()))
    return parser.parseType(output);
  if (parser.parseType(output))
    return failure();
  if (succeeded(parser.parseOptionalComma()) && parser.parseType(lse))
    return failure();
  return parser.parseRParen();
}

void mlir::attn::printAttentionType(OpAsmPrinter &printer, Operation *,
                                    Type query, Type key, Type value,
                                    Type output, Type lse) {
  printInputTypes(printer, query, key, value);
  printer << " -> ";
  if (lse)
    printer << "(" << output << ", " << lse << ")";
  else
    printer << output;
}

ParseResult mlir::attn::parseNormalizeType(OpAsmParser &parser, Type &scores,
                                           Type &weights, Type &lse) {
  if (parser.parseType(scores) || parser.parseArrow())
    return failure();
  if (failed(parser.parseOptionalLParen()))
    return parser.parseType(weights);
  return failure(parser.parseType(weights) || parser.parseComma() ||
                 parser.parseType(lse) || parser.parseRParen());
}

void mlir::attn::printNormalizeType(OpAsmPrinter &printer, Operation *,
                                    Type scores, Type weights, Type lse) {
  printer << scores << " -> ";
  if (lse)
    printer << "(" << weights << ", " << lse << ")";
  else
    printer << weights;
}

// A state in parentheses: accumulator, stabiliser, scalar accumulators.
static ParseResult parseStateTypes(OpAsmParser &parser, Type &acc,
                                   Type &stabilizer,
                                   SmallVectorImpl<Type> &accumulators) {
  SmallVector<Type> types;
  SMLoc loc = parser.getCurrentLocation();
  if (parseTypes(parser, types))
    return failure();
  if (types.size() < 2)
    return parser.emitError(loc, "expected at least 2 types of a state, got ")
           << types.size();
  acc = types[0];
  stabilizer = types[1];
  accumulators.append(types.begin() + 2, types.end());
  return success();
}

static void printStateTypes(OpAsmPrinter &printer, Type acc, Type stabilizer,
                            TypeRange accumulators) {
  SmallVector<Type> types = {acc, stabilizer};
  types.append(accumulators.begin(), accumulators.end());
  printTypes(printer, types);
}

// Destination-style results: the tensors among the types of the state.
static void deduceState(Type acc, Type stabilizer, ArrayRef<Type> accumulators,
                        SmallVectorImpl<Type> &state) {
  if (!isa<TensorType>(acc))
    return;
  state.append({acc, stabilizer});
  state.append(accumulators.begin(), accumulators.end());
}

ParseResult mlir::attn::parsePartialType(OpAsmParser &parser, Type &query,
                                         Type &key, Type &value, Type &acc,
                                         Type &stabilizer,
                                         SmallVectorImpl<Type> &accumulators) {
  return failure(parseInputTypes(parser, query, key, value) ||
                 parser.parseArrow() ||
                 parseStateTypes(parser, acc, stabilizer, accumulators));
}

void mlir::attn::printPartialType(OpAsmPrinter &printer, Operation *,
                                  Type query, Type key, Type value, Type acc,
                                  Type stabilizer, TypeRange accumulators) {
  printInputTypes(printer, query, key, value);
  printer << " -> ";
  printStateTypes(printer, acc, stabilizer, accumulators);
}

ParseResult mlir::attn::parseMergeType(OpAsmParser &parser,
                                       SmallVectorImpl<Type> &lhs,
                                       SmallVectorImpl<Type> &rhs,
                                       SmallVectorImpl<Type> &merged) {
  if (parser.parseTypeList(lhs))
    return failure();
  rhs.assign(lhs.begin(), lhs.end());
  merged.assign(lhs.begin(), lhs.end());
  return success();
}

void mlir::attn::printMergeType(OpAsmPrinter &printer, Operation *,
                                TypeRange lhs, TypeRange, TypeRange) {
  llvm::interleaveComma(lhs, printer);
}

ParseResult mlir::attn::parseOnlineType(OpAsmParser &parser, Type &query,
                                        Type &key, Type &value, Type &acc,
                                        Type &stabilizer,
                                        SmallVectorImpl<Type> &accumulators,
                                        SmallVectorImpl<Type> &state) {
  if (parsePartialType(parser, query, key, value, acc, stabilizer,
                       accumulators))
    return failure();
  deduceState(acc, stabilizer, accumulators, state);
  return success();
}

void mlir::attn::printOnlineType(OpAsmPrinter &printer, Operation *op,
                                 Type query, Type key, Type value, Type acc,
                                 Type stabilizer, TypeRange accumulators,
                                 TypeRange) {
  printPartialType(printer, op, query, key, value, acc, stabilizer,
                   accumulators);
}

ParseResult mlir::attn::parseAggregateTileType(
    OpAsmParser &parser, Type &scores, Type &value, Type &acc, Type &stabilizer,
    SmallVectorImpl<Type> &accumulators, SmallVectorImpl<Type> &state) {
  if (parser.parseLParen() || parser.parseType(scores) || parser.parseComma() ||
      parser.parseType(value) || parser.parseRParen() || parser.parseArrow() ||
      parseStateTypes(parser, acc, stabilizer, accumulators))
    return failure();
  deduceState(acc, stabilizer, accumulators, state);
  return success();
}

void mlir::attn::printAggregateTileType(OpAsmPrinter &printer, Operation *,
                                        Type scores, Type value, Type acc,
                                        Type stabilizer, TypeRange accumulators,
                                        TypeRange) {
  printer << "(" << scores << ", " << value << ") -> ";
  printStateTypes(printer, acc, stabilizer, accumulators);
}

ParseResult mlir::attn::parseFinalizeType(OpAsmParser &parser, Type &acc,
                                          Type &stabilizer,
                                          SmallVectorImpl<Type> &accumulators,
                                          Type &output, Type &lse,
                                          SmallVectorImpl<Type> &results) {
  if (parseStateTypes(parser, acc, stabilizer, accumulators) ||
      parser.parseArrow() || parser.parseLParen() || parser.parseType(output))
    return failure();
  if (succeeded(parser.parseOptionalComma()) && parser.parseType(lse))
    return failure();
  if (isa<TensorType>(output)) {
    results.push_back(output);
    if (lse)
      results.push_back(lse);
  }
  return parser.parseRParen();
}

void mlir::attn::printFinalizeType(OpAsmPrinter &printer, Operation *, Type acc,
                                   Type stabilizer, TypeRange accumulators,
                                   Type output, Type lse, TypeRange) {
  printStateTypes(printer, acc, stabilizer, accumulators);
  printer << " -> (" << output;
  if (lse)
    printer << ", " << lse;
  printer << ")";
}
