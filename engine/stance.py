"""Judges in what sense a CV names something: done by the person, hedged, wished for, denied, or somebody else's."""

import re
from dataclasses import dataclass
from enum import StrEnum

from engine.addressed import speaks_to_the_judge
from engine.remember import remembered
from engine.text import clauses, tokens


class Stance(StrEnum):
    """The sense in which something is named."""

    OWN = "own"
    HEDGED = "hedged"
    WISHED = "wished"
    DENIED = "denied"
    OTHERS = "others"
    PRODUCT = "product"


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


# Each cue governs what follows it within its clause (hedges: within its comma).
_DENIED = _words(
    r"no|not|never|without|neither|nor|none|lacks?|lacking|haven['’]t|hasn['’]t|didn['’]t|don['’]t|cannot|hardly|zero|"
    r"kein\w*|nicht|ohne|noch nie|weder|pas d['’e]|sans|aucune?|jamais|sin|ningun[oa]?|ningún|nunca|tampoco|senza|nessun[ao]?|sem|nenhum[a]?|"
    r"zonder|geen|nooit|bez|nie|nigdy|brak|não"
)
_NOT_DENIED = _words(
    r"nicht nur|pas seulement|no solo|no sólo|non solo|não só|niet alleen|nie tylko|not only|not just|no less than|without (?:downtime|interruption|error|errors|incident|accidents?|stopping it|fail)|no (?:errors|incidents|accidents|findings|downtime|breaks?)|never (?:below|missed)"
)
_DENIED_AFTER = re.compile(
    r"^\s*[:(–—-]?\s*(?:is|are|was|were)?\s*(?:not|none|missing|never|still missing|not yet)\b", re.IGNORECASE
)
_WISHED = _words(
    r"would like to|would love to|want to|wants to|wish to|wishes to|hope to|hoping to|looking to|looking for|seeking|seek|keen to|eager to|interested in|"
    r"interest in|curious about|fascinated by|next (?:move|step)|move (?:towards?|into)|moving (?:towards?|into)|plan to|planning to|aspir\w+|aim to|ready to learn|"
    r"willing to learn|to learn|learn about|dream of|ambition|objective|passion for|passionate about|"
    r"möchte\w*|würde gern\w*|interessiert an|interesse an|lernen wollen|will lernen|souhait\w+|j['’]aimerais|désire|envie d\w*|intéressée? par|quiero|me gustaría|"
    r"interesad[oa] en|deseo|busco|vorrei|desider\w+|interessat[oa] a|gostaria|quero|interessad[oa] em|wil graag|zou graag|geïnteresseerd in|chciał\w*bym|"
    r"zainteresowan\w+|chcę"
)
_HEDGED = _words(
    r"basics?|basic knowledge|some|familiar with|familiarity with|exposure to|exposed to|beginner\w*|notions? of|introduct\w+|elementary|awareness|aware of|"
    r"a little|little|rusty|limited|tried(?: out)?|toy|dabbl\w+|first steps|shadow\w+|observed|sat in on|under supervision|assist\w*|help(?:ed|ing)? with|"
    r"participat(?:e|ed|ing) in|took part in|as minute-taker|read-only|entry-level|fundamentals|stood in for|standing in for|learn(?:ed|t) about|"
    r"attended|workshop on|theoretical|coursework|course|courses|bootcamp|tutorial|self-taught|currently learning|learning|studying|junior level|grundkenntnisse|"
    r"erste erfahrungen?|einblick\w*|mitgewirkt bei|teilnahme an|hospitiert|hospitation\w*|notions|débutante?|bases (?:en|du|de la)|connaissances de base|initiation à|participation à|básic\w+|nociones|"
    r"conocimientos básicos|iniciación|nozioni|di base|infarinatura|noções|conhecimentos básicos|basiskennis|beginnend|enige ervaring|podstaw\w+|minor|occasional(?:ly)?|pilot|familiari[sz]ation|would want a refresher|weekend|under the eye of|under supervision of|"
    r"etwas|ein wenig|gelegentlich|ansatzweise|unter anleitung|unter aufsicht|begleitet\w*|zugeschaut|praktikum|"
    r"un peu de|parfois|sous (?:le contrôle|la supervision|la responsabilité)|assist(?:é|er)|aid(?:é|er)|en stage|stagiaire|"
    r"algo de|un poco de|a veces|bajo (?:la )?supervisión|ayud(?:é|aba|ar)|asist(?:í|ía)|apoyo a|becari[oa]|en prácticas|"
    r"un po['’] di|talvolta|sotto (?:la )?supervisione|aiut(?:o|avo|ato)|assist(?:o|evo|ito)|affianc\w+|tirocinio|"
    r"um pouco de|às vezes|sob (?:a )?supervisão|ajudei|apoiei|estágio|"
    r"een beetje|soms|onder toezicht|onder begeleiding|meegeholpen|geholpen|"
    r"trochę|czasem|dorywczo|drobne|pod okiem|pod nadzorem|pomoc w|pomagał\w*|praktykant\w*|na praktyk\w+|staż\w*"
)
_HEDGED_AFTER = re.compile(
    r"^\s*[:(–—-]?\s*(?:basics?|beginner|novice|elementary|awareness|some knowledge|learning|in progress|introductory|a1|grundkenntnisse|notions)\b",
    re.IGNORECASE,
)
_FOR_OTHERS = _words(
    r"support(?:ed|ing|s)?|recruit(?:ed|ing|s|ment)?|hir(?:e|ed|ing|es)|plac(?:e|ed|ing|ement|ements) of|placed|placing|filled|sourc(?:ed|ing)|screen(?:s|ed|ing)?(?: for)?|"
    r"interview(?:ed|ing)?|coordinated? (?:daily )?with|liais\w+|assisted|staffed|vacanc(?:y|ies)|job ads?|job adverts?|headhunt\w*|on behalf of|employer branding|"
    r"salar(?:y|ies) of|candidates?|clients? (?:in|using)|speak the language of|know which|i recruit for|my colleagues?|colleagues (?:who|did)|done by|made by|"
    r"was done by|were done by|worked alongside|sat (?:beside|next to)|stood beside|sponsored|invoiced for|book(?:s|ed|ing)?|print(?:s|ed)?|circulated|took minutes|"
    r"order(?:ed)? .{0,20}(?:kits?|sets?|supplies)|arranged|registered (?:staff|nurses|colleagues)|"
    r"unterstütz\w+|vermittel\w+|rekrutier\w+|stelle ein|eingestellt|rechne|abgerechnet|"
    r"recrut\w+|soutien aux|contrat[óoé]\w*|reclut\w+|seleccion\w+|selezion\w+|assunt[oaie]|assumo|"
    r"contrata\w+|werv\w+|geworven|zatrudni\w+|rekrut\w+"
)
_PEOPLE = _words(
    r"developers?|engineers?|programmers?|teams?|specialists?|experts?|candidates?|consultants?|contractors?|colleagues|staff|department|freelancers?|nurses|"
    r"teachers|chefs|accountants|vacanc(?:y|ies)|roles?|positions?|desk|placements?|profiles|community|users|trainees|courses?|forum|hiring|leads|"
    r"kolleg\w+|mitarbeite\w+|fachkräfte\w*|entwickler\w*|ingenieure?\w*|bewerber\w*|teams?|collègues|équipes?|ingénieurs|développeurs|candidats|"
    r"compañer[oa]s|equipos?|ingenier[oa]s|desarrollador[ea]s|candidat[oa]s|técnic[oa]s|colleghi|squadra|ingegneri|sviluppatori|candidati|"
    r"colegas|equipas?|engenheiros|collega['’]?s|medewerkers|ontwikkelaars|kandidaten|koleg\w+|pracownik\w+|zespoł\w+|kandydat\w+|specjalist\w+"
)
_PRODUCT = _words(
    r"sold|sell|sells|selling|resell\w*|pitch(?:ed|ing)?|promot(?:ed|ing) (?:our|the)|market(?:ed|ing) (?:our|the)|demonstrat(?:ed|ing|ions?)|demos? of|vendor of|"
    r"reseller of|licen[cs]es? (?:for|of)|quotations? for|advertis(?:ed|ing)|webinars?|sales of|configured for|features? (?:for|of)|"
    r"verkauf\w*|verkaufe|vertrieb(?: von)?|vorführung\w*|vertreib\w+|lizenzen für|vend(?:s|u|re|ons|ais)|vente(?:s)? (?:de|d['’])|démonstrations?|présente? aux|commercialis\w+|"
    r"vend(?:o|í|ía|er|emos)|venta(?:s)? de|demostraci\w+|comercializ\w+|vend(?:iamo|uto|ere|evo)|vendita (?:di|del)|dimostrazion\w+|"
    r"vend(?:i|a)|venda(?:s)? de|demonstraç\w+|verkoop\w*|verkocht|demonstraties?|sprzeda\w+|pokaz\w* (?!że)|prezentacj\w+ produkt\w+"
)
_SOMEBODY = (
    r"client|customer|accountant|supplier|vendor|agency|partner|consultants?|contractors?|engineers?|manager|director|department|group|firm|office|colleagues?|"
    r"specialists?|developers?|chef|nurse|doctor|teacher|lawyer|auditors?|bank|provider|owner|others|someone|somebody|IT"
)
# What follows the name and gives the work to somebody else: "prepared by the accountant", "sits with another group".
_BY_OTHERS_AFTER = re.compile(
    r"^(?:(?:\W+\w+){0,3}?\W+(?:done|made|run|handled|posted|prepared|set|kept|delivered|designed|built|written|owned|held|maintained|managed|performed|developed|"
    r"carried out|looked after|operated|signed))?\W+by\s+(?:(?:the|an?|another|other|his|her|their|external)\s+)?(?:\w+\s+){0,2}?"
    rf"(?:{_SOMEBODY})\b"
    r"|^(?:\W+\w+){0,2}?\W+(?:sits?|lies|lay|sat|stays?|stayed|remains?|remained|belongs?|belonged)\s+(?:with|to)\s+(?!me\b|us\b|my\b|our\b)"
    r"|^(?:\W+\w+){0,3}?\W+(?:von|durch)\s+(?:de[mnr]|eine[mnr]|andere\w*|kolleg\w+|extern\w*)\s+(?:\w+\s+){0,3}(?:erledigt|gemacht|erstellt|betreut|gebucht|durchgeführt)"
    r"|^(?:\W+\w+){0,3}?\W+(?:réalisé|préparé|tenu|géré|fait)e?s?\s+par\s+(?!moi\b|mes\b|nous\b|notre\b)"
    r"|^(?:\W+\w+){0,3}?\W+(?:realizad|preparad|gestionad|gerid|feit|hech)[oa]s?\s+p(?:or|el[oa])\s+(?!mí\b|mi\b|mim\b|nosotros\b|nós\b)"
    r"|^(?:\W+\w+){0,3}?,?\s+(?:die|das|den|que|qui|che|który\w*|któr[ąe]|die|that|which)\s+(?:(?:the|my|our|die|der|das|mein\w*|unser\w*|le|la|les|l['’]|mon|ma|notre|el|los|las|mi|"
    r"nuestr[oa]|il|lo|i|gli|o|a|os|as|de|het|onze|mijn|nasz\w*|inny|inna)\s+)?(?:\w+\s+)?(?:team|fachkräfte|kolleg\w+|chef\w*|leit\w+|steuerberater|agentur|pharmacien\w*|"
    r"responsable|équipe|directeur|directrice|director\w*|jefe|jefa|equipo|gestor[ií]a|direttore|direttrice|responsabile|squadra|equipa|diretor\w*|ploeg|collega\w*|firma|kierownik|"
    r"instruktor|brygadzista|agencj\w+|research team)\b",
    re.IGNORECASE,
)
_OPENING_WORDS = 6
_COMMA = re.compile(r"[,;()/|]")
_LABEL = re.compile(r"^([^:]{2,60}):")


