"""What history can say happened.  Grammar: `noun:deed`, and `claim:transition:VERB` for every verb that moves a claim.

Keep the members in alphabetical order; each has the sentence the history page prints.
"""

from factcheck.domain.terms import Term


class Event(Term):
    """One kind of history row."""

    ANCHOR_CHANGED = "anchor:changed", "found the claim's words changed in a new text"
    ANCHOR_KEPT = "anchor:kept", "found the claim's words again in a new text"
    ANCHOR_ORPHANED = "anchor:orphaned", "did not find the claim's words in a new text"
    ANCHOR_SETTLED = "anchor:settled", "settled what became of the claim's words"
    ARTICLE_CHANGED = "article:changed", "changed what is said about the article"
    ARTICLE_IMPORTED = "article:imported", "imported the article"
    ARTICLE_RENEWED = "article:renewed", "brought in a new text of the article"
    CLAIM_CHANGED = "claim:changed", "changed the claim"
    CLAIM_DUE = "claim:due", "set when the claim is due"
    CLAIM_OPENED = "claim:opened", "opened the claim"
    CLAIM_TRANSITION = "claim:transition", "moved the claim"
    CLEARANCE_SIGNED = "clearance:signed", "cleared the article to run and signed the sheet"
    CLEARANCE_VOIDED = "clearance:voided", "recorded that a clearance is void"
    CONFLICT_DECLARED = "conflict:declared", "declared a conflict of interest"
    DESK_CHANGED = "desk:changed", "changed the desk's settings"
    EVIDENCE_CHANGED = "evidence:changed", "changed evidence"
    EVIDENCE_EXPORTED = "evidence:exported", "took away all that is kept of the claim's evidence"
    EVIDENCE_LOGGED = "evidence:logged", "logged evidence"
    EVIDENCE_WITHDRAWN = "evidence:withdrawn", "withdrew evidence"
    GATE_WAIVED = "gate:waived", "let the claim run at the gate, by name"
    GATE_WAIVER_TAKEN_BACK = "gate:waiver_taken_back", "took a waiver at the gate back"
    HOLD_RELEASED = "hold:released", "released the legal hold"
    HOLD_SET = "hold:set", "set a legal hold"
    JOB_TRIED_AGAIN = "job:tried_again", "had a job tried again that was given up"
    LIKENESS_APART = "likeness:apart", "told the claim apart from one that looks like it"
    LIKENESS_TAKEN_BACK = "likeness:taken_back", "took back having told two claims apart"
    OCCURRENCE_CONFIRMED = "occurrence:confirmed", "confirmed that the claim stands in the article"
    OCCURRENCE_LINKED = "occurrence:linked", "marked the claim in a further article"
    OCCURRENCE_UNLINKED = "occurrence:unlinked", "took the claim out of an article again"
    PERSON_ADDED = "person:added", "added a person"
    PERSON_DISABLED = "person:disabled", "disabled a person"
    PERSON_ENABLED = "person:enabled", "enabled a person again"
    PERSON_INVITED = "person:invited", "invited a person"
    PERSON_PARTS = "person:parts", "changed a person's parts"
    PERSON_PASSWORD = "person:password", "chose a new password"
    PERSON_PASSWORD_LINK = "person:password_link", "made a link for a new password"
    PERSON_SESSIONS_ENDED = "person:sessions_ended", "ended sessions"
    POLICY_CHANGED = "policy:changed", "changed the approval policy"
    PRIOR_REVIEWS_IMPORTED = "prior_reviews:imported", "imported reviews by others"
    PUBLICATION_CHANGED = "publication:changed", "published a new version"
    PUBLICATION_FIRST = "publication:first", "published the verdict"
    PUBLICATION_RETRACTED = "publication:retracted", "retracted the verdict"
    PUBLICATION_RETRACTION_CONFIRMED = (
        "publication:retraction_confirmed",
        "confirmed the retraction",
    )
    QUOTE_MARKED = "quote:marked", "marked the quote in the kept copy of evidence"
    REPLY_ASKED = "reply:asked", "asked for a reply"
    REPLY_RECORDED = "reply:recorded", "recorded what came of asking"
    REVIEW_APPROVED = "review:approved", "approved"
    REVIEW_ASKED = "review:asked", "asked for a review"
    REVIEW_CLEARED = "review:cleared", "cleared for publication"
    REVIEW_READING = "review:reading", "began to read"
    REVIEW_SENT_BACK = "review:sent_back", "sent it back"
    REVIEW_VOTE_CLOSED = "review:vote_closed", "closed the vote of the panel"
    REVIEW_VOTED = "review:voted", "voted in secret"
    SCALE_CHANGED = "scale:changed", "changed a rating scale"
    SENTENCE_PASSED = "sentence:passed", "passed a sentence over: no checkable claim"
    SENTENCE_TAKEN_BACK = "sentence:taken_back", "took back having passed a sentence over"
    SESSION_ENDED = "session:ended", "signed out"
    SESSION_STARTED = "session:started", "signed in"
    SNAPSHOT_ASKED = "snapshot:asked", "asked for a copy of evidence to be kept"
    SNAPSHOT_DOWNLOADED = "snapshot:downloaded", "downloaded the kept copy of evidence"
    SNAPSHOT_FAILED = "snapshot:failed", "could not keep a copy of evidence"
    SNAPSHOT_KEPT = "snapshot:kept", "kept a copy of evidence"
    SNAPSHOT_VIEWED = "snapshot:viewed", "looked at the kept copy of evidence"
    STORE_CLEARED = "store:cleared", "removed kept bytes that belonged to nothing"
    VERDICT_REUSED = "verdict:reused", "took over what was found before"
    VERDICT_SAVED = "verdict:saved", "wrote the verdict"
    VERDICT_SUBMITTED = "verdict:submitted", "submitted the verdict"
    VERDICT_VOIDED = "verdict:voided", "changed submitted content, which voided its approvals"
    WAIVER_GRANTED = "waiver:granted", "waived a requirement"


# What is done with kept copies changes neither a claim nor its evidence.
CUSTODY = frozenset(
    {
        Event.EVIDENCE_EXPORTED,
        Event.SNAPSHOT_ASKED,
        Event.SNAPSHOT_DOWNLOADED,
        Event.SNAPSHOT_FAILED,
        Event.SNAPSHOT_KEPT,
        Event.SNAPSHOT_VIEWED,
    }
)
