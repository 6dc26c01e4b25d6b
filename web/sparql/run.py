"""From an operation of the protocol to a job of the evaluator, with what this endpoint refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graph.engine.evaluate import Answer, Job
from graph.engine.text import QueryText, limited
from web.house import House
from web.sparql.hits import expand, is_search
from web.sparql.protocol import Operation, ProtocolError, refuse_update


def admitted(house: House, query: QueryText) -> QueryText:
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
    return expand(query, house.search, house.settings.base) if query.services else query


def job(house: House, asked: Operation, query: QueryText, format_key: str) -> Job:
    """The job for a worker, over the newest snapshot; the dataset of the protocol wins over the one in the query."""
    most = house.evaluator.limits.rows
    rows = min(asked.rows or most, most)
    return Job(
        query=query.text if query.is_graph else limited(query, rows),
        format=format_key,
        base=house.settings.base,
        path=house.evaluator.snapshot(),
        union=not query.names_dataset,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        rows=rows,
    )


def start(house: House, work: Job, seconds: float | None, environ: Mapping[str, Any]) -> Answer:
    """Begin a job for the client of this request, whose going away ends it."""
    gone: Callable[[], bool] = environ.get("waitress.client_disconnected") or (lambda: False)
    return house.evaluator.start(work, seconds, environ.get("REMOTE_ADDR", ""), gone)
