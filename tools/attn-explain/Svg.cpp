//===- Svg.cpp - patterns as a picture ------------------------------------===//

#include "Svg.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::attn;

// In units of the picture: a panel, its text above and the room around.
static constexpr int64_t kSide = 384, kText = 20, kMargin = 24;
static constexpr int64_t kPanel = kSide + 3 * kText + kMargin;
static constexpr const char *kFull = "#1f4e79", *kSome = "#9dc3e6";

static std::string escape(StringRef text) {
  std::string escaped;
  llvm::raw_string_ostream os(escaped);
  llvm::printHTMLEscaped(text, os);
  return escaped;
}

static void writeText(int64_t x, int64_t y, StringRef text,
                      llvm::raw_ostream &os) {
  os << "  <text x=\"" << x << "\" y=\"" << y << "\">" << escape(text)
     << "</text>\n";
}

// Neighbouring cells of a kind are one rectangle, in the units of cells.
static void writeCells(const PatternDrawing &drawing, llvm::raw_ostream &os) {
  for (auto [row, text] : llvm::enumerate(drawing.lines)) {
    StringRef line = text;
    for (size_t begin = 0; begin < line.size();) {
      size_t end = std::min(line.find_first_not_of(line[begin], begin),
                            line.size());
      if (line[begin] != '.')
        os << "    <rect x=\"" << begin << "\" y=\"" << row << "\" width=\""
           << end - begin << "\" height=\"1\" fill=\""
           << (line[begin] == '#' ? kFull : kSome) << "\"/>\n";
      begin = end;
    }
  }
}

static void writePanel(const Picture &picture, int64_t top,
                       llvm::raw_ostream &os) {
  const PatternDrawing &drawing = picture.drawing;
  writeText(kMargin, top + kText, picture.title, os);
  writeText(kMargin, top + 2 * kText, picture.pattern, os);
  std::string sizes = "queries 0 to " + std::to_string(picture.numQueries - 1) +
                      " down, keys 0 to " +
                      std::to_string(picture.numKeys - 1) + " right";
  if (!drawing.exact)
    sizes += ", rows sampled";
  writeText(kMargin, top + kPanel - kText, sizes, os);
  int64_t y = top + 2 * kText + kText / 2;
  double columns = drawing.lines.empty() ? 1 : drawing.lines.front().size();
  double rows = std::max<size_t>(drawing.lines.size(), 1);
  os << "  <g transform=\"translate(" << kMargin << ' ' << y << ") scale("
     << double(kSide - kText) / columns << ' '
     << double(kSide - kText) / rows << ")\">\n";
  writeCells(drawing, os);
  os << "  </g>\n  <rect x=\"" << kMargin << "\" y=\"" << y << "\" width=\""
     << kSide - kText << "\" height=\"" << kSide - kText
     << "\" fill=\"none\" stroke=\"black\"/>\n";
}

void mlir::attn::writeSvg(const std::vector<Picture> &pictures,
                          llvm::raw_ostream &os) {
  int64_t width = kSide + 2 * kMargin;
  for (const Picture &picture : pictures)
    // Text of about 7 units a letter.
    width = std::max<int64_t>(
        width, 2 * kMargin + 7 * std::max(picture.title.size(),
                                          picture.pattern.size()));
  int64_t height = std::max<int64_t>(kPanel * pictures.size(), kPanel);
  os << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << width
     << "\" height=\"" << height << "\" font-family=\"monospace\" "
     << "font-size=\"12\" shape-rendering=\"crispEdges\">\n"
     << "  <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n";
  for (auto [i, picture] : llvm::enumerate(pictures))
    writePanel(picture, kPanel * i, os);
  os << "</svg>\n";
}
