"""Addresses in their normal form, kinds of documents, charsets, links and login forms: no network."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from ingest.readers import is_readable, read
from ingest.web.address import join_address, parse_address
from ingest.web.content import document_in
from ingest.web.errors import FailedError, RefusedError, SkippedError
from ingest.web.fetch import Answer
from ingest.web.markup import is_login_form, links

PAGE = parse_address("https://example.com/en/page.html")


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        (" https://example.com:443/a#b ", "https://example.com/a"),
        ("http://example.com:443/", "http://example.com:443/"),
        ("http://example.com:/", "http://example.com/"),
        ("http://example.com./", "http://example.com/"),
        ("http://example.com/a/./b/../c", "http://example.com/a/c"),
        ("http://example.com/../../a", "http://example.com/a"),
        ("http://example.com/a/..", "http://example.com/"),
        ("http://example.com/a/.", "http://example.com/a/"),
        ("http://example.com/a/%2e%2E/b", "http://example.com/b"),
        ("http://example.com/a//b", "http://example.com/a//b"),
        ("http://example.com/%7euser/%e6%8b%9b", "http://example.com/~user/%E6%8B%9B"),
        ("http://example.com/招生", "http://example.com/%E6%8B%9B%E7%94%9F"),
        ("http://example.com/a b|c", "http://example.com/a%20b%7Cc"),
        ("http://example.com/100%", "http://example.com/100%25"),
        ("http://example.com/a%2Fb", "http://example.com/a%2Fb"),
        ("http://example.com/?", "http://example.com/"),
        ("http://example.com?b=2&a=1", "http://example.com/?b=2&a=1"),
        ("http://example.com/?utm_source=x&a=1&UTM_Medium=y&fbclid=z&gclid=0&q=utm_x", "http://example.com/?a=1&q=utm_x"),
        ("http://example.com/?sid=1;jsessionid=2", "http://example.com/?sid=1;jsessionid=2"),
        ("http://[2606:2800:0021::000E]:80/", "http://[2606:2800:21::e]/"),
        ("http://8.8.8.8:8080/", "http://8.8.8.8:8080/"),
        ("http://大学.example/", "http://xn--pss25c.example/"),
    ],
)
def test_the_normal_form_of_an_address(written: str, normal: str) -> None:
    assert str(parse_address(written)) == normal
    assert parse_address(normal) == parse_address(written)


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        ("", "https://example.com/en/page.html"),
        ("#a", "https://example.com/en/page.html"),
        ("?x=1", "https://example.com/en/page.html?x=1"),
        ("b", "https://example.com/en/b"),
        (" ./b\n", "https://example.com/en/b"),
        ("../b/", "https://example.com/b/"),
        ("/b", "https://example.com/b"),
        ("//other.example/b", "https://other.example/b"),
        ("http://other.example", "http://other.example/"),
        ("b:c", None),
        ("http:b", None),
        ("https:/b", None),
        ("///b", None),
        ("/\t/other.example", None),
        ("\\\\other.example", None),
        ("mailto:a@example.com", None),
    ],
)
def test_where_a_link_leads(reference: str, target: str | None) -> None:
    if target is None:
        with pytest.raises(RefusedError):
            join_address(PAGE, reference)
    else:
        assert str(join_address(PAGE, reference)) == target


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return file.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")


def document(body: bytes, kind: str | None, path: str = "/x") -> tuple[str, bytes]:
    address = parse_address(f"http://example.com{path}")
    return document_in(Answer(address, 200, {} if kind is None else {"content-type": kind}, body), address)


@pytest.mark.parametrize(
    ("body", "kind", "path", "suffix"),
    [
        (b"<p>x", "text/html", "/x", ".html"),
        (b"<p>x", "text/html; charset=utf-8", "/x.pdf", ".html"),
        (b"<p>x", "application/xhtml+xml", "/x.php", ".html"),
        (b"%PDF-1.7 x", "application/pdf", "/x", ".pdf"),
        (b"%PDF-1.7 x", "application/octet-stream", "/x.html", ".pdf"),
        (b"%PDF-1.7 x", None, "/x", ".pdf"),
        (b"%PDF-1.7 x", "text/html", "/x", ".pdf"),
        (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "/x", ".docx"),
        (DOCX, "application/zip", "/x", ".docx"),
        (DOCX, "application/octet-stream", "/download?id=1", ".docx"),
        (b"Hello", "text/plain", "/x", ".txt"),
        (b"# Hello", "text/plain", "/x.md", ".md"),
        (b"# Hello", "text/markdown", "/x", ".md"),
        (b"<!-- x --> <!DOCTYPE html><p>x", None, "/x", ".html"),
        (b"Hello", None, "/x.txt", ".txt"),
    ],
)
def test_which_reader_reads_it(body: bytes, kind: str | None, path: str, suffix: str) -> None:
    found, data = document(body, kind, path)
    assert (found, data, is_readable(f"x{found}")) == (suffix, body, True)


@pytest.mark.parametrize(
    ("body", "kind", "path"),
    [
        (archive("a.txt"), "application/zip", "/x.zip"),
        (DOCX[:-30], "application/octet-stream", "/x.docx"),
        (b"PK\x03\x04", None, "/x.docx"),
        (b"\0\1", "application/octet-stream", "/x.txt"),
        (b"x", "application/json", "/x"),
        (b"x", "nonsense", "/x.html"),
        (b"Hello", None, "/x"),
    ],
)
def test_what_no_reader_reads(body: bytes, kind: str | None, path: str) -> None:
    with pytest.raises(SkippedError, match="no reader knows"):
        document(body, kind, path)


CHINESE, GREEK, FRENCH, JAPANESE = "招生办公室在三楼", "Η προθεσμία είναι", "Délai : « fin février »", "出願期限は三月です"


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (CHINESE, "gb2312", "gb2312"),
        (CHINESE + "镕", "gb18030", "GBK"),
        ("招生辦公室在三樓", "big5", '"Big5"'),
        (GREEK, "iso8859-7", "ISO-8859-7"),
        (GREEK, "cp1253", "windows-1253"),
        (FRENCH, "cp1252", "iso-8859-1"),
        (JAPANESE, "shift_jis", "Shift_JIS"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (CHINESE, "utf-16-le", "utf-16le"),
    ],
)
def test_a_charset_the_server_tells_is_kept_as_utf_8(text: str, encoding: str, told: str) -> None:
    page = f"<html><body><p>{text}</p></body></html>"
    assert document(page.encode(encoding), f"text/html; charset={told}") == (".html", page.encode())
    assert document(text.encode(encoding), f"text/plain;charset={told}") == (".txt", text.encode())
    assert text in read("x.html", page.encode()).text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f"<p>{CHINESE}".encode(), "iso-8859-1"),
        (f"<p>{CHINESE}".encode(), "utf-8"),
        (f"<p>{CHINESE}".encode("utf-8-sig"), "gbk"),
        (f"<p>{CHINESE}".encode("utf-16"), "gbk"),
        (f"<meta charset=gbk><p>{CHINESE}".encode("gbk"), "iso-8859-1"),
        (b"<p>\x81\xff", "gb2312"),
        (f"<p>{CHINESE}".encode("gbk"), "nonsense"),
        (f"<p>{CHINESE}".encode("gbk"), "utf-7"),
        (b"<p>4e2d\xff", "hex"),
        (b"<p>\\x3cb\xff", "unicode_escape"),
        (f"<p>{CHINESE}".encode("gbk"), ""),
    ],
)
def test_bytes_that_do_not_fit_what_is_told_stay_as_they_came(body: bytes, told: str) -> None:
    assert document(body, f"text/html; charset={told}")[1] == body


def test_links_are_those_of_the_page_and_no_others() -> None:
    body = """<a href="b">1</a><A HREF = '/c?x=1&amp;y=2' >2</a><a title="a > b" href=d>3</a><a name=x>4</a><area href=e>
    <!-- <a href=no> --><script>"<a href='no'>"</script><style><a href=no></style><a data-href="no">5</a><abbr href=no>
    <link href=no><a href="mailto:x@example.com">6</a><a href="招生">7</a><a href=b>again</a><a
    href="
    f">8</a><a href=>9</a><a class="a"b" href=g>10</a>"""
    found = [str(each).removeprefix("https://example.com") for each in links(body.encode(), PAGE)]
    assert found == ["/en/b", "/c?x=1&y=2", "/en/d", "/en/e", "/en/%E6%8B%9B%E7%94%9F", "/en/f", "/en/page.html", "/en/g"]
    assert [str(each) for each in links("<a href=招>".encode("gbk") + CHINESE.encode("gbk") * 9, PAGE)] == [
        "https://example.com/en/%E6%8B%9B"
    ]


def test_a_base_counts_on_its_own_site_only() -> None:
    assert [str(each) for each in links(b"<base href=/de/><a href=b>", PAGE)] == ["https://example.com/de/b"]
    for other in (b"http://other.example/", b"https://example.com:8443/", b"file:///", b"//[::1]/"):
        assert [str(each) for each in links(b"<base href=" + other + b"><a href=b>", PAGE)] == ["https://example.com/en/b"]


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<script>",
        "<a ",
        '<a "',
        "<a href='",
        '<a x="',
        "<a ='=\"",
        "<",
        "<a href=",
        "<form ",
        "<a x= ",
        "=" * 9,
        "<a " + " " * 99,
    ],
)
def test_no_page_takes_long_to_look_through(piece: str) -> None:
    body = (piece * (2_000_000 // len(piece))).encode()
    began = time.monotonic()
    links(body, PAGE)
    is_login_form(body)
    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    ("body", "is_login"),
    [
        ("<form><input type=text><input type=password></form>", True),
        ("<form class=search-box><input></form><form><input type='PASSWORD'></form>", True),
        ("<form><input name=q></form>", False),
        ("<form><input name=feedback></form><form><input type=password></form>", False),
        ("<form><input type=password></form><p>" + "Apply by 1 March. " * 100, False),
        ("<p>No form at all", False),
        ("<!-- <form><input type=password></form> --><p>Hello", False),
    ],
)
def test_what_is_a_login_page(body: str, is_login: bool) -> None:
    assert is_login_form(body.encode()) is is_login
    if is_login:
        with pytest.raises(FailedError, match="is a login page"):
            document(body.encode(), "text/html")
