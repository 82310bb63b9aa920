"""One invented CV in the shapes of the parsers that are recognised."""

from typing import Any

from tests.unit.corpus.recognise.hr_samples import HR_OPEN, HR_XML
from tests.unit.corpus.recognise.told import BULLET, SUMMARY

PERSON = ("Zebulon", "Quackenbush", "zeb.quack@example.com", "+49 000 7712345", "Willow Lane")

JSON_RESUME: dict[str, Any] = {
    "basics": {
        "name": "Zebulon Quackenbush",
        "label": "Intensive Care Nurse",
        "email": "zeb.quack@example.com",
        "phone": "+49 000 7712345",
        "summary": SUMMARY,
        "location": {"address": "12 Willow Lane", "city": "Oakford", "countryCode": "DE"},
        "profiles": [{"network": "LinkedIn", "username": "zebq", "url": "https://linkedin.com/in/zebq"}],
    },
    "work": [
        {
            "name": "Oakford Infirmary",
            "position": "Staff Nurse",
            "startDate": "2019-04",
            "summary": "Sixteen beds.",
            "highlights": [BULLET],
        },
        {"name": "Saint Ulric Clinic", "position": "Ward Nurse", "startDate": "2016-09-01", "endDate": "2019-03-31"},
    ],
    "education": [
        {
            "institution": "Elmsbrook University",
            "area": "Nursing",
            "studyType": "Bachelor of Science",
            "startDate": "2013",
            "endDate": "2016",
        }
    ],
    "skills": [{"name": "Clinical", "level": "Expert", "keywords": ["Ventilation", "Haemofiltration"]}],
    "languages": [{"language": "German", "fluency": "Native speaker"}, {"language": "English", "fluency": "C1"}],
    "certificates": [{"name": "Advanced Life Support", "issuer": "Resus Board", "date": "2022-05-01"}],
}

TEXTKERNEL: dict[str, Any] = {
    "Info": {"Code": "Success", "EngineVersion": "10.2", "CustomerDetails": {"Name": "Some Client"}},
    "Value": {
        "ResumeData": {
            "ContactInformation": {
                "CandidateName": {
                    "FormattedName": "Zebulon Quackenbush",
                    "GivenName": "Zebulon",
                    "FamilyName": "Quackenbush",
                },
                "Telephones": [{"Raw": "+49 000 7712345", "Normalized": "+49 0007712345"}],
                "EmailAddresses": ["zeb.quack@example.com"],
                "Location": {"CountryCode": "DE", "Municipality": "Oakford", "StreetAddressLines": ["12 Willow Lane"]},
            },
            "PersonalAttributes": {"DateOfBirth": {"Date": "1990-02-01", "FoundYear": True}, "Gender": "male"},
            "ProfessionalSummary": SUMMARY,
            "EmploymentHistory": {
                "ExperienceSummary": {
                    "Description": "Zebulon's experience appears to be in nursing.",
                    "MonthsOfWorkExperience": 110,
                },
                "Positions": [
                    {
                        "Id": "POS-1",
                        "Employer": {
                            "Name": {"Probability": "Confident", "Raw": "Oakford Infirmary", "Normalized": "Oakford"}
                        },
                        "IsCurrent": True,
                        "JobTitle": {"Raw": "Staff Nurse", "Normalized": "Nurse", "Probability": "Confident"},
                        "StartDate": {
                            "Date": "2019-04-01",
                            "IsCurrentDate": False,
                            "FoundYear": True,
                            "FoundMonth": True,
                        },
                        "EndDate": {"Date": "2026-11-21", "IsCurrentDate": True, "FoundYear": True, "FoundMonth": True},
                        "Description": f"Sixteen beds.\n{BULLET}",
                        "NormalizedProfession": {
                            "Profession": {"Description": "Specialist nurse in the sense of a register"}
                        },
                    },
                    {
                        "Id": "POS-2",
                        "Employer": {"Name": {"Raw": "Saint Ulric Clinic"}},
                        "IsCurrent": False,
                        "JobTitle": {"Raw": "Ward Nurse"},
                        "StartDate": {"Date": "2016-09-01", "FoundYear": True, "FoundMonth": True},
                        "EndDate": {"Date": "2019-03-01", "FoundYear": True, "FoundMonth": True},
                    },
                ],
            },
            "Education": {
                "HighestDegree": {"Name": {"Raw": "BSc", "Normalized": "bachelors"}, "Type": "bachelors"},
                "EducationDetails": [
                    {
                        "Id": "DEG-1",
                        "Text": "Elmsbrook University",
                        "SchoolName": {"Raw": "Elmsbrook University", "Normalized": "Elmsbrook University"},
                        "Degree": {
                            "Name": {"Raw": "Bachelor of Science", "Normalized": "bachelors"},
                            "Type": "bachelors",
                        },
                        "Majors": ["Nursing"],
                        "StartDate": {"Date": "2013-01-01", "FoundYear": True, "FoundMonth": False},
                        "EndDate": {"Date": "2016-01-01", "FoundYear": True, "FoundMonth": False},
                    }
                ],
            },
            "Skills": {"Raw": [{"Name": "Ventilation", "FoundIn": []}, {"Name": "Haemofiltration"}]},
            "LanguageCompetencies": [
                {"Language": "German", "LanguageCode": "de", "FoundInContext": "German (native)"},
                {"Language": "English", "LanguageCode": "en", "FoundInContext": "English C1"},
            ],
            "Certifications": [{"Name": "Advanced Life Support", "MatchedFromList": True}],
            "ResumeMetadata": {"PlainText": "Zebulon Quackenbush\n12 Willow Lane"},
        }
    },
}

