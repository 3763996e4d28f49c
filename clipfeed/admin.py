"""The curators' site."""

from django.contrib.admin import AdminSite


class ClipFeedAdminSite(AdminSite):
    site_header = "ClipFeed"
    site_title = "ClipFeed"
    index_title = "Curating"
    site_url = "/"
