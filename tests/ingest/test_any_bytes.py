"""Whatever bytes come, a reader gives a Reading that keeps its invariants, or says in one line that it cannot."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import docx, pdf, replaced_member

from ingest.chunking import chunk
from ingest.describe import describe
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers import READERS, read

DOCX = docx([("Heading 1", "Fees"), ("Normal", "Tuition is 3,000 yuan."), [["a", "b"], ["c", "d"]]])
PDF = pdf([["A sentence on the first page."], ["And\tone on", "the second."]], title="T")
PAGE = "<html><head><title>标题</title></head><body><h1>A</h1><table><tr><td>1</td></tr></table><p>b&amp;c</p></body></html>".encode()


def check(suffix: str, data: bytes) -> None:
    try:
        reading = read(f"a{suffix}", data)
    except (UnreadableError, NothingToReadError) as error:
        assert str(error).strip()
        assert "\n" not in str(error)
        return
    position = 0
    for block in reading.blocks:
        assert position <= block.start < block.end <= len(reading.text)
        position = block.end
    paper = describe(reading, document_id="d", source="/s", file=f"a{suffix}", content_hash="h")
    assert all(paper.text[each.start : each.end] == each.text for each in chunk(paper))


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=400))
def test_random_bytes(suffix: str, data: bytes) -> None:
    check(suffix, data)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from([".txt", ".md", ".html"]),
    st.text(max_size=300),
    st.sampled_from(["utf-8", "utf-16", "gb18030", "utf-16-le"]),
)
def test_random_text(suffix: str, text: str, encoding: str) -> None:
    check(suffix, text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(list("#*-|>`<&;[]()\\!~=+\n\r\t 1a国.\0\u2028\x0b\x0c\x85")), max_size=80).map("".join),
    st.sampled_from([".txt", ".md", ".html"]),
)
def test_random_marks(text: str, suffix: str) -> None:
    check(suffix, text.encode())


@pytest.mark.parametrize(("suffix", "data"), [(".docx", DOCX), (".pdf", PDF), (".html", PAGE), (".xhtml", PAGE)])
@pytest.mark.parametrize("seed", range(12))
def test_good_files_with_bytes_changed_cut_or_doubled(suffix: str, data: bytes, seed: int) -> None:
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(chance.choice([1, 5, 40])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    check(suffix, bytes(changed))
    check(suffix, data[: chance.randrange(1, len(data))])
    place = chance.randrange(len(data))
    check(suffix, data[:place] + data[place : place + 50] + data[place:])


@pytest.mark.parametrize(
    "member", ["word/document.xml", "word/styles.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"]
)
@pytest.mark.parametrize("seed", range(6))
def test_word_files_with_parts_missing_inside(member: str, seed: int) -> None:
    import io
    import re
    import zipfile

    chance = random.Random(seed)
    content = zipfile.ZipFile(io.BytesIO(DOCX)).read(member)
    tags = [match.span() for match in re.finditer(rb'<[\w:]+[^<>]*/>| [\w:]+="[^"]*"', content)]
    for start, end in sorted(chance.sample(tags, min(len(tags), 3)), reverse=True):
        content = content[:start] + content[end:]
    check(".docx", replaced_member(DOCX, member, content))
