"""What each `does` of the story calls: one short function a verb, all with the same signature."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from factcheck.db import Work
from factcheck.domain.anchoring import find_quote
from factcheck.domain.proposals import SHOWN_AS
from factcheck.domain.terms import Actor, Capacity, ChangeKind, Dismissal, Part, ReplyOutcome
from factcheck.models import Evidence
from factcheck.models.claims import WaiverKind
from factcheck.resources import VERSION
from factcheck.seeding import inputs
from factcheck.seeding.files import Data, Story, document
from factcheck.services import (
    claims,
    coverage,
    evidence,
    gate,
    intake,
    legal,
    publication,
    replies,
    reviews,
    snapshots,
    tips,
    translation_road,
    translations,
    verdicts,
)
from factcheck.services.snapshots import Bytes, Captured
from factcheck.services.standing import Ticket, load
from factcheck.services.translation_road import Place

# Hands bytes to the store of kept copies and says their digest.
Keep = Callable[[bytes], str]


@dataclass
class Telling:
    """What is known while the story is told: who the people are, which numbers articles and claims were given."""

    story: Story
    today: date
    actors: dict[str, Actor]
    articles: dict[str, int] = field(default_factory=dict)
    claims: dict[str, int] = field(default_factory=dict)
    tips: dict[str, int] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    keep: Keep | None = None

    def claim(self, move: Data) -> int:
        return self.claims[move["claim"]]


Deed = Callable[[Work, Telling, Data], object]


def _import(work: Work, telling: Telling, move: Data) -> None:
    data = telling.story.articles[move["article"]]
    article = intake.import_article(work, inputs.article_input(data))
    telling.articles[data["id"]] = article.id


def _open(work: Work, telling: Telling, move: Data) -> None:
    data = telling.story.claims[move["claim"]]
    about = telling.story.articles[telling.story.article_of[data["id"]]]
    article_id = telling.articles[about["id"]]
    text = intake.article(work.session, article_id)[1].text
    span = find_quote(text, data["anchor"])
    given = inputs.claim_input(data, about, telling.topics)
    is_spotted = move["does"] == "spot_claim"
    opened = claims.open_claim(work, article_id, given, [span], is_spotted=is_spotted)
    telling.claims[data["id"]] = opened.id


def _pass_over(work: Work, telling: Telling, move: Data) -> None:
    article_id = telling.articles[telling.story.articles[move["article"]]["id"]]
    text = intake.article(work.session, article_id)[1].text
    for beginning in move["sentences"]:
        coverage.pass_over(work, article_id, text.index(beginning))


def _take(work: Work, telling: Telling, move: Data) -> None:
    claims.take(work, telling.claim(move))


def _dismiss(work: Work, telling: Telling, move: Data) -> None:
    claims.dismiss(work, telling.claim(move), Dismissal(move["kind"]), move["reason"])


def _log(work: Work, telling: Telling, move: Data) -> None:
    row = telling.story.claims[move["claim"]]["evidence"][move["evidence"] - 1]
    given = inputs.evidence_input(telling.story, row, work.now.date())
    logged = evidence.log(work, telling.claim(move), given)
    snapshots.leave(work, logged, snapshots.DEMONSTRATION)
    if telling.keep is not None and "document" in row:
        _bring(work, telling.keep, logged, row["document"])


def _bring(work: Work, keep: Keep, logged: Evidence, name: str) -> None:
    """One of the demo's own documents, kept for real."""
    data = document(name)
    kept = Bytes(keep(data), len(data), "text/plain")
    given = Captured(body=kept, text=kept, file_name=name, tool=f"factcheck {VERSION}")
    snapshots.bring_upload(work, logged.claim_id, logged.number, given)


def _ask_reply(work: Work, telling: Telling, move: Data) -> None:
    replies.ask(work, telling.claim(move), inputs.reply_input(move["reply"], work.now))


def _record_reply(work: Work, telling: Telling, move: Data) -> None:
    latest = _ticket(work, telling, move).replies[-1]
    outcome, text = ReplyOutcome(move["outcome"]), move["text"]
    replies.record(work, telling.claim(move), latest.id, outcome, text, text)


def _save(work: Work, telling: Telling, move: Data) -> None:
    ticket = _ticket(work, telling, move)
    data = telling.story.claims[move["claim"]]["verdicts"][move["verdict"] - 1]
    given = inputs.verdict_input(data, _rating_id(ticket, data["rating"]), telling.today)
    seen = ticket.verdict.version if ticket.verdict else None
    verdicts.save(work, telling.claim(move), seen, given)


def _rating_id(ticket: Ticket, code: str) -> int:
    """The label with this code on the scale the claim is rated by; 0, which the service refuses, without one."""
    scale = verdicts.scale_of(ticket)
    return next((r.id for r in scale.choices if r.code == code), 0) if scale else 0


def _submit(work: Work, telling: Telling, move: Data) -> None:
    verdicts.submit(work, telling.claim(move))


def _ask_review(work: Work, telling: Telling, move: Data) -> None:
    whom = telling.actors[move["whom"]]
    is_legal = whom.plays(Part.LEGAL_REVIEWER)
    capacity = Capacity.LEGAL if is_legal else Capacity.EDITORIAL
    reviews.ask(work, telling.claim(move), whom.id or 0, capacity)


def _start_reading(work: Work, telling: Telling, move: Data) -> None:
    reviews.start_reading(work, telling.claim(move))


def _recuse(work: Work, telling: Telling, move: Data) -> None:
    reviews.recuse(work, telling.claim(move), move["reason"])


def _approve(work: Work, telling: Telling, move: Data) -> None:
    seen = _content_hash(work, telling, move)
    reviews.approve(work, telling.claim(move), seen, note=move.get("note", ""))


