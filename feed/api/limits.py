"""How much one address may ask for."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

_WINDOW_S = 60
# A process takes this share of an address's requests at a time out of the shared cache, so that
# few requests wait for it.
_SHARE = 20


class AddressLimit(BaseThrottle):
    """`API_REQUESTS_PER_MINUTE` from one address, counted over all processes.

    A minute never allows more; it allows a little less where an address's last requests come to
    several processes, each with some of its share left.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = 0
        self._left: dict[str, int] = {}

    def allow_request(self, request: HttpRequest) -> bool:
        return self.allows(request.META)

    def allows(self, environ: Mapping[str, Any]) -> bool:
        """The same of a request's WSGI environment."""
        address = _client(environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", ""))
        with self._lock:
            window = int(time.time()) // _WINDOW_S
            if window != self._window:
                self._window, self._left = window, {}
            left = self._left.pop(address, None)
            if left is None:
                left = _take(address, window)
            if left != 1:  # a share that is used up is forgotten, one that was refused is not
                self._left[address] = max(left - 1, 0)
        return left > 0

    def wait(self) -> int:
        """Seconds until the minute is over."""
        return _WINDOW_S - int(time.time()) % _WINDOW_S


address_limit = AddressLimit()


def _take(address: str, window: int) -> int:
    """Requests granted to this process: a share, or what is left of the last one."""
    limit = settings.API_REQUESTS_PER_MINUTE
    share = max(limit // _SHARE, 1)
    key = f"api-requests:{address}:{window}"
    cache.add(key, 0, 2 * _WINDOW_S)
    try:
        taken_before = cache.incr(key, share) - share
    except ValueError:  # a full cache lets go of what it likes
        taken_before = 0
    return min(share, max(limit - taken_before, 0))


@lru_cache(maxsize=1000)
def _client(remote: str, forwarded_for: str) -> str:
    """The address that accounts know too, by the proxies that are believed. An IPv6 address stands
    for its /64: that is what one customer gets."""
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": remote}
    if forwarded_for:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded_for
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        return remote  # a socket without addresses, or a way around the proxies: one for all
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.IPv6Network((address, 64), strict=False).network_address)
