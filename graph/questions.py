"""The ready questions: SPARQL files that people choose from a menu, with titles in two languages and parameters.

A file is a whole query that runs as it stands. Its first comments name the group, the titles and the parameters; a parameter
is a variable that a ``VALUES ?name { term }`` gives its usual value (the same in each part of a UNION), or ``query``: the text
of a search, ``tim:query "…"``.

They are written for Oxigraph and big libraries: what is counted is counted first, names are looked up for what is left; a
sub-SELECT around one pattern makes the engine join two whole lists where a look-up for each row would take longer; what orders
many rows is a number, a date or a key computed once.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from corpus.errors import NotFoundError, QueryError

FOLDER = Path(__file__).parent / "questions"
GROUPS = ("chains", "basis", "duties", "targets", "deadlines", "missing", "hygiene", "search")
"""In the order in which a lawyer asks."""
_XSD = "http://www.w3.org/2001/XMLSchema#"
_KINDS: Mapping[str, tuple[str, str]] = {
    "text": (r"[^\x00-\x1f]{1,500}", "string"),
    "year": (r"\d{4}", "gYear"),
    "date": (r"\d{4}-\d\d-\d\d", "date"),
    "number": (r"-?\d{1,12}(?:\.\d{1,6})?", "decimal"),
}
_HEADER = re.compile(r"# (group|vi|en|param): (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """``kind`` is ``text``, ``year``, ``date`` or ``number``; ``value`` is the usual one."""

    name: str
    kind: str
    vi: str
    en: str
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    group: str
    vi: str
    en: str
    parameters: tuple[Parameter, ...]
    text: str
    """The whole file."""

    def fill(self, values: Mapping[str, str]) -> str:
        """The query with parameters given; a value becomes a term of its kind, never a piece of the query."""
        text = self.text
        for parameter in self.parameters:
            value = values.get(parameter.name, "").strip()
            if value in ("", parameter.value):
                continue
            pattern, datatype = _KINDS[parameter.kind]
            if not re.fullmatch(pattern, value):
                raise QueryError(f"{parameter.vi}: không hợp lệ: {value!r}.", f"{parameter.en}: not valid: {value!r}.")
            term = str(ox.Literal(value) if datatype == "string" else ox.Literal(value, datatype=ox.NamedNode(_XSD + datatype)))
            place = _place(parameter.name)
            text = place.sub(lambda m, term=term: f"{m[1]}{term}{m[3]}", text)  # type: ignore[misc]
        return text


def _place(name: str) -> re.Pattern[str]:
    return re.compile(r'(tim:query )("[^"]*")( ;)' if name == "query" else rf"(VALUES \?{name} \{{ )(.*?)( \}})")


@functools.cache
def questions() -> tuple[Question, ...]:
    """All ready questions, by group and then as their files are numbered."""
    read = [_read(path) for path in sorted(FOLDER.glob("*.rq"))]
    return tuple(sorted(read, key=lambda q: GROUPS.index(q.group)))


def question(name: str) -> Question:
    """One by its id."""
    for q in questions():
        if q.id == name:
            return q
    raise NotFoundError(f"Không có câu hỏi mẫu «{name}».", f"There is no ready question “{name}”.")


def _read(path: Path) -> Question:
    text = path.read_text("utf-8")
    said: dict[str, list[str]] = {}
    for key, value in _HEADER.findall(text):
        said.setdefault(key, []).append(value.strip())
    parameters = tuple(_parameter(line, text) for line in said.get("param", ()))
    return Question(path.stem.partition("-")[2], said["group"][0], said["vi"][0], said["en"][0], parameters, text)


def _parameter(line: str, text: str) -> Parameter:
    name, kind, vi, en = (part.strip() for part in line.split("|"))
    found = _place(name).search(text)
    if found is None or kind not in _KINDS:
        raise ValueError(f"parameter {name!r} has no VALUES or an unknown kind")
    return Parameter(name, kind, vi, en, re.sub(r'^"(.*)"(?:\^\^\S+)?$', r"\1", found[2]))
