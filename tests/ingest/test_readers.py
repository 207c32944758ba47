"""Each format, read from small files built here: text, structure, and what a file says of itself."""

from __future__ import annotations

import pytest
from samples import docx, pdf, replaced_member

from ingest.document import Reading
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers import READERS, is_readable, read


def parts(reading: Reading) -> list[tuple[str, str]]:
    return [(block.kind, reading.text[block.start : block.end]) for block in reading.blocks]


def levels(reading: Reading) -> list[tuple[int, str]]:
    return [(b.level, reading.text[b.start : b.end]) for b in reading.blocks if b.kind == "heading"]


class TestPlain:
    TEXT = (
        "Incoming students\n\n"
        "Linlan University welcomes exchange students every year in September and in\n"
        "March. They live on the campus.\n\n"
        "Documents\n\n"
        "• a passport\n"
        "• two photographs\n"
    )

    def test_the_text_stays_letter_for_letter(self) -> None:
        assert read("a.txt", self.TEXT.encode()).text == self.TEXT

    def test_structure_is_told_from_lines(self) -> None:
        assert parts(read("a.txt", self.TEXT.encode())) == [
            ("heading", "Incoming students"),
            (
                "paragraph",
                "Linlan University welcomes exchange students every year in September and in\nMarch. They live on the campus.",
            ),
            ("heading", "Documents"),
            ("item", "• a passport"),
            ("item", "• two photographs"),
        ]

    def test_chinese_lines_and_numbered_items(self) -> None:
        text = "奖学金申请办法\n\n一、申请条件\n申请人须为在校学生，成绩优良，身体健康，遵守校规校纪。\n1. 护照复印件\n2. 成绩单\n"
        found = parts(read("a.txt", text.encode()))
        assert found[0] == ("heading", "奖学金申请办法")
        assert found[1] == ("heading", "一、申请条件")
        assert found[2][0] == "paragraph"
        assert found[3:] == [("item", "1. 护照复印件"), ("item", "2. 成绩单")]

    def test_rows_know_their_header(self) -> None:
        reading = read("a.txt", b"Partner\tCountry\nElmsand College\tIreland\nSerravela\tSpain\n")
        assert [block.kind for block in reading.blocks] == ["row", "row", "row"]
        assert [block.header for block in reading.blocks] == ["", "Partner\tCountry", "Partner\tCountry"]

    def test_windows_line_ends(self) -> None:
        reading = read("a.txt", b"Title\r\n\r\nThe first paragraph is a sentence.\r\n")
        assert parts(reading) == [("heading", "Title"), ("paragraph", "The first paragraph is a sentence.")]


class TestMarkdown:
    TEXT = (
        '---\ntitle: "Partners in 2025"\ndate: 2025-03-04\nurl: https://linlan.example/partners\n---\n\n'
        "# Partners\n\nWe have *three*.\n\n## Europe\n\n- Elmsand\n- Serravela\n  in Spain\n\n"
        "| Partner | Since |\n|---|---|\n| Elmsand | 2013 |\n| Serravela | 2019 |\n"
    )

    def test_the_text_stays_as_written(self) -> None:
        assert read("a.md", self.TEXT.encode()).text == self.TEXT

    def test_front_matter_is_about_the_document(self) -> None:
        reading = read("a.md", self.TEXT.encode())
        assert (reading.title, reading.date, reading.link) == (
            "Partners in 2025",
            "2025-03-04",
            "https://linlan.example/partners",
        )
        assert all(block.start >= self.TEXT.index("# Partners") for block in reading.blocks)

    def test_headings_items_and_rows(self) -> None:
        reading = read("a.md", self.TEXT.encode())
        assert levels(reading) == [(1, "# Partners"), (2, "## Europe")]
        assert parts(reading)[1] == ("paragraph", "We have *three*.")
        assert [text for kind, text in parts(reading) if kind == "item"] == ["- Elmsand", "- Serravela\n  in Spain"]
        assert [text for kind, text in parts(reading) if kind == "row"] == [
            "| Partner | Since |",
            "| Elmsand | 2013 |",
            "| Serravela | 2019 |",
        ]
        assert [block.header for block in reading.blocks if block.kind == "row"] == [
            "",
            "| Partner | Since |",
            "| Partner | Since |",
        ]

    def test_the_first_heading_is_the_title_without_its_marks(self) -> None:
        assert read("a.md", "## **Summer** School\n\nText.".encode()).title == "Summer School"

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_offsets_hold_for_every_line_end(self, end: str) -> None:
        text = "# 标题\n\n一段文字。\n\n- 项目".replace("\n", end)
        assert parts(read("a.md", text.encode())) == [("heading", "# 标题"), ("paragraph", "一段文字。"), ("item", "- 项目")]


