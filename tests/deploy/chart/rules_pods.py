"""Rules of pods: what each container must have, and what none may."""

from collections.abc import Iterator, Sequence

from tests.deploy.chart.objects import SERVICES, amount, containers, environment, long_lived, of_kind, pods
from tests.deploy.chart.rendering import Object

_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
_MIB = 2**20


def non_root(items: Sequence[Object]) -> Iterator[str]:
    """Every pod and every container runs as a numbered user that is not root."""
    for pod in pods(items):
        if pod.spec.get("securityContext", {}).get("runAsNonRoot") is not True:
            yield f"{pod.owner}: may run as root"
    for pod, container in containers(items):
        context = container.get("securityContext", {})
        if context.get("runAsNonRoot") is not True or not int(context.get("runAsUser", 0)) > 0:
            yield f"{pod.owner}: {container['name']} may run as root"


def read_only(items: Sequence[Object]) -> Iterator[str]:
    """Every root file system is read-only, and /tmp is a volume with a limit."""
    for pod, container in containers(items):
        if container.get("securityContext", {}).get("readOnlyRootFilesystem") is not True:
            yield f"{pod.owner}: {container['name']} may write to its root"
    for pod in pods(items):
        for volume in pod.spec.get("volumes", []):
            if "emptyDir" in volume and "sizeLimit" not in (volume["emptyDir"] or {}):
                yield f"{pod.owner}: volume {volume['name']} has no limit"


def no_privileges(items: Sequence[Object]) -> Iterator[str]:
    """Pods pass the restricted profile of Pod Security: no capability, no escalation, the runtime's seccomp filter, nothing of the node's."""
    for pod in pods(items):
        for name in ("hostNetwork", "hostPID", "hostIPC"):
            if pod.spec.get(name):
                yield f"{pod.owner}: {name}"
        for volume in pod.spec.get("volumes", []):
            if "hostPath" in volume:
                yield f"{pod.owner}: a folder of the node"
    for pod, container in containers(items):
        context = container.get("securityContext", {})
        capabilities = context.get("capabilities", {})
        if context.get("allowPrivilegeEscalation") is not False or context.get("privileged"):
            yield f"{pod.owner}: {container['name']} may gain privileges"
        if capabilities.get("drop") != ["ALL"] or capabilities.get("add"):
            yield f"{pod.owner}: {container['name']} keeps capabilities"
        if context.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield f"{pod.owner}: {container['name']} may make every system call"
        if any("hostPort" in port for port in container.get("ports", [])):
            yield f"{pod.owner}: {container['name']} takes a port of the node"


def limits(items: Sequence[Object]) -> Iterator[str]:
    """Every container asks for processor and memory and is limited in both."""
    for pod, container in containers(items):
        for side in ("requests", "limits"):
            given = container.get("resources", {}).get(side, {})
            yield from (
                f"{pod.owner}: {container['name']} has no {side} of {name}"
                for name in ("cpu", "memory")
                if name not in given
            )


def room(items: Sequence[Object]) -> Iterator[str]:
    """Limits of memory hold what the service's own settings let it take."""
    for pod, container in containers(items):
        variables = environment(container)
        limit = amount(container.get("resources", {}).get("limits", {}).get("memory", 0)) / _MIB
        if container["name"] == "matcher":
            children = int(variables.get("CVDEEP_MATCHER_PDF_CHILDREN", 2)) + int(
                variables.get("CVDEEP_MATCHER_PDF_SLOW_CHILDREN", 2)
            )
            needed = 256 + children * int(variables.get("CVDEEP_MATCHER_PDF_MEMORY_MB", 1024))
        elif container["name"] == "corpus":
            needed = 512 + int(variables.get("CVDEEP_CORPUS_INDEX_MB", 2048))
        elif container["name"] == "gateway":
            needed = 128 + int(variables.get("CVDEEP_GATEWAY_UPLOADS_MIB", 192))
        else:
            continue
        if limit < needed:
            yield f"{pod.owner}: {limit:g} MiB are fewer than the {needed} its settings allow"


