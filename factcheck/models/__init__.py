"""The tables: facts and the constraints that hold whatever the program does.

Rules live in `factcheck.domain`, statements in `factcheck.services`.  Importing this package makes every table known
to `Base.metadata`, which the migrations are compared with.
"""

from factcheck.models.articles import Anchor, Article, ArticleVersion
from factcheck.models.claims import Claim, Conflict, Contribution, HiddenName, LegalHold, Waiver
from factcheck.models.coverage import SentenceLook, SuggestionDecision
from factcheck.models.derived import DerivedItem, OriginalRestriction
from factcheck.models.desk import Desk, PolicyRow, Throttle
from factcheck.models.evidence import Conversation, Evidence, ReplyRequest
from factcheck.models.gate import Clearance, GateWaiver
from factcheck.models.history import HistoryRow, Outbox
from factcheck.models.manifests import DayManifest, ManifestEntry, Period, Stamp
from factcheck.models.occurrences import LikenessDecision, Occurrence
from factcheck.models.origins import OriginDecision, TextLikeness, TextSignature
from factcheck.models.outside_copies import OutsideCopy
from factcheck.models.pages import PageRequest
from factcheck.models.people import Invitation, LoginSession, Person, PersonPart
from factcheck.models.policy_pages import PolicyPage, PolicyVersion
from factcheck.models.prior_reviews import PriorReview
from factcheck.models.protected import ProtectedSource, SealedFile, SourceGrant
from factcheck.models.public_log import PublicHead, PublicLog
from factcheck.models.publications import Publication, PublicationVersion, PublicIndex
from factcheck.models.quote_anchors import QuoteAnchor
from factcheck.models.readers import ReadersMark, ReadersPage
from factcheck.models.renderings import Rendering
from factcheck.models.scales import Rating, RatingMapping, RatingScale, ScaleVersion
from factcheck.models.share_pictures import SharePicture
from factcheck.models.similar import SimilarLook, SimilarVerdict
from factcheck.models.snapshots import Blob, Snapshot
from factcheck.models.source_checks import SiteTurn, SourceCheck
from factcheck.models.text_versions import AnchorMove
from factcheck.models.tips import Tip
from factcheck.models.topics import ClaimTopic, Topic, TopicSlug
from factcheck.models.translations import Translation, TranslationReview, TranslationVersion
from factcheck.models.vectors import LikenessVector
from factcheck.models.verdicts import Review, Verdict
from factcheck.models.withholdings import Withholding

__all__ = [
    "Anchor",
    "AnchorMove",
    "Article",
    "ArticleVersion",
    "Blob",
    "Claim",
    "ClaimTopic",
    "Clearance",
    "Conflict",
    "Contribution",
    "Conversation",
    "DayManifest",
    "DerivedItem",
    "Desk",
    "Evidence",
    "GateWaiver",
    "HiddenName",
    "HistoryRow",
    "Invitation",
    "LegalHold",
    "LikenessDecision",
    "LikenessVector",
    "LoginSession",
    "ManifestEntry",
    "Occurrence",
    "OriginDecision",
    "OriginalRestriction",
    "Outbox",
    "OutsideCopy",
    "PageRequest",
    "Period",
    "Person",
    "PersonPart",
    "PolicyPage",
    "PolicyRow",
    "PolicyVersion",
    "PriorReview",
    "ProtectedSource",
    "PublicHead",
    "PublicIndex",
    "PublicLog",
    "Publication",
    "PublicationVersion",
    "QuoteAnchor",
    "Rating",
    "RatingMapping",
    "RatingScale",
    "ReadersMark",
    "ReadersPage",
    "Rendering",
    "ReplyRequest",
    "Review",
    "ScaleVersion",
    "SealedFile",
    "SentenceLook",
    "SharePicture",
    "SimilarLook",
    "SimilarVerdict",
    "SiteTurn",
    "Snapshot",
    "SourceCheck",
    "SourceGrant",
    "Stamp",
    "SuggestionDecision",
    "TextLikeness",
    "TextSignature",
    "Throttle",
    "Tip",
    "Topic",
    "TopicSlug",
    "Translation",
    "TranslationReview",
    "TranslationVersion",
    "Verdict",
    "Waiver",
    "Withholding",
]
