"""`make run`: everything one machine needs, under one supervisor, until Ctrl-C."""

import os
import shlex
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class CannotStartError(Exception):
    """One sentence: what is in the way, and what to do."""


def main() -> int:
    try:
        port = _port()
        music = _music()
        _check_writable()
        _check_free(port)
        _prepare(music)
    except CannotStartError as error:
        sys.stderr.write(f"ClipFeed cannot start: {error}\n")
        return 1
    return _supervise(port, music)


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotStartError(f"PORT={text} is not a port number (1 to 65535).")
    return int(text)


def _music() -> Path | None:
    text = os.environ.get("MUSIC", "")
    if not text:
        return None
    path = Path(text).expanduser().resolve()
    if not path.exists():
        raise CannotStartError(f"there is nothing at MUSIC={path}.")
    if not os.access(path, os.R_OK):
        raise CannotStartError(f"MUSIC={path} may not be read by this user.")
    return path


def _check_writable() -> None:
    var = Path(os.environ.get("CLIPFEED_VAR") or ROOT / "var").expanduser()
    try:
        var.mkdir(parents=True, exist_ok=True)
        probe = var / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotStartError(
            f"it may not write to {var} ({error.strerror}); give this user that folder,"
            " or name another one with CLIPFEED_VAR."
        ) from error


def _check_free(port: int) -> None:
    host = os.environ.get("HOST") or "0.0.0.0"  # noqa: S104 - phones in the house shall reach it
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise CannotStartError(
                f"port {port} cannot be used ({error.strerror});"
                f" choose another one, such as: make run PORT={min(port + 1, 65535)}"
            ) from error


def _prepare(music: Path | None) -> None:
    """Bring database and static files up to date; have an empty catalogue filled."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clipfeed.settings")
    import django
    from django.core.management import call_command
    from django.db import DatabaseError

    django.setup()
    try:
        call_command("migrate", verbosity=0)
    except DatabaseError as error:
        raise CannotStartError(f"the database does not answer ({error}).") from error
    call_command("collectstatic", interactive=False, verbosity=0)
    if music is None:
        call_command("demo", queue=True)


def _supervise(port: int, music: Path | None) -> int:
    from honcho.environ import parse_procfile
    from honcho.manager import Manager
    from honcho.printer import Printer

    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    env = {**os.environ, "PORT": str(port), "PYTHONUNBUFFERED": "1", "PATH": path}
    processes = dict(parse_procfile((ROOT / "Procfile").read_text()).processes)
    if music:
        processes["music"] = f"python manage.py import_music --watch {shlex.quote(str(music))}"
    manager = Manager(Printer(sys.stdout))
    for name, command in processes.items():
        manager.add_process(name, command, cwd=str(ROOT), env=env)
    _announce(port)
    manager.loop()
    # Ctrl-C is how this ends: only a process that failed on its own is an error.
    stopped_by_signal = manager.returncode is None or manager.returncode in (130, 143)
    return 0 if stopped_by_signal else manager.returncode


def _announce(port: int) -> None:
    lines = ["", f"  ClipFeed is at   http://localhost:{port}"]
    if address := _address_in_the_house():
        lines.append(f"  on your phone    http://{address}:{port}")
    lines += ["  curators         make admin, then /admin/", "  stop             Ctrl-C", ""]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _address_in_the_house() -> str | None:
    """This machine's address in its own network; asks the routing table, sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return None


if __name__ == "__main__":
    sys.exit(main())
