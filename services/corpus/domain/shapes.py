"""The shapes in which the model runs: a text's width depends on the text alone, never on what else is in its batch.

Padding may change the last bits of a vector, because sums are then taken over more terms. On the processor measured it
changed none, but that is the library's kindness and no promise; so a text is always padded to the same width, the next step
of a scale that is fine where texts are many. How many rows run together must not change a row either, which
`application.embedding.probe` makes sure of on the machine at hand.
"""

# A batch of this many tokens keeps two cores busy near their best rate and ends within about a tenth of a second.
BATCH_TOKENS = 1024
BATCH_ROWS = 64

# Up to this many tokens → in steps of this many. Against padding to the longest of 32 sorted texts the scale costs less work.
_SCALE = ((16, 2), (64, 4), (128, 8))
_WIDEST_STEP = 16


def width_of(tokens: int, *, max_tokens: int) -> int:
    """Returns the tokens to which a text of `tokens` tokens is padded, at most `max_tokens`."""
    step = next((step for up_to, step in _SCALE if tokens <= up_to), _WIDEST_STEP)
    return min(-(-tokens // step) * step, max_tokens)
