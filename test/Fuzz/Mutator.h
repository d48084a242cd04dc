//===- Mutator.h - modules with something wrong -----------------*- C++ -*-===//

#ifndef ATTN_TEST_FUZZ_MUTATOR_H
#define ATTN_TEST_FUZZ_MUTATOR_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <random>
#include <string>
#include <vector>

namespace mlir::attn::fuzz {

/// Makes texts from texts: words, numbers, lines and bytes are exchanged, mostly
/// for others of their kind, so that much of it still parses.
class Mutator {
public:
  /// `seeds` are the texts that mutants are made of.
  explicit Mutator(std::vector<std::string> seeds);

  /// Begins the chain `number` of the series `series`: one of the seeds. All that
  /// change() then makes is the same for the same seeds.
  std::string begin(uint64_t series, uint64_t number);
  /// `text` with one thing changed.
  std::string change(std::string text);

private:
  size_t below(size_t end) { return end < 2 ? 0 : random() % end; }
  const std::string &pick(const std::vector<std::string> &from) {
    return from[below(from.size())];
  }
  void changeWord(std::string &text);
  void changeNumber(std::string &text);
  void changeEverywhere(std::string &text);
  void dropClause(std::string &text);
  void changeLine(std::string &text);
  void changeByte(std::string &text);

  std::vector<std::string> seeds;
  /// Words of all texts by the kind of their first character.
  std::map<char, std::vector<std::string>> words;
  std::vector<std::string> lines;
  std::mt19937_64 random;
};

/// The parts of a test file between lines of dashes, without its comments.
std::vector<std::string> splitFile(llvm::StringRef text);

} // namespace mlir::attn::fuzz

#endif // ATTN_TEST_FUZZ_MUTATOR_H
