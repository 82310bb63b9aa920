"""Facts about nursing, medicine, care and social work."""

TABLE = """
Nursing = registered nurse, staff nurse, nursing care, krankenpflege, infirmier, infirmière, enfermero, enfermera, enfermeira, infermiere, pflegefachkraft, nurse
Intensive care = !ICU, !ITU, critical care, intensive therapy, intensive care unit, level 3 patients, intensivstation, high dependency, !HDU, !CCU > Nursing
Emergency care = emergency department, accident and emergency, !A&E, !ED, emergency room, triage, resus
Mechanical ventilation = invasive ventilation, ventilated patients, ventilated, vented, intubated, ventilator, ventilators, prvc, simv, aprv, proning, prone, weaning, tracheostomy, intubation, invasive mechanical ventilation, tubed
Haemodynamic monitoring = hemodynamic, arterial line, arterial lines, art line, art lines, picco, swan-ganz, cardiac output monitoring, cvp, invasive pressures, invasive lines, invasive monitoring
Vasoactive drugs = vasopressor, vasopressors, vasopressin, inotropes, inotrope, noradrenaline, norepinephrine, adrenaline infusion, milrinone, dobutamine, levophed, pressors, vasoactive infusions, vasoactives > Haemodynamic monitoring
Renal replacement therapy = !CRRT, !CVVH, !CVVHDF, haemofiltration, hemofiltration, prismaflex, haemofilter, hemodialysis, haemodialysis, citrate anticoagulation, renal replacement, continuous renal replacement
Advanced life support = !ALS, !ACLS, advanced cardiac life support, als provider, acls provider, resuscitation council > Resuscitation
Basic life support = !BLS, !ILS, immediate life support, first aid, first aider, cpr > Resuscitation
Resuscitation = crash team, cardiac arrest team, code team, resuscitation, cardiac arrest
Blood gas interpretation = !ABG, !ABGs, arterial blood gas, blood gases, blood gas
Sedation = sedation hold, sedation holds, sedation drips, rass, ramsay score, sedation score, propofol
Delirium assessment = delirium, cam-icu, delirium screening
Electronic patient records = !EPR, !EHR, !EMR, electronic health record, electronic health records, electronic medical record, computer charting, bedside computer, electronic charting, epic systems, cerner, systmone, metavision, electronic care record, patient data management
Patient communication = relatives, families of patients, family meetings, bereavement, breaking bad news, patient education, patients and families, next of kin, explaining to families
Multidisciplinary teamwork = multidisciplinary, multi-disciplinary, !MDT, ward round, ward rounds, interprofessional, with physiotherapists, interdisciplinary
Practice assessor = practice assessor, practice supervisor, preceptor, preceptorship, mentor to students, student nurses, clinical educator, link lecturer, assessed students, practice educator, supervise students > Mentoring
Medication administration = drug rounds, medicines management, iv medication, medication rounds
Wound care = dressings, tissue viability, pressure sores
Infection control = infection prevention, hand hygiene, !IPC
Personal care = activities of daily living, elderly care, care home, dementia care, residents' care, home care
Paediatric nursing = children's nursing, paediatric, pediatric, neonatal, !NICU, !PICU, children's ward > Nursing
Mental health = psychiatric, psychiatry, counselling
Midwifery = midwife, maternity ward, labour ward
Physiotherapy = physiotherapist, rehabilitation exercises
Pharmacy = pharmacist, dispensing
Phlebotomy = venepuncture, cannulation
Safeguarding = child protection, safeguarding adults
Social work = social worker, case management, benefits advice
Veterinary care = veterinary, animal patients, small animal
"""
