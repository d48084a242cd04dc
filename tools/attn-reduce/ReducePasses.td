//===- ReducePasses.td - the pass of attn-reduce -------------*- tablegen -*-===//

#ifndef ATTN_REDUCE_PASSES_TD
#define ATTN_REDUCE_PASSES_TD

include "mlir/Pass/PassBase.td"

def AttnReduction : Pass<"attn-reduction", "::mlir::ModuleOp"> {
  let summary = "Shrink a module as long as a test finds it interesting";
  let description = [{
    Takes away functions, operations, results, arguments, clauses of attn's
    operations and places of tensors, whatever of that leaves a valid module for
    which `test`, called with `test-arg`s and a file, exits with another status
    than 0.

    Requires: the test finds the input interesting.
    Ensures: it finds the output interesting, and none of the single steps makes
    it smaller still.
  }];
  let options = [
    Option<"test", "test", "std::string", "",
           "program that exits with another status than 0 where a file is "
           "interesting">,
    ListOption<"testArgs", "test-arg", "std::string",
               "arguments of the test, before the file">
  ];
  let statistics = [
    Statistic<"numTests", "tests", "runs of the test">,
    Statistic<"numSteps", "steps", "steps that were kept">
  ];
}

#endif // ATTN_REDUCE_PASSES_TD
