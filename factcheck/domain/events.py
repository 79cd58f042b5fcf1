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
    CLAIM_FILED = "claim:filed", "filed the claim under topics"
    CLAIM_OPENED = "claim:opened", "opened the claim"
    CLAIM_TRANSITION = "claim:transition", "moved the claim"
    CLEARANCE_SIGNED = "clearance:signed", "cleared the article to run and signed the sheet"
    CLEARANCE_VOIDED = "clearance:voided", "recorded that a clearance is void"
    CONFLICT_DECLARED = "conflict:declared", "declared a conflict of interest"
    DERIVED_DOWNLOADED = (
        "derived:downloaded",
        "downloaded a derived version of the kept copy of evidence",
    )
    DERIVED_MADE = "derived:made", "made a derived version of the kept copy of evidence"
    DERIVED_VIEWED = "derived:viewed", "looked at a derived version of the kept copy of evidence"
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
    ORIGIN_APART = "origin:apart", "held sources for independent that look like one"
    ORIGINAL_OPENED = (
        "original:opened",
        "opened the restricted original of evidence to the desk again",
    )
    ORIGINAL_RESTRICTED = "original:restricted", "restricted access to the original of evidence"
    PAGE_CHANGED = "page:changed", "wrote a page about the desk"
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
    SNAPSHOT_NOT_RENDERED = "snapshot:not_rendered", "could not show a kept page to a browser"
    SNAPSHOT_RENDERED = "snapshot:rendered", "kept a page as a browser shows it"
    SNAPSHOT_SENT = "snapshot:sent", "had an outside archive keep a copy of evidence as well"
    SNAPSHOT_VIEWED = "snapshot:viewed", "looked at the kept copy of evidence"
    SOURCE_BACK = "source:back", "found a source again as it was kept"
    SOURCE_CHANGED = "source:changed", "found that a source reads otherwise than its kept copy"
    SOURCE_EXCEPTED = "source:excepted", "recorded a source-safety exception"
    SOURCE_FILE_KEPT = "source:file_kept", "added a sealed file to a protected source"
    SOURCE_FILE_TAKEN = "source:file_taken", "took a file of a protected source away"
    SOURCE_GONE = "source:gone", "found that a source is gone"
    SOURCE_LOOK_ASKED = "source:look_asked", "asked for another look at a source"
    SOURCE_MOVED = "source:moved", "found a source at another address"
    SOURCE_PROTECTED = "source:protected", "logged a protected source"
    SOURCE_READ = "source:read", "read a protected source"
    SOURCE_READER_ENDED = "source:reader_ended", "ended that somebody may read a protected source"
    SOURCE_READER_NAMED = "source:reader_named", "named who may read a protected source"
    SOURCE_SEALED = "source:sealed", "made evidence a protected source"
    SOURCE_SETTLED = "source:settled", "looked at what became of a source: nothing to do"
    STORE_CLEARED = "store:cleared", "removed kept bytes that belonged to nothing"
    TIP_ADDRESSES_FORGOTTEN = (
        "tip:addresses_forgotten",
        "forgot the mail addresses of readers whose time was over",
    )
    TIP_DECLINED = "tip:declined", "declined what a reader sent"
    TIP_MERGED = "tip:merged", "put what a reader sent into the claim"
    TIP_PUT_BACK = "tip:put_back", "put what a reader sent back, to be decided anew"
    TIP_RECEIVED = "tip:received", "sent in a message as a reader"
    TIP_SPAM = "tip:spam", "took what a reader sent for spam"
    TIP_TAKEN_UP = (
        "tip:taken_up",
        "took what a reader sent up as a request to correct the verdict",
    )
    TOPIC_ADDED = "topic:added", "added a topic"
    TOPIC_BROUGHT_BACK = "topic:brought_back", "offered a retired topic again"
    TOPIC_RENAMED = "topic:renamed", "renamed a topic"
    TOPIC_RETIRED = "topic:retired", "retired a topic"
    TRANSLATION_APPROVED = "translation:approved", "approved the translation"
    TRANSLATION_ASKED = "translation:asked", "asked for a review of the translation"
    TRANSLATION_CLEARED = "translation:cleared", "cleared the translation for publication"
    TRANSLATION_HANDED_IN = "translation:handed_in", "handed the translation in"
    TRANSLATION_PUBLISHED = "translation:published", "published the translation"
    TRANSLATION_SAVED = "translation:saved", "wrote the translation"
    TRANSLATION_SENT_BACK = "translation:sent_back", "sent the translation back"
    TRANSLATION_TAKEN_BACK = "translation:taken_back", "took the translation back"
    VERDICT_REUSED = "verdict:reused", "took over what was found before"
    VERDICT_SAVED = "verdict:saved", "wrote the verdict"
    VERDICT_SUBMITTED = "verdict:submitted", "submitted the verdict"
    VERDICT_VOIDED = "verdict:voided", "changed submitted content, which voided its approvals"
    WAIVER_GRANTED = "waiver:granted", "waived a requirement"
    WITHHOLDING_CONFIRMED = (
        "withholding:confirmed",
        "withheld the page from readers by order, as a second person",
    )
    WITHHOLDING_DROPPED = "withholding:dropped", "dropped an order that nobody had confirmed"
    WITHHOLDING_ENTERED = "withholding:entered", "entered an order to withhold the page"
    WITHHOLDING_LIFTED = "withholding:lifted", "gave the withheld page back to readers"


# What is done with kept copies, with what readers send, with orders and with translations changes neither a claim nor
# its evidence.
CUSTODY = frozenset(
    {
        Event.DERIVED_DOWNLOADED,
        Event.DERIVED_MADE,
        Event.DERIVED_VIEWED,
        Event.EVIDENCE_EXPORTED,
        Event.ORIGIN_APART,
        Event.ORIGINAL_OPENED,
        Event.ORIGINAL_RESTRICTED,
        Event.SNAPSHOT_ASKED,
        Event.SNAPSHOT_DOWNLOADED,
        Event.SNAPSHOT_FAILED,
        Event.SNAPSHOT_KEPT,
        Event.SNAPSHOT_NOT_RENDERED,
        Event.SNAPSHOT_RENDERED,
        Event.SNAPSHOT_SENT,
        Event.SNAPSHOT_VIEWED,
        Event.SOURCE_BACK,
        Event.SOURCE_CHANGED,
        Event.SOURCE_GONE,
        Event.SOURCE_LOOK_ASKED,
        Event.SOURCE_MOVED,
        Event.SOURCE_SETTLED,
        Event.SOURCE_FILE_TAKEN,
        Event.SOURCE_READ,
        Event.SOURCE_READER_ENDED,
        Event.SOURCE_READER_NAMED,
        Event.TIP_DECLINED,
        Event.TIP_MERGED,
        Event.TIP_PUT_BACK,
        Event.TIP_TAKEN_UP,
        Event.TRANSLATION_APPROVED,
        Event.TRANSLATION_ASKED,
        Event.TRANSLATION_CLEARED,
        Event.TRANSLATION_HANDED_IN,
        Event.TRANSLATION_PUBLISHED,
        Event.TRANSLATION_SAVED,
        Event.TRANSLATION_SENT_BACK,
        Event.TRANSLATION_TAKEN_BACK,
        Event.WITHHOLDING_CONFIRMED,
        Event.WITHHOLDING_DROPPED,
        Event.WITHHOLDING_ENTERED,
        Event.WITHHOLDING_LIFTED,
    }
)
