"""Archives: what is in them, by which names, and what of them is refused."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest
from bad_files_zip import archive, entry, zip64
from library import HOUSING, TUITION, Library, counts
from samples import docx, zipped

from ingest.errors import NothingToReadError, UnreadableError
from ingest.sandbox import ArchiveListing, Member, Sandbox


@pytest.fixture
def put(tmp_path: Path) -> Path:
    return tmp_path / "all.zip"


def listed(sandbox: Sandbox, path: Path, data: bytes) -> ArchiveListing:
    path.write_bytes(data)
    return sandbox.list_archive(path)


def text_of(sandbox: Sandbox, path: Path, member: Member) -> str:
    found = sandbox.read(path, document_id="1", source=str(path), file=f"{path.name}/{member.name}", member=member.key)
    return found.document.text


def test_members_are_listed_and_read(sandbox: Sandbox, put: Path) -> None:
    word = docx([("Normal", "Words of a letter.")])
    listing = listed(sandbox, put, zipped({"a.txt": TUITION.encode(), "b/letter.docx": word}))
    first, second = listing.entries
    assert (first.name, first.size) == ("a.txt", len(TUITION))
    assert first.stamp.split(":")[:2] == [f"{zlib.crc32(TUITION.encode()):08x}", str(len(TUITION))]
    assert second.name == "b/letter.docx"
    assert listing.refused == ()
    assert text_of(sandbox, put, first) == TUITION
    assert text_of(sandbox, put, second) == "Words of a letter."


def test_the_hash_is_that_of_the_member(sandbox: Sandbox, put: Path) -> None:
    (member,) = listed(sandbox, put, zipped({"a.txt": TUITION.encode()})).entries
    found = sandbox.read(put, document_id="1", source=str(put), file="all.zip/a.txt", member=member.key)
    assert found.sha256 == found.document.content_hash == hashlib.sha256(TUITION.encode()).hexdigest()


@pytest.mark.parametrize(
    ("raw", "flags", "name"),
    [
        ("plain.txt".encode(), 0, "plain.txt"),
        ("学费标准.txt".encode(), 0x800, "学费标准.txt"),
        ("学费标准.txt".encode(), 0, "学费标准.txt"),
        ("学费标准.txt".encode("gb18030"), 0, "学费标准.txt"),
        ("2026年留学生.txt".encode("gb18030"), 0, "2026年留学生.txt"),
        ("Gebühren.txt".encode("cp437"), 0, "Gebühren.txt"),
        ("été à Besançon.txt".encode("cp437"), 0, "été à Besançon.txt"),
        ("niño.txt".encode("cp437"), 0, "niño.txt"),
        (rb"folder\a.txt", 0, "folder/a.txt"),
        (b"./a.txt", 0, "a.txt"),
    ],
)
def test_names_are_read_in_the_encoding_they_are_in(sandbox: Sandbox, put: Path, raw: bytes, flags: int, name: str) -> None:
    (member,) = listed(sandbox, put, archive([entry(raw, TUITION.encode(), flags=flags)])).entries
    assert member.name == name
    assert text_of(sandbox, put, member) == TUITION


@pytest.mark.parametrize("raw", [b"a\xff\xfe.txt", b"line\nend.txt", "a\u202etxt.exe.txt".encode()])
def test_names_that_cannot_be_shown_are_told_apart(sandbox: Sandbox, put: Path, raw: bytes) -> None:
    (member,) = listed(sandbox, put, archive([entry(raw, TUITION.encode(), flags=0x800)])).entries
    assert member.name.isprintable()
    assert member.name.endswith(f"({hashlib.sha256(raw).hexdigest()[:6]}).txt")
    assert text_of(sandbox, put, member) == TUITION


def test_what_is_refused_is_told_and_the_rest_is_read(sandbox: Sandbox, put: Path) -> None:
    names = ["../up.txt", "/abs.txt", r"C:\drive.txt", "twice.txt", "twice.txt", "in.zip", "run.exe", ".hidden", "folder/"]
    listing = listed(sandbox, put, archive([entry(name, TUITION.encode()) for name in names]))
    assert [member.name for member in listing.entries] == ["twice.txt"]
    assert dict(listing.refused) == {
        "../up.txt": "has a path that leads out of the archive",
        "abs.txt": "has an absolute path",
        "C:/drive.txt": "has a path that begins with a drive letter",
        "twice.txt": "comes more than once; the first is read",
        "in.zip": "is an archive inside an archive; unpack it",
        "run.exe": "has the ending .exe, which no reader knows",
    }


def test_every_size_in_64_bits_is_read(sandbox: Sandbox, put: Path) -> None:
    (member,) = listed(sandbox, put, zip64()).entries
    assert text_of(sandbox, put, member).startswith("Words of a good document")


def test_an_archive_behind_a_program_is_read(sandbox: Sandbox, put: Path) -> None:
    (member,) = listed(sandbox, put, b"MZ" + bytes(5000) + zipped({"a.txt": TUITION.encode()})).entries
    assert text_of(sandbox, put, member) == TUITION


def test_a_member_that_is_not_there_any_more(sandbox: Sandbox, put: Path) -> None:
    (member,) = listed(sandbox, put, zipped({"a.txt": TUITION.encode()})).entries
    put.write_bytes(zipped({"other.txt": TUITION.encode()}))
    with pytest.raises(UnreadableError, match="is not in the archive any more"):
        text_of(sandbox, put, member)


def test_a_wrong_checksum_is_damage(sandbox: Sandbox, put: Path) -> None:
    (member,) = listed(sandbox, put, archive([entry("a.txt", TUITION.encode(), crc=1)])).entries
    with pytest.raises(UnreadableError, match="is damaged inside the archive"):
        text_of(sandbox, put, member)


def test_a_member_without_words_is_nothing_to_read(sandbox: Sandbox, put: Path) -> None:
    (member,) = listed(sandbox, put, zipped({"a.txt": b" "})).entries
    with pytest.raises(NothingToReadError):
        text_of(sandbox, put, member)


def test_an_archive_without_documents_says_so(sandbox: Sandbox, put: Path) -> None:
    assert listed(sandbox, put, zipped({})).refused == (("", "holds no documents"),)


def test_an_archive_that_is_not_there(sandbox: Sandbox, put: Path) -> None:
    with pytest.raises(UnreadableError, match="is not there any more"):
        sandbox.list_archive(put)


def test_a_thousand_members_are_read_quickly(sandbox: Sandbox, put: Path) -> None:
    import time

    listing = listed(sandbox, put, zipped({f"{number}.txt": f"Words {number}".encode() for number in range(9000)}))
    begun = time.monotonic()
    for member in listing.entries[::18]:
        assert text_of(sandbox, put, member).startswith("Words")
    assert time.monotonic() - begun < 10


def test_an_archive_in_a_folder_is_indexed_and_its_members_are_compared(library: Library) -> None:
    archive = library.sources / "all.zip"
    archive.write_bytes(zipped({"a.txt": TUITION.encode(), "b.txt": HOUSING.encode()}))
    assert counts(library.ingest()) == {"added": 2}
    assert set(library.texts()) == {"all.zip/a.txt", "all.zip/b.txt"}
    archive.write_bytes(zipped({"a.txt": TUITION.encode(), "b.txt": HOUSING.replace("free", "dear").encode()}))
    assert counts(library.ingest()) == {"updated": 1, "unchanged": 1}
    assert counts(library.ingest()) == {"unchanged": 2}
