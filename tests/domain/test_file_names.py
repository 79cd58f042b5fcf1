"""Names of files: the folders before them go, what hides or cannot be saved is refused, the rest stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain.file_names import clean_file_name
from factcheck.domain.inputs import BadInput


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("audit 2023.pdf", "audit 2023.pdf"),
        ("есеп.docx", "есеп.docx"),
        ("../../secret.txt", "secret.txt"),
        ("..\\..\\secret.txt", "secret.txt"),
        ("/etc/passwd", "passwd"),
        ("C:\\boot.ini", "boot.ini"),
        (".htaccess", "htaccess"),
        ("a%0d%0aX-Evil: 1.txt", "a%0d%0aX-Evil: 1.txt"),
        ('a"; filename="b.exe', 'a"; filename="b.exe'),
        ("-rf", "-rf"),
        ("=cmd|'/c calc'!A1", "c calc'!A1"),
        ("a.txt::$DATA", "a.txt::$DATA"),
        ("$(id).txt", "$(id).txt"),
        ("<script>alert(1)<\\script>.png", "script>.png"),
        ("👩‍👩‍👧.png", "👩‍👩‍👧.png"),
        ("a\tb  c.txt", "a b c.txt"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_its_folders(name: str, cleaned: str):
    assert clean_file_name(name) == cleaned


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", ".", "..", "a/", "a/..", "\u200b", "a\0.txt", "a\r\nb.txt", "a\nb.txt"),
        *("invoice\u202efdp.exe", "a\u2066.txt", "\U000e0041", "\ud800.txt", "a\x7f"),
        *("con", "NUL", "nul.txt", "Com1.pdf", "lpt9", None, 7, b"a"),
    ],
)
def test_a_name_that_hides_something_or_is_none_is_refused(name: object):
    with pytest.raises(BadInput, match=r"^This file name cannot be used\.$"):
        clean_file_name(name)


def test_a_long_name_keeps_its_ending():
    assert clean_file_name("é" * 5_000 + ".pdf") == "é" * 196 + ".pdf"
    assert clean_file_name("e\u0301x" * 100 + "." + "y" * 50)[-1] != "\u0301"
    assert len(clean_file_name("x" * 199 + "👩‍👩‍👧")) == 199


def test_a_name_gets_the_ending_of_what_the_file_is():
    assert clean_file_name("run.bat", ("txt", "csv")) == "run.bat.txt"
    assert clean_file_name("Rows.CSV", ("txt", "csv")) == "Rows.CSV"


@given(st.text(max_size=300))
def test_a_cleaned_name_is_no_path_and_cleans_to_itself(name: str):
    try:
        cleaned = clean_file_name(name)
    except BadInput:
        return
    assert "/" not in cleaned
    assert "\\" not in cleaned
    assert 0 < len(cleaned) <= 200
    assert clean_file_name(cleaned) == cleaned
