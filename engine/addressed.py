"""Finds lines that speak to whoever or whatever judges a CV; they tell nothing of the person, and show nothing."""

import re

from engine.remember import remembered

# Each is said to a judge, not of oneself: honest lines about scores, rankings and candidates are told in other words.
_THIS_ONE = (
    r"(?:this|the\s(?:above|following|present))\s(?:candidate|applicant|person|cv|r[eé]sum[eé]|profile|application)"
)
_POST = r"(?:(?:this|the|your|any)\s)?(?:job|position|role|vacancy|opening)"
_FULL = r"[\"']?\s?(?:is|of|to|as|=|:)?\s?(?:1[.,]0+|100\s?%|10\s?/\s?10)(?!\s?to\b)"
_WORDS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,20}\b(?:previous|prior|above|earlier|preceding|all|your|any)\b.{0,20}"
    r"\b(?:instructions?|prompts?|rules|guidelines|directions)\b"
    r"|\bsystem\s?(?:prompt|override)\b|^\W{0,3}(?:system|assistant|user)\s?[:>\]]"
    rf"|\boverall_score\b|\bscores?{_FULL}|\bstatus[\"']?\s?[:=]\s?[\"']?met\b|\bstatus met\b"
    r"|\b(?:give|assign|award|grant|rate|rank|score|classify|mark|treat|consider|recommend|select|shortlist|hire|advance|approve)\s(?:\w+\s){0,2}"
    rf"{_THIS_ONE}\b"
    rf"|\b{_THIS_ONE}\s(?:is|must be|should be|has to be|meets|fulfils|satisfies|exceeds)\b"
    rf"|\b(?:perfect|ideal|best|strongest)\s(?:candidate|applicant|match|fit)\sfor\s{_POST}\b|\brank\s(?:first|highest|top|number one)\b"
    rf"|\b(?:every|all|each)\b.{{0,15}}\brequirements?\s(?:of|for)\s{_POST}\b.{{0,20}}\b(?:met|satisfied|fulfilled)\b"
    r"|\b(?:note|message|instructions?|attention)\s(?:to|for)\s(?:the\s|all\s|any\s)?"
    r"(?:reviewers?|recruiters?|hiring managers?|ai|llms?|models?|algorithms?|screeners?|parsers?|ats)\b"
    r"|\b(?:as|you are)\san?\s(?:ai|llm|large language model|language model|r[eé]sum[eé] screener|cv screener)\b",
    re.IGNORECASE,
)
_LONGEST = 1_000


@remembered(8_192)
def speaks_to_the_judge(text: str) -> bool:
    """Whether a line tries to tell how the CV is to be judged."""
    return _WORDS.search(text[:_LONGEST]) is not None
