"""One CV in the shapes of HR Open and HR-XML, written for these tests."""

from typing import Any

from tests.unit.corpus.recognise.told import BULLET, SUMMARY

HR_OPEN: dict[str, Any] = {
    "documentId": {"value": "1", "schemeId": "x"},
    "person": {
        "name": {"formattedName": "Zebulon Quackenbush", "given": "Zebulon", "family": "Quackenbush"},
        "gender": "Male",
        "citizenship": ["Freedonia"],
        "communication": {
            "address": [{"line": "12 Willow Lane", "city": "Oakford"}],
            "phone": [{"formattedNumber": "+49 000 7712345"}],
            "email": [{"address": "zeb.quack@example.com"}],
        },
    },
    "profiles": {
        "item": [
            {
                "profileName": "Intensive Care Nurse",
                "executiveSummary": SUMMARY,
                "employment": {
                    "item": [
                        {
                            "organization": {
                                "name": "Oakford Infirmary",
                                "communication": {"address": [{"city": "Oakford"}]},
                            },
                            "start": "2019-04-01",
                            "current": True,
                            "positionHistories": [
                                {
                                    "title": "Staff Nurse",
                                    "descriptions": ["Sixteen beds.", BULLET],
                                    "start": "2019-04-01",
                                    "current": True,
                                }
                            ],
                        },
                        {
                            "organization": {"legalId": {"value": "x"}, "name": "Saint Ulric Clinic"},
                            "start": "2016-09-01",
                            "end": "2019-03-31",
                            "positionHistories": {"item": [{"title": "Ward Nurse", "start": None, "end": None}]},
                        },
                    ]
                },
                "education": {
                    "item": [
                        {
                            "institution": {"name": "Elmsbrook University"},
                            "educationLevelCodes": [{"name": "bachelor"}],
                            "educationDegrees": [
                                {"name": "Bachelor of Science", "specializations": [{"name": "Nursing"}]}
                            ],
                            "start": "2013",
                            "end": "2016",
                        }
                    ]
                },
                "certifications": [
                    {
                        "name": "Advanced Life Support",
                        "issuingAuthority": {"name": "Resus Board"},
                        "issued": "2022-05-01",
                    }
                ],
                "qualifications": [
                    {"competencyName": "Ventilation"},
                    {"competencyName": "Haemofiltration"},
                    {
                        "competencyName": "German",
                        "taxonomyId": {"value": "language"},
                        "proficiencyLevel": {"name": "native"},
                    },
                ],
                "references": [{"name": "Petronella Umbridge"}],
            }
        ]
    },
}

HR_XML: dict[str, Any] = {
    "Candidate": {
        "CandidatePerson": {
            "PersonName": {
                "hr:FormattedName": "Zebulon Quackenbush",
                "oa:GivenName": "Zebulon",
                "hr:FamilyName": "Quackenbush",
            },
            "Communication": [
                {"UseCode": "private", "oa:URI": "zeb.quack@example.com"},
                {"Address": {"oa:StreetName": "Willow Lane"}},
            ],
            "BirthDate": "1990-02-01",
        },
        "CandidateProfile": {
            "hr:ExecutiveSummary": SUMMARY,
            "EmploymentHistory": {
                "EmployerHistory": [
                    {
                        "hr:OrganizationName": "Oakford Infirmary",
                        "PositionHistory": [
                            {
                                "PositionTitle": "Staff Nurse",
                                "EmploymentPeriod": {
                                    "StartDate": {"hr:FormattedDateTime": "2019-04"},
                                    "hr:CurrentIndicator": True,
                                },
                                "oa:Description": f"Sixteen beds.\n{BULLET}",
                            }
                        ],
                    },
                    {
                        "hr:OrganizationName": "Saint Ulric Clinic",
                        "PositionHistory": {
                            "PositionTitle": "Ward Nurse",
                            "EmploymentPeriod": {
                                "StartDate": {"FormattedDateTime": "2016-09"},
                                "EndDate": {"FormattedDateTime": "2019-03"},
                            },
                        },
                    },
                ]
            },
            "EducationHistory": {
                "EducationOrganizationAttendance": [
                    {
                        "hr:OrganizationName": "Elmsbrook University",
                        "AttendancePeriod": {
                            "StartDate": {"FormattedDateTime": "2013"},
                            "EndDate": {"FormattedDateTime": "2016"},
                        },
                        "EducationDegree": {
                            "hr:DegreeName": "Bachelor of Science",
                            "DegreeMajor": {"ProgramName": "Nursing"},
                        },
                    }
                ]
            },
            "PersonQualifications": {
                "PersonCompetency": [
                    {"CompetencyName": "Ventilation"},
                    {"CompetencyName": "Haemofiltration"},
                    {
                        "CompetencyName": "German",
                        "hr:TaxonomyID": "language",
                        "CompetencyDimension": [{"Score": {"hr:ScoreText": "native"}}],
                    },
                ]
            },
        },
    }
}
