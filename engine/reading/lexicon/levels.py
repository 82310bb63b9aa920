"""Spoken languages by their names in the languages CVs come in, and what their levels are called.

Levels are read as follows. CEFR codes (A1 to C2) stand for themselves. Native: mother tongue, native, bilingual. C2: near-native,
mastery. C1: fluent, full professional, business fluent, advanced, very good. B2: professional working, upper intermediate, good,
proficient. B1: limited working, intermediate, conversational. A2: elementary, basic. A1: beginner.
"""

from engine.reading.lexicon.tables import phrases

_LANGUAGES: dict[str, str] = {
    "English": "אנגלית|الإنجليزية|الانجليزية|english|englisch|anglais|ingles|inglese|engels|angielski|engelska|engelsk|英语|英語|영어",
    "German": "גרמנית|الألمانية|german|deutsch|allemand|aleman|tedesco|alemao|duits|niemiecki|tyska|tysk|德语|ドイツ語",
    "French": "צרפתית|الفرنسية|french|franzosisch|francais|frances|francese|frans|francuski|franska|fransk|法语|フランス語",
    "Spanish": "spanish|spanisch|espagnol|espanol|castellano|spagnolo|espanhol|spaans|hiszpanski|spanska|spansk|西班牙语",
    "Italian": "italian|italienisch|italien|italiano|italiaans|wloski|italienska|italiensk",
    "Portuguese": "portuguese|portugiesisch|portugais|portugues|portoghese|portugees|portugalski|portugisiska",
    "Dutch": "dutch|niederlandisch|hollandisch|neerlandais|neerlandes|holandes|olandese|nederlands|niderlandzki|holenderski|flemish|vlaams",
    "Polish": "polish|polnisch|polonais|polaco|polacco|polones|pools|polski",
    "Russian": "רוסית|الروسية|russian|russisch|russe|ruso|russo|rosyjski|ryska|russisk|俄语",
    "Ukrainian": "ukrainian|ukrainisch|ukrainien|ucraniano|ucraino|oekraiens|ukrainski",
    "Turkish": "turkish|turkisch|turc|turco|turks|turecki|turkce|turkiska",
    "Arabic": "arabic|arabisch|arabe|arabo|arabski|arabiska|darija|العربية|ערבית|阿拉伯语",
    "Chinese": "chinese|mandarin|chinesisch|mandarin chinese|chinois|chino|cinese|chines|chinees|chinski|mandarino|kinesiska|汉语|中文|普通话|mandarijn",
    "Cantonese": "cantonese|kantonesisch|cantonais|粤语",
    "Japanese": "japanese|japanisch|japonais|japones|giapponese|japans|japonski|日语|日本語",
    "Korean": "korean|koreanisch|coreen|coreano|koreaans|koreanski|한국어",
    "Hindi": "hindi",
    "Urdu": "urdu|ourdou",
    "Bengali": "bengali|bangla",
    "Punjabi": "punjabi|panjabi",
    "Tamil": "tamil|tamoul",
    "Telugu": "telugu",
    "Marathi": "marathi",
    "Gujarati": "gujarati",
    "Persian": "persian|farsi|persisch|persan|persa|dari",
    "Hebrew": "hebrew|עברית|العبرية|hebraisch|hebreu|hebreo|ebraico",
    "Greek": "greek|griechisch|grec|griego|greco|grego|grieks|grecki",
    "Swedish": "swedish|schwedisch|suedois|sueco|svedese|zweeds|szwedzki|svenska|svensk",
    "Danish": "danish|danisch|danois|danes|danese|deens|dunski|danska|dansk",
    "Norwegian": "norwegian|norwegisch|norvegien|noruego|norvegese|noors|norweski|norsk|norska",
    "Finnish": "finnish|finnisch|finnois|fines|finlandese|fins|finski|suomi|finska",
    "Icelandic": "icelandic|islandisch|islandais",
    "Czech": "czech|tschechisch|tcheque|checo|ceco|tsjechisch|czeski|cestina",
    "Slovak": "slovak|slowakisch|slovaque|eslovaco|slovacco|slowacki|slovencina",
    "Hungarian": "hungarian|ungarisch|hongrois|hungaro|ungherese|hongaars|wegierski|magyar",
    "Romanian": "romanian|rumanisch|roumain|rumano|rumeno|romeno|roemeens|rumunski|romana",
    "Bulgarian": "bulgarian|bulgarisch|bulgare|bulgaro|bulgaars|bulgarski",
    "Serbian": "serbian|serbisch|serbe|serbio|serbo|serbski",
    "Croatian": "croatian|kroatisch|croate|croata|croato|chorwacki|hrvatski",
    "Bosnian": "bosnian|bosnisch|bosniaque",
    "Slovenian": "slovenian|slovene|slowenisch|slovene|esloveno|slovenski",
    "Albanian": "albanian|albanisch|albanais|albanes|albanese|shqip",
    "Macedonian": "macedonian|mazedonisch",
    "Lithuanian": "lithuanian|litauisch|lituanien|litewski",
    "Latvian": "latvian|lettisch|letton|lotewski",
    "Estonian": "estonian|estnisch|estonien|estonski",
    "Catalan": "catalan|katalanisch|catala|catalano",
    "Basque": "basque|euskera|baskisch",
    "Galician": "galician|gallego|galego",
    "Irish": "irish|gaelic|gaeilge",
    "Welsh": "welsh|cymraeg",
    "Vietnamese": "vietnamese|vietnamesisch|vietnamien|vietnamita",
    "Thai": "thai|thailandisch",
    "Indonesian": "indonesian|bahasa indonesia|indonesisch|indonesien",
    "Malay": "malay|bahasa melayu|malaiisch",
    "Tagalog": "tagalog|filipino",
    "Swahili": "swahili|kiswahili|suaheli",
    "Afrikaans": "afrikaans",
    "Amharic": "amharic|amharisch",
    "Kurdish": "kurdish|kurdisch|kurde|kurdo",
    "Armenian": "armenian|armenisch|armenien",
    "Georgian": "georgian|georgisch",
    "Belarusian": "belarusian|belorussian|weissrussisch",
    "Latin": "latin|latein|latino",
    "Esperanto": "esperanto",
    "Luxembourgish": "luxembourgish|luxemburgisch|luxembourgeois",
    "Wolof": "wolof",
    "Yoruba": "yoruba",
    "Berber": "berber|amazigh|tamazight|berbere",
    "Sign language": "sign language|gebardensprache|langue des signes|lengua de signos|american sign language|asl|british sign language|bsl",
}

