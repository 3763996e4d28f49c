"""The Celery application: workers and beat start from here."""

import os
import signal
import sys
from types import FrameType

from celery import Celery
from celery.signals import worker_init, worker_process_init, worker_ready

from clipfeed import folder_queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clipfeed.settings")
# Every core has a process of its own: threads inside them would only stand in each other's way.
for _library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

folder_queue.use()
app = Celery("clipfeed")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def warm_up(**_: object) -> None:
    """Load librosa once, before forking: its children share the memory, and a fresh one begins
    with its first song at once instead of after seconds of loading and compiling."""
    import analysis

    analysis.warm_up()


@worker_process_init.connect
def give_work_back_when_told_to_stop(**_: object) -> None:
    """Let a task notice SIGTERM as SystemExit, instead of vanishing with its claim."""

    def stop(number: int, frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)


@worker_ready.connect
def look_for_lost_work(**_: object) -> None:
    """What the last worker held when it was killed need not wait for the next sweep."""
    app.send_task("catalog.tasks.sweep")
