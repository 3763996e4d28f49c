"""The songs of the demo label."""

from catalog.demo.song import DemoSong
from catalog.demo.songs import club, electric, played, quiet

SONGS: tuple[DemoSong, ...] = club.SONGS + electric.SONGS + quiet.SONGS + played.SONGS
