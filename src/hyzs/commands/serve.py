"""``hyzs serve``"""

import sys
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
        server = BoundedServer(("127.0.0.1", port), handler(session, audience))
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

    def __init__(self, address: tuple[str, int], answers: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, answers)
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


def handler(session: Session, audience: str) -> type[BaseHTTPRequestHandler]:
    """The class that answers the browser."""
    looking = Lock()

    class Handler(BaseHTTPRequestHandler):
        """Answers two addresses, and only whoever names this machine: no other site may ask in our name."""

        timeout = _SECONDS
        server_version, sys_version = "hyzs", ""

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            here = {f"{name}:{port_of(self.server)}" for name in ("127.0.0.1", "localhost")}
            if self.headers.get("Host") not in here:
                self._say(403, "text/plain", "只答本机")
            elif self.path == "/version":
                self._say(200, "text/plain", change_stamp(session.root))
            elif self.path == "/":
                self._page()
            else:
                self._say(404, "text/plain", "没有这一页")

        def _page(self) -> None:
            try:
                with looking:  # while the page is made, not while somebody reads it
                    text = _page(session.reopened(quiet=True), audience)
            except HyzsError as error:
                self._say(500, "text/plain", f"{error.message}；{error.hint}")
            else:
                self._say(200, "text/html", text)

        def _say(self, code: int, kind: str, text: str) -> None:
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
            """Nobody reads it."""

    return Handler


def _page(session: Session, audience: str) -> str:
    from hyzs.reports.site import site

    try:
        return AnswerWriter(session).text(site(session.index, session.now), "live", print_options(audience=audience))
    finally:
        session.close()
