"""README tells of every setting and every command: docs are checked against code."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from assistant import cli
from assistant.settings import Settings

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


def commands(parser: argparse.ArgumentParser, prefix: str) -> list[str]:
    """Every command that can be typed, sub-commands included."""
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                found += [f"{prefix} {name}", *commands(below, f"{prefix} {name}")]
    return found


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_each_setting_is_in_the_readme(name: str, readme: str) -> None:
    assert f"TONGWEN_{name.upper()}" in readme


@pytest.mark.parametrize("command", commands(cli._parser(), "tongwen"))
def test_each_command_is_in_the_readme(command: str, readme: str) -> None:
    assert command in readme


def test_the_readme_names_no_setting_that_is_not_there(readme: str) -> None:
    named = set(re.findall(r"TONGWEN_([A-Z_]+)", readme))
    assert named <= {name.upper() for name in Settings.model_fields}


def test_each_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("target", ["run", "test", "check", "eval", "bench"])
def test_each_make_target_is_there_and_in_the_readme(target: str, readme: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert f"make {target}" in readme
