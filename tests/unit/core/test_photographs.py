"""Photographs lose what the camera wrote into them and keep the picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from core.photographs import bare

MAKER, ARTIST = 0x010F, 0x013B
SECRET = b"invented telephone"


def jpeg(*, up: int = 1, progressive: bool = False) -> bytes:
    exif = Image.Exif()
    exif[MAKER], exif[ARTIST], exif[0x0112] = SECRET.decode(), SECRET.decode(), up
    buffer = io.BytesIO()
    picture = Image.effect_noise((64, 48), 60).convert("RGB")
    picture.save(buffer, "JPEG", exif=exif, comment=SECRET, progressive=progressive)
    return buffer.getvalue()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photograph_keeps_its_picture_and_loses_its_marks(progressive: bool) -> None:
    taken = jpeg(progressive=progressive)
    assert SECRET in taken
    left = bare(taken + SECRET)  # telephones hang a second picture with its own marks on the first
    assert SECRET not in left
    assert Image.open(io.BytesIO(left)).tobytes() == Image.open(io.BytesIO(taken)).tobytes()


def test_a_photograph_taken_sideways_stays_upright() -> None:
    left = bare(jpeg(up=6))
    assert SECRET not in left
    assert Image.open(io.BytesIO(left)).getexif() == {0x0112: 6}


def test_a_drawing_loses_its_texts() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", SECRET.decode())
    buffer = io.BytesIO()
    Image.effect_noise((16, 16), 60).save(buffer, "PNG", pnginfo=told)
    left = bare(buffer.getvalue())
    assert SECRET in buffer.getvalue()
    assert SECRET not in left
    assert Image.open(io.BytesIO(left)).tobytes() == Image.open(buffer).tobytes()


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"\xff\xd8", b"\xff\xd8\xff\xe1\x00", b"\x89PNG\r\n\x1a\n\x00", b"\xff\xd8abcdef"],
)
def test_what_is_no_whole_picture_comes_back_as_it_was(data: bytes) -> None:
    assert bare(data) == data
