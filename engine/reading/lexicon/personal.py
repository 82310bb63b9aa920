"""Labels and words of personal data, folded: what tells who somebody is and never what they can do."""

from engine.reading.lexicon.tables import phrases, words

# Label → field of the identity. A label stands before its value (`Nationality: German`) or in the cell or row before it.
LABELS: dict[str, str] = {
    label: field
    for field, labels in {
        "name": "name|full name|vorname|nachname|name, vorname|vor- und nachname|nom|prenom|nom et prenom|nombre|nombre y apellidos|"
        "apellidos|namn|for- och efternamn|navn|nome|cognome|nome e cognome|nome completo|naam|voornaam|achternaam|imie|nazwisko|imie i nazwisko|naam en voornaam|voor- en achternaam|姓名",
        "email": "email|e-mail|e mail|mail|email address|e-mail-adresse|courriel|correo|correo electronico|posta elettronica|adres e-mail|epost|e-post|e-postadress|correo-e|邮箱",
        "phone": "phone|phone number|telephone|tel|mobile|mobile phone|cell|cell phone|telefon|telefonnummer|handy|mobil|mobiltelefon|rufnummer|"
        "portable|tel. portable|telefono|movil|celular|cellulare|telefone|telemovel|telefoon|mobiel|telefoonnummer|numer telefonu|tel. kom|mobilnummer|mobiltelefonnummer|电话|手机",
        "location": "address|location|adresse|anschrift|wohnort|wohnhaft in|wohnhaft|lives in|based in|residence|domicile|ville|direccion|"
        "domicilio|localidad|ubicacion|residencia|indirizzo|residenza|citta|morada|endereco|localidade|cidade|adres|woonplaats|woonplek|"
        "miejsce zamieszkania|zamieszkaly|zamieszkala|miasto|city|home address|permanent address|current address|place of residence|town|hometown|ort|bostadsort|hemort|adress|postadress|by|bopael|miejscowosc|localita|luogo|lieu de residence|poblacion|country|land|pays|pais|paese|kraj|地址",
        "birth_date": "date of birth|birth date|birthdate|birthday|dob|d.o.b|born|born on|born in|geburtsdatum|geboren|geboren am|geb|geb. am|"
        "geburtstag|geburtsdatum und -ort|geburtsdatum/-ort|date de naissance|ne le|nee le|ne(e) le|naissance|date et lieu de naissance|"
        "fecha de nacimiento|nacimiento|nacido el|nacida el|fecha y lugar de nacimiento|data di nascita|nato il|nata il|nato a|nata a|"
        "luogo e data di nascita|data de nascimento|nascido em|nascida em|nascimento|geboortedatum|geboren op|data urodzenia|urodzony|"
        "urodzona|fodelsedatum|fodselsdato|出生日期|生年月日",
        "nationality": "nationality|citizenship|nationalities|staatsangehorigkeit|staatsburgerschaft|nationalitat|nationalite|nacionalidad|"
        "nazionalita|cittadinanza|nacionalidade|nationaliteit|obywatelstwo|narodowosc|nationalitet|medborgarskap|statsborgerskab|国籍",
        "other": "age|alter|edad|eta|idade|leeftijd|wiek|年龄|marital status|civil status|family status|familienstand|situation familiale|"
        "situation de famille|etat civil|estado civil|stato civile|burgerlijke staat|stan cywilny|sivilstand|civilstand|gender|sex|"
        "geschlecht|sexe|genre|sexo|genero|sesso|genere|geslacht|plec|kon|性别|婚姻状况|religion|konfession|religionszugehorigkeit|"
        "children|kinder|enfants|hijos|figli|filhos|kinderen|dzieci|pronouns|pronomen|pronoms|pronombres|birthplace|place of birth|"
        "geburtsort|lieu de naissance|lugar de nacimiento|luogo di nascita|naturalidade|geboorteplaats|miejsce urodzenia|籍贯|"
        "passport|passport number|national id|id number|dni|nie|nif|codice fiscale|cpf|pesel|bsn|ssn|social security number|"
        "codigo postal|postal code|height|weight|photo|foto|skype|zoom|whatsapp|telegram|signal|wechat|微信|race|ethnicity|disability",
        "link": "website|web|web site|homepage|linkedin|github|gitlab|xing|portfolio|url|blog|twitter|x|stackoverflow|stack overflow|"
        "site web|pagina web|sito web|site|webseite|strona www|facebook|instagram|medium|orcid|google scholar|researchgate|dribbble|"
        "behance|kaggle|youtube|mastodon|hugging face|huggingface|codepen|leetcode|网站|博客",
    }.items()
    for label in labels.split("|")
}

