//===- Formula.cpp - a pattern as a boolean formula -----------------------===//

#include "attn/Analysis/Presburger/Formula.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::attn;

struct Formula::Node {
  Kind kind;
  MLIRContext *context;
  AffineExpr expr;
  SmallVector<Formula, 2> operands;
};

//===----------------------------------------------------------------------===//
// Construction
//===----------------------------------------------------------------------===//

static bool holdsAgainstZero(Formula::Kind kind, int64_t value) {
  switch (kind) {
  case Formula::Kind::Ge:
    return value >= 0;
  case Formula::Kind::Eq:
    return value == 0;
  case Formula::Kind::Ne:
    return value != 0;
  default:
    llvm_unreachable("not an atom");
  }
}

/// Gives atoms with the same points the same form where that is cheap:
/// coefficients without common divisor, equations with a positive first one.
/// Returns the truth value if there is only one.
static std::optional<bool> normalizeAtom(Formula::Kind kind, LinearForm &form) {
  if (form.terms.empty())
    return holdsAgainstZero(kind, form.constant);
  int64_t gcd = form.getGcd();
  if (kind == Formula::Kind::Ge) {
    form.divideBy(gcd);
  } else if (form.constant % gcd != 0) {
    return kind == Formula::Kind::Ne;
  } else {
    form.divideBy(form.terms.front().second < 0 ? -gcd : gcd);
  }
  auto [low, high] = form.getRange();
  if (kind == Formula::Kind::Ge) {
    if (low && *low >= 0)
      return true;
    if (high && *high < 0)
      return false;
  } else if ((low && *low > 0) || (high && *high < 0)) {
    return kind == Formula::Kind::Ne;
  }
  return std::nullopt;
}

Formula Formula::getTrue(MLIRContext *context) {
  return Formula(std::make_shared<Node>(Node{Kind::True, context, {}, {}}));
}

Formula Formula::getFalse(MLIRContext *context) {
  return Formula(std::make_shared<Node>(Node{Kind::False, context, {}, {}}));
}

Formula Formula::getAtom(Kind kind, AffineExpr expr) {
  assert(isQuasiAffine(expr) && "an atom must be quasi-affine");
  MLIRContext *context = expr.getContext();
  LinearForm form = LinearForm::get(simplifyQuasiAffine(expr));
  if (std::optional<bool> constant = normalizeAtom(kind, form))
    return *constant ? getTrue(context) : getFalse(context);
  return Formula(
      std::make_shared<Node>(Node{kind, context, form.getExpr(), {}}));
}

Formula Formula::ge(AffineExpr expr) { return getAtom(Kind::Ge, expr); }
Formula Formula::eq(AffineExpr expr) { return getAtom(Kind::Eq, expr); }
Formula Formula::ne(AffineExpr expr) { return getAtom(Kind::Ne, expr); }

Formula Formula::getNary(Kind kind, ArrayRef<Formula> operands) {
  assert(!operands.empty() && "the empty conjunction has no context");
  MLIRContext *context = operands.front().getContext();
  Kind neutral = kind == Kind::And ? Kind::True : Kind::False;
  Kind absorbing = kind == Kind::And ? Kind::False : Kind::True;
  auto makeAbsorbing = [&] {
    return absorbing == Kind::True ? getTrue(context) : getFalse(context);
  };

  SmallVector<Formula, 2> flat;
  auto append = [&](const Formula &operand) {
    if (!llvm::is_contained(flat, operand))
      flat.push_back(operand);
  };
  for (const Formula &operand : operands) {
    if (operand.getKind() == absorbing)
      return makeAbsorbing();
    if (operand.getKind() == neutral)
      continue;
    if (operand.getKind() == kind)
      llvm::for_each(operand.getOperands(), append);
    else
      append(operand);
  }

  for (const Formula &operand : flat)
    if (operand.isAtom() && llvm::is_contained(flat, !operand))
      return makeAbsorbing();
  if (flat.empty())
    return neutral == Kind::True ? getTrue(context) : getFalse(context);
  if (flat.size() == 1)
    return flat.front();
  return Formula(
      std::make_shared<Node>(Node{kind, context, {}, std::move(flat)}));
}

