"""The model that runs in this process, as far as it can be told without one; the rest is in tests/real."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.embedded import EmbeddedChat
from index.errors import WeightsError


def test_a_full_disk_is_told_before_a_model_is_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.gguf").write_bytes(b"GGUF" * 1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 5000))  # type: ignore[attr-defined]
    with pytest.raises(WeightsError, match="needs 0.0 GB of free space") as error:
        EmbeddedChat(folder=folder).load()
    assert "TONGWEN_CACHE" in str(error.value)
