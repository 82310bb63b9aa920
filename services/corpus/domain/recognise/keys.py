"""What folded keys mean: the section a block belongs to and the fields of its entries, in the languages of the headings table."""

from functools import lru_cache

from engine.profile import Section
from services.corpus.domain.recognise.reading import HEADINGS, fold


def keys(text: str) -> tuple[str, ...]:
    """Folded keys parted by white space, in order of preference."""
    return tuple(text.split())


def _compact(phrase: str) -> str:
    return "".join(c for c in fold(phrase) if c.isalnum())


# What parsers call their blocks beyond what people call the sections of a CV.
_BLOCKS: dict[Section, str] = {
    Section.SUMMARY: "executivesummary professionalsummary qualificationssummary objectives careerobjective bio biography aboutme abstract "
    "personalstatement intro profilesummary candidatesummary resumesummary",
    Section.EXPERIENCE: "workexperiences workexperience workhistory employments employment positions position jobs job employmenthistory "
    "employmenthistories employerhistory employmentrecords positionhistory positionhistories segregatedexperience experiences experience "
    "professionalexperiences careerhistory jobhistory jobexperience jobexperiences pastjobs currentjobs previousjobs previouspositions "
    "internships internship freelance berufserfahrungen arbeitserfahrungen experiencesprofessionnelles experienciaslaborales "
    "esperienzelavorative werkervaringen workexperiencedetails experiencedetails",
    Section.EDUCATION: "educations educationdetails educationhistory educationhistories educationandlearnings segregatedqualification "
    "educationsplit educationorganizationattendance qualifications degrees academics schools studies educationdetail academicdetails "
    "educationinfo academicqualification academicqualifications",
    Section.SKILLS: "skillset skillsets skilllist skill segregatedskill skillkeywords skillsdata skillblock personcompetency personcompetencies "
    "competency hardskills softskills skillsgroup topskills primaryskills secondaryskills otherskills technology techskills keywords "
    "rawskills normalizedskills skillsandtools languagesandframeworks programminglanguages frameworks databases libraries tools",
    Section.LANGUAGES: "languagecompetencies languageknown languagesknown languageskills spokenlanguages languageproficiency languagelist "
    "linguisticskills languageproficiencies foreignlanguage mothertongue mothertongues",
    Section.CERTIFICATES: "certificate certificates certification licence licenses segregatedcertification certificationdetails licencesandcertificates "
    "course coursework trainings drivinglicense drivinglicence drivinglicenses licenseandcertifications professionalcertificate",
    Section.PROJECTS: "projecthistory projectdetails personalprojects sideprojects",
    Section.AWARDS: "award honor honoraward honorsandawards accomplishment achievement",
    Section.PUBLICATIONS: "publication patent publicationhistory conferencesandseminars speakingengagements article",
    Section.VOLUNTEERING: "volunteerwork volunteerexperiences volunteeringexperiences volunteeringexperience voluntaryworks socialandpoliticalactivities",
    Section.INTERESTS: "interest hobby hobbies",
}  # fmt: skip
_SECTIONS: dict[str, Section] = {
    **{_compact(phrase): Section(section) for phrase, section in HEADINGS.items() if section in set(Section)},
    **{key: section for section, block in _BLOCKS.items() for key in block.split()},
}
# Words that end or begin a block's key without changing what it is.
_AFFIXES = (
    "candidate",
    "resume",
    "cv",
    "my",
    "parsed",
    "list",
    "items",
    "data",
    "section",
    "details",
    "info",
    "block",
    "array",
    "entries",
    "history",
)


@lru_cache(maxsize=4096)
def section_of(key: str) -> Section | None:
    """The section that a folded key names, alone or with an affix such as `candidate` or `list`; None for any other key."""
    if key in _SECTIONS:
        return _SECTIONS[key]
    for affix in _AFFIXES:
        bare = key.removeprefix(affix).removesuffix(affix)
        if bare != key and bare in _SECTIONS:
            return _SECTIONS[bare]
    return None


