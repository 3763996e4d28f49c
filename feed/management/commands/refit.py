from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from feed.refit import refit


class Command(BaseCommand):
    help = "Fit the song index on the catalogue as it is now, and serve with it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="even where nothing changed")

    def handle(self, *args: Any, **options: Any) -> None:
        model = refit(force=options["force"])
        if model is None:
            self.stdout.write("Nothing changed: the active index stays.")
        else:
            self.stdout.write(f"{model}, fitted in {model.fit_seconds:.2f} s.")
