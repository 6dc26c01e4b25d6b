"""The face: pages, endpoint, API and command line."""

from __future__ import annotations

from flask import Flask

from corpus.settings import MAX_FILE_BYTES, Settings
from web import linked_data, sparql
from web.about import about
from web.agencies import agencies
from web.corrections import corrections
from web.curation import curation
from web.duties import duties
from web.facts import facts
from web.finding import finding
from web.house import House
from web.mapping import mapping
from web.pages import pages
from web.rdf import rdf
from web.shell import furnish
from web.sparql.assist import assist
from web.suggest import suggest
from web.targets import targets
from web.things import things
from web.upload import upload
from web.works import works

BLUEPRINTS = (
    pages,
    finding,
    works,
    mapping,
    facts,
    rdf,
    corrections,
    curation,
    upload,
    suggest,
    about,
    assist,
    agencies,
    duties,
    targets,
    things,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application over one installation; opens nothing until the first request."""
    app = Flask(__name__)
    app.config["SETTINGS"] = settings = settings or Settings.from_environment()
    app.config["MAX_CONTENT_LENGTH"] = MAX_FILE_BYTES + 2**20
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 365 * 24 * 3600
    app.extensions["luocdo"] = House(settings)
    furnish(app)
    linked_data.install(app)
    sparql.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
