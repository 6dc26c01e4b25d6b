"""The reference of the vocabulary: a page for people at ``/ns``, Turtle at ``/ns.ttl``."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from ontology import VNP
from ontology.reference import Scheme, Term, schemes, terms, turtle
from web.shell import lang, render, t
from web.views.base import Page

vocabulary = Blueprint("vocabulary", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class VocabularyPage(Page):
    namespace: str
    groups: tuple[tuple[str, tuple[Term, ...]], ...]
    schemes: tuple[Scheme, ...]


@vocabulary.get("/ns")
def reference() -> ResponseReturnValue:
    told = terms(lang())
    headings = {
        "class": t("vocabulary.class"),
        "relation": t("vocabulary.relation"),
        "attribute": t("vocabulary.attribute"),
        "annotation": t("vocabulary.annotation"),
    }
    groups = tuple((heading, tuple(x for x in told if x.kind == kind)) for kind, heading in headings.items())
    return render(
        "vocabulary.html",
        VocabularyPage(title=t("vocabulary.title"), nav="", namespace=str(VNP), groups=groups, schemes=tuple(schemes(lang()))),
    )


@vocabulary.get("/ns.ttl")
def as_turtle() -> Response:
    return Response(turtle(), mimetype="text/turtle")
