"""Mail and web addresses in a page → whose server they are of: the surest sign of whose page it is."""

from __future__ import annotations

import re
from collections import Counter

from ingest.institutions import is_abbreviation_of

_HOSTS = re.compile(r"(?:@|://|\bwww\.)([\w.\-]+)", re.IGNORECASE)
_ACADEMIC = re.compile(r"(?:^|[.\-])(?:edu|ac|uni|univ|hs|th|tu|fh)(?:[.\-]|$)|^(?:www\.)?uni?[a-z]{4,}\.", re.IGNORECASE)
_NO_LABEL = frozenset(
    "edu ac uni univ university universitat universite www mail email com org net gov example international office intl info news "
    "web portal admissions cn de fr es it uk us au nz jp kr ru pt br ca se dk no fi pl tw hk mo my sg th tu fh hs".split()
)
_GENERAL_WORDS = frozenset({"university", "college", "institute", "school"})
_UNIVERSITY_OF = re.compile(r"^univ?(?=[a-z]{5,}$)")
_LONGEST_LETTERS = 5  # of a server's name that is an abbreviation


def institution_of_server(text: str) -> str:
    """What the academic web or mail servers of a page call their institution: "Northmere", "SPU".

    "" when there is no such address, or when those of two institutions are equally many.
    """
    labels = Counter(label for host in _HOSTS.findall(text) if _ACADEMIC.search(host) and (label := _label(host)))
    ranked = labels.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    label = ranked[0][0]
    return label.upper() if len(label) <= _LONGEST_LETTERS else label.capitalize()


def has_server(text: str, name: str) -> bool:
    """Whether an address in the text is made from the name: office@linlan.example.edu."""
    hosts = " ".join(_HOSTS.findall(text)).lower()
    if any(
        is_abbreviation_of(label, name) or label == name.lower() for label in re.split(r"[.\s\-]", hosts) if len(label) > 1
    ):
        return True
    words = [word.lower() for word in re.findall(r"[A-Za-zÀ-ÿ]{4,}", name)]
    return any(word in hosts for word in words if word not in _GENERAL_WORDS)


def _label(host: str) -> str:
    labels = [label for label in re.split(r"[.\-]", host.lower()) if label.isalpha() and label not in _NO_LABEL]
    return _UNIVERSITY_OF.sub("", labels[-1]) if labels and len(labels[-1]) > 1 else ""
