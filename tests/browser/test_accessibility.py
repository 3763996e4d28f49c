"""Every screen in every state, on a phone and on a desktop: usable by everybody, no error, nothing
that the content policy forbids."""

import pytest

from feed.refit import refit
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.states import STATES as DRAWN
from tests.browser.world import World

# Those drawn in light colours once more are looked at in both here.
STATES = [state for state in DRAWN if state.colours == "dark"]
SONGS = 12
KEYS = ("C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#", "A#", "F")
DEVICES = {PHONE: {}, DESKTOP: {"viewport": {"width": 1440, "height": 900}}}
# Axe reads the admin's own imported style sheets by inline ones, which the policy forbids; and what
# lies between the ends of a clip's window is as wide as the clip is long.
AXE = {None: {}, ".curating": {"preload": False, "rules": {"target-size": {"enabled": False}}}}
COLOURS_ALONE = {"runOnly": ["color-contrast"]}
SMALL_TARGETS = """
    [...document.querySelectorAll(
        '.navigation a, .tab, .feed-tools button, .feed-steps button, dialog[open] button,'
        + ' .card[data-state] .rail .action')]
    .filter(it => it.offsetWidth && Math.min(it.offsetWidth, it.offsetHeight) < 44)
    .map(it => `${it.className} ${it.textContent.trim()} ${it.offsetWidth}x${it.offsetHeight}`)
"""
BEYOND_THE_EDGE = """
    [...document.querySelectorAll('main *, nav *, dialog[open] *')]
    .filter(it => it.getBoundingClientRect().right > EDGE + 1 && it.checkVisibility())
    .map(it => `${it.tagName} ${it.className?.baseVal ?? it.className}`).slice(0, 5)
"""
# What is pressed must lie on top, in its middle, once it has been scrolled to; of the feed's page
# all is there at once, and the mood dial is a panel over it that closes again.
COVERED = """
    (ours => {
        const dialog = document.querySelector('dialog[open]');
        const rolls = dialog || !document.body.matches('.feed-page');
        const within = dialog ?? document.querySelector(ours);
        const notNow = '[inert], .card:not([data-state], .end), .visually-hidden, .skip-link';
        const isPressed = it => it.offsetWidth > 2 && !it.closest(notNow)
            && it.checkVisibility({opacityProperty: true, visibilityProperty: true});
        return [...within.querySelectorAll(
            'a[href], button, input, select, textarea, summary, [role=slider]')]
        .filter(isPressed)
        .filter(it => {
            if (rolls) it.scrollIntoView({block: 'center', behavior: 'instant'});
            const box = it.getClientRects()[0];
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            const top = document.elementFromPoint(x, y);
            const isPanel = top?.closest('#dial') && !it.closest('#dial');
            return !isPanel && !(top && (it.contains(top) || it === top.closest('label')?.control));
        })
        .map(it => `${it.tagName} ${it.className} ${it.textContent.trim().slice(0, 40)}`);
    })
"""


@pytest.fixture
def world(transactional_db, make_playable):
    songs = [
        make_playable(
            key=KEYS[n % 12],
            energy=(n % 5) / 5 + 0.1,
            brightness=(n % 3) / 3 + 0.1,
            tempo_bpm=80.0 + 7 * n,
        )
        for n in range(SONGS)
    ]
    refit()
    return World(songs)


@pytest.fixture
def open_state(world, open_screen):
    def open_one(state, device, **options):
        options = {"reduced_motion": "reduce"} | DEVICES[device] | options
        screen = open_screen(device, None, **options)
        world.let_arrive(state.arriving)
        screen.server.failing = state.failing
        screen.expected_problems = state.expected
        screen.context.add_cookies(world.cookies_of(state.who, screen.server.url))
        screen.open(state.address.format(**world.places))
        state.steps(screen)
        return screen

    return open_one


@pytest.mark.parametrize("state", STATES, ids=str)
def test_a_phone_is_usable_by_everybody(open_state, state):
    screen = open_state(state, PHONE)
    assert_without_fault(screen, state)
    assert screen.read(SMALL_TARGETS) == []
    for width, height in ((320, 640), (844, 390)):
        resize(screen, width, height)
        assert_nothing_is_beyond(screen, width)
        assert screen.read(SMALL_TARGETS) == []


@pytest.mark.parametrize("state", STATES, ids=str)
def test_a_desktop_is_usable_by_everybody(open_state, state):
    screen = open_state(state, DESKTOP)
    assert_without_fault(screen, state)
    assert screen.read(SMALL_TARGETS) == []
    # At 200 percent, as browsers enlarge: 1280 x 800 pixels become 640 x 400 of twice the size.
    resize(screen, 640, 400)
    assert_nothing_is_beyond(screen, 640)
    screen.page.mouse.move(0, 0)
    assert screen.read(f"{COVERED}({state.ours or 'body'!r})") == []


def assert_without_fault(screen, state):
    for colours, options in (("dark", {}), ("light", COLOURS_ALONE)):
        screen.page.emulate_media(color_scheme=colours)
        assert screen.faults(state.ours, **AXE[state.ours], **options) == [], colours
    assert screen.read("recorded.violations") == []


def resize(screen, width, height):
    screen.page.set_viewport_size({"width": width, "height": height})
    # Not innerWidth: a page that is too wide makes a phone zoom out, and that becomes more.
    screen.wait(f"matchMedia('(width: {width}px)').matches")
    screen.wait_until_shown()


def assert_nothing_is_beyond(screen, width):
    widths = screen.read("[innerWidth, document.documentElement.scrollWidth]")
    assert widths == [width, width], screen.read(BEYOND_THE_EDGE.replace("EDGE", str(width)))


@pytest.mark.parametrize("width", [320, 360, 390, 430])
def test_the_tabs_and_tools_of_a_phone_stand_beside_each_other(phone, width):
    phone.page.set_viewport_size({"width": width, "height": 2 * width})
    phone.wait(f"innerWidth === {width}")
    assert phone.read("(it => it.scrollWidth <= it.clientWidth)(document.querySelector('.tabs'))")
    tops = """
        [...document.querySelectorAll('.tab, .feed-tools button')].filter(it => it.offsetWidth)
        .map(it => Math.round(it.getBoundingClientRect().top))
    """
    assert len(set(phone.read(tops))) == 1
