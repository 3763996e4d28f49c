"""The mood dial: by finger, by mouse and by keys, it bends the very next cards."""

import pytest
from django.utils import timezone

from catalog.models import Song
from feed.asked import asked_by, dial_of
from feed.models import Play, Taste
from social.models import Listener

# The card after the one in front, as far as there is one.
NEXT = "document.querySelector('.card[data-state]').nextElementSibling?.dataset.card"
OPEN = "'open' in document.getElementById('dial').dataset"
PAD_IS_SEEN = "document.querySelector('[data-pad]').getBoundingClientRect().width"
SLIDER_HAS_FOCUS = "document.activeElement.name === 'energy'"


def pointing():
    """Where this feed's only listener points, or None."""
    listener = Listener.objects.first()
    return listener and dial_of(asked_by(listener), timezone.now())


def energy_of(public_id):
    return Song.objects.get(public_id=public_id).analysis.energy


def place_of(screen, x, y):
    """Coordinates on the pad, from its lower left corner, 0..1 each."""
    box = screen.page.locator("[data-pad]").bounding_box()
    return box["x"] + x * box["width"], box["y"] + (1 - y) * box["height"]


def test_a_finger_on_the_pad_bends_the_next_cards_while_the_clip_plays_on(phone):
    phone.start()
    card = phone.card
    phone.tap("[data-dial]")
    phone.wait(OPEN)
    phone.tap_at(*place_of(phone, 0.5, 0.97))
    phone.until(lambda: pointing() and pointing().energy > 0.9)
    phone.until(lambda: energy_of(phone.wait(NEXT)) > 0.7)
    assert (phone.card, phone.state) == (card, "playing")
    phone.tap("[data-close]")
    phone.swipe()
    phone.wait_for_sound()
    assert "mood dial" in phone.read(phone.in_card(".why") + ".textContent")


def test_the_mouse_drags_the_dial_and_letting_go_lets_it_fade(desktop):
    desktop.start()
    desktop.wait(PAD_IS_SEEN)  # it stands beside the card
    desktop.page.mouse.move(*place_of(desktop, 0.5, 0.5))
    desktop.page.mouse.down()
    desktop.page.mouse.move(*place_of(desktop, 0.9, 0.1), steps=5)
    assert pointing() is None  # told when the hand rests, not on the way
    desktop.page.mouse.up()
    desktop.until(lambda: pointing() is not None)
    assert (pointing().energy, pointing().brightness) == pytest.approx((0.1, 0.9), abs=0.03)
    desktop.click(".dial-release")
    desktop.until(lambda: Taste.objects.get().dial_released_at is not None)
    desktop.wait("!('held' in document.getElementById('dial').dataset)")


def test_the_dial_beside_the_card_is_two_sliders_for_keys(desktop):
    desktop.start()
    desktop.press("d")
    desktop.wait(SLIDER_HAS_FOCUS)
    desktop.press("End")
    desktop.until(lambda: pointing() and pointing().energy == 1)


def test_over_the_card_it_opens_by_key_and_closes_with_escape(songs, open_screen):
    narrow = open_screen("Desktop Chrome", viewport={"width": 800, "height": 900})
    narrow.press("d")
    narrow.wait(f"{OPEN} && {SLIDER_HAS_FOCUS}")
    narrow.press("Escape")
    narrow.wait(f"!({OPEN}) && document.activeElement.matches('[data-dial]')")


def test_escape_closes_it_after_the_pad_was_touched_too(phone):
    phone.tap("[data-dial]")
    phone.wait(OPEN)
    phone.tap_at(*place_of(phone, 0.3, 0.3))
    phone.until(lambda: pointing() is not None)
    phone.press("Escape")
    phone.wait(f"!({OPEN})")


def test_the_clips_they_stayed_for_leave_a_trail(desktop):
    trail = "document.querySelector('[data-trail]').getAttribute('d')"
    desktop.start()
    assert desktop.read(trail) is None
    for _ in range(2):
        desktop.listen(3.8)  # more than half of a clip
        card = desktop.card
        desktop.press("j")
        desktop.wait(f"document.querySelector('.card[data-state]').dataset.card != '{card}'")
        desktop.wait_for_sound()
    desktop.wait(f"{trail}?.includes('C')")
    energy = energy_of(card)
    assert float(desktop.read("document.querySelector('[name=energy]').value")) == pytest.approx(
        energy, abs=0.01
    )
    drawn = desktop.read(trail)
    desktop.until(lambda: Play.objects.filter(listened_ms__gte=3500).count() == 2)
    desktop.reload()
    assert desktop.read(trail).split("C")[0] == drawn.split("C")[0]


def test_a_dial_that_is_set_is_still_set_after_a_reload(phone):
    phone.start()
    phone.tap("[data-dial]")
    phone.tap_at(*place_of(phone, 0.1, 0.1))
    phone.until(lambda: pointing() is not None)
    phone.reload()
    assert (
        phone.read("document.querySelector('[data-dial]').getAttribute('aria-pressed')") == "true"
    )
    assert float(phone.read("document.querySelector('[name=energy]').value")) < 0.2


def test_a_dial_that_cannot_be_set_says_so(phone):
    phone.expected_problems = ("503",)
    phone.start()
    phone.server.failing = "/dial"
    phone.tap("[data-dial]")
    phone.tap_at(*place_of(phone, 0.1, 0.1))
    phone.wait("document.getElementById('toasts').textContent.includes('dial')")
    assert pointing() is None


def test_the_open_dial_is_usable_by_everybody(phone):
    phone.tap("[data-dial]")
    phone.wait(OPEN)
    assert phone.faults() == []
    assert phone.read("recorded.violations") == []
