"""`{% address "view" name %}`: what `{% url %}` gives for one name, in a tenth of the time."""

from django import template

from catalog.addresses import address

register = template.Library()
register.simple_tag(address)
