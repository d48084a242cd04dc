//===- ParserModule.cpp - module scope ------------------------------------===//

#include "Parser.h"
#include "llvm/ADT/StringExtras.h"

using namespace ptxsim;
using llvm::StringRef;
using llvm::Twine;

/// The newest PTX ISA whose text is known.
static constexpr unsigned maxVersion = 90;
/// As on devices; dynamic shared memory may be larger.
static constexpr uint64_t maxStaticShared = 48 << 10;
static constexpr unsigned minTarget = 80, maxTarget = 121;

//===----------------------------------------------------------------------===//
// Tokens and errors
//===----------------------------------------------------------------------===//

bool Parser::fail(uint32_t line, const Twine &message) {
  if (error.empty()) {
    errorLine = line;
    error = message.str();
  }
  return false;
}

bool Parser::failExpected(const Twine &what) {
  const Token &token = peek();
  if (token.kind == Token::End)
    return fail(token.line, "expected " + what + ", got the end of the file");
  StringRef dot = token.kind == Token::Dotted ? "." : "";
  return fail(token.line, "expected " + what + ", got '" + dot +
                              token.text.take_front(60) + "'");
}

bool Parser::expect(char c) {
  return accept(c) || failExpected("'" + Twine(c) + "'");
}

bool Parser::expectName(StringRef &name) {
  if (peek().kind != Token::Identifier)
    return failExpected("a name");
  name = take().text;
  return true;
}

bool Parser::expectInteger(uint64_t &value, uint64_t max) {
  const Token &token = peek();
  Constant constant;
  if (token.kind != Token::Integer)
    return failExpected("an integer");
  if (!parseNumber(take(), constant))
    return false;
  value = constant.bits;
  if (value > max)
    return fail(token.line, "expected at most " + Twine(max) + ", got '" +
                                token.text + "'");
  return true;
}

//===----------------------------------------------------------------------===//
// Directives
//===----------------------------------------------------------------------===//

bool Parser::parseVersion() {
  const Token &token = peek();
  StringRef major, minor;
  std::tie(major, minor) = token.text.split('.');
  unsigned a, b;
  if (token.kind != Token::Float || major.getAsInteger(10, a) ||
      minor.getAsInteger(10, b) || a > 99 || b > 9)
    return failExpected("a version such as 8.4");
  take();
  module.version = a * 10 + b;
  if (module.version > maxVersion)
    return fail(token.line, "expected PTX ISA " + Twine(maxVersion / 10) + "." +
                                Twine(maxVersion % 10) + " at most, got " +
                                token.text);
  return true;
}

bool Parser::parseTarget() {
  do {
    const Token &token = peek();
    StringRef name;
    if (!expectName(name))
      return false;
    if (name == "debug" || name == "texmode_unified" ||
        name == "texmode_independent")
      continue;
    StringRef digits = name;
    if (!digits.consume_front("sm_") ||
        digits.consumeInteger(10, module.target) ||
        !(digits.empty() || digits == "a" || digits == "f"))
      return fail(token.line, "unknown target '" + name + "'");
    if (module.target < minTarget || module.target > maxTarget)
      return fail(token.line, "expected a target from sm_" + Twine(minTarget) +
                                  " to sm_" + Twine(maxTarget) + ", got '" +
                                  name + "'");
  } while (accept(','));
  return true;
}

bool Parser::parseAddressSize() {
  const Token &token = peek();
  uint64_t bits;
  if (!expectInteger(bits, 64))
    return false;
  if (bits != 64)
    return fail(token.line,
                "expected addresses of 64 bits, got " + Twine(bits));
  return true;
}

/// .file 1 "a.cu" [, timestamp, size]
bool Parser::parseFile() {
  uint64_t index, ignored;
  if (!expectInteger(index, 1 << 20))
    return false;
  if (peek().kind != Token::String)
    return failExpected("the name of a file");
  if (module.files.size() <= index)
    module.files.resize(index + 1);
  module.files[index] = take().text.str();
  if (!accept(','))
    return true;
  return expectInteger(ignored, UINT64_MAX) && expect(',') &&
         expectInteger(ignored, UINT64_MAX);
}

