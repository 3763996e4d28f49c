def titles(client, **query):
    return client.get("/songs/", query).content.decode()


def test_songs_are_found_by_every_word(client, make_song):
    make_song("Undertow", artist="The Quiet Machines")
    make_song("Paper Lanterns", artist="Low Tide")
    html = titles(client, q="QUIET under")
    assert "Undertow" in html
    assert "Paper Lanterns" not in html


def test_nothing_found_says_so(client, make_song):
    make_song()
    assert "No song, artist or album matches" in titles(client, q="<zzz>")


def test_hidden_and_unfinished_songs_are_not_listed(client, make_song):
    make_song("Hidden one", hidden=True)
    make_song("Unfinished one", clip=False)
    html = titles(client)
    assert "Hidden one" not in html
    assert "Unfinished one" not in html


def test_pages_keep_the_search(client, make_song):
    for number in range(65):
        make_song(f"Tune {number}")
    html = titles(client, q="tune")
    assert "?q=tune&amp;page=2" in html
    assert "Page 2 of 2" in titles(client, q="tune", page="2")
    assert "Page 2 of 2" in titles(client, q="tune", page="99")


def test_any_page_needs_few_queries(client, make_song, django_assert_max_num_queries):
    for _ in range(20):
        make_song()
    with django_assert_max_num_queries(4):
        titles(client)
