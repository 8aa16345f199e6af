# The program ``hyzs`` on the PATH of a test: asks the server at LINE for a run, or starts Python where that matters.
# ``support.program`` writes LINE and HARMLESS above it.
# ruff: noqa: F821
import _socket
import marshal
import os
import struct
import sys


def ask(words):
    """How a run with these words ends, in our folder, environment and streams: its exit code, -n for a signal."""
    line = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    line.connect(LINE)
    request = marshal.dumps((words, os.getcwdb(), dict(os.environb), ""))  # noqa: PTH109 - in bytes
    rights = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS, struct.pack("3i", 0, 1, 2))
    line.sendmsg([len(request).to_bytes(4, "big")], [rights])
    line.sendall(request)
    return int.from_bytes(line.recv(2), "big", signed=True)


words = [os.fsencode(word) for word in sys.argv[1:]]
otherwise = os.environ.get("LC_ALL") == "C" or any(
    name.startswith("PYTHON") and name not in HARMLESS for name in os.environ
)
if otherwise or not (sys.stdin and sys.stdout and sys.stderr):  # closed streams
    os.execv(sys.executable, [sys.executable, "-m", "hyzs", *words])
code = ask(words)
if code < 0:
    os.kill(os.getpid(), -code)
os._exit(code)