@dataclass(frozen=True, slots=True)
class _Scope:
    """The words around a name: before it in its clause, all that follows, the clause's rest, and what stands before it since a comma."""

    before: str
    after: str
    clause_after: str
    part_before: str


def _scope(text: str, start: int, end: int) -> _Scope:
    first, last = next(((a, b) for a, b in clauses(text) if a <= start < b), (0, len(text)))
    # A verdict after a colon or a dash is still one on the name: "SAP: not yet".
    before, after = text[first:start], text[end:]
    return _Scope(before, after, text[end:last], _COMMA.split(before)[-1])


@remembered(65_536)
def stance_of(text: str, first: int, last: int) -> Stance:
    """The sense in which `text` names what stands at its words `first` to `last`.

    A denial or wish before the name in its clause decides; then whose it is; then a hedge within the same commas. The
    label of a list ("Would like to learn: …") governs the whole list.
    """
    words = tokens(text)
    scope = _scope(text, words[first].start, words[last].end)
    label = _LABEL.match(text)
    head = label.group(1) if label and label.end() <= words[first].start else ""
    before = f"{head} {scope.before}"
    if _denied(before) or _DENIED_AFTER.match(scope.after) or speaks_to_the_judge(text):
        return Stance.DENIED
    if _WISHED.search(before):
        return Stance.WISHED
    if _of_others(head, before, scope):
        return Stance.OTHERS
    if _PRODUCT.search(scope.before):
        return Stance.PRODUCT
    if _HEDGED.search(scope.part_before) or _HEDGED.search(head) or _HEDGED_AFTER.match(scope.after):
        return Stance.HEDGED
    return Stance.OWN


