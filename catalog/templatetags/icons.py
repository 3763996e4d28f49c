"""Icons: `{% icon "heart" %}`, `{% icon "heart" "solid" %}`."""

from functools import cache

from django import template
from django.utils.safestring import SafeString
from heroicons.templatetags import heroicons

register = template.Library()


@register.simple_tag
@cache  # a card shows seven, and heroicons writes each one anew
def icon(name: str, style: str = "outline") -> SafeString:
    """An inline SVG from heroicons; screen readers pass it over: words say what it means."""
    draw = heroicons.heroicon_solid if style == "solid" else heroicons.heroicon_outline
    return SafeString(draw(str(name), aria_hidden="true"))
