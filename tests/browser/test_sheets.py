"""Sheets on a card: playlists, not interested, hide this artist."""

from feed.models import Dismissal, HiddenArtist
from feed.refit import refit
from social.models import Playlist, PlaylistItem

SHEET = "document.querySelector('dialog.sheet')"
WIDE = {"width": 1440, "height": 900}
QUEUED = "[...document.querySelectorAll('#up-next .song-row-artist')].map(row => row.textContent)"


def open_sheet(screen, name):
    if screen.read("'ontouchstart' in window"):
        screen.tap_card(f"[data-sheet={name}]")
    else:
        screen.click(f".card[data-state] [data-sheet={name}]")
    screen.wait(f"{SHEET}.open && {SHEET}.querySelector('.choices')")
    screen.wait_until_shown()


def send_away(screen, what):
    selector = f"[data-away={what}] button"
    if screen.read("'ontouchstart' in window"):
        screen.tap(selector)
    else:
        screen.click(selector)


def test_a_song_goes_into_a_new_playlist_and_out_again(phone):
    card = phone.card
    open_sheet(phone, "collect")
    assert phone.faults() == []
    phone.tap("#new-title")
    phone.page.keyboard.type("Late trains")
    phone.press("Enter")
    phone.wait(f"{SHEET}.querySelector('.choice [aria-pressed=true]')")
    assert PlaylistItem.objects.get().song.public_id == card
    phone.wait(f"{SHEET}.querySelector('.toasts').textContent === 'Added to Late trains'")
    phone.tap(".choice button")
    phone.wait(f"{SHEET}.querySelector('.choice [aria-pressed=false]')")
    phone.until(lambda: not PlaylistItem.objects.exists())
    phone.tap(".sheet-close")
    phone.wait(f"!{SHEET}.open")
    assert phone.card == card


def test_the_sound_goes_on_under_a_sheet_and_keys_belong_to_it(desktop):
    desktop.start()
    card = desktop.card
    desktop.press("a")
    desktop.wait(f"{SHEET}.querySelector('.choices')")
    for key in ("j", "ArrowDown", "l"):
        desktop.press(key)
    desktop.rest(0.5)
    assert desktop.card == card
    desktop.wait_for_sound()
    desktop.press("Escape")
    desktop.wait(f"!{SHEET}.open")
    desktop.press("j")
    desktop.wait(f"document.querySelector('.card[data-state]').dataset.card != '{card}'")


def test_a_tap_beside_the_sheet_closes_it_and_focus_returns(desktop):
    desktop.read(f"{desktop.in_card('[data-sheet=more]')}.focus()")
    desktop.press("Enter")
    desktop.wait(f"{SHEET}.querySelector('.choices')")
    assert desktop.read(f"{SHEET}.contains(document.activeElement)")
    desktop.page.mouse.click(5, 5)
    desktop.wait(f"!{SHEET}.open")
    desktop.wait("document.activeElement.matches('[data-sheet=more]')")


def test_a_sheet_that_does_not_arrive_says_so_and_asks_again(phone):
    phone.expected_problems = ("503",)
    phone.server.failing = "/playlists"
    phone.tap_card("[data-sheet=collect]")
    phone.wait(f"{SHEET}.textContent.includes('did not arrive')")
    phone.server.failing = None
    phone.rest(0.4)
    phone.tap(".sheet .button")
    phone.wait(f"{SHEET}.querySelector('.choices')")


def test_what_cannot_be_saved_in_the_sheet_is_told_later(phone):
    open_sheet(phone, "collect")
    phone.tap("#new-title")
    phone.page.keyboard.type("Late trains")
    phone.press("Enter")
    phone.wait(f"{SHEET}.querySelector('.toasts').textContent === 'Added to Late trains'")
    phone.expected_problems = ("503",)
    phone.server.failing = "/collect"
    phone.tap(".choice button")
    phone.wait(f"{SHEET}.querySelector('.toasts').textContent.includes('Not saved yet')")
    phone.wait(f"{SHEET}.querySelector('.choice [aria-pressed=false]')")
    assert PlaylistItem.objects.count() == 1
    phone.server.failing = None
    phone.read("dispatchEvent(new Event('online'))")
    phone.until(lambda: not PlaylistItem.objects.exists())


def test_not_interested_goes_on_and_can_be_undone(phone):
    phone.start()
    first = phone.card
    open_sheet(phone, "more")
    assert phone.faults() == []
    send_away(phone, "song")
    phone.wait(f"document.querySelector('.card[data-state]').dataset.card != '{first}'")
    phone.wait_for_sound()
    phone.until(Dismissal.objects.exists)
    assert Dismissal.objects.get().song.public_id == first
    phone.wait("document.querySelector('.toast button')")
    phone.rest(0.4)
    phone.tap(".toast button")
    phone.until(lambda: not Dismissal.objects.exists())
    phone.wait(f"document.querySelector('.card[data-state]').dataset.card == '{first}'")


