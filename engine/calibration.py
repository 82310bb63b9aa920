"""Every number that was set by measurement, in one place, with what set it.

Measured on ten jobs of ten professions with ten labelled CVs each (met/partial/missing per requirement, relevant years, order of
relevance), with all-MiniLM-L6-v2, in steps no finer than the figures shown. docs/judging.md has the figures, the sensitivity of every
constant, and what they are worth on a job they were not set on: `make eval` tunes on nine jobs and tests on the tenth.
"""

from typing import Final

from engine.material import Source
from engine.stance import Stance

# --- evidence -------------------------------------------------------------------------------------------------------
# What a piece shows at most, by where it stands: use at work is proof, a bare list a claim.
SOURCE_WEIGHT: Final = {
    Source.WORK: 1.0,
    Source.TITLE: 0.9,
    Source.CERTIFICATE: 0.75,
    Source.PROJECT: 0.6,
    Source.EDUCATION: 0.55,
    Source.SUMMARY: 0.4,
    Source.LISTED: 0.5,
    Source.OTHER: 0.4,
}
# Claims without use: however many, only the best of them counts.
CLAIMS: Final = frozenset({Source.SUMMARY, Source.LISTED, Source.OTHER})
STANCE_WEIGHT: Final = {
    Stance.OWN: 1.0,
    Stance.HEDGED: 0.5,
    Stance.PRODUCT: 0.2,
    Stance.WISHED: 0.0,
    Stance.DENIED: 0.0,
    Stance.OTHERS: 0.0,
}
# A name found: the thing itself, something that shows it (Django for Python), a stand-in (MySQL for PostgreSQL).
NAMED: Final = 1.0
IMPLIED: Final = 0.9
STAND_IN: Final = 0.4
# Likeness of meaning: below LOW it is chance, from HIGH on it is as good as SEMANTIC_MOST of a name.
SEMANTIC_LOW: Final = 0.43
SEMANTIC_HIGH: Final = 0.6
SEMANTIC_MOST: Final = 0.85
# In a fully relevant job the lower bound is this much lower: people describe their own trade in its own words.
LOOSER_WHEN_RELATED: Final = 0.2
# Below this, likeness is chance in any job: an unrelated line must never count.
SEMANTIC_FLOOR: Final = 0.2
# Words of a requirement's name that a line uses, whatever their endings: from each share on, so alike. All of them are as good as full
# likeness of meaning; some of them count only in work of the right kind, where the lower bound is lower.
WORDS_LIKENESS: Final = ((1.0, 0.6), (0.6, 0.5), (0.4, 0.42), (0.0, 0.3))
# Life outside of work (engine/facts/outside.py): below LEAST a line is not like that at all. A likeness to a need that is less than that to life outside
# counts for nothing; one below SEMANTIC_LOW has to exceed it by MARGIN times what it lacks of SEMANTIC_LOW. Soft skills, too: their
# likenesses are as weak, only taken for more.
OUTSIDE_LEAST: Final = 0.2
OUTSIDE_MARGIN: Final = 0.5
# Occupations this near the wanted ones are the position's own work.
NEAR_OCCUPATION: Final = 0.5
# Soft skills are told, not named: their meaning is met with in looser words.
SEMANTIC_LOW_SOFT: Final = 0.25
SEMANTIC_HIGH_SOFT: Final = 0.4
# A line that names one part of "A and B" is like the whole mostly for that part.
LIKE_ANOTHER_PART: Final = 0.4
# In a whole statement a single named thing is only a part of what is asked.
NAMED_IN_STATEMENT: Final = 0.45
# A sum asked for and not shown ("budgets above 500k") leaves this much.
WITHOUT_THE_SUM: Final = 0.4
SUM_TOLERANCE: Final = 0.9
# Evidence from a job that has nothing to do with the position counts this much; soft skills travel better.
UNRELATED_JOB: Final = 0.1
UNRELATED_JOB_SOFT: Final = 0.75
# The same for a project, a certificate or a course beside jobs that have nothing to do with the position.
UNRELATED_BESIDE: Final = 0.45
# A claim in a list is believed as far as the candidate's jobs make it likely.
UNSUPPORTED_CLAIM: Final = 0.55
# Further pieces add to the best one, each less.
FURTHER_PIECES: Final = (1.0, 0.45, 0.25)
CLAIM_ADDS: Final = 0.3
# Use long ago counts less: full for this many years, then a little less each year, never below the floor.
FRESH_YEARS: Final = 5
STALE_PER_YEAR: Final = 0.02
STALE_FLOOR: Final = 0.8
# A stint of a month proves less than a year of use.
SHORT_USE_FLOOR: Final = 0.75
FULL_USE_MONTHS: Final = 12

