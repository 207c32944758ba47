"""The imports of the packages, lazy ones included: they run one way, and each heavy library has one home."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BELOW = {
    "prompts": set(),
    "ingest": set(),
    "index": {"ingest"},
    "assistant": {"ingest", "index", "prompts"},
    "evals": {"ingest", "index", "prompts", "assistant"},
}
# `tongwen eval` is a command like the others; only its file looks up.
LOOKS_UP = {"assistant/commands/evaluation.py"}
HOMES = {
    "gradio": ("assistant/web/",),
    "fastapi": ("assistant/web/",),
    "starlette": ("assistant/web/",),
    "uvicorn": ("assistant/web/",),
    "chromadb": ("index/store.py",),
    "sentence_transformers": ("index/embedding.py",),
    "transformers": ("index/embedding.py",),
    "torch": ("index/embedding.py",),
    "tokenizers": ("index/embedding.py", "index/e5.py"),
    "safetensors": ("index/e5.py",),
    "openvino": ("assistant/quantise.py", "index/embedding.py"),
    "openvino_genai": ("assistant/embedded.py",),
    "langchain": ("assistant/build.py",),
    "langchain_openai": ("assistant/build.py",),
    "langchain_core.language_models": ("assistant/model.py", "assistant/embedded.py", "assistant/build.py"),
    "huggingface_hub": ("index/weights.py", "index/embedding.py"),
    "pypdfium2": (
        "ingest/readers/pdf.py",
        "ingest/readers/pdf_lines.py",
        "ingest/readers/pdf_unseen.py",
        "ingest/readers/ocr.py",
    ),
    "docx": ("ingest/readers/docx.py",),
    "pptx": ("ingest/readers/pptx.py",),
    "lxml": ("ingest/readers/",),
    "markdown_it": ("ingest/readers/", "assistant/web/"),
    "sentencex": ("ingest/sentences.py",),
    "lingua": ("ingest/language.py",),
    "filelock": ("index/lock.py",),
    "pydantic_settings": ("assistant/settings.py",),
    "argparse": ("assistant/cli.py", "assistant/commands/", "evals/", "assistant/web/run.py"),
}
TOP = ("assistant.cli", "assistant.commands", "assistant.web")
BUILDERS = ("assistant/commands/", "assistant/cli.py", "assistant/web/run.py", "evals/")


def files() -> list[Path]:
    return sorted(path for package in BELOW for path in (ROOT / package).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(source: str, module: str = "") -> set[str]:
    """Every module that a source imports, wherever in it: `from a import b` counts as a.b, as b may be a module."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parent = module.rsplit(".", node.level)[0] + "." if node.level else ""
            found |= {f"{parent}{node.module or ''}".strip(".") + f".{alias.name}" for alias in node.names}
    return found


def imported(path: Path) -> set[str]:
    return imports(path.read_text("utf-8"), name(path).removesuffix(".py").replace("/", "."))


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def faults(file: str, modules: set[str]) -> list[str]:
    """What is wrong with a file that imports these modules."""
    package = file.split("/", maxsplit=1)[0]
    found = []
    for module in sorted(modules):
        other = module.split(".")[0]
        if other in BELOW and other != package and other not in BELOW[package] and file not in LOOKS_UP:
            found.append(f"{file} imports {module}, which lies above it")
        for library, homes in HOMES.items():
            if is_in(module, library) and not file.startswith(homes):
                found.append(f"{file} imports {module}, whose home is {', '.join(homes)}")
        is_top = file.startswith(("assistant/cli.py", "assistant/commands/", "assistant/web/"))
        if any(is_in(module, each) for each in TOP) and not is_top:
            found.append(f"{file} imports {module}, which nothing but the commands may")
        if file.startswith("assistant/web/") and any(is_in(module, each) for each in TOP[:2]):
            found.append(f"{file} imports {module}: the page knows no command")
        if is_in(module, "assistant.build") and not file.startswith(BUILDERS):
            found.append(f"{file} imports {module}: only the commands and evals wire parts together")
        if other in {"tests", "benchmarks"}:
            found.append(f"{file} imports {module}, which is not shipped")
    return found


@pytest.mark.parametrize("path", files(), ids=name)
def test_imports_run_one_way_and_heavy_libraries_stay_at_home(path: Path) -> None:
    assert faults(name(path), imported(path)) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("ingest/sources.py", "from index.store import ChromaStore"),
        ("index/search.py", "def f():\n    import assistant.model"),
        ("index/search.py", "from index import store\nimport chromadb.config"),
        ("assistant/respond.py", "from assistant import cli"),
        ("assistant/respond.py", "from .web import serve"),
        ("assistant/respond.py", "from assistant.build import build_index"),
        ("assistant/respond.py", "if TYPE_CHECKING:\n    from langchain_core.language_models import BaseChatModel"),
        ("assistant/cli.py", "import evals.run"),
        ("evals/run.py", "from tests.fakes import FakeChat"),
    ],
)
def test_a_wrong_import_is_seen(file: str, source: str) -> None:
    assert len(faults(file, imports(source, file.removesuffix(".py").replace("/", ".")))) == 1


@pytest.mark.parametrize("path", files(), ids=name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), f"{name(path)} has no docstring"


def test_the_homes_exist() -> None:
    missing = [home for homes in HOMES.values() for home in homes if not (ROOT / home).exists()]
    assert missing == []
