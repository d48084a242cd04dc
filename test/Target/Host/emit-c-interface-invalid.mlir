// RUN: attn-opt %s --attn-emit-c-interface --verify-diagnostics

// expected-error @+1 {{expected a shape function beside it, got none}}
llvm.func @f() attributes {attn.signature = [[], []]} {
  llvm.return
}
