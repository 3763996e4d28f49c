"""A record label that never was: songs composed and synthesised by this project.

from catalog.demo import SONGS, write_song

for song in SONGS:
    write_song(song, Path("media/demo"))
"""

from catalog.demo.cover import draw_cover
from catalog.demo.files import write_song
from catalog.demo.mix import render
from catalog.demo.oscillators import SAMPLE_RATE
from catalog.demo.song import DemoSong, truth
from catalog.demo.songs import SONGS

__all__ = ["SAMPLE_RATE", "SONGS", "DemoSong", "draw_cover", "render", "truth", "write_song"]
