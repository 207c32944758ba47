"""EML: subject, sender, date and body; attachments are named, not read."""

from __future__ import annotations

import base64
import quopri

import pytest
from samples import eml, headers, parts

from ingest.errors import UnreadableError
from ingest.readers import read

PAGE = "<html><body><p>学费 is due.</p><table><tr><th>Fee</th><th>Yuan</th></tr><tr><td>Tuition</td><td>3,000</td></tr></table><p hidden>not seen</p></body></html>"


def test_subject_sender_date_and_body() -> None:
    reading = read("a.eml", eml("Fees 费用", plain="Tuition is 3,000 yuan – 三千元.\n\nIt is due in May.\n"))
    assert parts(reading) == [
        ("heading", "Fees 费用"),
        ("paragraph", "From: International Office <office@linlan.example>"),
        ("paragraph", "Tuition is 3,000 yuan – 三千元."),
        ("paragraph", "It is due in May."),
    ]
    assert (reading.title, reading.date) == ("Fees 费用", "2026-05-04")
    assert "all@linlan.example" not in reading.text


def test_a_page_is_read_as_one_and_attachments_are_named() -> None:
    reading = read("a.eml", eml("Fees", plain="See the page.", page=PAGE, attachment="费用.pdf"))
    assert [text for _, text in parts(reading)][2:] == ["学费 is due.", "Fee | Yuan", "Tuition | 3,000"]
    assert headers(reading) == ["", "Fee | Yuan"]
    assert reading.hidden == ("not seen",)
    assert reading.warnings == ("attachment 费用.pdf was not read",)


@pytest.mark.parametrize(
    ("charset", "transfer", "body"),
    [
        ("gb2312", "8bit", "学费三千元。".encode("gb18030")),
        ("gb2312", "base64", base64.b64encode("学费三千元。".encode("gb18030"))),
        ("utf-8", "quoted-printable", quopri.encodestring("学费三千元。".encode())),
        ("no-such-charset", "8bit", "学费三千元。".encode()),
    ],
)
def test_charsets_and_transfer_encodings(charset: str, transfer: str, body: bytes) -> None:
    data = (
        b"From: a@linlan.example\nSubject: =?utf-8?B?6LS555So?=\nContent-Type: text/plain; charset=%s\n"
        b"Content-Transfer-Encoding: %s\n\n%s\n" % (charset.encode(), transfer.encode(), body)
    )
    reading = read("a.eml", data)
    assert reading.title == "费用"
    assert reading.text.endswith("学费三千元。")


def test_what_is_no_mail_says_so() -> None:
    with pytest.raises(UnreadableError, match="not an e-mail"):
        read("a.eml", b"just words\n\nand more")
