//===- AttnAssembly.h - custom directives of the assembly format -*- C++
//-*-===//

#ifndef ATTN_LIB_DIALECT_ATTN_IR_ATTNASSEMBLY_H
#define ATTN_LIB_DIALECT_ATTN_IR_ATTNASSEMBLY_H

#include "attn/Dialect/Attn/IR/Attn.h"

namespace mlir::attn {

using Unresolved = OpAsmParser::UnresolvedOperand;

// `%q, %k, %v` or `%v`.
ParseResult parseOperands(OpAsmParser &parser, std::optional<Unresolved> &query,
                          std::optional<Unresolved> &key, Unresolved &value);
void printOperands(OpAsmPrinter &printer, Operation *op, Value query, Value key,
                   Value value);

// One clause `name(%p : type)` for each parameter that the normaliser declares.
ParseResult parseNormalizerParams(OpAsmParser &parser,
                                  NormalizerAttrInterface normalizer,
                                  SmallVectorImpl<Unresolved> &params,
                                  SmallVectorImpl<Type> &types);
void printNormalizerParams(OpAsmPrinter &printer, Operation *op,
                           NormalizerAttrInterface normalizer,
                           OperandRange params, TypeRange types);

// `combine(...) {...} score(...) {...}`, each optional.
ParseResult parseScoreRegions(OpAsmParser &parser, Region &combine,
                              Region &score);
void printScoreRegions(OpAsmPrinter &printer, Operation *op, Region &combine,
                       Region &score);

// `entropy, column_mass`.
ParseResult parseStatistics(OpAsmParser &parser, DenseI32ArrayAttr &kinds);
void printStatistics(OpAsmPrinter &printer, Operation *,
                     DenseI32ArrayAttr kinds);

// `full [%a, %b), partial [%c, %d)`.
ParseResult parseRanges(OpAsmParser &parser, DenseI32ArrayAttr &kinds,
                        SmallVectorImpl<Unresolved> &bounds);
void printRanges(OpAsmPrinter &printer, Operation *op, DenseI32ArrayAttr kinds,
                 OperandRange bounds);

// `(q, k, v) -> o` or `(q, k, v) -> (o, lse)`; `(v) -> o` without q and k.
ParseResult parseAttentionType(OpAsmParser &parser, Type &query, Type &key,
                               Type &value, Type &output, Type &lse);
void printAttentionType(OpAsmPrinter &printer, Operation *op, Type query,
                        Type key, Type value, Type output, Type lse);

// `scores -> weights` or `scores -> (weights, lse)`.
ParseResult parseNormalizeType(OpAsmParser &parser, Type &scores, Type &weights,
                               Type &lse);
void printNormalizeType(OpAsmPrinter &printer, Operation *op, Type scores,
                        Type weights, Type lse);

// `(q, k, v) -> (acc, m, l...)`.
ParseResult parsePartialType(OpAsmParser &parser, Type &query, Type &key,
                             Type &value, Type &acc, Type &stabilizer,
                             SmallVectorImpl<Type> &accumulators);
void printPartialType(OpAsmPrinter &printer, Operation *op, Type query,
                      Type key, Type value, Type acc, Type stabilizer,
                      TypeRange accumulators);

// The types of one state; all three states of a merge have them.
ParseResult parseMergeType(OpAsmParser &parser, SmallVectorImpl<Type> &lhs,
                           SmallVectorImpl<Type> &rhs,
                           SmallVectorImpl<Type> &merged);
void printMergeType(OpAsmPrinter &printer, Operation *op, TypeRange lhs,
                    TypeRange rhs, TypeRange merged);

// `(q, k, v) -> (acc, m, l...)`, results only where those are tensors.
ParseResult parseOnlineType(OpAsmParser &parser, Type &query, Type &key,
                            Type &value, Type &acc, Type &stabilizer,
                            SmallVectorImpl<Type> &accumulators,
                            SmallVectorImpl<Type> &state);
void printOnlineType(OpAsmPrinter &printer, Operation *op, Type query, Type key,
                     Type value, Type acc, Type stabilizer,
                     TypeRange accumulators, TypeRange state);

// `(scores, v) -> (acc, m, l...)`.
ParseResult parseAggregateTileType(OpAsmParser &parser, Type &scores,
                                   Type &value, Type &acc, Type &stabilizer,
                                   SmallVectorImpl<Type> &accumulators,
                                   SmallVectorImpl<Type> &state);
void printAggregateTileType(OpAsmPrinter &printer, Operation *op, Type scores,
                            Type value, Type acc, Type stabilizer,
                            TypeRange accumulators, TypeRange state);

// `(acc, m, l...) -> (o)` or `-> (o, lse)`.
ParseResult parseFinalizeType(OpAsmParser &parser, Type &acc, Type &stabilizer,
                              SmallVectorImpl<Type> &accumulators, Type &output,
                              Type &lse, SmallVectorImpl<Type> &results);
void printFinalizeType(OpAsmPrinter &printer, Operation *op, Type acc,
                       Type stabilizer, TypeRange accumulators, Type output,
                       Type lse, TypeRange results);

} // namespace mlir::attn

#endif // ATTN_LIB_DIALECT_ATTN_IR_ATTNASSEMBLY_H
