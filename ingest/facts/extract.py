"""Document → all facts it tells. Pure, no model."""

from __future__ import annotations

from ingest.document import Document
from ingest.facts.events import events_in
from ingest.facts.fact import Fact, unique
from ingest.facts.figures import figures_in
from ingest.facts.partners import partners_in
from ingest.facts.places import places_of
from ingest.facts.programs import program_of_heading, programs_in

MOST_FACTS = 5_000  # of one document


def facts_of(document: Document) -> tuple[Fact, ...]:
    """The facts of a document in the order of its text; not more than MOST_FACTS."""
    found: list[Fact] = []
    headings: set[tuple[int, int]] = set()
    for place in places_of(document):
        for read in (partners_in, programs_in, events_in, figures_in):
            found.extend(read(place))
        for span in place.headings:
            if span not in headings and (named := program_of_heading(place, *span)):
                found.append(named)
            headings.add(span)
        if len(found) > MOST_FACTS:
            break
    return unique(found)[:MOST_FACTS]
