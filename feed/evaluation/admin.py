"""Evaluations among the curators' pages: the list, and the figures as pictures."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from feed.evaluation import charts
from feed.evaluation.figures_page import sections
from feed.models import Evaluation
from social.admin import ReadOnlyAdmin


@admin.register(Evaluation)
class EvaluationAdmin(ReadOnlyAdmin):
    change_list_template = "admin/feed/evaluation/change_list.html"
    list_display = ["dataset", "created_at"]
    list_filter = ["dataset"]

    def get_urls(self) -> list[URLPattern]:
        figures = path(
            "figures/", self.admin_site.admin_view(self.figures), name="feed_evaluation_figures"
        )
        return [figures, *super().get_urls()]

    def figures(self, request: HttpRequest) -> HttpResponse:
        """What every evaluation measured, over time."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Figures",
            "sections": sections(),
            "width": charts.WIDTH,
            "height": charts.HEIGHT,
        }
        return render(request, "admin/feed/evaluation/figures.html", context)
