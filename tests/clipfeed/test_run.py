"""`make run` says in one sentence why it cannot start."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(tmp_path, **environment):
    variables = {"CLIPFEED_VAR": str(tmp_path / "var"), "MUSIC": "", "PORT": ""} | environment
    return subprocess.run(
        [sys.executable, "-m", "clipfeed.run"],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


def complaint(result):
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
    return result.stderr


def test_a_port_in_use_is_named_with_a_way_out(tmp_path):
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = complaint(start(tmp_path, PORT=str(port)))
    assert f"port {port} cannot be used" in said
    assert f"PORT={port + 1}" in said


@pytest.mark.parametrize("port", ["web", "0", "99999", "-1"])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    assert "is not a port number" in complaint(start(tmp_path, PORT=port))


def test_music_that_is_not_there_is_named(tmp_path):
    assert "there is nothing at MUSIC=" in complaint(start(tmp_path, MUSIC=str(tmp_path / "no")))


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    said = complaint(start(tmp_path, CLIPFEED_VAR=str(tmp_path / "file" / "var")))
    assert "may not write" in said
    assert "CLIPFEED_VAR" in said


def test_a_database_that_does_not_answer_is_named(tmp_path):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"postgres://postgres@127.0.0.1:{nobody.getsockname()[1]}/clipfeed"
        said = start(tmp_path, DATABASE_URL=url, PORT=str(_free_port()))
    assert said.returncode == 1
    assert "the database does not answer" in said.stderr


def _free_port():
    with socket.socket() as probe:
        probe.bind(("0.0.0.0", 0))
        return probe.getsockname()[1]