def _clear(work: Work, telling: Telling, move: Data) -> None:
    seen = _content_hash(work, telling, move)
    reviews.clear(work, telling.claim(move), seen, move.get("note", ""))


def _send_back(work: Work, telling: Telling, move: Data) -> None:
    reviews.send_back(work, telling.claim(move), move["reason"])


def _hold(work: Work, telling: Telling, move: Data) -> None:
    legal.hold(work, telling.claim(move), move["reason"])


def _release(work: Work, telling: Telling, move: Data) -> None:
    legal.release(work, telling.claim(move), move["reason"])


def _waive(work: Work, telling: Telling, move: Data) -> None:
    legal.waive(work, telling.claim(move), WaiverKind(move["what"]), move["reason"])


def _waive_at_gate(work: Work, telling: Telling, move: Data) -> None:
    about = telling.story.articles[telling.story.article_of[move["claim"]]]
    article_id, claim_id = telling.articles[about["id"]], telling.claim(move)
    seen = gate.standing(work.session, article_id).row(claim_id).content_hash
    gate.waive(work, article_id, claim_id, move["reason"], seen)


def _publish(work: Work, telling: Telling, move: Data) -> None:
    # The story is told of institutions and invented people; its editor looked at every text.
    publication.publish(
        work, telling.claim(move), _content_hash(work, telling, move), tuple(SHOWN_AS)
    )


def _correct(work: Work, telling: Telling, move: Data) -> None:
    publication.begin_change(work, telling.claim(move), ChangeKind.CORRECTION, move["note"])


def _clarify(work: Work, telling: Telling, move: Data) -> None:
    publication.begin_change(work, telling.claim(move), ChangeKind.CLARIFICATION, move["note"])


def _update(work: Work, telling: Telling, move: Data) -> None:
    publication.begin_change(work, telling.claim(move), ChangeKind.UPDATE, move["note"])


def _send_in(work: Work, telling: Telling, move: Data) -> None:
    data = telling.story.tips[move["tip"]]
    about = None
    if "about" in data:
        published = load(work.session, telling.claims[data["about"]]).publication
        about = published.id if published is not None else 0
    tips.receive(work, inputs.tip_input(data, about))
    telling.tips[data["id"]] = len(telling.tips) + 1


def _merge_tip(work: Work, telling: Telling, move: Data) -> None:
    tips.merge(work, telling.tips[move["tip"]], telling.claim(move))


def _take_tip_up(work: Work, telling: Telling, move: Data) -> None:
    tips.take_up(work, telling.tips[move["tip"]], telling.claim(move))


def _decline_tip(work: Work, telling: Telling, move: Data) -> None:
    tips.decline(work, telling.tips[move["tip"]], move["reason"])


def _mark_tip_spam(work: Work, telling: Telling, move: Data) -> None:
    tips.mark_spam(work, telling.tips[move["tip"]])


def _save_translation(work: Work, telling: Telling, move: Data) -> None:
    place = _place(work, telling, move)
    texts = telling.story.translations[move["claim"], move["language"]]
    source = place.source.number if place.source is not None else 0
    translations.save(work, telling.claim(move), move["language"], texts, place.held.saves, source)


def _hand_translation_in(work: Work, telling: Telling, move: Data) -> None:
    translations.hand_in(work, telling.claim(move), move["language"])


def _ask_translation_review(work: Work, telling: Telling, move: Data) -> None:
    whom = telling.actors[move["whom"]]
    translations.ask(work, telling.claim(move), move["language"], whom.id or 0)


def _approve_translation(work: Work, telling: Telling, move: Data) -> None:
    seen, note = _translation_hash(work, telling, move), move.get("note", "")
    translations.approve(work, telling.claim(move), move["language"], seen, note)


def _publish_translation(work: Work, telling: Telling, move: Data) -> None:
    seen = _translation_hash(work, telling, move)
    translations.publish(work, telling.claim(move), move["language"], seen)


def _translation_hash(work: Work, telling: Telling, move: Data) -> str:
    """What stands on the page the person has before her."""
    newest = _place(work, telling, move).held.newest
    return (newest.content_hash or "") if newest is not None else ""


def _place(work: Work, telling: Telling, move: Data) -> Place:
    return translation_road.look(work.session, telling.claim(move), move["language"])


def _ticket(work: Work, telling: Telling, move: Data) -> Ticket:
    return load(work.session, telling.claim(move))


def _content_hash(work: Work, telling: Telling, move: Data) -> str:
    """What stands on the page the person has before her."""
    return _ticket(work, telling, move).standing.verdict.content_hash


DEEDS: Mapping[str, Deed] = {
    "import_article": _import,
    "open_claim": _open,
    "spot_claim": _open,
    "pass_over": _pass_over,
    "take": _take,
    "dismiss": _dismiss,
    "log_evidence": _log,
    "ask_reply": _ask_reply,
    "record_reply": _record_reply,
    "save_verdict": _save,
    "submit": _submit,
    "ask_review": _ask_review,
    "start_reading": _start_reading,
    "recuse": _recuse,
    "approve": _approve,
    "clear": _clear,
    "send_back": _send_back,
    "hold": _hold,
    "release": _release,
    "waive": _waive,
    "waive_at_gate": _waive_at_gate,
    "publish": _publish,
    "correct": _correct,
    "clarify": _clarify,
    "update": _update,
    "send_in": _send_in,
    "merge_tip": _merge_tip,
    "take_tip_up": _take_tip_up,
    "decline_tip": _decline_tip,
    "mark_tip_spam": _mark_tip_spam,
    "save_translation": _save_translation,
    "hand_translation_in": _hand_translation_in,
    "ask_translation_review": _ask_translation_review,
    "approve_translation": _approve_translation,
    "publish_translation": _publish_translation,
}