LANGUAGES: dict[str, str] = {word: name for name, words in _LANGUAGES.items() for word in words.split("|")}

# Longer phrases are looked for first.
LEVELS: dict[str, str] = {
    phrase: level
    for level, phrases in {
        "native": "שפת אם|اللغة الأم|لغة أم|ネイティブ|native or bilingual|native speaker|native|mother tongue|mother language|first language|bilingual|muttersprache|muttersprachler|"
        "muttersprachlich|muttersprachniveau|zweisprachig|bilingue|langue maternelle|maternelle|lengua materna|nativo|nativa|idioma nativo|"
        "madrelingua|lingua madre|lingua materna|materna|materno|moedertaal|native taal|tweetalig|jezyk ojczysty|ojczysty|ojczysta|dwujezyczny|"
        "modersmal|modersmaal|母语|母語|bilingual proficiency",
        "C2": "near native|near-native|mastery|proficiency level|annahernd muttersprachlich|nahezu muttersprachlich|perfect|perfectly|vollkommen",
        "C1": "שוטפת|שוטף|רמה גבוהה|טוב מאוד|بطلاقة|طلاقة|متقدم|ممتاز|جيد جدا|جيد جداً|流暢|ビジネスレベル|full professional proficiency|full professional|business fluent|fluent|fluently|advanced|very good|excellent|expert|fliessend|fließend|"
        "verhandlungssicher|sehr gut|sehr gute kenntnisse|ausgezeichnet|courant|couramment|tres bien|tres bon|avance|excellent niveau|"
        "fluido|fluida|con fluidez|avanzado|avanzada|alto|muy bueno|excelente|fluente|avancado|avancada|ottimo|ottima|avanzato|avanzata|"
        "eccellente|vloeiend|uitstekend|zeer goed|gevorderd|biegly|biegle|biegla|plynny|plynnie|zaawansowany|zaawansowana|bardzo dobry|"
        "bardzo dobra|flytande|flydende|flytende|sehr gut in wort und schrift|in wort und schrift|精通|流利|熟练|competenza professionale completa",
        "B2": "טובה|جيد|professional working proficiency|professional working|professional proficiency|professional|working proficiency|upper intermediate|"
        "upper-intermediate|proficient|good|good command|business|gut|gute kenntnisse|gute|bon niveau|bon|bien|professionnel|operationnel|"
        "intermediaire superieur|intermedio alto|intermedio-alto|bueno|buena|profesional|buono|buona|intermedio-avanzato|bom|boa|profissional|"
        "intermediario avancado|goed|dobry|dobra|dobrze|komunikatywny plus|god|goda|良好",
        "B1": "limited working proficiency|limited working|conversational|intermediate|lower intermediate|mittel|fortgeschritten|konversationssicher|"
        "intermediaire|moyen|conversationnel|intermedio|intermedia|medio|media|conversacional|discreto|discreta|scolastico avanzato|intermediario|"
        "intermediaria|gemiddeld|redelijk|sredniozaawansowany|sredniozaawansowana|komunikatywny|komunikatywna|komunikatywnie|sredni|medelgod|solid",
        "A2": "בסיסית|בסיסי|أساسي|日常会話|elementary proficiency|elementary|basic knowledge|basic|basics|limited|school level|grundkenntnisse|grundlagen|basiskenntnisse|"
        "schulkenntnisse|notions|bases|scolaire|elementaire|debutant avance|basico|basica|nociones|bajo|nocoes|base|elementare|scolastico|"
        "scolastica|sufficiente|basis|basiskennis|matig|podstawowy|podstawowa|podstawy|podstawowe|grundlaggande|grundlaeggende|基础|一般",
        "A1": "beginner|novice|learning|anfanger|debutant|principiante|iniciante|beginner level|beginnend|poczatkujacy|poczatkujaca|nyborjare",
    }.items()
    for phrase in phrases.split("|")
}

# Words for how well a skill is known, beyond those for languages; what they are called is kept as written.
SKILL_LEVELS: frozenset[str] = frozenset(
    phrases(
        "advanced|intermediate|beginner|expert|proficient|basic|novice|competent|skilled|experienced|master|mastery|familiar|working knowledge|"
        "advanced beginner|excellent|good|very good|senior|professional|experte|fortgeschritten|anfanger|grundkenntnisse|sehr gut|gut|"
        "profi|versiert|avance|intermediaire|debutant|confirme|maitrise|bon|tres bon|notions|avanzado|intermedio|basico|principiante|experto|"
        "avanzato|intermedio|base|esperto|avancado|intermediario|especialista|gevorderd|gemiddeld|basis|ervaren|zaawansowany|srednio zaawansowany|"
        "sredniozaawansowany|podstawowy|ekspert|bardzo dobry|dobry"
    )
)
