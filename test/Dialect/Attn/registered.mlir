// The dialect is in the tool and so are upstream's.
// RUN: attn-opt --show-dialects | FileCheck %s
// CHECK-DAG: attn
// CHECK-DAG: linalg
// CHECK-DAG: tensor
