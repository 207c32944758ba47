"""Which institution a text is about: told once, by letters only, in Chinese, or not at all."""

from __future__ import annotations

import pytest

from ingest.institutions import is_abbreviation_of
from ingest.readers.structure import blocks_of
from ingest.subject import find_subject


def names(text: str, site: str = "") -> tuple[str, ...]:
    subject = find_subject(text, blocks_of(text), site)
    return subject.names if subject else ()


def test_named_once_between_our_university() -> None:
    text = (
        "Our university was founded in 1999 and has 20 partners.\n\nLinlan University offers summer schools. "
        "Our students like them, and so do those of Elmsand College and of the University of Serravela.\n"
    )
    assert names(text) == ("Linlan University",)


def test_a_name_with_its_letters() -> None:
    text = "The Office of International Affairs of Zhejiang Shuren University (ZJSRU) works with Elmsand College.\n"
    assert names(text) == ("Zhejiang Shuren University", "ZJSRU")


def test_only_letters() -> None:
    text = "ZJSRU has 20 partners. Our university sends students abroad. ZJSRU was named in 2000. Write to office@zjsru.example.edu.\n"
    assert names(text) == ("ZJSRU",)


def test_chinese_host_among_foreign_partners() -> None:
    assert names("浙江树人大学国际交流处负责外事工作。我校与美国加州大学、英国伦敦大学合作。\n") == ("浙江树人大学",)


def test_the_frame_of_the_page_names_the_host() -> None:
    text = "We visited Elmsand College and talked about exchanges of students and of teachers.\n"
    assert names(text, "News | University of Serravela")[0] == "University of Serravela"


def test_a_partner_is_not_the_host() -> None:
    text = (
        "Serravela University welcomes guests. Our office cooperates with Elmsand College, signed an agreement with Elmsand "
        "College and visited Elmsand College twice.\n"
    )
    assert names(text) == ("Serravela University",)


@pytest.mark.parametrize(
    "text",
    [
        "The weather is nice today and it will stay so.\n",
        "我校现有合作院校三十所。\n",
        "Partners:\n- Elmsand College\n- University of Serravela\n- Linlan University\n",
        "Partners:\n\n1. Elmsand College\n2. University of Serravela\n3. Linlan University",
        "The University has a Summer School and every university likes UNESCO.\n",
    ],
)
def test_a_text_that_does_not_tell(text: str) -> None:
    assert names(text) == ()


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("ZJSRU", "Zhejiang Shuren University"),
        ("LU", "Linlan University"),
        ("US", "University of Serravela"),
        ("MIT", "Massachusetts Institute of Technology"),
        ("ZJU", "Zhejiang University"),
    ],
)
def test_letters_that_stand_for_a_name(short: str, name: str) -> None:
    assert is_abbreviation_of(short, name)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("ZJU", "Zhejiang Shuren University"),
        ("ZJSRU", "Zhejiang University"),
        ("EC", "Linlan University"),
        ("L", "Linlan University"),
        ("LU", ""),
    ],
)
def test_letters_that_do_not(short: str, name: str) -> None:
    assert not is_abbreviation_of(short, name)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Elmsand College and Serravela University of Spain have signed. Elmsand College offers two places.\n", "Elmsand College"),
        ("近日，评审结果公布，海川农业大学申报的两个项目获批立项。合作专家来自德国林登大学。\n海川农业大学国际处\n", "海川农业大学"),
        ("The University of Northmoor exchanges students with the institutions below.\n\nPort Ellen University\nSanderling University\n", "University of Northmoor"),
        ("A page without a name.\n\nWrite to global@northmoor.ac.uk for all else.\n", "Northmoor"),
        ("A page without a name.\n\nWrite to office@hvu.edu for all else.\n", "HVU"),
        ("L'office de l'Université de Valmer. Elle accueille les étudiants et les aide.\n", "Université de Valmer"),
    ],
)  # fmt: skip
def test_whom_a_page_is_about(text: str, first: str) -> None:
    assert names(text)[:1] == (first,)


@pytest.mark.parametrize(
    "text",
    [
        "9月19日，俄罗斯别林国立大学副校长一行5人来访。双方谈了交流。\n",
        "The Office of Academic Cooperation (OAC) was opened in 1995. OAC has eleven people. OAC is open daily.\n",
        "Write to somebody@gmail.com, or look at www.example.com for more.\n",
    ],
)
def test_visitors_offices_and_mail_services_are_no_hosts(text: str) -> None:
    assert names(text) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("GLOBAL NOTES\n\nOn 9 March we welcomed guests.\n\nintl@northmere.ac.uk", "Northmere"),
        ("6月4日　海石大学訪問団20名来学\n\n問い合わせ event@aonohama.ac.jp", "Aonohama"),
        (
            "Below are the exchange partners of Brack University for 2025.\n\nNew: Oberlin and Western Falls University.",
            "Brack University",
        ),
        (
            "法国瓦尔摩大学代表团来访\n\n瓦尔摩大学（Université de Valmo）副校长访问我校，校长介绍了沧海大学的历史。",
            "沧海大学",
        ),
        ("Hogeschool Waterkant werkt samen met 73 hogescholen.", "Hogeschool Waterkant"),
        ("Copyright Canghai University 2024\n\nCanghai University was founded in 1956.", "Canghai University"),
    ],
)
def test_whose_page_it_is(text: str, name: str) -> None:
    assert names(text)[:1] == (name,)
