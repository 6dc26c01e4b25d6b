"""Routes of the help page and of the page about the data."""

from __future__ import annotations

from flask import Blueprint

from graph import queries
from web.asking import house
from web.shell import render, t
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
            classes=tuple(Figure(label=k, count=n) for k, n in sorted(counts.classes.items(), key=lambda item: -item[1])),
            revision=library.revision,
        ),
    )