Formula Formula::conj(ArrayRef<Formula> operands) {
  return getNary(Kind::And, operands);
}

Formula Formula::disj(ArrayRef<Formula> operands) {
  return getNary(Kind::Or, operands);
}

Formula Formula::operator!() const {
  switch (getKind()) {
  case Kind::True:
    return getFalse(getContext());
  case Kind::False:
    return getTrue(getContext());
  case Kind::Ge:
    return ge(-getExpr() - 1);
  case Kind::Eq:
    return ne(getExpr());
  case Kind::Ne:
    return eq(getExpr());
  case Kind::And:
  case Kind::Or:
    break;
  }
  SmallVector<Formula> operands = llvm::map_to_vector(
      getOperands(), [](const Formula &operand) { return !operand; });
  return getKind() == Kind::And ? disj(operands) : conj(operands);
}

//===----------------------------------------------------------------------===//
// Access
//===----------------------------------------------------------------------===//

bool Formula::operator==(const Formula &other) const {
  if (node == other.node)
    return true;
  return node->kind == other.node->kind && node->expr == other.node->expr &&
         llvm::equal(node->operands, other.node->operands);
}

Formula::Kind Formula::getKind() const { return node->kind; }

bool Formula::isAtom() const {
  return getKind() == Kind::Ge || getKind() == Kind::Eq ||
         getKind() == Kind::Ne;
}

AffineExpr Formula::getExpr() const {
  assert(isAtom() && "only an atom has an expression");
  return node->expr;
}

ArrayRef<Formula> Formula::getOperands() const { return node->operands; }

MLIRContext *Formula::getContext() const { return node->context; }

bool Formula::evaluate(ArrayRef<int64_t> dims,
                       ArrayRef<int64_t> symbols) const {
  auto evaluateOperand = [&](const Formula &operand) {
    return operand.evaluate(dims, symbols);
  };
  switch (getKind()) {
  case Kind::True:
    return true;
  case Kind::False:
    return false;
  case Kind::And:
    return llvm::all_of(getOperands(), evaluateOperand);
  case Kind::Or:
    return llvm::any_of(getOperands(), evaluateOperand);
  default:
    return holdsAgainstZero(getKind(), evaluateExpr(getExpr(), dims, symbols));
  }
}

bool Formula::isFunctionOfDim(unsigned position) const {
  if (isAtom())
    return getExpr().isFunctionOfDim(position);
  return llvm::any_of(getOperands(), [&](const Formula &operand) {
    return operand.isFunctionOfDim(position);
  });
}

bool Formula::isFunctionOfSymbol(unsigned position) const {
  if (isAtom())
    return getExpr().isFunctionOfSymbol(position);
  return llvm::any_of(getOperands(), [&](const Formula &operand) {
    return operand.isFunctionOfSymbol(position);
  });
}

unsigned Formula::getNumAtoms() const {
  unsigned count = isAtom();
  for (const Formula &operand : getOperands())
    count += operand.getNumAtoms();
  return count;
}

Formula Formula::mapExprs(function_ref<AffineExpr(AffineExpr)> map) const {
  if (isAtom())
    return getAtom(getKind(), map(getExpr()));
  if (getOperands().empty())
    return *this;
  SmallVector<Formula> operands =
      llvm::map_to_vector(getOperands(), [&](const Formula &operand) {
        return operand.mapExprs(map);
      });
  return getNary(getKind(), operands);
}

Formula Formula::replace(ArrayRef<AffineExpr> dims,
                         ArrayRef<AffineExpr> symbols) const {
  return mapExprs([&](AffineExpr expr) {
    return expr.replaceDimsAndSymbols(dims, symbols);
  });
}

