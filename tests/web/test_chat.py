"""Events by hand → what is shown; the conversation a follow-up gets."""

from __future__ import annotations

from assistant.turn import Exchange, Finished, Found, Searching, Turn, Wrote
from assistant.web.chat import MOST_SHOWN, Chat, Shown, advanced, failed, stopped
from assistant.web.run import Run
from tests.web.scripted import ALL, PARTNERS_REPLY

SHOWN = Shown(1, "How many partners?")
TURN = Turn("How many partners?", PARTNERS_REPLY.answer, passages=ALL)


def shown_after(*events):
    shown = SHOWN
    for event in events:
        shown = advanced(shown, event)
    return shown


def test_each_event_is_a_step():
    assert shown_after(Searching(())).stage == "searching"
    assert shown_after(Searching(()), Found(ALL)).passages == ALL
    writing = shown_after(Searching(()), Found(ALL), Wrote("47 part"), Wrote("ners"))
    assert (writing.stage, writing.draft) == ("writing", "47 partners")


def test_the_finished_answer_replaces_the_draft():
    shown = shown_after(Found(ALL), Wrote("A claim that was not upheld."), Finished(TURN))
    assert (shown.draft, shown.turn, shown.is_over) == ("", TURN, True)


def test_stop_keeps_the_words_and_failure_the_passages():
    shown = shown_after(Found(ALL), Wrote("47"))
    assert (stopped(shown).draft, stopped(shown).is_over) == ("47", True)
    assert stopped(shown_after(Finished(TURN))).stage == "finished"
    assert (failed(shown, "Gone.").draft, failed(shown, "Gone.").passages, failed(shown, "Gone.").problem) == (
        "",
        ALL,
        "Gone.",
    )


def test_only_finished_questions_are_part_of_the_conversation():
    chat = Chat().asking("How many partners?", Run("en"))
    chat = chat.with_shown(advanced(chat.shown[-1], Finished(TURN)))
    chat = chat.asking("And in Spain?", Run("en"))
    chat = chat.with_shown(stopped(chat.shown[-1]))
    assert chat.conversation().exchanges == (Exchange(TURN.question, TURN.answer.text),)
    assert [one.number for one in chat.shown] == [1, 2]
    assert chat.without_latest().shown == chat.shown[:1]


def test_numbers_stay_unique_when_old_questions_leave_the_page():
    chat = Chat()
    for number in range(MOST_SHOWN + 3):
        chat = chat.asking(f"Question {number}", Run("en"))
    assert len(chat.shown) == MOST_SHOWN
    assert [one.number for one in chat.shown] == list(range(4, MOST_SHOWN + 4))
    assert chat.numbered(1) is None
