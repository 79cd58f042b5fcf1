"""The seed files as data, read once for the tests beside this module; nothing here asserts."""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
MATERIAL = ROOT.parent / "shared" / "seed"

Data = dict[str, Any]


def _read(path: str) -> Data:
    return tomllib.loads((SEEDS / path).read_text(encoding="utf-8"))


SCALES = {path.stem: _read(f"scales/{path.name}") for path in (SEEDS / "scales").glob("*.toml")}
PEOPLE = {person["id"]: person for person in _read("demo/people.toml")["people"]}
OUTLINE = _read("demo/article.toml")["article"]
INVENTED = _read("demo/invented.toml")["article"]
ARTICLES = {"outline": OUTLINE, "invented": INVENTED}
SOURCES = {source["id"]: source for source in _read("demo/sources.toml")["sources"]}
GROUPS = {group["id"]: group for group in _read("demo/sources.toml")["origin_groups"]}
REAL_CLAIMS = {claim["id"]: claim for claim in _read("demo/claims.toml")["claims"]}
INVENTED_CLAIMS = {claim["id"]: claim for claim in _read("demo/invented.toml")["claims"]}
CLAIMS = REAL_CLAIMS | INVENTED_CLAIMS
TIPS = {tip["id"]: tip for tip in _read("demo/tips.toml")["tips"]}
TOPICS = {topic["id"]: topic for topic in _read("demo/topics.toml")["topics"]}
TRANSLATIONS = {
    (one["claim"], one["language"]): one["texts"]
    for one in _read("demo/translations.toml")["translations"]
}
MOVES: list[Data] = _read("demo/story.toml")["moves"]


def article_of(claim_id: str) -> Data:
    """The article a claim stands in."""
    return OUTLINE if claim_id in REAL_CLAIMS else INVENTED


def ratings_for(claim_id: str) -> dict[str, Data]:
    """The ratings a verdict on this claim may have, by code."""
    scale = SCALES[article_of(claim_id)["scale"]]
    return {rating["code"]: rating for rating in scale["ratings"]}
