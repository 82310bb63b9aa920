"""Says in a sentence what it means when Redis or a service cannot be reached or refuses."""

import grpc
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError


class ServiceAwayError(Exception):
    """A service does not answer; its text is the sentence for the operator."""


def describe_outage(error: Exception) -> str | None:
    """Returns a sentence without anything that the error quotes; None for any other error."""
    match error:
        case RedisConnectionError() | RedisTimeoutError():
            return "Redis does not answer: check --redis-url or CVDEEP_REDIS_URL."
        case RedisError():
            return f"Redis refused the command ({type(error).__name__})."
        case ServiceAwayError():
            return str(error)
        case grpc.aio.AioRpcError():
            return f"The matcher does not answer ({error.code().name}): check --matcher or CVDEEP_MATCHER_TARGET."
        case _:
            return None
