"""All rules the rendered chart is held to."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from tests.deploy.chart import rules_pods, rules_wiring
from tests.deploy.chart.rendering import Object

Rule = Callable[[Sequence[Object]], Iterator[str]]

RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        rules_pods.non_root,
        rules_pods.read_only,
        rules_pods.no_privileges,
        rules_pods.limits,
        rules_pods.room,
        rules_pods.probes,
        rules_pods.no_tokens,
        rules_pods.images,
        rules_pods.mounts,
        rules_pods.grace,
        rules_pods.spread,
        rules_wiring.protocols,
        rules_wiring.selectors,
        rules_wiring.chosen_pods,
        rules_wiring.policies,
        rules_wiring.world,
        rules_wiring.scalers,
        rules_wiring.variables,
        rules_wiring.no_plain_secrets,
        rules_wiring.names,
    )
}


def faults(items: Sequence[Object]) -> dict[str, list[str]]:
    """Returns rule → its complaints, of the rules that have any."""
    return {name: found for name, rule in RULES.items() if (found := list(rule(items)))}
