"""Settings → parts: which model a setting names, and what is told when it names none."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import FakeChat

from assistant import build
from assistant.build import build_model, embedded_folder
from assistant.embedded import EmbeddedChat
from assistant.errors import SettingsError
from assistant.model import Model
from assistant.settings import Settings, read_settings
from index.errors import DiskError, WeightsError


def settings(tmp_path: Path, **named: object) -> Settings:
    return read_settings(cache=tmp_path / "cache", offline=True, **named)


def test_the_default_needs_its_weights(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="Qwen"):
        build_model(settings(tmp_path))


def test_a_model_by_path_is_linked_into_the_cache(tmp_path: Path) -> None:
    file = tmp_path / "own.gguf"
    file.write_bytes(b"GGUF")
    named = settings(tmp_path, model_path=file)
    folder = embedded_folder(named)
    assert folder.parent == tmp_path / "cache"
    assert (folder / "model.gguf").read_bytes() == b"GGUF"
    assert embedded_folder(named) == folder
    model = build_model(named)
    assert isinstance(model.chat, EmbeddedChat)
    assert (model.name, model.chat.folder) == ("own.gguf", folder)


def test_another_file_at_the_same_path_gets_another_folder(tmp_path: Path) -> None:
    file = tmp_path / "own.gguf"
    file.write_bytes(b"GGUF")
    first = embedded_folder(settings(tmp_path, model_path=file))
    file.write_bytes(b"GGUF more")
    assert embedded_folder(settings(tmp_path, model_path=file)) != first


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "own.gguf"
    file.write_bytes(b"GGUF")
    (tmp_path / "cache").write_text("a file", "utf-8")
    with pytest.raises(DiskError, match="TONGWEN_CACHE"):
        embedded_folder(settings(tmp_path, model_path=file))


def test_an_endpoint_like_openais_needs_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    model = build_model(settings(tmp_path, model="openai:local", model_base_url="http://127.0.0.1:9/v1"))
    assert model.name == "openai:local"
    assert (model.chat.model_name, model.chat.max_retries) == ("local", 0)
    assert model.chat.request_timeout.connect == 5.0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nonsense", "cannot be used"),
        ("nobody:model", "cannot be used"),
        ("openai:gpt", "OPENAI_API_KEY"),
        ("ollama:qwen", "pip install langchain-ollama"),
        ("anthropic:claude", "pip install langchain-anthropic"),
        ("", "cannot be used"),
    ],
)
def test_a_setting_that_names_no_model_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingsError, match=told) as error:
        build_model(settings(tmp_path, model=name))
    assert "\n" not in str(error.value)


def test_the_limits_of_an_answer_come_from_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "build_index", lambda *_: None)
    monkeypatch.setattr(build, "build_model", lambda *_: None)
    assistant = build.build_assistant(settings(tmp_path, passages=7, evidence_tokens=99))
    assert (assistant._limits.passages, assistant._limits.evidence_tokens) == (7, 99)


def test_a_model_that_is_given_is_taken_and_no_other_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "build_index", lambda *_: None)
    given = Model(FakeChat(), "given")
    assistant = build.build_assistant(settings(tmp_path), model=given)
    assert assistant._model is given
