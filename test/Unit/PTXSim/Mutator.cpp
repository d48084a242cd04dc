//===- Mutator.cpp - PTX text with something wrong ------------------------===//

#include "Mutator.h"
#include "attn/PTXSim/Names.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>
#include <set>

using namespace ptxsim;
using llvm::StringRef;

namespace {
struct Range {
  size_t begin, end;
};
} // namespace

static bool isWordPart(char c) {
  return llvm::isAlnum(c) || c == '_' || c == '$' || c == '%' || c == '.' ||
         c == ':';
}

/// The word that a place is in: a run of name characters, or one character.
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
  size_t begin = text.rfind('\n', at), end = text.find('\n', at);
  begin = begin == StringRef::npos || begin == at ? 0 : begin + 1;
  return {std::min(begin, at), end == StringRef::npos ? text.size() : end + 1};
}

Mutator::Mutator(std::vector<std::string> seeds, uint64_t seed)
    : seeds(std::move(seeds)), random(seed) {
  std::set<std::string> found;
#define PTX_OPCODE(name, spelling) found.insert(spelling);
#define PTX_MOD(name, group, spelling) found.insert("." spelling);
#define PTX_TYPE(name, spelling, bits, kind) found.insert("." spelling);
#define PTX_SPECIAL(name, spelling, type) found.insert(spelling);
#include "attn/PTXSim/Names.def"
  for (const std::string &text : this->seeds) {
    StringRef rest = text;
    while (!rest.empty() && lines.size() < 20000) {
      auto [line, next] = rest.split('\n');
      lines.push_back(line.str() + "\n");
      rest = next;
      for (size_t at = 0; at < line.size(); ++at) {
        Range word = wordAt(line, at);
        found.insert(line.slice(word.begin, word.end).str());
        at = word.end - 1;
      }
    }
  }
  words.assign(found.begin(), found.end());
}

std::string Mutator::randomWord() { return words[below(words.size())]; }

void Mutator::changeByte(std::string &text) {
  size_t at = below(text.size());
  switch (below(4)) {
  case 0:
    text[at] = char(random());
    break;
  case 1:
    text.erase(at, 1 + below(4));
    break;
  case 2:
    text.insert(at, 1, "{}()[];,.@!|+-<>=:\"/*%_0f\n"[below(26)]);
    break;
  case 3:
    text.resize(at);
    break;
  }
}

void Mutator::changeWord(std::string &text) {
  Range word = wordAt(text, below(text.size()));
  std::string old = text.substr(word.begin, word.end - word.begin);
  switch (below(4)) {
  case 0:
    text.erase(word.begin, word.end - word.begin);
    break;
  case 1:
    text.insert(word.end, " " + old);
    break;
  case 2: {
    // One modifier of an instruction.
    size_t dot = old.rfind('.');
    std::string other = randomWord();
    if (dot == std::string::npos || other[0] != '.')
      return;
    text.replace(word.begin + dot, old.size() - dot, other);
    break;
  }
  case 3:
    text.replace(word.begin, word.end - word.begin, randomWord());
    break;
  }
}

void Mutator::changeNumber(std::string &text) {
  size_t at = text.find_first_of("0123456789", below(text.size()));
  if (at == std::string::npos)
    return;
  size_t end = at;
  while (end < text.size() && llvm::isAlnum(text[end]))
    ++end;
  static const char *const numbers[] = {"0",
                                        "1",
                                        "2",
                                        "3",
                                        "4",
                                        "7",
                                        "8",
                                        "16",
                                        "31",
                                        "32",
                                        "33",
                                        "64",
                                        "1000",
                                        "65536",
                                        "2147483647",
                                        "4294967295",
                                        "-1",
                                        "-8",
                                        "0x80000000",
                                        "9223372036854775807",
                                        "0x7fffffff",
                                        "255",
                                        "18446744073709551615"};
  text.replace(at, end - at, numbers[below(std::size(numbers))]);
}

void Mutator::changeLine(std::string &text) {
  Range line = lineAt(text, below(text.size()));
  switch (below(3)) {
  case 0:
    text.erase(line.begin, line.end - line.begin);
    break;
  case 1:
    text.insert(line.begin, lines[below(lines.size())]);
    break;
  case 2:
    text.insert(line.begin, text.substr(line.begin, line.end - line.begin));
    break;
  }
}

void Mutator::moveRange(std::string &text) {
  Range line = lineAt(text, below(text.size()));
  std::string moved = text.substr(line.begin, line.end - line.begin);
  text.erase(line.begin, line.end - line.begin);
  if (text.empty())
    return;
  text.insert(lineAt(text, below(text.size())).begin, moved);
}

void Mutator::changeOnce(std::string &text) {
  uint64_t choice = below(16);
  if (text.empty())
    return;
  if (choice < 1)
    changeByte(text);
  else if (choice < 6)
    changeWord(text);
  else if (choice < 9)
    changeNumber(text);
  else if (choice < 13)
    changeLine(text);
  else
    moveRange(text);
}

std::string Mutator::mutate() {
  std::string text = seeds[below(seeds.size())];
  for (uint64_t i = 0, count = 1 + below(3); i < count; ++i)
    changeOnce(text);
  return text;
}
