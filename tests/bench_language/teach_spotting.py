"""`python -m tests.bench_language.teach_spotting MODEL`: rate the sentences to be learnt from by a larger model.

For the maintainer's machine only, with `numpy jax safetensors tokenizers` installed beside the project: nothing of the
program or of `make` needs it, for its ratings are kept in `spotting_teacher.bin`. MODEL is the folder of
all-MiniLM-L6-v2 (Apache-2.0; model.safetensors and tokenizer.json). Three of its six layers are fine-tuned on the
labels; that takes about a quarter of an hour on two cores. Other versions of these libraries give slightly other
ratings.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import jax
import jax.numpy as jnp
import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from tests.bench_language.__main__ import DATA
from tests.bench_language.spotting_data import TRAIN, hashes, rows, save_teacher

LAYERS, HEADS, WIDTH = (0, 2, 4), 12, 384
STEPS, BATCH, PACE, WARM_UP, DROPOUT, DECAY = 640, 32, 4e-5, 60, 0.1, 0.01
LONGEST = 64
LENGTHS = (16, 24, 32, 48, LONGEST)
ABOUT = "all-MiniLM-L6-v2 (Apache-2.0), layers 0, 2 and 4, fine-tuned on ct24_en_train for 640 steps of 32"
Weights = dict[str, Any]
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "f": "intermediate.dense",
    "d": "output.dense",
}
_NORMS = {"l1": "attention.output.LayerNorm", "l2": "output.LayerNorm"}


def read_weights(folder: Path) -> tuple[Any, Weights]:
    """The embeddings of words, which stay as they are, and everything that is tuned."""
    stored = {
        name: value.astype(np.float32)
        for name, value in load_file(folder / "model.safetensors").items()
    }
    positions = stored["embeddings.position_embeddings.weight"][:LONGEST]
    weights: Weights = {
        "positions": positions + stored["embeddings.token_type_embeddings.weight"][0],
        "norm": stored["embeddings.LayerNorm.weight"],
        "norm_bias": stored["embeddings.LayerNorm.bias"],
        "layers": [_layer(stored, f"encoder.layer.{number}.") for number in LAYERS],
        "head": np.random.default_rng(1).normal(0, 0.02, WIDTH).astype(np.float32),
        "bias": np.float32(-1),
    }
    return jnp.array(stored["embeddings.word_embeddings.weight"]), jax.tree.map(jnp.array, weights)


def _layer(stored: Weights, begin: str) -> Weights:
    found = {short: stored[f"{begin}{name}.weight"].T for short, name in _PARTS.items()}
    found |= {short: stored[f"{begin}{name}.weight"] for short, name in _NORMS.items()}
    return found | {
        f"{short}_bias": stored[f"{begin}{name}.bias"]
        for short, name in {**_PARTS, **_NORMS}.items()
    }


def normed(x: Any, scale: Any, bias: Any) -> Any:
    """Layer normalisation."""
    mean = x.mean(-1, keepdims=True)
    spread = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / jnp.sqrt(spread + 1e-12) * scale + bias


def dropped(x: Any, key: Any) -> Any:
    """Some values set to nothing while learning; all of them kept without a key."""
    return x if key is None else x * jax.random.bernoulli(key, 1 - DROPOUT, x.shape) / (1 - DROPOUT)


def rated(words: Any, weights: Weights, ids: Any, key: Any = None) -> Any:
    """The logit of each sentence; ids are padded with 0."""
    count = 2 * len(weights["layers"]) + 2
    keys = iter(jax.random.split(key, count)) if key is not None else iter([None] * count)
    seen = (ids > 0).astype(jnp.float32)
    x = words[ids] + weights["positions"][: ids.shape[1]]
    x = dropped(normed(x, weights["norm"], weights["norm_bias"]), next(keys))
    for layer in weights["layers"]:
        x = _through(layer, x, seen, keys)
    mean = (x * seen[:, :, None]).sum(1) / seen.sum(1, keepdims=True)
    return dropped(mean, next(keys)) @ weights["head"] * 3 + weights["bias"]


def _through(layer: Weights, x: Any, seen: Any, keys: Iterator[Any]) -> Any:
    count, length, _ = x.shape

    def heads(name: str) -> Any:
        parted = (x @ layer[name] + layer[f"{name}_bias"]).reshape(count, length, HEADS, -1)
        return parted.transpose(0, 2, 1, 3)

    scores = heads("q") @ heads("k").transpose(0, 1, 3, 2) / np.sqrt(WIDTH / HEADS)
    weighed = jax.nn.softmax(scores + (1 - seen)[:, None, None, :] * -1e9) @ heads("v")
    mixed = (
        weighed.transpose(0, 2, 1, 3).reshape(count, length, WIDTH) @ layer["o"] + layer["o_bias"]
    )
    x = normed(x + dropped(mixed, next(keys)), layer["l1"], layer["l1_bias"])
    wide = jax.nn.gelu(x @ layer["f"] + layer["f_bias"], approximate=False) @ layer["d"]
    return normed(x + dropped(wide + layer["d_bias"], next(keys)), layer["l2"], layer["l2_bias"])


def stepper(words: Any) -> Callable[..., Any]:
    """One step of Adam with decay, a linear pace and clipped slopes."""

    def loss(weights: Weights, ids: Any, labels: Any, key: Any) -> Any:
        ratings = rated(words, weights, ids, key)
        return (jax.nn.softplus(ratings) - labels * ratings).mean()

    def step(
        weights: Weights, first: Any, second: Any, turn: Any, ids: Any, labels: Any, key: Any
    ) -> Any:
        slopes = jax.grad(loss)(weights, ids, labels, key)
        size = jnp.sqrt(sum((slope**2).sum() for slope in jax.tree.leaves(slopes)))
        slopes = jax.tree.map(lambda slope: slope * jnp.minimum(1, 1 / size), slopes)
        first = jax.tree.map(lambda old, slope: 0.9 * old + 0.1 * slope, first, slopes)
        second = jax.tree.map(lambda old, slope: 0.999 * old + 0.001 * slope**2, second, slopes)
        pace = PACE * jnp.minimum((turn + 1) / WARM_UP, 1 - turn / STEPS * 0.95)

        def moved(weight: Any, one: Any, two: Any) -> Any:
            slope = (one / (1 - 0.9 ** (turn + 1))) / (
                jnp.sqrt(two / (1 - 0.999 ** (turn + 1))) + 1e-8
            )
            return weight - pace * (slope + DECAY * weight)

        return jax.tree.map(moved, weights, first, second), first, second

    return jax.jit(step, donate_argnums=(0, 1, 2))


def padded(sentences: Sequence[Sequence[int]]) -> Any:
    """One of a few lengths for all of them, so that little is compiled."""
    length = next(length for length in LENGTHS if length >= max(map(len, sentences)))
    return np.array([[*ids, *[0] * (length - len(ids))] for ids in sentences], np.int32)


def batches(sentences: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Batches of sentences of about one length, in an order that is the same every time."""
    rng = np.random.default_rng(1)
    while True:
        order = rng.permutation(len(sentences))
        for start in range(0, len(order), BATCH * 50):
            near = sorted(
                order[start : start + BATCH * 50], key=lambda place: len(sentences[place])
            )
            found = [near[at : at + BATCH] for at in range(0, len(near) - BATCH + 1, BATCH)]
            rng.shuffle(found)
            yield from found


