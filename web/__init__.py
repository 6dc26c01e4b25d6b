"""The face: pages, endpoint, API and command line."""

from __future__ import annotations

from flask import Flask

from corpus.settings import Settings
from web.house import House


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application over one installation; opens nothing until the first request."""
    app = Flask(__name__)
    app.config["SETTINGS"] = settings = settings or Settings.from_environment()
    app.extensions["luocdo"] = House(settings)
    return app
