"""Degrees by level in the languages CVs come in, as folded patterns of whole words; the first level that matches wins."""

from engine.profile import Degree
from engine.reading.lexicon.tables import phrases

# Abbreviations are matched on the original text, since `ma`, `ba` and `ms` are also words.
DEGREE_WORDS: tuple[tuple[Degree, str], ...] = (
    (
        Degree.DOCTORATE,
        (
            r"ph\.? ?d\b\.?|d\.?phil|doctor(?:ate|al)?(?: of| en| in| degree)?\b|doktor(?:at|and(?:in)?)?\b|dr\.? ?(?:rer|ing|med|phil|iur|jur)\b|promotion\b(?! manager)|doctorat\b|"
            r"doctorado\b|dottor(?:ato|e di ricerca)\b|doutor(?:amento|ado)\b|doktorat\b|juris doctor|doctor of \w+|博士|دكتوراه|דוקטורט"
        ),
    ),
    (
        Degree.MASTER,
        (
            r"master(?:'?s)?\b|masterstudi\w*|magister\w*|m\.? ?sc\b\.?|m\.eng\b\.?|meng\b|m\.?b\.?a\b\.?|mphil|m\.phil|m\.ed\b|mres\b|ll\.?m\b|diplom(?!a|e)\b|diplom-\w+|"
            r"dipl\.-?\s?\w+|dipl-\w+|staatsexamen|maitrise\b|mastere\b|diplome d'ingenieur|ingenieur diplome|cycle ingenieur|dea\b|dess\b|maestria|master universitario|"
            r"laurea magistrale|laurea specialistica|mestrado|mestre em|doctorandus|drs\.|ir\.|magisterk\w+|mgr\b|硕士|修士|ماجستير|תואר שני"
        ),
    ),
    (
        Degree.BACHELOR,
        (
            r"bachelor(?:'?s)?\b|bachelorstudi\w*|b\.? ?sc\b\.?|b\.eng\b\.?|beng\b|b\.?b\.?a\b\.?|b\.tech|btech|b\.ed\b|bed\b|ll\.?b\b|bcom|b\.com|undergraduate degree|"
            r"baccalaureate of|licence\b(?! plate)|licenciatura|licenciad[oa]|grado (?:en|universitario)|graduado en|graduada en|ingenieria (?:en|de|tecnica|informatica)|diplomatura|"
            r"laurea(?: triennale)?\b|diplome d'etat\b|bacharelado|graduacao|licencjat|inzynier\b(?! oprogram)|studia (?:i stopnia|inzynierskie|licencjackie)|hbo\b|kandidat(?:examen)?\b|hogskoleexamen|\w*lararexamen|本科|学士|بكالوريوس|תואר ראשון"
        ),
    ),
    (
        Degree.ASSOCIATE,
        (
            r"associate(?:'?s)? (?:degree|of)|a\.a\.s?\b|hnd\b|hnc\b|foundation degree|higher national|bts\b|dut\b|deug\b|but\b(?= )|tecnico superior|ciclo formativo|"
            r"formacion profesional|tecnologo|berufsausbildung|ausbildung (?:zum|zur|als)|lehre (?:als|zum|zur)|ihk\b(?=\W*$)|gepruft(?:e|er) \w+|(?:industrie|handwerks|werk)meister\w*|meisterprufung|cap (?=\w)|bep (?=\w)|certificat d'aptitude|titre professionnel|gesellenbrief|meisterbrief|fachwirt|mbo\b|apprenticeship|"
            r"ciclo de grado|grado (?:medio|superior)|technik (?=\w+(?:ii|yk|ik|ista|wa|ia)\b)|fagbrev|svendebrev|yrkesexamen|yrkeshogskol\w*examen|curso tecnico|istituto tecnico superiore|studium policealne|专科|大专"
        ),
    ),
    (
        Degree.HIGH_SCHOOL,
        (
            r"high school|secondary (?:school|education)|abitur\b|allgemeine hochschulreife|fachhochschulreife|fachabitur|matur[aà]\w*|maturita|baccalaureat\b|\bbac (?:s|es|l|pro|sti|general)\b|bachillerato|"
            r"gcses?\b|a-levels?\b|a levels?\b|\bged\b|liceo\b|liceum|diploma di\b|ensino medio|ensino secundario|12\.? ?[o\u00ba\u00b0]? ano|\w{3,}programmet\b|gymnasieexamen|studentereksamen|vwo\b|havo\b|mittlere reife|realschul\w*|sixth form|"
            r"educacion secundaria|graduado escolar|technikum|swiadectwo dojrzalosci|gymnasium\b|高中"
        ),
    ),
)
DEGREE_ABBREVIATIONS: tuple[tuple[Degree, str], ...] = (
    (Degree.MASTER, r"(?<![\w,] )(?<!\w)(?:M\.?S\.?|M\.?A\.?)(?=[\s,.)]|$)"),
    (Degree.BACHELOR, r"(?<!\w)(?:B\.?S\.?|B\.?A\.?|A\.?B\.)(?=[\s,.)]|$)"),
)

INSTITUTION_WORDS: tuple[str, ...] = phrases(
    "universit|universid|universiteit|uniwersytet|univerzit|hochschule|fachhochschule|college|school|schule|"
    "institut|istituto|instytut|academy|akademi|academi|accademia|polytechni|politech|politecnic|ecole|escuela|"
    "scuola|escola|lycee|liceo|liceum|lyceum|gymnasium|gimnazjum|iut |eth |epfl|berufskolleg|faculty|fakultat|faculte|"
    "facultad|facolta|faculdade|technikum|ifsi |campus|conservator|seminary|szkola|zespol szkol|scholengemeenschap|sixth form|sup'|hogeschool|roc |ucla|caltech|"
    "skolan|gymnasi|universitet|hogskol|berufsschule|volkshochschule|htl |htbla |handelskammer|handwerkskammer|wirtschaftskammer|ihk |hwk |cfa |greta |afpa|ikastola|colegio|colegiul|collegio|lyceum|bootcamp|udacity|coursera|postech|kaist|大学|学院|학교|אוניברסיט|מכלל|הטכניון|جامعة|كلية|معهد"
)

# Beginnings of words that name a field of study.
FIELD_STEMS: tuple[str, ...] = phrases(
    "engineer|ingenieur|ingegner|ingenier|engenhar|inzynier|comput|informati|software|data |mathemati|matemati|"
    "wiskunde|statisti|physi|fisica|natuurkunde|chem|chim|quimic|biolog|bioche|scien|wissenschaft|econom|ekonomi|"
    "okonom|wirtschaft|bwl|vwl|betriebs|business|management|manager|administra|gestion|gestao|finan|account|compta|"
    "contab|market|commerc|handel|law|recht|jura|droit|derecho|diritto|direito|prawo|medic|medizin|nursing|pflege|"
    "pharma|psycholog|psicolog|sociolog|pedagog|educat|lehramt|histor|geschichte|philosoph|philolog|filolog|"
    "literatur|linguisti|german|english|romanisti|anglisti|journalis|communicat|kommunikation|comunica|media|medien|"
    "design|architect|architekt|arquitect|arquitet|art|kunst|music|film|theat|tourism|hospitality|hotel|logisti|"
    "supply|mechani|maschinenbau|electr|elektro|elettro|civil|bauwesen|robot|automat|aerospace|material|environment|"
    "umwelt|energ|geograph|geolog|politi|international|human|interaction|telecom|network|cyber|security|artificial|"
    "machine learning|nutrition|sport|agricultur|agrono|veterin|dent|social|studies|studien|technolog|technik|"
    "industrial|culinary|gastronom"
)
