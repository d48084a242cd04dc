// RUN: not attn-opt %s --attn-choose-schedule="target=abacus" 2>&1 | FileCheck %s --check-prefix=TARGET
// RUN: not attn-opt %s --attn-choose-schedule="tiles=1,1,0,5" 2>&1 | FileCheck %s --check-prefix=TILES
// RUN: not attn-opt %s --attn-choose-schedule="tiles=1,1" 2>&1 | FileCheck %s --check-prefix=TILES

// TARGET: error: expected a target among cpu, linalg, got 'abacus'
// TILES: error: expected 4 tile sizes of at least 1 (batch, head, query, key)
module {}
