"""The few sentences that the assistant says itself, in English and Chinese; other languages get English."""

from __future__ import annotations

_PHRASES: dict[str, tuple[str, str]] = {
    "no_evidence": (
        "The documents do not answer this. The passages closest to it are listed with this answer; the office itself may know more.",
        "文件中没有说明这一点。下面列出了最接近的段落，更多情况请咨询国际处。",
    ),
    "unknown_institution": (
        "The documents hold nothing about {name}. The passages closest to the question are listed with this answer.",
        "文件中没有关于{name}的内容。下面列出了最接近的段落。",
    ),
    "words": ("The documents say: “{quote}”", "文件原文：“{quote}”"),
    "otherwise": (
        "The documents do not confirm that. What they say is: “{quote}”",
        "文件并未证实这一说法。原文是：“{quote}”",
    ),
    "otherwise_besides": (
        "The question says otherwise than the documents: “{quote}”",
        "问题中的说法与文件不符，原文是：“{quote}”",
    ),
    "rather": ("That is not what the documents say. {sentence}", "这与文件不符。{sentence}"),
    "original": ("In the original: “{quote}”", "原文：“{quote}”"),
    "in_full": ("In full: “{quote}”", "完整原文：“{quote}”"),
    "about_one": ("{name}: “{quote}”", "{name}：“{quote}”"),
    "dated": ("“{title}” is dated {date}; the document has “{quote}”.", "《{title}》的日期是{date}，文件中写作“{quote}”。"),
    "summed": ("Added up: {parts} = {sum}.", "合计：{parts} = {sum}。"),
    "years_between": ("From {first} to {last} it is {count} years.", "从{first}年到{last}年是{count}年。"),
    "days_between": (
        "From {first} to {last} it is {count} days, both counted.",
        "从{first}到{last}共{count}天（首尾都算）。",
    ),
    "entries": ("The documents list {count}: {entries}.", "文件列出了{count}项：{entries}。"),
    "countries": ("They are of {count} countries.", "分属{count}个国家。"),
    "on_all": ("Named by all of them ({count}): {items}.", "共同列出的有{count}个：{items}。"),
    "on_none": ("No name is on all of these lists.", "这些名单没有共同的名称。"),
    "figure": ("{figure}: “{quote}”", "{figure}：“{quote}”"),
    "larger": (
        "{name} tells the larger figure: {most} against {least}, {more} more.",
        "{name}的数字更大：{most}对{least}，相差{more}。",
    ),
    "largest": ("{name} tells the largest figure: {most}.", "{name}的数字最大：{most}。"),
    "equal": ("They tell the same figure: {most}.", "数字相同：{most}。"),
    "older": (
        "{name} is the older: {first} against {last}, {years} years.",
        "{name}更早：{first}年对{last}年，相差{years}年。",
    ),
    "apart": (
        "The one is of {first}, the other of {last}: {years} years apart.",
        "一个在{first}年，另一个在{last}年，相差{years}年。",
    ),
    "days_after": (
        "The last day of it was {last}; {date} is {count} days later.",
        "最后一天是{last}，{date}在其后{count}天。",
    ),
    "days_within": ("It went on from {first} to {last}; {date} lies within.", "时间是{first}至{last}，{date}在此期间。"),
    "days_before": ("It began on {first}; {date} is {count} days earlier.", "开始于{first}，{date}在其前{count}天。"),
    "as_old": ("Both date from {first}.", "两者都始于{first}年。"),
    "events": ("Events, as far as the documents tell ({count}): {events}.", "文件所载活动（{count}项）：{events}。"),
    "no_more_events": (
        "The documents tell of no event after {today}; the last one they tell of: {events}.",
        "文件没有提到{today}之后的活动，最近的一项是：{events}。",
    ),
    "counted": ("The documents name {count}: {items}.", "文件列出了{count}个：{items}。"),
}
_SEPARATORS = {"en": ", ", "zh": "、"}


def phrase(key: str, language: str, **values: str) -> str:
    """The sentence `key` in the language of the reader, its places filled."""
    english, chinese = _PHRASES[key]
    return (chinese if language == "zh" else english).format(**values)


def enumerate_items(items: list[str], language: str) -> str:
    """The items in one line."""
    return _SEPARATORS.get(language, ", ").join(items)
