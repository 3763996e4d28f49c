"""The product with every answer DELAY_MS late, and a bare page beside it at `/bare`: cards without
content that play CLIPS through three audio elements, and nothing else.

Run by gunicorn.
"""

import os
import time
from pathlib import Path

from clipfeed.wsgi import application as product

_DELAY_S = int(os.environ["DELAY_MS"]) / 1000
_BARE = Path(__file__).with_name("bare.html").read_text().replace("CLIPS", os.environ["CLIPS"])


def application(environ, start_response):
    time.sleep(_DELAY_S)
    if environ["PATH_INFO"] != "/bare":
        return product(environ, start_response)
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [_BARE.encode()]
