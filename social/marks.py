"""Marks that a listener sets and takes back: likes, reposts, follows, what they sent away."""

from typing import Any

from django.db import models, transaction


def set_mark(marks: models.Manager[Any], wanted: bool, **of: Any) -> None:
    """Have `marks`, a listener's own, hold one of these or none; saying the same twice changes
    nothing."""
    with transaction.atomic():
        if wanted:
            marks.get_or_create(**of)
        else:
            marks.filter(**of).delete()
