"""The output filter: whatever is put in, only our own tags and attributes come out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.filter import Allowed, answer_html, clean, escape, link_html, web_link
from tests.web.payloads import PAYLOADS

TAGS = {"p", "br", "ul", "ol", "li", "strong", "a", "table", "thead", "tbody", "tr", "th", "td"}


class Seen(HTMLParser):
    """The tags, attributes and links of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_come_out_as_text(payload):
    seen = Seen(answer_html(payload, Allowed({1: "t1-e1"}, frozenset({"https://uni.example/a"}))))
    assert seen.tags <= TAGS
    assert seen.attributes <= {("a", "href"), ("a", "class"), ("a", "target"), ("a", "rel"), ("ol", "start")}
    assert all(link == "#t1-e1" for link in seen.links)


@given(st.lists(st.sampled_from([*PAYLOADS, "[1]", "\n", "- ", "1. ", "**", "|", "<", ">", "]("])).map("".join) | st.text())
def test_no_mixture_brings_a_foreign_tag_or_link(answer):
    seen = Seen(answer_html(answer, Allowed({1: "t1-e1"})))
    assert seen.tags <= TAGS
    assert set(seen.links) <= {"#t1-e1"}


def test_known_markers_become_links_and_unknown_ones_stay_words():
    html = answer_html("So it is [1], or not [7].", Allowed({1: "t3-e1"}))
    assert html == '<p>So it is&nbsp;&#8288;<a class="marker" href="#t3-e1">[1]</a>, or not [7].</p>'


def test_only_links_of_the_documents_become_links():
    known = "https://uni.example/list"
    html = answer_html(f"See {known}. Not https://evil.example/list.", Allowed(links=frozenset({known})))
    assert Seen(html).links == [known]
    assert "https://evil.example/list." in Seen(html).text


def test_lists_tables_and_bold_words_are_drawn():
    html = answer_html("Two:\n\n- **a**\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |")
    assert html.startswith("<p>Two:</p><ul><li><strong>a</strong></li><li>b</li></ul><table>")
    assert "<th>x</th>" in html
    assert "<td>2</td>" in html
    assert "\n" not in html


def test_direction_overrides_and_controls_are_taken_out():
    assert clean("a\u202efdp.exe\x00\x1b[31m") == "afdp.exe[31m"
    assert escape('<a href="x">\n') == "&lt;a href=&quot;x&quot;&gt;"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//uni.example",
        "http://",
        "http://u:p@uni.example/",
        "ftp://uni.example",
        "http://uni.example\\@evil.example",
        "https://uni.example/a b",
        "http://[::1",
        "http://uni.example/\u202e",
    ],
)
def test_links_that_are_no_plain_web_address_are_refused(link):
    assert web_link(link) == ""
    assert "<a" not in link_html(link)


def test_a_web_link_opens_apart_and_tells_nothing():
    html = link_html("https://uni.example/?a=1&b=2")
    assert re.search(r'href="https://uni\.example/\?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow"', html)
