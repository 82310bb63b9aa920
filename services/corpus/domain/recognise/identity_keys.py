"""Which keys of a client's JSON hold who somebody is, folded as in the tree."""

from services.corpus.domain.recognise.reading import PERSONAL_LABELS, fold


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _labels(field: str) -> frozenset[str]:
    return frozenset(
        "".join(c for c in fold(label) if c.isalnum()) for label, of in PERSONAL_LABELS.items() if of == field
    )


# Words that name a person among personal data and a company, a skill or a course elsewhere.
_PLAIN_NAMES = _keys("name names nom nombre nome naam navn namn formattedname displayname fullnameformatted")
_PLAIN_PLACES = _keys(
    "location locations city town state region regions country countries municipality province ville pays stadt ort land ciudad pais "
    "provincia localidad citta regione cidade estado plaats stad miasto kraj wojewodztwo 城市 所在地 currentlocation preferredlocation "
    "referencelocation geolocation hometown residence origin locality zone countrysubdivisions coordinates latitude longitude"
)
_PLAIN_LINKS = _keys(
    "url urls uri link links website websites web webpage site homepage blog social socials socialmedia socialprofiles portfolio x image images "
    "logo handle username user"
) | _labels("link")
# Tools too, where skills are listed.
_MESSENGERS = _keys("skype zoom whatsapp telegram signal wechat")

