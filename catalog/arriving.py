"""Songs that cannot be heard yet, and will be in a moment."""

from collections.abc import Sequence

from django.core.cache import cache

from catalog.models import Analysis, Song

_KEY = "catalog.arriving.titles"
# The slowest machine has composed the demo by then; what has not come failed, and is in the log.
_PATIENCE_S = 900


def expect(titles: Sequence[str]) -> None:
    """Songs of these titles are being composed: there is no row of them yet to wait for."""
    cache.set(_KEY, list(titles), _PATIENCE_S)


def arriving_count() -> int:
    """How many songs wait for their first clip, or are still being composed."""
    expected = cache.get(_KEY, [])
    here = Song.objects.filter(title__in=expected).count() if expected else 0
    return Analysis.objects.new().count() + len(expected) - here
