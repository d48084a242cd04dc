//===- Interpreter.h - runs IR on host tensors, slow and plain --*- C++ -*-===//
//
// The meaning of a module, computed without any of the paths that compile it.
// Every float is a double (a long double where an argument or a result of the
// entry holds f64), integers are exact. Two precisions:
//
//   exact    nothing is rounded below that: the numbers the graph means
//   rounded  every float that an op makes is rounded to its type in the IR;
//            attn ops multiply and add in their accumulation type and round
//            the weights and the outputs to the element type, and add up in
//            one of many orders
//
// The distance between the two says how large an error the types themselves
// make; attn/Support/Tolerance.h turns that into a bound.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_REFERENCE_INTERPRETER_H
#define ATTN_REFERENCE_INTERPRETER_H

#include "attn/Support/HostTensor.h"
#include "mlir/IR/BuiltinOps.h"
#include <vector>

namespace mlir::attn {

enum class Precision { Exact, Rounded };

struct InterpreterOptions {
  Precision precision = Precision::Exact;
  /// In which order attn ops add up when rounding: 0 is that of the indices,
  /// other numbers are shuffles. Each is one sample of what rounding does.
  unsigned order = 0;
  /// Compute in long double although no argument or result holds f64.
  bool forceLongDouble = false;
};

/// Runs the function `entry` of `module`. Float results are of kind F64
/// whatever their type, so that `Exact` keeps its digits; integers keep their
/// kind. The arguments must fit the function's types. What goes wrong is one
/// error at the op's location.
FailureOr<std::vector<HostTensor>>
interpret(ModuleOp module, StringRef entry, ArrayRef<HostTensor> arguments,
          const InterpreterOptions &options = {});

} // namespace mlir::attn

#endif // ATTN_REFERENCE_INTERPRETER_H
