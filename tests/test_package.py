"""The package's data is found, in a checkout as in a wheel, whatever the current folder is."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import analyzer
from analyzer.engine.rulefile import default_directory
from analyzer.tables.catalogue import load_catalogue
from analyzer.tables.facts import MODULES, descriptions

ROOT = Path(__file__).resolve().parent.parent


def test_the_rules_are_found() -> None:
    assert default_directory().is_dir()
    assert len(analyzer.load_rules().rules) >= 60


def test_the_catalogue_and_the_facts_are_found() -> None:
    assert len(load_catalogue().entries) > 100
    assert set(descriptions()) == set(MODULES)


def test_the_program_works_from_another_folder(tmp_path: Path) -> None:
    code = "import sys; from analyzer.cli import main; sys.exit(main(['rules', 'lint']))"
    search = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"
    done = subprocess.run([sys.executable, "-c", search], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_data_file_lies_where_the_wheel_takes_it() -> None:
    """Hatch takes the whole folder `analyzer`, and `rules` into it; nothing else is read at run time."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["analyzer"]
    assert wheel["force-include"] == {"rules": "analyzer/rules"}
    data = {path.relative_to(ROOT / "analyzer").as_posix() for path in (ROOT / "analyzer").rglob("*.yaml")}
    assert {"tables/facts/columns.yaml", "tables/catalogue/lync.yaml", "tables/catalogue/exchange.yaml"} <= data


def test_the_version_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == analyzer.__version__
