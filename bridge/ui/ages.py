"""How old something is, in words."""


def age(seconds: float) -> str:
    """A length of time in the largest unit that fits.

    >>> age(3.2), age(150), age(7300), age(200_000)
    ('3 s', '2 min', '2 h', '2 days')
    """
    whole = max(0, int(seconds))
    for size, unit in ((86_400, "days"), (3600, "h"), (60, "min")):
        if whole >= 2 * size:
            return f"{whole // size} {unit}"
    return f"{whole} s"
