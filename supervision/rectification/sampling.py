"""The random sample of a re-check: pure functions, so that anyone can draw it again from what is kept."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from math import ceil


def population_file(guids: Iterable[str]) -> str:
    """Return the population as it is kept: one guid a line, in order, each once."""
    return "".join(f"{guid}\n" for guid in sorted(set(guids)))


def digest_of(population: str) -> str:
    """Return SHA-256 of the population file, in hex."""
    return sha256(population.encode()).hexdigest()


def size_of(population_size: int, percent: int) -> int:
    """Return how many are drawn: the share rounded up, at least one of a population that is not empty."""
    return min(population_size, max(1, ceil(population_size * percent / 100))) if population_size else 0


def draw(population: str, seed: str, size: int) -> list[str]:
    """Return the first `size` of the population by SHA-256 of "<seed>:<guid>", in that order."""
    guids = population.split()
    return sorted(guids, key=lambda guid: sha256(f"{seed}:{guid}".encode()).hexdigest())[:size]