# Statements that need no label when they are all that a row or piece of the header says.
MARITAL_WORDS: frozenset[str] = frozenset(
    phrases(
        "married|single|divorced|widowed|unmarried|engaged|verheiratet|ledig|geschieden|verwitwet|marie|mariee|celibataire|divorce|divorcee|"
        "casado|casada|soltero|soltera|divorciado|divorciada|viudo|viuda|sposato|sposata|celibe|nubile|coniugato|coniugata|divorziato|"
        "solteiro|solteira|getrouwd|gehuwd|ongehuwd|alleenstaand|samenwonend|gescheiden|zonaty|zamezna|kawaler|panna|rozwiedziony|"
        "rozwiedziona|male|female|man|woman|mannlich|weiblich|homme|femme|hombre|mujer|masculino|femenino|feminino|maschio|femmina|vrouw|"
        "mezczyzna|kobieta|he/him|she/her|they/them|he/him/his|she/her/hers|they/them/theirs|er/ihn|sie/ihr|il/lui|elle|el/ella|男|女|已婚|未婚"
    )
)

# A driving licence stands among personal data and is a qualification all the same.
DRIVING_LICENCE: tuple[str, ...] = phrases(
    "driving licence|driving license|driver's license|drivers license|driver's licence|driver licence|fuhrerschein|"
    "permis de conduire|permis b|permis :|permis:|carnet de conducir|permiso de conducir|patente di guida|patente b|"
    "carta de conducao|carteira de habilitacao|cnh|rijbewijs|prawo jazdy|korkort|korekort|forerkort"
)

# Titles before a name and letters after it.
HONORIFICS: frozenset[str] = words(
    "mr mrs ms miss mx dr prof professor herr frau hr fr m mme mlle monsieur madame mademoiselle sr sra srta don dona doutor dott dr.ssa "
    "dott.ssa ing sig sig.ra dhr mevr mevrouw drs ir pan pani mgr inz dipl.-ing dipl"
)
POST_NOMINALS: frozenset[str] = words(
    "phd ph.d dphil md mba msc m.sc bsc b.sc ma ba meng beng cpa cfa pmp rn bsn msn np pe esq jr sr ii iii iv llm llb jd dds dvm acca cissp "
    "cscp shrm-cp shrm-scp edd mph mpa mfa frcs mrcp"
)
# What a CV calls itself; no name has these words.
DOCUMENT_WORDS: frozenset[str] = words(
    "cv resume resumee curriculum vitae lebenslauf bewerbung bewerbungsunterlagen profil profile portfolio zyciorys levensloop "
    "meritforteckning curriculo anschreiben europass 个人简历 简历 履歴書"
)
SALUTATIONS: tuple[str, ...] = phrases(
    "dear |hello |good day|guten tag|bonjour|hola |buongiorno|dzien dobry|to whom it may concern|sehr geehrte|liebe |hallo |madame, monsieur|cher |chere |estimado|estimada|"
    "gentile |egregio|spettabile|prezado|prezada|exmo|caro |geachte |beste |szanown|hej |kara "
)
CLOSINGS: tuple[str, ...] = phrases(
    "sincerely|best,|best wishes|viele grusse|beste grusse|liebe grusse|yours sincerely|yours faithfully|kind regards|best regards|yours truly|with best regards|"
    "warm regards|mit freundlichen grussen|freundliche grusse|mit besten grussen|cordialement|veuillez agreer|"
    "je vous prie d'agreer|atentamente|un cordial saludo|saludos cordiales|cordiali saluti|distinti saluti|"
    "atenciosamente|com os melhores|met vriendelijke groet|hoogachtend|z powazaniem|med vanliga halsningar|"
    "med venlig hilsen"
)
