"""One mutant through everything that reads files, in a process that may die of it."""

import faulthandler
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.mutations import Mutant, mutated

# Address space of the trying process: libraries alone take over a gigabyte of it.
_ADDRESS_SPACE = 6 * 1024**3


@dataclass(frozen=True)
class Outcome:
    """`faults` are what must not happen; `says` is the refusal, or nothing where facts came."""

    name: str
    seed: int
    says: str = ""
    faults: tuple[str, ...] = ()
    peak_mb: float = 0.0

    def __str__(self) -> str:
        story = ", ".join(mutated(self.name, self.seed).story)
        result = "; ".join(self.faults) or self.says or "facts"
        return f"({self.name}, {self.seed}) [{story}]: {result}"


@dataclass(frozen=True)
class Limits:
    """Of one mutant. Of its processor, since on a busy machine the clock says nothing; and by the
    clock, for what only waits."""

    processor_s: float = 30.0
    time_s: float = 300.0


class Trier:
    """A process that tries mutants one after another, and is replaced when one kills it."""

    def __init__(
        self, trying: Callable[[Mutant], Outcome] | None = None, limits: Limits | None = None
    ) -> None:
        # A fresh interpreter: a copy of the process that tests may hang on a lock of a thread that
        # was not copied.
        self._context = multiprocessing.get_context("spawn")
        self._trying, self._limits = trying or _try, limits or Limits()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._folder = TemporaryDirectory()
        self._last_words = Path(self._folder.name, "last-words.txt")

    def try_one(self, name: str, seed: int) -> Outcome:
        if self._process is None:
            self._start()
        self._pipe.send((name, seed))
        try:
            if self._pipe.poll(self._limits.time_s):
                return Outcome(**self._pipe.recv())
            fault = f"took more than {self._limits.time_s:.0f} s"
        except (EOFError, ConnectionResetError):
            self._process.join()
            place = " < ".join(self._last_words.read_text().split("\n")[:6])
            fault = f"killed the process ({self._death(self._process.exitcode)}) {place}"
        self.close()
        return Outcome(name, seed, faults=(fault,))

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None

    def _start(self) -> None:
        self._pipe, theirs = self._context.Pipe()
        self._process = self._context.Process(
            target=_serve,
            args=(theirs, self._last_words, self._trying, self._limits.processor_s),
            daemon=True,
        )
        self._process.start()
        theirs.close()
        self._pipe.recv()  # ready: loading the libraries is not part of any time limit

    def _death(self, exit_code: int | None) -> str:
        if exit_code == -signal.SIGPROF:
            return f"more than {self._limits.processor_s:.0f} s of processor time"
        if exit_code is not None and exit_code < 0:
            return signal.Signals(-exit_code).name
        return f"exit code {exit_code}"


def _serve(
    pipe: "multiprocessing.connection.Connection",
    last_words: Path,
    trying: Callable[[Mutant], Outcome],
    processor_s: float,
) -> None:
    faulthandler.enable(last_words.open("w"))
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)  # decoders write a line for every damaged packet
    # The first analysis loads and compiles whatever is used.
    trying(mutated("wav", 0))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    pipe.send("ready")
    while True:
        name, seed = pipe.recv()
        mutant = mutated(name, seed)
        signal.setitimer(signal.ITIMER_PROF, processor_s)  # ends the process: SIGPROF
        outcome = trying(mutant)
        signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send(asdict(outcome))


def _try(mutant: Mutant) -> Outcome:
    with TemporaryDirectory() as folder:
        path = mutant.write(Path(folder))
        faults: list[str] = []
        says = _analyse(path, faults)
        _read_everything_else(path, faults)
        left = sorted(other.name for other in Path(folder).iterdir() if other != path)
    if left:
        faults.append(f"left {', '.join(left)} behind")
    return Outcome(mutant.name, mutant.seed, says, tuple(faults), _peak_mb())


def _peak_mb() -> float:
    """The most memory this process took; `getrusage` counts its parent's, from before `exec`."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _analyse(path: Path, faults: list[str]) -> str:
    """Facts, or the sentence that says why there are none."""
    import analysis
    from tests.analysis.sanity import is_sentence, problems

    try:
        facts = analysis.analyse(path)
    except analysis.AudioError as error:
        if not is_sentence(str(error)):
            faults.append(f"refused with {str(error)!r}")
        return str(error)
    except BaseException as error:
        faults.append(f"analyse raised {error!r}")
        return ""
    faults.extend(problems(facts))
    if facts.highlights:
        best = facts.highlights[0]
        _call(faults, "render_clip", _render, path, best.start_s, best.end_s)
    return ""


def _render(path: Path, start_s: float, end_s: float) -> None:
    import analysis

    target = path.with_name("clip.m4a")
    clip = analysis.render_clip(path, target, start_s, end_s)
    target.unlink()
    if not 0.9 <= clip.duration_s <= 31 or not -70 <= clip.loudness_lufs <= 0:
        raise ValueError(f"the clip is {clip}")


def _read_everything_else(path: Path, faults: list[str]) -> None:
    import analysis
    from catalog.tags import read_tags

    _call(faults, "probe", analysis.probe, path)
    _call(faults, "browsers_play", analysis.browsers_play, path)
    _call(faults, "read_tags", read_tags, path)
    target = path.with_name("copy.m4a")
    _call(faults, "write_listening_copy", analysis.write_listening_copy, path, target)
    target.unlink(missing_ok=True)


def _call(faults: list[str], name: str, function: object, *arguments: object) -> None:
    import analysis

    try:
        function(*arguments)  # type: ignore[operator]
    except analysis.AudioError:
        return
    except BaseException as error:
        faults.append(f"{name} raised {error!r}")