RCHILLI: dict[str, Any] = {
    "ResumeParserData": {
        "ResumeFileName": "quackenbush.pdf",
        "Name": {
            "FullName": "Zebulon Quackenbush",
            "FirstName": "Zebulon",
            "LastName": "Quackenbush",
            "ConfidenceScore": 10,
        },
        "DateOfBirth": "01/02/1990",
        "Gender": "Male",
        "MaritalStatus": "Single",
        "Email": [{"EmailAddress": "zeb.quack@example.com", "ConfidenceScore": 10}],
        "PhoneNumber": [
            {"Number": "7712345", "OriginalNumber": "+49 000 7712345", "FormattedNumber": "+49 000 7712345"}
        ],
        "Address": [{"Street": "12 Willow Lane", "City": "Oakford", "FormattedAddress": "12 Willow Lane, Oakford"}],
        "LanguageKnown": [{"Language": "German", "LanguageCode": "de"}, {"Language": "English", "LanguageCode": "en"}],
        "Objectives": SUMMARY,
        "ExecutiveSummary": "Zebulon has an experience in Health Care.",
        "SegregatedQualification": [
            {
                "Institution": {"Name": "Elmsbrook University", "Type": "University", "ConfidenceScore": 10},
                "Degree": {"DegreeName": "Bachelor of Science", "NormalizeDegree": "BS", "Specialization": ["Nursing"]},
                "FormattedDegreePeriod": "2013 to 2016",
                "StartDate": "",
                "EndDate": "",
            }
        ],
        "SegregatedCertification": [
            {"CertificationTitle": "Advanced Life Support", "Authority": "Resus Board", "StartDate": "01/05/2022"}
        ],
        "SegregatedSkill": [
            {
                "Type": "OperationalSkill",
                "Skill": "Ventilation",
                "FormattedName": "Ventilation",
                "LastUsed": "",
                "ExperienceInMonths": 0,
            },
            {"Type": "OperationalSkill", "Skill": "Haemofiltration"},
        ],
        "SegregatedExperience": [
            {
                "Employer": {"EmployerName": "Oakford Infirmary", "FormattedName": "", "ConfidenceScore": 10},
                "JobProfile": {
                    "Title": "Staff Nurse",
                    "FormattedName": "Nurse",
                    "Alias": "RN, Registered Nurse",
                    "RelatedSkills": [],
                },
                "Location": {"City": "Oakford", "State": "NI"},
                "JobPeriod": "Apr 2019 - Present",
                "FormattedJobPeriod": "2019-04 to Till Date",
                "StartDate": "01/04/2019",
                "EndDate": "",
                "IsCurrentEmployer": "true",
                "JobDescription": f"Sixteen beds. \r {BULLET}",
            },
            {
                "Employer": {"EmployerName": "Saint Ulric Clinic"},
                "JobProfile": {"Title": "Ward Nurse"},
                "JobPeriod": "Sep 2016 - Mar 2019",
                "StartDate": "01/09/2016",
                "EndDate": "31/03/2019",
                "JobDescription": "",
            },
        ],
        "DetailResume": "Zebulon Quackenbush\n12 Willow Lane",
    }
}

