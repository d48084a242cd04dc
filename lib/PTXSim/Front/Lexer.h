//===- Lexer.h - PTX text to tokens -----------------------------*- C++ -*-===//

#ifndef ATTN_LIB_PTXSIM_FRONT_LEXER_H
#define ATTN_LIB_PTXSIM_FRONT_LEXER_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <string>
#include <vector>

namespace ptxsim {

struct Token {
  enum Kind : uint8_t {
    End,
    /// add, %r1, $L__BB0, _
    Identifier,
    /// .global, .L1::evict_last, .x: the text is without the dot.
    Dotted,
    /// 12, 0x1F, 017, 0b1, 7U
    Integer,
    /// 1.5, 0f3F800000, 0d3FF0000000000000
    Float,
    /// The text is without the quotes.
    String,
    /// One character.
    Punctuation,
  };
  Kind kind = End;
  uint32_t line = 0;
  llvm::StringRef text;

  bool is(char c) const { return kind == Punctuation && text[0] == c; }
  bool isDotted(llvm::StringRef name) const {
    return kind == Dotted && text == name;
  }
  bool isIdentifier(llvm::StringRef name) const {
    return kind == Identifier && text == name;
  }
  /// No space between this token and the next.
  bool touches(const Token &next) const {
    return text.end() + (kind == String) + (next.kind == Dotted) ==
           next.text.begin();
  }
};

/// Appends the tokens of `source`, the last one an End. On an error: false,
/// with its line and message; comments are skipped.
bool tokenize(llvm::StringRef source, std::vector<Token> &tokens,
              uint32_t &errorLine, std::string &error);

} // namespace ptxsim

#endif // ATTN_LIB_PTXSIM_FRONT_LEXER_H
