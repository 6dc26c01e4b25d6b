"""Routes of the help page and of the page about the data."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint

from corpus.fingerprint import extractor_fingerprint
from graph import queries, statements
from web.asking import house
from web.shell import lang, render, t
from web.views.about import AboutPage, Figure, HelpPage

about = Blueprint("about", __name__)


@about.get("/tro-giup")
def help_page() -> str:
    return render("help.html", HelpPage(title=t("help.title"), nav="help"))


@about.get("/du-lieu")
def data() -> str:
    counts = queries.counts(house().reader)
    library = house().library
    return render(
        "about.html",
        AboutPage(
            title=t("about.title"),
            nav="about",
            documents=len(library),
            triples=counts.triples,
            statuses=tuple(Figure(label=f"status.{k}", count=n) for k, n in sorted(counts.statuses.items())),
            classes=tuple(Figure(label=_name(k), count=n) for k, n in sorted(counts.classes.items(), key=lambda item: -item[1])),
            coverage=_share(counts.statuses),
            version=extractor_fingerprint(),
            revision=library.revision,
        ),
    )


def _name(kind: str) -> str:
    return statements.label(house().reader, statements.class_iri(kind), lang()) or kind


def _share(statuses: Mapping[str, int]) -> int | None:
    """Of all citations of other documents, the share (in hundredths) whose document the library holds."""
    others = sum(n for k, n in statuses.items() if k != "self")
    return round(100 * statuses.get("resolved", 0) / others) if others else None
