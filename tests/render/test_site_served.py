"""The site as it is served, live: to whom, and with what news."""

import http.client
import socket
from threading import Thread

import pytest

from hyzs.commands import serve
from hyzs.commands.serve import Board, BoundedServer
from hyzs.session import Session
from support.site_samples import hostile_store
from support.stores import make_store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return hostile_store(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def served(store):
    server = BoundedServer(("127.0.0.1", 0), Board(Session(str(store), "2026-11-23", quiet=True), "full"))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def got(port, path="/", host=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{port}"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_the_live_page_is_the_same_and_asks_for_news(served):
    status, text = got(served)

    assert status == 200 and "招商引资项目跟踪" in text and "connect-src 'self'" in text


def test_nobody_else_may_ask_in_our_name(served):
    assert got(served, host="evil.example")[0] == 403
    assert got(served, "/../data/settings.yaml")[0] == 404


def test_news_are_known_as_soon_as_a_file_changes(served, store):
    before = got(served, "/version")
    (store / "data/projects/2026/p26-evil.yaml").touch()

    assert before[0] == 200 and got(served, "/version") != before


def test_a_client_that_never_reads_blocks_nobody(served):
    with socket.create_connection(("127.0.0.1", served)) as mute:
        mute.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{served}\r\n\r\n".encode())

        assert got(served)[0] == 200


def test_more_clients_than_there_is_room_for_are_turned_away(store, monkeypatch):
    monkeypatch.setattr(serve, "_CLIENTS", 1)
    server = BoundedServer(("127.0.0.1", 0), Board(Session(str(store), "2026-11-23", quiet=True), "full"))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    port = server.server_address[1]
    refused = pytest.raises((http.client.RemoteDisconnected, ConnectionError))
    with socket.create_connection(("127.0.0.1", port)), refused:
        got(port, "/version")
    server.shutdown()
    server.server_close()


def test_a_head_is_answered_without_a_page_and_names_no_python(served):
    connection = http.client.HTTPConnection("127.0.0.1", served, timeout=60)
    connection.request("HEAD", "/")
    answer = connection.getresponse()

    assert (answer.status, answer.read(), answer.headers["Server"].strip()) == (200, b"", "hyzs")


def test_what_is_wrong_with_the_store_is_told_instead_of_the_page(tmp_path):
    root = make_store(tmp_path / "s")
    server = BoundedServer(("127.0.0.1", 0), Board(Session(str(root), "2026-11-23", quiet=True), "full"))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    (root / "data/settings.yaml").write_text("id: 坏\nweek: 1\n", encoding="utf-8")

    status, text = got(server.server_address[1])
    server.shutdown()
    server.server_close()

    assert status in (200, 500) and "Traceback" not in text
