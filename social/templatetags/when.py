"""Moments in words: `{{ comment.created_at|ago }}`, `{{ comment.position_s|clock }}`."""

from datetime import datetime

from django import template
from django.utils import timezone

from catalog import words

register = template.Library()

_MINUTE_S, _HOUR_S, _DAY_S, _WEEK_S = 60, 3600, 86400, 7 * 86400

register.filter("clock", words.clock)


@register.filter
def ago(then: datetime, now: datetime | None = None) -> str:
    """`just now`, `5 min ago`, `3 h ago`, `2 d ago`; from a week on, the date."""
    passed_s = ((now or timezone.now()) - then).total_seconds()
    if passed_s < _MINUTE_S:
        return "just now"
    if passed_s < _HOUR_S:
        return f"{passed_s // _MINUTE_S:.0f} min ago"
    if passed_s < _DAY_S:
        return f"{passed_s // _HOUR_S:.0f} h ago"
    if passed_s < _WEEK_S:
        return f"{passed_s // _DAY_S:.0f} d ago"
    return f"{timezone.localtime(then):%-d %b %Y}"
