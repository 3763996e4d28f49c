"""The queue of one machine under load: several writers, a reader that never waits."""

import multiprocessing
import time
from queue import Empty

from kombu import Connection

from clipfeed import folder_queue

WRITERS, MESSAGES, WITHIN_S = 2, 60, 60
# Takes a few milliseconds to write: time enough to look too early.
FILLING = list(range(50_000))


def connect(folder):
    folder_queue.use()
    places = dict.fromkeys(("data_folder_in", "data_folder_out", "control_folder"), str(folder))
    return Connection("filesystem://localhost", transport_options=places)


def write(folder, number):
    with connect(folder) as connection:
        channel = connection.channel()
        for place in range(MESSAGES):
            channel._put("songs", {"body": [number, place], "filling": FILLING})


def test_a_message_is_read_whole_or_not_yet(tmp_path):
    # Not copies of this process: one may hang on a lock of a thread that was not copied.
    fresh = multiprocessing.get_context("spawn")
    writers = [fresh.Process(target=write, args=(tmp_path, number)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    found, until = [], time.monotonic() + WITHIN_S
    with connect(tmp_path) as connection:
        channel = connection.channel()
        while len(found) < WRITERS * MESSAGES:
            try:
                found.append(tuple(channel._get("songs")["body"]))
            except Empty:
                assert time.monotonic() < until, f"only {len(found)} came"
    for writer in writers:
        writer.join()
    assert len(set(found)) == WRITERS * MESSAGES


def test_the_workers_use_it():
    from clipfeed.celery import app

    with app.connection_for_write() as connection:
        if connection.transport_cls == "filesystem":
            assert type(connection.transport) is folder_queue.Transport
