"""A claim of its own from a reader’s message: the words as they stood become an article, the claim is all of them."""

from dataclasses import dataclass

from factcheck.db import Work
from factcheck.domain import anchoring
from factcheck.domain.inputs import BadInput
from factcheck.domain.terms import ClaimKind
from factcheck.domain.tips import TipVerb
from factcheck.models import Claim
from factcheck.services import claims, intake, tips
from factcheck.services.claims import ClaimInput
from factcheck.services.intake import AlreadyImported, ArticleInput


@dataclass(frozen=True, kw_only=True)
class OpeningInput:
    """What a person of the desk says about the words and the claim, cleaned already."""

    title: str
    text: str
    statement: str
    kind: ClaimKind
    address: str = ""
    outlet: str = ""
    language: str = "en"


def open_claim(work: Work, tip_id: int, given: OpeningInput) -> Claim:
    """Keep the words as an article, open the claim that all of them make, and put the message into it.

    Raises `NoSuchTip`, a refusal, and `BadInput` for words that cannot be an article or are one already.
    """
    tip = tips.begin(work, tip_id, TipVerb.MERGE)
    try:
        article = intake.import_article(
            work,
            ArticleInput(
                title=given.title,
                text=given.text,
                url=given.address,
                outlet=given.outlet,
                language=given.language,
            ),
        )
    except AlreadyImported as known:
        raise BadInput(
            f"These words are here already as article {known.article_id}: open the claim there, "
            "then put the message into it by its number."
        ) from known
    text = intake.article(work.session, article.id)[1].text
    about = ClaimInput(
        statement=given.statement,
        appearance_url=given.address,
        kind=given.kind,
        selection_reason=f"A reader asked for it (message {tip.id}).",
    )
    opened = claims.open_claim(work, article.id, about, [anchoring.span_at(text, 0, len(text))])
    tips.into(work, tip, opened.id)
    return opened
