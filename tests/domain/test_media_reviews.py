"""What a verdict says of a picture or recording: it contradicts nothing, is kept whole, and changes no other hash."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.domain import media_reviews
from factcheck.domain.claimreview import claim_review, findings
from factcheck.domain.claimreview_vocabulary import PROPERTIES
from factcheck.domain.content import MEDIA, Content, differences, from_json
from factcheck.domain.media_reviews import (
    NOT_OF_AN_ORIGINAL,
    SCHEMA_CATEGORIES,
    SCHEMA_KINDS,
    Authenticity,
    BadMedia,
    Media,
    MediaKind,
    from_text,
    in_words,
)
from factcheck.domain.published import PublishedMedia, conceal, leaks, to_json
from factcheck.domain.published import from_json as stored
from factcheck.domain.verdict_texts import markdown, plain
from tests.verdicts import ADDRESS, DESK, a_verdict

PICTURE = Media(
    kind=MediaKind.PICTURE,
    categories=(Authenticity.DECONTEXTUALIZED, Authenticity.CROPPED),
    context="It shows another harbour, in 2019.",
    url="https://posts.example/harbour.jpg",
    archived_url="https://copies.example/harbour.jpg",
    original_url="https://archive.example/harbour-2019.jpg",
)
SHOWN = PublishedMedia(
    kind="picture",
    categories=("decontextualized", "cropped"),
    context="It shows another harbour, in 2019.",
    url="https://posts.example/harbour.jpg",
    archived_url="https://copies.example/harbour.jpg",
    original_url="https://archive.example/harbour-2019.jpg",
)
CONTENT = Content(statement="It burned.", claimant="a post")

media = st.builds(
    Media,
    kind=st.sampled_from(MediaKind),
    categories=st.lists(st.sampled_from(Authenticity), unique=True).map(
        lambda some: tuple(one for one in Authenticity if one in some)
    ),
    context=st.text(),
    url=st.text(),
    archived_url=st.text(),
    original_url=st.text(),
)


@given(media)
def test_what_is_stored_is_what_was_said(given_: Media) -> None:
    assert from_text(given_.to_text()) == given_


def test_a_verdict_about_no_picture_stores_nothing() -> None:
    assert Media().to_text() == ""
    assert from_text("") == Media()
    Media().require_sound()


def test_a_whole_finding_is_taken() -> None:
    PICTURE.require_sound()
    replace(
        PICTURE, categories=(Authenticity.ORIGINAL, Authenticity.DECONTEXTUALIZED)
    ).require_sound()
    replace(PICTURE, context="", archived_url="", original_url="").require_sound()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"kind": None}, "picture, a video or a recording"),
        ({"categories": ()}, "in which way"),
        ({"url": ""}, "address at which it is shown"),
    ],
)
def test_half_a_finding_is_refused(changed: dict[str, object], told: str) -> None:
    with pytest.raises(BadMedia, match=told):
        replace(PICTURE, **changed).require_sound()  # type: ignore[arg-type]  # one field at a time


@pytest.mark.parametrize("against", NOT_OF_AN_ORIGINAL)
def test_an_original_is_not_something_that_was_made_of_it(against: Authenticity) -> None:
    with pytest.raises(BadMedia, match=f"not {against.label} as well"):
        replace(PICTURE, categories=(Authenticity.ORIGINAL, against)).require_sound()


def test_all_of_it_in_words_for_whoever_compares_two_drafts() -> None:
    told = in_words(PICTURE.to_text())
    assert told.startswith("picture; taken out of its context, edited or cropped; It shows another")
    assert in_words("") == ""


def test_every_code_has_its_word_of_schema_org() -> None:
    assert SCHEMA_KINDS.keys() == {one.value for one in MediaKind}
    assert SCHEMA_CATEGORIES.keys() == {one.value for one in Authenticity}
    assert set(SCHEMA_KINDS.values()) < PROPERTIES.keys()


# ── The content an approval binds to ─────────────────────────────────────────────────────────────


def test_a_verdict_without_it_keeps_the_hash_it_had() -> None:
    # As the program hashed these words before it knew of pictures.
    assert CONTENT.hash == "1c61cdded1014f2d995d5986f323a302ae6113c8a66e4e521f96ba11820c8bd9"


@pytest.mark.parametrize("name", sorted(MEDIA))
def test_each_part_of_it_counts_in_the_hash(name: str) -> None:
    value = ("staged",) if name == "media_categories" else "x"
    changed = replace(CONTENT, **{name: value})
    assert changed.hash != CONTENT.hash
    assert len(differences(CONTENT, changed)) == 1
    assert from_json(changed.to_json()) == changed


# ── What readers and machines get ────────────────────────────────────────────────────────────────


def review(**changed: object) -> dict[str, object]:
    found = claim_review(a_verdict(**changed), url=ADDRESS, publisher=DESK)
    assert found is not None
    return found


def test_it_stands_inside_the_one_claim_review() -> None:
    assert "associatedMediaReview" not in review()
    data = review(media=SHOWN)
    assert data["associatedMediaReview"] == {
        "@type": "MediaReview",
        "url": ADDRESS,
        "author": {"@type": "Organization", "name": DESK.name, "url": DESK.url},
        "datePublished": data["datePublished"],
        "inLanguage": "en",
        "mediaAuthenticityCategory": ["DecontextualizedContent", "EditedOrCroppedContent"],
        "originalMediaContextDescription": "It shows another harbour, in 2019.",
        "originalMediaLink": "https://archive.example/harbour-2019.jpg",
        "itemReviewed": {
            "@type": "MediaReviewItem",
            "mediaItemAppearance": [
                {
                    "@type": "ImageObject",
                    "contentUrl": "https://posts.example/harbour.jpg",
                    "archivedAt": "https://copies.example/harbour.jpg",
                }
            ],
            "interpretedAsClaim": {"@type": "Claim", "name": data["claimReviewed"]},
        },
    }
    assert {k: v for k, v in data.items() if k != "associatedMediaReview"} == review()
    assert findings(data) == findings(review())


@given(st.sampled_from(MediaKind), st.lists(st.sampled_from(Authenticity), min_size=1, unique=True))
def test_whatever_is_sound_passes_our_own_judge(
    kind: MediaKind, categories: list[Authenticity]
) -> None:
    given_ = replace(PICTURE, kind=kind, categories=tuple(categories))
    data = review(
        media=replace(SHOWN, kind=kind.value, categories=given_.in_content()["media_categories"])
    )
    errors = {one.code for one in findings(data) if one.level == "error"}
    try:
        given_.require_sound()
    except BadMedia:
        assert errors == {"media-contradiction"}
    else:
        assert errors == set()


def test_a_retracted_verdict_says_nothing_of_it_to_machines() -> None:
    assert (
        claim_review(a_verdict(media=SHOWN, is_retracted=True), url=ADDRESS, publisher=DESK) is None
    )


def test_texts_say_it_in_words() -> None:
    for text in (
        markdown(a_verdict(media=SHOWN), url=ADDRESS),
        plain(a_verdict(media=SHOWN), url=ADDRESS),
    ):
        assert "The picture" in text
        assert "Taken out of its context" in text
        assert "https://posts.example/harbour.jpg" in text
    assert "The picture" not in plain(a_verdict(), url=ADDRESS)


def test_a_stored_page_keeps_it_and_one_of_before_reads_without() -> None:
    shown = a_verdict(media=SHOWN)
    assert stored(to_json(shown)) == shown
    older = to_json(a_verdict()).replace('"media": null, ', "")
    assert "media" not in older
    assert stored(older) == a_verdict()


def test_a_name_that_is_hidden_is_hidden_in_it_and_in_its_addresses() -> None:
    names = [("Daria Lind", "a resident")]
    named = replace(
        SHOWN, context="Daria Lind took it.", url="https://posts.example/daria-lind.jpg"
    )
    shown = a_verdict(media=named)
    assert "media.url" in leaks(shown, names)
    hidden = conceal(shown, names).media
    assert hidden == replace(SHOWN, context="a resident took it.", url="")


def test_stored_words_are_plain_json() -> None:
    assert media_reviews.json.loads(PICTURE.to_text())["media_kind"] == "picture"
