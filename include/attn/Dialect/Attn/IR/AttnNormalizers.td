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
                !listconcat(["hasStabilizer", "getNumAccumulators", "weight",
                             "contributions", "finalizeFactor"], methods)>]> {
  let mnemonic = mnem;
}

// A normaliser of several passes: its plan says everything.
class Attn_SweepingNormalizer<string name, string mnem>
    : AttrDef<Attn_Dialect, name # "Normalizer",
              [DeclareAttrInterfaceMethods<Attn_NormalizerAttrInterface,
                                           ["getPlan"]>]> {
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

def Attn_ReluMomentsNormalizer
    : Attn_Normalizer<"ReluMoments", "relu_moments"> {
  let summary = "max(s, 0)^p with sums at several points";
  let description = [{
    Its 2 n accumulators are, for each of the points t = 0, 1 / n, .. of [0, 1),
    the sum of max(s - t, 0)^p and that of max(s - t, 0)^(p - 1) over s > t: the
    one as a function of t, the other its slope over -p. What a search for a
    threshold asks of a row.
  }];
  let parameters = (ins "int64_t":$p, "int64_t":$points);
  let assemblyFormat = "`<` $p `,` $points `>`";
  let genVerifyDecl = 1;
}

def Attn_SinkhornNormalizer : Attn_SweepingNormalizer<"Sinkhorn", "sinkhorn"> {
  let summary = "exp(s), rows and columns divided by their sums in turn";
  let description = [{
    `iterations` divisions, the first by the sums of the rows (Sinkformers, arXiv
    2110.11773): 1 is softmax, odd counts end with rows, even ones with columns.
  }];
  let parameters = (ins "int64_t":$iterations);
  let assemblyFormat = "`<` $iterations `>`";
  let genVerifyDecl = 1;
}

def Attn_ColumnSoftmaxNormalizer
    : Attn_SweepingNormalizer<"ColumnSoftmax", "column_softmax"> {
  let summary = "exp(s) / sum exp(s) over the queries that see the key";
}

def Attn_SlotNormalizer : Attn_SweepingNormalizer<"Slot", "slot"> {
  let summary = "column_softmax, then each row divided by its sum";
  let description = [{
    Slot attention (arXiv 2006.15055): the queries, called slots, compete for
    each key; a slot's output is the mean of what it won.
  }];
}

def Attn_SparsemaxNormalizer
    : Attn_SweepingNormalizer<"Sparsemax", "sparsemax"> {
  let summary = "max(s - tau, 0), tau such that a row sums to 1";
  let description = [{
    The point of the simplex that is nearest to the scores (arXiv 1602.02068).
  }];
}

def Attn_Entmax15Normalizer : Attn_SweepingNormalizer<"Entmax15", "entmax15"> {
  let summary = "max(s / 2 - tau, 0)^2, tau such that a row sums to 1";
  let description = [{
    Entmax with alpha 1.5 (arXiv 1905.05702), half way from softmax to sparsemax.
  }];
}

// Behind those whose unfused forms are exponentials too.
def Attn_ExpNormalizer : Attn_MatchingNormalizer<"Exp", "exp"> {
  let summary = "exp(s), no division by a sum";
}

#endif // ATTN_NORMALIZERS_TD
