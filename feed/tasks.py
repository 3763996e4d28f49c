"""What Celery runs for the feed."""

from celery import shared_task


@shared_task(name="feed.tasks.refit")
def refit() -> None:
    """Bring the fitted models up to date, if anything changed."""
    from feed.refit import refit

    refit()
