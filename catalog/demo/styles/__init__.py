"""All styles by name."""

from catalog.demo.score import StyleMaker
from catalog.demo.styles import acoustic, bands, breaks, club, quiet, screen, synths

STYLES: dict[str, StyleMaker] = {
    name: maker
    for family in (club, breaks, synths, quiet, screen, acoustic, bands)
    for name, maker in family.STYLES.items()
}
