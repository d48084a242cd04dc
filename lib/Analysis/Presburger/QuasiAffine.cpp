//===- QuasiAffine.cpp - sums of dimensions, symbols, divisions -----------===//

#include "attn/Analysis/Presburger/QuasiAffine.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <numeric>

using namespace mlir;
using namespace mlir::attn;

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

bool attn::isQuasiAffine(AffineExpr expr) {
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return true;
  if (!isQuasiAffine(binary.getLHS()) || !isQuasiAffine(binary.getRHS()))
    return false;
  if (expr.getKind() == AffineExprKind::Add)
    return true;
  auto rhs = dyn_cast<AffineConstantExpr>(binary.getRHS());
  if (!rhs)
    return false;
  return expr.getKind() == AffineExprKind::Mul || rhs.getValue() > 0;
}

int64_t attn::evaluateExpr(AffineExpr expr, ArrayRef<int64_t> dims,
                           ArrayRef<int64_t> symbols) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return constant.getValue();
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return dims[dim.getPosition()];
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
    return symbols[symbol.getPosition()];
  auto binary = cast<AffineBinaryOpExpr>(expr);
  int64_t lhs = evaluateExpr(binary.getLHS(), dims, symbols);
  int64_t rhs = evaluateExpr(binary.getRHS(), dims, symbols);
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return lhs + rhs;
  case AffineExprKind::Mul:
    return lhs * rhs;
  case AffineExprKind::Mod:
    return llvm::mod(lhs, rhs);
  case AffineExprKind::FloorDiv:
    return llvm::divideFloorSigned(lhs, rhs);
  case AffineExprKind::CeilDiv:
    return llvm::divideCeilSigned(lhs, rhs);
  default:
    llvm_unreachable("not a binary affine expression");
  }
}

static std::string getLeafName(AffineExpr leaf,
                               ArrayRef<StringLiteral> dimNames) {
  static constexpr StringLiteral symbolNames[] = {"nq", "nk", "off"};
  if (auto dim = dyn_cast<AffineDimExpr>(leaf)) {
    unsigned position = dim.getPosition();
    return position < dimNames.size() ? dimNames[position].str()
                                      : "d" + std::to_string(position);
  }
  unsigned position = cast<AffineSymbolExpr>(leaf).getPosition();
  return position < std::size(symbolNames)
             ? symbolNames[position].str()
             : "p" + std::to_string(position - std::size(symbolNames));
}

static void printFactor(raw_ostream &os, AffineExpr expr,
                        ArrayRef<StringLiteral> dimNames) {
  bool atomic = !isa<AffineBinaryOpExpr>(expr);
  os << (atomic ? "" : "(");
  printRelationExpr(os, expr, dimNames);
  os << (atomic ? "" : ")");
}

/// Prints one term of a sum with its sign: "a", " + a", " - a".
static void printTerm(raw_ostream &os, AffineExpr term, bool first,
                      ArrayRef<StringLiteral> dimNames) {
  int64_t factor = 1;
  AffineExpr rest = term;
  if (auto constant = dyn_cast<AffineConstantExpr>(term)) {
    factor = constant.getValue();
    rest = AffineExpr();
  } else if (term.getKind() == AffineExprKind::Mul) {
    auto product = cast<AffineBinaryOpExpr>(term);
    if (auto constant = dyn_cast<AffineConstantExpr>(product.getRHS())) {
      factor = constant.getValue();
      rest = product.getLHS();
    }
  }
  if (factor < 0)
    os << (first ? "-" : " - ");
  else if (!first)
    os << " + ";
  // As unsigned, because the least integer has no opposite.
  uint64_t magnitude = factor < 0 ? -uint64_t(factor) : uint64_t(factor);
  if (!rest) {
    os << magnitude;
  } else if (magnitude == 1 && term != rest) {
    printFactor(os, rest, dimNames);
  } else if (term != rest) {
    os << magnitude << " * ";
    printFactor(os, rest, dimNames);
  } else {
    printRelationExpr(os, rest, dimNames);
  }
}

