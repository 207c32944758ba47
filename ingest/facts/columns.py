"""What a column of a table holds, by its name in the languages offices write."""

from __future__ import annotations

from functools import lru_cache

from ingest.facts.kinds import kind_of, kinds

# In this order: "Partner country" is a country, "Date of signing" a beginning.
_ROLES = kinds(
    ("country", r"^(?:partner )?(?:countr|region|nation)|^land\b|^staat|pays\b|pa[ií]s\b|paese|国家|国别|國家|地区|国・地域|^国$|국가|나라|страна|państwo|^land/"),
    ("status", r"status|^state$|estado$|zustand|statut|状态|状況|stato"),
    ("since", r"since|\bsign(?:ed|ing)|begin|start(?:ed)?$|valid from|seit|depuis|desde|unterzeich|firma|signature|签署|签订|签约|起始|建立|締結|체결|с какого|firmato|年份$"),
    ("date", r"^date|^day|^when|^from$|^datum|^wann|^tag$|^fecha|^cu[aá]ndo|^data$|^quando|^quand|日期|时间|時間|日時|期日|일시|날짜|^дата|^termin|期间|^time frame|^period"),
    ("places", r"places|seats|quota|spots|students per year|pl[äa]tze|plazas|vagas|posti|名额|人数|定员|定員|募集|인원|мест\b|number of students|^no\. of|^people"),
    ("place", r"^where|^venue|^place$|^location|^ort\b|^lugar|^lieu|^local$|^luogo|地点|场所|場所|会場|장소|^место|^city|^stadt|^ciudad|城市|^campus"),
    ("agreement", r"agreement|^kind|^type|^form|^art\b|^tipo|accord|convenio|vereinbarung|合作(?:类型|内容|形式|方式)|类型|协议|協定|종류|^scope|^cooperation|合作领域"),
    ("event", r"event|activit|veranstaltung|what\b|^title|evento|actividad|活动|行事|会议|内容|행사|мероприят|^visit|来访|^occasion|^topic|主题|^programmpunkt"),
    ("program", r"program|course|scholarship|stipend|beca|bourse|bolsa|项目|專案|课程|奖学金|プログラム|프로그램|장학|программ|^summer|^degree|专业|studieng|^name of (?:the )?award"),
    ("partner", r"partner|universit|institution|hochschule|einrichtung|[ée]tablissement|[ée]cole|centro|entidad|school|college|院校|学校|大学|高校|机构|機関|单位|合作方|대학|기관|университет|вуз|uczelnia|^name$|^with$|^organi[sz]ation|代表团"),
)  # fmt: skip


@lru_cache(maxsize=2_048)
def role_of(column: str) -> str:
    """What a column called `column` holds."""
    name = " ".join(column.split()).strip("*_ ")
    return kind_of(_ROLES, name) or "other"
