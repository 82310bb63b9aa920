"""The retrieval plan of a position: the texts and words by which candidates are found before they are judged."""

import json
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.plan import Plan
from services.corpus.domain.lexical_terms import terms_of

# What the roles together weigh beside one requirement of the highest importance, and what a sentence of the text weighs. Without
# sentences nDCG@10 by meaning alone falls from .81 to .77, without roles to .73 (tests/bench/eval_search.py).
_ROLES_WEIGHT = 5.0
_SENTENCE_WEIGHT = 0.3
_FULL_IMPORTANCE = 5
# Words enough for any position; more only make a search slower.
TERMS_MAX = 400
QUERIES_MAX = 400


@dataclass(frozen=True, slots=True)
class RetrievalPlan:
    """`queries` are texts to embed with the weight of each, at least one; `terms` are distinct words as an index counts them."""

    queries: tuple[tuple[str, float], ...]
    terms: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts to embed, in order."""
        return tuple(text for text, _ in self.queries)

    def vector(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The weighted mean direction of the texts' vectors [len(texts), d], float32 [d] of length one or all zeros."""
        mean = np.array([weight for _, weight in self.queries], dtype=np.float64) @ vectors.astype(np.float64)
        length = float(np.sqrt((mean * mean).sum()))
        return np.asarray(mean / length if length > 0 else mean, dtype=np.float32)

    def to_json(self) -> str:
        """The plan as JSON."""
        return json.dumps({"queries": self.queries, "terms": self.terms}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote; raises ValueError for anything else."""
        try:
            value: Any = json.loads(text)
            queries = tuple((str(query), float(weight)) for query, weight in value["queries"])
            return cls(queries, tuple(str(term) for term in value["terms"]))
        except (KeyError, TypeError) as error:
            raise ValueError("not a retrieval plan") from error


def retrieval_plan(plan: Plan) -> RetrievalPlan:
    """Says how candidates for a position are looked for: by its roles, by what it asks for, and a little by its text."""
    weights: dict[str, float] = {}
    for role in plan.roles:
        weights[role] = weights.get(role, 0.0) + _ROLES_WEIGHT / len(plan.roles)
    for want in plan.wanted:
        for phrase in want.asked.phrases:
            share = want.importance / _FULL_IMPORTANCE / len(want.asked.phrases)
            weights[phrase] = weights.get(phrase, 0.0) + share
    for sentence in plan.sentences:
        weights[sentence] = weights.get(sentence, 0.0) + _SENTENCE_WEIGHT
    if not any(text.strip() for text in weights):
        # Requirements without a name anywhere: what they say is in their judgement alone; any candidate may be near.
        weights = {want.asked.name: 1.0 for want in plan.wanted} or {"professional experience": 1.0}
    queries = tuple((text, weight) for text, weight in weights.items() if text.strip())[:QUERIES_MAX]
    named = (*weights, *(want.asked.name for want in plan.wanted))
    terms = dict.fromkeys(term for text in named for term in terms_of(text))
    return RetrievalPlan(queries, tuple(terms)[:TERMS_MAX])
