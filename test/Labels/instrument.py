"""instrument.py FROM TO: copies the dialect's sources with checks to switch off.

A check carries its label in a comment, `if (..) // maps_c3`. In the copy the
statement that the comment is in is made only while the label is on:

    if (bad) // a_c1            if (attnLabelOn("a_c1")) if (bad)
      return emitError();         return emitError();
    if (good) // a_c2           if (!attnLabelOn("a_c2")) return success();
      return success();         if (good) return success();
    return check(..); // a_c3   if (!attnLabelOn("a_c3")) return success();
                                return check(..);
"""

import pathlib
import re
import sys

LABELS = re.compile(r"//.*?\b([a-z_]+_c\d+)\b")
START = re.compile(r"^\s*(if \(|return\b|for \()")
ERROR = re.compile(r"\breturn (failure\(\)|[\w.>()-]*\bemit\w*Error\()")
GOOD = re.compile(r"\breturn (success\(\)|WalkResult::advance\(\));")


def statement_end(lines, first):
    """The line that the statement which begins in line `first` ends in, roughly:
    for an `if` the one of its first `return`."""
    for i in range(first, len(lines)):
        if re.search(r"\breturn\b", lines[i]):
            break
    while i < len(lines) - 1 and ";" not in lines[i].split("//")[0]:
        i += 1
    return i


def guard(lines, number, label):
    """The line to change and what to put before its statement."""
    first = number
    while not START.match(lines[first]):
        first -= 1
        if ";" in lines[first].split("//")[0] or number - first > 8:
            raise ValueError(f"expected {label} in a statement with if, for or return")
    body = "\n".join(lines[first : statement_end(lines, first) + 1])
    good = GOOD.search(body)
    if good:
        return first, f'if (!attnLabelOn("{label}")) return {good.group(1)}; '
    if lines[first].lstrip().startswith("return") and not ERROR.search(body):
        return first, f'if (!attnLabelOn("{label}")) return mlir::success(); '
    return first, f'if (attnLabelOn("{label}")) '


def instrument(text):
    lines = text.split("\n")
    found = []
    for number, line in enumerate(lines):
        # A comment of its own line says what a function checks.
        match = LABELS.search(line)
        if not match or line.lstrip().startswith("//"):
            continue
        found.append((*guard(lines, number, match.group(1)), match.group(1)))
    for first, prefix, _ in found:
        indent = re.match(r"\s*", lines[first]).group(0)
        lines[first] = indent + prefix + lines[first].lstrip()
    return "\n".join(lines), [label for _, _, label in found]


def main():
    source, target = map(pathlib.Path, sys.argv[1:])
    labels = set()
    for path in sorted(source.rglob("*")):
        if path.suffix not in (".cpp", ".h"):
            continue
        text, found = instrument(path.read_text())
        labels |= set(found)
        if found:
            text = '#include "LabelSwitch.h"\n' + text
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists() or place.read_text() != text:
            place.write_text(text)
    (target / "labels.txt").write_text("\n".join(sorted(labels)) + "\n")


if __name__ == "__main__":
    main()
