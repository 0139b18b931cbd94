"""Sealing who informed: a fresh key, split for every pair of keepers. Pure functions over bytes, no database.

Built of the `cryptography` library alone: scrypt and AES-256-GCM lock a private key under a passphrase;
X25519, HKDF-SHA256 and AES-256-GCM seal to a keeper's public key; AES-256-GCM seals the data. The one thing
of our own is the split of a key by exclusive or with a random half: one half alone is a random number.
See docs/adr/0028.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

KEY_BYTES = 32
NONCE_BYTES = 12
SALT_BYTES = 16
PADDED_TO = 512
"""Data is filled up to a multiple of this, so that its length tells nothing of a name."""
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_SIGNS = 16
"""32 signs, 16 places: 80 bits, too many to try even with everything else in hand."""


class WrongPassphraseError(Exception):
    """The passphrase does not open the private key."""


class NotOpenedError(Exception):
    """A box does not open: altered, of another place, or sealed for somebody else."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A new key pair: the public key, and the private one under a passphrase; both as text to store."""

    public: str
    locked: str


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a data key, sealed to the keeper who holds it; `partner` holds the other half."""

    keeper: int
    partner: int
    box: str


@dataclass(frozen=True, slots=True)
class Package:
    """Sealed data with the halves of its key."""

    box: str
    halves: list[Half]


def make_key_pair(passphrase: str) -> KeyPair:
    """Make a key pair whose private key only this passphrase opens."""
    private = X25519PrivateKey.generate()
    return KeyPair(_text(private.public_key().public_bytes_raw()), lock(private, passphrase))


def lock(private: X25519PrivateKey, passphrase: str) -> str:
    """Return a private key under a passphrase, as text with the parameters of scrypt beside it."""
    salt, nonce, work = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES), _work()
    public = private.public_key().public_bytes_raw()
    body = AESGCM(_stretched(passphrase, salt, work)).encrypt(nonce, private.private_bytes_raw(), public)
    return json.dumps({"n": work, "salt": _text(salt), "nonce": _text(nonce), "body": _text(body)})


def unlock(locked: str, passphrase: str, public: str) -> X25519PrivateKey:
    """Return the private key.

    Raises:
        WrongPassphraseError: the passphrase is another one, or the text was altered.
    """
    try:
        kept = json.loads(locked)
        key = _stretched(passphrase, _raw(kept["salt"]), int(kept["n"]))
        body = AESGCM(key).decrypt(_raw(kept["nonce"]), _raw(kept["body"]), _raw(public))
    except (InvalidTag, ValueError, KeyError) as wrong:
        raise WrongPassphraseError from wrong
    return X25519PrivateKey.from_private_bytes(body)


def fingerprint(public: str) -> str:
    """Return the beginning of the digest of a public key, in groups of four, to be compared by eye."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(_raw(public))
    signs = digest.finalize().hex()[:24].upper()
    return " ".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def seal(data: Mapping[str, str], keepers: Sequence[tuple[int, str]], context: str) -> Package:
    """Seal data so that any two of the keepers open it together and one of them never does.

    Args:
        data: what is sealed.
        keepers: number and public key of each, at least two.
        context: what the data belongs to; it opens only under the same context.

    Raises:
        ValueError: fewer than two keepers.
    """
    if len(keepers) < 2:
        raise ValueError("two keepers are needed at least")
    key, nonce = AESGCM.generate_key(KEY_BYTES * 8), os.urandom(NONCE_BYTES)
    body = nonce + AESGCM(key).encrypt(nonce, _padded(data), context.encode())
    halves = []
    for (one, its_key), (other, others_key) in combinations(keepers, 2):
        first = os.urandom(KEY_BYTES)
        second = joined(first, key)
        halves.append(Half(one, other, seal_to(its_key, first, context)))
        halves.append(Half(other, one, seal_to(others_key, second, context)))
    return Package(_text(body), halves)


def unseal(box: str, key: bytes, context: str) -> dict[str, str]:
    """Open sealed data with its whole key.

    Raises:
        NotOpenedError: another key or context, or the data was altered.
    """
    body = _raw(box)
    try:
        plain = AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as broken:
        raise NotOpenedError from broken
    data: dict[str, str] = json.loads(plain)
    return data


def joined(one: bytes, other: bytes) -> bytes:
    """Join two halves of a key, or split a key by one half: both are the exclusive or."""
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def seal_to(public: str, data: bytes, context: str) -> str:
    """Seal bytes to a public key, with a fresh key pair of their own."""
    theirs, fresh = X25519PublicKey.from_public_bytes(_raw(public)), X25519PrivateKey.generate()
    sender = fresh.public_key().public_bytes_raw()
    key = _agreed(fresh.exchange(theirs), sender + theirs.public_bytes_raw(), context)
    nonce = os.urandom(NONCE_BYTES)
    return _text(sender + nonce + AESGCM(key).encrypt(nonce, data, context.encode()))


def open_box(private: X25519PrivateKey, box: str, context: str) -> bytes:
    """Open what was sealed to a private key's public half.

    Raises:
        NotOpenedError: sealed to somebody else, in another context, or altered.
    """
    raw = _raw(box)
    sender, nonce, body = raw[:KEY_BYTES], raw[KEY_BYTES:][:NONCE_BYTES], raw[KEY_BYTES + NONCE_BYTES :]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
        key = _agreed(shared, sender + private.public_key().public_bytes_raw(), context)
        return AESGCM(key).decrypt(nonce, body, context.encode())
    except (InvalidTag, ValueError) as broken:
        raise NotOpenedError from broken


def new_code() -> str:
    """Return a code that one keeper tells the other, ABCD-EFGH-JKLM-NPQR."""
    signs = "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_SIGNS))
    return "-".join(signs[start : start + 4] for start in range(0, CODE_SIGNS, 4))


def lock_with_code(code: str, data: bytes, context: str) -> bytes:
    """Seal bytes under a code of `new_code`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_of_code(code, context)).encrypt(nonce, data, context.encode())


def open_with_code(code: str, locked: bytes, context: str) -> bytes:
    """Open bytes sealed under a code; small letters, blanks and hyphens are forgiven.

    Raises:
        NotOpenedError: it is another code.
    """
    try:
        key = _of_code(code, context)
        return AESGCM(key).decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as broken:
        raise NotOpenedError from broken


def _work() -> int:
    """Return scrypt's work factor; the private key remembers the one it was locked with."""
    return int(settings.INFORMANT_SCRYPT_N)


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    words = unicodedata.normalize("NFKC", passphrase).encode()
    return Scrypt(salt=salt, length=KEY_BYTES, n=work, r=8, p=1).derive(words)


def _agreed(shared: bytes, keys: bytes, context: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=keys, info=b"informant box " + context.encode()).derive(
        shared
    )


def _of_code(code: str, context: str) -> bytes:
    signs = "".join(sign for sign in code.upper() if sign in CODE_ALPHABET)
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"informant code " + context.encode()).derive(
        signs.encode()
    )


def _padded(data: Mapping[str, str]) -> bytes:
    plain = json.dumps(dict(data), ensure_ascii=False).encode()
    return plain + b" " * (-len(plain) % PADDED_TO)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
