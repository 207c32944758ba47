"""What the page answers to each act: asking, stopping, asking again, two visitors side by side, thumbs."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace

import pytest

from assistant.errors import AssistantError
from assistant.turn import Answer
from assistant.web.chat import Chat
from assistant.web.feedback import FILE, keep
from assistant.web.places import Places
from assistant.web.replies import Replies, language_for
from index.errors import NoIndexError
from tests.web.scripted import ABSENT_REPLY, PARTNERS_REPLY, Reply, ScriptedAssistant


def scripted(**fields):
    assistant = ScriptedAssistant(**fields)
    assistant.gate.set()
    return assistant


async def screens(stream):
    return [screen async for screen in stream]


async def asked(replies, question, chat=None, language="en"):
    """The chat after a question has been answered to the end."""
    return (await screens(replies.ask(question, chat or Chat(), language)))[-1].chat


def wait_until(holds):
    limit = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < limit
        time.sleep(0.005)


def test_a_question_goes_from_busy_to_answered():
    seen = asyncio.run(screens(Replies(scripted()).ask("How many partners?", Chat(), "en")))
    assert (seen[0].is_busy, seen[0].question, seen[0].is_empty) == (True, "", False)
    assert (seen[-1].is_busy, seen[-1].chat.latest.stage) == (False, "finished")
    assert "47 partner universities" in seen[-1].latest
    assert "<mark" in seen[-1].evidence


def test_a_follow_up_brings_the_conversation_and_moves_the_answer_up():
    assistant = scripted()
    replies = Replies(assistant)

    async def two():
        chat = await asked(replies, "How many partners?")
        return await screens(replies.ask("And the summer school?", chat, "en"))

    seen = asyncio.run(two())
    assert [exchange.question for exchange in assistant.asked[1][1].exchanges] == ["How many partners?"]
    assert "How many partners?" in seen[0].earlier
    assert "And the summer school?" in seen[-1].latest


def test_two_visitors_side_by_side_do_not_mix():
    assistant = scripted()
    replies = Replies(assistant)

    async def visitor(name):
        chat = Chat()
        for number in range(3):
            chat = await asked(replies, f"partner {name} {number}", chat)
        return chat, replies.whole(chat, "en")

    async def both():
        return await asyncio.gather(*(visitor(name) for name in ("ANNA", "BORIS")))

    (anna, her_page), (boris, his_page) = asyncio.run(both())
    assert [one.question for one in anna.shown] == [f"partner ANNA {number}" for number in range(3)]
    assert [one.question for one in boris.shown] == [f"partner BORIS {number}" for number in range(3)]
    assert "BORIS" not in f"{her_page}"
    assert "ANNA" not in f"{his_page}"
    for question, conversation in assistant.asked:
        name = question.split()[1]
        assert all(name in exchange.question for exchange in conversation.exchanges)


def test_stop_keeps_the_words_ends_the_generation_and_leaves_the_chat_usable():
    assistant = ScriptedAssistant()
    replies = Replies(assistant)

    async def stopping():
        seen = []
        async for screen in replies.ask("How many partners?", Chat(), "en"):
            seen.append(screen)
            if "in 21 countries" in (screen.latest or ""):
                await replies.stop(screen.chat)
        assistant.gate.set()
        return seen[-1], await asked(replies, "summer", seen[-1].chat)

    last, chat = asyncio.run(stopping())
    assert (last.chat.latest.stage, last.is_busy) == ("stopped", False)
    assert "Stopped." in last.latest
    assert "in 21 countries" in last.latest
    assert chat.latest.stage == "finished"
    wait_until(lambda: assistant.closed == 1)
    assert assistant.asked[1][1].exchanges == ()


def test_leaving_the_page_ends_the_generation():
    assistant = ScriptedAssistant()

    async def leaving():
        stream = Replies(assistant).ask("How many partners?", Chat(), "en")
        async for screen in stream:
            if "in 21 countries" in (screen.latest or ""):
                break
        await stream.aclose()
        assistant.gate.set()

    asyncio.run(leaving())
    wait_until(lambda: assistant.closed == 1)


def test_a_new_conversation_during_an_answer_stays_empty():
    assistant = ScriptedAssistant()
    replies = Replies(assistant)

    async def restarting():
        after = None
        async for screen in replies.ask("How many partners?", Chat(), "en"):
            assert after is None
            if "in 21 countries" in (screen.latest or ""):
                after = await replies.start_over(screen.chat, "en")
        assistant.gate.set()
        return after

    after = asyncio.run(restarting())
    assert (after.chat.shown, after.is_empty, after.is_busy) == ((), True, False)
    assert "What would you like to know?" in after.latest


def test_no_second_answer_is_begun_while_one_is_under_way():
    assistant = ScriptedAssistant()
    replies = Replies(assistant)

    async def hurrying():
        async for screen in replies.ask("How many partners?", Chat(), "en"):
            if "in 21 countries" in (screen.latest or "") and not assistant.gate.is_set():
                more = await screens(replies.ask("summer", screen.chat, "en"))
                again = await screens(replies.ask_again(screen.chat, "en"))
                assert [one.chat for one in (*more, *again)] == [None, None]
                assistant.gate.set()
        return screen

    assert asyncio.run(hurrying()).chat.latest.stage == "finished"
    assert len(assistant.asked) == 1


def test_who_comes_too_many_is_told_and_who_waits_can_give_up():
    assistant = ScriptedAssistant()
    replies = Replies(assistant, places=Places(at_once=1, waiting=1))
    first_words, waiting = asyncio.Event(), asyncio.Event()

    async def first():
        async for screen in replies.ask("partner first", Chat(), "en"):
            if "in 21 countries" in (screen.latest or ""):
                first_words.set()
        return screen

    async def second():
        await first_words.wait()
        seen = []
        async for screen in replies.ask("partner second", Chat(), "en"):
            seen.append(screen)
            waiting.set()
        return seen

    async def third():
        await waiting.wait()
        await asyncio.sleep(0)
        (busy,) = await screens(replies.ask("partner third", Chat(), "en"))
        assert "Many people are asking" in busy.notice
        assert busy.question == "partner third"

    async def all_three():
        one, two = asyncio.create_task(first()), asyncio.create_task(second())
        await third()
        assert len(assistant.asked) == 1
        assistant.gate.set()
        return await one, await two

    one, two = asyncio.run(all_three())
    assert "Waiting for a free place" in two[0].latest
    assert [one.chat.latest.stage, two[-1].chat.latest.stage] == ["finished", "finished"]


def test_who_gives_up_waiting_leaves_no_trace():
    assistant = ScriptedAssistant()
    replies = Replies(assistant, places=Places(at_once=1, waiting=1))

    async def both():
        async for screen in replies.ask("partner first", Chat(), "en"):
            if "in 21 countries" in (screen.latest or "") and not assistant.gate.is_set():
                seen = []
                async for other in replies.ask("partner second", Chat(), "en"):
                    seen.append(other)
                    if other.chat.is_busy:
                        await replies.stop(other.chat)
                assert seen[-1].chat.latest.stage == "stopped"
                assistant.gate.set()
        return await asked(replies, "summer")

    assert asyncio.run(both()).latest.stage == "finished"
    assert [question for question, _ in assistant.asked] == ["partner first", "summer"]


def test_a_new_conversation_while_waiting_stays_empty():
    assistant = ScriptedAssistant()
    replies = Replies(assistant, places=Places(at_once=1, waiting=1))

    async def both():
        async for screen in replies.ask("partner first", Chat(), "en"):
            if "in 21 countries" in (screen.latest or "") and not assistant.gate.is_set():
                async for other in replies.ask("partner second", Chat(), "en"):
                    assert "Waiting for a free place" in other.latest
                    await replies.start_over(other.chat, "en")
                assistant.gate.set()
        return screen

    assert asyncio.run(both()).chat.latest.stage == "finished"
    assert len(assistant.asked) == 1


def test_asked_again_the_question_takes_the_place_of_the_old_answer():
    assistant = scripted()
    replies = Replies(assistant)

    async def twice():
        chat = await asked(replies, "summer", await asked(replies, "How many partners?"))
        return (await screens(replies.ask_again(chat, "en")))[-1].chat

    chat = asyncio.run(twice())
    assert [one.question for one in chat.shown] == ["How many partners?", "summer"]
    assert assistant.asked[1] == assistant.asked[2]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_question_that_cannot_be_taken_goes_back_to_where_it_was_typed(language):
    question = "a" * 8_001
    seen = asyncio.run(screens(Replies(scripted()).ask(question, Chat(), language)))
    assert (seen[-1].question, seen[-1].is_busy, seen[-1].chat.shown) == (question, False, ())
    assert "8,001" in seen[-1].notice


def test_an_empty_question_is_not_asked():
    assistant = scripted()
    (screen,) = asyncio.run(screens(Replies(assistant).ask(" \n ", Chat(), "en")))
    assert "Please type a question first." in screen.notice
    assert assistant.asked == []


@pytest.mark.parametrize(
    ("error", "language", "sentence"),
    [
        (NoIndexError("Nothing is indexed yet; run tongwen ingest."), "en", "Nothing is indexed yet; run tongwen ingest."),
        (NoIndexError("Nothing is indexed yet; run tongwen ingest."), "zh", "目前还没有可供查询的文件"),
        (AssistantError("A plain sentence."), "zh", "A plain sentence."),
        (ValueError("key sk-1234"), "en", "Something went wrong here."),
    ],
)
def test_each_error_is_one_sentence(error, language, sentence, caplog):
    assistant = scripted(replies={"": Reply(Answer(""), draft=("x",), error=error)})
    seen = asyncio.run(screens(Replies(assistant).ask("Why?", Chat(), language)))
    assert sentence in seen[-1].latest
    assert "sk-1234" not in f"{seen}"
    assert (seen[-1].is_busy, seen[-1].chat.latest.stage) == (False, "failed")
    assert ("could not be answered" in caplog.text) == isinstance(error, ValueError)


def test_an_assistant_that_ends_without_an_answer_is_no_endless_wait():
    class Silent(ScriptedAssistant):
        def respond(self, question, conversation=None):
            return iter(())

    seen = asyncio.run(screens(Replies(Silent()).ask("Why?", Chat(), "en")))
    assert seen[-1].chat.latest.stage == "failed"


def test_thumbs_are_kept_without_the_visitor(tmp_path):
    replies = Replies(scripted(), tmp_path)
    chat = asyncio.run(asked(replies, "How many partners?"))
    screen = replies.rate({"act": "down", "number": 1}, chat, "en")
    assert 'data-reason="1"' in screen.latest
    screen = replies.rate({"act": "reason", "number": 1, "reason": " It is\nolder. "}, screen.chat, "en")
    assert "Thank you." in screen.latest
    first, second = (json.loads(line) for line in (tmp_path / FILE).read_text(encoding="utf-8").splitlines())
    assert first["token"] == second["token"]
    assert (first["helpful"], first["reason"], second["reason"]) == (False, "", "It is\nolder.")
    assert second["question"] == "How many partners?"
    assert (second["generation"], second["outcome"]) == ("gen-1", "answered")
    assert set(second) == {"token", "day", "helpful", "reason", "question", "answer", "outcome"} | {
        "citations",
        "language",
        "model",
        "generation",
    }
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_thumbs_for_what_is_not_there_change_nothing(tmp_path):
    replies = Replies(scripted(), tmp_path)
    chat = asyncio.run(asked(replies, "How many partners?"))
    for rating in ({}, {"act": "up"}, {"act": "up", "number": 9}, {"act": "x", "number": 1}, {"act": "up", "number": "1"}):
        assert replies.rate(rating, chat, "en").chat is None
    assert not (tmp_path / FILE).exists()
    assert Replies(scripted()).rate({"act": "up", "number": 1}, chat, "en").chat is None


def test_feedback_that_cannot_be_written_does_not_break_the_chat(tmp_path, caplog):
    (tmp_path / "file").write_text("", encoding="utf-8")
    replies = Replies(scripted(), tmp_path / "file")
    chat = asyncio.run(asked(replies, "How many partners?"))
    assert "Thank you." in replies.rate({"act": "up", "number": 1}, chat, "en").latest
    assert "could not be written" in caplog.text
    assert not keep({"question": "?"}, tmp_path)


def test_a_language_change_words_the_whole_conversation_anew():
    replies = Replies(scripted(replies={"": ABSENT_REPLY, "partner": PARTNERS_REPLY}))
    chat = asyncio.run(asked(replies, "Parking?", asyncio.run(asked(replies, "How many partners?"))))
    assert "文件中没有" in replies.whole(chat, "zh").latest
    assert "复制" in replies.whole(chat, "zh").earlier
    assert replies.whole(chat, "zh").chat is None


def test_examples_and_obstacles_survive_a_broken_assistant(caplog):
    class Broken(ScriptedAssistant):
        def examples(self, language):
            raise OSError("no disk")

        def ready(self):
            raise OSError("no disk")

    assert Replies(Broken()).examples("en") == []
    assert "no disk" not in Replies(Broken()).obstacle("en")
    assert Replies(scripted()).obstacle("en") == ""
    assert "&lt;b&gt;" in Replies(scripted(obstacle="No <b>index</b>.")).obstacle("en")
    assert len(Replies(scripted()).examples("en")) == 3


def test_the_language_is_the_one_chosen_else_the_browsers():
    assert language_for("zh", "en-GB") == "zh"
    assert language_for("", "zh-CN,zh;q=0.9,en;q=0.8") == "zh"
    assert language_for("fr", "de-DE,en;q=0.5") == "en"


def test_stages_do_not_leak_into_a_copy():
    chat = Chat().asking("Why?", None)
    assert replace(chat.shown[0], stage="failed") != chat.shown[0]
