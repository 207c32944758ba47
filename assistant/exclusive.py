"""Words that exclude each other: what is "long-term" is not told by words that only say "short-term".

A small model agrees with a claim when all but one word of it fits; this is the word. Each line is one set; words in one
group mean the same, in English and Chinese.
"""

from __future__ import annotations

import re

_SETS = tuple(
    tuple(re.compile(rf"\b(?:{latin})\b" + (f"|{chinese}" if chinese else ""), re.IGNORECASE) for latin, chinese in groups)
    for groups in (
        ((r"long[- ]term", "长期"), (r"short[- ]term", "短期")),
        ((r"summers?", "夏季|暑期|暑假"), (r"winters?", "冬季|寒假"), (r"springs?", "春季"), (r"autumns?|falls?", "秋季")),
        ((r"undergraduates?|bachelor\W?s?", "本科"), (r"master\W?s?", "硕士"), (r"doctoral|doctorates?|ph\.?d\.?s?", "博士")),
        ((r"public(?:ly)?[- ](?:run|owned|university|universities|institution)", "公办"), (r"private(?:ly)?[- ](?:run|owned|university|universities|institution|sector)", "民办|私立")),
        ((r"compulsory|mandatory|obligatory", "必须|强制"), (r"optional|voluntary", "自愿|可选")),
        ((r"full[- ]time", "全日制|全职"), (r"part[- ]time", "非全日制|兼职")),
        ((r"online", "线上"), (r"on[- ]site|in[- ]person|face[- ]to[- ]face", "线下")),
        ((r"monthly|per month|a month|each month|every month", "每月"), (r"annually|yearly|per year|a year|each year|every year|annual", "每年"), (r"weekly|per week|a week|each week|every week", "每周")),
        ((r"january", "(?<!\\d)1月"), (r"february", "(?<!\\d)2月"), (r"march", "(?<!\\d)3月"), (r"april", "(?<!\\d)4月"), (r"june", "(?<!\\d)6月"), (r"july", "(?<!\\d)7月"), (r"august", "(?<!\\d)8月"), (r"september", "(?<!\\d)9月"), (r"october", "10月"), (r"november", "11月"), (r"december", "12月")),
        ((r"mondays?", "周一|星期一"), (r"tuesdays?", "周二|星期二"), (r"wednesdays?", "周三|星期三"), (r"thursdays?", "周四|星期四"), (r"fridays?", "周五|星期五"), (r"saturdays?", "周六|星期六"), (r"sundays?", "周日|星期日|星期天")),
        ((r"mornings?", "上午"), (r"afternoons?", "下午"), (r"evenings?", "晚上")),
        ((r"largest|biggest", "最大"), (r"smallest", "最小")),
        ((r"oldest", "最老"), (r"youngest|newest", "最新")),
        ((r"first", "第一"), (r"last", "最后"), (r"second", "第二"), (r"third", "第三")),
        ((r"increas\w+|rose|grew|more than doubled", "增加|增长"), (r"decreas\w+|fell|declin\w+|dropped", "减少|下降")),
    )
)  # fmt: skip


def excluded(sentence: str, told: str) -> list[str]:
    """The words of a sentence that what is told leaves out while it has another word of the same set."""
    found = []
    for groups in _SETS:
        said = [(form, match.group()) for form in groups if (match := form.search(sentence))]
        if said and any(form.search(told) for form in groups):
            found += [word for form, word in said if not form.search(told)]
    return found
