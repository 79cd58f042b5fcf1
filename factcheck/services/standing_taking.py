"""How the facts that are read of a claim come into its ticket, one kind after the other."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from factcheck.domain.chain import End
from factcheck.domain.content import EvidenceContent
from factcheck.domain.terms import Capacity
from factcheck.models.claims import WaiverKind
from factcheck.services.filed_rows import topic_row
from factcheck.services.occurrence_rows import take_article, take_place
from factcheck.services.origin_rows import take_alike, take_apart, take_compared
from factcheck.services.source_rows import look_row
from factcheck.services.standing_rows import QuotedRow, copy_row, reply_row, review_row
from factcheck.services.standing_statements import CHAIN_END, EVIDENCE_TEXTS, FIRST_TEXT
from factcheck.services.text_rows import anchor_row, move_row
from factcheck.services.translation_rows import translation_line


def _take_evidence(ticket: Any, row: Any) -> None:
    ticket.evidence_facts.append(row)
    if row.settled_at is None:  # not withdrawn
        texts = dict(zip(EVIDENCE_TEXTS, row[FIRST_TEXT:], strict=True))
        known = EvidenceContent(number=row.number, is_public=bool(row.flag), **texts)
        ticket.evidence.append(known)
    if row.b:
        ticket.excepted.add(row.number)


def _take_counts(ticket: Any, row: Any) -> None:
    ticket.last_evidence, ticket.last_verdict, ticket.last_save = row.id, row.number, row.flag


# By the kind of a fact, what adds one to a ticket.
TAKE: Mapping[str, Callable[[Any, Any], object]] = MappingProxyType(
    {
        "review": lambda t, row: t.reviews.append(review_row(row)),
        "asked": lambda t, row: t.asked.append((row.id, row.person_id, Capacity(row.a))),
        "contribution": lambda t, row: t.contributions.append((row.person_id, row.a, row.b)),
        "conflict": lambda t, row: t.conflicts.append((row.person_id, row.a, row.b)),
        "waiver": lambda t, row: t.waivers.append((WaiverKind(row.a), row.b, row.c, row.at)),
        "reply": lambda t, row: t.replies.append(reply_row(row)),
        "name": lambda t, row: t.hidden_names.append((row.id, row.a, row.b)),
        "anchor": lambda t, row: t.anchors.append(anchor_row(row)),
        "move": lambda t, row: t.moves.append(move_row(row)),
        "elsewhere": lambda t, row: take_article(t.elsewhere, row),
        "elsewhere_words": lambda t, row: take_place(t.elsewhere, row),
        "evidence": _take_evidence,
        "copy": lambda t, row: t.copies.setdefault(row.id, []).append(copy_row(row)),
        "quoted": lambda t, row: t.quoted.update({row.id: QuotedRow(row.number, row.flag, row.a)}),
        "compared": lambda t, row: take_compared(t.compared, row),
        "alike": lambda t, row: take_alike(t.compared, row),
        "apart": lambda t, row: take_apart(t.compared, row),
        "look": lambda t, row: t.looks.setdefault(row.id, []).append(look_row(row)),
        "translation": lambda t, row: t.translations.append(translation_line(row)),
        "sister": lambda t, row: t.sisters.append((row.id, row.a)),
        "topic": lambda t, row: t.topics.append(topic_row(row)),
        "asked_for": lambda t, row: setattr(t, "asked_for", row.number),
        "counts": _take_counts,
        CHAIN_END: lambda t, row: setattr(t, "chain_end", End(row.id, row.a, row.number, row.b)),
    }
)
