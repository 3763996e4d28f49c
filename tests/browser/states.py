"""Every screen in every state worth looking at: where it is, who sees it, and what they do there.

The tests look at them for faults, `make screenshots` draws them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.screen import Screen

ALICE, DORA, CURATOR, NOBODY = "alice", "dora", "curator", ""
SHEET = "document.querySelector('dialog[open]')"


def stay(screen: Screen) -> None:
    """Nothing is done."""


@dataclass(frozen=True)
class State:
    """`address` names places of the world in braces; `arriving` is how many new songs are still
    being listened to, `failing` what the server does not answer, `expected` are problems that
    belong to it, `ours` is the part that is not somebody else's."""

    name: str
    address: str
    who: str = ALICE
    steps: Callable[[Screen], None] = stay
    arriving: int = 0
    failing: str | None = None
    expected: tuple[str, ...] = ()
    colours: str = "dark"
    ours: str | None = None

    def __str__(self) -> str:
        return self.name


def listen(screen: Screen) -> None:
    """Until the head in the strip has moved."""
    screen.start()
    screen.listen(2)


def open_dial(screen: Screen) -> None:
    """On wide screens it stands open beside the card."""
    screen.start()
    if screen.read("document.querySelector('[data-dial]').offsetWidth"):
        _press(screen, "[data-dial]")
    screen.wait("document.getElementById('dial').checkVisibility()")


def open_sheet(name: str) -> Callable[[Screen], None]:
    def steps(screen: Screen) -> None:
        screen.start()
        _press(screen, f".card[data-state] [data-sheet={name}]")
        screen.wait(f"{SHEET}?.querySelector('.choices')")
        screen.wait_until_shown()

    return steps


def read_comments(screen: Screen) -> None:
    screen.start()
    _press(screen, ".card[data-state] [data-sheet=comments]")
    screen.wait(f"{SHEET}?.querySelector('textarea, .comment')")


def open_queue(screen: Screen) -> None:
    """On wide screens it stands open beside the card."""
    screen.start()
    if screen.read("document.querySelector('[data-queue]').offsetWidth"):
        _press(screen, "[data-queue]")
    screen.wait("document.getElementById('up-next').checkVisibility()")


def open_settings(screen: Screen) -> None:
    screen.start()
    _press(screen, ".settings-button")
    screen.wait(f"{SHEET}?.querySelector('.setting')")


def open_help(screen: Screen) -> None:
    screen.start()
    screen.press("?")
    screen.wait(f"{SHEET}?.querySelector('.help')")


def fail_to_play(screen: Screen) -> None:
    _press(screen, "[data-start]")
    screen.wait("document.querySelector('.card[data-state=failed]')")


def lose_the_next_cards(screen: Screen) -> None:
    screen.start()
    first = screen.card
    screen.press("j")
    screen.wait("!document.getElementById('stuck').hidden")
    screen.until(lambda: screen.card not in (None, first))
    screen.wait_until_at_rest()


def unfold(screen: Screen) -> None:
    """Everything on the page that can be opened is open."""
    screen.read("document.querySelectorAll('details').forEach(it => { it.open = true })")


def see_the_window(screen: Screen) -> None:
    screen.wait("document.querySelector('[data-window]:not([hidden])')")
    screen.read("document.querySelector('.curating').scrollIntoView()")


def log_in_wrongly(screen: Screen) -> None:
    screen.page.fill("[name=login]", "alice")
    screen.page.fill("[name=password]", "wrong")
    screen.page.press("[name=password]", "Enter")
    screen.wait("document.querySelector('.errorlist')")


def _press(screen: Screen, selector: str) -> None:
    if screen.read("'ontouchstart' in window"):
        screen.tap(selector)
    else:
        screen.click(selector)


STATES = (
    State("start", "/", NOBODY),
    State("feed", "/", ALICE, listen),
    State("feed-dial", "/", ALICE, open_dial),
    State("feed-more", "/", ALICE, open_sheet("more")),
    State("feed-collect", "/", ALICE, open_sheet("collect")),
    State("feed-comments", "/?clip={song}", ALICE, read_comments),
    State("feed-comments-none", "/", NOBODY, read_comments),
    State("feed-settings", "/", ALICE, open_settings),
    State("feed-help", "/", ALICE, open_help),
    State("feed-queue", "/", ALICE, open_queue),
    State("feed-explore", "/?list=explore", ALICE, listen),
    State("feed-following", "/?list=following", ALICE, listen),
    State("feed-following-nobody", "/?list=following", NOBODY),
    State("feed-playlist", "/?list=playlist&playlist={playlist}", ALICE, listen),
    State("feed-failed", "/", ALICE, fail_to_play, failing="/clips/", expected=("503",)),
    State("feed-everything-heard", "/", DORA),
    State("feed-stuck", "/", ALICE, lose_the_next_cards, failing="/next", expected=("503",)),
    State("song", "/s/{song}/"),
    State("song-light", "/s/{song}/", colours="light"),
    State("song-more", "/s/{song}/more"),
    State("song-collect", "/s/{song}/playlists"),
    State("song-comments", "/s/{song}/comments"),
    State("embed", "/embed/{song}/", NOBODY),
    State("library", "/songs/"),
    State("library-light", "/songs/", colours="light"),
    State("library-filters", "/songs/", ALICE, unfold),
    State("library-filtered", "/songs/?tempo_min=100&tempo_max=140"),
    State("library-arriving", "/songs/", arriving=9),
    State("library-nothing-found", "/songs/?q=nowhere+to+be+found"),
    State("artist", "/a/{artist}/"),
    State("likes", "/likes/"),
    State("likes-none", "/likes/", NOBODY),
    State("playlists", "/playlists/"),
    State("playlists-none", "/playlists/", NOBODY),
    State("playlist", "/p/{playlist}/"),
    State("playlist-edit", "/p/{playlist}/", ALICE, unfold),
    State("playlist-of-somebody", "/p/{playlist}/", NOBODY),
    State("profile", "/u/bob/"),
    State("profile-own", "/u/alice/"),
    State("following", "/following/"),
    State("following-nobody", "/following/", NOBODY),
    State("taste", "/taste/", ALICE, unfold),
    State("taste-light", "/taste/", colours="light"),
    State("taste-unknown", "/taste/", NOBODY),
    State("history", "/history/"),
    State("history-none", "/history/", NOBODY),
    State("hidden", "/hidden/"),
    State("hidden-none", "/hidden/", NOBODY),
    State("device", "/device/"),
    State("offline", "/offline/", NOBODY),
    State("login", "/accounts/login/", NOBODY),
    State("login-wrong", "/accounts/login/", NOBODY, log_in_wrongly),
    State("signup", "/accounts/signup/", NOBODY),
    State("password-reset", "/accounts/password/reset/", NOBODY),
    State("password-reset-sent", "/accounts/password/reset/done/", NOBODY),
    State("password-reset-gone", "/accounts/password/reset/key/1-gone/", NOBODY),
    State("password-change", "/accounts/password/change/"),
    State("email", "/accounts/email/"),
    State("email-none", "/accounts/email/", DORA),
    State("logout", "/accounts/logout/"),
    State("not-here", "/s/nowhere/", NOBODY, expected=("404",)),
    State("admin-song", "{admin_song}", CURATOR, see_the_window, ours=".curating"),
    State("nothing-to-open", "/s/{song}/like", NOBODY, expected=("405",)),
    State("api-docs", "/api/docs", NOBODY),
)
