"""The API's page, in a browser that enforces the content policy."""


def test_the_examples_on_the_page_can_be_asked(songs, open_screen, client):
    screen = open_screen("Desktop Chrome", "/api/docs")
    examples = screen.read("[...document.querySelectorAll('.api-example')].map((e) => e.innerText)")
    assert len(examples) == 5
    for example in examples:
        address = example.split("'")[1].removeprefix(screen.server.url)
        assert client.get(address).status_code == 200
