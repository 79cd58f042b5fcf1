"""The demo's files as data, joined by their ids.  What the fields mean stands in `seeds/README.md`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from factcheck.resources import seeds_folder

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Move:
    """One thing a person of the cast does; `line` is where `story.toml` tells it."""

    line: int
    data: Data

    @property
    def who(self) -> str:
        return str(self.data["who"])

    @property
    def does(self) -> str:
        return str(self.data["does"])

    def moment(self, today: date) -> datetime:
        """When it happens, in UTC, if the story is loaded on the day `today`."""
        day = today - timedelta(days=self.data["days_ago"])
        return datetime.combine(day, time.fromisoformat(self.data["at"]), UTC)


@dataclass(frozen=True)
class Story:
    """Everything the demo tells: people, articles, claims, sources and tips by id, topics, moves in order of time.

    `translations` are the texts of a claim's verdict in another language, by both.
    """

    people: Mapping[str, Data]
    articles: Mapping[str, Data]
    claims: Mapping[str, Data]
    sources: Mapping[str, Data]
    article_of: Mapping[str, str]
    tips: Mapping[str, Data]
    topics: Sequence[Data]
    translations: Mapping[tuple[str, str], Data]
    moves: Sequence[Move]


def read_story(folder: Path | None = None) -> Story:
    """The story of `folder`, the seeds' own unless named."""
    folder = folder or seeds_folder() / "demo"
    outline, invented = _toml(folder / "article.toml"), _toml(folder / "invented.toml")
    real_claims = _toml(folder / "claims.toml")["claims"]
    by_article = {
        outline["article"]["id"]: real_claims,
        invented["article"]["id"]: invented["claims"],
    }
    return Story(
        people=_by_id(_toml(folder / "people.toml")["people"]),
        articles=_by_id([outline["article"], invented["article"]]),
        claims=_by_id([*real_claims, *invented["claims"]]),
        sources=_by_id(_toml(folder / "sources.toml")["sources"]),
        article_of={
            claim["id"]: article for article, claims in by_article.items() for claim in claims
        },
        tips=_by_id(_toml(folder / "tips.toml")["tips"]),
        topics=_toml(folder / "topics.toml")["topics"],
        translations={
            (one["claim"], one["language"]): one["texts"]
            for one in _toml(folder / "translations.toml")["translations"]
        },
        moves=_moves((folder / "story.toml").read_text(encoding="utf-8")),
    )


def document(name: str) -> bytes:
    """One of the documents that are written for the demo and kept for real."""
    return (seeds_folder() / "demo" / "documents" / name).read_bytes()


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _by_id(rows: Sequence[Data]) -> dict[str, Data]:
    return {row["id"]: row for row in rows}


def _moves(text: str) -> list[Move]:
    """Moves with their lines: the file gives each move a line of its own, which the parser forgets."""
    rows = tomllib.loads(text)["moves"]
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith("{")]
    if len(lines) != len(rows):
        lines = [0] * len(rows)
    return [Move(line, row) for line, row in zip(lines, rows, strict=True)]
