"""Facts about what is shared by all professions: leading, teaching others, writing, speaking, working together."""

TABLE = """
Team leadership = led a team, leading a team, team lead, team leader, lead a team, people management, line management, line manager, direct reports, head of, managed a team, managing a team, manage a team, supervised, supervise, supervising, led the team, led a group, led teams, people manager, heading a team, head a group, teamleiter, teamleitung, responsible for a team, reports to me, appraise, appraisals, leadership
Mentoring = mentor, mentored, mentor to, mentoring, buddy, trained juniors, coached juniors, junior colleagues, onboarded, apprentices, supervised interns, coached, coaching, train new, trained new, interns
Training and coaching = coach, coached, coaching, trained, training staff, train new, apprentices, taught new, on-the-job training, cross-trained, trained new > Mentoring
Stakeholder communication = stakeholders, stakeholder management, stakeholder, business partners, explain to non-technical, presented to management, worked with business, presented to the board, steering committee, non-technical, explained results, explain to people, plain language
Communication = communicator, communication skills, interpersonal
Technical writing = documentation, runbook, runbooks, technical documentation, design document, design documents, handbook, operator manual, user manual, post-incident reviews, wrote the manual, manuals, style guide, whitepaper, design docs, specifications, wrote guides
Teamwork = team player, cross-functional, collaboration, collaborated, worked closely with, cross functional, interdepartmental, together with, side by side, collaborative
Conflict resolution = mediation, mediated, de-escalation, de-escalated, grievance, grievances, settled disputes, disputes, resolve conflicts, difficult conversations
Attention to detail = meticulous, thorough, precise, detail-oriented, error-free, duplicate payments, without errors, discrepancy, discrepancies, spotted
Time management = deadlines, prioritisation, organised
Problem-solving attitude = problem solver, analytical thinking
Creativity = creative thinking, ideas generation
Adaptability = flexible, quick learner
Customer orientation = customer focus, client focus
Data-driven decision making = data-driven, data driven, based on data, evidence-based, measured by, metrics-based, attribution model, decisions on data, test results
Decision making = decision-making
Strategic planning = strategy, roadmap, strategic
Microsoft Office = ms office, office 365, powerpoint, microsoft word, outlook
Teamwork in other languages = teamfähigkeit, teamarbeit, zusammenarbeit im team, travail d'équipe, esprit d'équipe, trabajo en equipo, lavoro di squadra, lavoro in team, trabalho em equipa, teamwerk, samenwerken, praca w zespole, praca zespołowa > Teamwork
Precision in other languages = sorgfalt, genauigkeit, sorgfältig, ohne beanstandung, rigueur, précision, minutie, sans erreur, rigor, precisión, minuciosidad, sin errores, precisione, accuratezza, senza errori, precisão, nauwkeurigheid, nauwkeurig, foutpercentage, dokładność, bez poprawek, bez błędów, accuracy, error rate, zero défaut, zéro écart > Attention to detail
Resilience = resilient, belastbarkeit, belastbar, stressresistent, unter druck, résistance au stress, sous pression, resistencia al estrés, bajo presión, resistenza allo stress, sotto pressione, resistência ao stress, stressbestendig, odporność na stres, pod presją, working under time pressure, time pressure, peak hours > Working under pressure
Negotiating = verhandlung, verhandlungen, verhandelt, verhandlungsgeschick, négociation, négocie, négocié, negociación, negocié, negocio contratos, negoziazione, trattativa, trattative, negociação, onderhandeling, onderhandelen, onderhandeld, negocjacje, negocjuję, negocjował
Listening = active listening, sens de l'écoute, à l'écoute, écouter, zuhören, escucha activa, ascolto, capacità di ascolto, escuta ativa, luisterend vermogen, empathie, empatía, empatia, umiejętność słuchania
Customer contact = customer service, contact with customers, kundenkontakt, kundenorientierung, kundenbetreuung, contact client, relation client, sens du client, accueil des clients, atención al cliente, trato con clientes, orientación al cliente, orientamento al cliente, contatto con i clienti, atendimento ao cliente, klantcontact, klantgerichtheid, obsługa klienta, kontakt z klientem > Customer orientation
Independent working = working independently, works alone, on my own, unsupervised, sole, selbstständig, selbständig, eigenverantwortlich, eigenständig, autonomie, en autonomie, seul en responsabilité, autonomía, autónomo en, autonomia, in autonomia, zelfstandig, samodzielność, samodzielnie, independence, independently
Explaining = explaining complex, plain english, plain words, in plain words, explained to, explain to, erkläre, verständlich erklärt, vulgarisation, expliqué à, explico a, spiego a, uitgelegd aan, tłumaczę
Facilitation = facilitating workshops, facilitated, facilitates, facilitating, moderation, moderierte workshops, co-design workshops, workshop facilitation, animation d'ateliers, animé des ateliers, dinamización de talleres, facilitazione, workshops begeleid, prowadzenie warsztatów
Driving licence = driver's license, driver's licence, driving license, führerschein, permis de conduire, class b licence, licence b
"""
