"""PPTX: slides as pages, titles as headings, tables as rows; what is not on the screen is told, not read."""

from __future__ import annotations

import io

import pytest
from samples import headers, parts, pptx, replaced_member

from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers import read

SHOW = pptx(
    [
        ("Summer School", ["It runs in July.", "It is open to all."]),
        ("Partners", [["Partner", "Since"], ["Elmsand", "2013"], ["Serravela", "2019"]]),
    ],
    notes="Do not tell the students.",
)


def changed(change) -> bytes:
    """The show with its slides changed by `change`."""
    import pptx as python_pptx

    show = python_pptx.Presentation(io.BytesIO(SHOW))
    change(show)
    file = io.BytesIO()
    show.save(file)
    return file.getvalue()


def test_slides_titles_lists_and_tables() -> None:
    reading = read("a.pptx", SHOW)
    assert parts(reading) == [
        ("heading", "Summer School"),
        ("item", "It runs in July."),
        ("item", "It is open to all."),
        ("heading", "Partners"),
        ("row", "Partner | Since"),
        ("row", "Elmsand | 2013"),
        ("row", "Serravela | 2019"),
    ]
    assert headers(reading) == ["", "Partner | Since", "Partner | Since"]
    assert reading.page_kind == "slide"
    assert [reading.text[start:][:8] for start in reading.page_starts] == ["Summer S", "Partners"]
    assert reading.title == "Summer School"


def test_notes_are_told_not_read() -> None:
    reading = read("a.pptx", SHOW)
    assert reading.hidden == ("notes of slide 1: Do not tell the students.",)
    assert "Do not tell" not in reading.text


def test_hidden_slides_shapes_beside_the_slide_and_white_words() -> None:
    def change(show) -> None:
        from pptx.dml.color import RGBColor

        show.slides[1]._element.set("show", "0")
        box = show.slides[0].shapes.add_textbox(20_000_000, 0, 900_000, 900_000)
        box.text_frame.text = "beside the slide"
        white = show.slides[0].shapes.add_textbox(0, 0, 900_000, 900_000).text_frame.paragraphs[0].add_run()
        white.text = "white on white"
        white.font.color.rgb = RGBColor(255, 255, 255)

    reading = read("a.pptx", changed(change))
    assert [text for _, text in parts(reading)] == ["Summer School", "It runs in July.", "It is open to all."]
    told = " / ".join(reading.hidden)
    assert all(words in told for words in ("beside the slide", "white on white", "slide 2 is hidden: Partners"))
    assert len(reading.page_starts) == 2


def test_white_words_on_a_filled_shape_are_seen() -> None:
    def change(show) -> None:
        from pptx.dml.color import RGBColor

        box = show.slides[0].shapes.add_textbox(0, 6_000_000, 900_000, 900_000)
        box.fill.solid()
        box.fill.fore_color.rgb = RGBColor(0, 0, 90)
        run = box.text_frame.paragraphs[0].add_run()
        run.text = "white on blue"
        run.font.color.rgb = RGBColor(255, 255, 255)

    assert ("paragraph", "white on blue") in parts(read("a.pptx", changed(change)))


def test_a_slide_without_words_is_told() -> None:
    reading = read("a.pptx", changed(lambda show: show.slides.add_slide(show.slide_layouts[6])))
    assert reading.warnings == ("slide 3 has no text",)
    assert len(reading.page_starts) == 3


def test_a_show_of_images_needs_ocr() -> None:
    with pytest.raises(NothingToReadError, match="OCR"):
        read("a.pptx", pptx([("", [])]))


@pytest.mark.parametrize("member", ["ppt/presentation.xml", "ppt/slides/slide1.xml"])
def test_a_damaged_show_says_so(member: str) -> None:
    with pytest.raises(UnreadableError, match="PowerPoint"):
        read("a.pptx", replaced_member(SHOW, member, b"<a><b></a>"))
