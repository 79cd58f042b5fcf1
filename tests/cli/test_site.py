"""`factcheck site export`: the readers' site into a folder or a bucket, told in a line or as JSON."""

from pathlib import Path

import obstore
import pytest

from factcheck import site_export
from factcheck.adapters.blobs import bucket_of
from factcheck.domain.site_files import INDEX, key_of
from factcheck.site_export import Exported
from tests.cast import Newsroom
from tests.cli.shell import Shell
from tests.conftest import SECRET
from tests.readers import retract, two_published
from tests.static_sites import BASE, Crawler, files_of, served
from tests.stores import make_bucket, s3_server


@pytest.fixture
def shell(desk_shell: Shell) -> Shell:
    desk_shell.environ["FACTCHECK_SECRET_KEY"] = SECRET
    desk_shell.environ["FACTCHECK_BASE_URL"] = BASE
    return desk_shell


def test_the_site_is_written_and_what_changed_since_is_told(
    shell: Shell, newsroom: Newsroom, tmp_path: Path
) -> None:
    two_published(newsroom)
    out = tmp_path / "out"
    first = shell.json("site", "export", str(out))
    assert first["written"] == sorted(
        name for name in files_of(out) if name != "_export/manifest.json"
    )
    assert (first["files"], first["deleted"], first["left_out"]) == (len(first["written"]), [], [])
    assert (first["target"], first["base_url"]) == (str(out), BASE)
    assert first["bytes"] == sum(len(files_of(out)[name]) for name in first["written"])
    said = shell.ok("site", "export", str(out))
    assert (
        said
        == f"{first['files']} files, {first['bytes']:,} bytes: 0 written, {first['files']} unchanged, 0 deleted.\n"
    )
    retract(newsroom, 1)
    second = shell.json("site", "export", str(out))
    assert 0 < len(second["written"]) < first["files"]


def test_a_dry_run_names_what_would_be_written_and_writes_nothing(
    shell: Shell, newsroom: Newsroom, tmp_path: Path
) -> None:
    two_published(newsroom)
    out = tmp_path / "out"
    said = shell.ok("site", "export", str(out), "--dry-run")
    assert "+ _export/nginx.conf" in said
    assert "to be written" in said
    assert not out.exists()
    assert shell.json("site", "export", str(out), "--dry-run")["is_dry_run"] is True


def test_another_public_address_is_in_every_page(
    shell: Shell, newsroom: Newsroom, tmp_path: Path
) -> None:
    two_published(newsroom)
    shell.ok("site", "export", str(tmp_path / "out"), "--url", "https://mirror.example/")
    files = files_of(tmp_path / "out")
    assert b"https://mirror.example/verdicts/1-" in files["sitemaps/verdicts-1.xml"]
    assert [name for name, body in files.items() if BASE.encode() in body] == []


@pytest.mark.parametrize(
    "url", ["mirror.example", "https://", "ftp://x.example", "https://x.example/below"]
)
def test_what_is_no_public_address_is_wrong_use(shell: Shell, tmp_path: Path, url: str) -> None:
    said = shell.refused("site", "export", str(tmp_path / "out"), "--url", url, code=2)
    assert said == "--url must look like https://checks.example.org."
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("target", ["ftp://bucket", "s3://", "s3://bucket?colour=red"])
def test_what_is_no_target_is_wrong_use(shell: Shell, target: str) -> None:
    assert shell.refused("site", "export", target, code=2).startswith(
        "Name a folder, or a bucket as in s3://"
    )


def test_a_folder_with_other_files_is_refused(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letters.txt").write_text("dear", encoding="utf-8")
    assert "holds other files" in shell.refused("site", "export", str(tmp_path / "mine"))
    said = shell.refused("site", "export", str(tmp_path / "mine/letters.txt"))
    assert said.endswith("letters.txt/generations: Not a directory.")


def test_without_a_secret_nothing_is_exported(shell: Shell, tmp_path: Path) -> None:
    shell.environ["FACTCHECK_SECRET_KEY"] = ""
    assert "FACTCHECK_SECRET_KEY" in shell.refused("site", "export", str(tmp_path / "out"), code=2)
    assert not (tmp_path / "out").exists()


def test_an_address_that_no_file_can_have_is_named(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = Exported(
        files=1, size=2, left_out=[("/feeds/claimants/a//b.atom", "A part of it is empty.")]
    )
    monkeypatch.setattr(site_export, "export", lambda *_given, **_more: odd)
    result = shell.type("site", "export", str(tmp_path / "out"))
    assert "Left out: /feeds/claimants/a//b.atom: A part of it is empty." in result.stderr
    assert result.exit_code == 0


def test_how_far_it_is_is_shown(
    shell: Shell, newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bar grows to the number of addresses, which is known only once the site was counted."""
    two_published(newsroom)
    steps: list[tuple[int, int]] = []
    real = site_export.export

    def watched(app: object, place: object, step: site_export.Step, **more: bool) -> Exported:
        def both(count: int, total: int) -> None:
            steps.append((count, total))
            step(count, total)

        return real(app, place, both, **more)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(site_export, "export", watched)
    assert "Exporting" in shell.type("site", "export", str(tmp_path / "out")).stderr
    assert steps[0][0] == 1
    assert steps[-1][0] == steps[-1][1] == len(steps)


def test_a_bucket_gets_the_same_site_with_kinds_of_content(
    shell: Shell, newsroom: Newsroom, tmp_path: Path
) -> None:
    two_published(newsroom)
    with s3_server() as endpoint:
        make_bucket(endpoint, "readers")
        target = f"s3://readers?endpoint={endpoint}"
        first = shell.json("site", "export", target)
        shell.ok("site", "export", str(tmp_path / "out"))
        files = files_of(tmp_path / "out")
        store = bucket_of(target)
        for name, body in files.items():
            found = obstore.get(store, key_of(name))
            assert found.bytes().to_bytes() == body, name
            if name.endswith((".atom", INDEX)):
                is_feed = name.endswith(".atom")
                kind = "application/atom+xml" if is_feed else "text/html"
                assert found.attributes["Content-Type"] == f"{kind}; charset=utf-8"
        there = {one["path"] for batch in obstore.list(store) for one in batch}
        assert there == {key_of(name) for name in files}
        second = shell.json("site", "export", target)
        assert (second["written"], second["deleted"], second["files"]) == ([], [], first["files"])
        retract(newsroom, 1)
        third = shell.json("site", "export", target)
        assert 0 < len(third["written"]) < first["files"]


def test_a_folder_that_was_exported_is_served_by_a_plain_server(
    shell: Shell, newsroom: Newsroom, tmp_path: Path
) -> None:
    two_published(newsroom)
    shell.ok("site", "export", str(tmp_path / "out"))
    with served(tmp_path / "out/current") as address:
        assert Crawler(address).walk("/", "/verdicts").broken == []
