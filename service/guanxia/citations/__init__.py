"""Citations as people write them, found in a text and resolved to provisions and their wordings on a day."""

from guanxia.citations.resolver import FORMAT, MAX_CITATIONS, MAX_TEXT, Resolver, TooManyCitations, document
from guanxia.citations.values import STATES, Candidate, Citation

__all__ = [
    "FORMAT",
    "MAX_CITATIONS",
    "MAX_TEXT",
    "STATES",
    "Candidate",
    "Citation",
    "Resolver",
    "TooManyCitations",
    "document",
]
