"""Made-up pages as documents, passages and units, an index of them in memory, and what one answer is made of.

All words weigh the same there, so that shares can be counted by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from fakes import FakeChat, HashEmbedder

from assistant.draft import answer_events
from assistant.drafting import Drafting
from assistant.evidence import Unit, units_of
from assistant.model import Limits, Model
from assistant.question import read_question
from assistant.turn import Answer, Exchange
from index.analysis import query_words, words
from index.catalogue import Catalogue
from index.passage import Passage
from index.subjects import Subjects
from ingest.chunking import chunk, context
from ingest.describe import describe
from ingest.document import Document, Subject
from ingest.facts.extract import facts_of
from ingest.facts.fact import Fact
from ingest.readers import read

MOST = 600.0  # tokens of evidence


def document(text: str, file: str = "a.md", *, language: str = "en", subject: str = "", day: str = "") -> Document:
    """The document that a page makes, in a language and about an institution (other names after a slash) of the test's choice."""
    names = subject.split("/")
    found = describe(read(file, text.encode()), document_id=file, source="/s", file=file, content_hash="h")
    about = Subject(names[0], tuple(names[1:])) if subject else None
    made = replace(found, language=language, subject=about, date=day or found.date)
    return replace(made, facts=facts_of(made))


def passages(*documents: Document) -> tuple[Passage, ...]:
    """All passages of the documents, the first one closest."""
    every = [(each, part) for each in documents for part in chunk(each)]
    return tuple(
        Passage(part, each, context(each, part), rank, similarity=1 / rank)
        for rank, (each, part) in enumerate(every, start=1)
    )


def units(*documents: Document) -> list[Unit]:
    """All units of the documents, in order."""
    return [unit for passage in passages(*documents) for unit in units_of(passage)]


class MemoryIndex:
    """What an answer asks of an index. `cosine`, when given, is that of any two texts; else texts that share words are close."""

    def __init__(self, found: Sequence[Passage] = (), cosine: float | None = None) -> None:
        self._held = {word for each in found for word in words(f"{each.context} {each.document.text}")}
        self._cosine = cosine
        self._embedder = HashEmbedder()
        self._found = list(found)
        documents = {each.document.id: each.document for each in found}
        self._documents = list(documents.values())
        self.catalogue = Catalogue(self)  # type: ignore[arg-type]
        self.subjects = Subjects({key: each.subject.names for key, each in documents.items() if each.subject})

    def facts(self) -> list[tuple[str, str, str, tuple[str, ...], tuple[Fact, ...]]]:
        return [(d.id, d.file, d.date, d.subject.names if d.subject else (), d.facts) for d in self._documents]

    def passage_at(self, document_id: str, start: int) -> Passage | None:
        holding = (p for p in self._found if p.document.id == document_id and p.chunk.start <= start < p.chunk.end)
        return next(holding, None)

    def word_weights(self, text: str) -> dict[str, float]:
        return dict.fromkeys(query_words(text), 1.0)

    def closeness(self, question: str, texts: Sequence[str]) -> list[float]:
        if self._cosine is not None:
            return [self._cosine] * len(texts)
        return [float(self._embedder.embed_query(text) @ self._embedder.embed_query(question)) for text in texts]

    def search(self, query: object, k: int) -> list[Passage]:
        return self._found[:k]

    def search_about(self, query: object, document_ids: Sequence[str], k: int) -> list[Passage]:
        return [each for each in self._found if each.document.id in document_ids][:k]

    def holds_word(self, word: str) -> bool:
        return set(words(word)) <= self._held


def drafting(
    question: str,
    *documents: Document,
    replies: Sequence[object] = ("no",),
    earlier: tuple[Exchange, ...] = (),
    cosine: float | None = None,
) -> Drafting:
    """What the answer to a question about these documents is made of, with a model that gives these replies."""
    found = passages(*documents)
    model = Model(FakeChat(replies=list(replies)), "fake", Limits(5, 5, 10))
    index = MemoryIndex(found, cosine)
    return Drafting(index, model, read_question(question), found, earlier, "", MOST, MOST, date(2027, 1, 5))  # type: ignore[arg-type]


def answer(
    question: str, *documents: Document, draft: str, likely: str | float = "yes", cosine: float | None = None
) -> Answer:
    """The answer to a question when the model drafts these words."""
    made = drafting(question, *documents, replies=(likely, draft), cosine=cosine)
    return [event for event in answer_events(made) if isinstance(event, Answer)][-1]
