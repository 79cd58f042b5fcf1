"""What a verdict says of a picture, a video or a recording: whether it is what it is shown as (D30-D32).

The words are those of schema.org's MediaReview, which is marked as work in progress: a desk writes them only where its
setting says so, and what was published with them keeps them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import Term
from factcheck.domain.wording import mark


class MediaKind(Term):
    """What was looked at."""

    PICTURE = "picture", "A photograph, a drawing or a picture of a screen."
    VIDEO = "video", "A film, with or without sound."
    AUDIO = "audio", "Sound alone.", "recording"

    @property
    def heading(self) -> str:
        """What stands above what a verdict says of it."""
        return _HEADINGS[self.value]


_HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "picture": mark("The picture"),
        "video": mark("The video"),
        "audio": mark("The recording"),
    }
)


class Authenticity(Term):
    """In which way it is, or is not, what it is shown as."""

    ORIGINAL = (
        "original",
        mark("It is as it was made, nothing was cut, changed or arranged."),
        mark("original"),
    )
    DECONTEXTUALIZED = (
        "decontextualized",
        mark("It is real, and shown as something else than it is: another place, day or event."),
        mark("taken out of its context"),
    )
    CROPPED = (
        "cropped",
        mark(
            "Parts were cut away or put in another order, so that it seems to show something else."
        ),
        mark("edited or cropped"),
    )
    TRANSFORMED = (
        "transformed",
        mark("What is seen or heard in it was changed, or made by a program."),
        mark("transformed"),
    )
    STAGED = "staged", mark("What it shows was acted for it."), mark("staged")
    SATIRE = "satire", mark("It was made as satire or parody."), mark("satire or parody")


# How schema.org calls them (release 30.0).
SCHEMA_KINDS: Mapping[str, str] = MappingProxyType(
    {
        MediaKind.PICTURE.value: "ImageObject",
        MediaKind.VIDEO.value: "VideoObject",
        MediaKind.AUDIO.value: "AudioObject",
    }
)
SCHEMA_CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        Authenticity.ORIGINAL.value: "OriginalMediaContent",
        Authenticity.DECONTEXTUALIZED.value: "DecontextualizedContent",
        Authenticity.CROPPED.value: "EditedOrCroppedContent",
        Authenticity.TRANSFORMED.value: "TransformedContent",
        Authenticity.STAGED.value: "StagedContent",
        Authenticity.SATIRE.value: "SatireOrParodyContent",
    }
)
# What cannot be said of an original (D31).
NOT_OF_AN_ORIGINAL = (Authenticity.CROPPED, Authenticity.TRANSFORMED, Authenticity.STAGED)


class BadMedia(BadInput):
    """What is said of a picture or recording contradicts itself, or lacks something."""


@dataclass(frozen=True, kw_only=True)
class Media:
    """One finding about a picture or recording; empty where the verdict is about none.

    `context` says what the original shows, `url` is where it stands as it was shown, `archived_url` a copy of that,
    `original_url` where the original stands.
    """

    kind: MediaKind | None = None
    categories: tuple[Authenticity, ...] = ()
    context: str = ""
    url: str = ""
    archived_url: str = ""
    original_url: str = ""

    @property
    def is_given(self) -> bool:
        return self != NOTHING

    def require_sound(self) -> None:
        """Raise `BadMedia` for what no reader of the markup could make sense of (D31)."""
        if not self.is_given:
            return
        if self.kind is None:
            raise BadMedia("Say whether it is a picture, a video or a recording.")
        if not self.categories:
            raise BadMedia("Say in which way it is, or is not, what it is shown as.")
        against = [one for one in NOT_OF_AN_ORIGINAL if one in self.categories]
        if Authenticity.ORIGINAL in self.categories and against:
            told = " or ".join(one.label for one in against)
            raise BadMedia(f"An original is not {told} as well: choose one or the other.")
        if not self.url:
            raise BadMedia("Give the address at which it is shown.")

    def to_text(self) -> str:
        """As it is stored: JSON, empty where nothing is given."""
        return json.dumps(self.in_content(), sort_keys=True) if self.is_given else ""

    def in_content(self) -> dict[str, str | tuple[str, ...]]:
        """As the content of an approval has it, whose names begin with `media_`."""
        return {
            "media_kind": self.kind.value if self.kind else "",
            "media_categories": tuple(one.value for one in Authenticity if one in self.categories),
            "media_context": self.context,
            "media_url": self.url,
            "media_archived_url": self.archived_url,
            "media_original_url": self.original_url,
        }


NOTHING = Media()


def from_text(text: str) -> Media:
    """What `Media.to_text` stored."""
    if not text:
        return NOTHING
    data = json.loads(text)
    return Media(
        kind=MediaKind(data["media_kind"]) if data["media_kind"] else None,
        categories=tuple(Authenticity(code) for code in data["media_categories"]),
        context=data["media_context"],
        url=data["media_url"],
        archived_url=data["media_archived_url"],
        original_url=data["media_original_url"],
    )


def in_words(text: str) -> str:
    """What is stored, in one line for people who compare two drafts."""
    found = from_text(text)
    told = ", ".join(one.label for one in found.categories)
    kind = found.kind.label if found.kind else ""
    return "; ".join(
        filter(None, (kind, told, found.context, found.url, found.archived_url, found.original_url))
    )
