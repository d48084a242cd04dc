//===- Mutator.cpp - modules with something wrong -------------------------===//

#include "Mutator.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include <set>

using namespace mlir::attn::fuzz;
using llvm::StringRef;

namespace {
struct Range {
  size_t begin, end;
};
} // namespace

static bool isWordPart(char c) {
  return llvm::isAlnum(c) || c == '_' || c == '.' || c == '%' || c == '#' ||
         c == '@' || c == '!';
}

/// Names of values, of attributes, .., numbers, words; 0 for anything else.
static char kindOf(StringRef word) {
  char c = word.front();
  if (llvm::isDigit(c))
    return '0';
  if (llvm::isAlpha(c) || c == '_')
    return 'a';
  return isWordPart(c) ? c : 0;
}

static Range wordAt(StringRef text, size_t at) {
  if (!isWordPart(text[at]))
    return {at, at + 1};
  Range range{at, at};
  while (range.begin > 0 && isWordPart(text[range.begin - 1]))
    --range.begin;
  while (range.end < text.size() && isWordPart(text[range.end]))
    ++range.end;
  return range;
}

static Range lineAt(StringRef text, size_t at) {
  size_t begin = text.substr(0, at).rfind('\n');
  size_t end = text.find('\n', at);
  return {begin == StringRef::npos ? 0 : begin + 1,
          end == StringRef::npos ? text.size() : end + 1};
}

std::vector<std::string> mlir::attn::fuzz::splitFile(StringRef text) {
  std::vector<std::string> parts(1);
  while (!text.empty()) {
    auto [line, rest] = text.split('\n');
    text = rest;
    if (line.starts_with("// -----") || line.starts_with("//---"))
      parts.emplace_back();
    else if (!line.ltrim().starts_with("//") && !line.trim().empty())
      parts.back() += line.str() + "\n";
  }
  llvm::erase_if(parts, [](StringRef part) { return part.empty(); });
  return parts;
}

Mutator::Mutator(std::vector<std::string> texts) : seeds(std::move(texts)) {
  std::set<std::string> foundWords, foundLines;
  for (StringRef text : seeds) {
    for (size_t at = 0; at < text.size();) {
      Range word = wordAt(text, at);
      foundWords.insert(text.slice(word.begin, word.end).str());
      at = word.end;
    }
    llvm::SmallVector<StringRef> split;
    text.split(split, '\n');
    for (StringRef line : split)
      if (line.size() < 500)
        foundLines.insert(line.str() + "\n");
  }
  for (const std::string &word : foundWords)
    if (kindOf(word))
      words[kindOf(word)].push_back(word);
  lines.assign(foundLines.begin(), foundLines.end());
}

std::string Mutator::begin(uint64_t series, uint64_t number) {
  std::seed_seq sequence{series, number};
  random.seed(sequence);
  return pick(seeds);
}

std::string Mutator::change(std::string text) {
  using Change = void (Mutator::*)(std::string &);
  static const Change changes[] = {
      &Mutator::changeNumber,     &Mutator::changeNumber,
      &Mutator::changeEverywhere, &Mutator::changeEverywhere,
      &Mutator::changeEverywhere, &Mutator::dropClause,
      &Mutator::dropClause,       &Mutator::changeLine,
      &Mutator::changeByte,       &Mutator::changeWord,
      &Mutator::changeWord,       &Mutator::changeWord};
  if (!text.empty())
    (this->*changes[below(std::size(changes))])(text);
  return text;
}

/// Where a number that is a size, a parameter or a constant begins, or 0: others
/// are part of names.
static size_t findNumber(StringRef text, size_t from) {
  for (size_t at = std::max<size_t>(from, 1); at < text.size(); ++at)
    if (llvm::isDigit(text[at]) && StringRef("x<[ ,(=").contains(text[at - 1]))
      return at;
  return 0;
}

static Range numberAt(StringRef text, size_t at) {
  Range range{at, at};
  while (range.end < text.size() && llvm::isDigit(text[range.end]))
    ++range.end;
  return range;
}

static bool isType(StringRef text, size_t at, StringRef type) {
  return text.substr(at).starts_with(type) &&
         (at + type.size() == text.size() ||
          !llvm::isAlnum(text[at + type.size()])) &&
         (at == 0 || !llvm::isAlnum(text[at - 1]) || text[at - 1] == 'x');
}

