"""The application over HTTP, in a thread of the tests."""

import threading
import time
from contextlib import contextmanager

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application


class Server(ThreadedWSGIServer):
    """Can answer late, or not at all where `failing` is in the path."""

    # A test is over when its last answer is: none may touch the next one's database.
    daemon_threads = False
    delay_s = 0.0
    failing = None

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _QuietHandler)
        application = get_wsgi_application()

        def perhaps(environ, start_response):
            time.sleep(self.delay_s)
            if self.failing and self.failing in environ["PATH_INFO"]:
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return [b""]
            return application(environ, start_response)

        self.set_app(perhaps)

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


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass
