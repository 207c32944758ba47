"""Bytes to text: every encoding an office's files come in, in long texts and short ones."""

from __future__ import annotations

import codecs

import pytest

from ingest.encoding import decode
from ingest.errors import UnreadableError

ENGLISH = "The International Office of Linlan University opens at nine. Café and résumé are welcome – “really”.\n"
CHINESE = "霖岚大学国际交流处负责留学生的招生与管理工作，欢迎世界各地的同学前来学习。\n"
TRADITIONAL = "霖嵐大學國際交流處負責留學生的招生與管理工作，歡迎世界各地的同學前來學習。\n"
GERMAN = "Das Büro für Internationales öffnet um neun Uhr; Gebühren fallen nicht an. Größe und Maß zählen.\n"
RUSSIAN = "Международный отдел университета открыт с девяти часов утра. Мы приглашаем студентов.\n"


@pytest.mark.parametrize("repeat", [1, 40])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE, "gb18030"),
        (TRADITIONAL, "big5"),
        (GERMAN, "latin-1"),
        (GERMAN, "cp1252"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp1251"),
    ],
)
def test_text_comes_back_letter_for_letter(text: str, encoding: str, repeat: int) -> None:
    assert decode((text * repeat).encode(encoding))[0] == text * repeat


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("国际交流处", "gb18030"),
        ("我们", "gb18030"),
        ("联系电话：0571-88888888", "gb18030"),
        ("國際交流處", "big5"),
        ("Café résumé", "latin-1"),
        ("Büro", "cp1252"),
        ("señor año", "latin-1"),
        ("Le café est à côté de l'université.", "latin-1"),
        ("Universität Zürich – 500 €", "cp1252"),
        ("Uniwersytet zaprasza studentów z całego świata do Łodzi.", "iso8859-2"),
        ("Příliš žluťoučký kůň. Univerzita má studenty.", "cp1250"),
        ("Отдел", "koi8-r"),
        ("Отдел", "cp1251"),
        ("국제교류처는 아홉 시에 엽니다. 신청서를 제출하십시오.", "euc-kr"),
        ("国際交流センターの窓口は九時に開きます。", "shift_jis"),
        ("国際交流センターの窓口は九時に開きます。", "euc-jp"),
    ],
)
def test_short_texts_are_told_too(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_letter(mark: bytes, encoding: str) -> None:
    assert decode(mark + "国 A".encode(encoding))[0] == "国 A"


def test_the_encoding_is_named() -> None:
    assert decode("é".encode())[1] == "utf-8"
    assert decode(codecs.BOM_UTF8 + b"a")[1] == "utf-8-sig"


def test_a_declared_encoding_is_believed_when_it_fits() -> None:
    page = '<meta charset="gb2312"><p>国际处</p>'
    assert decode(page.encode("gb18030")) == (page, "gb18030")


def test_a_lying_declaration_is_not_believed() -> None:
    page = f'<meta charset="iso-8859-1"><p>{CHINESE}</p>'
    assert decode(page.encode("utf-8")) == (page, "utf-8")


KOREAN = "린란대학교 국제교류처는 아홉 시에 엽니다. 신청서를 제출하십시오.\n"
JAPANESE = "霖嵐大学国際交流センターの窓口は九時に開きます。留学生を歓迎します。\n"
ALL_ENCODINGS = (
    [(CHINESE, each) for each in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")]
    + [(ENGLISH, each) for each in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")]
    + [(TRADITIONAL, "big5"), (JAPANESE, "shift_jis"), (KOREAN, "euc-kr"), (RUSSIAN, "koi8-r"), (GERMAN, "latin-1")]
)


@pytest.mark.parametrize("repeat", [2, 30])
@pytest.mark.parametrize(("text", "encoding"), ALL_ENCODINGS)
def test_pages_whose_declaration_lies(text: str, encoding: str, repeat: int) -> None:
    lie = "utf-8" if encoding not in {"utf-8", "utf-8-sig"} else "iso-8859-1"
    page = f'<html><head><meta charset="{lie}"></head><body><p>{text * repeat}</p></body></html>'
    assert decode(page.encode(encoding))[0] == page


@pytest.mark.parametrize("repeat", [1, 30])
@pytest.mark.parametrize(("text", "encoding"), ALL_ENCODINGS)
def test_all_encodings_letter_for_letter(text: str, encoding: str, repeat: int) -> None:
    assert decode((text * repeat).encode(encoding))[0] == text * repeat


@pytest.mark.parametrize("bad", [b"\xff\xfa", b"\xff", b"\xe5\x9b"])
def test_a_few_bad_bytes_are_replaced(bad: bytes) -> None:
    data = (CHINESE * 20).encode()
    at = len(CHINESE.encode()) * 2
    text, encoding = decode(data[:at] + bad + data[at:])
    assert (encoding, text.replace("\ufffd", "")) == ("utf-8", CHINESE * 20)


def test_bad_bytes_in_plain_english_are_replaced() -> None:
    assert decode(b"The office opens at nine. " * 20 + b"\xff\xfa")[0].endswith("\ufffd\ufffd")


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_many_random_bytes_are_no_text(text: str) -> None:
    import random

    chance = random.Random(1)
    data = bytearray((text * 30).encode())
    for _ in range(len(data) // 20):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with pytest.raises(UnreadableError, match="not text"):
        decode(bytes(data))


def test_control_characters_become_spaces_and_offsets_stay() -> None:
    text = "a\x00b\x1fc\x85d\ufffee\x9cf" + "g" * 400
    clean = decode(text.encode())[0]
    assert clean == "a b c\nd e f" + "g" * 400
    assert len(clean) == len(text)


def test_half_characters_in_utf_16_are_replaced() -> None:
    text = decode(codecs.BOM_UTF16_LE + ("a" * 200).encode("utf-16-le") + b"\x00\xd8b\x00")[0]
    assert text == "a" * 200 + "\ufffdb"
    text.encode("utf-8")


def test_line_ends_stay() -> None:
    assert decode(b"a\r\nb\rc\n")[0] == "a\r\nb\rc\n"


@pytest.mark.parametrize("data", [bytes(range(32)) * 50, b"\x7fELF\x00\x01\x02\x00" * 100, "a\0".encode() * 50])
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="not text"):
        decode(data + b"\xff")
