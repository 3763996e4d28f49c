"""Short identifiers for addresses: random, so that nobody can count or guess them."""

import secrets

# No 0/O, 1/l/I: an address can be read aloud.
ALPHABET = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 10


def new_public_id() -> str:
    """Ten characters, about 58 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
