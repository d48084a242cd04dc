//===- Attn.td - everything of the dialect -------------------*- tablegen -*-===//
//
// Includes the parts; documentation is generated from this file.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_TD
#define ATTN_TD

include "attn/Dialect/Attn/IR/AttnDialect.td"

#endif // ATTN_TD
