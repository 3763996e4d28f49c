"""What Celery runs for people."""

from celery import shared_task
from django.utils import timezone

from social.comments import erase_deleted


@shared_task(name="social.tasks.erase_deleted_comments")
def erase_deleted_comments() -> None:
    """Comments that were taken back a while ago are gone for good."""
    erase_deleted(timezone.now())
