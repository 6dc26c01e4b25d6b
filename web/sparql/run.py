"""From an operation of the protocol to a job of the evaluator, with what this endpoint refuses."""

from __future__ import annotations

from collections.abc import Callable

from flask import request

from graph.engine.evaluate import Answer, Evaluator, Job
from graph.engine.text import QueryText, limited
from web.asking import house
from web.sparql.hits import expand, is_search
from web.sparql.protocol import Operation, ProtocolError, refuse_update


def evaluator() -> Evaluator:
    """The evaluator of this installation."""
    return house().evaluator


def admitted(query: QueryText) -> QueryText:
    """``query`` with its searches answered; raises for updates and for questions to other hosts."""
    if query.is_update:
        raise refuse_update()
    for service in query.services:
        if not is_search(query, service):
            raise ProtocolError(
                400,
                f"SERVICE {service.name}: điểm truy vấn này không hỏi máy chủ khác; hãy bỏ SERVICE khỏi câu hỏi.",
                f"SERVICE {service.name}: this endpoint asks no other host; take SERVICE out of the query.",
            )
    return expand(query, house().search, house().settings.base) if query.services else query


def job(asked: Operation, query: QueryText, format_key: str) -> Job:
    """The job for a worker; the dataset of the protocol wins over the one in the query."""
    most = evaluator().limits.rows
    rows = min(asked.rows or most, most)
    return Job(
        query=query.text if query.is_graph else limited(query, rows),
        format=format_key,
        base=house().settings.base,
        union=not query.names_dataset,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        rows=rows,
    )


def start(work: Job, seconds: float | None) -> Answer:
    """Begin a job for the client of this request, whose going away ends it."""
    gone: Callable[[], bool] = request.environ.get("waitress.client_disconnected") or (lambda: False)
    return evaluator().start(work, seconds, request.remote_addr or "", gone)