/// All numbers or types that are the same become another: what must agree still
/// does.
void Mutator::changeEverywhere(std::string &text) {
  static const std::vector<std::string> types = {"f16", "bf16", "f32", "f64",
                                                 "i32", "i64", "index", "i1"};
  if (below(4) == 0) {
    const std::string &from = pick(types), &to = pick(types);
    for (size_t at = 0; at < text.size(); ++at)
      if (isType(text, at, from))
        text.replace(at, from.size(), to);
    return;
  }
  size_t place = findNumber(text, below(text.size()));
  if (place == 0)
    return;
  Range range = numberAt(text, place);
  std::string from = text.substr(place, range.end - place);
  std::string to = std::to_string(1 + below(below(8) == 0 ? 100 : 8));
  for (size_t at = 0; (at = findNumber(text, at)) != 0; ++at) {
    Range other = numberAt(text, at);
    if (StringRef(text).slice(at, other.end) == from)
      text.replace(at, from.size(), to);
    at = numberAt(text, at).end;
  }
}

/// A word and what follows it in brackets goes, or comes somewhere else too.
void Mutator::dropClause(std::string &text) {
  size_t open = text.find_first_of("([{<", below(text.size()));
  if (open == std::string::npos)
    return;
  int depth = 0;
  size_t end = open;
  for (; end < text.size(); ++end) {
    depth += StringRef("([{<").contains(text[end]);
    // The head of an arrow closes nothing.
    bool arrow = text[end] == '>' && text[end - 1] == '-';
    depth -= StringRef(")]}>").contains(text[end]) && !arrow;
    if (depth == 0)
      break;
  }
  size_t begin = open;
  while (begin > 0 && isWordPart(text[begin - 1]))
    --begin;
  std::string clause = text.substr(begin, end + 1 - begin);
  if (below(3) == 0)
    text.insert(wordAt(text, below(text.size())).end, " " + clause);
  else
    text.erase(begin, end + 1 - begin);
}

/// A word goes, comes twice, or is exchanged for one of its kind, more often for
/// one of the same text.
void Mutator::changeWord(std::string &text) {
  Range range = wordAt(text, below(text.size()));
  size_t size = range.end - range.begin;
  char kind = kindOf(StringRef(text).substr(range.begin, size));
  size_t choice = kind ? below(10) : 0;
  if (choice == 0) {
    text.erase(range.begin, size);
  } else if (choice == 1) {
    text.insert(range.end, " " + text.substr(range.begin, size));
  } else if (choice < 5) {
    text.replace(range.begin, size, pick(words[kind]));
  } else {
    for (int i = 0; i < 50; ++i) {
      Range other = wordAt(text, below(text.size()));
      std::string word = text.substr(other.begin, other.end - other.begin);
      if (kindOf(word) != kind)
        continue;
      text.replace(range.begin, size, word);
      return;
    }
  }
}

/// Sizes, parameters and constants at the ends of what they may be.
void Mutator::changeNumber(std::string &text) {
  static const std::vector<std::string> values = {
      "0", "1", "2", "3", "5", "7", "16", "63", "64", "1000", "65536", "-1",
      "-2", "?", "2147483647", "2147483648", "4294967296",
      "9223372036854775807", "-9223372036854775808", "1099511627776", "0.0",
      "1.0e30", "-1.0e-40", "0x7FC00000", "0xFF800000"};
  size_t place = findNumber(text, below(text.size()));
  if (place == 0)
    return;
  Range range = numberAt(text, place);
  text.replace(place, range.end - place, pick(values));
}

void Mutator::changeLine(std::string &text) {
  Range range = lineAt(text, below(text.size()));
  size_t size = range.end - range.begin;
  std::string line = text.substr(range.begin, size);
  switch (below(4)) {
  case 0:
    text.erase(range.begin, size);
    return;
  case 1:
    text.insert(range.begin, line);
    return;
  case 2: {
    text.erase(range.begin, size);
    size_t at = text.empty() ? 0 : lineAt(text, below(text.size())).begin;
    text.insert(at, line);
    return;
  }
  case 3:
    text.insert(range.begin, pick(lines));
    return;
  }
}

void Mutator::changeByte(std::string &text) {
  static const std::string bytes = "{}()[]<>,:=\"-+*/%#@!^?xe0\n\t ";
  size_t at = below(text.size());
  switch (below(8)) {
  case 0:
    text[at] = char(random());
    return;
  case 1:
    text.resize(at);
    return;
  case 2:
  case 3:
    text.insert(at, 1, bytes[below(bytes.size())]);
    return;
  default:
    text.erase(at, 1);
    return;
  }
}
