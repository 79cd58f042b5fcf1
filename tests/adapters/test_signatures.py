"""The desk's key: made once, kept by its owner alone, and good for nothing but signing."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from factcheck.adapters.signatures import KEY_FILE, DeskKey, desk_key, find_key, is_signed_by
from factcheck.domain.inputs import BadInput

# RFC 8032, section 7.1, test 1.
SECRET = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
SIGNATURE = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
    "25bf5f0595bbe24655141438e7a100b"
)


def test_it_signs_as_the_standard_says() -> None:
    key = DeskKey(bytes.fromhex(SECRET))
    assert (key.public_key, key.sign(b"")) == (PUBLIC, SIGNATURE)
    assert is_signed_by(PUBLIC, b"", SIGNATURE)


@pytest.mark.parametrize(
    ("public_key", "message", "signature"),
    [
        (PUBLIC, b"x", SIGNATURE),
        (PUBLIC, b"", "00" * 64),
        (PUBLIC, b"", SIGNATURE[:-2]),
        (PUBLIC, b"", "not hex"),
        ("ff" * 32, b"", SIGNATURE),
        ("00", b"", SIGNATURE),
        ("", b"", ""),
    ],
)
def test_what_is_not_signed_so_is_refused(public_key: str, message: bytes, signature: str) -> None:
    assert not is_signed_by(public_key, message, signature)


def test_a_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert find_key(home) is None
    assert not home.exists()
    made = desk_key(home)
    assert desk_key(home).public_key == made.public_key
    assert (home / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in home.iterdir()] == [KEY_FILE]


def test_processes_that_make_it_at_once_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = {key.public_key for key in pool.map(desk_key, [tmp_path] * 24)}
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


@pytest.mark.parametrize("text", ["", "not a key", "00" * 31, "é" * 64])
def test_a_file_that_holds_no_key_is_said_and_never_replaced(tmp_path: Path, text: str) -> None:
    (tmp_path / KEY_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="cannot be read"):
        desk_key(tmp_path)
    assert (tmp_path / KEY_FILE).read_text(encoding="utf-8") == text
