"""The facts that a made-up page tells, short enough to write down in a test."""

from __future__ import annotations

from pages import document

from ingest.document import Document
from ingest.facts.extract import facts_of
from ingest.facts.fact import Fact, Kind

HOST = "Velmora University"


def facts(kind: Kind, text: str, *, language: str = "en", subject: str = HOST) -> list[Fact]:
    """The facts of one kind on a page of `subject`, in order."""
    return [fact for fact in facts_of(document(text, language=language, subject=subject)) if fact.kind == kind]


def told(kind: Kind, text: str, *, language: str = "en", subject: str = HOST) -> list[tuple[str, dict[str, str]]]:
    """As `facts`, each as its name and the first value of every field."""
    found = facts(kind, text, language=language, subject=subject)
    return [(fact.name, {value.field: value.text for value in reversed(fact.values)}) for fact in found]


def names(kind: Kind, text: str, *, language: str = "en", subject: str = HOST) -> list[str]:
    """As `facts`, the names alone."""
    return [fact.name for fact in facts(kind, text, language=language, subject=subject)]


def words(page: Document, fact: Fact) -> dict[str, str]:
    """The source words of each field of a fact."""
    return {value.field: page.text[value.start : value.end] for value in fact.values}
