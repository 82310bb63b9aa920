"""What the service finds out and reads before it serves."""

import pytest

from services.corpus.application.embedding.probe import safe_batch_rows
from services.corpus.config import CorpusSettings
from services.corpus.domain.shapes import BATCH_ROWS, BATCH_TOKENS
from services.platform.config import ConfigError, Env
from tests.fakes.encoder import FakeEncoder


def test_a_model_whose_rows_stand_alone_runs_in_batches() -> None:
    """Batches of several sizes and widths were compared, none above the size that is ever run."""
    encoder = FakeEncoder()
    assert safe_batch_rows(encoder) == BATCH_ROWS
    assert len({width for width, _ in encoder.runs}) >= 4
    assert max(len(rows) for _, rows in encoder.runs) == BATCH_ROWS
    assert all(width * len(rows) <= BATCH_TOKENS for width, rows in encoder.runs)


def test_a_model_whose_rows_depend_on_their_batch_runs_them_alone() -> None:
    """A difference in the last bits is enough."""
    assert safe_batch_rows(FakeEncoder(batch_dependent=True)) == 1


def test_settings_have_defaults_but_for_the_model() -> None:
    """The model's folder is the one thing that must be said."""
    settings = CorpusSettings.from_env(Env({"CVDEEP_MODEL_DIR": "/m"}))
    assert settings.threads >= 1
    with pytest.raises(ConfigError, match="CVDEEP_MODEL_DIR"):
        CorpusSettings.from_env(Env({}))


def test_the_queue_holds_the_largest_request() -> None:
    """A smaller one could never answer it."""
    with pytest.raises(ConfigError, match="CVDEEP_CORPUS_QUEUE_TEXTS"):
        CorpusSettings.from_env(Env({"CVDEEP_MODEL_DIR": "/m", "CVDEEP_CORPUS_QUEUE_TEXTS": "2047"}))


def test_every_setting_has_a_variable_and_a_bad_one_is_named() -> None:
    """So that an operator learns at the start which it is."""
    variables = {
        "CVDEEP_MODEL_DIR": "/m",
        "CVDEEP_REDIS_URL": "redis://127.0.0.1:1/0",
        "CVDEEP_CORPUS_INLINE": "0",
        "CVDEEP_CORPUS_EMBED_PARALLEL": "3",
        "CVDEEP_CORPUS_LEASE_S": "9.5",
        "CVDEEP_CORPUS_SNAPSHOT_DIR": "/s",
    }
    settings = CorpusSettings.from_env(Env(variables))
    assert (settings.redis_url, settings.inline, settings.embed_parallel) == ("redis://127.0.0.1:1/0", 0, 3)
    assert (settings.lease_s, str(settings.snapshot_dir)) == (9.5, "/s")
    times = ("LEASE_S", "LOOK_S", "SWEEP_EVERY_S", "DRAIN_S", "EDITION_GONE_S")
    for name in (*times, "EMBED_PARALLEL", "INDEX_MB", "EXACT_ROWS_MAX"):
        with pytest.raises(ConfigError, match=f"CVDEEP_CORPUS_{name}"):
            CorpusSettings.from_env(Env({**variables, f"CVDEEP_CORPUS_{name}": "0"}))