Formula Formula::shiftOperands(unsigned shift) const {
  if (shift == 0)
    return *this;
  unsigned numSymbols = 0;
  mapExprs([&](AffineExpr expr) {
    expr.walk([&](AffineExpr part) {
      if (auto symbol = dyn_cast<AffineSymbolExpr>(part))
        numSymbols = std::max(numSymbols, symbol.getPosition() + 1);
    });
    return expr;
  });
  SmallVector<AffineExpr> symbols;
  for (unsigned i = 0; i < numSymbols; ++i)
    symbols.push_back(getAffineSymbolExpr(
        i < kFirstOperandSymbol ? i : i + shift, getContext()));
  return replace({}, symbols);
}

//===----------------------------------------------------------------------===//
// Printing and affine sets
//===----------------------------------------------------------------------===//

void Formula::print(raw_ostream &os) const {
  switch (getKind()) {
  case Kind::True:
    os << "true";
    return;
  case Kind::False:
    os << "false";
    return;
  case Kind::Ge:
  case Kind::Eq:
  case Kind::Ne:
    printRelationExpr(os, getExpr());
    os << (getKind() == Kind::Ge   ? " >= 0"
           : getKind() == Kind::Eq ? " == 0"
                                   : " != 0");
    return;
  case Kind::And:
  case Kind::Or:
    os << "(";
    llvm::interleave(getOperands(), os,
                     getKind() == Kind::And ? " and " : " or ");
    os << ")";
  }
}

std::string Formula::str() const {
  std::string text;
  llvm::raw_string_ostream os(text);
  print(os);
  return text;
}

raw_ostream &attn::operator<<(raw_ostream &os, const Formula &formula) {
  formula.print(os);
  return os;
}

/// True if all constants fit in 32 bits, so that sums of a few products with
/// sizes and with each other fit in 64.
static bool hasSmallConstants(AffineExpr expr) {
  bool small = true;
  expr.walk([&](AffineExpr part) {
    if (auto constant = dyn_cast<AffineConstantExpr>(part))
      small &= llvm::isInt<32>(constant.getValue());
  });
  return small;
}

std::optional<Formula> attn::getFormula(IntegerSet set,
                                        ArrayRef<AffineExpr> symbols,
                                        std::string &message) {
  unsigned numDims = set.getNumDims();
  if (numDims != 2 && numDims != 3) {
    message = "expected an affine set over (q, k) or (h, q, k), got " +
              std::to_string(numDims) + " dimensions";
    return std::nullopt;
  }
  if (set.getNumSymbols() > symbols.size()) {
    message = "expected at most " + std::to_string(symbols.size()) +
              " symbols, got " + std::to_string(set.getNumSymbols());
    return std::nullopt;
  }
  MLIRContext *context = set.getContext();
  SmallVector<AffineExpr> dims;
  for (unsigned i = 0; i < numDims; ++i)
    dims.push_back(getAffineDimExpr(i + kNumRelationDims - numDims, context));

  SmallVector<Formula> atoms = {Formula::getTrue(context)};
  for (auto [i, constraint] : llvm::enumerate(set.getConstraints())) {
    if (!isQuasiAffine(constraint)) {
      llvm::raw_string_ostream(message)
          << "expected products with constants and divisions by positive "
             "constants, got "
          << constraint;
      return std::nullopt;
    }
    if (!hasSmallConstants(constraint)) {
      llvm::raw_string_ostream(message)
          << "expected constants that fit in 32 bits, got " << constraint;
      return std::nullopt;
    }
    AffineExpr expr = constraint.replaceDimsAndSymbols(dims, symbols);
    if (!isQuasiAffine(expr)) {
      llvm::raw_string_ostream(message)
          << "expected symbols to keep the set quasi-affine, got " << expr;
      return std::nullopt;
    }
    atoms.push_back(set.isEq(i) ? Formula::eq(expr) : Formula::ge(expr));
  }
  return Formula::conj(atoms);
}
