"""Good files with bytes changed, cut or doubled, and parts with marks missing: a Reading, or one sentence."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest
from samples import drawn_pdf, eml, odt, parts, pptx, replaced_member, rtf, words_at, xlsx

from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers import read

TABLE = [["Partner", "Since"], ["Elmsand", 2013], ["Serravela", 2019.5]]
FILES = {
    ".pptx": pptx([("Title", ["one", "two"]), ("Table", [["a", "b"], ["c", "d"]])], notes="notes"),
    ".xlsx": xlsx({"Fees": TABLE, "Sheet2": [["only"]]}),
    ".odt": odt("<text:h>Fees</text:h><text:p>Tuition <text:span>is due</text:span>.</text:p><table:table><table:table-row>"
                "<table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>"),
    ".rtf": rtf(r"\pard\s1 Fees\par\pard {\v x} \u22269? \'e9 \trowd\intbl a\cell b\cell\row\pard end\par"),
    ".eml": eml("Fees 费用", plain="Tuition is due – now.", page="<p>Tuition <b>is due</b>.</p>", attachment="a.pdf"),
    ".json": b'[{"name": "a", "since": 2013, "in": {"b": ["c", null, true]}}, {"name": "\\ud83d\\ude00"}]',
    ".csv": 'Partner,Since\n"Elmsand, College",2013\n霖岚,2019\n'.encode(),
    ".pdf": drawn_pdf([words_at("Seen words on a page.", 60, 700) + words_at("unseen", 60, 600, before=b"3 Tr")]),
    ".html": b"<body><p>Seen</p><p hidden>not</p><table><tr><th>a</th></tr><tr><td colspan=2>b</td></tr></table></body>",
}  # fmt: skip
MEMBERS = {".pptx": ("ppt/slides/slide1.xml", "ppt/presentation.xml"), ".odt": ("content.xml",),
           ".xlsx": ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")}  # fmt: skip


def check(ending: str, data: bytes) -> None:
    try:
        reading = read(f"a{ending}", data)
    except (UnreadableError, NothingToReadError) as error:
        assert str(error).strip()
        assert "\n" not in str(error)
        return
    parts(reading)
    reading.text.encode("utf-8")
    assert list(reading.page_starts) == sorted(reading.page_starts)
    assert not reading.page_names or len(reading.page_names) == len(reading.page_starts)


@pytest.mark.parametrize("ending", sorted(FILES))
@pytest.mark.parametrize("seed", range(8))
def test_bytes_changed_cut_or_doubled(ending: str, seed: int) -> None:
    chance, data = random.Random(seed), FILES[ending]
    changed = bytearray(data)
    for _ in range(chance.choice([1, 5, 40])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    check(ending, bytes(changed))
    check(ending, data[: chance.randrange(1, len(data))])
    place = chance.randrange(len(data))
    check(ending, data[:place] + data[place : place + 50] + data[place:])


@pytest.mark.parametrize(
    ("ending", "member"), [(ending, member) for ending, members in MEMBERS.items() for member in members]
)
@pytest.mark.parametrize("seed", range(5))
def test_parts_with_marks_missing(ending: str, member: str, seed: int) -> None:
    chance = random.Random(seed)
    content = zipfile.ZipFile(io.BytesIO(FILES[ending])).read(member)
    marks = [match.span() for match in re.finditer(rb'<[\w:]+[^<>]*/>| [\w:]+="[^"]*"|(?<=")\d+(?=")', content)]
    for start, end in sorted(chance.sample(marks, min(len(marks), 3)), reverse=True):
        content = content[:start] + content[end:]
    check(ending, replaced_member(FILES[ending], member, content))
