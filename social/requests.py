"""The request as views get it."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from social.models import Listener, User


class ListenerRequest(HttpRequest):
    """A request that passed the middleware: it knows its listener and whether htmx sent it."""

    listener: Listener
    owner: str
    htmx: HtmxDetails
    user: User | AnonymousUser
