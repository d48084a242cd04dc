//===- ParserFunction.cpp - functions and their bodies --------------------===//

#include "Parser.h"

using namespace ptxsim;
using llvm::StringRef;
using llvm::Twine;

/// Deeper braces are an error.
static constexpr unsigned maxScopes = 200;

void Parser::pushScope() {
  scopes.emplace_back();
  scopes.back().parent = scope;
  scope = scopes.size() - 1;
}

//===----------------------------------------------------------------------===//
// Heads
//===----------------------------------------------------------------------===//

static std::vector<uint64_t> sizesOf(const Module &module,
                                     llvm::ArrayRef<Parameter> parameters) {
  std::vector<uint64_t> sizes;
  for (const Parameter &parameter : parameters)
    sizes.push_back(parameter.variable == kNone
                        ? bitWidth(parameter.reg.type) / 8
                        : module.variables[parameter.variable].size);
  return sizes;
}

/// A function may be declared many times, alike, and defined once.
bool Parser::checkRedeclaration(const Function &earlier) {
  if (earlier.isDefined && !peek().is(';'))
    return fail(function.line, "redefinition of '" + function.name + "'");
  if (earlier.isEntry != function.isEntry ||
      sizesOf(module, earlier.params) != sizesOf(module, function.params) ||
      sizesOf(module, earlier.results) != sizesOf(module, function.results))
    return fail(function.line, "expected the same parameters and results as "
                               "in the declaration of '" +
                                   function.name + "' in line " +
                                   Twine(earlier.line));
  return true;
}

bool Parser::parseThreads(std::array<uint32_t, 3> &threads) {
  unsigned i = 0;
  threads = {1, 1, 1};
  do {
    uint64_t value;
    if (i == 3)
      return failExpected("at most three sizes");
    if (!expectInteger(value, 1 << 20))
      return false;
    threads[i++] = value;
  } while (accept(','));
  return true;
}

bool Parser::parseFunctionDirectives() {
  while (peek().kind == Token::Dotted) {
    const Token &token = take();
    uint64_t value = 0;
    if (token.text == "maxntid" || token.text == "reqntid") {
      if (!parseThreads(token.text == "maxntid" ? function.maxThreads
                                                : function.requiredThreads))
        return false;
    } else if (token.text == "minnctapersm" || token.text == "maxnctapersm" ||
               token.text == "maxnreg") {
      if (!expectInteger(value, 1 << 20))
        return false;
      if (token.text == "maxnreg")
        function.maxRegisters = value;
      else if (token.text == "minnctapersm")
        function.minBlocksPerSM = value;
    } else if (token.text == "noreturn") {
      function.isNoReturn = true;
    } else if (token.text == "pragma") {
      if (!parsePragma())
        return false;
    } else {
      return fail(token.line, "unknown directive '." + token.text + "'");
    }
  }
  return true;
}

bool Parser::parseFunctionName() {
  StringRef name;
  function.line = peek().line;
  if (!expectName(name))
    return false;
  function.name = name.str();
  auto [it, isNew] = functionNames.try_emplace(name, module.functions.size());
  functionIndex = it->second;
  if (isNew) {
    module.functions.emplace_back();
    module.functions.back().name = function.name;
  }
  if (scopes[0].names.count(name))
    return fail(function.line, "redefinition of '" + name + "'");
  return true;
}

bool Parser::parseFunction(bool isEntry, bool isExtern) {
  function = Function();
  function.isEntry = isEntry;
  function.isExtern = isExtern;
  labelUses.clear();
  tableUses.clear();
  sourceFile = sourceLine = 0;
  pushScope();
  if (!isEntry && !parseParameters('(', function.results, false))
    return false;
  size_t known = module.functions.size();
  if (!parseFunctionName() || !parseParameters('(', function.params, isEntry) ||
      !parseFunctionDirectives())
    return false;
  // The results came before the name, and so before the function's number.
  for (const Parameter &result : function.results)
    if (result.variable != kNone)
      module.variables[result.variable].function = functionIndex;
  bool isRedeclared = functionIndex < known;
  if (isRedeclared && !checkRedeclaration(module.functions[functionIndex]))
    return false;
  bool isDeclaration = accept(';');
  if (!isDeclaration) {
    function.isDefined = true;
    // Calls of itself ask for its parameters.
    if (!parseBody())
      return false;
  }
  scope = 0;
  scopes.resize(1);
  if (!isDeclaration || !isRedeclared)
    module.functions[functionIndex] = std::move(function);
  functionIndex = kNone;
  return true;
}

//===----------------------------------------------------------------------===//
// Bodies
//===----------------------------------------------------------------------===//

bool Parser::parseBody() {
  if (!expect('{'))
    return false;
  unsigned depth = 1;
  while (depth) {
    if (peek().kind == Token::End)
      return failExpected("'}'");
    if (accept('{')) {
      if (++depth > maxScopes)
        return fail(peek().line, "expected fewer braces");
      pushScope();
    } else if (accept('}')) {
      --depth;
      if (depth)
        scope = scopes[scope].parent;
    } else if (!parseStatement()) {
      return false;
    }
  }
  if (!resolveLabels())
    return false;
  analyzeControlFlow(module, function);
  return true;
}

bool Parser::parseStatement() {
  if (accept(';'))
    return true;
  if (peek().kind == Token::Dotted)
    return parseBodyDirective();
  if (peek().kind == Token::Identifier && peek(1).is(':'))
    return parseLabel();
  return parseInstruction();
}

