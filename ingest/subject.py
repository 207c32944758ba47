"""Document → its subject: the institution a page is about, though it may speak of "our university" only.

Candidates are institution names and abbreviations; each mention adds or takes weight by where it stands and
by the words around it: a host is written "Office of X", "X (ABC)", "X was founded"; a partner "with X", "such as X".
Weights were set on evals/documents/mixed (docs/decisions/006).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from ingest.addresses import has_server, institution_of_server
from ingest.document import Block, Subject
from ingest.institutions import ABBREVIATION, NAMES, is_abbreviation_of, is_generic, mentions, tidy

_UNIT = re.compile(
    r"\b(?:School|Academy|Department|Faculty|Institute of|Conservatory)\b|Summer|Winter|Joint|Confucius|Sino-|学校$|(?<!科技|师范|职业|技术)学院$"
)
_HOST_BEFORE = re.compile(
    r"(?:\b(?:office|department|division|cent(?:er|re)|campus|faculty|school|unit|president|rector|dean|students?|history)\s+(?:\w+\s+){0,4}"
    r"(?:of|at)\s+(?:the\s+)?|\bpartners? of\s+(?:the\s+)?|welcome to\s+(?:the\s+)?|\bwe at\s+|\b(?<!places )at\s+|(?:©|\bcopyright|版权所有)\s*(?:\d{4}\s+)?|关于|欢迎来到|走进)$",
    re.IGNORECASE,
)
_PARTNER_BEFORE = re.compile(
    r"(?:\b(?:with|from|to|such as|including|include|like|between|by|visited|visit(?:ing)?|and|or|partners?:?|mit|und|zwischen|avec|et|con|com|e|y|и|с)\s+"
    r"(?:the\s+|der\s+|dem\s+|la\s+|l['’]|el\s+|a\s+)?|[,;、，：:|\t]\s*(?:the\s+)?|与|和|及|同|到|赴|由|来自|访问|包括)$",
    re.IGNORECASE,
)
_FOREIGN = re.compile(  # a Chinese page names the country of a partner, not its own
    r"(?:美国|英国|德国|日本|韩国|法国|俄罗斯|意大利|西班牙|葡萄牙|澳大利亚|新西兰|加拿大|荷兰|瑞典|瑞士|芬兰|丹麦|挪威|波兰|爱尔兰|奥地利|比利时|"
    r"乌克兰|白俄罗斯|泰国|越南|马来西亚|印尼|印度尼西亚|印度|新加坡|菲律宾|老挝|柬埔寨|缅甸|蒙古|哈萨克斯坦|乌兹别克斯坦|埃及|南非|肯尼亚|巴西|墨西哥|阿根廷|智利)"
)
_HOST_AFTER = re.compile(
    r"^\s*(?:[（(][^）)]{2,30}[）)]\s*)?(?:was|is|has|offers?|provides?|welcomes?|invites?|will|cooperates|maintains|started|ist|hat|bietet|"
    r"est|a été|propose|es|tiene|ofrece|é|tem|oferece|mantém|成立|创建|创办|始建|位于|是|现有|与|于|已|国际|外事|对外|拥有|面向|申报|举办|主办)"
    r"|^\s*[,|·–-]?\s*(?:International|Global)\s+(?:Office|Cent(?:er|re)|Relations|Engagement|Affairs)",
)
_VISITOR_AFTER = re.compile(
    r"^(?:代表团|代表團|訪問団|訪問團|使節団|방문단|대표단|.{0,6}(?:校长|院长|教授|处长|主任|师生|一行|学生).{0,12}(?:来访|访问|到访|来校|一行)|.{0,8}(?:来访|到访|访问我校|来我校))"
)
_SUBJECT_BEFORE = re.compile(
    r"(?:^|[.!?\n]\s*)(?:The|La|Le|L['’]|El|Die|Das|A|O|Il|Lo)\s*$"
)  # the article of a sentence's first words
_SUBJECT_AFTER = re.compile(r"^\s*(?:\([A-Z]{2,8}\)\s*)?(?!(?:and|or|und|oder|et|ou|y|o|e|и)\b)[a-zà-ÿ]+\b")
_OFFICE = re.compile(
    r"\b((?:Office|Division|Department|Dirección|Direction|Diretoria|Direzione|Ufficio|Cent(?:er|re)|Bureau|Unit|Gabinete|Abteilung|Referat|Section|"
    r"Committee|Council|Service|Programme?|Scheme|Scholarship|School)\b[^.\n()（）]{0,70}?)\s*[（(]\s*([A-Z]{3,8})\s*[）)]"
)
_FIRST_PERSON = re.compile(
    r"\b(?:our|we|us|nous|notre|nos|unsere?r?n?|wir|nuestra|nuestro|nossa|nosso|nostra|nostro|наш\w*|мы)\b|我校|本校|我院|本学|当学|우리",
    re.IGNORECASE,
)
_FIRST_CHARACTERS = 400
_LEAST_WEIGHT = 0.9
_LEAST_ABBREVIATION = 1.8
_TRUST_IN_UNITS = 0.4  # a School, a Department or a programme is seldom an institution of its own
_LEAST_LIST = 3  # lines that are a name and nothing else, one under the other: a list of partners
_LONGEST_LINE = 90  # of a name alone
_LISTED_LOSES = 0.8
_ABROAD_LOSES = 2.0
_SURE = 1.5  # the weight of a name that no address can outweigh


@dataclass
class _Candidate:
    name: str
    weight: float = 0.0
    first: int = 0
    aliases: list[str] = field(default_factory=list)


def find_subject(text: str, blocks: tuple[Block, ...], site: str = "") -> Subject | None:
    """The institution `text` is about, or None when the text does not tell.

    `site` is what the page's frame says (title, header, footer): a name there weighs more.
    """
    candidates: dict[str, _Candidate] = {}
    lines = [text[block.start : block.end] for block in blocks if block.kind != "row"]
    edges = "\n".join((*lines[:2], *lines[-2:]))
    addressed = f"{text}\n{site}"
    listed, offices = _listed(text, blocks), _offices(text)
    for start, end in mentions(text):
        name = tidy(text[start:end])
        if not name or is_generic(name) or name in offices:
            continue
        start += max(0, text[start:end].find(name))  # noqa: PLW2901 - what was tidied away stands before the name
        candidate = candidates.setdefault(_key(name), _Candidate(name, first=start))
        candidate.weight += _weight(text, start, start + len(name)) - _LISTED_LOSES * any(a <= start < b for a, b in listed)
    for key, candidate in candidates.items():
        candidate.weight += 3.0 * (key in _key(site)) + 0.7 * (key in _key(edges))
        candidate.weight += 1.5 * has_server(addressed, candidate.name)
    for start, end in mentions(site):
        name = tidy(site[start:end])
        if name and not is_generic(name):
            candidates.setdefault(_key(name), _Candidate(name, 3.0, len(text)))
    _drop_visitors(candidates)
    _merge_names(candidates, text)
    best = _heaviest(candidates, abbreviations=False)
    server = institution_of_server(addressed)
    if server and (
        best is None or _UNIT.search(best.name) or (best.weight < _SURE and not has_server(addressed, best.name))
    ):
        # a summer school is of the university whose server it writes from, and visitors have servers of their own
        return Subject(server, (best.name, *best.aliases) if best and _UNIT.search(best.name) else ())
    best = best or _heaviest(candidates, abbreviations=True)
    if best is None:
        return None
    return Subject(best.name, tuple(dict.fromkeys(name for name in (*best.aliases, server) if name and name != best.name)))


def _heaviest(candidates: dict[str, _Candidate], *, abbreviations: bool) -> _Candidate | None:
    """The heaviest candidate over the threshold among full names, or among abbreviations."""
    eligible = [each for each in candidates.values() if bool(ABBREVIATION.fullmatch(each.name)) == abbreviations]
    for each in eligible:
        each.weight *= _TRUST_IN_UNITS if _UNIT.search(each.name) else 1.0
    best = max(eligible, key=lambda each: (each.weight, -each.first), default=None)
    least = _LEAST_ABBREVIATION if abbreviations else _LEAST_WEIGHT
    return best if best and best.weight >= least else None


def _drop_visitors(candidates: dict[str, _Candidate]) -> None:
    """Takes weight from names that the page also writes with their country: its own it does not."""
    abroad = [candidate.name for candidate in candidates.values() if _FOREIGN.match(candidate.name)]
    for candidate in candidates.values():
        candidate.weight -= _ABROAD_LOSES * any(name != candidate.name and name.endswith(candidate.name) for name in abroad)


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _weight(text: str, start: int, end: int) -> float:
    before, after = text[max(0, start - 60) : start], text[end : end + 60]
    line_start = text.rfind("\n", 0, start) + 1
    sentence = text[max(line_start, start - 150) : end + 150]
    weight = 0.5
    if _FOREIGN.match(text[start:end]):
        weight -= 2.0
    elif _HOST_BEFORE.search(before):
        weight += 1.0
    elif _PARTNER_BEFORE.search(before):
        weight -= 0.6
    if not before.strip() or before.rstrip(" ").endswith((".", "\n", "。", "!", "！")):
        weight += 0.4
    if _SUBJECT_BEFORE.search(before) and _SUBJECT_AFTER.match(after):
        weight += 1.0
    if _VISITOR_AFTER.match(after):
        weight -= 2.5
    elif _HOST_AFTER.match(after):
        weight += 0.8
    if _in_list(text, line_start, start, end):
        weight -= 0.8
    if re.match(r"\s*[（(][A-Z一-鿿]{2,10}[）)]|['’]s\b", after):
        weight += 0.5
    if _FIRST_PERSON.search(sentence) and not _PARTNER_BEFORE.search(before):
        weight += 0.8
    if start < _FIRST_CHARACTERS and weight > 0:
        weight += 0.4
    return weight


def _in_list(text: str, line_start: int, start: int, end: int) -> bool:
    """Whether the name is a line of its own between other such lines."""
    if text[line_start:start].strip(" \t•·-*–0123456789.") or text[end:].partition("\n")[0].strip(" \t*;,."):
        return False
    around = text[max(0, line_start - 200) : end + 200].splitlines()
    return sum(any(form.search(line) for form in NAMES) and len(line) < _LONGEST_LINE for line in around) >= _LEAST_LIST


def _listed(text: str, blocks: tuple[Block, ...]) -> list[tuple[int, int]]:
    """The places of rows and items with names, beside others and several in all: partners, not the host."""
    is_named = [b.kind in {"row", "item"} and any(f.search(text, b.start, b.end) for f in NAMES) for b in blocks]
    if sum(is_named) < _LEAST_LIST:
        return []
    beside = [any(is_named[max(0, n - 2) : n] + is_named[n + 1 : n + 3]) for n in range(len(blocks))]
    return [(block.start, block.end) for n, block in enumerate(blocks) if is_named[n] and beside[n]]


def _offices(text: str) -> set[str]:
    """The abbreviations that a text gives for an office, a programme or the like: "Office of International Relations (OIR)"."""
    found = _OFFICE.findall(text)
    return {
        short for name, short in found if is_abbreviation_of(short, name) or not any(form.search(name) for form in NAMES)
    }


def _merge_names(candidates: dict[str, _Candidate], text: str) -> None:
    """Joins the names of one institution: "X (Y)" written side by side, abbreviations, and longer forms."""
    by_key = list(candidates.items())
    groups: dict[str, list[str]] = defaultdict(list)
    for key, candidate in by_key:
        for other_key, other in by_key:
            if other_key == key or other_key not in candidates or key not in candidates:
                continue
            if _is_same(candidate.name, other.name, text):
                groups[key].append(other_key)
    for key, others in groups.items():
        for other_key in others:
            if key not in candidates or other_key not in candidates:
                continue
            kept, dropped = candidates[key], candidates[other_key]
            if _is_shorter(kept.name, dropped.name):
                continue
            kept.weight += max(0.0, dropped.weight)
            kept.aliases += [dropped.name, *dropped.aliases]
            del candidates[other_key]


def _is_shorter(name: str, other: str) -> bool:
    return bool(ABBREVIATION.fullmatch(name)) and not ABBREVIATION.fullmatch(other)


def _is_same(name: str, other: str, text: str) -> bool:
    if ABBREVIATION.fullmatch(other) and is_abbreviation_of(other, name):
        return True
    side_by_side = rf"{re.escape(name)}\s*[（(/|·,\-]\s*(?:the\s+)?{re.escape(other)}\s*[）)]?"
    return bool(re.search(side_by_side, text)) and bool(re.search(rf"{re.escape(name)}\s*[（(]\s*{re.escape(other)}", text))
