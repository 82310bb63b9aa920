"""A job made ready once to be compared with any number of profiles: its plan, its vectors and the names it looks for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import calibration as c
from engine.amounts import sums_in
from engine.aside import other_than
from engine.comparison import Comparison
from engine.copied import Wording
from engine.facts.occupations import OCCUPATIONS, nearness
from engine.facts.outside import OUTSIDE
from engine.kinds import Asked, Kind
from engine.layout import Part, layout_of
from engine.lexicon import CERTIFICATES, INDUSTRIES, LITERAL, trades_in
from engine.naming import SkillNames
from engine.overlap import Overlap, keys_of
from engine.plan import Plan, Wanted
from engine.similarity import Embedded, highest, products

# What is found by its own names, and not by the words of its name.
_TOLD_OTHERWISE = frozenset({Kind.CERTIFICATE, Kind.DEGREE, Kind.LANGUAGE, Kind.YEARS})


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """Something asked for, ready to be looked for.

    `row` is its row among the likenesses of its brief, `parts` are the groups of skills it names (one empty group for none),
    `rows` their rows in the layout of its brief, `concepts` the certificates or industries that show it, `sums` the sums of
    money it names, `keys` what the words of its name begin with.
    """

    asked: Asked
    row: int
    parts: tuple[Part, ...]
    rows: slice
    concepts: frozenset[str]
    sums: tuple[float, ...]
    keys: tuple[str, ...]


class Brief:
    """A job ready to be compared.

    Args:
        plan: the job understood.
        embedded: the texts of the plan with their vectors.
    """

    def __init__(self, plan: Plan, embedded: Embedded) -> None:
        self.plan = plan
        self.wording = Wording(plan)
        self.embedded = embedded
        needs: dict[Asked, Need] = {}

        def need(asked: Asked) -> Need:
            if asked not in needs:
                needs[asked] = _need(asked, row=len(needs), first=sum(len(each.parts) for each in needs.values()))
            return needs[asked]

        self.wanted: tuple[tuple[Wanted, Need], ...] = tuple((want, need(want.asked)) for want in plan.wanted)
        self.industries = tuple((need(asked), importance) for asked, importance in plan.industries)
        self.work_asked = tuple((need(asked), importance) for asked, importance in plan.work_asked)
        self.skill_names = SkillNames(part for each in needs.values() for part in each.parts)
        self.layout = layout_of(tuple(needs), [each.parts for each in needs.values()])
        self.sums = tuple(each for each in needs.values() if each.sums)
        # The trades whose words the position itself uses: they are its own, whatever its roles are called.
        told = (*plan.roles, *plan.sentences, *(asked.name for asked in needs))
        self.trades = frozenset(mention.concept for text in told for mention in trades_in(text))
        self.overlap = Overlap([each.keys for each in needs.values()], english=plan.english)
        self._roles = self._vectors(plan.roles)
        self.comparison = self._comparison(tuple(needs))
        self._like_the_roles: dict[str, float] = {}

    def like_the_roles(self, subject: str) -> float:
        """The highest cosine of any of the roles wanted with something asked for; 0 where there is none."""
        if subject not in self._like_the_roles:
            like = highest(products(self._roles, self._vectors((subject,))))
            self._like_the_roles[subject] = max(0.0, float(like[0]))
        return self._like_the_roles[subject]

    def _comparison(self, asked: Sequence[Asked]) -> Comparison:
        plan = self.plan
        phrases = tuple(dict.fromkeys(phrase for each in asked for phrase in each.phrases))
        place = {phrase: number for number, phrase in enumerate(phrases, start=1)}
        done = [phrase for each, _ in plan.work_asked for phrase in each.phrases]
        work = np.vstack((self._roles, self._vectors(self._own_work())))
        fields = plan.fields
        return Comparison(
            phrases=self._vectors(phrases),
            phrases_of=_padded([[place[phrase] for phrase in each.phrases] for each in asked], blank=0),
            work=work,
            outside=other_than(np.vstack((work, self._vectors(done))), self._vectors(OUTSIDE)),
            fields=(fields, self._vectors(fields)),
            roles=self._roles,
            others=self._vectors(self._other_work()),
        )

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """The vectors [len(texts), d] of texts of the plan; zeros for one that was not embedded."""
        rows = np.zeros((len(texts), self.embedded.steps.shape[1]))
        for place, text in enumerate(texts):
            if text in self.embedded.row:
                rows[place] = self.embedded.steps[self.embedded.row[text]]
        return rows

    def _own_work(self) -> tuple[str, ...]:
        """The work of the occupations wanted, and of those near them."""
        return tuple(
            entry.work
            for entry in OCCUPATIONS
            if any(nearness(entry.key, wanted) >= c.NEAR_OCCUPATION for wanted in self.plan.occupations)
        )

    def _other_work(self) -> tuple[str, ...]:
        """The work of occupations that are none of those wanted, nor near them."""
        works = tuple(entry.work for entry in OCCUPATIONS)
        alike = highest(products(self._roles, self._vectors(works))).tolist()
        return tuple(
            entry.work
            for entry, like in zip(OCCUPATIONS, alike, strict=True)
            if like < c.SAME_WORK and all(nearness(entry.key, wanted) == 0 for wanted in self.plan.occupations)
        )


def _need(asked: Asked, *, row: int, first: int) -> Need:
    lexicon, wanted = {
        Kind.CERTIFICATE: (CERTIFICATES, asked.certificates),
        Kind.INDUSTRY: (INDUSTRIES, asked.industries),
    }.get(asked.kind, (CERTIFICATES, ()))
    concepts = frozenset(wanted).union(*(lexicon.narrower(concept) for concept in wanted))
    keys = () if asked.kind in _TOLD_OTHERWISE else keys_of(asked.name)
    if len(keys) == 1 and any(not concept.startswith(LITERAL) for part in asked.skills for concept in part):
        # A name of one word that the tables know is found as such, and not as an everyday word ("go").
        keys = ()
    parts: tuple[Part, ...] = asked.skills or ((),)
    return Need(asked, row, parts, slice(first, first + len(parts)), concepts, sums_in(asked.name), keys)


def _padded(rows: Sequence[Sequence[int]], *, blank: int) -> NDArray[np.intp]:
    """Rows of unequal length as a table: what lacks is the row's first place again, or `blank` for an empty row."""
    width = max((len(row) for row in rows), default=1) or 1
    table = [[*row, *[row[0] if row else blank] * (width - len(row))] for row in rows]
    return np.array(table, dtype=np.intp).reshape(len(rows), width)
