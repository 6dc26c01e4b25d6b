"""Commands on corrections: correct, corrections."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from corpus.correcting import correct
from corpus.curation import dump_lines, parse_lines
from corpus.errors import InputError
from corpus.jsonio import to_json
from corpus.settings import Settings
from web.commands.library import as_json, emit
from web.house import House


@click.command("correct")
@click.argument("name")
@click.argument("subject")
@click.argument("action", type=click.Choice(["confirm", "correct", "reject", "withdraw"]))
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--who", default=getpass.getuser, help="Người sửa / who (tên đăng nhập / the login name).")
@click.option("--why", default="", help="Lý do / why.")
@click.pass_obj
def correct_command(settings: Settings, name: str, subject: str, action: str, values: tuple[str, ...], who: str, why: str) -> None:
    """Xác nhận, sửa hay bác một dữ kiện / confirm, correct or reject a fact.

    SUBJECT: header/number, citation/166-231 (see «luocdo show --json»). An empty VALUE means: the text does not say.
    """
    library = House(settings).library
    pairs = dict(_pair(v) for v in values)
    act = correct(library, document=library.find(name), subject=subject, action=action, value=pairs, who=who, why=why)
    click.echo(f"Đã ghi: {act.document} {subject} {action}. Chạy «luocdo sync» để đồ thị và chỉ mục theo kịp.")


def _pair(text: str) -> tuple[str, str | None]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.BadParameter(f"«{text}»: cần dạng TRƯỜNG=GIÁ TRỊ / FIELD=VALUE is needed")
    return name, value or None


@click.command("corrections")
@click.option("--export", "target", type=click.Path(dir_okay=False, path_type=Path), help="Ghi ra tệp / write to a file (JSON Lines).")
@click.option("--import", "source", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="Nạp từ tệp / read from a file.")
@as_json
@click.pass_obj
def corrections_command(settings: Settings, target: Path | None, source: Path | None, as_json: bool) -> None:
    """Các đính chính: xem, xuất, nạp / corrections: list, export, import."""
    library = House(settings).library
    if source is not None:
        try:
            text = source.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(f"{source}: tệp không phải UTF-8; cần JSON Lines.", f"{source}: not UTF-8; JSON Lines are needed.") from error
        new = library.correct(parse_lines(text, str(source)))
        click.echo(f"Đã nạp {new} đính chính mới.")
    corrections = library.corrections()
    if target is not None:
        target.write_text(dump_lines(corrections), "utf-8")
        click.echo(f"Đã ghi {len(corrections)} đính chính vào {target}.")
    elif as_json:
        emit(to_json(corrections))
    elif source is None:
        for c in corrections:
            click.echo(f"{c.at}  {c.who:12} {c.document}  {c.subject:24} {c.action:9} {to_json(c.value) or ''}  {c.why}")
