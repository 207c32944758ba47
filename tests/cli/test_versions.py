"""What documents said before, going back, forgetting, and looking after the index, by the command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def edited(indexed, documents: Path):
    """The fee has changed from 600 to 700 yuan."""
    (documents / "fees.md").write_text("# Fees\n\nThe application fee is 700 yuan for every student.\n", "utf-8")
    assert indexed("ingest").code == 0
    return indexed


def test_history_lists_the_versions(edited) -> None:
    found = edited("history", "fees.md", "--json").json["versions"]
    assert [(each["number"], each["change"]) for each in found] == [(1, "added"), (2, "updated")]
    assert edited("history", "fees").out.count("\n") == 2
    assert edited("history", found[0]["document_id"], "--json").json["versions"] == found


def test_diff_shows_the_words_that_changed(edited) -> None:
    found = edited("diff", "fees.md", "--json").json
    assert [(each["before"], each["after"]) for each in found["edits"]] == [("600", "700")]
    assert (found["from"], found["to"]) == (1, 2)
    text = edited("diff", "FEES", "--from", "2", "--to", "1").out
    assert "- 700\n" in text
    assert "+ 600\n" in text


def test_what_cannot_be_done_is_one_sentence(edited) -> None:
    for command, told in (
        ("history nothing.md", "No document 'nothing.md'"),
        ("diff office.txt", "has no version before that with a text"),
        ("diff fees.md --to 9", "has no version 9"),
        ("purge e", "names 2 documents"),
        ("rollback --to 01X", "There is no generation 01X"),
        ("quality nothing", "No document 'nothing'"),
        ("runs ../../etc", "There is no run"),
        ("ingest https://office.example/ --as files", "is an address"),
        ("ingest somewhere --as sitemap", "is no address"),
    ):
        result = edited(*command.split())
        assert (result.code, result.out) == (2, ""), command
        assert told in result.err
        assert result.err.count("\n") == 1, result.err


@pytest.mark.parametrize("command", ["history x", "diff x", "rollback", "purge x", "quality", "verify", "repair"])
def test_without_an_index_each_says_so(tongwen, command: str) -> None:
    result = tongwen(*command.split())
    assert result.code == 2
    assert "There is no" in result.err


def test_rollback_and_forward(edited) -> None:
    before = edited("generations", "--json").json["generations"]
    assert [each["is_current"] for each in before] == [False, True]
    found = edited("rollback", "--json").json
    assert (found["generation"], found["before"]) == (before[0]["id"], before[1]["id"])
    assert "600 yuan" in edited("search", "application fee", "--json").json["passages"][0]["text"]
    assert edited("rollback", "--to", before[1]["id"]).code == 0
    assert "700 yuan" in edited("search", "application fee").out


def test_purge_forgets_and_warns_of_the_file(edited, data: Path, documents: Path) -> None:
    result = edited("purge", "fees.md", "--json")
    assert result.json["purged"] == ["fees.md"]
    assert result.json["still_in_source"] == ["fees.md"]
    assert "the next ingest adds it again" in result.err
    assert not [path for path in data.rglob("*") if path.is_file() and b"application fee" in path.read_bytes()]
    (documents / "fees.md").unlink()
    assert edited("ingest", "--json").json["unchanged"] == 1


def test_a_dry_run_lists_what_would_happen(edited, documents: Path) -> None:
    (documents / "new.txt").write_text("Something new.\n", "utf-8")
    (documents / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    before = edited("status", "--json").json["generation"]
    result = edited("ingest", "--dry-run")
    assert result.out.startswith("dry run: added 1")
    assert "would be added: new.txt" in result.err
    assert "failed: broken.pdf" in result.err
    assert edited("status", "--json").json["generation"] == before


def test_runs_are_told(edited, documents: Path) -> None:
    edited("ingest", documents.parent / "absent")
    found = edited("runs", "--json").json["runs"]
    assert [each["report"]["updated"] for each in found] == [0, 1, 0]
    events = edited("runs", found[1]["id"], "--json").json["events"]
    assert [each["event"] for each in events][:1] == ["begun"]
    assert events[-1]["report"]["updated"] == 1
    assert {"reading", "embedding", "indexing", "checking"} <= {each.get("step") for each in events}
    assert "updated 1" in edited("runs").out


def test_quality_tells_of_each_document(edited) -> None:
    found = {each["file"]: each for each in edited("quality", "--json").json["documents"]}
    assert set(found) == {"fees.md", "office.txt"}
    assert found["office.txt"]["chunk_sizes"][0] > 0
    assert "it tells no date of its own" in found["fees.md"]["warnings"]
    assert "office.txt" not in edited("quality", "fees").out


def test_verify_and_repair(edited, data: Path) -> None:
    assert edited("verify").out == "All is well.\n"
    path = data / "generations" / (data / "CURRENT").read_text().strip() / "keyword.sqlite"
    path.write_bytes(path.read_bytes()[:-1] + b"\x01")
    result = edited("verify", "--json")
    assert result.code == 1
    assert result.json["faults"][0]["part"] == "keyword"
    repaired = edited("repair", "--json")
    assert repaired.json["done"] == "made anew from its documents"
    assert edited("verify").code == 0


def test_doctor_names_what_has_to_be_done(edited, tmp_path: Path, documents: Path) -> None:
    found = {each["name"]: each for each in edited("doctor", "--json").json["checks"] if each["name"] != "weights"}
    assert all(each["ok"] for each in found.values()), found
    documents.rename(tmp_path / "elsewhere")
    result = edited("doctor")
    assert result.code == 1
    assert "is not there" in result.out
    assert "FIX  index            none: run `tongwen ingest PATH`" in edited("doctor", "--data", tmp_path / "empty").out


@pytest.mark.parametrize("kill", [signal.SIGTERM, signal.SIGINT])
def test_a_cancelled_run_ends_soon_and_leaves_the_index(edited, data: Path, documents: Path, kill: int) -> None:
    """In a process of its own, stopped while it embeds."""
    code = (
        "import sys, time; sys.path[:0] = ['tests']; from fakes import HashEmbedder; from assistant import build, cli\n"
        "class Slow(HashEmbedder):\n"
        "    def embed_documents(self, texts, progress=None):\n"
        "        print('embedding', flush=True); time.sleep(60)\n"
        "build.build_embedder = lambda *_: Slow()\n"
        "sys.exit(cli.main())"
    )
    (documents / "new.txt").write_text("Something new.\n", "utf-8")
    before = edited("status", "--json").json["generation"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TONGWEN_DATA": str(data)}
    command = [sys.executable, "-c", code, "ingest", "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "embedding\n"
        begun = time.monotonic()
        child.send_signal(kill)
        _, err = child.communicate()
    assert time.monotonic() - begun < 5
    assert child.returncode == 130
    assert "Traceback" not in err
    assert len(list((data / "generations").iterdir())) == 2
    assert edited("status", "--json").json["generation"] == before
    assert edited("runs", "--json").json["runs"][0]["error"] == "was cancelled; the index is as it was"
    assert edited("ingest", "--json").json["added"] == 1