def _of_others(head: str, before: str, scope: _Scope) -> bool:
    """Whether it is other people's work: told of them before the name, or given to them behind it."""
    if _BY_OTHERS_AFTER.match(scope.clause_after):
        return True
    people = _PEOPLE.search(scope.before + scope.clause_after) or _FOR_OTHERS.search(head)
    return bool(people and _FOR_OTHERS.search(before))


def _denied(before: str) -> bool:
    return bool(_DENIED.search(_NOT_DENIED.sub(" ", before)))


def stance_of_label(text: str) -> Stance:
    """The sense in which the label of a list means all that it lists."""
    return Stance.OTHERS if _FOR_OTHERS.search(text) else stance_of_line(text)


@remembered(8_192)
def stance_of_line(text: str) -> Stance:
    """The sense of a whole line, for what is found in it by meaning and not by name."""
    if _WISHED.search(text):
        return Stance.WISHED
    first_clause = text[slice(*clauses(text)[0])] if clauses(text) else text
    opening = " ".join(word.written for word in tokens(first_clause)[:_OPENING_WORDS])
    if _denied(opening) or speaks_to_the_judge(text):
        return Stance.DENIED
    if _FOR_OTHERS.search(opening) and _PEOPLE.search(text):
        return Stance.OTHERS
    if _PRODUCT.search(opening):
        return Stance.PRODUCT
    if _HEDGED.search(text):
        return Stance.HEDGED
    return Stance.OWN
