//===- Mutator.h - PTX text with something wrong ----------------*- C++ -*-===//

#ifndef ATTN_TEST_UNIT_PTXSIM_MUTATOR_H
#define ATTN_TEST_UNIT_PTXSIM_MUTATOR_H

#include "llvm/ADT/StringRef.h"
#include <random>
#include <string>
#include <vector>

namespace ptxsim {

/// Changes a text in a few places: bytes, words, numbers, lines. Most changes
/// keep to words and lines, so that many texts still parse and go on to run.
class Mutator {
public:
  /// The seeds lend each other lines and words.
  Mutator(std::vector<std::string> seeds, uint64_t seed);
  std::string mutate();

private:
  void changeOnce(std::string &text);
  void changeByte(std::string &text);
  void changeWord(std::string &text);
  void changeNumber(std::string &text);
  void changeLine(std::string &text);
  void moveRange(std::string &text);
  std::string randomWord();
  uint64_t below(uint64_t bound) { return bound ? random() % bound : 0; }

  std::vector<std::string> seeds;
  /// Words and lines of the seeds, and words of PTX.
  std::vector<std::string> words, lines;
  std::mt19937_64 random;
};

} // namespace ptxsim

#endif // ATTN_TEST_UNIT_PTXSIM_MUTATOR_H
