"""The secret key of an instance that was given none."""

import os
import tempfile
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def read_or_make_secret_key(path: Path) -> str:
    """The key kept in `path`; made on the first start, readable by its owner only.

    Web, worker and beat start together: the first to create the file wins, the others read it.
    """
    if not path.exists():
        # mkstemp makes files that only their owner may read.
        descriptor, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "w") as file:
            file.write(get_random_secret_key())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return path.read_text().strip()
