"""The message queue of one machine: a folder of files, as kombu keeps it, but never half a file."""

import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:
        """Kombu fills a file under its final name; a worker that looks in between finds nothing
        in it, and ends."""
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        draft = folder / f".{name}.draft"
        draft.write_text(dumps(payload))
        draft.replace(folder / name)


class Transport(filesystem.Transport):
    Channel = Channel


def use() -> None:
    """Let `filesystem://` mean this queue."""
    TRANSPORT_ALIASES["filesystem"] = "clipfeed.folder_queue:Transport"