# Where they stand these are never of work: dropped at any depth.
ANYWHERE: dict[str, frozenset[str]] = {
    "name": _labels("name") - _PLAIN_NAMES
    | _keys(
        "firstname firstnames givenname givennames forename forenames lastname lastnames familyname surname surnames middlename middlenames "
        "middleinitial secondname secondsurname fullname completename candidatename candidatenamefirst candidatenamefamily candidatenamemiddle "
        "personname applicantname legalname preferredname maidenname birthname formername nickname knownas screenname "
        "preferredgivenname legalfirstname legallastname firstandlastname nameofcandidate nameofapplicant namecandidate yourname "
        "vorundnachname geburtsname nomprenom nomcomplet prenoms nomdefamille nombrecompleto primerapellido segundoapellido apellido "
        "nomecompleto sobrenome volledigenaam imiona fornavn etternavn fornamn efternamn familienname rufname 姓名 名前 氏名 이름 성명"
    ),
    "email": _labels("email")
    | _keys(
        "emails emailaddress emailaddresses emailid emailids mails mailaddress alternateemail personalemail workemail primaryemail secondaryemail "
        "internetemailaddress contactemail useremail correos courriels candidateemail"
    ),
    "phone": _labels("phone")
    | _keys(
        "phones phonenumbers telephones telephonenumber tels mobiles mobilenumber mobilephones cellnumber cellphones fax faxnumber formattedphone "
        "formattedmobile alternatephone homephone workphone primaryphone secondaryphone contactnumber contactno phoneno mobileno whatsappnumber "
        "telefonnr handynummer telefonos telephoneportable numerodetelephone candidatephone candidatephonenumber formattednumber"
    ),
    "location": _labels("location") - _PLAIN_PLACES
    | _keys(
        "addresses streetaddress streetaddresslines street streetname housenumber addressline addressline1 addressline2 address1 address2 "
        "mailingaddress postaladdress formattedaddress addresslines zip zipcode postcode postalcode postbox postofficebox pobox strasse "
        "hausnummer plz postleitzahl codepostal codigopostal cap cep postnummer candidatelocation homelocation wohnadresse wohnsitz "
        "permanentlocation residentialaddress fulladdress presentaddress residencecountry"
    ),
    "birth_date": _labels("birth_date")
    | _keys(
        "birthdates dateofbirths birthyear yearofbirth birthmonth birthday birth born bornon geburtsjahr anneedenaissance dateofbirthday candidatedateofbirth"
    ),
    "nationality": _labels("nationality")
    | _keys(
        "nationalitycode nationalities countryofcitizenship citizenships citizen countryoforigin ethnicgroup staatsangehoerigkeit candidatenationality"
    ),
    "link": _keys(
        "linkedinurl linkedinprofile linkedinid publicprofileurl profileurl profilelink githuburl githubprofile twitterurl twitterhandle facebookurl "
        "personalwebsite personalurl websiteurl imaccounts internetwebaddress webaddresses webaddress skypeid instagramurl xingurl candidatelinkedin "
        "publicidentifier vanityname socialnetworks socialnetworkurls network"
    ),
    "other": _labels("other") - _MESSENGERS
    | _keys(
        "genders sexes sexualorientation ages candidateage currentage maritalstatuses familystatus birthplaces placesofbirth countryofbirth "
        "cityofbirth photos photourl photograph picture pictures pictureurl profilepicture profilepictureurl profilephoto profileimage avatar "
        "avatarurl headshot candidateimage candidateimagedata bild lichtbild passportdetail passportdetails passportid passportno panno panid "
        "visastatus visa visas rightowork righttowork workpermit workauthorization nationalid nationalidentitynumber idcard socialinsurancenumber "
        "legalid legalids taxid licenseno drivinglicensenumber militarystatus militaryservicestatus bloodtype bloodgroup haircolor eyecolor "
        "identifyingmarks disabilities disabilityindicator disabilitysummary veteranstatus religions faith caste ethnic races mothertongueorigin "
        "numberofchildren dependents dependants spouse spousename fathername mothername fathersname mothersname tobaccouserindicator "
        "salutation honorific titlename courtesytitle anrede namesuffix nameprefix pronoun preferredpronouns uniqueid candidateid ethnicities "
        "zivilstand kinderzahl geschlechtsidentitaet 身份证 照片 年龄 民族 政治面貌 籍贯"
    ),
}
# Where the person speaks (not inside jobs, studies, skills …) these too are of the person.
AMONG_PERSONAL: dict[str, frozenset[str]] = {
    "name": _PLAIN_NAMES,
    "location": _PLAIN_PLACES,
    "link": _PLAIN_LINKS | _MESSENGERS,
}
# Blocks of nothing but contact and personal data: dropped whole, whatever their fields are called.
BLOCKS = _keys(
    "contact contacts contactinfo contactinformation contactdetails contactdata contacto contatti contato kontakt kontaktdaten kontaktdetails "
    "coordonnees communication communications personalattributes personaldata persoenlichedaten personlichedaten donneespersonnelles "
    "datospersonales datipersonali dadospessoais persoonsgegevens daneosobowe candidatesupplier personcontact emergencycontact 联系方式"
)
# Third persons: neither scored nor part of who the CV is about.
THIRD_PERSONS = _keys(
    "references reference referees referee recommendations recommendation recommendationsreceived recommendationsgiven employmentreferences "
    "referenzen referenz referencias referenze referenties referencje refereedetails connections endorsements endorsers supervisor supervisors "
    "managername supervisorname refereename 推荐人 contributors teammembers"
)
# Single values of these are personal data; as objects or lists they are the branches of some tree.
SINGLE_ONLY = _keys(
    "children kinder enfants hijos figli filhos kinderen dzieci born naissance signal origin user x state portfolio web"
)
# Parts of a name that are no part of who somebody is.
NAME_NOISE = _keys(
    "title titlename salutation prefix suffix honorific confidencescore titleaffixcode initials namesuffix generationaffixcode qualificationaffixcode"
)


def identity_field(key: str, *, personal: bool) -> str | None:
    """The field of the identity that a folded key holds; None for any other key.

    Args:
        key: the folded key.
        personal: whether it stands where the CV speaks of the person rather than of a job, a course or the like.
    """
    found = _ANYWHERE.get(key)
    return found or (_AMONG_PERSONAL.get(key) if personal else None)


_ANYWHERE = {key: field for field, keys in ANYWHERE.items() for key in keys}
_AMONG_PERSONAL = {key: field for field, keys in AMONG_PERSONAL.items() for key in keys}
