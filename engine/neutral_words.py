"""Words that tell somebody's sex and what stands for them in scored text, and words that are names only now and then."""

# He and she, his and her must come out the same, and so must `they`; one form serves object and possessive, since `her` is both.
PRONOUNS: dict[str, str] = {
    "he": "they",
    "she": "they",
    "him": "their",
    "his": "their",
    "her": "their",
    "hers": "their",
    "them": "their",
    "theirs": "their",
    "himself": "themselves",
    "herself": "themselves",
    "themself": "themselves",
    "he's": "they're",
    "she's": "they're",
    "he'd": "they'd",
    "she'd": "they'd",
    "he'll": "they'll",
    "she'll": "they'll",
}

_PAIRS = (
    # English: the first form stands for all.
    "chairperson chairman chairwoman|chairpersons chairmen chairwomen|salesperson salesman saleswoman saleslady|salespeople salesmen saleswomen|"
    "spokesperson spokesman spokeswoman|businessperson businessman businesswoman|businesspeople businessmen businesswomen|waiter waitress|"
    "waiters waitresses|actor actress|actors actresses|host hostess|hosts hostesses|firefighter fireman firewoman|firefighters firemen firewomen|"
    "police-officer policeman policewoman|steward stewardess|stewards stewardesses|foreperson foreman forewoman|crewmember crewman crewwoman|"
    "handyperson handyman handywoman|tradesperson tradesman tradeswoman|tradespeople tradesmen tradeswomen|craftsperson craftsman craftswoman|"
    "barperson barman barmaid|bartender bartendress|cameraperson cameraman camerawoman|ombudsperson ombudsman ombudswoman|"
    "anchorperson anchorman anchorwoman|congressperson congressman congresswoman|councilperson councilman councilwoman|alderperson alderman alderwoman|"
    "draftsperson draftsman draftswoman|draughtsperson draughtsman draughtswoman|repairperson repairman repairwoman|serviceperson serviceman servicewoman|"
    "sportsperson sportsman sportswoman|workperson workman workwoman|yardperson yardman yardwoman|layperson layman laywoman|"
    "headteacher headmaster headmistress|heir heiress|manager manageress|author authoress|seamster seamstress|masseur masseuse|"
    "cleaner cleaning-lady charwoman|housekeeper housemaid|childcarer nursemaid|midwife midhusband|freshperson freshman|"
    "alum alumnus alumna|alums alumni alumnae|sibling brother sister|siblings brothers sisters|spouse husband wife|parent father mother|"
    "parents fathers mothers|child son daughter|children sons daughters|parental paternal maternal|parenthood fatherhood motherhood|"
    "person man woman gentleman lady|people men women gentlemen ladies|kid boy girl|kids boys girls|male female|widowed widow widower|"
    # German pairs that no ending tells.
    "kaufperson kaufmann kauffrau|kaufleute kaufmänner kauffrauen|bankkaufperson bankkaufmann bankkauffrau|bürokaufperson bürokaufmann bürokauffrau|"
    "industriekaufperson industriekaufmann industriekauffrau|einzelhandelskaufperson einzelhandelskaufmann einzelhandelskauffrau|"
    "speditionskaufperson speditionskaufmann speditionskauffrau|hotelkaufperson hotelkaufmann hotelkauffrau|fachperson fachmann fachfrau|"
    "hotelfachperson hotelfachmann hotelfachfrau|restaurantfachperson restaurantfachmann restaurantfachfrau|pflegefachperson pflegefachmann pflegefachfrau|"
    "versicherungskaufperson versicherungskaufmann versicherungskauffrau|krankenpfleger krankenschwester|arzt ärztin|ärzte ärztinnen|anwalt anwältin|"
    "rechtsanwalt rechtsanwältin|koch köchin|geschäftsführer geschäftsführerin|"
    # French.
    "développeur développeuse|vendeur vendeuse|serveur serveuse|acheteur acheteuse|chercheur chercheuse|programmeur programmeuse|coiffeur coiffeuse|"
    "directeur directrice|rédacteur rédactrice|traducteur traductrice|formateur formatrice|animateur animatrice|éducateur éducatrice|"
    "administrateur administratrice|coordinateur coordinatrice|coordonnateur coordonnatrice|opérateur opératrice|concepteur conceptrice|"
    "consultant consultante|assistant assistante|étudiant étudiante|enseignant enseignante|gérant gérante|adjoint adjointe|employé employée|"
    "chargé chargée|diplômé diplômée|conseiller conseillère|infirmier infirmière|cuisinier cuisinière|caissier caissière|hôtelier hôtelière|"
    "ouvrier ouvrière|romancier romancière|technicien technicienne|informaticien informaticienne|électricien électricienne|mécanicien mécanicienne|"
    "pharmacien pharmacienne|chirurgien chirurgienne|avocat avocate|commercial commerciale|président présidente|apprenti apprentie|chef cheffe|né née|"
    # Spanish and Portuguese.
    "ingeniero ingeniera|desarrollador desarrolladora|programador programadora|diseñador diseñadora|director directora|profesor profesora|"
    "coordinador coordinadora|administrador administradora|investigador investigadora|vendedor vendedora|consultor consultora|asesor asesora|"
    "supervisor supervisora|contador contadora|operador operadora|trabajador trabajadora|educador educadora|enfermero enfermera|camarero camarera|"
    "cocinero cocinera|cajero cajera|peluquero peluquera|maestro maestra|abogado abogada|médico médica|arquitecto arquitecta|técnico técnica|"
    "administrativo administrativa|encargado encargada|licenciado licenciada|graduado graduada|diplomado diplomada|becario becaria|jefe jefa|"
    "doctor doctora|científico científica|químico química|biólogo bióloga|psicólogo psicóloga|traductor traductora|redactor redactora|alumno alumna|"
    "engenheiro engenheira|desenvolvedor desenvolvedora|professor professora|enfermeiro enfermeira|cozinheiro cozinheira|advogado advogada|"
    "estagiário estagiária|diretor diretora|gestor gestora|coordenador coordenadora|pesquisador pesquisadora|tradutor tradutora|formado formada|"
    # Italian, Polish.
    "sviluppatore sviluppatrice|direttore direttrice|redattore redattrice|amministratore amministratrice|programmatore programmatrice|"
    "coordinatore coordinatrice|collaboratore collaboratrice|operatore operatrice|ricercatore ricercatrice|venditore venditrice|traduttore traduttrice|"
    "educatore educatrice|infermiere infermiera|impiegato impiegata|cameriere cameriera|cuoco cuoca|commesso commessa|avvocato avvocata|"
    "laureato laureata|maestro maestra|segretario segretaria|cassiere cassiera|tirocinante tirocinanta|addetto addetta|"
    "programista programistka|specjalista specjalistka|kierownik kierowniczka|koordynator koordynatorka|konsultant konsultantka|analityk analityczka|"
    "asystent asystentka|księgowy księgowa|nauczyciel nauczycielka|pielęgniarz pielęgniarka|kelner kelnerka|redaktor redaktorka|stażysta stażystka|"
    "recepcjonista recepcjonistka|sprzedawca sprzedawczyni|absolwent absolwentka|student studentka|dyrektor dyrektorka|"
    # Dutch, Northern.
    "verkoper verkoopster|medewerker medewerkster|leraar lerares|begeleider begeleidster|schrijver schrijfster|verpleger verpleegster|secretaris secretaresse"
)