def taught(
    words: Any, weights: Weights, sentences: Sequence[Sequence[int]], labels: Any
) -> Weights:
    """The weights after all steps."""
    first, second = (jax.tree.map(jnp.zeros_like, weights) for _ in range(2))
    step, key = stepper(words), jax.random.key(2)
    for turn, batch in zip(range(STEPS), batches(sentences), strict=False):
        key, use = jax.random.split(key)
        ids = padded([sentences[place] for place in batch])
        weights, first, second = step(
            weights, first, second, jnp.float32(turn), ids, labels[np.array(batch)], use
        )
        if turn % 40 == 0:
            click.echo(f"step {turn} of {STEPS}", err=True)
    return weights


def ratings_of(words: Any, weights: Weights, sentences: Sequence[Sequence[int]]) -> list[float]:
    """The logit of every sentence, in order."""
    rate, found = jax.jit(rated), np.zeros(len(sentences))
    order = sorted(range(len(sentences)), key=lambda place: len(sentences[place]))
    for start in range(0, len(order), 64):
        part = order[start : start + 64]
        found[part] = np.array(rate(words, weights, padded([sentences[place] for place in part])))
    return [float(one) for one in found]


@click.command()
@click.argument("model", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.option("--data", type=click.Path(file_okay=False, exists=True, path_type=Path), default=DATA)
def main(model: Path, data: Path) -> None:
    """Fine-tune, rate, and keep the ratings."""
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    labelled, others = (rows(data, split) for split in TRAIN)
    texts = [row.text for row in (*labelled, *others)]
    sentences = [found.ids for found in tokenizer.encode_batch(texts)]
    words, weights = read_weights(model)
    labels = np.array([row.label for row in labelled], np.float32)
    weights = taught(words, weights, sentences[: len(labelled)], labels)
    save_teacher({"teacher": ABOUT, "inputs": hashes(data)}, ratings_of(words, weights, sentences))


if __name__ == "__main__":
    main()
