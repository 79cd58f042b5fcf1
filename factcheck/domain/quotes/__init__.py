"""Who said it: quotes of an article and their speakers."""

from factcheck.domain.quotes.finding import Quote, find_quotes

__all__ = ["Quote", "find_quotes"]
