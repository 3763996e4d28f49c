"""`{% module "js/feed.js" %}`: a module that a page runs, out of the bundle where there is one."""

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def module(name: str) -> SafeString:
    return format_html(
        '<script type="module" src="{}" data-module="{}"></script>', address_of(name), name
    )


def address_of(name: str) -> str:
    """Of the file that has the module; a browser that meets it twice asks and runs it once."""
    bundle: str = getattr(staticfiles_storage, "bundle_name", "")
    is_written = bundle in getattr(staticfiles_storage, "hashed_files", ())
    return static(bundle if is_written else name)