class TestHtml:
    PAGE = """<!doctype html><html><head><title>Summer School | Linlan University</title>
      <meta name="DCTERMS.modified" content="2026-05-06"><link rel="canonical" href="https://linlan.example/summer">
      <style>p { color: red }</style></head><body>
      <nav><a href="/">Home</a></nav><div class="cookie-banner">We use cookies.</div>
      <main><h1>Summer School</h1><p>Our school runs in <b>July</b>.<br>It is open.</p>
      <h2>Fees</h2><ul><li>Tuition: 3,000 yuan</li><li>Housing<span> is free</span></li></ul>
      <table><caption>Dates</caption><tr><th>Week</th><th>Place</th></tr><tr><td>1</td><td>Harbour</td></tr></table>
      <script>var hidden = 1;</script><p style="display:none">not shown</p><!-- a comment --></main>
      <footer>© Linlan University</footer></body></html>"""

    def test_content_without_boilerplate(self) -> None:
        assert parts(read("a.html", self.PAGE.encode())) == [
            ("heading", "Summer School"),
            ("paragraph", "Our school runs in July.\nIt is open."),
            ("heading", "Fees"),
            ("item", "Tuition: 3,000 yuan"),
            ("item", "Housing is free"),
            ("paragraph", "Dates"),
            ("row", "Week | Place"),
            ("row", "1 | Harbour"),
        ]

    def test_what_the_page_says_of_itself(self) -> None:
        reading = read("a.htm", self.PAGE.encode())
        assert (reading.title, reading.date, reading.link) == (
            "Summer School",
            "2026-05-06",
            "https://linlan.example/summer",
        )
        assert "© Linlan University" in reading.site
        assert reading.blocks[-1].header == "Week | Place"

    def test_content_under_a_boilerplate_name_stays_when_it_is_most_of_the_page(self) -> None:
        page = f"<body><div class='sidebar'><p>{'The office is open. ' * 30}</p></div><p>Hello.</p></body>"
        assert "The office is open." in read("a.html", page.encode()).text

    def test_deep_nesting_is_read_to_the_bottom(self) -> None:
        page = "<div>" * 1500 + "<p>at the bottom</p>" + "</div>" * 1500
        assert read("a.html", page.encode()).text == "at the bottom"

    def test_deeper_nesting_is_refused_not_half_read(self) -> None:
        page = "<p>at the top</p>" + "<div>" * 50_000 + "<p>at the bottom</p>"
        with pytest.raises(UnreadableError, match="deep"):
            read("a.html", page.encode())

    def test_nul_characters_cut_nothing_off(self) -> None:
        assert "after" in read("a.html", b"<p>before</p>\0<p>after the odd byte</p>" + b"<p>more words</p>" * 20).text

    def test_an_xml_declaration_does_no_harm(self) -> None:
        page = b'<?xml version="1.0" encoding="utf-8"?><html><body><p>Text</p></body></html>'
        assert parts(read("a.xhtml", page)) == [("paragraph", "Text")]

    def test_a_page_without_content_is_nothing(self) -> None:
        with pytest.raises(NothingToReadError):
            read("a.html", b"<html><body><script>1</script></body></html>")


