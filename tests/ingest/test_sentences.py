"""Sentences: abbreviations of both kinds, full stops of both scripts, glued pages, and the spans' invariant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sentences import sentence_spans


def cut(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The China-U.S. Talent Training Program began in 2011.",
        "The Sino-U.S. Joint Program and the Sino-U.K. Centre are open.",
        "The U.S. Embassy is near the U.N. Commission.",
        "Prof. J. K. Smith met Dr. A. Lee and Ms. B. Wu.",
        "Bring a document, e.g. your passport, before 3 p.m. on Monday.",
        "Ph.D. Programs exist in the U.S.A. and the U.K. since 1999.",
        "See Fig. 3, No. 5 and pp. 3-4.",
        "The fee is 3.5 percent of 1,200.50 yuan.",
    ],
)
def test_abbreviations_do_not_end_a_sentence(sentence: str) -> None:
    assert cut(f"{sentence} They ended it.") == [sentence, "They ended it."]


def test_an_abbreviation_ends_a_sentence_before_a_plain_start() -> None:
    assert cut("He lives in the U.S. The office is closed. This is Plan B. It works.") == [
        "He lives in the U.S.",
        "The office is closed.",
        "This is Plan B.",
        "It works.",
    ]


def test_an_abbreviation_before_a_blank_line_ends_its_sentence() -> None:
    assert cut("He lives in the U.S.\n\nTalent wins.") == ["He lives in the U.S.", "Talent wins."]


def test_chinese_full_stops_need_no_space() -> None:
    assert cut("欢迎报名。截止日期为3月1日！有问题吗？请联系。", "zh") == [
        "欢迎报名。",
        "截止日期为3月1日！",
        "有问题吗？",
        "请联系。",
    ]


def test_glued_sentences_are_parted() -> None:
    assert cut("It serves teachers and students.The Office opened in 2003.") == [
        "It serves teachers and students.",
        "The Office opened in 2003.",
    ]


def test_a_version_or_a_web_address_is_not_glued() -> None:
    assert cut("Version 3.5 of www.linlan.example is out.") == ["Version 3.5 of www.linlan.example is out."]


def test_offset_shifts_every_span() -> None:
    assert sentence_spans("One is here. Two is there.", "en", 100) == [(100, 112), (113, 126)]


def test_a_run_without_full_stop_is_cut_at_a_comma() -> None:
    clause = "word " * 19 + "end, "  # 100 characters
    pieces = cut(clause * 13)
    assert [len(piece) for piece in pieces] == [1200 - 1, 100 - 1]
    assert pieces[0].endswith("end,")


def test_a_run_without_any_mark_is_cut_anywhere() -> None:
    assert [len(piece) for piece in cut("x" * 2500)] == [1200, 1200, 100]


def test_nothing_has_no_sentences() -> None:
    assert cut("") == cut(" \n\t ") == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["U.S.", "Dr.", "A", "b.", "。", "？", "\n\n", "\n", " ", "3.5", "end.The", "“x.”", ",", "。”", "é", "\u3000"]
        )
    ).map("".join),
    st.sampled_from(["en", "zh", "de", "ja", ""]),
)
def test_spans_are_ordered_and_hold_all_that_is_not_white_space(text: str, language: str) -> None:
    position, left_out = 0, ""
    for start, end in sentence_spans(text, language):
        assert position <= start < end
        assert text[start:end] == text[start:end].strip()
        left_out += text[position:start]
        position = end
    assert not (left_out + text[position:]).strip()


def test_a_numero_sign_does_not_end_a_sentence() -> None:
    assert len(sentence_spans("O edital n.º 07/2024 abre em maio.", "pt")) == 1


def test_initials_in_other_languages_do_not_end_a_sentence() -> None:
    text = "Le directeur est, depuis 2021, M. Anselme Corvier. Il parle."
    assert [text[a:b] for a, b in sentence_spans(text, "fr")] == [
        "Le directeur est, depuis 2021, M. Anselme Corvier.",
        "Il parle.",
    ]