AFFINDA: dict[str, Any] = {
    "data": {
        "name": {"raw": "Zebulon Quackenbush", "first": "Zebulon", "last": "Quackenbush", "middle": "", "title": "Mr"},
        "phoneNumbers": ["+49 000 7712345"],
        "emails": ["zeb.quack@example.com"],
        "dateOfBirth": "1990-02-01",
        "headShot": "iVBORw0KGgo",
        "location": {"rawInput": "12 Willow Lane, Oakford", "city": "Oakford", "country": "Germany"},
        "summary": SUMMARY,
        "profession": "Intensive Care Nurse",
        "totalYearsExperience": 10,
        "workExperience": [
            {
                "id": 1,
                "jobTitle": "Staff Nurse",
                "organization": "Oakford Infirmary",
                "dates": {
                    "startDate": "2019-04-01",
                    "endDate": None,
                    "monthsInPosition": 90,
                    "isCurrent": True,
                    "rawText": "Apr 2019 - now",
                },
                "jobDescription": f"Sixteen beds.\n{BULLET}",
                "occupation": {
                    "jobTitle": "Staff Nurse",
                    "classification": {"title": "Nurses of a certain register class"},
                },
            },
            {
                "jobTitle": "Ward Nurse",
                "organization": "Saint Ulric Clinic",
                "dates": {"startDate": "2016-09-01", "endDate": "2019-03-01", "isCurrent": False},
            },
        ],
        "education": [
            {
                "organization": "Elmsbrook University",
                "accreditation": {
                    "education": "Bachelor of Science (Nursing)",
                    "inputStr": "BSc",
                    "educationLevel": "bachelors",
                },
                "dates": {"startDate": "2013-01-01", "completionDate": "2016-12-01"},
            }
        ],
        "skills": [
            {"name": "Ventilation", "type": "hard_skill", "emsiId": "KS1"},
            {"name": "Haemofiltration", "type": "hard_skill"},
        ],
        "languages": ["German", "English"],
        "certifications": ["Advanced Life Support"],
        "referees": [{"name": "Petronella Umbridge", "text": "Petronella Umbridge, head nurse at Oakford Infirmary"}],
    }
}

AFFINDA_PREFIXED: dict[str, Any] = {
    "data": {
        "candidateName": {"candidateNameFamily": "Quackenbush", "candidateNameFirst": "Zebulon"},
        "email": ["zeb.quack@example.com"],
        "summary": SUMMARY,
        "workExperience": [
            {
                "raw": "Staff Nurse Oakford",
                "parsed": {
                    "workExperienceJobTitle": {"raw": "Staff Nurse", "parsed": "Staff Nurse"},
                    "workExperienceOrganization": {"raw": "Oakford Infirmary", "parsed": "Oakford Infirmary"},
                    "workExperienceDates": {
                        "parsed": {
                            "start": {"date": "2019-04-01", "isCurrent": False},
                            "end": {"date": None, "isCurrent": True},
                        }
                    },
                    "workExperienceDescription": {
                        "raw": f"Sixteen beds.\n{BULLET}",
                        "parsed": f"Sixteen beds.\n{BULLET}",
                    },
                },
            },
            {
                "workExperienceJobTitle": "Ward Nurse",
                "workExperienceOrganization": "Saint Ulric Clinic",
                "workExperienceDates": {
                    "start": {"date": "2016-09-01"},
                    "end": {"date": "2019-03-01", "isCurrent": False},
                },
            },
        ],
        "education": [
            {
                "educationOrganization": "Elmsbrook University",
                "educationAccreditation": "Bachelor of Science",
                "educationMajor": ["Nursing"],
                "educationDates": {"start": {"date": "2013"}, "end": {"date": "2016"}},
            }
        ],
        "skill": [{"name": "Ventilation"}, {"name": "Haemofiltration"}],
        "language": [
            {"languageName": "German", "languageProficiency": {"label": "Native"}},
            {"languageName": "English"},
        ],
    }
}

LINKEDIN: dict[str, Any] = {
    "firstName": "Zebulon",
    "lastName": "Quackenbush",
    "headline": "Intensive Care Nurse",
    "summary": SUMMARY,
    "publicProfileUrl": "https://www.linkedin.com/in/zebq",
    "positions": {
        "_total": 2,
        "values": [
            {
                "id": 1,
                "title": "Staff Nurse",
                "company": {"id": 7, "name": "Oakford Infirmary", "industry": "Hospitals"},
                "isCurrent": True,
                "startDate": {"year": 2019, "month": 4},
                "summary": f"Sixteen beds.\n{BULLET}",
            },
            {
                "title": "Ward Nurse",
                "company": {"name": "Saint Ulric Clinic"},
                "isCurrent": False,
                "startDate": {"year": 2016, "month": 9},
                "endDate": {"year": 2019, "month": 3},
            },
        ],
    },
    "educations": {
        "values": [
            {
                "schoolName": "Elmsbrook University",
                "degree": "Bachelor of Science",
                "fieldOfStudy": "Nursing",
                "startDate": {"year": 2013},
                "endDate": {"year": 2016},
            }
        ]
    },
    "skills": {
        "values": [{"id": 1, "skill": {"name": "Ventilation"}}, {"id": 2, "skill": {"name": "Haemofiltration"}}]
    },
    "languages": {
        "values": [
            {
                "language": {"name": "German"},
                "proficiency": {"level": "native_or_bilingual", "name": "Native or bilingual proficiency"},
            },
            {"language": {"name": "English"}, "proficiency": {"name": "Full professional proficiency"}},
        ]
    },
}

