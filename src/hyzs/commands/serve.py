"""``hyzs serve``: serve the board to the browser of this machine, read-only, reloaded when a file changes."""

import sys
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import BoundedSemaphore, Lock
from typing import Annotated, Any

import typer

from hyzs.commands.options import Audience, print_options
from hyzs.model.errors import CannotWrite, HyzsError, os_error_text
from hyzs.output import AnswerWriter, print_notice
from hyzs.session import Session
from hyzs.store.change_stamp import change_stamp


def serve(
    ctx: typer.Context,
    port: Annotated[int, typer.Option("--port", metavar="端口", help="本机的哪个端口；0 由系统挑")] = 8719,
    audience: Audience = "full",
) -> None:
    """在本机浏览器里看活的看板：文件一改，页面自己更新；只读，别的机器连不上。"""
    session: Session = ctx.obj
    _ = session.root
    try:
        server = BoundedServer(("127.0.0.1", port), Board(session, audience))
    except (OSError, OverflowError) as error:
        why = os_error_text(error) if isinstance(error, OSError) else str(error)
        raise CannotWrite(f"占不到端口 {port}：{why}", "换一个：--port 8720") from None
    print_notice(f"看板在 http://127.0.0.1:{server.server_port}/ ，按 Ctrl+C 结束")
    with server:
        server.serve_forever(poll_interval=0.2)


#: Clients that are answered at a time, and the seconds that each may keep us waiting.
_CLIENTS, _SECONDS = 64, 10


class BoundedServer(ThreadingHTTPServer):
    """A server that answers so many clients at a time; one more is turned away."""

    def __init__(self, address: tuple[str, int], board: "Board") -> None:
        super().__init__(address, partial(BoardHandler, board))
        self._free = BoundedSemaphore(_CLIENTS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Start a thread for the client, if one is free."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer the client, then free the thread."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: "socket | tuple[bytes, socket]", client_address: Any) -> None:
        """Print nothing of clients that left or were too slow; a bug of ours is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def port_of(server: Any) -> int:
    """The port that the system gave us."""
    return int(server.server_address[1])


class Board:
    """The page of a store as it is now; one is made at a time."""

    def __init__(self, session: Session, audience: str) -> None:
        self.session, self.audience = session, audience
        self._making = Lock()

    def version(self) -> str:
        """A text that changes when any file of the store does."""
        return change_stamp(self.session.root)

    def page(self) -> str:
        """The board as HTML. Raises: HyzsError: any reason for which it cannot be made."""
        from hyzs.reports.site import site

        options = print_options(audience=self.audience)
        with self._making:  # while the page is made, not while somebody reads it
            session = self.session.reopened(quiet=True)
            try:
                return AnswerWriter(session).text(site(session.index, session.now), "live", options)
            finally:
                session.close()


class BoardHandler(BaseHTTPRequestHandler):
    """Answers two addresses, and only whoever names this machine: no other site may ask in our name."""

    timeout = _SECONDS
    server_version, sys_version = "hyzs", ""

    def __init__(self, board: Board, *connection: Any) -> None:
        self.board = board
        super().__init__(*connection)

    def do_HEAD(self) -> None:
        """Answer without the body."""
        self.do_GET()

    def do_GET(self) -> None:
        """Answer the page, its version, or a refusal."""
        own_hosts = {f"{name}:{port_of(self.server)}" for name in ("127.0.0.1", "localhost")}
        if self.headers.get("Host") not in own_hosts:
            self._send(403, "text/plain", "只答本机")
        elif self.path == "/version":
            self._send(200, "text/plain", self.board.version())
        elif self.path == "/":
            self._send_page()
        else:
            self._send(404, "text/plain", "没有这一页")

    def _send_page(self) -> None:
        try:
            text = self.board.page()
        except HyzsError as error:
            self._send(500, "text/plain", f"{error.message}；{error.hint}")
        else:
            self._send(200, "text/html", text)

    def _send(self, code: int, kind: str, text: str) -> None:
        data = text.encode()
        self.send_response(code)
        for name, value in (
            ("Content-Type", f"{kind}; charset=utf-8"),
            ("Content-Length", str(len(data))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
        ):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: nobody reads it."""
