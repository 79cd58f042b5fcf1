"""Every limit on what people write, once, with the sentence that explains it.

Forms, services, the database's column lengths and the manual read these; nobody writes such a number a second time.
Limits of the approval policy are not here: they are data of the desk.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Limit:
    """One limit: its name in the code, its value, the unit counted, and what it bounds in a sentence."""

    name: str
    value: int
    unit: str
    sentence: str


_DECLARED: dict[str, Limit] = {}


def _limit(name: str, value: int, unit: str, sentence: str) -> int:
    """Enter the limit in the table and hand back its value, so that no number stands twice."""
    _DECLARED[name] = Limit(name, value, unit, sentence)
    return value


ARTICLE_BYTES = _limit(
    "ARTICLE_BYTES", 2_000_000, "bytes", "An article's text, normalised, in UTF-8."
)
ARTICLE_SENTENCES = _limit(
    "ARTICLE_SENTENCES", 20_000, "sentences", "The sentences of one article."
)
DOCUMENT_BYTES = _limit(
    "DOCUMENT_BYTES", 4_000_000, "bytes", "Any file an article is read from, as uploaded."
)
HTML_BYTES = _limit("HTML_BYTES", 3_000_000, "bytes", "An HTML file, mark-up included.")
MARKDOWN_BYTES = _limit("MARKDOWN_BYTES", 1_000_000, "bytes", "A Markdown file.")
HTML_DEPTH = _limit("HTML_DEPTH", 256, "levels", "How deep elements of an HTML file may nest.")
HTML_TAGS = _limit("HTML_TAGS", 100_000, "tags", "The tags of an HTML file.")
OFFICE_BYTES = _limit("OFFICE_BYTES", 6_000_000, "bytes", "A .docx or .pdf file.")
DOCX_UNPACKED = _limit(
    "DOCX_UNPACKED", 50_000_000, "bytes", "What all parts of a .docx file unpack to."
)
DOCX_PARTS = _limit("DOCX_PARTS", 2_000, "parts", "The parts of a .docx file.")
PDF_PAGES = _limit("PDF_PAGES", 1_000, "pages", "The pages of a PDF.")
RENDERING_BYTES = _limit(
    "RENDERING_BYTES", 50_000_000, "bytes", "A page shown to a browser, with all it asks for."
)
RENDERING_REQUESTS = _limit(
    "RENDERING_REQUESTS", 500, "requests", "What a page that is shown to a browser may ask for."
)
RENDERING_SECONDS = _limit(
    "RENDERING_SECONDS", 60, "seconds", "How long a browser is given for one page."
)
RENDERED_BYTES = _limit(
    "RENDERED_BYTES", 20_000_000, "bytes", "The PDF or the picture a browser made of a page."
)
RENDERED_PIXELS = _limit(
    "RENDERED_PIXELS", 16_000, "pixels", "The height of the picture a browser made of a page."
)
READING_SECONDS = _limit(
    "READING_SECONDS", 10, "seconds", "How long the text of one file is looked for."
)
READING_BYTES = _limit(
    "READING_BYTES",
    512_000_000,
    "bytes",
    "The memory for reading one file (where a limit can be set).",
)
READINGS_AT_ONCE = _limit(
    "READINGS_AT_ONCE", 4, "files", "The files that one server process reads or draws at once."
)
FILE_BYTES = _limit("FILE_BYTES", 20_000_000, "bytes", "A file kept as evidence.")
FILES_AT_ONCE = _limit("FILES_AT_ONCE", 10, "files", "How many files are uploaded at once.")
FILES_BYTES = _limit("FILES_BYTES", 60_000_000, "bytes", "The files uploaded at once, together.")
FILE_NAME_CHARS = _limit("FILE_NAME_CHARS", 200, "characters", "The name of a kept file.")
KEPT_TEXT_BYTES = _limit(
    "KEPT_TEXT_BYTES", 2_000_000, "bytes", "The readable text of a kept file, in UTF-8."
)
COMPARED_BYTES = _limit(
    "COMPARED_BYTES",
    400_000,
    "bytes",
    "The readable texts of two copies of a source that are compared word by word, together, in UTF-8.",
)
PICTURE_PIXELS = _limit("PICTURE_PIXELS", 40_000_000, "pixels", "A picture, width times height.")
DERIVED = _limit("DERIVED", 50, "versions", "The derived versions of one kept copy.")
DERIVED_AREAS = _limit("DERIVED_AREAS", 100, "areas", "The areas painted over in one picture.")
DERIVED_PASSAGES = _limit("DERIVED_PASSAGES", 200, "passages", "What is taken out of one text.")
PAGE_BYTES = _limit("PAGE_BYTES", 5_000_000, "bytes", "A page fetched from an address.")
PAGE_SECONDS = _limit(
    "PAGE_SECONDS", 15, "seconds", "How long fetching a page may take in all, redirects included."
)
PAGE_REDIRECTS = _limit("PAGE_REDIRECTS", 5, "redirects", "How often a page may send us on.")
PAGES_AT_ONCE = _limit(
    "PAGES_AT_ONCE", 2, "pages", "How many pages are fetched for one person at the same time."
)
FETCH_LIFE = _limit(
    "FETCH_LIFE", 7, "days", "How long a fetched page waits to be looked over before it is dropped."
)
REVIEW_FEED_BYTES = _limit(
    "REVIEW_FEED_BYTES", 200_000_000, "bytes", "A file of reviews by others, as it is imported."
)
REVIEW_CHARS = _limit(
    "REVIEW_CHARS", 200_000, "characters", "One imported review, as the JSON it came as."
)

MARKUP_CHARS = _limit(
    "MARKUP_CHARS", 5_000_000, "characters", "A document of structured data that is judged."
)
MARKUP_DEPTH = _limit(
    "MARKUP_DEPTH", 64, "levels", "How deep structured data that is judged may nest."
)
MARKUP_FINDINGS = _limit(
    "MARKUP_FINDINGS",
    500,
    "findings",
    "What is said about one page or document of structured data.",
)
TITLE_CHARS = _limit("TITLE_CHARS", 300, "characters", "The title of an article or a source.")
CLAIM_CHARS = _limit("CLAIM_CHARS", 2_000, "characters", "The wording of a claim.")
REASON_CHARS = _limit("REASON_CHARS", 500, "characters", "The one-sentence reason of a verdict.")
EXPLANATION_CHARS = _limit(
    "EXPLANATION_CHARS", 50_000, "characters", "The explanation of a verdict, as typed."
)
VERDICT_PART_CHARS = _limit(
    "VERDICT_PART_CHARS",
    5_000,
    "characters",
    "What is right in a claim, what is not known, why it matters: each, as typed.",
)
TOPIC_CHARS = _limit("TOPIC_CHARS", 60, "characters", "The name of a topic.")
TOPICS = _limit("TOPICS", 200, "topics", "The topics of a desk, retired ones not counted.")
TOPICS_OF_A_CLAIM = _limit("TOPICS_OF_A_CLAIM", 5, "topics", "The topics of one claim.")
POLICY_PAGE_CHARS = _limit(
    "POLICY_PAGE_CHARS", 50_000, "characters", "A page about the desk, as typed."
)
TRANSLATED_LINE_CHARS = _limit(
    "TRANSLATED_LINE_CHARS",
    500,
    "characters",
    "A line of a translation: who said it, where, the finding in words.",
)
POLICY_NOTE_CHARS = _limit(
    "POLICY_NOTE_CHARS", 500, "characters", "What a version of such a page says of its change."
)
QUOTE_CHARS = _limit("QUOTE_CHARS", 5_000, "characters", "Words quoted from an article or source.")
NOTE_CHARS = _limit("NOTE_CHARS", 4_000, "characters", "A note, a reason in the history, a reply.")
TRANSCRIPT_CHARS = _limit(
    "TRANSCRIPT_CHARS", 50_000, "characters", "The transcript or the notes of a conversation."
)
NAME_CHARS = _limit("NAME_CHARS", 80, "characters", "The name of a person.")
ADDRESS_CHARS = _limit("ADDRESS_CHARS", 2_048, "characters", "A web address, percent-encoded.")
SEARCH_CHARS = _limit("SEARCH_CHARS", 200, "characters", "What is typed into a search field.")
SEARCH_LETTERS_MIN = _limit(
    "SEARCH_LETTERS_MIN", 2, "letters or digits", "The least a search must hold."
)

PASSWORD_MIN = _limit("PASSWORD_MIN", 12, "characters", "The shortest password taken.")
PASSWORD_MAX = _limit("PASSWORD_MAX", 1_000, "characters", "The longest password taken.")

COMBINING_RUN = _limit(
    "COMBINING_RUN", 16, "marks", "Combining marks that may follow each other in any text."
)
CONTEXT_CHARS = _limit(
    "CONTEXT_CHARS", 32, "characters", "The words kept on either side of an anchor."
)
ANNOTATED_CHARS = _limit(
    "ANNOTATED_CHARS",
    500,
    "characters",
    "Words of others' articles repeated in an annotation; of longer ones place and hash.",
)
QUOTE_PLACES = _limit(
    "QUOTE_PLACES", 1_000, "places", "How many places of the same words are told apart."
)
QUOTE_MARKS = _limit(
    "QUOTE_MARKS", 2_000, "marks", "Quotation marks of one paragraph that are looked at."
)
QUOTES = _limit("QUOTES", 20_000, "quotes", "Quotes of one text whose speakers are looked for.")
QUOTE_LINE_CHARS = _limit(
    "QUOTE_LINE_CHARS", 200_000, "characters", "What is read of one paragraph to find its quotes."
)
SPEAKER_CHARS = _limit("SPEAKER_CHARS", 300, "characters", "Words that may name a speaker.")

PAGE_ROWS = _limit("PAGE_ROWS", 50, "rows", "The rows of one page of a list.")
LOG_LEAVES = _limit("LOG_LEAVES", 500, "leaves", "The leaves of the public log in one answer.")
FEED_ENTRIES = _limit("FEED_ENTRIES", 50, "entries", "The entries of one feed, the newest first.")
FOLLOWED_ROWS = _limit(
    "FOLLOWED_ROWS",
    20,
    "rows",
    "The claimants, and the articles, whose feeds the page of feeds lists.",
)
ARCHIVE_ROWS = _limit(
    "ARCHIVE_ROWS", 50, "verdicts", "The verdicts of one part of the list of all."
)
ARCHIVE_RATED = _limit(
    "ARCHIVE_RATED", 200, "verdicts", "Those among whom one part of the list of a rating chooses."
)
ARCHIVE_CHANGES = _limit(
    "ARCHIVE_CHANGES", 200, "versions", "Those among whom one part of all corrections chooses."
)
SEARCH_FACTS = _limit(
    "SEARCH_FACTS",
    1_000,
    "verdicts",
    "The verdicts of one part of an exported site's search index.",
)
SIMILAR_ROWS = _limit("SIMILAR_ROWS", 5, "verdicts", "The similar verdicts under a verdict.")
SIMILAR_A_JOB = _limit(
    "SIMILAR_A_JOB",
    50,
    "verdicts",
    "The verdicts whose similar ones one job looks for; another one goes on.",
)
BACKLOG_SECONDS = _limit(
    "BACKLOG_SECONDS",
    10,
    "seconds",
    "How long the jobs of share pictures and of similar verdicts rest where many wait, as after an upgrade.",
)
DATA_ROWS = _limit(
    "DATA_ROWS", 200, "verdicts", "The verdicts of one part of the ClaimReview data."
)
SITEMAP_ROWS = _limit("SITEMAP_ROWS", 1_000, "verdicts", "The verdicts of one part of the sitemap.")
SITEMAP_ARTICLES = _limit(
    "SITEMAP_ARTICLES", 200, "articles", "The articles of one part of the sitemap."
)
NEWS_HOURS = _limit("NEWS_HOURS", 48, "hours", "How long a new verdict stands in the news sitemap.")
NEWS_ROWS = _limit("NEWS_ROWS", 1_000, "verdicts", "The verdicts of the news sitemap.")
SEARCH_ROWS = _limit("SEARCH_ROWS", 100, "claims", "The claims of one answer of claims:search.")
SEARCH_DEPTH = _limit(
    "SEARCH_DEPTH", 10_000, "claims", "How far into its answers an offset of claims:search reaches."
)
EVIDENCE_ROWS = _limit("EVIDENCE_ROWS", 500, "rows", "The pieces of evidence of one claim.")
LINKS_AT_ONCE = _limit(
    "LINKS_AT_ONCE", 20, "links", "The links that are logged as evidence by one form."
)
SNAPSHOTS = _limit(
    "SNAPSHOTS",
    100,
    "copies",
    "The copies of one piece of evidence that people ask for or bring in.",
)

RECHECK_PAUSE = _limit(
    "RECHECK_PAUSE",
    5,
    "seconds",
    "The pause between two requests to one host when sources are looked at again; a longer one "
    "that its robots.txt asks for is kept.",
)
RECHECK_AGAIN = _limit(
    "RECHECK_AGAIN",
    20,
    "hours",
    "The time between the first and the second look that find a source gone.",
)
RECHECKS_A_ROUND = _limit(
    "RECHECKS_A_ROUND", 500, "addresses", "The sources that are looked at again in one round."
)
RECHECK_COPIES = _limit(
    "RECHECK_COPIES", 20, "copies", "The copies of one source kept because its page had changed."
)
ROBOTS_BYTES = _limit("ROBOTS_BYTES", 500_000, "bytes", "A robots.txt.")
ROBOTS_SECONDS = _limit("ROBOTS_SECONDS", 10, "seconds", "How long fetching a robots.txt may take.")
ROBOTS_LIFE = _limit("ROBOTS_LIFE", 60, "minutes", "How long a robots.txt counts once it is read.")

READER_THREADS = _limit(
    "READER_THREADS",
    6,
    "threads",
    "What a server process has beside those of FACTCHECK_THREADS: for readers, and for requests of the desk that wait",
)
TIMED_SECONDS = _limit(
    "TIMED_SECONDS",
    60,
    "seconds",
    "How long the news of two days and security.txt may be held ready, which depend on the time of day as well",
)
STALE_SECONDS = _limit(
    "STALE_SECONDS",
    60,
    "seconds",
    "How long a cache that keeps to stale-while-revalidate alone may show readers a page while it asks for it anew",
)
SESSION_IDLE = _limit("SESSION_IDLE", 60, "minutes", "How long a session lasts without a request.")
SESSION_WHOLE = _limit("SESSION_WHOLE", 12, "hours", "How long a session lasts in all.")
INVITATION_LIFE = _limit("INVITATION_LIFE", 72, "hours", "How long an invitation can be used.")
PASSWORD_LINK_LIFE = _limit(
    "PASSWORD_LINK_LIFE", 10, "minutes", "How long a link for a new password can be used."
)
IMPORTS = _limit(
    "IMPORTS",
    10,
    "a minute",
    "Articles, pages and newer texts that one person looks over or keeps.",
)
UPLOADS = _limit("UPLOADS", 20, "a minute", "How often one person uploads files as evidence.")
RECHECKS = _limit("RECHECKS", 10, "a minute", "How often one person has a source looked at again.")
LINKS_LOGGED = _limit(
    "LINKS_LOGGED", 10, "a minute", "How often one person logs several links at once."
)
CAPTURES_ASKED = _limit(
    "CAPTURES_ASKED",
    20,
    "a minute",
    "How often one person has a source captured by its button, a new address or a single link.",
)
PAGES_DRAWN = _limit(
    "PAGES_DRAWN",
    120,
    "a minute",
    "How often one person looks into kept copies: pages drawn, pictures decoded or cut.",
)
EXPORTS = _limit(
    "EXPORTS", 10, "a minute", "How often one person takes away all that is kept of a claim."
)
SIMILAR_ASKED = _limit(
    "SIMILAR_ASKED",
    120,
    "questions a minute",
    "How often one person's page asks for similar claims.",
)
TIP_PLACE_CHARS = _limit(
    "TIP_PLACE_CHARS", 300, "characters", "Where a reader met what she sends in."
)
TIPS_SENT = _limit(
    "TIPS_SENT",
    20,
    "an hour",
    "How often error reports and claims are sent in from one address of the internet (IPv6: one /64).",
)
TIPS_SENT_IN_ALL = _limit(
    "TIPS_SENT_IN_ALL", 600, "an hour", "How often they are sent in by everybody together."
)
TIP_PATIENCE = _limit(
    "TIP_PATIENCE",
    4,
    "seconds",
    "The least a person has one of these forms before her; a quicker one is asked to send it again.",
)
TIP_FORM_LIFE = _limit(
    "TIP_FORM_LIFE", 24, "hours", "How long one of these forms may stay open before it is sent."
)
TIP_MAIL_LIFE = _limit(
    "TIP_MAIL_LIFE",
    90,
    "days",
    "How long the mail address of somebody who sent in something is kept; spam’s is forgotten at once.",
)
SIGN_IN_TRIES = _limit(
    "SIGN_IN_TRIES", 10, "tries in 5 minutes", "For one name, one address, one known device."
)
SIGN_IN_TRIES_IN_ALL = _limit(
    "SIGN_IN_TRIES_IN_ALL", 1_000, "tries in 5 minutes", "For all who try to sign in together."
)

LIMITS: Mapping[str, Limit] = MappingProxyType(_DECLARED)