bool Parser::parseBodyDirective() {
  if (acceptDotted("reg"))
    return parseRegisters();
  if (acceptDotted("loc"))
    return parseLoc();
  if (acceptDotted("local"))
    return parseVariables(Space::Local, false);
  if (acceptDotted("shared"))
    return parseVariables(Space::Shared, false);
  if (acceptDotted("param"))
    return parseVariables(Space::Param, false);
  if (acceptDotted("global"))
    return parseVariables(Space::Global, false);
  if (acceptDotted("const"))
    return parseVariables(Space::Const, false);
  if (acceptDotted("extern"))
    return acceptDotted("shared") ? parseVariables(Space::Shared, true)
                                  : failExpected("'.shared'");
  if (acceptDotted("pragma"))
    return parsePragma();
  return fail(peek().line, "unknown directive '." + peek().text + "'");
}

/// .loc 1 12 3 [, function_name label[+n], inlined_at 1 20 5]
bool Parser::parseLoc() {
  uint64_t file, line, column;
  if (!expectInteger(file, UINT32_MAX) || !expectInteger(line, UINT32_MAX) ||
      !expectInteger(column, UINT32_MAX))
    return false;
  sourceFile = file;
  sourceLine = line;
  if (!accept(','))
    return true;
  StringRef word;
  if (!expectName(word) || word != "function_name")
    return failExpected("'function_name'");
  if (!expectName(word) ||
      (accept('+') && !expectInteger(column, UINT32_MAX)) || !expect(',') ||
      !expectName(word) || word != "inlined_at")
    return failExpected("'inlined_at'");
  return expectInteger(file, UINT32_MAX) && expectInteger(line, UINT32_MAX) &&
         expectInteger(column, UINT32_MAX);
}

bool Parser::parseLabel() {
  uint32_t line = peek().line;
  StringRef name = take().text;
  take();
  if (acceptDotted("branchtargets"))
    return parseBranchTargets(name);
  if (acceptDotted("callprototype"))
    return parsePrototype(name);
  if (acceptDotted("calltargets"))
    return parseCallTargets(name);
  uint32_t at = function.instructions.size();
  if (!scopes[scope].labels.try_emplace(name, at).second)
    return fail(line, "redefinition of '" + name + "'");
  return true;
}

bool Parser::parseBranchTargets(StringRef name) {
  Name what;
  what.kind = Name::BranchTable;
  what.index = function.branchTables.size();
  function.branchTables.emplace_back();
  uint32_t line = peek().line;
  do {
    StringRef label;
    uint32_t at = peek().line;
    if (!expectName(label))
      return false;
    tableUses.push_back({what.index, scope, at, label});
  } while (accept(','));
  return expect(';') && declare(line, name, what);
}

/// (.param .b64 _, .param .align 8 .b8 _[16])
bool Parser::parsePrototypeParameters(std::vector<uint64_t> &sizes) {
  if (!accept('(') || accept(')'))
    return true;
  // Their names count for nothing.
  pushScope();
  uint64_t paramSize = function.paramSize;
  do {
    Parameter parameter;
    if (!parseParameter(parameter, /*isEntry=*/false))
      return false;
    sizes.push_back(sizesOf(module, parameter)[0]);
    scopes[scope].names.clear();
  } while (accept(','));
  function.paramSize = paramSize;
  scope = scopes[scope].parent;
  scopes.pop_back();
  return expect(')');
}

/// name: .callprototype (.param .b32 _) _ (.param .b64 _);
bool Parser::parsePrototype(StringRef name) {
  Name what;
  what.kind = Name::Prototype;
  what.index = function.prototypes.size();
  uint32_t line = peek().line;
  Function::Prototype prototype;
  StringRef ignored;
  if (!parsePrototypeParameters(prototype.results) || !expectName(ignored) ||
      !parsePrototypeParameters(prototype.params))
    return false;
  acceptDotted("noreturn");
  function.prototypes.push_back(std::move(prototype));
  return expect(';') && declare(line, name, what);
}

/// name: .calltargets f, g;  They must be alike: the first is the prototype.
bool Parser::parseCallTargets(StringRef name) {
  Name what;
  what.kind = Name::Prototype;
  what.index = function.prototypes.size();
  function.prototypes.emplace_back();
  uint32_t line = peek().line;
  do {
    StringRef callee;
    uint32_t at = peek().line;
    if (!expectName(callee))
      return false;
    auto it = functionNames.find(callee);
    if (it == functionNames.end())
      return fail(at, "expected a function, got '" + callee + "'");
    const Function &target = getCallee(it->second);
    function.prototypes.back() = {sizesOf(module, target.results),
                                  sizesOf(module, target.params)};
  } while (accept(','));
  return expect(';') && declare(line, name, what);
}

//===----------------------------------------------------------------------===//
// Labels
//===----------------------------------------------------------------------===//

void Parser::addLabelUse(unsigned operand, const RawOperand &raw) {
  uint32_t instruction = function.instructions.size();
  labelUses.push_back({instruction, operand, scope, raw.line, raw.text});
}

bool Parser::findLabel(StringRef name, uint32_t scope, uint32_t line,
                       uint32_t &index) {
  for (uint32_t at = scope; at != kNone; at = scopes[at].parent) {
    auto it = scopes[at].labels.find(name);
    if (it == scopes[at].labels.end())
      continue;
    index = it->second;
    return true;
  }
  return fail(line, "expected a label of the function, got '" + name + "'");
}

bool Parser::resolveLabels() {
  for (const LabelUse &use : labelUses) {
    Operand &operand =
        function.instructions[use.instruction].operands[use.operand];
    if (!findLabel(use.name, use.scope, use.line, operand.index))
      return false;
  }
  for (const TableUse &use : tableUses) {
    uint32_t index;
    if (!findLabel(use.name, use.scope, use.line, index))
      return false;
    function.branchTables[use.table].push_back(index);
  }
  return true;
}
