"""Inputs and weights from seeds; no torch is needed for them."""

import json
import pathlib
import zlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent


def load(model):
    """The shapes of a model's arguments: the input, then the weights by name."""
    return json.loads((HERE / "weights.json").read_text())[model]


def draw(model, listing):
    """The input and the weights, scaled so that activations stay near 1."""
    arrays = {}
    for name, shape in listing.items():
        rng = np.random.Generator(np.random.PCG64(zlib.crc32(f"{model}/{name}".encode())))
        fan_in = 1
        if name != "input":
            fan_in = int(np.prod(shape[1:])) if len(shape) > 2 else shape[0]
        arrays[name] = (rng.standard_normal(shape) / np.sqrt(fan_in)).astype(np.float32)
    return arrays
