"""The Celery application: workers and beat start from here."""

import os
import signal
import sys
from types import FrameType

from celery import Celery
from celery.signals import worker_process_init, worker_ready

from clipfeed import folder_queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clipfeed.settings")

folder_queue.use()
app = Celery("clipfeed")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


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
