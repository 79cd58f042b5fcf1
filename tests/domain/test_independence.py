"""Independent origins: one wire story counts once, the article never corroborates itself."""

import pytest

from factcheck.domain.content import EvidenceContent
from factcheck.domain.independence import Independence, independence
from factcheck.domain.terms import SourceClass

ARTICLE = "https://news.example/story"


def source(
    number: int,
    publisher: str = "",
    group: str = "",
    url: str = "",
    kind: SourceClass = SourceClass.SECONDARY,
) -> EvidenceContent:
    return EvidenceContent(
        number=number,
        kind="link",
        stance="supports",
        source_class=kind,
        title="A page",
        url=url,
        publisher=publisher,
        origin_group=group,
    )


@pytest.mark.parametrize(
    ("sources", "origins"),
    [
        ([], 0),
        ([source(1, "A"), source(2, "B")], 2),
        ([source(1, "A"), source(2, "a ")], 1),
        ([source(1, "A", "wire"), source(2, "B", "Wire")], 1),
        ([source(1, "A", "wire"), source(2, "A")], 2),
        ([source(1), source(2)], 2),
        ([source(1, "A", url=ARTICLE), source(2, "B")], 1),
    ],
)
def test_origins_are_counted_once_each(sources: list[EvidenceContent], origins: int) -> None:
    assert independence(sources, ARTICLE).origins == origins


@pytest.mark.parametrize(
    "url",
    [ARTICLE, ARTICLE + "/", "http://www.news.example/story#top", "HTTPS://NEWS.EXAMPLE/story"],
)
def test_the_article_under_check_never_corroborates_itself(url: str) -> None:
    rows = [source(1, "A", url=url, kind=SourceClass.PRIMARY)]
    assert independence(rows, ARTICLE) == Independence(0, has_primary=False, circular=(1,))


def test_a_primary_source_is_seen() -> None:
    rows = [source(1, "A"), source(2, "B", kind=SourceClass.PRIMARY)]
    assert independence(rows, ARTICLE).has_primary
