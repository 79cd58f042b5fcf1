"""The script that searches an exported site reads words as the index was made, or it would find nothing."""

import json
import shutil
import subprocess

import pytest

from factcheck.domain.site_search import file_of, plain_words
from tests.house.tree import ROOT

TEXTS = [
    "The Harbour lost 4 million.",
    "Åsa's café — Ёлка",
    "STRASSE Straße ﬁnance",
    "ΟΔΥΣΣΕΥΣ ΛΟΓΟΣ λόγος",
    "港口 第3号",
    "Қазақстан әлі де өсуде",
    "İstanbul’da x² ½",
    "naïve_snake-case",
    "",
]
NODE = shutil.which("node")
PROGRAM = """
const texts = JSON.parse(process.argv[1]);
console.log(JSON.stringify(texts.map((text) => plainWords(text).map((word) => [word, fileOf(word)]))));
"""


@pytest.mark.skipif(NODE is None, reason="there is no node")
def test_the_browser_reads_words_as_the_index_has_them() -> None:
    module = (ROOT / "factcheck/static/js/find-verdicts.js").read_text(encoding="utf-8")
    done = subprocess.run(
        [str(NODE), "--input-type=module", "--eval", module + PROGRAM, json.dumps(TEXTS)],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    for text, words in zip(TEXTS, json.loads(done.stdout), strict=True):
        assert words == [[word, file_of(word)] for word in plain_words(text)], text
