"""What a column holds, by its name."""

from __future__ import annotations

import pytest

from ingest.facts.columns import role_of


@pytest.mark.parametrize(
    ("role", "columns"),
    [
        ("country", ["Country", "**Country**", "Partner country", "Region", "Land", "Pays", "País", "国家", "国家/地区", "국가", "Страна"]),
        ("partner", ["Partner university", "Institution", "Hochschule", "Université", "Università", "合作院校", "提携大学", "대학", "Name"]),
        ("since", ["Since", "Agreement since", "Signed", "Date of signing", "Signing date", "Valid from", "Seit", "签署时间", "签约日期"]),
        ("date", ["Date", "When", "Period", "Datum", "Wann", "Fecha", "日期", "时间"]),
        ("status", ["Status", "Estado", "状态"]),
        ("places", ["Places", "Plätze", "Number of students", "名额"]),
        ("place", ["Where", "Venue", "Place", "Ort", "地点", "City"]),
        ("agreement", ["Type", "Type of agreement", "Art", "协议类型"]),
        ("event", ["Event", "Veranstaltung", "活动", "Topic", "What"]),
        ("program", ["Program", "Scholarship", "Course", "奖学金", "课程", "Name of the award"]),
        ("other", ["", "Notes", "Contact", "Valid until", "Designed by"]),
    ],
)  # fmt: skip
def test_roles(role: str, columns: list[str]) -> None:
    assert {column: role_of(column) for column in columns} == dict.fromkeys(columns, role)


def test_capitals_and_line_breaks_do_not_matter() -> None:
    assert role_of("PARTNER\n COUNTRY") == "country"
