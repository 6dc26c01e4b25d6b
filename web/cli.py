"""The one command, ``luocdo``: Flask's click group, with each area's commands in a module of ``web/commands``.

Modules are imported only when their command runs, so that ``luocdo list`` never pays for what ``luocdo search`` needs.
Exit codes: 0 done, 1 some input was refused or something was not found, 2 wrong usage, 3 the check found violations.
"""

from __future__ import annotations

import importlib
import os
import sys

import click
from flask.cli import FlaskGroup

from corpus.errors import LuocdoError
from corpus.settings import Settings

COMMANDS = {
    "calendar": "views",
    "compare": "views",
    "correct": "curation",
    "corrections": "curation",
    "ingest": "library",
    "sync": "library",
    "list": "library",
    "show": "library",
    "remove": "library",
    "export": "export",
    "hygiene": "views",
    "matrix": "views",
    "extract": "library",
    "search": "search",
    "sparql": "sparql",
    "check": "check",
    "serve": "serve",
}
"""Command -> module of ``web.commands`` that defines ``<command>_command``."""


class LuocdoGroup(FlaskGroup):
    """Loads a command's module when it is asked for, and turns :class:`LuocdoError` into one sentence and exit code 1."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        # Flask's own options name an application to load; there is only one here.
        self.params = [p for p in self.params if p.name not in ("env_file", "app", "debug")]

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"web.commands.{COMMANDS[name]}")
        command: click.Command = getattr(module, f"{name.replace('-', '_')}_command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except LuocdoError as error:
            click.echo(error.message(os.environ.get("LUOCDO_LANG", "vi")), err=True)
            sys.exit(1)


@click.group(
    cls=LuocdoGroup,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--home", type=click.Path(file_okay=False), help="Thư mục dữ liệu / data folder (LUOCDO_HOME, ./data).")
@click.pass_context
def main(ctx: click.Context, home: str | None) -> None:
    """Lược Đồ: đồ thị tri thức và tìm kiếm văn bản hành chính / knowledge graph and search of administrative documents."""
    if home:
        os.environ["LUOCDO_HOME"] = home  # the gazetteer reads the user's own table beside the data, in worker processes too
    ctx.obj = Settings.from_environment(home)


if __name__ == "__main__":
    main()
