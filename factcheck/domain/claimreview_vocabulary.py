"""The properties of the types that a ClaimReview is made of, as schema.org's release 30.0 has them (V2).

Only these types are looked at, since nobody reads others in a fact-check; of any other type nothing is said.
"""

from collections.abc import Mapping
from types import MappingProxyType

RELEASE = "30.0"  # of 2026-03-19, Apache-2.0

_THING = frozenset(
    "additionalType alternateName description disambiguatingDescription identifier image mainEntityOfPage name owner"
    " potentialAction sameAs subjectOf url".split()
)
_WORK = frozenset(
    """
    about abstract accessMode accessModeSufficient accessibilityAPI accessibilityControl accessibilityFeature
    accessibilityHazard accessibilitySummary accountablePerson acquireLicensePage additionalType aggregateRating
    alternateName alternativeHeadline archivedAt assesses associatedMedia audience audio author award awards
    character citation comment commentCount conditionsOfAccess contentLocation contentRating contentReferenceTime
    contributor copyrightHolder copyrightNotice copyrightYear correction countryOfOrigin creativeWorkStatus
    creator creditText dateCreated dateModified datePublished description digitalSourceType
    disambiguatingDescription discussionUrl displayLocation editEIDR editor educationalAlignment educationalLevel
    educationalUse encoding encodingFormat encodings exampleOfWork expires fileFormat funder funding genre hasPart
    headline identifier image inLanguage interactionStatistic interactivityType interpretedAsClaim
    isAccessibleForFree isBasedOn isBasedOnUrl isFamilyFriendly isPartOf keywords learningResourceType license
    locationCreated mainEntity mainEntityOfPage maintainer material materialExtent mentions name offers owner
    pattern position potentialAction producer provider publication publisher publisherImprint publishingPrinciples
    recordedAt releasedEvent review reviews sameAs schemaVersion sdDatePublished sdLicense sdPublisher size
    sourceOrganization spatial spatialCoverage sponsor subjectOf teaches temporal temporalCoverage text thumbnail
    thumbnailUrl timeRequired translationOfWork translator typicalAgeRange url usageInfo version video wordCount
    workExample workTranslation
    """.split()
)
_REVIEW = _WORK | frozenset(
    "associatedClaimReview associatedMediaReview associatedReview itemReviewed negativeNotes positiveNotes reviewAspect"
    " reviewBody reviewRating".split()
)

_OBJECT = _WORK | frozenset(
    """
    associatedArticle bitrate contentSize contentUrl duration embedUrl encodesCreativeWork endTime height
    ineligibleRegion playerType productionCompany regionsAllowed requiresSubscription sha256 startTime uploadDate width
    """.split()
)

PROPERTIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ClaimReview": _REVIEW | {"claimReviewed"},
        "MediaReview": _REVIEW
        | frozenset(
            "mediaAuthenticityCategory originalMediaContextDescription originalMediaLink".split()
        ),
        "MediaReviewItem": _WORK | {"mediaItemAppearance"},
        "MediaObject": _OBJECT,
        "ImageObject": _OBJECT
        | {"caption", "embeddedTextCaption", "exifData", "representativeOfPage"},
        "VideoObject": _OBJECT
        | frozenset(
            "actor actors caption director directors embeddedTextCaption musicBy transcript videoFrameSize"
            " videoQuality".split()
        ),
        "AudioObject": _OBJECT | {"caption", "embeddedTextCaption", "transcript"},
        "Claim": _WORK | {"appearance", "claimInterpreter", "firstAppearance"},
        "CreativeWork": _WORK,
        "Rating": _THING
        | frozenset(
            "author bestRating ratingExplanation ratingValue reviewAspect worstRating".split()
        ),
    }
)
