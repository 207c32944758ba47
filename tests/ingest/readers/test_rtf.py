"""RTF: words in any code page, headings, lists, tables; hidden words are told, not read."""

from __future__ import annotations

import pytest
from samples import headers, parts, rtf

from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers import read

TEXT = (
    r"\pard\s1 Summer School\par\pard\plain Tuition is {\b 3,000} yuan\rquote s worth.\line It is due in May.\par"
    r"{\pntext\'b7\tab}\pard\ls1 a passport\par\pard\plain"
    r"\trowd\cellx100\cellx200\intbl Fee\cell Yuan\cell\row\trowd\cellx100\cellx200\intbl Tuition\cell 3,000\cell\row"
    r"\pard\s2 \u36153?\u29992? Fees\par\pard The end.\par"
)


def test_headings_lists_and_tables_in_order() -> None:
    reading = read("a.rtf", rtf(TEXT))
    assert parts(reading) == [
        ("heading", "Summer School"),
        ("paragraph", "Tuition is 3,000 yuan’s worth.\nIt is due in May."),
        ("item", "a passport"),
        ("row", "Fee | Yuan"),
        ("row", "Tuition | 3,000"),
        ("heading", "费用 Fees"),
        ("paragraph", "The end."),
    ]
    assert [block.level for block in reading.blocks if block.kind == "heading"] == [1, 2]
    assert headers(reading) == ["", "Fee | Yuan"]
    assert reading.title == "Summer School"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\f1 \'b9\'fa\'bc\'ca\f0  caf\'e9", "国际 café"),
        (r"\u22269?\u-26486 ?x", f"国{chr(65_536 - 26_486)}x"),
        (r"\uc2\u22269\'b9\'fa!", "国!"),
        (r"\u55357?\u56832? done", "\U0001f600 done"),
        (r"\u56832? half", "half"),
        (r"a\~b\_c\{d\}\\", "a b-c{d}\\"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt the link}} and {\*\unknown not this} that", "the link and that"),
        (r"{\pict 0102}{\*\shppict{\pict ff}}words", "words"),
        (r"\bin4 \}}{words", "words"),
    ],
)
def test_characters_and_groups(source: str, text: str) -> None:
    assert read("a.rtf", rtf(source)).text == text


@pytest.mark.parametrize("look", [r"\v", r"\v\fs24", r"\cf2", r"\fs2"])
def test_hidden_words_are_told_not_read(look: str) -> None:
    reading = read("a.rtf", rtf(rf"\pard Seen {{{look} not seen}} again.\par"))
    assert reading.text == "Seen again."
    assert reading.hidden == ("not seen",)


def test_a_row_that_nothing_ends_is_not_lost() -> None:
    assert read("a.rtf", rtf(r"\pard before\par\pard\intbl a\cell b")).text == "before\n\na | b"


def test_white_words_on_a_ground_are_seen() -> None:
    assert read("a.rtf", rtf(r"\pard {\cf2\highlight1 on black}\par")).text == "on black"


def test_headers_and_footers_are_about_the_document() -> None:
    reading = read("a.rtf", rtf(r"{\footer\pard Linlan University\par}\pard The text.\par"))
    assert (reading.text, reading.site) == ("The text.", "Linlan University")


def test_any_depth_of_groups() -> None:
    assert read("a.rtf", rtf("{" * 200_000 + "deep" + "}" * 200_000)).text == "deep"


def test_what_is_no_rtf_says_so() -> None:
    with pytest.raises(UnreadableError, match="not an RTF file"):
        read("a.rtf", b"just words")
    with pytest.raises(NothingToReadError, match="no text"):
        read("a.rtf", rtf(""))