void attn::printRelationExpr(raw_ostream &os, AffineExpr expr,
                             ArrayRef<StringLiteral> dimNames) {
  static constexpr StringLiteral relationNames[] = {"h", "q", "k"};
  if (dimNames.empty())
    dimNames = relationNames;
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary) {
    if (auto constant = dyn_cast<AffineConstantExpr>(expr))
      os << constant.getValue();
    else
      os << getLeafName(expr, dimNames);
    return;
  }
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    printRelationExpr(os, binary.getLHS(), dimNames);
    return printTerm(os, binary.getRHS(), /*first=*/false, dimNames);
  case AffineExprKind::Mul:
    return printTerm(os, expr, /*first=*/true, dimNames);
  default:
    break;
  }
  printFactor(os, binary.getLHS(), dimNames);
  os << (expr.getKind() == AffineExprKind::Mod        ? " mod "
         : expr.getKind() == AffineExprKind::FloorDiv ? " floordiv "
                                                      : " ceildiv ");
  printFactor(os, binary.getRHS(), dimNames);
}

//===----------------------------------------------------------------------===//
// Linear forms
//===----------------------------------------------------------------------===//

/// Dimensions, then symbols, then remainders and divisions.
static unsigned getRank(AffineExpr term) {
  switch (term.getKind()) {
  case AffineExprKind::DimId:
    return 0;
  case AffineExprKind::SymbolId:
    return 1;
  case AffineExprKind::Mod:
    return 2;
  case AffineExprKind::FloorDiv:
    return 3;
  case AffineExprKind::Constant:
    return 4;
  default:
    return 5;
  }
}

/// A total order on simplified expressions that depends on nothing but their
/// structure: compiling twice must give the same bytes.
static int compareExprs(AffineExpr lhs, AffineExpr rhs) {
  if (lhs == rhs)
    return 0;
  if (getRank(lhs) != getRank(rhs))
    return getRank(lhs) < getRank(rhs) ? -1 : 1;
  auto compareInts = [](int64_t a, int64_t b) { return a < b ? -1 : a > b; };
  if (auto dim = dyn_cast<AffineDimExpr>(lhs))
    return compareInts(dim.getPosition(),
                       cast<AffineDimExpr>(rhs).getPosition());
  if (auto symbol = dyn_cast<AffineSymbolExpr>(lhs))
    return compareInts(symbol.getPosition(),
                       cast<AffineSymbolExpr>(rhs).getPosition());
  if (auto constant = dyn_cast<AffineConstantExpr>(lhs))
    return compareInts(constant.getValue(),
                       cast<AffineConstantExpr>(rhs).getValue());
  if (lhs.getKind() != rhs.getKind())
    return compareInts(int64_t(lhs.getKind()), int64_t(rhs.getKind()));
  auto left = cast<AffineBinaryOpExpr>(lhs),
       right = cast<AffineBinaryOpExpr>(rhs);
  if (int order = compareExprs(left.getLHS(), right.getLHS()))
    return order;
  return compareExprs(left.getRHS(), right.getRHS());
}

void LinearForm::addTerm(AffineExpr term, int64_t factor) {
  auto *it = llvm::lower_bound(terms, term, [](auto &entry, AffineExpr expr) {
    return compareExprs(entry.first, expr) < 0;
  });
  if (it == terms.end() || it->first != term) {
    if (factor != 0)
      terms.insert(it, {term, factor});
    return;
  }
  it->second += factor;
  if (it->second == 0)
    terms.erase(it);
}

void LinearForm::add(const LinearForm &other, int64_t factor) {
  for (auto [term, coefficient] : other.terms)
    addTerm(term, coefficient * factor);
  constant += other.constant * factor;
}

int64_t LinearForm::getCoefficient(AffineExpr term) const {
  for (auto [other, coefficient] : terms)
    if (other == term)
      return coefficient;
  return 0;
}

int64_t LinearForm::getGcd() const {
  int64_t gcd = 0;
  for (auto [term, coefficient] : terms)
    gcd = std::gcd(gcd, coefficient);
  return gcd;
}

void LinearForm::divideBy(int64_t divisor) {
  for (auto &entry : terms)
    entry.second /= divisor;
  constant = llvm::divideFloorSigned(constant, divisor);
}

