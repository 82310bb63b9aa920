"""Facts about degrees: how they are called in the languages of Europe, and which fields of study belong together."""

import re

from engine.profile import Degree

# Read top down: the first that is found decides, so that "Master of Science (after BSc)" is a master.
_NAMES: tuple[tuple[Degree, str], ...] = (
    (
        Degree.DOCTORATE,
        r"ph\.?\s?d|d\.?phil|doctor(?:ate|al)?|doktor\w*|dr\.|docteur|doctorat|dottorato|doutorado|doctorado|promotion",
    ),
    # A course for graduates that is no degree of its own: it shows that there was a first one.
    (Degree.BACHELOR, r"postgraduate (?:certificate|diploma)|pgce|pgdip|pgcert"),
    (
        Degree.MASTER,
        (
            r"master\w*|m\.?\s?sc|m\.?eng|m\.?b\.?a|m\.?a\b|m\.?phil|m\.?ed|m\.?tech|mres|ll\.?m|magister|mag\.|"
            r"diplom(?:-|\s?(?:ing|kauf|info|math|phys|betr|vol|psy)\w*)|diplôme d['’]ingénieur|staatsexamen|laurea magistrale|maîtrise|mestrado|"
            r"máster|maestría|civilingenjör|sivilingeniør|specialist degree|postgraduate|agrégation|ingénieur|licentiate|doctorandus|drs\."
        ),
    ),
    (
        Degree.BACHELOR,
        (
            r"bachelor\w*|b\.?\s?sc|b\.?eng|b\.?a\b|b\.?tech|b\.?ed|b\.?com\b|bba|b\.?n\b|ll\.?b|licen[cs]e\b|licenciatur\w*|licenciado|laurea|"
            r"grado|inżynier|licencjat|kandidat\w*|hbo|undergraduate|honours|\bhons?\b"
        ),
    ),
    (
        Degree.HIGH_SCHOOL,
        (
            r"high[- ]school|secondary school|abitur|a[- ]levels?|gcse|baccalauréat|bachillerato|matura\w*|maturità|school[- ]leaving|ged\b|"
            r"lycée|vwo\b|havo\b|student(?:en)?examen|highers\b"
        ),
    ),
    (
        Degree.ASSOCIATE,
        (
            r"associate\w*|a\.?a\.?s?\b|foundation degree|hnd|hnc|higher national|higher diploma|técnico superior|bts|dut\b|techniker|fachwirt|"
            r"meister\w*|diploma|vocational|apprentice\w*|ausbildung|lehre|cap\b|nvq|city (?:&|and) guilds|level [3-5]|certificate|trade school|"
            r"geselle\w*|formation professionnelle|yrkes\w*|mbo\b"
        ),
    ),
    (Degree.HIGH_SCHOOL, r"secondary|upper secondary|gymnasium"),
    (Degree.BACHELOR, r"(?:\w+ )?degree"),
)
_UNFINISHED = re.compile(
    r"\b(?:not completed|incomplete|unfinished|abandoned|discontinued|dropped out|in progress|ongoing|expected|without degree|laufend|abgebrochen|en cours)\b",
    re.IGNORECASE,
)
_COMPILED = tuple((degree, re.compile(rf"(?<!\w)(?:{names})", re.IGNORECASE)) for degree, names in _NAMES)

# Fields of study that an employer reads as one another's neighbours.
_FIELDS = """
computer science, informatics, informatik, software engineering, information technology, computing, computer engineering, applied informatics, information systems, web development, informatique, informática, informatica, informatyka, datavetenskap, ict
mathematics, applied mathematics, statistics, mathematical statistics, mathématiques, matemáticas, mathematik, matematica, matematyka, matemática, matematikk, matematik, wiskunde, estadística, estatística, statistica, statistik, statistique, actuarial science, operations research, data science, econometrics
mathematics education, mathematics teaching, teaching of mathematics, secondary education mathematics
physics, applied physics, astrophysics, astronomy, physik, physique, física, fisica, fizyka, fysik, natuurkunde
mechanical engineering, maschinenbau, machine engineering, mechatronics, production engineering, aerospace engineering, automotive engineering, manufacturing engineering, génie mécanique, ingeniería mecánica, ingegneria meccanica, engenharia mecânica, mechanika i budowa maszyn, werktuigbouwkunde, fluid mechanics, product development engineering
electrical engineering, electronics, elektrotechnik, telecommunications, microelectronics
accounting, accountancy, finance, auditing, accounting and finance, rachunkowość, comptabilité, contabilidad, rechnungswesen, amministrazione finanza e controllo, taxation
business administration, business, economics, betriebswirtschaft, bwl, business management, economia aziendale, administración de empresas, gestion d'entreprise, bedrijfskunde, zarządzanie, international business, volkswirtschaft, economía, économie
marketing, communication, media studies, communications, advertising, public relations, journalism, medienwissenschaft, markedsføring, mercadotecnia, publicidad, relaciones públicas, comunicación, werbung, marketing and communication
nursing, adult nursing, nursing science, soins infirmiers, enfermería, enfermagem, pflege, pflegewissenschaft, infermieristica, pielęgniarstwo, verpleegkunde, sygepleje, bachelor of nursing, children's nursing
culinary arts, professional cookery, cookery, cuisine, catering, chef, hospitality management, hotel management, hospitality, food technology, koch, gastronomy
logistics, supply chain management, transport, logistics management, logistik, supply chain, distribution management, warehousing
education, pedagogy, teaching, educational science, lehramt, teacher training
psychology, applied psychology, social sciences, sociology
biology, biochemistry, biotechnology, molecular biology, life sciences
chemistry, chemical engineering, materials science, chemie
law, jurisprudence, rechtswissenschaft, legal studies
history, literature, english literature, philosophy, languages, linguistics, drama, fine arts, music, humanities
design, industrial design, interior design, graphic design, product design
"""
FIELD_GROUPS: tuple[tuple[str, ...], ...] = tuple(
    tuple(field.strip() for field in line.split(", ")) for line in _FIELDS.strip().splitlines()
)
_LADDER = tuple(Degree)


def degree_of(text: str) -> Degree:
    """The level a degree's name stands for; NONE when it names none."""
    return next((degree for degree, pattern in _COMPILED if pattern.search(text)), Degree.NONE)


def unfinished(text: str) -> bool:
    """Whether a degree's name says that it is not, or not yet, complete."""
    return bool(_UNFINISHED.search(text))


def steps_below(degree: Degree, wanted: Degree) -> int:
    """How many levels a degree is below the wanted one; 0 when it is as high or higher."""
    return max(0, _LADDER.index(wanted) - _LADDER.index(degree))