TITLE = keys(
    "title jobtitle positiontitle titlename workexperiencejobtitle position role rolename roletitle designation jobprofile occupation jobname jobrole "
    "titles currenttitle post poste intitule intituleposte intituleduposte fonction puesto cargo ruolo posizione funcao functie functietitel "
    "stanowisko taetigkeit tatigkeit berufsbezeichnung stelle jobbezeichnung stellenbezeichnung funktion beruf titel titulo titolo bezeichnung "
    "mansione profesion qualifica stilling befattning tittel qualifier 职位 职务 岗位 職種 직책"
)
COMPANY = keys(
    "company companyname employer employername workexperienceorganization organization organisation organizationname organisationname "
    "employingorganization workplace firm firma firmenname unternehmen arbeitgeber entreprise societe nomentreprise employeur empresa "
    "nombreempresa empleador compania azienda datoredilavoro impresa empregador bedrijf bedrijfsnaam werkgever pracodawca nazwafirmy foretag "
    "arbetsgivare virksomhed arbejdsgiver client customer institution 公司 公司名称 单位 会社 회사 name"
)
INSTITUTION = keys(
    "institution institutionname school schoolname university universityname college educationorganization organization organizationname "
    "organisation educationalinstitution institute institut academy schule hochschule universitat bildungseinrichtung ecole etablissement "
    "universite centro escuela universidad institucion universita istituto scuola ateneo instituicao escola universidade faculdade "
    "onderwijsinstelling universiteit hogeschool uczelnia szkola larosate skola 学校 大学 company provider name"
)
DEGREE = keys(
    "studytype degree degreename degreetype educationaccreditation accreditation educationdegree educationdegrees qualification qualificationname "
    "abschluss diplome diploma titulo titolo titolodistudio titulacion grado laurea grau diplomatype opleiding examen wyksztalcenie stopien "
    "tytul degreetitle credential award level educationlevel educationlevelcodes educationlevelcode educationtype leveleducation programname "
    "program programs programme course coursename title 学位 学历"
)
FIELD = keys(
    "area fieldofstudy field major majors educationmajor majorname degreemajor fieldsofstudy specialization specialisation specializations "
    "subject subjects discipline concentration fachrichtung studienrichtung studiengang studienfach filiere specialite domaine especialidad "
    "carrera indirizzo facolta curso areadeestudo studierichting richting kierunek specjalnosc stream 专业 専攻"
)
START = keys(
    "startdate start datestart startedon started starttime startyearmonth from fromdate datefrom begin begindate begindate since joined joiningdate "
    "dateofjoining professionalstartdate startdatetime startdatum von beginn debut datedebut datededebut fechainicio fechadeinicio inicio desde "
    "datainizio inizio dal datainicio begindatum van datarozpoczecia od startyear fromyear yearfrom startdato 开始时间 开始日期 入职时间"
)
END = keys(
    "enddate end dateend endedon finishedon finished finishdate endtime to todate dateto until till thru through left leavingdate dateofleaving "
    "enddatetime enddatum bis ende fin datefin datedefin fechafin fechadefin hasta datafine fine al datafim ate einddatum tot datazakonczenia do "
    "endyear toyear yearto sluttdato slutdatum graduationdate graduationyear graduated dategraduated completiondate yearofcompletion completed "
    "lasteducationdate 结束时间 结束日期 离职时间 毕业时间"
)
DATES = keys(
    "dates date period timeperiod daterange duration jobperiod formattedjobperiod formatteddegreeperiod employmentperiod attendanceperiod "
    "workexperiencedates educationdates validperiod effectivetimeperiod timeframe zeitraum periode periodo fechas datum dauer okres czas perioden "
    "years year annee annees ano anos anno anni jahr jahre time when tenure lata"
)
CURRENT = keys("iscurrent current iscurrentemployer currentindicator iscurrentposition iscurrentrole iscurrentjob currentjob currentlyworking currentposition ispresent present ongoing "
    "isongoing currentlyattendingindicator stillworking aktuell actual atual isactive")  # fmt: skip
PLACE = keys(
    "location locationname joblocation worklocation city ort lieu ville ubicacion luogo citta cidade plaats miejscowosc address formattedlocation"
)
NAME = keys(
    "name title skill skillname competencyname keyword label language languagename certificationname certificatename licensename projectname awardname text value"
)
LEVEL = keys(
    "level proficiency proficiencylevel fluency languageproficiency skilllevel rating niveau kenntnisstand sprachniveau nivel livello nivelidioma niveau "
    "proficiencyname competencelevel experiencelevel ability cefr cefrlevel poziom"
)
ISSUER = keys(
    "issuer authority authorityname issuingauthority issuedby organization issuingorganization provider aussteller emetteur emisor ente emissor company institution school"
)
ISSUED = keys(
    "date issued issuedate issuedon issueddate startdate startedon year dateofissue awardeddate datum fecha data firstissued completiondate validfrom completiondateyear"
)
GROUPED = keys("keywords skills items children list values names entries techs technologies tools")
# Texts of an entry, in the order a person would tell them.
TEXTS = keys(
    "summary jobsummary headline description descriptions jobdescription workexperiencedescription positiondescription companydescription "
    "responsibilities responsibility tasks duties highlights achievements accomplishments bullets bulletpoints details content text comments "
    "notes beschreibung aufgaben taetigkeiten missions realisations descripcion funciones logros descrizione attivita descricao atividades "
    "omschrijving werkzaamheden opis obowiazki"
)
HEADLINE = keys(
    "headline label professionalheadline currenttitle currentjobtitle currentposition jobtitle desiredtitle desiredjobtitle designation profession jobprofile "
    "profiletitle professionaltitle tagline currentrole title position occupation role profilename objectivetitle"
)
# Whole documents as text: read only where nothing else is found.
WHOLE_TEXT = frozenset(
    keys(
        "rawtext plaintext fulltext resumetext cvtext detailresume resumecontent documenttext rawresume text content htmlresume markdown body ocrtext extractedtext"
    )
)
# What parsers say of their own work: never a fact of a CV.
NOISE = frozenset(
    keys(
        "id ids uuid guid uid rectangle rectangles pageindex confidence confidencescore classificationconfidence textextractionconfidence "
        "probability isverified isclientverified isautoverified datapoint contenttype schemeid schemeversionid schemeagencyid schemelink "
        "agencyuri createdat updatedat rev matchedfromlist isvariation foundin foundinids resumequality resumemetadata parsingmetadata "
        "parsingresponse parsingdate transactionid customerdetails conversionmetadata resumefilename filename lastused score etag "
        "transactioncost engineversion apiversion theme canonical checksum hash selflink stateisocode countrycode languagecodes alias aliases"
    )
)
