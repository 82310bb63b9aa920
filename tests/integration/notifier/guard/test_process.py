"""The guard in the process that production runs: asked over gRPC, with a scripted nameserver for DNS."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from cvdeep.common.v1 import common_pb2
from cvdeep.notifier.v1 import notifier_pb2 as pb
from cvdeep.notifier.v1 import notifier_pb2_grpc as pb_grpc
from services.platform.errors import AppError
from services.platform.rpc.client import open_channel
from tests.support.nameserver import Question, Reply, serving_names
from tools.redis_server import RedisServer, free_port

pytestmark = pytest.mark.redis

ZONE = {
    "public.example.com.": Reply(addresses=["8.8.8.8", "2606:4700:4700::1111"]),
    "private.example.com.": Reply(addresses=["10.0.0.1"]),
    "metadata.example.com.": Reply(addresses=["8.8.8.8"], chain=["metadata.google.internal"]),
    "operators.example.com.": Reply(addresses=["9.9.9.9"]),
    "slow.example.com.": Reply(silent=True),
}


@asynccontextmanager
async def _notifier(repo_root: Path, redis_url: str, **variables: str) -> AsyncIterator[Any]:
    target = f"127.0.0.1:{free_port()}"
    env = {
        **os.environ,
        "CVDEEP_REDIS_URL": redis_url,
        "CVDEEP_LISTEN": target,
        "CVDEEP_METRICS_PORT": "0",
        **variables,
    }
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.notifier", cwd=repo_root, env=env, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        async with open_channel(target) as channel:
            yield pb_grpc.NotifierServiceStub(channel)
    finally:
        child.kill()
        await child.wait()


async def _said(stub: Any, url: str) -> str:
    request = pb.CheckTargetRequest(caller=common_pb2.Caller(client_id="cl_aaaaaaaaaaaaaaaa"), url=url)
    try:
        answer = await stub.CheckTarget(request, timeout=30, wait_for_ready=True)
    except AppError as error:
        return f"{error.reason.value}: {error.message}"
    return str(answer.normalized_url)


async def test_s61_s83_s86_s88_over_grpc(repo_root: Path, redis_server: RedisServer) -> None:
    """Verdicts on names reach whoever asks; a nameserver that is silent holds up nobody else."""

    def script(question: Question) -> Reply:
        return ZONE.get(question.name, Reply(rcode="NXDOMAIN"))

    invalid = "INVALID_INPUT: The request has invalid fields."
    async with (
        serving_names(script) as names,
        _notifier(
            repo_root,
            redis_server.url,
            CVDEEP_NOTIFIER_NAMESERVERS=f"127.0.0.1:{names.port}",
            CVDEEP_NOTIFIER_DENY_NETWORKS="9.9.9.0/24",
            CVDEEP_NOTIFIER_ALLOW_PRIVATE="1",
        ) as stub,
    ):
        slow = asyncio.create_task(_said(stub, "https://slow.example.com/"))
        said = {
            url: await _said(stub, url)
            for url in (
                "https://PUBLIC.example.com./h?a=ü", "https://private.example.com/", "https://metadata.example.com/",
                "https://operators.example.com/", "https://nowhere.example.com/", "https://127.0.0.1/", "https://8.8.8.8/h",
                "http://8.8.8.8/", "https://[::ffff:127.0.0.1]/",
            )
        }  # fmt: skip
        assert await slow == said["https://nowhere.example.com/"] == invalid

    private = "PRIVATE_WEBHOOK_URL: The webhook URL does not lead to a public address."
    assert list(said.values()) == [
        "https://public.example.com/h?a=%C3%BC", private, private, private, invalid, private,
        "https://8.8.8.8/h", "INSECURE_WEBHOOK_URL: The webhook URL must use https.", private,
    ]  # fmt: skip
