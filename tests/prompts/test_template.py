"""Prompts: strict both ways, values are never templates, every file of the folder can be rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

import prompts.template
from prompts.template import Prompt, PromptError, load_prompt

NAMES = sorted(path.stem for path in Path(prompts.template.__file__).parent.glob("*.md"))


def test_placeholders_are_filled() -> None:
    assert Prompt("p", "{{a}} and {{b}} and {{a}}").render(a="1", b="2") == "1 and 2 and 1"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"a": "1"}, r"Prompt p: missing \['b'\], unused nothing"),
        ({"a": "1", "b": "2", "c": "3"}, r"missing nothing, unused \['c'\]"),
        ({"a": "1", "c": "3"}, r"missing \['b'\], unused \['c'\]"),
        ({}, r"missing \['a', 'b'\]"),
    ],
)
def test_too_few_or_too_many_values_are_refused(values: dict[str, str], told: str) -> None:
    with pytest.raises(PromptError, match=told):
        Prompt("p", "{{a}} {{b}}").render(**values)


@pytest.mark.parametrize("value", ["{{b}}", "{{a}}", r"\1 \g<0>", "{x} %s $y", "\\"])
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    assert Prompt("p", "<{{a}}|{{b}}>").render(a=value, b="B") == f"<{value}|B>"


def test_single_braces_are_text() -> None:
    assert Prompt("p", 'Reply {"a": 1} {x} {{ a }}').render() == 'Reply {"a": 1} {x} {{ a }}'


def test_the_version_changes_with_the_text_only() -> None:
    assert Prompt("p", "x").version == Prompt("q", "x").version == "2d711642b726"  # sha256sum of "x"
    assert Prompt("p", "x ").version != Prompt("p", "x").version


def test_there_is_no_such_prompt() -> None:
    with pytest.raises(PromptError, match="no prompt .*absent"):
        load_prompt("absent")


@pytest.mark.parametrize("name", NAMES)
def test_each_prompt_says_what_it_is_for_and_the_model_does_not_read_that(name: str) -> None:
    prompt = load_prompt(name)
    path = Path(prompts.template.__file__).parent / f"{name}.md"
    assert path.read_text("utf-8").startswith("<!--")
    assert "<!--" not in prompt.text
    assert prompt.text == prompt.text.strip() != ""


@pytest.mark.parametrize("name", NAMES)
def test_each_prompt_renders_with_its_placeholders_and_leaves_none(name: str) -> None:
    prompt = load_prompt(name)
    rendered = prompt.render(**{each: f"value of {each}" for each in prompt.placeholders})
    assert "{{" not in rendered
    assert all(f"value of {each}" in rendered for each in prompt.placeholders)


def test_the_fixed_beginning_holds_nothing_that_changes() -> None:
    assert load_prompt("system").placeholders == frozenset()
