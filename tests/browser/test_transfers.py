"""Each clip comes over a slow network once, whoever wants it: an element, the clips that are kept
for later, the way back."""

import pytest

SWIPES = 10
# What was under way when a reader went away, before another one went on from there.
LOST_ON_THE_WAY = 16_384


@pytest.fixture
def slow(server):
    """Clips come at 40 kB/s, so that they are still on their way when somebody else wants them."""
    server.slow, server.pause_s = "/clips/", 0.1
    return server


def clips_sent(server):
    """The spans of bytes that were sent, by clip."""
    clips = {}
    for sent in list(server.sent):
        if sent.path.startswith("/clips/"):
            clips.setdefault(sent.path, []).append((sent.first, sent.first + sent.size))
    return clips


def sent_twice(server):
    """Clips of which something was sent more than once, with the spans that were."""
    return {
        clip: spans
        for clip, spans in clips_sent(server).items()
        if sum(end - first for first, end in spans) - max(end for _, end in spans) > LOST_ON_THE_WAY
    }


@pytest.mark.parametrize("workers", ["allow", "block"])
def test_swiping_there_and_back_transfers_each_clip_once(songs, slow, open_screen, workers):
    phone = open_screen(path=None, service_workers=workers)
    phone.expected_problems = ("Service Worker registration blocked",)
    phone.open("/")
    if workers == "allow":
        phone.wait("!!navigator.serviceWorker.controller")
    phone.start()
    heard = [clip_in_front(phone)]
    for _ in range(SWIPES):
        phone.rest(1.5)
        phone.swipe()
        phone.wait_for_sound()
        heard.append(clip_in_front(phone))
    for _ in range(3):
        phone.rest(1.5)
        phone.swipe(up=False)
        phone.wait_for_sound()
    assert clip_in_front(phone) == heard[-4]
    assert set(heard) <= set(clips_sent(slow))
    assert sent_twice(slow) == {}


def clip_in_front(screen):
    return screen.read(f"{screen.in_card('')}.dataset.audio")
