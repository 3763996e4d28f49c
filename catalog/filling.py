"""An empty catalogue gets the demo: songs this project composes itself."""

from pathlib import Path

from celery import current_app
from django.conf import settings

from catalog import demo, ingest
from catalog.models import Song


def missing_demo_songs() -> list[str]:
    """Slugs of demo songs that are not in the catalogue yet; none once it holds other music."""
    titles = {song.title: song.slug for song in demo.SONGS}
    here = set(Song.objects.filter(title__in=titles).values_list("title", flat=True))
    if Song.objects.count() > len(here):
        return []
    return [slug for title, slug in titles.items() if title not in here]


def queue_demo() -> int:
    """Have the workers compose what is missing; the count of songs asked for."""
    slugs = missing_demo_songs()
    for slug in slugs:
        current_app.send_task("catalog.tasks.add_demo_song", [slug])
    return len(slugs)


def add_demo_song(slug: str) -> int | None:
    """Render and add one demo song; its id, or None where it was there already."""
    song = next(song for song in demo.SONGS if song.slug == slug)
    path = demo.write_song(song, demo_folder())
    result = ingest.add_file(path)
    return result.song_id if result.outcome is ingest.Outcome.ADDED else None


def demo_folder() -> Path:
    folder = Path(settings.VAR_DIR, "demo")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
