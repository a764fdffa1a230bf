"""What went wrong -> one clear sentence and the exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable

from analyzer.cli.streams import OutputError
from analyzer.sanitise import visible


def guarded(run: Callable[[], object]) -> int:
    """Runs a typer application and returns the exit code of what happened; expected errors become a sentence."""
    try:
        run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except OutputError as error:
        return _say(str(error), 5)
    except Exception as error:
        return _usage(error)
    return 0


def _usage(error: Exception) -> int:
    # Imported here: what raised these has imported them already, and `--help` needs neither.
    from analyzer.engine.rule import RulePackError
    from analyzer.errors import UsageError

    if isinstance(error, RulePackError):
        for problem in error.problems:
            _say(f"{problem.file}:{problem.line}: {problem.message}", 2)
        return 2
    if isinstance(error, UsageError):
        return _say(str(error), 2)
    raise error


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(visible(sentence) + "\n")
    return code
