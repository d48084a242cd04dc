//===- Attn.td - everything of the dialect -------------------*- tablegen -*-===//
//
// Includes the parts; documentation is generated from this file.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_TD
#define ATTN_TD

include "attn/Dialect/Attn/IR/AttnDialect.td"
include "attn/Dialect/Attn/IR/AttnInterfaces.td"
include "attn/Dialect/Attn/IR/AttnPatterns.td"
include "attn/Dialect/Attn/IR/AttnNormalizers.td"
include "attn/Dialect/Attn/IR/AttnAttrs.td"
include "attn/Dialect/Attn/IR/AttnOps.td"
include "attn/Dialect/Attn/IR/AttnStatisticsOps.td"
include "attn/Dialect/Attn/IR/AttnTileOps.td"

#endif // ATTN_TD
