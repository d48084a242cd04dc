//===- AttnNormalizers.td - one attribute per normaliser -----*- tablegen -*-===//
//
// Parameters and prose only; each normaliser's C++ is in lib/Dialect/Attn/IR/
// Normalizers/<Name>.cpp. s is the score of a visible pair, the sums run over
// the visible keys of a row.
//
//===----------------------------------------------------------------------===//

#ifndef ATTN_NORMALIZERS_TD
#define ATTN_NORMALIZERS_TD

include "attn/Dialect/Attn/IR/AttnDialect.td"
include "attn/Dialect/Attn/IR/AttnInterfaces.td"
include "mlir/IR/AttrTypeBase.td"

class Attn_Normalizer<string name, string mnem, list<string> methods = []>
    : AttrDef<Attn_Dialect, name # "Normalizer",
              [DeclareAttrInterfaceMethods<Attn_NormalizerAttrInterface,
                                           methods>]> {
  let mnemonic = mnem;
}

// A normaliser that recognises its unfused form declares `matchUnfused`; the
// dialect finds it.
class Attn_MatchingNormalizer<string name, string mnem,
                              list<string> methods = []>
    : Attn_Normalizer<name, mnem, methods> {
  code matchDeclaration = [{
    static ::std::optional<::mlir::attn::UnfusedMatch>
    matchUnfused(const ::mlir::attn::UnfusedWeight &weight);
  }];
  let extraClassDeclaration = matchDeclaration;
}

def Attn_SoftmaxNormalizer : Attn_MatchingNormalizer<"Softmax", "softmax",
    ["stabilizer", "rescale", "isExponential", "hasLse", "lse"]> {
  let summary = "exp(s) / sum exp(s)";
}

def Attn_SoftmaxSinkNormalizer
    : Attn_MatchingNormalizer<"SoftmaxSink", "softmax_sink",
    ["stabilizer", "rescale", "isExponential", "hasLse", "lse",
     "getParameters"]> {
  let summary = "exp(s) / (exp(sink[h]) + sum exp(s))";
  let description = [{
    A learned logit per head that takes mass and carries no value. Clause:
    `sink(%s : tensor<HxT>)`, T the accumulation type.
  }];
}

def Attn_SoftmaxPlusOneNormalizer
    : Attn_MatchingNormalizer<"SoftmaxPlusOne", "softmax_plus_one",
    ["stabilizer", "rescale", "isExponential", "hasLse", "lse"]> {
  let summary = "exp(s) / (1 + sum exp(s)), also called off by one";
}

def Attn_ScalableSoftmaxNormalizer
    : Attn_Normalizer<"ScalableSoftmax", "scalable_softmax",
    ["stabilizer", "rescale", "isExponential", "scoreFactor", "hasLse", "lse",
     "getParameters", "getRowContext"]> {
  let summary = "softmax of gain[h] * ln(n) * s, n the visible keys of the row";
  let description = [{
    Scalable-Softmax (arXiv 2501.19399): the weights do not flatten out as rows
    grow longer. Clause: `gain(%g : tensor<HxT>)`, T the accumulation type. The
    log-sum-exp is that of the scaled scores.
  }];
}

def Attn_SigmoidNormalizer : Attn_MatchingNormalizer<"Sigmoid", "sigmoid"> {
  let summary = "1 / (1 + exp(-s)), no division by a sum";
}

def Attn_ReluPowNormalizer : Attn_MatchingNormalizer<"ReluPow", "relu_pow"> {
  let summary = "max(s, 0)^p, no division by a sum";
  let parameters = (ins "int64_t":$p);
  let assemblyFormat = "`<` $p `>`";
  let genVerifyDecl = 1;
}

def Attn_IdentityNormalizer : Attn_Normalizer<"Identity", "identity"> {
  let summary = "s itself: linear attention without a feature map";
}

def Attn_SignedSoftmaxNormalizer
    : Attn_Normalizer<"SignedSoftmax", "signed_softmax",
    ["stabilizer", "rescale", "hasLse", "lse"]> {
  let summary = "sign(s) exp(|s|) / sum exp(|s|), negative weights included";
  let description = [{
    Cog attention (arXiv 2411.07176). The log-sum-exp is that of |s|.
  }];
}

def Attn_LaplaceNormalizer : Attn_MatchingNormalizer<"Laplace", "laplace"> {
  let summary = "(1 + erf((s - mu) / (sigma sqrt 2))) / 2";
  let description = [{
    Mega's attention function (arXiv 2209.10655), mu = sqrt(1/2) and sigma =
    sqrt(1/(4 pi)); no division by a sum.
  }];
}

def Attn_HardNormalizer : Attn_Normalizer<"Hard", "hard",
    ["stabilizer", "rescale", "selectsKey"]> {
  let summary = "all weight on the largest score, of several on the first key";
}

// Behind those whose unfused forms are exponentials too.
def Attn_ExpNormalizer : Attn_MatchingNormalizer<"Exp", "exp"> {
  let summary = "exp(s), no division by a sum";
}

#endif // ATTN_NORMALIZERS_TD
