"""Makes sure, on the machine at hand, that a row's vector does not depend on the rows beside it."""

from services.corpus.domain.shapes import BATCH_ROWS, BATCH_TOKENS, width_of
from services.corpus.ports.embedding import Encoder

# Narrow, middling and wide texts: the library takes other paths for other amounts of work.
_WORDS = (1, 6, 14, 40, 120)
_BATCHES = (2, 5, 16, BATCH_ROWS)
_VOCABULARY = ("river", "stone", "seven", "quiet")


def _is_independent(encoder: Encoder, tokens: list[int], mate: list[int]) -> bool:
    width = width_of(max(len(tokens), len(mate)), max_tokens=encoder.manifest.max_tokens)
    alone = encoder.encode([tokens], width=width)[0].tobytes()
    for rows in _BATCHES:
        if rows * width > BATCH_TOKENS:
            break
        batch = [tokens if row % 2 else mate for row in range(rows)]
        if any(vector.tobytes() != alone for vector in encoder.encode(batch, width=width)[1::2]):
            return False
    return True


def safe_batch_rows(encoder: Encoder) -> int:
    """Returns how many texts may run together: `BATCH_ROWS`, or 1 where a text alone and in company differ in any bit.

    The built model passes wherever it was measured; a quantised model, or another processor, may not, and then pays with
    speed and not with numbers that change under load. Also serves as the first, slow runs of the model.
    """
    texts = [" ".join(_VOCABULARY[word % len(_VOCABULARY)] for word in range(words)) for words in _WORDS]
    mates = encoder.tokenise([f"harbour {text}" for text in texts])
    pairs = zip(encoder.tokenise(texts), mates, strict=True)
    return BATCH_ROWS if all(_is_independent(encoder, tokens, mate) for tokens, mate in pairs) else 1
