"""Texts become vectors by numpy alone: the tokens of BERT, a small model, and folders that hold none."""

import json
import math
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.adapters.meaning import Encoder, NoModel, read_encoder
from factcheck.adapters.word_pieces import TOKENS, WordPieces, words
from tests.meanings import PIECES, WIDTH, dot, numbers, write_model

pytest.importorskip("numpy", reason="the extra nlp is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Encoder:
    return read_encoder(str(folder))


@pytest.fixture(scope="module")
def pieces(folder: Path) -> WordPieces:
    return WordPieces(folder / "tokenizer.json")


def told(pieces: WordPieces, text: str) -> str:
    return " ".join(PIECES[number] for number in pieces(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "[CLS] [SEP]"),
        ("Harbour FERRIES?", "[CLS] harbour f ##e ##r ##ries ? [SEP]"),
        ("f\u00e9\u0301.b", "[CLS] f ##e . b [SEP]"),
        ("a\u00a0b\u200dc\ufffd", "[CLS] a b ##c [SEP]"),
        ("港 a", "[CLS] [UNK] a [SEP]"),
        ("a" * 101, "[CLS] [UNK] [SEP]"),
    ],
)
def test_texts_are_cut_into_the_longest_pieces(pieces: WordPieces, text: str, found: str) -> None:
    assert told(pieces, text) == found


def test_every_chinese_sign_and_every_punctuation_mark_stands_alone() -> None:
    assert list(words("東京a—b «c» $5€")) == ["東", "京", "a", "—", "b", "«", "c", "»", "$", "5€"]


@given(st.text(max_size=3_000))
def test_no_text_has_more_than_128_tokens(folder: Path, text: str) -> None:
    assert 2 <= len(WordPieces(folder / "tokenizer.json")(text)) <= TOKENS


def test_a_vector_has_unit_length_and_comes_out_the_same_every_time(encoder: Encoder) -> None:
    first, again = encoder.vectors(["the ferry", "the ferry"])
    assert first == again
    assert len(first) == 2 * WIDTH
    assert math.hypot(*numbers(first)) == pytest.approx(1, abs=2e-3)


def test_texts_read_together_get_what_each_gets_alone(encoder: Encoder) -> None:
    texts = ["a ferry", "", "harbour", "three ferries, sold!", "b ferry", "x" * 300, "a b " * 300]
    alone = [encoder.vectors([text])[0] for text in texts]
    for one, other in zip(encoder.vectors(texts), alone, strict=True):
        assert numbers(one) == pytest.approx(numbers(other), abs=2e-3)


def test_the_vector_is_what_the_formula_of_bert_says(folder: Path, encoder: Encoder) -> None:
    expected = plain_bert(folder, WordPieces(folder / "tokenizer.json")("the ferry, 3"))
    assert numbers(encoder.vectors(["the ferry, 3"])[0]) == pytest.approx(expected, abs=2e-3)


def test_cosines_and_the_nearest_agree(encoder: Encoder) -> None:
    texts = ["a ferry", "harbour", "a ferry!", "9,9,9", "zz top"]
    found = encoder.vectors(texts)
    near = encoder.cosines(found[0], found)
    order = sorted(range(5), key=lambda at: -near[at])
    assert near[0] == pytest.approx(1, abs=2e-3)
    shelf = encoder.shelf(b"".join(found))
    assert shelf.nearest(found[0], 3) == order[:3]
    assert shelf.nearest(found[0], 50) == order
    assert encoder.cosines(found[0], []) == []


def test_models_of_other_weights_have_other_names(encoder: Encoder, tmp_path: Path) -> None:
    assert encoder.name.startswith(f"bert-{WIDTH}-")
    assert read_encoder(str(write_model(tmp_path / "other", seed=2))).name != encoder.name


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_folder_without_a_model_is_refused_by_name(tmp_path: Path, name: str) -> None:
    folder = write_model(tmp_path / "model")
    (folder / name).unlink()
    with pytest.raises(NoModel) as refused:
        read_encoder(str(folder))
    assert str(refused.value) == f"FACTCHECK_EMBEDDINGS names {folder}, where there is no {name}."


