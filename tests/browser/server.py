"""The application over HTTP, in a thread of the tests."""

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

_BLOCK = 4096


class Server(ThreadedWSGIServer):
    """Can answer late where `late` is in the path, in small pieces with a pause before each where
    `slow` is, or not at all where `failing` is; notes what it sent, and counts what it refused."""

    # A test is over when its last answer is: none may touch the next one's database.
    daemon_threads = False
    delay_s = 0.0
    late = ""
    pause_s = 0.0
    slow = ""
    failing = None

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _QuietHandler)
        self.sent = []
        self.refused = 0
        application = get_wsgi_application()

        def perhaps(environ, start_response):
            if self.late in environ["PATH_INFO"]:
                self._wait()
            if self.failing and self.failing in environ["PATH_INFO"]:
                self.refused += 1
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return [b""]
            sent = Sent(environ["PATH_INFO"], environ.get("HTTP_RANGE", ""))
            self.sent.append(sent)
            return sent.pieces(application(environ, start_response), self._pause_s(sent.path))

        self.set_app(perhaps)

    def _wait(self):
        """As long as the delay is by then: one that is taken back holds nobody up any longer."""
        since = time.monotonic()
        while time.monotonic() - since < self.delay_s:
            time.sleep(0.02)

    def _pause_s(self, path):
        return self.pause_s if self.slow and self.slow in path else 0

    @contextmanager
    def running(self):
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            thread.join()
            self.server_close()

    @property
    def url(self):
        return f"http://localhost:{self.server_port}"

    def handle_error(self, request, client_address):
        """A browser that goes away in the middle of an answer is no error of the server."""


@dataclass
class Sent:
    """What one answer brought: `size` bytes from byte `first` of a file."""

    path: str
    range: str
    size: int = 0

    @property
    def first(self):
        return int(self.range.removeprefix("bytes=").split("-")[0] or 0)

    def pieces(self, answer, pause_s):
        try:
            for block in answer:
                step = _BLOCK if pause_s else max(1, len(block))
                for start in range(0, len(block), step):
                    time.sleep(pause_s)
                    piece = block[start : start + step]
                    yield piece
                    self.size += len(piece)  # no more than was taken
        finally:
            if hasattr(answer, "close"):
                answer.close()


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass
