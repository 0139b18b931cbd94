"""Translations made ready for Django on machines without gettext tools."""

from pathlib import Path

import polib


def compile_catalogues(folder: Path) -> list[Path]:
    """Compile every ``.po`` below a locale folder whose ``.mo`` is missing or older.

    Returns:
        The files written.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            fresh = target.with_suffix(
                f".mo.{id(source)}"
            )  # replaced whole: another process may be reading it
            polib.pofile(str(source)).save_as_mofile(str(fresh))
            fresh.replace(target)
            written.append(target)
    return written
