"""What a query may not do: change the graph, or make the engine call another host (it has no switch for that)."""

from __future__ import annotations

import re

from corpus.errors import QueryError

# Comments, strings and IRIs are taken as wholes, so that a word inside them is never a keyword.
_TOKEN = re.compile(
    r"#[^\n]*"
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r'|<[^<>"{}|^`\\\s]*>'
    r"|[?$][\w]+|[\w.-]*:[\w.:%\\-]*|@[\w-]+|\w+",
    re.S,
)
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
_FORMS = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])


def keywords(sparql: str) -> list[str]:
    """The bare words of a query, in upper case; names, strings, IRIs, variables and comments are left out."""
    return [w.upper() for w in _TOKEN.findall(sparql) if w[0].isalpha() and ":" not in w]


def check(sparql: str) -> None:
    """Raise :class:`QueryError`, in a sentence, for an update and for ``SERVICE``."""
    words = keywords(sparql)
    first = next((w for w in words if w in _UPDATES or w in _FORMS), None)
    if first in _UPDATES:
        raise QueryError(
            f"Chỉ nhận truy vấn đọc (SELECT, ASK, CONSTRUCT, DESCRIBE); {first} là lệnh thay đổi dữ liệu nên bị từ chối.",
            f"Only queries that read are accepted (SELECT, ASK, CONSTRUCT, DESCRIBE); {first} changes data and is refused.",
        )
    if "SERVICE" in words:
        raise QueryError(
            "Truy vấn có SERVICE sẽ gọi ra máy chủ khác nên bị từ chối; hãy bỏ phần SERVICE.",
            "A query with SERVICE would call another host and is refused; leave the SERVICE part out.",
        )
