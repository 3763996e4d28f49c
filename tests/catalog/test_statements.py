"""Queries that are compiled once answer as the queryset does, whatever they are asked with."""

from catalog.models import Song
from catalog.statements import Statement


def named(song_ids, title):
    return Song.objects.filter(pk__in=song_ids, title__gte=title).order_by("pk").values_list("pk")


def test_each_number_of_values_is_answered_for_itself(make_song):
    first, second, third = (make_song().pk for _ in range(3))
    statement = Statement(named)
    assert statement.rows([first, third], "") == [(first,), (third,)]
    assert statement.rows([second], "") == [(second,)]
    assert statement.rows([second, first], "") == [(first,), (second,)]


def test_values_take_the_place_of_those_it_was_compiled_with(make_song):
    songs = [make_song(title=title).pk for title in ("Anna", "Berta", "Cleo")]
    statement = Statement(named)
    assert statement.rows(songs, "B") == [(songs[1],), (songs[2],)]
    assert statement.rows(songs, "C") == [(songs[2],)]


def test_constants_of_the_query_stay(make_song):
    loud, calm = make_song(energy=0.9).pk, make_song(energy=0.1).pk
    statement = Statement(
        lambda ids: Song.objects.filter(pk__in=ids, analysis__energy__gt=0.5).values_list("pk")
    )
    assert statement.rows([loud, calm]) == [(loud,)]
    assert statement.rows([calm, loud]) == [(loud,)]


def test_an_instance_is_the_one_that_django_reads(make_song, django_assert_num_queries):
    pk = make_song(genre="Dub", cover="covers/a.jpg").pk
    wanted = Song.objects.playable().with_card_facts()
    read = wanted.get(pk=pk)
    statement = Statement(lambda song_id: wanted.filter(pk=song_id))
    (song,) = statement.rows(pk)
    with django_assert_num_queries(0):
        assert (song.artist.name, song.title, song.cover) == (
            read.artist.name,
            read.title,
            read.cover,
        )
        assert (song.clip.audio_url, song.clip.peak_words) == (
            read.clip.audio_url,
            read.clip.peak_words,
        )
        assert song.analysis.sound_colour == read.analysis.sound_colour
        assert bytes(song.analysis.waveform) == bytes(read.analysis.waveform)
    with django_assert_num_queries(1):  # what no card shows is read when it is asked for
        assert song.audio_bytes > 0


def test_times_and_what_is_missing_come_as_django_reads_them(make_song):
    song = make_song()
    (read,) = Statement(lambda song_id: Song.objects.filter(pk=song_id)).rows(song.pk)
    assert (read.added_at, read.hidden, read.year) == (song.added_at, False, None)
    added = Statement(lambda song_id: Song.objects.filter(pk=song_id).values_list("added_at"))
    assert added.rows(song.pk) == [(song.added_at,)]


def test_a_relation_that_is_missing_is_none(django_user_model, django_assert_num_queries):
    user = django_user_model.objects.create(username="new")
    users = django_user_model.objects.select_related("listener")
    (read,) = Statement(lambda user_id: users.filter(pk=user_id)).rows(user.pk)
    with django_assert_num_queries(0):
        assert getattr(read, "listener", None) is None
