"""What a step over Redis raises while Redis is away for a moment."""

from services.corpus.ports.candidates import TransientError
from services.platform.storage.away import raising

redis_may_be_away = raising(TransientError)