class TestPdf:
    def test_pages_begin_where_they_say(self) -> None:
        reading = read("a.pdf", pdf([["The first page has a sentence."], ["The second page has another."]]))
        assert [reading.text[start:][:10] for start in reading.page_starts] == ["The first ", "The second"]

    def test_wrapped_lines_are_joined_and_hyphens_mended(self) -> None:
        lines = [
            "The office of international cooper-",
            "ation is open on every working day of",
            "the week, and is closed on Sunday.",
        ]
        assert read("a.pdf", pdf([lines])).text == (
            "The office of international cooperation is open on every working day of the week, and is closed on Sunday."
        )

    def test_running_headers_and_page_numbers_are_left_out(self) -> None:
        pages = [
            ["Linlan University", *[f"Sentence {n} on sheet {page} tells something." for n in range(8)], f"Page {page}"]
            for page in range(1, 5)
        ]
        reading = read("a.pdf", pdf(pages))
        assert "Linlan" not in reading.text
        assert "Page 3" not in reading.text
        assert "Sentence 7 on sheet 4 tells something." in reading.text
        assert "Linlan University" in reading.site

    def test_rows_of_figures_at_the_edge_of_every_page_stay(self) -> None:
        pages = [[f"{2000 + page}\t{page}7\t{n}5" for n in range(1, 9)] for page in range(1, 4)]
        pages[0].insert(0, "Year\tPartners\tStudents")
        rows = [text for _, text in parts(read("a.pdf", pdf(pages)))][1:]
        assert rows == [f"{2000 + page} | {page}7 | {n}5" for page in range(1, 4) for n in range(1, 9)]

    @pytest.mark.parametrize("number", ["- {} -", "Page {} of 4", "第 {} 页 共 4 页", "{}", "Student Handbook {}"])
    def test_page_numbers_of_every_kind_are_left_out(self, number: str) -> None:
        from ingest.readers.pdf import _key

        assert _key(number.format(1)) == _key(number.format(12)) != number.format(1)

    def test_columns_of_a_table_become_cells(self) -> None:
        reading = read("a.pdf", pdf([["Partner\tCountry", "Elmsand\tIreland", "Serravela\tSpain"]]))
        assert parts(reading) == [("row", "Partner | Country"), ("row", "Elmsand | Ireland"), ("row", "Serravela | Spain")]
        assert reading.blocks[2].header == "Partner | Country"

    def test_the_title_of_the_file_unless_it_is_junk(self) -> None:
        page = [["A heading line", "", "The office is open on every working day, and closed on each Sunday."]]
        assert read("a.pdf", pdf(page, title="Student Handbook")).title == "Student Handbook"
        assert read("a.pdf", pdf(page, title="Microsoft Word - draft.doc")).title == "A heading line"

    def test_a_pdf_without_text_needs_ocr(self) -> None:
        with pytest.raises(NothingToReadError, match="OCR"):
            read("a.pdf", pdf([[""]]))

    @pytest.mark.parametrize("keep", [0.1, 0.5])
    def test_a_cut_pdf_is_damaged(self, keep: float) -> None:
        data = pdf([["Some sentence on a page."] * 5])
        with pytest.raises((UnreadableError, NothingToReadError)):
            read("a.pdf", data[: int(len(data) * keep)])

    def test_a_locked_pdf_says_so(self) -> None:
        pypdf = pytest.importorskip("pypdf")
        import io

        writer = pypdf.PdfWriter(io.BytesIO(pdf([["A secret sentence."]])))
        writer.encrypt("password", algorithm="RC4-128")
        file = io.BytesIO()
        writer.write(file)
        with pytest.raises(UnreadableError, match="password"):
            read("a.pdf", file.getvalue())


