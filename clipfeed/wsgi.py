"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clipfeed.settings")

_django = get_wsgi_application()

from feed.api.at_once import AtOnce  # noqa: E402 - it needs the settings

application = AtOnce(_django)
