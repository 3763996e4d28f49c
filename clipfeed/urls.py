"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

import catalog.views
import clipfeed.health
import feed.device
import feed.embedding
import feed.feedback
import feed.history_page
import feed.offline
import feed.song_page
import feed.taste_page
import feed.views
import social.comment_pages
import social.library
import social.people
import social.playlist_pages
import social.reports
import social.views

handler500 = "clipfeed.errors.server_error"

urlpatterns = [
    path("", feed.views.feed, name="feed"),
    path("api/", include("feed.api.urls")),
    path("next", feed.views.next_cards, name="next"),
    path("plays", feed.feedback.plays, name="plays"),
    path("again", feed.views.start_again, name="start-again"),
    path("random", feed.views.surprise, name="random"),
    path("dial", feed.taste_page.dial, name="dial"),
    path("taste/", feed.taste_page.taste, name="taste"),
    path("taste/export", feed.taste_page.export, name="taste-export"),
    path("taste/forget", feed.taste_page.forget, name="taste-forget"),
    path("taste/remember", feed.taste_page.remember, name="taste-remember"),
    path("taste/reset", feed.taste_page.reset, name="taste-reset"),
    path("taste/liked", feed.taste_page.nothing_liked, name="taste-liked"),
    path("manifest.webmanifest", feed.offline.manifest, name="manifest"),
    path("sw.js", feed.offline.service_worker, name="service-worker"),
    path("offline/", feed.offline.offline, name="offline"),
    path("device/", feed.device.device, name="device"),
    path("device/theme", feed.device.choose_theme, name="choose-theme"),
    path("s/<slug:public_id>/", feed.song_page.song, name="song"),
    path("s/<slug:public_id>/stream", catalog.views.stream, name="stream"),
    path("s/<slug:public_id>/picture.png", catalog.views.share_picture, name="share-picture"),
    path("s/<slug:public_id>/like", social.views.like, name="like"),
    path("s/<slug:public_id>/repost", social.views.repost, name="repost"),
    path("s/<slug:public_id>/share", social.views.share, name="share"),
    path("s/<slug:public_id>/playlists", social.playlist_pages.collect_sheet, name="collect-sheet"),
    path("s/<slug:public_id>/collect", social.playlist_pages.collect, name="collect"),
    path("s/<slug:public_id>/comments", social.comment_pages.comments, name="comments"),
    path("s/<slug:public_id>/comment", social.comment_pages.comment, name="comment"),
    path("s/<slug:public_id>/marks", social.comment_pages.comment_marks, name="comment-marks"),
    path("s/<slug:public_id>/report", social.reports.report_song, name="report-song"),
    path(
        "comments/<slug:public_id>/delete",
        social.comment_pages.delete_comment,
        name="delete-comment",
    ),
    path("comments/<slug:public_id>/hide", social.comment_pages.hide_comment, name="hide-comment"),
    path("comments/<slug:public_id>/report", social.reports.report_comment, name="report-comment"),
    path("s/<slug:public_id>/more", feed.feedback.more, name="more"),
    path("s/<slug:public_id>/dismiss", feed.feedback.dismiss, name="dismiss"),
    path("artists/<slug:public_id>/hide", feed.feedback.hide_artist, name="hide-artist"),
    path("history/", feed.history_page.history, name="history"),
    path("hidden/", feed.feedback.hidden, name="hidden"),
    path("embed/<slug:public_id>/", feed.embedding.embed, name="embed"),
    path("oembed", feed.embedding.oembed, name="oembed"),
    path("clips/<str:name>", catalog.views.clip_audio, name="clip-audio"),
    path("covers/<str:name>", catalog.views.cover, name="cover"),
    path("songs/", social.library.library, name="library"),
    path("songs/arriving", social.library.arriving, name="arriving"),
    path("a/<slug:public_id>/", social.library.artist, name="artist"),
    path("likes/shown", social.people.show_likes, name="show-likes"),
    path("likes/", social.views.likes, name="likes"),
    path("playlists/", social.playlist_pages.playlists, name="playlists"),
    path("playlists/new", social.playlist_pages.new_playlist, name="new-playlist"),
    path("p/<slug:public_id>/", social.playlist_pages.playlist, name="playlist"),
    path("p/<slug:public_id>/edit", social.playlist_pages.edit_playlist, name="edit-playlist"),
    path(
        "p/<slug:public_id>/delete", social.playlist_pages.delete_playlist, name="delete-playlist"
    ),
    path(
        "p/<slug:public_id>/remove",
        social.playlist_pages.remove_from_playlist,
        name="remove-from-playlist",
    ),
    path(
        "p/<slug:public_id>/move", social.playlist_pages.move_in_playlist, name="move-in-playlist"
    ),
    path("following/", social.people.following, name="following"),
    path("u/<str:name>/", social.people.profile, name="profile"),
    path("u/<str:name>/follow", social.people.follow, name="follow"),
    path("accounts/", include("allauth.account.urls")),
    path("healthz", clipfeed.health.alive, name="healthz"),
    path("readyz", clipfeed.health.ready, name="readyz"),
    path("admin/", admin.site.urls),
]