LINKEDIN_EXPORT: dict[str, Any] = {
    "Profile": [
        {
            "First Name": "Zebulon",
            "Last Name": "Quackenbush",
            "Headline": "Intensive Care Nurse",
            "Summary": SUMMARY,
            "Address": "12 Willow Lane",
        }
    ],
    "Positions": [
        {
            "Company Name": "Oakford Infirmary",
            "Title": "Staff Nurse",
            "Description": f"Sixteen beds. {BULLET}",
            "Location": "Oakford",
            "Started On": "Apr 2019",
            "Finished On": "",
        },
        {
            "Company Name": "Saint Ulric Clinic",
            "Title": "Ward Nurse",
            "Started On": "Sep 2016",
            "Finished On": "Mar 2019",
        },
    ],
    "Education": [
        {
            "School Name": "Elmsbrook University",
            "Degree Name": "Bachelor of Science, Nursing",
            "Start Date": "2013",
            "End Date": "2016",
            "Notes": "",
        }
    ],
    "Skills": [{"Name": "Ventilation"}, {"Name": "Haemofiltration"}],
    "Languages": [
        {"Name": "German", "Proficiency": "Native or bilingual proficiency"},
        {"Name": "English", "Proficiency": "Full professional proficiency"},
    ],
    "Certifications": [
        {
            "Name": "Advanced Life Support",
            "Authority": "Resus Board",
            "Started On": "May 2022",
            "Url": "https://example.com/c/1",
        }
    ],
    "Email Addresses": [{"Email Address": "zeb.quack@example.com"}],
}

GERMAN: dict[str, Any] = {
    "Bewerber": {
        "Vorname": "Zebulon",
        "Nachname": "Quackenbush",
        "Kontaktdaten": {"E-Mail": "zeb.quack@example.com", "Anschrift": "12 Willow Lane"},
        "Geburtsdatum": "1990-02-01",
        "Familienstand": "ledig",
        "Lebenslauf": {
            "Kurzprofil": SUMMARY,
            "Berufserfahrung": [
                {
                    "Arbeitgeber": "Oakford Infirmary",
                    "Berufsbezeichnung": "Staff Nurse",
                    "von": "04/2019",
                    "bis": "heute",
                    "Aufgaben": ["Sixteen beds.", BULLET],
                },
                {
                    "Arbeitgeber": "Saint Ulric Clinic",
                    "Berufsbezeichnung": "Ward Nurse",
                    "Zeitraum": "September 2016 – März 2019",
                },
            ],
            "Ausbildung": [
                {
                    "Hochschule": "Elmsbrook University",
                    "Abschluss": "Bachelor of Science",
                    "Studiengang": "Nursing",
                    "Zeitraum": "2013-2016",
                }
            ],
            "Kenntnisse": "Ventilation, Haemofiltration",
            "Sprachen": {"Deutsch": "Muttersprache", "Englisch": "C1"},
            "Zertifikate": ["Advanced Life Support"],
        },
    }
}

SECTIONED: list[Any] = [
    {"type": "personal_info", "content": {"name": "Zebulon Quackenbush", "email": "zeb.quack@example.com", "title": "Intensive Care Nurse"}},
    {"heading": "Professional Experience", "items": [
        {"role": "Staff Nurse", "organisation": "Oakford Infirmary", "duration": "Apr 2019 - Present", "bullets": ["Sixteen beds.", BULLET]},
        {"role": "Ward Nurse", "organisation": "Saint Ulric Clinic", "duration": "09/2016 - 03/2019"},
    ]},
    {"heading": "Education", "items": [{"school": "Elmsbrook University", "degree": "Bachelor of Science", "major": "Nursing", "years": "2013 - 2016"}]},
    {"heading": "Skills", "items": ["Ventilation", "Haemofiltration"]},
    {"heading": "Languages", "items": ["German (native)", "English - C1"]},
    {"label": "Date of birth", "value": "1 February 1990"},
]  # fmt: skip

EVERY: dict[str, tuple[str, Any]] = {
    "json_resume": ("json_resume", JSON_RESUME),
    "textkernel": ("textkernel", TEXTKERNEL),
    "textkernel_inner": ("textkernel", TEXTKERNEL["Value"]["ResumeData"]),
    "rchilli": ("rchilli", RCHILLI),
    "affinda": ("affinda", AFFINDA),
    "affinda_prefixed": ("affinda", AFFINDA_PREFIXED),
    "linkedin": ("linkedin", LINKEDIN),
    "linkedin_export": ("linkedin", LINKEDIN_EXPORT),
    "hr_open": ("hr_open", HR_OPEN),
    "hr_xml": ("hr_open", HR_XML),
    "german": ("generic", GERMAN),
    "sectioned": ("generic", SECTIONED),
}
