"""The admin site under ClipFeed's name, and the static files that are served."""

from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as BaseStaticFilesConfig


class ClipFeedAdminConfig(AdminConfig):
    default_site = "clipfeed.admin.ClipFeedAdminSite"


class StaticFilesConfig(BaseStaticFilesConfig):
    """Leaves out htmx's extensions: unused, and one imports a module that is not there."""

    ignore_patterns = [*BaseStaticFilesConfig.ignore_patterns, "ext"]
