"""Numbers as addresses, forms and programs give them."""

#: what is numbered anywhere has no number above, and no database takes one
NUMBERS = 2**63 - 1


def numbered(text: str, most: int = NUMBERS) -> int:
    """A number from 0 that something can have; what a form or an address asks with is `type` of it.

    Raises:
        ValueError: it is none.
    """
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit()) or len(plain) > len(str(most)):
        raise ValueError(f"{text[:20]!r} is no number")
    found = int(plain)
    if found > most:
        raise ValueError(f"{plain} is no number of anything")
    return found