# In the position's own trade a sign of a skill stands for its usual practice: how much of what is open it closes at most, how
# strongly that hangs on the trade, how clear the sign must be, and how long in the trade counts in full.
TRADE_LIFT: Final = 0.7
TRADE_EXPONENT: Final = 3
TRADE_SIGN: Final = 0.1
TRADE_MONTHS: Final = 24

# --- statuses ---------------------------------------------------------------------------------------------------------
MET: Final = 0.55
PARTIAL: Final = 0.25
# The most that something short of what was asked for can reach.
JUST_SHORT: Final = MET - 0.05

# --- relevance of a job: a logistic sum over its signals. Fitted by ridge regression to 327 jobs whose relevance follows from the
# labelled years; left out job by job, AUC 0.93 and 86 % right, against 0.89 for the occupations alone and 0.77 for the title's
# cosine. ---------------------------------------------------------------
RELEVANCE_BIAS: Final = -3.6
RELEVANCE_TITLE: Final = 2.05
RELEVANCE_TITLE_OF_OCCUPATION: Final = 0.25
RELEVANCE_DONE: Final = 4.8
RELEVANCE_OCCUPATION: Final = 1.1
RELEVANCE_SAME_OCCUPATION: Final = 1.8
RELEVANCE_UNKNOWN_OCCUPATION: Final = 2.05
# The words of another trade outnumber those of the wanted one by at least this many: then it is that trade, whatever its title.
RELEVANCE_ELSEWHERE: Final = 3.5
WORDS_OF_A_TRADE: Final = 3
# What is told of a job of quite another occupation is mostly others' work seen from beside.
OTHER_OCCUPATION: Final = 0.3
DONE_IN_OTHER_OCCUPATION: Final = 0.45
RELEVANT: Final = 0.5
ADJACENT: Final = 0.2

# --- working life -------------------------------------------------------------------------------------------------------
ROLE_WINDOW_MONTHS: Final = (24, 60)
ROLE_FRESH_YEARS: Final = 3
ROLE_STALE_PER_YEAR: Final = 0.08
ROLE_FLOOR: Final = 0.5
OVER_PER_YEAR: Final = 0.02
OVER_MOST: Final = 0.15
IDLE_FREE_YEARS: Final = 2
IDLE_PER_YEAR: Final = 0.03
IDLE_FLOOR: Final = 0.7
ADJACENT_TIME: Final = 0.25

# --- credentials, languages, education ----------------------------------------------------------------------------------
IN_PROGRESS_CREDENTIAL: Final = 0.45
LAPSED_CREDENTIAL: Final = 0.3
# An hour online or a day's course on the subject; the same credential of a lower level.
TASTER_CREDENTIAL: Final = 0.3
LOWER_CREDENTIAL: Final = 0.45
LANGUAGE_STEP: Final = 0.3
LANGUAGE_LEVEL_UNSAID: Final = 0.6
LANGUAGE_OF_THE_CV: Final = 0.6
DEGREE_STEPS: Final = (1.0, 0.45, 0.2, 0.05)
FIELD_SAME_GROUP: Final = 0.85
# The right field studied below the level asked for.
FIELD_BELOW_LEVEL: Final = 0.5
FIELD_LOW: Final = 0.5
FIELD_HIGH: Final = 0.75

# --- the whole ------------------------------------------------------------------------------------------------------------
# A missed minimal qualification caps the overall score here: below what a complete candidate reaches, above the hopeless.
MINIMAL_CAP: Final = 0.55
# Decimals at the point where a number becomes a fact that others are computed from.
SCORE_DECIMALS: Final = 3
# An occupation whose work is at least this like a role wanted is not held against a title.
SAME_WORK: Final = 0.5
# What shows less than this is not quoted.
EVIDENCE_FLOOR: Final = 0.1
# Years: a month is lost in how ends are written.
YEARS_TOLERANCE_MONTHS: Final = 1
CENTRAL_SUBJECT: Final = 0.5
LANGUAGE_FLOOR: Final = 0.1
PRACTICE_FOR_CREDENTIAL: Final = 0.2
CREDENTIAL_LOW: Final = 0.45
CREDENTIAL_HIGH: Final = 0.75
FIELD_LEAST: Final = 0.7
TRANSFERABLE: Final = 0.8
NOT_TRANSFERABLE: Final = 0.4
SHORT_EXPONENT: Final = 1.0
UNRELATED_JOB_INDUSTRY: Final = 0.4
INDUSTRY_LOW: Final = 0.35
INDUSTRY_HIGH: Final = 0.65
