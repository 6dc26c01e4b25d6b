"""What a query may not do: change the graph, or make the engine call another host (it has no switch for that)."""

from __future__ import annotations

from corpus.errors import QueryError
from graph.engine.text import QueryText, read


def check(sparql: str) -> QueryText:
    """The query as read; raises :class:`QueryError`, in a sentence, for an update and for ``SERVICE``."""
    query = read(sparql)
    if query.is_update:
        raise QueryError(
            f"Chỉ nhận truy vấn đọc (SELECT, ASK, CONSTRUCT, DESCRIBE); {query.form} là lệnh thay đổi dữ liệu nên bị từ chối.",
            f"Only queries that read are accepted (SELECT, ASK, CONSTRUCT, DESCRIBE); {query.form} changes data and is refused.",
        )
    if query.services:
        raise QueryError(
            "Truy vấn có SERVICE sẽ gọi ra máy chủ khác nên bị từ chối; hãy bỏ phần SERVICE.",
            "A query with SERVICE would call another host and is refused; leave the SERVICE part out.",
        )
    return query
