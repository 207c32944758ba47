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


def test_line_ends_stay() -> None:
    assert decode(b"a\r\nb\rc\n")[0] == "a\r\nb\rc\n"


@pytest.mark.parametrize("data", [bytes(range(32)) * 50, b"\x7fELF\x00\x01\x02\x00" * 100, "a\0".encode() * 50])
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="not text"):
        decode(data + b"\xff")
