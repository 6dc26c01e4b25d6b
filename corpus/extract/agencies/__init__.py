"""Bodies: every mention joined to one body, however it is written."""

from __future__ import annotations

from corpus.extract.agencies.mentions import agency_mentions
from corpus.extract.agencies.naming import Naming
from corpus.extract.agencies.phrases import Phrase, read_list, read_phrase

__all__ = ["Naming", "Phrase", "agency_mentions", "read_list", "read_phrase"]
