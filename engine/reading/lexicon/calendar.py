"""Months, seasons and words for the present in the languages CVs come in, folded (lower case, no accents)."""

from engine.reading.lexicon.tables import phrases

_MONTHS_BY_LANGUAGE: tuple[str, ...] = (
    # Twelve groups, January first, parted by |.
    "january jan|february feb febr|march mar|april apr|may|june jun|july jul|august aug|september sep sept|october oct|november nov|december dec",
    "januar janner jaenner jan|februar feb|marz maerz mrz|april apr|mai|juni jun|juli jul|august aug|september sept|oktober okt|november nov|dezember dez",
    "janvier janv|fevrier fevr fev|mars|avril avr|mai|juin|juillet juil|aout|septembre sept|octobre oct|novembre nov|decembre dec",
    "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago|septiembre setiembre sep set|octubre oct|noviembre nov|diciembre dic",
    "gennaio gen genn|febbraio feb febbr|marzo mar|aprile apr|maggio mag magg|giugno giu|luglio lug|agosto ago|settembre set sett|ottobre ott|novembre nov|dicembre dic",
    "janeiro jan|fevereiro fev|marco mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set|outubro out|novembro nov|dezembro dez",
    "januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sep|oktober okt|november nov|december dec",
    "styczen stycznia sty|luty lutego lut|marzec marca|kwiecien kwietnia kwi|maj maja|czerwiec czerwca cze|lipiec lipca lip|sierpien sierpnia sie|wrzesien wrzesnia wrz|pazdziernik pazdziernika paz|listopad listopada lis|grudzien grudnia gru",
    "januar januari jan|februar februari feb|marts mars mar|april apr|maj mai|juni jun|juli jul|august augusti aug|september sep|oktober okt|november nov|december desember des",
    "ינואר|פברואר|מרץ מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר",
    "يناير|فبراير|مارس|أبريل ابريل|مايو|يونيو|يوليو|أغسطس اغسطس|سبتمبر|أكتوبر اكتوبر|نوفمبر|ديسمبر",
)


def _months() -> dict[str, int]:
    table: dict[str, int] = {}
    for language in _MONTHS_BY_LANGUAGE:
        for number, names in enumerate(language.split("|"), start=1):
            for name in names.split():
                table.setdefault(name, number)
    return table


MONTHS: dict[str, int] = _months()

# First month of each; a season lasts three months.
SEASONS: dict[str, int] = {
    name: month
    for month, names in {
        3: "spring fruhling fruehling fruhjahr printemps primavera lente voorjaar wiosna var",
        6: "summer sommer ete verano estate verao zomer lato",
        9: "fall autumn herbst automne otono autunno outono herfst najaar jesien",
        12: "winter hiver invierno inverno zima",
    }.items()
    for name in names.split()
}

PRESENT: tuple[str, ...] = phrases(
    "present|the present|current|currently|now|today|ongoing|to date|date|in progress|heute|aktuell|jetzt|gegenwart|"
    "gegenwartig|laufend|dato|andauernd|zurzeit|derzeit|aujourd'hui|aujourdhui|ce jour|present|actuel|actuellement|"
    "maintenant|en cours|nos jours|la actualidad|actualidad|actual|actualmente|presente|el presente|la fecha|hoy|"
    "en curso|oggi|attuale|attualmente|in corso|adesso|atual|atualmente|o momento|momento|o presente|hoje|em curso|"
    "atualidade|heden|nu|huidig|vandaag|lopend|obecnie|teraz|nadal|dzisiaj|dzis|chwili obecnej|do chwili obecnej|"
    "trwa|pagaende|nuvarande|tills vidare|idag|היום|כיום|עד היום|הווה|الآن|حتى الآن|إلى الآن|الحاضر|حاليا|حالياً|i dag|naeverende|na|至今|现在|目前|今|現在|현재"
)

# What stands between the ends of a range; words only count between two dates.
RANGE_WORDS: tuple[str, ...] = phrases(
    "to|until|till|til|thru|through|up to|bis|bis zum|a|au|jusqu'au|jusqu'a|jusque|al|hasta|hasta la|fino a|fino al|"
    "ate|ate a|ate o|ao|tot|t/m|tot en met|tot op|do|e|a la|ad|alla|til og med|till och med|and|und|et|y|oraz|עד|إلى|الى|حتى"
)
SINCE_WORDS: tuple[str, ...] = phrases(
    "since|seit|ab|depuis|desde|dal|da|a partire da|a partir de|desde o|sinds|vanaf|od|sedan|siden|from"
)
UNTIL_WORDS: tuple[str, ...] = ("until", "till", "bis", "jusqu'a", "jusqu'en", "hasta", "fino al", "ate", "tot", "do")
