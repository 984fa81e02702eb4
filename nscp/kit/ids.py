"""Public ids: twelve characters that name a record for ever, in URLs, files and feeds.

Drawn at random, because a database key tells how many records there are and differs from one
database to the next. Crockford's alphabet leaves out i, l, o and u, and the last character checks
the others (Luhn's rule for 32 characters), so an id copied wrong is known to be wrong before
anything is looked up.
"""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 12


def new_public_id() -> str:
    """Fifty-five random bits and their check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check_character(body)


def is_public_id(text: str) -> bool:
    """Whether the text could be an id of ours; whether it is one, only the database knows."""
    return (
        len(text) == LENGTH
        and all(character in ALPHABET for character in text)
        and text[-1] == _check_character(text[:-1])
    )


def _check_character(body: str) -> str:
    # Every second value counts double, from the right: so a swap of two neighbors is noticed too.
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (1 if place % 2 else 2)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]
