"""A request of the SPARQL 1.1 Protocol, read exactly: which query over which dataset, or which error of the standard."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from werkzeug.wrappers import Request

from corpus.errors import QueryError

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
MAX_QUERY_BYTES = 1 << 20
_UPDATE_WORDS = (
    "Điểm truy vấn này chỉ trả lời câu hỏi (SELECT, ASK, CONSTRUCT, DESCRIBE); nó không nhận lệnh cập nhật.",
    "This endpoint answers queries (SELECT, ASK, CONSTRUCT, DESCRIBE); it takes no updates.",
)


class ProtocolError(QueryError):
    """A request that the protocol does not allow; ``status`` is the HTTP status."""

    def __init__(self, status: int, vi: str, en: str) -> None:
        super().__init__(vi, en)
        self.status = status


@dataclass(frozen=True, slots=True)
class Operation:
    """One query operation. ``default_graphs`` is ``None`` where the request names no dataset."""

    query: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...]
    format: str | None
    seconds: float | None
    rows: int | None


def operation(request: Request) -> Operation | None:
    """The operation that ``request`` asks for; ``None``: none, a plain GET of the endpoint."""
    pairs = _decoded(request.query_string, "query string")
    queries = [value for name, value in pairs if name == "query"]
    if request.method == "POST":
        body_pairs, direct = _body(request)
        pairs += body_pairs
        queries += [value for name, value in body_pairs if name == "query"] + direct
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in pairs):
        raise ProtocolError(403, *_UPDATE_WORDS)
    if not queries and request.method != "POST" and not _names_dataset(pairs):
        return None
    return _operation(queries, pairs)


def refuse_update() -> ProtocolError:
    """The error for a query text that is an update."""
    return ProtocolError(400, *_UPDATE_WORDS)


def _operation(queries: list[str], pairs: list[tuple[str, str]]) -> Operation:
    if len(queries) != 1:
        raise ProtocolError(
            400,
            f"Cần đúng một tham số query, nhận được {len(queries)}.",
            f"Exactly one query parameter is needed, {len(queries)} came.",
        )
    return Operation(
        query=queries[0],
        default_graphs=_iris(pairs, "default-graph-uri") if _names_dataset(pairs) else None,
        named_graphs=_iris(pairs, "named-graph-uri"),
        format=",".join(value for name, value in pairs if name == "format") or None,
        seconds=_number(pairs, "timeout"),
        rows=int(n) if (n := _number(pairs, "max-rows")) is not None else None,
    )


def _body(request: Request) -> tuple[list[tuple[str, str]], list[str]]:
    """Parameters of a form body, or the query of a direct one."""
    charset = request.mimetype_params.get("charset", "utf-8").strip().lower()
    if request.mimetype == UPDATE:
        raise ProtocolError(403, *_UPDATE_WORDS)
    if request.mimetype not in (FORM, DIRECT):
        raise ProtocolError(
            415,
            f"POST cần Content-Type là {FORM} hoặc {DIRECT}.",
            f"A POST needs the Content-Type {FORM} or {DIRECT}.",
        )
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise ProtocolError(415, f"Câu hỏi phải ở bảng mã UTF-8, không phải {charset}.", f"A query is in UTF-8, not {charset}.")
    body = request.stream.read(MAX_QUERY_BYTES + 1)
    if len(body) > MAX_QUERY_BYTES:
        raise ProtocolError(413, f"Câu hỏi dài quá {MAX_QUERY_BYTES} byte.", f"The query is longer than {MAX_QUERY_BYTES} bytes.")
    if request.mimetype == FORM:
        return _decoded(body, "form"), []
    try:
        return [], [body.decode("utf-8")]
    except UnicodeDecodeError as error:
        raise _not_utf8() from error


def _decoded(encoded: bytes, what: str) -> list[tuple[str, str]]:
    """Names and values, percent-decoded once; bytes that are no UTF-8 are refused, never replaced."""
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=10_000)
    except UnicodeDecodeError as error:
        raise _not_utf8() from error
    except ValueError as error:
        raise ProtocolError(400, f"Không đọc được tham số ({what}).", f"The parameters ({what}) cannot be read.") from error


def _not_utf8() -> ProtocolError:
    return ProtocolError(400, "Câu hỏi không phải văn bản UTF-8.", "The query is not UTF-8 text.")


def _names_dataset(pairs: Iterable[tuple[str, str]]) -> bool:
    return any(name in ("default-graph-uri", "named-graph-uri") for name, _ in pairs)


_BAD_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")


def _iris(pairs: Iterable[tuple[str, str]], parameter: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for name, value in pairs if name == parameter))
    for value in values:
        if _BAD_IRI.search(value) or not _scheme(value):
            raise ProtocolError(400, f"{parameter}: không phải IRI tuyệt đối: {value}", f"{parameter}: not an absolute IRI: {value}")
    return values


def _scheme(value: str) -> str:
    try:
        return urlsplit(value).scheme
    except ValueError:
        return ""


def _last(pairs: Iterable[tuple[str, str]], parameter: str) -> str | None:
    return next((value for name, value in reversed(list(pairs)) if name == parameter), None)


def _number(pairs: Iterable[tuple[str, str]], parameter: str) -> float | None:
    value = _last(pairs, parameter)
    if value is None or not value.strip():
        return None
    if not re.fullmatch(r"\d{1,9}(?:\.\d{1,3})?", value) or not float(value):
        raise ProtocolError(400, f"{parameter}: cần một số dương, không phải {value!r}.", f"{parameter}: a positive number, not {value!r}.")
    return float(value)