/// .section .debug_info { .b8 1, 2  label:  .b64 $L__tmp0-$L1 ... }: debug
/// data, of no use here.
bool Parser::parseSection() {
  if (peek().kind != Token::Dotted || !peek().text.starts_with("debug_"))
    return failExpected("a section of debug data");
  take();
  // ".debug_str" and its like may be followed by flags; then the data.
  while (peek().kind == Token::String || peek().is(','))
    take();
  if (!expect('{'))
    return false;
  while (!accept('}')) {
    const Token &token = peek();
    bool isData =
        token.kind == Token::Integer || token.kind == Token::Identifier ||
        token.is(',') || token.is(':') || token.is('+') || token.is('-') ||
        token.is(';') ||
        (token.kind == Token::Dotted &&
         (token.text == "b8" || token.text == "b16" || token.text == "b32" ||
          token.text == "b64" || token.text.starts_with("debug_")));
    if (!isData)
      return failExpected("debug data");
    take();
  }
  return true;
}

/// Those of other meanings are for tuning.
bool Parser::parsePragma() {
  do {
    if (peek().kind != Token::String)
      return failExpected("a string");
    StringRef text = peek().text;
    if (text.consume_front("used_bytes_mask") &&
        text.trim().getAsInteger(0, usedBytes))
      return failExpected("a mask of 32 bits");
    take();
  } while (accept(','));
  return expect(';');
}

/// .alias name, aliasee;
bool Parser::parseAlias() {
  uint32_t line = peek().line;
  StringRef name, aliasee;
  if (!expectName(name) || !expect(',') || !expectName(aliasee))
    return false;
  auto target = functionNames.find(aliasee);
  auto self = functionNames.find(name);
  if (target == functionNames.end() ||
      !module.functions[target->second].isDefined)
    return fail(line, "expected a defined function, got '" + aliasee + "'");
  // Calls before the alias went to its declaration: it becomes a copy.
  if (self == functionNames.end() || module.functions[self->second].isDefined)
    return fail(line, "expected a declared function without a body, got '" +
                          name + "'");
  Function copy = module.functions[target->second];
  copy.name = name.str();
  module.functions[self->second] = std::move(copy);
  return expect(';');
}

bool Parser::parseLinked() {
  bool isExtern = false;
  while (peek().kind == Token::Dotted) {
    if (acceptDotted("extern"))
      isExtern = true;
    else if (!acceptDotted("visible") && !acceptDotted("weak") &&
             !acceptDotted("common"))
      break;
  }
  if (acceptDotted("entry"))
    return parseFunction(/*isEntry=*/true, isExtern);
  if (acceptDotted("func"))
    return parseFunction(/*isEntry=*/false, isExtern);
  if (acceptDotted("global"))
    return parseVariables(Space::Global, isExtern);
  if (acceptDotted("const"))
    return parseVariables(Space::Const, isExtern);
  if (acceptDotted("shared"))
    return parseVariables(Space::Shared, isExtern);
  if (peek().kind == Token::Dotted)
    return fail(peek().line, "unknown directive '." + peek().text + "'");
  return failExpected("a directive");
}

bool Parser::parseModuleItem() {
  bool isHead = module.version == 0 || module.target == 0;
  if (acceptDotted("version"))
    return parseVersion();
  if (module.version == 0)
    return failExpected("'.version' first");
  if (acceptDotted("target"))
    return parseTarget();
  if (isHead)
    return failExpected("'.target' after '.version'");
  if (acceptDotted("address_size"))
    return parseAddressSize();
  if (acceptDotted("file"))
    return parseFile();
  if (acceptDotted("section"))
    return parseSection();
  if (acceptDotted("pragma"))
    return parsePragma();
  if (acceptDotted("alias"))
    return parseAlias();
  if (accept(';'))
    return true;
  return parseLinked();
}

bool Parser::run() {
  if (!tokenize(module.source, tokens, errorLine, error))
    return false;
  scopes.emplace_back();
  while (peek().kind != Token::End)
    if (!parseModuleItem())
      return false;
  if (module.target == 0)
    return failExpected(module.version ? "'.target'" : "'.version'");
  uint32_t tooLarge = placeShared(module, maxStaticShared);
  if (tooLarge == kNone)
    return true;
  const Function &kernel = module.functions[tooLarge];
  return fail(kernel.line, "expected at most " + Twine(maxStaticShared) +
                               " bytes of static shared memory in '" +
                               kernel.name + "', got " +
                               Twine(kernel.sharedSize));
}

llvm::Expected<std::unique_ptr<Module>> ptxsim::parseModule(StringRef text,
                                                            StringRef file) {
  auto module = std::make_unique<Module>();
  module->file = file.str();
  module->source = text.str();
  Parser parser(*module);
  if (parser.run())
    return module;
  return llvm::make_error<ParseError>(file.str(), parser.errorLine,
                                      std::move(parser.error),
                                      module->lineText(parser.errorLine).str());
}
