"""compile_time.py MANY TOOL FLAG..: processor time of TOOL with the number of attentions.

Functions of 1, MANY / 8 and MANY attentions, each with a pattern of its own so that
no two share a kernel. Up to MANY an attention may take three times as long as up to
MANY / 8, and the faster of two runs counts: time grows with the module, not with its
square.
"""

import os
import subprocess
import sys

TYPE = "tensor<1x2x64x16xf32>"
FACTOR = 3


def module(count):
    lines = [f"func.func @f(%q: {TYPE}, %k: {TYPE}, %v0: {TYPE}) -> {TYPE} {{"]
    for i in range(count):
        lines.append(f"  %v{i + 1} = attn.attention %q, %k, %v{i} pattern(#attn.window<left = {i + 1}, right = 0>)"
                     f" : ({TYPE}, {TYPE}, {TYPE}) -> {TYPE}")  # fmt: skip
    return "\n".join([*lines, f"  return %v{count} : {TYPE}", "}", ""])


def seconds(command, text):
    runs = []
    for _ in range(2):
        before = os.times()
        subprocess.run(command, input=text, text=True, check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        runs.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return min(runs)


def main():
    many = int(sys.argv[1])
    counts = (1, many // 8, many)
    one, some, all_ = (seconds([*sys.argv[2:], "-"], module(count)) for count in counts)
    slow = (all_ - some) / (counts[2] - counts[1])
    fast = max(some - one, 0.01) / (counts[1] - counts[0])
    print(f"{one:.2f}, {some:.2f}, {all_:.2f} s for {counts}: {slow / fast:.2f} times as long each")
    return slow > FACTOR * fast


if __name__ == "__main__":
    sys.exit(main())
