"""What similar claims are found by beside their words, where the settings name a model for it."""

from factcheck.adapters.meaning import NoModel, read_encoder
from factcheck.config import BadSetting, Settings
from factcheck.services.vectors import Meaning


def meaning_of(settings: Settings) -> Meaning | None:
    """The model of `FACTCHECK_EMBEDDINGS`; None where it is empty.  Raises `BadSetting` for one that cannot be used."""
    if not settings.embeddings:
        return None
    try:
        return Meaning(read_encoder(settings.embeddings))
    except NoModel as error:
        raise BadSetting(str(error)) from error
