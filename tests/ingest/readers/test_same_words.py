"""One text in each format gives the same words, on the right page, slide or sheet."""

from __future__ import annotations

import pytest
from samples import docx, odt, pdf, pptx, rtf, xlsx

from ingest.describe import describe
from ingest.readers import read

ONE, TWO = "Summer School", "Fees of the school"
FIRST = "The school runs in July and is open to students of all partners."
SECOND = "Tuition is 3,000 yuan and is due on the first of May."
PAGE = f"<html><body><h1>{ONE}</h1><p>{FIRST}</p><h1>{TWO}</h1><p>{SECOND}</p></body></html>"
FILES = {
    "a.docx": docx([("Heading 1", ONE), ("Normal", FIRST), ("Heading 1", TWO), ("Normal", SECOND)]),
    "a.pptx": pptx([(ONE, [FIRST]), (TWO, [SECOND])]),
    "a.xlsx": xlsx({"Sheet1": [[ONE], [FIRST]], "Sheet2": [[TWO], [SECOND]]}),
    "a.pdf": pdf([[ONE, "", FIRST], [TWO, "", SECOND]]),
    "a.html": PAGE.encode(),
    "a.odt": odt(f"<text:h>{ONE}</text:h><text:p>{FIRST}</text:p><text:h>{TWO}</text:h><text:p>{SECOND}</text:p>"),
    "a.rtf": rtf(rf"\pard\s1 {ONE}\par\pard {FIRST}\par\pard\s1 {TWO}\par\pard {SECOND}\par"),
    "a.txt": f"{ONE}\n\n{FIRST}\n\n{TWO}\n\n{SECOND}\n".encode("gb18030"),
    "a.md": f"# {ONE}\n\n{FIRST}\n\n# {TWO}\n\n{SECOND}\n".encode("utf-16"),
    "a.csv": f"{ONE}\n{FIRST}\n{TWO}\n{SECOND}\n".encode(),
}
KINDS = {"a.pptx": "slide", "a.xlsx": "sheet", "a.pdf": "page"}


@pytest.mark.parametrize("file", sorted(FILES))
def test_the_same_words(file: str) -> None:
    reading = read(file, FILES[file])
    assert reading.text.replace("#", "").split() == f"{ONE} {FIRST} {TWO} {SECOND}".split()
    assert (reading.hidden, reading.warnings) == ((), ())


@pytest.mark.parametrize("file", sorted(KINDS))
def test_on_the_right_page(file: str) -> None:
    document = describe(read(file, FILES[file]), document_id="d", source="/s", file=file, content_hash="h")
    assert document.page_kind == KINDS[file]
    assert [document.page_of(document.text.index(words)) for words in (ONE, FIRST, TWO, SECOND)] == [1, 1, 2, 2]
    names = ("Sheet1", "Sheet2") if file == "a.xlsx" else ("", "")
    assert tuple(document.page_name_of(document.text.index(words)) for words in (FIRST, SECOND)) == names