def table(**about: object) -> bytes:
    head = json.dumps(
        {"x": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4], **about}}
    ).encode()
    return len(head).to_bytes(8, "little") + head + bytes(4)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("model.safetensors", b""),
        ("model.safetensors", b"\xff" * 64),
        ("model.safetensors", (2).to_bytes(8, "little") + b"[]"),
        ("model.safetensors", (2).to_bytes(8, "little") + b"{}"),
        ("model.safetensors", table()),
        ("model.safetensors", table(shape=[2])),
        ("model.safetensors", table(data_offsets=[4, 8])),
        ("model.safetensors", table(data_offsets=[-4, 0])),
        ("model.safetensors", table(shape="1")),
        ("tokenizer.json", b"{}"),
        ("tokenizer.json", b"[" * 100_000),
        ("tokenizer.json", b'{"model": {"type": "BPE", "vocab": {}}}'),
        ("tokenizer.json", b'{"model": {"vocab": {"[CLS]": 0, "[SEP]": 1}}}'),
        ("tokenizer.json", b'{"model": {"vocab": {"[CLS]": 0, "[SEP]": 1, "[UNK]": 9999}}}'),
        ("config.json", b'{"num_attention_heads": 3}'),
        ("config.json", b"{}"),
    ],
)
def test_a_broken_model_is_refused_in_one_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    folder = write_model(tmp_path / "model")
    (folder / name).write_bytes(data)
    with pytest.raises(
        NoModel, match=r"^FACTCHECK_EMBEDDINGS names .*, whose model cannot be read: "
    ):
        read_encoder(str(folder))


# ── BERT once more, in plain Python ──────────────────────────────────────────────────────────────

Rows = list[list[float]]


def plain_bert(folder: Path, tokens: tuple[int, ...]) -> list[float]:
    """The same model without numpy, number by number, with the exact GELU."""
    weights = plain_tensors(folder)
    embedded = [weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position")]
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    state = [
        [a + b + c for a, b, c in zip(embedded[0][token], embedded[1][at], kind, strict=True)]
        for at, token in enumerate(tokens)
    ]
    state = normed(weights, state, "embeddings.LayerNorm")
    for layer in ("encoder.layer.0", "encoder.layer.1"):
        seen = dense(weights, attention(weights, state, layer), f"{layer}.attention.output.dense")
        state = normed(weights, added(state, seen), f"{layer}.attention.output.LayerNorm")
        wide = dense(weights, state, f"{layer}.intermediate.dense")
        wide = [[x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in row] for row in wide]
        out = dense(weights, wide, f"{layer}.output.dense")
        state = normed(weights, added(state, out), f"{layer}.output.LayerNorm")
    mean = [sum(column) / len(state) for column in zip(*state, strict=True)]
    return [x / math.hypot(*mean) for x in mean]


def attention(weights: dict[str, Rows], state: Rows, layer: str) -> Rows:
    query, key, value = (
        dense(weights, state, f"{layer}.attention.self.{part}")
        for part in ("query", "key", "value")
    )
    half = WIDTH // 2
    found: Rows = [[] for _ in state]
    for start in (0, half):
        for at, row in enumerate(query):
            powers = [
                math.exp(dot(row[start : start + half], k[start : start + half]) / math.sqrt(half))
                for k in key
            ]
            shares = [power / sum(powers) for power in powers]
            found[at] += [
                dot(shares, [v[column] for v in value]) for column in range(start, start + half)
            ]
    return found


def dense(weights: dict[str, Rows], state: Rows, name: str) -> Rows:
    bias = weights[f"{name}.bias"][0]
    return [
        [dot(row, line) + more for line, more in zip(weights[f"{name}.weight"], bias, strict=True)]
        for row in state
    ]


def normed(weights: dict[str, Rows], state: Rows, name: str) -> Rows:
    factor, more = weights[f"{name}.weight"][0], weights[f"{name}.bias"][0]
    found = []
    for row in state:
        middle = sum(row) / len(row)
        spread = math.sqrt(sum((x - middle) ** 2 for x in row) / len(row))
        found.append(
            [(x - middle) / spread * a + b for x, a, b in zip(row, factor, more, strict=True)]
        )
    return found


def added(left: Rows, right: Rows) -> Rows:
    return [[a + b for a, b in zip(x, y, strict=True)] for x, y in zip(left, right, strict=True)]


def plain_tensors(folder: Path) -> dict[str, Rows]:
    """Every array as rows; one of a single dimension as one row."""
    data = (folder / "model.safetensors").read_bytes()
    size = int.from_bytes(data[:8], "little")
    found = {}
    for name, about in json.loads(data[8 : 8 + size]).items():
        start, end = about["data_offsets"]
        flat = struct.unpack(f"<{(end - start) // 4}f", data[8 + size + start : 8 + size + end])
        width = about["shape"][-1]
        found[name] = [list(flat[at : at + width]) for at in range(0, len(flat), width)]
    return found