class TestDocx:
    def test_paragraphs_headings_lists_and_tables_in_order(self) -> None:
        data = docx(
            [
                ("Title", "Handbook"),
                ("Heading 1", "Applying"),
                ("Normal", "Apply in May."),
                ("List Bullet", "a passport"),
                [["Fee", "Yuan"], ["Tuition", "3,000"]],
                ("Normal", "The end is here."),
            ],
            footer="Office of Linlan University",
        )
        reading = read("a.docx", data)
        assert parts(reading) == [
            ("heading", "Handbook"),
            ("heading", "Applying"),
            ("paragraph", "Apply in May."),
            ("item", "a passport"),
            ("row", "Fee | Yuan"),
            ("row", "Tuition | 3,000"),
            ("paragraph", "The end is here."),
        ]
        assert reading.title == "Handbook"
        assert reading.site == "Office of Linlan University"
        assert reading.blocks[5].header == "Fee | Yuan"

    def test_merged_cells_come_once(self) -> None:
        import io

        import docx as python_docx

        word = python_docx.Document()
        table = word.add_table(rows=2, cols=3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Fees in yuan"
        for number, text in enumerate(["Tuition", "3,000", "a year"]):
            table.cell(1, number).text = text
        table.cell(0, 2).text = "Remark"
        file = io.BytesIO()
        word.save(file)
        assert [text for _, text in parts(read("a.docx", file.getvalue()))] == [
            "Fees in yuan | Remark",
            "Tuition | 3,000 | a year",
        ]

    def test_a_bomb_is_refused_by_its_size(self) -> None:
        bomb = replaced_member(docx([("Normal", "x")]), "word/document.xml", b" " * 101_000_000)
        assert len(bomb) < 1_000_000
        with pytest.raises(UnreadableError, match="too large when unpacked"):
            read("a.docx", bomb)

    def test_entities_are_not_expanded(self) -> None:
        bomb = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + b"".join(
            b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
        )
        bomb += b'] ><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&m;</w:t></w:r></w:p></w:body></w:document>'
        with pytest.raises((UnreadableError, NothingToReadError)):
            read("a.docx", replaced_member(docx([("Normal", "x")]), "word/document.xml", bomb))

    def test_an_external_entity_is_not_read(self, tmp_path) -> None:
        (tmp_path / "secret.txt").write_text("canary-4711")
        body = (
            f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            "<w:t>before &x; after</w:t></w:r></w:p></w:body></w:document>"
        )
        data = replaced_member(docx([("Normal", "x")]), "word/document.xml", body.encode())
        with pytest.raises(UnreadableError):
            read("a.docx", data)

    def test_an_old_or_locked_word_file_says_so(self) -> None:
        with pytest.raises(UnreadableError, match="password"):
            read("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@pytest.mark.parametrize("suffix", sorted(READERS))
@pytest.mark.parametrize("data", [b"", b" \r\n\t "])
def test_empty_files_are_skipped_not_failed(suffix: str, data: bytes) -> None:
    with pytest.raises(NothingToReadError, match="empty"):
        read(f"a{suffix}", data)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_lone_byte_order_mark_is_empty(suffix: str, mark: bytes) -> None:
    with pytest.raises(NothingToReadError):
        read(f"a{suffix}", mark)


@pytest.mark.parametrize("text", ["*", "---\n", "---\ntitle: A\n---\n", "> \n"])
def test_marks_without_words_hold_no_text(text: str) -> None:
    with pytest.raises(NothingToReadError, match="no text"):
        read("a.md", text.encode())


@pytest.mark.parametrize(
    ("file", "data", "told"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n", "PNG"),
        ("a.html", b"PK\x03\x04....", "zip"),
        ("a.docx", b"%PDF-1.4 ...", "PDF"),
        ("a.pdf", b"hello, this is text", "not a PDF"),
        ("a.docx", b"<html><p>hello</p></html>", "HTML"),
        ("a.txt", b"\x7fELF\x02\x01", "program"),
        ("a.txt", b"\xff\xd8\xff\xe0", "JPEG"),
    ],
)
def test_content_of_another_kind_is_named(file: str, data: bytes, told: str) -> None:
    with pytest.raises(UnreadableError, match=told):
        read(file, data)


def test_an_unknown_ending_names_the_known_ones() -> None:
    assert not is_readable("a.xyz")
    assert is_readable("A.PDF")
    with pytest.raises(UnreadableError, match=r"\.docx"):
        read("a.xyz", b"x")
