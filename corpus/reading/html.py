"""HTML of portals and of "Save as web page": the text in reading order, tables as rows, navigation left out.

The property table of a portal ("Số hiệu", "Ngày ban hành" ...) is kept as ``label | value |`` lines. What is left out:
scripts and controls, whatever is marked as navigation by its tag, role or class, and blocks that are mostly links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.model import Note
from corpus.reading.decode import decode
from corpus.reading.reading import Reading, row_lines, squeeze

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_WORD = re.compile("[a-z0-9]+")
_DROPPED = frozenset(
    _WORD.findall(
        "script style noscript template head nav aside iframe object svg canvas button select option textarea input audio video map dialog"
    )
)
_BLOCKS = frozenset(
    _WORD.findall(
        "address article blockquote body center dd details div dl dt fieldset figure figcaption footer form h1 h2 h3 h4 h5 h6 header "
        "hr html li main ol p pre section summary table tbody td tfoot th thead tr ul"
    )
)
_NAVIGATION = frozenset(
    _WORD.findall(
        "nav navbar navigation menu submenu topmenu mainmenu breadcrumb breadcrumbs footer sidebar pagination pager share social banner "
        "advert advertisement ads quangcao login search searchbox comment comments related relatednews tags toolbar skip cookie popup modal"
    )
)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary"))
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})""", re.I)
_START = re.compile(
    rb"^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|table|p)\b", re.I | re.S
)
_CELLS = frozenset(("td", "th", "dd", "dt"))
_CONTAINERS = _BLOCKS - _CELLS - frozenset(("body", "tr", "tbody", "p", "li"))
_MAIN_SHARE = 0.5
"""A block with more of the page's text than this is no navigation, whatever it is called."""


def looks_like_html(content: bytes) -> bool:
    """Whether the first bytes open an HTML page, whatever the file is called."""
    return _START.match(content[:8000].removeprefix(b"\xef\xbb\xbf")) is not None


def read_html(content: bytes, name: str) -> Reading:
    """The text of a page. Raises :class:`~corpus.errors.InputError` where its encoding is not known."""
    from selectolax.lexbor import LexborHTMLParser

    charset = _CHARSET.search(content[:4000])
    markup, notes = decode(content, name, charset.group(1).decode().lower() if charset else None)
    body = LexborHTMLParser(markup.replace("\0", "")).body
    writer = _Writer(_measure(body) if body is not None else {})
    if body is not None:
        writer.write(body)
    if writer.left_out:
        shown = "; ".join(writer.left_out)[:300]
        notes += (Note(code="navigation-left-out", start=0, end=0, printed=shown, reason="Phần điều hướng của trang, không thuộc văn bản"),)
    return Reading(media_type="text/html", pieces=("\n".join(writer.lines),), notes=tuple((0, n) for n in notes))


@dataclass(slots=True)
class _Size:
    """What lies under an element: characters, characters of links, links, whether a table."""

    text: int = 0
    link_text: int = 0
    links: int = 0
    table: bool = False


def _walk(body: LexborNode) -> Iterator[tuple[LexborNode, str, bool]]:
    """(node, tag, leaving) for every node, without recursion: a page may nest a hundred thousand elements."""
    stack: list[tuple[LexborNode, bool]] = [(body, False)]
    while stack:
        node, leaving = stack.pop()
        tag = node.tag or ""
        yield node, tag, leaving
        if not leaving and tag != "-text":
            stack.append((node, True))
            stack += [(child, False) for child in reversed(list(node.iter(include_text=True)))]


def _measure(body: LexborNode) -> dict[int, _Size]:
    """The size of every element, in one pass."""
    sizes: dict[int, _Size] = {}
    open_: list[_Size] = [_Size()]
    for node, tag, leaving in _walk(body):
        if tag == "-text":
            open_[-1].text += len((node.text_content or "").strip())
        elif not leaving:
            open_.append(_Size())
        else:
            size = sizes[node.mem_id] = open_.pop()
            above = open_[-1]
            above.text += 0 if tag in _DROPPED else size.text
            above.link_text += size.text if tag == "a" else size.link_text
            above.links += size.links + (tag == "a")
            above.table |= size.table or tag == "table"
    return sizes


class _Writer:
    """The lines of a page, written as its elements open and close."""

    def __init__(self, sizes: dict[int, _Size]) -> None:
        self.lines: list[str] = []
        self.left_out: list[str] = []
        self._sizes = sizes
        self._words: list[str] = []
        self._rows: list[list[list[str]]] = []
        self._outer: list[list[str]] = []
        self._lists: list[int | None] = []
        self._marker = ""

    def write(self, body: LexborNode) -> None:
        total = self._sizes[body.mem_id].text
        within: int | None = None  # the element that is being left out
        for node, tag, leaving in _walk(body):
            if within is not None:
                within = None if leaving and node.mem_id == within else within
            elif tag == "-text":
                self._words.append(node.text_content or "")
            elif leaving:
                self._leave(tag, self._sizes[node.mem_id])
            elif tag in _DROPPED or tag.startswith(("-", "!")):
                within = node.mem_id
            elif self._is_navigation(node, tag, total):
                within = node.mem_id
                self.left_out.append(squeeze(node.text(separator=" ")[:400])[:60])
            else:
                self._enter(tag, node)
        self._flush()

    def _is_navigation(self, node: LexborNode, tag: str, total: int) -> bool:
        if tag not in _CONTAINERS:
            return False
        size = self._sizes[node.mem_id]
        if not size.text or size.text > _MAIN_SHARE * total:
            return False
        if size.links >= 4 and size.link_text > 0.7 * size.text and size.text < 200 * size.links:
            return True
        return tag in ("header", "footer") or node.attributes.get("role") in _ROLES or bool(_names(node) & _NAVIGATION)

    def _enter(self, tag: str, node: LexborNode) -> None:
        if tag in _BLOCKS or tag == "br":
            self._flush()
        if tag in ("ul", "ol"):
            start = node.attributes.get("start") or "1"
            self._lists.append((int(start) if start.isdecimal() and len(start) < 6 else 1) if tag == "ol" else None)
        elif tag == "li" and self._lists:
            self._marker = self._next_marker()
        elif tag == "dl" or (tag == "tr" and not self._sizes[node.mem_id].table):
            self._open_row()
        elif tag in _CELLS and self._rows:
            self.lines = []

    def _leave(self, tag: str, size: _Size) -> None:
        if tag not in _BLOCKS:
            return
        self._flush()
        if tag in ("ul", "ol"):
            self._lists.pop()
        elif tag in _CELLS and self._rows:
            self._rows[-1].append(self.lines)
            self.lines = []
            if tag == "dd":
                self._close_row()
                self._open_row()
        elif self._rows and (tag == "dl" or (tag == "tr" and not size.table)):
            self._close_row()

    def _open_row(self) -> None:
        self._rows.append([])
        self._outer.append(self.lines)
        self.lines = []

    def _close_row(self) -> None:
        rows = row_lines(self._rows.pop())
        self.lines = self._outer.pop()
        self.lines += rows

    def _next_marker(self) -> str:
        number = self._lists[-1]
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _flush(self) -> None:
        text = squeeze("".join(self._words))
        self._words = []
        if text:
            self.lines.append(self._marker + text)
            self._marker = ""


def _names(node: LexborNode) -> set[str]:
    given = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"[:300].lower()
    return set(_WORD.findall(given))
