"""Chunks: cut along the structure, exact in their offsets, and readable on their own."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunking import Sizes, chunk, context, embedded_text, width
from ingest.describe import describe
from ingest.document import Document, Subject
from ingest.readers import read


def document(text: str, file: str = "a.md", subject: str = "") -> Document:
    found = describe(read(file, text.encode()), document_id="d", source="/s", file=file, content_hash="h")
    return replace(found, subject=Subject(subject) if subject else None)


def bodies(text: str, sizes: Sizes | None = None) -> list[str]:
    return [each.text for each in chunk(document(text), sizes)]


SMALL = Sizes(target=40, most=80)
SENTENCE = "This sentence has exactly forty letters."


def test_the_sample_sentence_is_forty_wide() -> None:
    assert width(SENTENCE) == 40
    assert width("国际ab") == 3 * 2 + 2


def test_a_chunk_never_crosses_a_heading() -> None:
    found = chunk(document("# A\n\nOne.\n\n## B\n\nTwo.\n\n### C\n\nThree.\n\n## D\n\nFour."))
    assert [each.text for each in found] == ["# A\n\nOne.", "## B\n\nTwo.", "### C\n\nThree.", "## D\n\nFour."]


def test_the_path_of_headings() -> None:
    text = f"# A\n\n{SENTENCE}\n\n## B\n\n{SENTENCE}\n\n{SENTENCE}\n\n### C\n\n{SENTENCE}\n\n{SENTENCE}\n\n## D\n\n{SENTENCE}\n\n{SENTENCE}"
    found = chunk(document(text), SMALL)
    paths = [(each.headings, each.text.splitlines()[0]) for each in found]
    assert paths == [
        ((), "# A"),
        (("A",), "## B"),
        (("A", "B"), SENTENCE),
        (("A", "B"), "### C"),
        (("A", "B", "C"), SENTENCE),
        (("A",), "## D"),
        (("A", "D"), SENTENCE),
    ]


def test_a_list_is_kept_together_and_with_its_introduction() -> None:
    text = "You need:\n\n- a passport\n- two photographs\n- a letter"
    assert bodies(text) == [text]


def test_a_long_list_is_cut_between_items() -> None:
    items = [f"- item number {n} of the list" for n in range(10)]  # 27 wide
    found = bodies("\n".join(items), SMALL)
    assert "\n".join(found).splitlines() == items
    assert [len(each.splitlines()) for each in found] == [2] * 5  # 27 + 27 < 80 and a third begins past 40


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    found = bodies(" ".join([SENTENCE] * 5), SMALL)
    assert found == [SENTENCE] * 5  # after 40 the target is reached


def test_one_sentence_longer_than_the_limit_stays_whole() -> None:
    long = "word " * 30 + "end."
    assert bodies(f"{SENTENCE} {long} {SENTENCE}", SMALL) == [SENTENCE, long, SENTENCE]


def test_rows_know_their_header() -> None:
    rows = "\n".join(f"| Partner {n} | {2000 + n} |" for n in range(20))
    found = chunk(document(f"# Partners\n\n| Name | Since |\n|---|---|\n{rows}"), Sizes(100, 150))
    assert len(found) > 2
    assert all(each.table_header == "| Name | Since |" for each in found[1:])
    assert "| Name | Since |" in found[0].text
    assert all("Name | Since" in context(document("x"), each) for each in found[1:])


def test_rows_and_prose_do_not_share_a_chunk() -> None:
    found = bodies("Some prose.\n\n| A | B |\n|---|---|\n| c | d |\n\nMore prose.")
    assert [each.startswith("|") for each in found] == [False, True, False]


def test_the_context_names_institution_title_and_headings_once() -> None:
    paper = document(f"# Summer\n\n## Fees\n\n{SENTENCE}\n\n{SENTENCE}", subject="Linlan University")
    first, second = chunk(paper, SMALL)
    assert context(paper, second) == "Linlan University › Summer › Fees"
    assert embedded_text(paper, second) == f"[Linlan University › Summer › Fees] {SENTENCE}"
    assert embedded_text(paper, first) == f"[Linlan University › Summer › Fees] {SENTENCE}"
    assert context(paper, first) == "Linlan University"  # its own headings are read in it


def test_a_cut_title_is_no_context() -> None:
    paper = document("word " * 60 + f"end. {SENTENCE}", "a.txt")
    assert paper.title.endswith("…")
    assert embedded_text(paper, chunk(paper)[-1]).startswith("word")


def test_ids_depend_on_document_place_and_words() -> None:
    paper = document(f"{SENTENCE} {SENTENCE}")
    ids = [each.id for each in chunk(paper, SMALL)]
    assert len(set(ids)) == 2
    assert ids == [each.id for each in chunk(paper, SMALL)]
    assert not set(ids) & {each.id for each in chunk(replace(paper, id="other"), SMALL)}


def test_short_lists_under_headings_side_by_side_share_a_chunk() -> None:
    paper = document(
        "# Partners\n\n## Ireland\n\n- Elmsand\n\n## Spain\n\n- Serravela\n- Portola\n\n## Notes\n\nA sentence of prose."
    )
    found = chunk(paper)
    assert [each.text.count("##") for each in found] == [2, 1]
    assert found[0].text.startswith("# Partners")
    assert "## Spain" in embedded_text(paper, found[0])


LINES = st.lists(
    st.sampled_from(
        [
            "# Heading one", "## 二级标题", "### Third", "- an item of a list", "1. 第一项", "| a | b |", "|---|---|", "| 1 | 2 |", "",
            "A plain sentence. And one from the U.S. more!", "我校有三十所合作院校。欢迎报名！" * 3, "word " * 60, "> quoted", "```", "    code", "\tx\ty",
        ]
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(LINES, st.sampled_from([".md", ".txt"]), st.sampled_from([SMALL, Sizes()]), st.sampled_from(["\n", "\r\n"]))
def test_chunks_are_exact_ordered_complete_and_within_size(lines: list[str], suffix: str, sizes: Sizes, end: str) -> None:
    text = end.join(["Begin here.", *lines])
    paper = document(text, f"a{suffix}", subject="Linlan University")
    chunks = chunk(paper, sizes)
    position = 0
    for each in chunks:
        assert paper.text[each.start : each.end] == each.text
        assert position <= each.start < each.end
        position = each.end
        assert "Linlan University" in embedded_text(paper, each)
        body = [b for b in paper.blocks if b.kind != "heading" and b.start < each.end and each.start < b.end]
        if len(body) > 1:
            assert width(paper.text[max(each.start, body[0].start) : each.end]) <= sizes.most + _markup(
                paper, each.start, each.end
            )
    for block in paper.blocks:
        covered = sum(max(0, min(block.end, c.end) - max(block.start, c.start)) for c in chunks)
        left_out = "".join(c for c in paper.text[block.start : block.end] if not c.isspace())
        assert covered >= len(left_out), paper.text[block.start : block.end]
    assert len({each.id for each in chunks}) == len(chunks)


def _markup(paper: Document, start: int, end: int) -> int:
    """Characters between the blocks of a chunk: blank lines and separator rows, which sizes do not count."""
    blocks = [b for b in paper.blocks if b.start < end and start < b.end]
    return end - start - sum(min(b.end, end) - max(b.start, start) for b in blocks)
