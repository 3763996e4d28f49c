"""An empty catalogue gets the demo: songs this project composes itself."""

from pathlib import Path

from celery import current_app
from django.conf import settings

from catalog import demo, ingest
from catalog.arriving import expect
from catalog.models import Song


def missing_demo_songs() -> list[demo.DemoSong]:
    """Demo songs that are not in the catalogue yet; none once it holds other music."""
    titles = [song.title for song in demo.SONGS]
    here = set(Song.objects.filter(title__in=titles).values_list("title", flat=True))
    if Song.objects.count() > len(here):
        return []
    return [song for song in demo.SONGS if song.title not in here]


def queue_demo() -> int:
    """Have the workers compose what is missing; the count of songs asked for."""
    missing = missing_demo_songs()
    expect([song.title for song in missing])
    for song in missing:
        current_app.send_task("catalog.tasks.add_demo_song", [song.slug])
    return len(missing)


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
