"""Every text of the chat's interface, in English and Chinese: one catalogue, both languages in each entry."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "zh"]

CATALOGUE: dict[str, tuple[str, str]] = {
    "title": ("Tongwen 同文", "同文 Tongwen"),
    "what_it_is": (
        "Answers about programs, partners and events, in the international office's own words.",
        "依据国际处的文件原文，回答项目、合作院校与活动方面的问题。",
    ),
    "switch_language": ("中文", "English"),
    "new_conversation": ("New conversation", "新对话"),
    "welcome": ("What would you like to know?", "您想了解什么？"),
    "welcome_more": (
        (
            "Each answer comes from the office's documents and cites the exact words. "
            "When the documents do not say, you are told so."
        ),
        "每个回答都出自国际处的文件，并注明原文；文件中没有的内容，会如实告知。",
    ),
    "examples": ("For example", "例如"),
    "placeholder": ("Ask in English or Chinese", "请用中文或英文提问"),
    "question_label": ("Your question", "您的问题"),
    "ask": ("Ask", "提问"),
    "stop": ("Stop", "停止"),
    "note": (
        "Answers are written by a language model and checked against the documents. For decisions, read the source.",
        "回答由语言模型撰写，并与文件核对；作决定前请查阅原文。",
    ),
    "step_queued": ("Waiting for a free place…", "排队等候中……"),
    "step_searching": ("Searching…", "正在检索……"),
    "step_found": ("Found {passages} in {documents}", "在{documents}中找到{passages}"),
    "step_found_none": ("Found no passages", "没有找到相关段落"),
    "step_writing": ("Writing…", "正在撰写……"),
    "one_passage": ("1 passage", "1个段落"),
    "passages": ("{count} passages", "{count}个段落"),
    "one_document": ("1 document", "1份文件"),
    "documents": ("{count} documents", "{count}份文件"),
    "summary": (
        "{cited} cited, from {passages} in {documents} · {seconds} s",
        "引用{cited}，出自{documents}的{passages} · {seconds}秒",
    ),
    "summary_none": ("Looked at {passages} in {documents} · {seconds} s", "查阅了{documents}的{passages} · {seconds}秒"),
    "one_place": ("1 place", "1处"),
    "places": ("{count} places", "{count}处"),
    "no_evidence": ("Not in the documents", "文件中没有"),
    "partial": ("Partial answer", "回答不完整"),
    "partial_reason": ("Part of the answer is missing or could not be confirmed.", "回答有缺失，或有部分内容未能核实。"),
    "stopped": ("Stopped.", "已停止。"),
    "failed": ("No answer", "未能回答"),
    "copy": ("Copy", "复制"),
    "copied": ("Copied", "已复制"),
    "ask_again": ("Ask again", "重新回答"),
    "helpful": ("Helpful", "有帮助"),
    "not_helpful": ("Not helpful", "没有帮助"),
    "thanks": ("Thank you.", "谢谢您的反馈。"),
    "why_not": ("What was wrong? (optional)", "哪里不对？（可不填）"),
    "send_reason": ("Send", "发送"),
    "feedback_note": (
        "Keeps this question and answer for the office, without anything about you.",
        "将这一问一答留给国际处参考，不含您的任何个人信息。",
    ),
    "asked_by": ("Question", "问题"),
    "evidence": ("Evidence", "依据"),
    "evidence_reading": ("Passages found", "找到的段落"),
    "evidence_other": ("Other passages found ({count})", "其他找到的段落（{count}）"),
    "evidence_closest": ("Closest in the documents", "文件中最接近的内容"),
    "evidence_none": ("No passage of the documents comes close.", "文件中没有接近的段落。"),
    "open_source": ("Open the source", "打开原文"),
    "back_to_answer": ("Back to the answer", "回到回答"),
    "page": ("page {number}", "第{number}页"),
    "slide": ("slide {number}", "第{number}张幻灯片"),
    "sheet": ("sheet “{name}”", "工作表“{name}”"),
    "undated": ("undated", "未注明日期"),
    "language_en": ("English", "英文"),
    "language_zh": ("Chinese", "中文"),
    "language_ja": ("Japanese", "日文"),
    "language_ko": ("Korean", "韩文"),
    "language_de": ("German", "德文"),
    "language_fr": ("French", "法文"),
    "language_es": ("Spanish", "西班牙文"),
    "language_pt": ("Portuguese", "葡萄牙文"),
    "language_it": ("Italian", "意大利文"),
    "language_ru": ("Russian", "俄文"),
    "question_empty": ("Please type a question first.", "请先输入问题。"),
    "not_ready": ("{reason}", "助手暂时无法回答问题：{reason}"),
    "question_too_long": (
        "The question has {count} characters, which is too long. Please ask a shorter one.",
        "问题共{count}个字符，超过了长度限制，请缩短后再问。",
    ),
    "far_too_long": ("The question is far too long. Please ask a shorter one.", "问题过长，请缩短后再问。"),
    "question_refused": ("This question cannot be taken. Please ask it in other words.", "无法处理这个问题，请换一种说法。"),
    "model_unreachable": (
        "The answering service cannot be reached at the moment. The passages found are shown; please ask again later.",
        "暂时无法连接回答服务。已显示找到的段落，请稍后再问。",
    ),
    "model_refused": (
        "The answering service refused the request, and the office has been told. The passages found are shown.",
        "回答服务拒绝了请求，已告知国际处。已显示找到的段落。",
    ),
    "model_busy": (
        "The answering service is busy. The passages found are shown; please ask again in a moment.",
        "回答服务正忙。已显示找到的段落，请稍后再问。",
    ),
    "model_slow": (
        "The answering service took too long. The passages found are shown; please ask again.",
        "回答服务响应过慢。已显示找到的段落，请重新提问。",
    ),
    "model_cut": ("The answer broke off. Please ask again.", "回答中断，请重新提问。"),
    "model_garbage": (
        "The answering service gave no usable answer. The passages found are shown; please ask again.",
        "回答服务没有给出可用的回答。已显示找到的段落，请重新提问。",
    ),
    "model_too_long": (
        "The question with its passages is too long for the answering service. Please ask a shorter one.",
        "问题连同段落过长，回答服务无法处理，请缩短问题。",
    ),
    "no_index": (
        "There are no documents to answer from yet. Please ask the international office.",
        "目前还没有可供查询的文件，请直接联系国际处。",
    ),
    "index_failed": (
        "The documents cannot be read at the moment. Please try again later.",
        "暂时无法读取文件，请稍后再试。",
    ),
    "failed_other": ("Something went wrong here. Please ask again.", "出了一点问题，请重新提问。"),
    "too_many_waiting": (
        "Many people are asking at the moment. Please ask again in a minute.",
        "目前提问的人较多，请过一会儿再问。",
    ),
}


def text(language: str, key: str, **values: object) -> str:
    """The text of `key` in `language` ("zh" for any kind of Chinese, else English), with `values` filled in."""
    wording = CATALOGUE[key][language.startswith("zh")]
    return wording.format(**values) if values else wording


def counted(language: str, noun: Literal["passage", "document", "place"], count: int) -> str:
    """`count` of a noun in words: "1 passage", "6 passages"."""
    return text(language, f"one_{noun}") if count == 1 else text(language, f"{noun}s", count=count)


def language_name(language: str, code: str) -> str:
    """The name of the language with ISO 639-1 `code`; the code itself when it has no name here."""
    key = f"language_{code}"
    return text(language, key) if key in CATALOGUE else code


def preferred_language(accept_language: str) -> Language:
    """The interface language for a browser's Accept-Language header: the better liked of English and Chinese."""
    liked: dict[str, float] = {}
    for part in accept_language.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            share = float(weight) if weight else 1.0
        except ValueError:
            share = 0.0
        name = tag.strip().lower().split("-")[0]
        liked[name] = max(liked.get(name, 0.0), share)
    return "zh" if liked.get("zh", 0.0) > liked.get("en", 0.0) else "en"
