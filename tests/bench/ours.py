"""What the product itself says of songs, kept like what other tools say."""

from collections.abc import Sequence
from pathlib import Path

import analysis
from tests.bench.kept import heard

_SOURCES = Path(analysis.__file__).parent


def analysed(paths: Sequence[Path]) -> list[analysis.SongAnalysis | None]:
    """The facts of each file; None where it was refused."""
    return heard(analysis.analyse, paths, version=str(analysis.VERSION), sources=_SOURCES)
