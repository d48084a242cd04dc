// RUN: not attn-opt %s --attn-linalg-pipeline 2>&1 | FileCheck %s

// The inliner leaves it: with its result in memory of the caller the function
// would have other operands than the call.
// CHECK: error: 'func.call' op expected no call of a public function that is left, got one of 'forever'
func.func @forever() -> index {
  %r = call @forever() : () -> index
  return %r : index
}
