"""The gate for machines: a verdict whose ClaimReview would have an error is not published (V1).

Nothing is asked of the database: it judges what is at hand once the page readers would get is built.
"""

from collections.abc import Mapping, Sequence

from factcheck.domain.claimreview import Publisher, claim_review, publisher_of, verdict_address
from factcheck.domain.claimreview_judge import Finding, findings
from factcheck.domain.published import PublishedVerdict
from factcheck.domain.refusals import NotReady
from factcheck.services.standing import Ticket
from factcheck.services.verdicts import scale_of

# Stands in where nobody knows the site's address, as on the command line: no rule but the one about our own site asks.
SOMEWHERE = "https://desk.invalid"


class MarkupFaulty(NotReady):
    """What readers of the markup would refuse, each finding with its path, so that the page can lead to it."""

    def __init__(self, found: Sequence[Finding]):
        self.found = tuple(found)
        told = " ".join(one.sentence for one in found)
        super().__init__(f"Machines that read the page would refuse its ClaimReview. {told}")


def judged(
    ticket: Ticket, body: PublishedVerdict, *, home: str = "", name: str = ""
) -> list[Finding]:
    """What the judge says of the page of a ticket, errors first; `home` is the site's address, `name` the desk's."""
    publisher: Publisher = publisher_of(name or "The desk", home or SOMEWHERE)
    address = verdict_address(home or SOMEWHERE, body.id, body.slug)
    data = claim_review(body, url=address, publisher=publisher)
    scale = scale_of(ticket)
    labels = [view.label for view in scale.choices] if scale else []
    return findings(data, labels=labels, numbers=_numbers(ticket), page=address) if data else []


def require_sound(ticket: Ticket, body: PublishedVerdict, home: str) -> None:
    """Raise `MarkupFaulty` for a page whose ClaimReview has an error."""
    errors = [one for one in judged(ticket, body, home=home) if one.level == "error"]
    if errors:
        raise MarkupFaulty(errors)


def _numbers(ticket: Ticket) -> Mapping[str, int | None]:
    """What each label stands for in the version of the scale that the verdict was given by (D7, D8)."""
    own = ticket.rating
    if own is None:
        return {}
    return {
        view.label: view.value
        for view in ticket.reference.ratings.values()
        if (view.scale_id, view.scale_version) == (own.scale_id, own.scale_version)
    }
