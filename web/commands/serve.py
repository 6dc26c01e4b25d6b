"""``luocdo serve``: the pages, the endpoint and the API in one process of a production WSGI server."""

from __future__ import annotations

import sys

import click

from corpus.errors import LibraryError
from corpus.settings import Settings


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ nghe / address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Cổng, 0: cổng trống / port, 0: any free one.")
@click.option("--threads", default=32, show_default=True, type=click.IntRange(1, 64), help="Số yêu cầu cùng lúc / requests at once.")
@click.pass_obj
def serve_command(settings: Settings, host: str, port: int, threads: int) -> None:
    """Mở các trang trong trình duyệt / serve the pages."""
    from waitress import create_server

    from web import create_app

    app = create_app(settings)
    try:
        server = create_server(app, host=host, port=port, threads=threads, ident=None, channel_timeout=120, channel_request_lookahead=1)
    except OSError as error:
        raise LibraryError(
            f"Không mở được {host}:{port} ({error.strerror}); hãy chọn cổng khác bằng --port.",
            f"Cannot listen on {host}:{port} ({error.strerror}); choose another --port.",
        ) from error
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    # Only now is it true: the socket is bound and the kernel queues what comes.
    click.echo(f"Lược Đồ: http://{shown}:{server.effective_port}/")
    sys.stdout.flush()
    app.extensions["luocdo"].warm()
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()
