"""The interface texts: complete in both languages, all of them used."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from assistant.model import MESSAGES
from assistant.web.texts import CATALOGUE, counted, language_name, preferred_language, text

SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (Path(__file__).parents[2] / "assistant" / "web").glob("*.py")
    if path.name != "texts.py"
)


@pytest.mark.parametrize("key", CATALOGUE)
def test_both_languages_have_the_same_places(key):
    english, chinese = ({name for _, name, _, _ in string.Formatter().parse(words)} - {None} for words in CATALOGUE[key])
    assert english == chinese
    assert all(words.strip() for words in CATALOGUE[key])


@pytest.mark.parametrize("key", CATALOGUE)
def test_each_text_is_used(key):
    nouns = {f"{noun}s" for noun in ("passage", "document", "place")} | {
        f"one_{noun}" for noun in ("passage", "document", "place")
    }
    assert f'"{key}"' in SOURCES or f"'{key}'" in SOURCES or key in nouns or key.startswith(("language_", "model_"))


def test_each_failure_of_the_model_has_a_chinese_sentence():
    assert {f"model_{kind}" for kind in MESSAGES} <= set(CATALOGUE)


def test_counts_and_names():
    assert (counted("en", "passage", 1), counted("en", "passage", 6)) == ("1 passage", "6 passages")
    assert counted("zh", "document", 2) == "2份文件"
    assert (language_name("en", "zh"), language_name("zh", "xx")) == ("Chinese", "xx")
    assert text("zh-Hans", "ask") == "提问"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("de,zh;q=0.5,en;q=0.4", "zh"),
        ("fr-FR", "en"),
        ("zh;q=x", "en"),
        (";;,,q=", "en"),
    ],
)
def test_the_better_liked_language_is_taken(header, language):
    assert preferred_language(header) == language
