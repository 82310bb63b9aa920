"""The guard until addresses can be judged: it lets nothing through, at submit and at delivery alike."""

from services.notifier.domain.target import Refusal, Target, TargetRefusedError, parse_target


class RefuseAllTargets:
    """Implements the port `TargetGuard`; no setting can widen it."""

    async def judge(self, url: str) -> Target:
        """Raises `TargetRefusedError`: INSECURE or INVALID as the URL is written, PRIVATE for every other."""
        parse_target(url)
        raise TargetRefusedError(Refusal.PRIVATE, "The webhook URL does not lead to a public address.")
