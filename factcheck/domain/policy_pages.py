"""The pages on which a desk says how it works: which there are, what one may hold, what two versions differ in.

Readers get them as they stand, dated, with every earlier version (M13); machines will find some of them named in what
is said of the desk (D16).  The approval policy is another thing and stands in `policy`.
"""

from dataclasses import dataclass

from factcheck.domain.content import Difference
from factcheck.domain.inputs import clean_line, clean_text
from factcheck.domain.limits import POLICY_NOTE_CHARS, POLICY_PAGE_CHARS, TITLE_CHARS
from factcheck.domain.terms import Term
from factcheck.domain.wording import mark, say

LANGUAGE = "en"  # of every page, until there are translations


class PageSlug(Term):
    """A page about the desk, by the word that ends its address; the list is fixed, so that addresses last."""

    METHOD = (
        "method",
        mark("How claims are found, checked, rated and approved, and how sources are used."),
        mark("how we work"),
    )
    CORRECTIONS_POLICY = (
        "corrections-policy",
        mark("What is done about errors, and how readers are told."),
        mark("corrections policy"),
    )
    FUNDING = (
        "funding",
        mark("Who owns the desk, who pays for it, and who has no say in what it finds."),
        mark("ownership and funding"),
    )
    TEAM = (
        "team",
        mark("Who works at the desk, and what each of them does."),
        mark("who we are"),
    )
    CONTACT = (
        "contact",
        mark("How to reach the desk and how to report an error."),
        mark("contact"),
    )

    @property
    def heading(self) -> str:
        """What stands on it while nobody has given it a title."""
        return say(self.label).capitalize()

    @property
    def path(self) -> str:
        """Its address below that of the site."""
        return f"/about/{self.value}"


class NoSuchPage(LookupError):
    """There is no page with this name, no such version of it, or nothing written on it yet."""

    sentence = mark("No such page.")


@dataclass(frozen=True, kw_only=True)
class PageText:
    """What one version says: a title, and Markdown."""

    title: str
    text: str


def slug_of(name: str) -> PageSlug:
    """The page of this name.  Raises `NoSuchPage`."""
    try:
        return PageSlug(name)
    except ValueError:
        raise NoSuchPage from None


def cleaned(given: PageText) -> PageText:
    """The same without what cannot stand there.  Raises `BadInput`; a page cannot be made empty."""
    return PageText(
        title=clean_line(given.title, label="The title", limit=TITLE_CHARS),
        text=clean_text(given.text, label="The text", limit=POLICY_PAGE_CHARS),
    )


def cleaned_note(note: str) -> str:
    """What readers are told of the change, one line.  Raises `BadInput`; no version comes without it."""
    return clean_line(note, label="The note", limit=POLICY_NOTE_CHARS)


def differences(old: PageText | None, new: PageText) -> list[Difference]:
    """What the new version says otherwise than the one before it; all of it where there was none."""
    before = old or PageText(title="", text="")
    pairs = [
        (mark("the title"), before.title, new.title),
        (mark("the text"), before.text, new.text),
    ]
    return [Difference(where, was, now) for where, was, now in pairs if was != now]


def read_seed(source: str) -> PageText:
    """A page as a file of the seeds holds it: `# Title`, then the text.  Raises `BadInput`."""
    head, _, text = source.partition("\n")
    return cleaned(PageText(title=head.removeprefix("# "), text=text))
