"""``manage.py compile_po``: make the translations ready; needs no gettext tools."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.reloader import translation_file_changed

from core.translations import compile_catalogues


class Command(BaseCommand):
    help = "Compile the translation catalogues that changed."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for written in compile_catalogues(Path(folder)):
                # Texts read earlier by this process are forgotten: the demonstration is stored in Chinese.
                translation_file_changed(sender=None, file_path=written)
                self.stdout.write(f"Compiled {written}")
