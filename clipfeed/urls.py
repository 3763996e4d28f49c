"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

import catalog.views
import clipfeed.health
import feed.views
import social.views

urlpatterns = [
    path("", feed.views.feed, name="feed"),
    path("next", feed.views.next_cards, name="next"),
    path("plays", feed.views.plays, name="plays"),
    path("again", feed.views.start_again, name="start-again"),
    path("random", feed.views.surprise, name="random"),
    path("s/<slug:public_id>/", feed.views.song, name="song"),
    path("s/<slug:public_id>/stream", catalog.views.stream, name="stream"),
    path("s/<slug:public_id>/picture.png", catalog.views.share_picture, name="share-picture"),
    path("s/<slug:public_id>/like", social.views.like, name="like"),
    path("s/<slug:public_id>/share", social.views.share, name="share"),
    path("clips/<str:name>", catalog.views.clip_audio, name="clip-audio"),
    path("covers/<str:name>", catalog.views.cover, name="cover"),
    path("songs/", catalog.views.library, name="library"),
    path("likes/", social.views.likes, name="likes"),
    path("accounts/", include("allauth.account.urls")),
    path("healthz", clipfeed.health.alive, name="healthz"),
    path("readyz", clipfeed.health.ready, name="readyz"),
    path("admin/", admin.site.urls),
]
