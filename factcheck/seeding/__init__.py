"""The demo story told to a database: read from `seeds/demo`, carried out through the services.

`factcheck demo` and `factcheck seed --demo` call `load`; rating scales and policies are the set-up's
(`factcheck.services.setup`).
"""

from factcheck.seeding.files import Story, read_story
from factcheck.seeding.loader import AlreadyTold, Loaded, MoveRefused, is_told, load

__all__ = ["AlreadyTold", "Loaded", "MoveRefused", "Story", "is_told", "load", "read_story"]
