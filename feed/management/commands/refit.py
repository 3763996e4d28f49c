from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from feed.refit import refit


class Command(BaseCommand):
    help = "Fit the models on the catalogue and its listeners as they are now, and serve with them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="even where nothing changed")

    def handle(self, *args: Any, **options: Any) -> None:
        models = refit(force=options["force"])
        for model in models:
            self.stdout.write(f"{model}, fitted in {model.fit_seconds:.2f} s.")
        if not models:
            self.stdout.write("Nothing changed: the active models stay.")
