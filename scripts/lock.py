"""Writes requirements.lock and requirements-dev.lock: every package of this environment that the project needs, pinned.

Run by `make lock` in a fresh environment into which pyproject.toml with all its extras was installed.
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
HEAD = "# Written by `make lock`; tried together. torch is installed first and alone: see the Makefile.\n"


def closure(wanted: list[str]) -> dict[str, str]:
    """The version of every package that `wanted` needs, itself included, by canonical name."""
    found: dict[str, str] = {}
    left = [(Requirement(each), frozenset[str]()) for each in wanted]
    seen: set[tuple[str, frozenset[str]]] = set()
    while left:
        requirement, extras = left.pop()
        if requirement.marker and not any(requirement.marker.evaluate({"extra": extra}) for extra in (*extras, "")):
            continue
        name, own = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, own) in seen:
            continue
        seen.add((name, own))
        installed = distribution(name)
        found[name] = installed.version.split("+")[0]  # the local part of torch's version names a build, not a release
        left += [(Requirement(each), own) for each in installed.requires or []]
    return found


def main() -> None:
    """Writes both files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    run = closure(project["dependencies"])
    extras = [each for group in project["optional-dependencies"].values() for each in group]
    everything = closure([*project["dependencies"], *extras])
    for file, packages in (
        ("requirements.lock", run),
        ("requirements-dev.lock", {name: version for name, version in everything.items() if name not in run}),
    ):
        lines = [f"{name}=={version}\n" for name, version in sorted(packages.items())]
        (ROOT / file).write_text(HEAD + "".join(lines), "utf-8")
        sys.stdout.write(f"{file}: {len(lines)} packages\n")


if __name__ == "__main__":
    main()
