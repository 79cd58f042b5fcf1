"""A shell for the tests: `factcheck …` typed on a machine with a home of its own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from factcheck.cli import main


@dataclass
class Shell:
    """Where commands are typed; `environ` goes before the settings of the tests."""

    home: Path
    environ: dict[str, str]

    def type(self, *words: str, stdin: str | bytes | None = None, **environ: str) -> Result:
        """Run one command; nothing it raises is swallowed but its exit code."""
        settings = {"FACTCHECK_HOME": str(self.home), **self.environ, **environ}
        result = CliRunner(env=settings).invoke(main, list(words), input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def ok(self, *words: str, stdin: str | bytes | None = None, **environ: str) -> str:
        """What a command that works prints."""
        result = self.type(*words, stdin=stdin, **environ)
        assert result.exit_code == 0, result.stderr
        return result.stdout

    def json(self, *words: str) -> Any:
        return json.loads(self.ok(*words, "--json"))

    def refused(
        self, *words: str, code: int = 1, stdin: str | bytes | None = None, **environ: str
    ) -> str:
        """The one sentence of a command that is refused."""
        result = self.type(*words, stdin=stdin, **environ)
        assert result.exit_code == code, result.output
        assert result.stdout == ""
        lines = [line for line in result.stderr.splitlines() if line.startswith("factcheck: ")]
        assert len(lines) == 1, result.stderr
        assert "Traceback" not in result.stderr
        return lines[0].removeprefix("factcheck: ")
