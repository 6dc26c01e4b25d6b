"""The RDF of one document, for people: its statements in words, each thing with its place, its rule and the run that made it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.statements import Statement, Thing, Value
from web.i18n import Lang, date, number
from web.views.base import Paging
from web.views.frame import DocumentFrame

_LONG = 320
"""Characters of a literal that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindChoice:
    """A class of things, with how many there are."""

    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueView:
    """An object of a statement; ``href`` where it is a thing that has a page or an IRI elsewhere."""

    text: str
    href: str | None
    lang: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """``curie`` is the exact predicate, ``label`` what it is called."""

    label: str
    curie: str
    values: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingView:
    """A subject: its short address, its statements, and where they come from."""

    iri: str
    short: str
    rows: tuple[StatementRow, ...]
    place: str | None
    rule: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RdfTab(DocumentFrame):
    kinds: tuple[KindChoice, ...]
    things: tuple[ThingView, ...]
    version: str
    """Fingerprint of the code that read the document."""
    read_at: str
    """When, ISO 8601; empty where the graph does not say."""
    run_href: str
    downloads: tuple[Download, ...]
    sparql_href: str
    paging: Paging


Name = Callable[[str], str | None]
"""CURIE of a term of another vocabulary to its name in words, None where it has none."""


def thing_view(thing: Thing, base: str, place: Callable[[int, int], str], name: Name, lang: Lang) -> ThingView:
    return ThingView(
        iri=thing.iri,
        short=thing.iri.removeprefix(base),
        rows=tuple(row(s, name, base, lang) for s in thing.statements),
        place=place(thing.start, thing.end) if thing.start is not None and thing.end is not None else None,
        rule=thing.rule,
    )


def row(s: Statement, name: Name, base: str, lang: Lang) -> StatementRow:
    return StatementRow(label=s.label or name(s.curie) or s.curie, curie=s.curie, values=tuple(_value(v, base, lang) for v in s.values))


def _value(v: Value, base: str, lang: Lang) -> ValueView:
    """Only things of ours are linked: nothing on our pages leads to other hosts by itself."""
    own = v.iri is not None and v.iri.startswith(base)
    return ValueView(text=_words(v, lang), href="/" + (v.iri or "")[len(base) :] if own else None, lang=v.lang)


def _words(v: Value, lang: Lang) -> str:
    if v.datatype == "date":
        return date(v.text, lang)
    if v.datatype in ("decimal", "integer", "double"):
        return number(float(v.text), lang)
    return _cut(v.text)


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG].rsplit(" ", 1)[0] + " …"


def downloads(document: str) -> tuple[Download, ...]:
    """Every form in which the document can be taken away."""
    forms = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"), ("RDF/XML", "rdf"), ("Akoma Ntoso", "akn.xml"))
    return tuple(Download(name=n, href=f"/ban/{document}.{suffix}") for n, suffix in forms)


def kind_choices(counted: Sequence[tuple[str, str, int]], chosen: str, own: str) -> tuple[KindChoice, ...]:
    """``counted``: (kind, its name in words, how many)."""
    return tuple(KindChoice(label=label, count=n, href=f"{own}?loai={k}", chosen=k == chosen) for k, label, n in counted)
