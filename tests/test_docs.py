"""The documents: generated pages are up to date, links lead somewhere, commands are those that CI runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import analyzer
from analyzer.cli import COMMANDS
from analyzer.engine.pack_checks import lint, run_examples
from analyzer.notes import CODES
from analyzer.readers import READERS

ROOT = Path(__file__).resolve().parent.parent
NOTE_TEXTS = ("notes", "notes_zh_tw")
# Of a checkout only what belongs to the repository; of an unpacked source archive everything.
LEFT_OUT = {
    ".git",
    ".venv",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    "__pycache__",
    "dist",
    "build",
}
PAGES = sorted(path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("sample_exports/**/*.md")])
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)


def prose(path: Path) -> str:
    """A page without its code."""
    return CODE_SPAN.sub("", FENCED.sub("", path.read_text(encoding="utf-8")))


def anchors(path: Path) -> set[str]:
    """The anchors that a page's headings make (GitHub's way)."""
    found = re.findall(r"^#+ (.+)$", FENCED.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().casefold()).replace(" ", "-") for heading in found}


def repository_files() -> list[Path]:
    found = [path for path in ROOT.rglob("*") if path.is_file() and not LEFT_OUT & set(path.relative_to(ROOT).parts)]
    return [path for path in found if not any(part.endswith(".egg-info") for part in path.parts)]


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "make_pages.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(prose(path)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        linked = (path.parent / file).resolve() if file else path
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


def test_the_commands_of_the_readme_are_those_of_ci() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    installs = re.findall(r"^    (python3 -m venv .+)$", readme, re.MULTILINE)
    assert len(installs) == 2
    run, test = installs
    assert f"({test})" in ci
    assert run.endswith("analyzer check sample_exports/broken")
    assert 'check "$root/sample_exports/broken"' in ci


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"analyzer {name}" not in text] == []


def test_every_note_code_is_used_and_every_used_code_is_known() -> None:
    texts = [
        path.read_text(encoding="utf-8") for path in (ROOT / "analyzer").rglob("*.py") if path.stem not in NOTE_TEXTS
    ]
    quoted = {name for text in texts for name in re.findall(r"[\"']([a-z0-9-]+)[\"']", text)}
    called = {name for text in texts for name in re.findall(r"\bnote\(\s*[\"']([^\"']+)[\"']", text)}
    assert set(CODES) - quoted == set()
    assert called - set(CODES) == set()


def test_every_format_is_described() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").casefold()
    words = {"clixml": "clixml", "json": "convertto-json", "csv": "export-csv", "console": "a copy of the console"}
    for module in READERS:
        name = module.rpartition(".")[2].removesuffix("_text")
        assert words.get(name, name.removesuffix("s")) in text


def test_the_rule_that_is_written_in_the_guide_works(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "rule-authoring.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- example: my-rules/(\S+) -->\n```yaml\n(.*?)```", guide, re.DOTALL)
    assert example is not None
    (tmp_path / example[1]).write_text(example[2], encoding="utf-8")
    pack, problems = lint(tmp_path)
    assert problems == ()
    assert all(result.as_expected for rule in pack.rules for result in run_examples(rule))


def test_the_json_of_the_command_line_page_has_the_keys_of_the_schema() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    shown = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    schema = json.loads((ROOT / "docs" / "check.schema.json").read_text(encoding="utf-8"))
    example = json.loads(shown[1])
    assert set(example) == set(schema["required"])
    for name in ("verdict", "source"):
        assert set(schema["$defs"][name]["required"]) <= set(example[f"{name}s"][0])


def test_the_public_names_can_be_imported() -> None:
    assert {name for name in analyzer.__all__ if getattr(analyzer, name, None) is None} == set()


def test_no_file_names_a_machine_or_a_registry() -> None:
    """Paths of the computer that a file was written on, and package registries, belong in no file."""
    folders = "|".join(("wo" + "rk", "ro" + "ot", "tm" + "p", "ho" + "me"))
    named = re.compile(rf"(?<![\w.:/])/(?:{folders})/|{'py' + 'pi'}\.|{'extra-' + 'index-url'}")
    found = {}
    for path in repository_files():
        hits = named.findall(path.read_bytes().decode("utf-8", errors="replace"))
        if hits:
            found[path.relative_to(ROOT).as_posix()] = hits
    assert found == {}
