"""The browser the tests drive: found on this machine, or fetched.

`python -m tests.browser.chromium` tries to get one; that it cannot is no failure, unless
REQUIRE_BROWSER=1 says so.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# Another installation may be under way.
_WAIT_FOR_OTHERS = ("--option", "DPkg::Lock::Timeout=120")


def find() -> str | None:
    """Path of a Chromium or Chrome: CHROMIUM, one on the PATH, or playwright's own."""
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    return named or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def launch(playwright, path: str):
    """A headless one, also where there is neither a sandbox nor much shared memory."""
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
    return playwright.chromium.launch(executable_path=path, args=arguments)


def fetch() -> None:
    """Debian's package for root, else playwright's download; either may be out of reach."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(
                ["apt-get", "--quiet=2", *_WAIT_FOR_OTHERS, *command],
                env=environment,
                stdout=subprocess.DEVNULL,
            )
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


def main() -> int:
    if find() is None:
        sys.stdout.write("No Chromium here: trying to get one for the browser tests ...\n")
        sys.stdout.flush()
        fetch()
    if find() is None:
        sys.stdout.write("There is no Chromium to be had: the browser tests will be skipped.\n")
        return int(os.environ.get("REQUIRE_BROWSER") == "1")
    return 0


if __name__ == "__main__":
    sys.exit(main())