def probes(items: Sequence[Object]) -> Iterator[str]:
    """Every container of a service is asked whether it started, is ready and lives; living depends on nobody else."""
    for pod in long_lived(items):
        for container in pod.containers:
            yield from (f"{pod.owner}: no {name}" for name in _PROBES if name not in container)
            alive = container.get("livenessProbe", {})
            by_grpc = alive.get("grpc")
            asks_others = alive.get("httpGet", {}).get("path") == "/api/v1/health"
            if asks_others or (by_grpc is not None and by_grpc.get("service") != "live"):
                yield f"{pod.owner}: an outage elsewhere would restart it"


def no_tokens(items: Sequence[Object]) -> Iterator[str]:
    """No pod gets a token of the API, and each has a service account of this release."""
    accounts = {item["metadata"]["name"]: item for item in of_kind(items, "ServiceAccount")}
    for name, account in accounts.items():
        if account.get("automountServiceAccountToken") is not False:
            yield f"ServiceAccount/{name}: hands out tokens"
    for pod in pods(items):
        if pod.spec.get("automountServiceAccountToken") is not False:
            yield f"{pod.owner}: gets a token"
        if pod.spec.get("serviceAccountName") not in accounts:
            yield f"{pod.owner}: runs under an account that is not the release's"


def images(items: Sequence[Object]) -> Iterator[str]:
    """Every image is named by a tag that says something, or by a digest."""
    for pod, container in containers(items):
        name = container["image"].rpartition("/")[2]
        if "@sha256:" not in name and (":" not in name or name.endswith((":", ":latest"))):
            yield f"{pod.owner}: {container['image']} can be anything"


def mounts(items: Sequence[Object]) -> Iterator[str]:
    """Every mount has its volume, and every file a variable names lies in a mount."""
    claims = {
        f"StatefulSet/{item['metadata']['name']}": {
            claim["metadata"]["name"] for claim in item["spec"].get("volumeClaimTemplates", [])
        }
        for item in of_kind(items, "StatefulSet")
    }
    for pod, container in containers(items):
        volumes = {volume["name"] for volume in pod.spec.get("volumes", [])} | claims.get(pod.owner, set())
        places = {mount["mountPath"]: mount["name"] for mount in container.get("volumeMounts", [])}
        yield from (f"{pod.owner}: no volume {name}" for name in sorted(set(places.values()) - volumes))
        named = {
            name: value
            for name, value in environment(container).items()
            if isinstance(value, str) and value.startswith(("/etc/", "/var/"))
        }
        for name, value in named.items():
            if not any(value.startswith(place) for place in places):
                yield f"{pod.owner}: {name} names {value}, which nothing mounts"


def grace(items: Sequence[Object]) -> Iterator[str]:
    """Kubernetes waits longer than the service's own end may take, and its work ends within that."""
    for pod in long_lived(items):
        if pod.component not in SERVICES:
            continue
        for container in pod.containers:
            variables = environment(container)
            delay_s = float(variables.get("CVDEEP_DRAIN_DELAY_MS", 0)) / 1000
            grace_s = float(variables.get("CVDEEP_GRACE_S", 20))
            if pod.spec.get("terminationGracePeriodSeconds", 30) < grace_s + delay_s + 5:
                yield f"{pod.owner}: is killed before it can end"
            for name, value in variables.items():
                if name.endswith("_DRAIN_S") and float(value) + delay_s >= grace_s:
                    yield f"{pod.owner}: {name} leaves nothing of the grace"


def spread(items: Sequence[Object]) -> Iterator[str]:
    """Replicas of a service are spread by constraints that count their own kind."""
    for pod in long_lived(items):
        for rule in pod.spec.get("topologySpreadConstraints", []):
            if not rule["labelSelector"]["matchLabels"].items() <= pod.labels.items():
                yield f"{pod.owner}: is spread by what it is not"
