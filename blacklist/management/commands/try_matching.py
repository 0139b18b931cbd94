"""Try the matching on made-up names: precision and recall, and where it errs."""

import random
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blacklist.checks.trial import bodies, cases, measure

LISTED = 2000


class Command(BaseCommand):
    help = str(gettext_lazy("Try the matching of names on made-up variants; prints precision and recall."))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--names", type=int, default=1000, metavar="N")
        parser.add_argument("--seed", type=int, default=20261122, metavar="N")
        parser.add_argument("--mistakes", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        chance = random.Random(options["seed"])  # noqa: S311 - made-up names, no secret
        listed = bodies(LISTED, chance)
        outcome = measure(listed, cases(listed, options["names"], chance))
        for way, counted in outcome.by_way.items():
            told = ", ".join(f"{word} {count}" for word, count in counted.most_common())
            self.stdout.write(f"{way}: {told}")
        if options["mistakes"]:
            for word, asked, known, value in outcome.mistakes:
                self.stdout.write(f"{word}: {asked} / {known} {value:.2f}")
        told = _("precision %(precision).3f, recall %(recall).3f, only possible: %(offered)d")
        figures = {"precision": outcome.precision, "recall": outcome.recall, "offered": outcome.offered}
        self.stdout.write(told % figures)
