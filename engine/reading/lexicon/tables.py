"""Word tables from compact text."""


def words(text: str) -> frozenset[str]:
    """The words of a text parted by white space."""
    return frozenset(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a text parted by bars, in order."""
    return tuple(text.split("|"))
