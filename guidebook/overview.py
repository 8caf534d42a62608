"""Pages that hold several guides together, or repeat their facts: no guide depends on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidebook.correct import correct_page
from guidebook.document import Document
from guidebook.model import Municipality
from guidebook.page import Page


def overviews(towns: Sequence[Municipality], document: Document) -> Iterator[Page]:
    """Beside the guides of these municipalities, which stand in this document."""
    yield from (correct_page(town, document) for town in towns)
