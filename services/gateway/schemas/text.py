"""Rules for texts that several fields share."""


def not_blank(text: str) -> str:
    """Returns `text`; raises ValueError when it holds nothing but white space."""
    if not text.strip():
        raise ValueError("must not be blank")
    return text