def test_not_interested_by_keyboard(desktop):
    first = desktop.card
    desktop.press(".")
    desktop.wait(f"{SHEET}.querySelector('.choices')")
    desktop.press("Tab")
    desktop.press("Enter")
    desktop.wait(f"document.querySelector('.card[data-state]').dataset.card != '{first}'")
    desktop.until(Dismissal.objects.exists)


def test_what_could_not_be_sent_away_can_be_tried_again(phone):
    phone.expected_problems = ("503",)
    phone.server.failing = "/dismiss"
    open_sheet(phone, "more")
    send_away(phone, "song")
    phone.wait("document.getElementById('toasts').textContent.includes('could not be saved')")
    phone.server.failing = None
    phone.rest(0.4)
    phone.tap(".toast button")
    phone.until(Dismissal.objects.exists)


def test_a_hidden_artists_songs_that_are_here_already_go(
    transactional_db, make_playable, open_screen
):
    for number in range(4):
        make_playable(artist="Harbour Lights" if number else "Somebody else")
    refit()
    desktop = open_screen("Desktop Chrome", viewport={"width": 1440, "height": 900})
    theirs = "document.querySelectorAll('.card[data-artist=\"Harbour Lights\"]').length"
    while desktop.read(f"{desktop.in_card('')}.dataset.artist") != "Harbour Lights":
        card = desktop.card
        desktop.press("j")
        desktop.wait(f"document.querySelector('.card[data-state]').dataset.card != '{card}'")
    desktop.press(".")
    desktop.wait(f"{SHEET}.querySelector('.choices')")
    send_away(desktop, "artist")
    desktop.until(HiddenArtist.objects.exists)
    card = desktop.in_card("")
    desktop.wait(f"!{card} || {card}.dataset.artist != 'Harbour Lights' || {theirs} == 1")


def test_a_hidden_artists_songs_come_back_into_the_queue_with_undo(
    transactional_db, make_playable, open_screen
):
    for number in range(9):
        make_playable(artist="Harbour Lights" if number % 2 else f"Artist {number}")
    refit()
    desktop = open_screen("Desktop Chrome", path="/?list=library", viewport=WIDE)
    desktop.wait(f"{QUEUED}.length === 4")
    if desktop.read(f"{desktop.in_card('')}.dataset.artist") != "Harbour Lights":
        desktop.press("j")
        desktop.wait(f"{desktop.in_card('')}?.dataset.artist === 'Harbour Lights'")
        desktop.wait_until_at_rest()
    first = desktop.card
    queued = desktop.read(QUEUED)
    desktop.press(".")
    desktop.wait(f"{SHEET}.querySelector('.choices')")
    send_away(desktop, "artist")
    desktop.wait(f"!{QUEUED}.includes('Harbour Lights')")
    desktop.wait(f"document.querySelector('.card[data-state]').dataset.card != '{first}'")
    desktop.until(HiddenArtist.objects.exists)
    desktop.click(".toast button")
    desktop.until(lambda: not HiddenArtist.objects.exists())
    desktop.wait(f"document.querySelector('.card[data-state]').dataset.card == '{first}'")
    desktop.until(lambda: desktop.read(QUEUED)[: len(queued)] == queued)


def test_undo_leaves_them_where_they_are_by_now(phone):
    first = phone.card
    open_sheet(phone, "more")
    send_away(phone, "song")
    phone.until(Dismissal.objects.exists)
    phone.wait("document.querySelector('.toast button')")
    phone.until(lambda: phone.card != first)
    second = phone.card
    phone.swipe()
    phone.until(lambda: phone.card not in (first, second))
    phone.wait_until_at_rest()
    card = phone.card
    phone.tap(".toast button")
    phone.until(lambda: not Dismissal.objects.exists())
    phone.rest(0.7)
    assert phone.card == card


def test_the_sheet_fits_a_small_phone_and_its_targets_a_thumb(songs, open_screen):
    phone = open_screen("Pixel 7", viewport={"width": 360, "height": 640})
    small = phone.read(
        "[...document.querySelector('.card').querySelectorAll('.rail .action')]"
        ".map(a => a.getBoundingClientRect()).filter(b => b.width < 44 || b.height < 44).length"
    )
    assert small == 0
    clash = phone.read(
        "(() => { const card = document.querySelector('.card');"
        " const rail = card.querySelector('.rail').getBoundingClientRect();"
        " const others = [...card.querySelectorAll('.disc, .title, .why, .strip')];"
        " return others.filter(o => { const b = o.getBoundingClientRect();"
        " return b.right > rail.left && b.bottom > rail.top && b.top < rail.bottom; })"
        ".map(o => o.className); })()"
    )
    assert clash == []
    open_sheet(phone, "more")
    assert phone.read(f"{SHEET}.getBoundingClientRect().bottom <= innerHeight + 1")
    small = phone.read(
        f"[...{SHEET}.querySelectorAll('button, a')].map(b => b.getBoundingClientRect())"
        ".filter(b => b.width < 44 || b.height < 44).length"
    )
    assert small == 0
    assert Playlist.objects.count() == 0
