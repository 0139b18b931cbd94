"""Sealing of personal data and keyed digests, with the commercial algorithms SM4 (GCM) and SM3.

A token reads ``s1:<key id>:<base64 of nonce, ciphertext and tag>``. The key id and the caller's context are
bound into the tag, so that a token moved under another key or context does not open. Keys come from
``settings.CHENGYI_SEAL_KEYS`` (id to 16 bytes; the first seals, all of them open) and ``CHENGYI_INDEX_KEY``.
"""

import base64
import binascii
import os
import re
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from django.conf import settings

from core.search import normalise

VERSION = "s1"
NONCE_BYTES = 12
TAG_BYTES = 16
HIDDEN = "••••••"
TOKEN = re.compile(rf"{VERSION}:([A-Za-z0-9_-]{{1,32}}):([A-Za-z0-9_-]+={{0,2}})")


class SealBrokenError(Exception):
    """A token cannot be opened: its key is not listed, or it was altered. Never names the content."""


class _Ring(NamedTuple):
    sealing: str
    keys: dict[str, SM4]


def seal(text: str, context: str = "") -> str:
    """Encrypt a text with the newest key and a fresh random nonce.

    Args:
        text: the plain text; an empty one gives an empty token.
        context: what the token belongs to; it opens only under the same context.
    """
    if not text:
        return ""
    ring = _ring()
    nonce = os.urandom(NONCE_BYTES)
    encryptor = Cipher(ring.keys[ring.sealing], modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(_bound(ring.sealing, context))
    body = encryptor.update(text.encode()) + encryptor.finalize()
    packed = base64.urlsafe_b64encode(nonce + body + encryptor.tag).decode("ascii")
    return f"{VERSION}:{ring.sealing}:{packed}"


def unseal(token: str, context: str = "") -> str:
    """Decrypt a token made by ``seal`` under the same context; an empty token gives an empty text.

    Raises:
        SealBrokenError: the token is malformed or altered, its key is not listed, or the context differs.
    """
    if not token:
        return ""
    parts = TOKEN.fullmatch(token)
    key = _ring().keys.get(parts[1]) if parts else None
    if parts is None or key is None:
        raise SealBrokenError("a sealed value is malformed or its key is not in CHENGYI_SEAL_KEYS")
    try:
        packed = base64.urlsafe_b64decode(parts[2])
        if base64.urlsafe_b64encode(packed) != parts[2].encode("ascii"):
            raise ValueError("spare bits are set")
        nonce, body, tag = packed[:NONCE_BYTES], packed[NONCE_BYTES:-TAG_BYTES], packed[-TAG_BYTES:]
        decryptor = Cipher(key, modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(_bound(parts[1], context))
        return (decryptor.update(body) + decryptor.finalize()).decode()
    except (InvalidTag, binascii.Error, ValueError) as broken:
        raise SealBrokenError("a sealed value was altered or belongs elsewhere") from broken


def key_of(token: str) -> str:
    """Return the id of the key which sealed this token, or an empty text for anything that is no token."""
    parts = TOKEN.fullmatch(token)
    return parts[1] if parts else ""


def sealing_key() -> str:
    """Return the id of the key which seals now."""
    return _ring().sealing


def sm3(data: str | bytes) -> str:
    """Return the SM3 digest (GB/T 32905) as 64 hexadecimal digits."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(_bytes(data))
    return digest.finalize().hex()


def hmac_sm3(key: str | bytes, data: str | bytes) -> str:
    """Return the keyed SM3 digest as 64 hexadecimal digits."""
    digest = _keyed(_bytes(key)).copy()
    digest.update(_bytes(data))
    return digest.finalize().hex()


def blind_index(text: str) -> str:
    """Return the keyed digest by which a sealed value is found again: 64 hexadecimal digits.

    The text is normalised first (width, case, blanks), so that what a clerk types finds what a workbook held.
    An empty text gives an empty index, which must never be looked up.
    """
    normal = normalise(text)
    return hmac_sm3(settings.CHENGYI_INDEX_KEY, normal) if normal else ""


class Sealed:
    """A text that is shown to nobody by accident: only ``reveal`` gives it out.

    Two are equal when their plain texts are, whichever key or nonce sealed them. Printing, formatting and
    logging show dots; pickling and copying keep the token.
    """

    __slots__ = ("_context", "_text", "_token")

    def __init__(self, text: str, context: str = "") -> None:
        self._text: str | None = text
        self._token: str | None = None
        self._context = context

    @classmethod
    def of_token(cls, token: str, context: str = "") -> "Sealed":
        """Return the sealed value of a token; it is opened when it is first revealed."""
        sealed = cls("", context)
        if token:
            sealed._text, sealed._token = None, token
        return sealed

    @property
    def token(self) -> str:
        """The token to store; made on first use."""
        if self._token is None:
            self._token = seal(self._text or "", self._context)
        return self._token

    @property
    def context(self) -> str:
        """The context the token is bound to."""
        return self._context

    def reveal(self) -> str:
        """Return the plain text.

        Raises:
            SealBrokenError: the token cannot be opened.
        """
        if self._text is None:
            self._text = unseal(self._token or "", self._context)
        return self._text

    def __bool__(self) -> bool:
        return self._text != ""

    def __eq__(self, other: object) -> bool:
        return self.reveal() == other.reveal() if isinstance(other, Sealed) else NotImplemented

    def __hash__(self) -> int:
        return hash((Sealed, self.reveal()))

    def __str__(self) -> str:
        return HIDDEN if self else ""

    def __repr__(self) -> str:
        return "<sealed>"

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return Sealed.of_token, (self.token, self._context)


def _bound(key_id: str, context: str) -> bytes:
    return f"{VERSION}:{key_id}:{context}".encode()


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def _ring() -> _Ring:
    return _parsed(tuple(settings.CHENGYI_SEAL_KEYS.items()))


@lru_cache(maxsize=8)
def _parsed(keys: tuple[tuple[str, bytes], ...]) -> _Ring:
    return _Ring(keys[0][0], {name: SM4(key) for name, key in keys})


@lru_cache(maxsize=64)
def _keyed(key: bytes) -> hmac.HMAC:
    return hmac.HMAC(key, hashes.SM3())


def seal_bytes(data: bytes, context: str = "") -> bytes:
    """Encrypt bytes (a piece of a stored file) with the newest key; about thirty bytes longer.

    Args:
        data: the plain bytes.
        context: what the piece belongs to; it opens only under the same context.
    """
    ring = _ring()
    nonce = os.urandom(NONCE_BYTES)
    encryptor = Cipher(ring.keys[ring.sealing], modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(_bound(ring.sealing, context))
    body = encryptor.update(data) + encryptor.finalize()
    name = ring.sealing.encode()
    return bytes((len(name),)) + name + nonce + encryptor.tag + body


def key_of_bytes(sealed: bytes) -> str:
    """Return the id of the key which sealed these bytes."""
    return sealed[1 : 1 + sealed[0]].decode("ascii", "replace") if sealed else ""


def unseal_bytes(sealed: bytes, context: str = "") -> bytes:
    """Decrypt bytes made by ``seal_bytes`` under the same context.

    Raises:
        SealBrokenError: the bytes are cut off or altered, their key is not listed, or the context differs.
    """
    start = 1 + sealed[0] if sealed else 0
    key_id = key_of_bytes(sealed)
    key = _ring().keys.get(key_id)
    if key is None or len(sealed) < start + NONCE_BYTES + TAG_BYTES:
        raise SealBrokenError("sealed bytes are cut off or their key is not in CHENGYI_SEAL_KEYS")
    nonce = sealed[start : start + NONCE_BYTES]
    tag = sealed[start + NONCE_BYTES : start + NONCE_BYTES + TAG_BYTES]
    decryptor = Cipher(key, modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(_bound(key_id, context))
    try:
        return decryptor.update(sealed[start + NONCE_BYTES + TAG_BYTES :]) + decryptor.finalize()
    except InvalidTag as broken:
        raise SealBrokenError("sealed bytes were altered or belong elsewhere") from broken