std::pair<std::optional<int64_t>, std::optional<int64_t>>
LinearForm::getRange() const {
  std::optional<int64_t> low = constant, high = constant;
  for (auto [term, coefficient] : terms) {
    if (term.getKind() != AffineExprKind::Mod)
      return {std::nullopt, std::nullopt};
    auto modulus =
        cast<AffineConstantExpr>(cast<AffineBinaryOpExpr>(term).getRHS());
    int64_t extreme = coefficient * (modulus.getValue() - 1);
    (extreme < 0 ? *low : *high) += extreme;
  }
  return {low, high};
}

AffineExpr LinearForm::getExpr() const {
  AffineExpr expr;
  for (auto [term, coefficient] : terms)
    expr = expr ? expr + term * coefficient : term * coefficient;
  if (!expr)
    return getAffineConstantExpr(constant, context);
  return expr + constant;
}

/// Adds a division that upstream may have simplified while making it.
static void addExpr(LinearForm &form, AffineExpr expr) {
  if (expr.getKind() == AffineExprKind::Mod ||
      expr.getKind() == AffineExprKind::FloorDiv)
    form.addTerm(expr, 1);
  else
    form.add(LinearForm::get(expr), 1);
}

/// The form of `operand` mod or floordiv `divisor`. Multiples of the divisor
/// leave the operand: (4 a + b) floordiv 4 = a + b floordiv 4.
static LinearForm divide(AffineExprKind kind, const LinearForm &operand,
                         int64_t divisor) {
  MLIRContext *context = operand.context;
  LinearForm quotient(context), rest(context);
  for (auto [term, coefficient] : operand.terms) {
    // Truncation, so that -q stays -q and does not become (m - 1) * q.
    quotient.addTerm(term, coefficient / divisor);
    rest.addTerm(term, coefficient % divisor);
  }
  quotient.constant = llvm::divideFloorSigned(operand.constant, divisor);
  rest.constant = llvm::mod(operand.constant, divisor);

  // What is divided or kept below is a multiple of the divisor plus `rest`.
  auto [low, high] = rest.getRange();
  if (low && high && *low >= 0 && *high < divisor)
    return kind == AffineExprKind::Mod ? rest : quotient;

  // A common factor leaves both sides and takes part of the constant along:
  // (4 a + 1) mod 8 = 4 * (a mod 2) + 1, (2 a + 1) floordiv 4 = a floordiv 2.
  int64_t gcd = std::gcd(rest.getGcd(), divisor);
  int64_t kept = llvm::mod(rest.constant, gcd);
  rest.divideBy(gcd);
  divisor /= gcd;
  LinearForm part(context);
  if (divisor == 1) {
    if (kind == AffineExprKind::FloorDiv)
      part = rest;
  } else {
    addExpr(part,
            getAffineBinaryOpExpr(kind, rest.getExpr(),
                                  getAffineConstantExpr(divisor, context)));
  }
  if (kind == AffineExprKind::FloorDiv) {
    quotient.add(part, 1);
    return quotient;
  }
  LinearForm result(context);
  result.add(part, gcd);
  result.constant += kept;
  return result;
}

LinearForm LinearForm::get(AffineExpr expr) {
  LinearForm form(expr.getContext());
  if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
    form.constant = constant.getValue();
    return form;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary) {
    form.addTerm(expr, 1);
    return form;
  }
  LinearForm lhs = get(binary.getLHS()), rhs = get(binary.getRHS());
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    lhs.add(rhs, 1);
    return lhs;
  case AffineExprKind::Mul:
    assert(rhs.terms.empty() && "expected a product with a constant");
    form.add(lhs, rhs.constant);
    return form;
  case AffineExprKind::CeilDiv:
    lhs.constant += rhs.constant - 1;
    return divide(AffineExprKind::FloorDiv, lhs, rhs.constant);
  default:
    assert(rhs.terms.empty() && rhs.constant > 0 &&
           "expected a division by a positive constant");
    return divide(expr.getKind(), lhs, rhs.constant);
  }
}

AffineExpr attn::simplifyQuasiAffine(AffineExpr expr) {
  // Sums recognise x - m * (x floordiv m) as a remainder when they are made:
  // the second round reads what the first one wrote.
  return LinearForm::get(LinearForm::get(expr).getExpr()).getExpr();
}
