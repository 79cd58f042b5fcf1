"""The findings about one review, each a row: its code, how grave it is, its sentence, its source, its check.

They are part of the one table in `claimreview_table`, which says what the columns mean.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from factcheck.domain import claimreview_rules as r
from factcheck.domain import claimreview_rules_item as i
from factcheck.domain.claimreview_asked import Asked, Found
from factcheck.domain.claimreview_rules_page import OnPage, Page

Level = Literal["error", "warning"]


@dataclass(frozen=True)
class Row:
    """One row; at most one of the three checks: of a review, of a page, of a review on its page."""

    code: str
    level: Level
    sentence: str
    source: str
    of_review: Callable[[Asked], Found] | None = None
    of_page: Callable[[Page, Sequence[Asked]], Found] | None = None
    on_page: Callable[[OnPage], Found] | None = None


E: Level = "error"
W: Level = "warning"

OF_REVIEW: tuple[Row, ...] = (
    Row(
        "context-missing",
        E,
        "Say with @context that the words are those of https://schema.org.",
        "D1",
        r.context_missing,
    ),
    Row(
        "context-foreign",
        E,
        "@context names other words than those of https://schema.org.",
        "D1",
        r.context_foreign,
    ),
    Row(
        "type-prefixed",
        W,
        "Write plain ClaimReview; some readers do not resolve addresses and prefixes.",
        "D1",
        r.type_prefixed,
    ),
    Row(
        "reference-loose",
        W,
        "It refers to “{}”, which is nowhere in the document.",
        "V1",
        r.reference_loose,
    ),
    Row(
        "property-unknown",
        W,
        "schema.org knows no property “{}” of this type.",
        "V2",
        r.property_unknown,
    ),
    Row("value-empty", W, "Leave out what has no value.", "V1", r.value_empty),
    Row(
        "claim-has-rating",
        W,
        "The claim starts or ends with a rating; it should be the claim alone.",
        "D2",
        r.claim_has_rating,
    ),
    Row(
        "claim-long",
        W,
        f"The claim has {{}} characters; search engines show it whole below {r.CLAIM_LENGTH}.",
        "D3",
        r.claim_long,
    ),
    Row(
        "claim-tags",
        W,
        "The claim holds HTML tags, which readers would see as they are.",
        "D2",
        r.claim_tags,
    ),
    Row(
        "claim-entities",
        W,
        "The claim holds “{}”: JSON knows no entities, write the character.",
        "D2",
        r.claim_entities,
    ),
    Row(
        "claim-is-address",
        W,
        "The claim is an address; write what is claimed there.",
        "D2",
        r.claim_is_address,
    ),
    Row("url-host", E, "The address names no site that can be reached.", "D4", r.url_host),
    Row(
        "url-foreign",
        E,
        "The address leads to {}, not to this page's own site.",
        "D4",
        r.url_foreign,
    ),
    Row(
        "url-short", E, "{} only sends on; give the address of the page itself.", "D4", r.url_short
    ),
    Row(
        "url-insecure",
        W,
        "The address begins with http://; give one with https://.",
        "D4",
        r.url_insecure,
    ),
    Row(
        "url-tracking",
        W,
        "The address carries a mark of how somebody came; give the canonical one.",
        "D4",
        r.url_tracking,
    ),
    Row(
        "rating-long",
        W,
        "The rating has {} characters; put its meaning into the first words.",
        "D5",
        r.rating_long,
    ),
    Row(
        "rating-name",
        W,
        "The rating's name and alternateName differ; alternateName is what is read.",
        "D5",
        r.rating_name,
    ),
    Row(
        "rating-bare-number",
        W,
        "“{}” says nothing by itself; say the rating in words.",
        "D5",
        r.rating_bare_number,
    ),
    Row("best-not-above", E, "bestRating is greater than worstRating.", "D6", r.best_not_above),
    Row(
        "value-outside",
        E,
        "ratingValue lies between worstRating and bestRating.",
        "D6",
        r.value_outside,
    ),
    Row(
        "number-fraction",
        W,
        "Use whole numbers; some readers of the markup refuse others.",
        "D6",
        r.number_fraction,
    ),
    Row(
        "number-huge",
        W,
        "The numbers are too large for readers that take 32 bits.",
        "D6",
        r.number_huge,
    ),
    Row("number-other", E, "On the scale in use this rating stands for {}.", "D7", r.number_other),
    Row(
        "number-off-axis",
        E,
        "“{}” has no place between true and false; it carries no numbers.",
        "D8",
        r.number_off_axis,
    ),
    Row(
        "explanation-missing",
        W,
        "Give the reason for the rating in a sentence or two.",
        "D15",
        r.explanation_missing,
    ),
    Row(
        "explanation-long",
        W,
        "The reason has {} characters; a sentence or two are read.",
        "D15",
        r.explanation_long,
    ),
    Row(
        "author-missing",
        W,
        "Say who checked the claim, by name or address.",
        "D10",
        r.author_missing,
    ),
    Row("author-kind", W, "Say whether an Organization or a Person checked.", "D10", r.author_kind),
    Row("author-url", W, "The checker's address is none (https://…).", "D10", r.author_url),
    Row(
        "author-is-claimant",
        W,
        "The author is whoever checked the claim, not whoever made it.",
        "D10",
        r.author_is_claimant,
    ),
    Row(
        "item-missing", W, "Describe the claim: who made it, when and where.", "D11", i.item_missing
    ),
    Row(
        "item-several",
        W,
        "{} things are said to be checked; readers take the first.",
        "D11",
        i.item_several,
    ),
    Row("item-old", W, "Describe what was checked as a Claim.", "D14", i.item_old),
    Row(
        "claimant-bare",
        W,
        "Give whoever made the claim as a Person or an Organization.",
        "D11",
        i.claimant_bare,
    ),
    Row(
        "claimant-kind",
        W,
        "Say whether a Person or an Organization made the claim.",
        "D11",
        i.claimant_kind,
    ),
    Row(
        "claimant-same-as",
        W,
        "sameAs is the address of an official page.",
        "D11",
        i.claimant_same_as,
    ),
    Row(
        "claimant-nobody", E, "Leave the author out: “{}” made no claim.", "D12", i.claimant_nobody
    ),
    Row("said-missing", W, "Say when the claim was made.", "D11", i.said_missing),
    Row("said-form", W, "Write the day of the claim as YYYY-MM-DD.", "D11", i.said_form),
    Row(
        "said-later",
        W,
        "The claim was made after it was checked; one of the two dates is wrong.",
        "D11",
        i.said_later,
    ),
    Row(
        "appearance-missing",
        E,
        "Say where the claim was made, so that readers can find it.",
        "D21",
        i.appearance_missing,
    ),
    Row(
        "appearance-unlinked",
        W,
        "Link to a place where the claim was made.",
        "D11",
        i.appearance_unlinked,
    ),
    Row(
        "appearance-own",
        E,
        "Only {} itself is named as the place; a claim that is checked was made elsewhere.",
        "D21",
        i.appearance_own,
    ),
    Row("published-missing", W, "Say when the verdict was published.", "D15", i.published_missing),
    Row(
        "published-form",
        W,
        "Write the day of publication as YYYY-MM-DD, with or without a time.",
        "D15",
        i.published_form,
    ),
    Row(
        "modified-form",
        W,
        "Write the day of the last change as YYYY-MM-DD, with or without a time.",
        "D15",
        i.modified_form,
    ),
    Row(
        "modified-earlier",
        W,
        "The last change is older than the publication.",
        "D15",
        i.modified_earlier,
    ),
    Row(
        "language-missing",
        W,
        "Say in which language the verdict is written.",
        "D15",
        i.language_missing,
    ),
    Row(
        "language-form",
        W,
        "“{}” is no short code of a language, such as en, ru or pt-BR.",
        "D15",
        i.language_form,
    ),
    Row("publisher-missing", W, "Say who published the verdict.", "D15", i.publisher_missing),
    Row(
        "correction-form",
        W,
        "A correction says in its text what was corrected.",
        "D15",
        i.correction_form,
    ),
)
