"""Takes out of an HTML page what nobody who looks at it sees, and tells what it says.

Only what the page's own words make invisible counts: an attribute, a style, or a rule of its style sheet that no script
could lift. Menus, forms and dialogs that wait for a click are no hidden texts. Source: HTML Living Standard, 15.3.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_GONE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_INVISIBLE = re.compile(
    r"(?<![\w-])opacity\s*:\s*0(?:\.0\d?)?(?![\d.])|font-size\s*:\s*(?:0(?:\.\d+)?|1(?:\.0+)?)(?:px|pt|em|rem|%)?\s*(?:;|$|!)|"
    r"text-indent\s*:\s*-\d{3,}|(?<![\w-])(?:left|top|right)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|"
    r"(?<![\w-])color\s*:\s*transparent",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![\w-])color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)|^\s*#?(?:fff(?:fff)?|white)\s*$",
    re.IGNORECASE,
)
_GROUND = re.compile(
    r"background(?:-color|-image)?\s*:\s*+(?!transparent|none|initial|inherit|white\b|#fff(?:fff)?\b)|filter\s*:|text-shadow\s*:",
    re.IGNORECASE,
)
_RULE = re.compile(r"(?:^|[},/])\s*([.#][\w-]+)\s*\{([^{}]*)\}")
_AWAITED = set("script style noscript template nav form button dialog input select option textarea svg iframe head".split())
_AWAITED_WORDS = set(
    "menu nav navbar modal popup dialog dropdown tooltip cookie consent overlay toggle collapse tab login search sr".split()
)
_WORD = re.compile(r"[a-z]+")
_LEAST_CHARACTERS = 2


def take_hidden(root: HtmlElement) -> list[str]:
    """Removes the elements that nobody sees from the tree; gives the text of those that are no part of the page's works."""
    found: list[str] = []
    names = _hidden_names(root)
    is_plain = not names.styled and next(root.iter("link"), None) is None
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in {"html", "body", "head"} or element.getparent() is None:
            continue
        if not _is_unseen(element, names.gone, is_plain=is_plain):
            continue
        if root not in {element, *element.iterancestors()}:
            continue  # lies in one that was removed before
        text = " ".join(" ".join(_texts(element)).split())
        if len(text) >= _LEAST_CHARACTERS and not _is_awaited(element):
            found.append(text)
        element.drop_tree()
    return found


class _Names:
    """What the page's own style sheet says: selectors that hide, and whether it styles anything at all."""

    def __init__(self, gone: set[str], *, styled: bool) -> None:
        self.gone = gone
        self.styled = styled


def _hidden_names(root: HtmlElement) -> _Names:
    sheets = [str(style.text_content()) for style in root.iter("style")]
    has_script = next(root.iter("script"), None) is not None
    gone = set()
    for sheet in sheets if not has_script else ():
        rules = _RULE.findall(re.sub(r"/\*.*?\*/|@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet, flags=re.DOTALL))
        gone |= {name for name, body in rules if _GONE.search(body) or _INVISIBLE.search(body)}
    return _Names(gone, styled=any(_GROUND.search(sheet) for sheet in sheets))


def _is_unseen(element: HtmlElement, gone: set[str], *, is_plain: bool) -> bool:
    style = element.get("style") or ""
    if element.get("hidden") is not None or _GONE.search(style) or _INVISIBLE.search(style):
        return True
    if gone and ({f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}) & gone:
        return True
    is_white = _WHITE.search(style) or (element.tag == "font" and _WHITE.search(element.get("color") or ""))
    return bool(is_white) and is_plain and not _has_ground(element)


def _has_ground(element: HtmlElement) -> bool:
    """Whether anything but a white page may lie behind."""
    return any(
        _GROUND.search(each.get("style") or "") or each.get("bgcolor") or each.get("background")
        for each in (element, *element.iterancestors())
    )


def _is_awaited(element: HtmlElement) -> bool:
    """Whether the element waits for a click or is a part of the page's works, not a text of its own."""
    for each in (element, *element.iterancestors()):
        if each.tag in _AWAITED or each.get("role") in {"dialog", "menu", "tabpanel", "navigation", "alert"}:
            return True
        if _AWAITED_WORDS & set(_WORD.findall(f"{each.get('class') or ''} {each.get('id') or ''}".lower())):
            return True
    return False


def _texts(element: HtmlElement) -> Iterator[str]:
    for each in element.iter():
        if isinstance(each.tag, str) and each.tag not in {"script", "style", "template", "noscript"} and each.text:
            yield str(each.text)
        if each is not element and each.tail:
            yield str(each.tail)
