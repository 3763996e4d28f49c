"""The queue of one machine under load: several writers, a reader that never waits."""

import multiprocessing
from queue import Empty

import pytest
from kombu import Connection

from clipfeed import folder_queue

WRITERS, MESSAGES = 2, 60
# Takes a few milliseconds to write: time enough to look too early.
FILLING = list(range(50_000))


@pytest.fixture
def connection(tmp_path):
    folder_queue.use()
    options = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path),
    }
    with Connection("filesystem://localhost", transport_options=options) as connection:
        yield connection


def test_a_message_is_read_whole_or_not_yet(connection):
    def write(number):
        channel = connection.clone().channel()
        for place in range(MESSAGES):
            channel._put("songs", {"body": [number, place], "filling": FILLING})

    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=write, args=(number,)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    channel, found = connection.channel(), []
    while len(found) < WRITERS * MESSAGES:
        try:
            found.append(tuple(channel._get("songs")["body"]))
        except Empty:
            assert any(writer.is_alive() for writer in writers)
    for writer in writers:
        writer.join()
    assert len(set(found)) == WRITERS * MESSAGES


def test_the_workers_use_it():
    from clipfeed.celery import app

    with app.connection_for_write() as connection:
        if connection.transport_cls == "filesystem":
            assert type(connection.transport) is folder_queue.Transport
