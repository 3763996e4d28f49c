"""Addresses of songs and what belongs to them, many to a page."""

from functools import cache

from django.urls import reverse


def address(view: str, name: str) -> str:
    """What `reverse` gives for a view of one name, which is a public id or a file's: plain letters,
    digits, dots, dashes."""
    before, after = _around(view)
    return f"{before}{name}{after}"


@cache
def _around(view: str) -> tuple[str, str]:
    """A view's address before and after the name in it: `reverse` takes longer than all the rest of
    what a row shows."""
    before, _, after = reverse(view, args=["NAME"]).partition("NAME")
    return before, after
