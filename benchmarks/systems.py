"""The two that answer the questions of benchmarks.answers: Tongwen and the LangChain tutorial chain, opened and warm.

They share the documents as Tongwen's readers found them and one loaded language model. Clocks run from the question to
the first words a reader sees and to the end.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

from benchmarks.scores import TONGWEN, TUTORIAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant.console import Console
    from assistant.respond import Assistant
    from assistant.settings import Settings
    from benchmarks.tutorial import TutorialChain
    from evals.cases import Case

_WARM_UP = "What is this about?"


class System(Protocol):
    """One of the two that are compared."""

    def ask(self, case: Case) -> dict[str, Any]:
        """A prediction as `evals` scores it, with `first_token_seconds`, `seconds` and `processor_seconds`."""


class Tongwen:
    """Tongwen as the chat has it."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, case: Case) -> dict[str, Any]:
        """See System; words count as seen when the page would show them."""
        from assistant.errors import ModelError
        from assistant.turn import Finished, Wrote
        from evals.predictions import prediction_of

        begun, burnt, first = time.monotonic(), time.process_time(), 0.0
        for event in self._assistant.respond(case.question, case.conversation):
            if isinstance(event, Wrote | Finished):
                first = first or time.monotonic() - begun
            if isinstance(event, Finished):
                prediction = prediction_of(case.id, event.turn)
                clocks = {"seconds": time.monotonic() - begun, "processor_seconds": time.process_time() - burnt}
                return {**prediction, "first_token_seconds": first, **clocks}
        raise ModelError("cut", "The answer did not finish.")


class Tutorial:
    """The tutorial chain."""

    def __init__(self, chain: TutorialChain) -> None:
        self._chain = chain

    def ask(self, case: Case) -> dict[str, Any]:
        """See System.

        `abstained` is read from the words, and only where refusing is right: an answer that holds all it must is
        right, whatever else it says does not stand there.
        """
        from benchmarks.tutorial import is_refusal

        begun, burnt, first = time.monotonic(), time.process_time(), 0.0
        words = []
        for word in self._chain.stream(case.question, case.conversation):
            if word:
                first = first or time.monotonic() - begun
                words.append(word)
        seconds = time.monotonic() - begun
        answer = "".join(words).strip()
        return {
            "id": case.id,
            "answer": answer,
            "abstained": is_refusal(answer) and not case.answerable,
            "refused": is_refusal(answer),
            "first_token_seconds": first or seconds,
            "seconds": seconds,
            "processor_seconds": time.process_time() - burnt,
        }


def open_systems(documents: Path, settings: Settings, console: Console) -> tuple[dict[str, System], Callable[[], None], str]:
    """Both systems over the same documents with the same chat model, loaded and warm; how to wait for it; how large."""
    from assistant.build import build_assistant, build_model, build_shelf
    from benchmarks.minilm import MiniLM
    from benchmarks.tutorial import TutorialChain
    from evals.cases import Case
    from index.generation import Generations
    from ingest.refresh import refresh
    from ingest.sandbox import Sandbox
    from ingest.sources import source_of

    with Sandbox() as sandbox:
        found = refresh(
            [source_of(documents)], build_shelf(settings, progress=console.progress), sandbox, progress=console.progress
        )
    for file, reason in found.failed:
        console.say(f"{file}: {reason}")
    store = Generations(settings.data).open_documents()
    contents = store.documents()
    store.close()
    model = build_model(settings, console.progress)
    assistant = build_assistant(settings, console.progress, model=model)
    console.say("loading the models …")
    assistant.load()
    chain = TutorialChain(contents, MiniLM(settings.cache), model.chat)
    systems: dict[str, System] = {TUTORIAL: Tutorial(chain), TONGWEN: Tongwen(assistant)}
    for system in systems.values():
        system.ask(Case("warm-up", _WARM_UP))
    manifest = Generations(settings.data).manifest()
    chunks = manifest.chunks if manifest else 0
    sizes = f"{len(contents)} documents; {chain.chunks} chunks of the chain, {chunks} of Tongwen; both with {model.name}"
    lock = getattr(model.chat, "_lock", None)

    def settle() -> None:
        """Waits until an answer that was broken off has left the processor to the next."""
        if lock:
            with lock:
                pass

    return systems, settle, sizes