GENDERED: dict[str, str] = {
    word: group.split()[0].replace("-", " ") for group in _PAIRS.split("|") for word in group.split()[1:]
}

_HONORIFICS = (
    "mr mrs ms miss mx messrs herr herrn frau fräulein monsieur madame mademoiselle mme mlle señor señora señorita sra srta "
    "signor signora signorina sig.ra senhor senhora dhr mevr mevrouw meneer pan pani fru"
)
HONORIFICS: tuple[str, ...] = tuple(_HONORIFICS.split())

# Words with the ending of a German feminine noun that are none.
NOT_FEMININE = (
    "valentin konstantin glycerin nitroglycerin augustin katherin catherin aspirin heparin latein florentin corentin constantin "
    "quentin argentin kristin tristin weblogin autologin"
)

# A name that is also a trade, a technology, a place, a month or a verb of CVs: alone it is read as that, in a full name as
# the name.
_AMBIGUOUS = (
    "developer engineer manager director designer analyst consultant architect teacher nurse doctor chef cook baker butcher barber carpenter "
    "mason miller taylor tailor fisher farmer gardener painter potter weaver shepherd smith turner cooper porter carter parker cutter archer "
    "sawyer tanner thatcher tyler wright clark clerk page steward stewart chamberlain marshall deacon dean bishop abbott pope prior king prince "
    "duke knight squire judge sheriff constable major sergeant sailor driver rider walker runner hunter ranger forester bauer becker fischer koch "
    "meister muller schneider schmidt weber wagner zimmermann kaufmann richter lehrer vogt hoffmann schreiber gartner maler metzger "
    "java python ruby swift scala pascal julia ada perl rust go basic spring django flask jenkins chef puppet ansible oracle excel access word office "
    "office power apache kafka spark storm hive hadoop linux unix windows azure amazon google apple adobe unity blender maya gimp jira confluence "
    "trello slack notion figma sketch canvas react angular vue node express redux jest mocha cypress selenium cucumber gatling postman swagger "
    "docker helm terraform vagrant vault consul nomad grafana prometheus kibana logstash elastic sentry newton gauss bayes markov turing curry haskell "
    "erlang kotlin dart clojure delphi cobalt stata sage quick salesforce tableau looker tesla ford bentley benz porsche siemens bosch dell watson "
    "london paris berlin vienna wien rome roma milan milano florence venice sydney melbourne austin dallas houston jackson lincoln madison washington "
    "columbia virginia carolina georgia dakota montana nevada phoenix orlando savannah charlotte brooklyn chelsea kent essex york lancaster "
    "chester lincoln windsor hamilton wellington israel jordan chad kenya india china malta cyprus france germain england ireland scotland holland "
    "brasil toledo cordoba valencia sevilla granada leon navarro aragon castilla lorraine bremen essen hamburg frankfurt koln basel bern zurich "
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday "
    "spring summer autumn winter law field fields wood woods stone steel glass gold silver copper iron rivers waters lake hill forest park garden "
    "church hall house chambers banks bank cash price rent bond stock trade market sales bill grant gift case post mail press media english french "
    "german polish scott welsh irish spanish long short young old small large strong best wise sharp smart bright quick early early-career senior junior "
    "white black brown green gray grey blue red rose lead head major minor research science art music sport love care health home school "
    "cassandra luigi jasmine jaeger packer fryer loader trainer lean crane brewer max ray mark will drew chase "
    "class test code cloud data web net base root key link block stack queue branch case day"
)
AMBIGUOUS_NAMES: frozenset[str] = frozenset(_AMBIGUOUS.split())

# Two letters that are a word, an article, a preposition or a trade's own in the languages that CVs are read in.
_SHORT = (
    "ab ad ai al am an ao ar as at au az be bi bo by ce co cs da db de di dj do dr du dw ed eh ei el em en er es et eu ex fa fi ga ge go ha "
    "he hi ho hr ia if ii ik il im in io ip ir is it iv ja je js jr ki la le li lo lp ma mc me mi ml mr ms mu my na ne ni no nr nu ob od of "
    "oh ok ok om on op or os ou ox pa ph pi pm po pr qa qt ra re sa sc se si so sp sr st su ta te ti to tu tv tx ty ui uk um un up us ux va vi "
    "vs vu we wo ya yo za ze zo zu"
)
SHORT_WORDS: frozenset[str] = frozenset(_SHORT.split())
