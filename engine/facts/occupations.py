"""Facts about occupations: how their titles read, what their work is, and which are near each other.

A title's *last-resort* words (manager, consultant) say nothing alone and are not listed: the work itself is judged then.
"""

from dataclasses import dataclass

from engine.facts.professions import NEAR, TABLE
from engine.facts.titles import TITLES

# key: title words (folded phrases, several languages): the work in a phrase that is embedded
_TABLE = """
software = software engineer, software developer, developer, programmer, back-end, backend, full stack, fullstack, platform engineer, softwareentwickler, softwareentwicklerin, entwickler, entwicklerin, développeur, développeuse, desarrollador, desarrolladora, sviluppatore, programador, programista, java developer, python developer, software architect, web engineer: software development
web = web developer, front end developer, frontend developer, webmaster, wordpress developer, web designer: building websites for customers
operations_it = devops, devops engineer, system administrator, systems administrator, sysadmin, site reliability engineer, sre, infrastructure engineer, network engineer, network administrator, cloud engineer, systemadministrator, administrateur système: system administration and IT operations
it_support = it support, helpdesk, service desk, support analyst, support technician, desktop support, application support: IT helpdesk and user support
testing = software tester, test engineer, qa engineer, quality assurance engineer, test automation engineer: software testing
it_management = engineering manager, cto, chief technology officer, head of engineering, it manager, it director, head of it, development manager, head of delivery: managing software teams, budgets and hiring
data_science = data scientist, machine learning engineer, machine learning, ml engineer, applied scientist, data miner, ai engineer, quantitative analyst, quant, statistician, datenwissenschaftler: building predictive models and machine learning in production
data_analysis = data analyst, bi analyst, business intelligence, mi analyst, reporting analyst, insights analyst, web analyst: reporting and dashboards
data_engineering = data engineer, data warehouse operations, etl developer, database administrator, dba, data warehouse, data architect: data warehouse and pipeline engineering
data_leadership = chief data officer, head of analytics, head of data: leading data and analytics departments
annotation = data annotator, data labeller, data entry: labelling and entering data
research = research scientist, postdoctoral, postdoc, doctoral, phd candidate, research fellow, research associate, researcher, forscher, wissenschaftlicher mitarbeiter: academic research
recruiting = recruiter, recruitment, recruiting, talent acquisition, headhunter, sourcer, staffing: recruiting candidates for vacancies
human_resources = hr, human resources, people partner, personnel manager, personalreferent: human resources administration
office = office manager, administrator, administrative assistant, executive assistant, secretary, clerk, ward clerk, receptionist, coordinator, front desk, personal assistant, front office, office assistant, sekretärin, unit co-ordinator, unit coordinator, dock clerk: office administration, bookings and reception
customer_service = customer service, customer support, call centre, customer care, support adviser: answering customers in a call centre
customer_success = customer success, customer success manager, implementation manager: looking after customers of a software product
telesales = telephone sales, telesales, sales development representative, sdr, bdr, appointment setter, lead generation: calling prospects to book meetings
sales_b2b = account executive, sales manager, new business manager, business development manager, sales executive, key account manager, account manager, enterprise account, area sales manager, regional sales manager, vertriebsleiter, sales engineer, commercial manager: selling to companies and closing contracts
field_sales = sales agent, field sales, sales representative, door to door, car sales, media sales: selling small contracts on the road
retail = sales assistant, checkout operator, checkout assistant, branch cashier, shop assistant, retail, store manager, retail sales, cashier, verkäufer, vendeur, dependienta, stock keeper, teller: serving customers in a shop
sales_leadership = vice president sales, vp sales, chief revenue officer, chief commercial officer, sales director, head of sales: leading sales regions and sales managers
real_estate = broker, real estate, estate agent, letting agent, realty: real estate brokerage
marketing_online = seo, sea, sem, ppc, online marketing, digital marketing, performance marketing, search specialist, search consultant, paid media, growth manager, seo editor, référencement, e-commerce marketing: search engine optimisation and paid search campaigns
marketing = marketing manager, marketing executive, marketing assistant, brand manager, marketing specialist, marketing coordinator, trade marketing: marketing campaigns and advertising
marketing_leadership = chief marketing officer, cmo, marketing director, vp marketing: leading a marketing department
social_media = social media, community manager, influencer, content creator, presenter, youtuber: making social media content
journalism = journalist, reporter, editor, redakteur, redakteurin, correspondent, local news: journalism and editing
communications = public relations, press officer, communications manager, event manager, events coordinator, events assistant: public relations and events
design_graphic = designer, lead designer, graphic designer, art director, visual designer, illustrator, game designer: graphic and game design
interior_design = interior designer, interior architect, kitchen designer, design consultant, display assistant: planning interiors and kitchens
translation = translator, interpreter, übersetzer: translation and interpreting
accounting = accountant, bookkeeper, bookkeeping, accounts assistant, accounts payable, purchase ledger, financial accountant, ledger, accounting assistant, buchhalter, buchhalterin, comptable, contabile, contable, księgowa, financial controller, accounts clerk, ledger clerk, payables: accounting, ledgers and month-end close
audit = auditor, audit associate, audit senior, wirtschaftsprüfer: auditing
finance_leadership = cfo, chief financial officer, finance director, head of finance: leading finance departments
banking = investment banking, equity capital markets, capital markets, private equity, corporate finance, trader, asset manager, wealth manager: investment banking and capital markets
risk = risk analyst, credit analyst, credit risk, underwriter, actuary: credit and insurance risk analysis
insurance = claims handler, claims adviser, claims assessor, claims manager, claims specialist, claims examiner, insurance agent, insurance broker, insurance adviser, broker administrator, claims adjuster, loss adjuster: handling insurance claims
it_consulting = sap consultant, functional consultant, erp consultant, it consultant, implementation consultant, sap: configuring business software for clients
project_management = project manager, programme manager, pmo, project coordinator, cheffe de projet, chef de projet, projektleiter, projektleiterin, scrum master: project management
product_management = product manager, product owner, cheffe de produit, chef de produit, produktmanager: product management
executive = chief executive, ceo, managing director, general manager, geschäftsführer, chief operating officer: general management of a company
legal = lawyer, solicitor, barrister, attorney, legal counsel, general counsel, rechtsanwalt: legal work
nursing_icu = critical care nurse, icu nurse, intensive care nurse, nurse icu, critical care, itu, icu, intensive therapy unit, high dependency nurse, intensivpflege: nursing critically ill adults in intensive care
nursing = nurse, staff nurse, registered nurse, nursing officer, sister, krankenschwester, krankenpfleger, pflegefachkraft, infirmier, infirmière, enfermeira, enfermero, enfermera, infermiera, ward manager, charge nurse: nursing patients on a hospital ward
nursing_children = children's nurse, paediatric nurse, school nurse, neonatal nurse: nursing children
veterinary = veterinary, vet nurse, veterinary nurse, veterinarian, small animal, tierarzt: veterinary care of animals
care = care assistant, healthcare assistant, health care assistant, carer, support worker, nursing assistant, altenpfleger, residential care: personal care of residents
medical_sales = clinical applications specialist, clinical specialist, medical sales, pharmaceutical representative, medical device sales: training and selling medical devices
medicine = doctor, physician, surgeon, resident physician, general practitioner, consultant anaesthetist, arzt, ärztin, médecin: practising medicine
paramedic = paramedic, ambulance, emergency medical technician: ambulance and rescue service
pharmacy = pharmacist, apotheker: pharmacy
therapy = physiotherapist, occupational therapist, speech therapist: physiotherapy and rehabilitation
laboratory = laboratory technician, lab technician, laboratory analyst, quality control analyst, qc analyst, laboratory, biomedical scientist: laboratory work
teaching_school = teacher, mathematics teacher, maths teacher, teacher of mathematics, secondary school teacher, supply teacher, head of mathematics, lehrer, lehrerin, professeur certifié, professeure certifiée, gymnasiallehrer, insegnante, docente, schoolteacher: teaching classes at a secondary school
teaching_university = lecturer, professor, teaching assistant, university tutor, visiting lecturer: university lecturing
tutoring = private tutor, tutor, online tutor, nachhilfe: private tutoring
training = trainer, instructor, training officer, learning and development, l&d, training manager, examiner: training adults and apprentices
early_years = preschool, nursery assistant, kindergarten, assistant teacher, early years, childcare, children's entertainer, au pair: early childhood education
music = music teacher, musician, violin teacher, piano teacher: music teaching
language_teaching = language teacher, english teacher, esl teacher: language teaching
sports = fitness, personal trainer, sports coach, climbing instructor: sports and fitness coaching
social_work = social worker, social pedagogue, youth worker: social work
kitchen_lead = head chef, executive chef, kitchen manager, sous chef, chef de cuisine, galley manager, küchenchef, chef patron, head cook, catering manager: running a professional kitchen and its brigade
kitchen = chef, cook, commis, commis chef, line cook, chef de partie, demi chef, pastry chef, koch, köchin, cuisinier, cocinero, sole chef, villa chef, kitchen porter, fryer, fast food, kitchen assistant, apprentice cook: cooking on a station in a restaurant kitchen
restaurant = restaurant manager, waiter, waitress, head waiter, bartender, barista, maitre d, front of house, kellner, kellnerin: waiting tables and restaurant service
hotel = hotel, guest relations, housekeeping, concierge, front desk supervisor: hotel reception and hosting guests
warehouse_lead = warehouse supervisor, warehouse team lead, warehouse manager, dock lead, shift lead, shift supervisor, night supervisor, warehouse shift, distribution manager, director of distribution, distribution supervisor, lagerleiter, stock manager, receiving manager, logistics supervisor, returns processing lead: supervising a warehouse shift and its team
warehouse = order picker, picker, packer, warehouse operative, forklift driver, loader, warehouse worker, material handler, lagerist, magasinier, warehouse associate, logistics specialist: picking, packing and moving goods in a warehouse
driving = driver, truck driver, lorry driver, courier, fahrer, chauffeur, removals: driving and deliveries
supply_chain = supply chain analyst, supply chain manager, planning manager, supply chain director, demand planner, planner, supply planner, logistics manager: supply chain planning and analysis
procurement = buyer, purchasing manager, procurement, category manager, einkäufer: purchasing and procurement
military = army officer, naval officer, commissioned officer, petty officer, warrant officer, sergeant, squadron leader, captain, soldier, conscript, platoon, squad leader: military service
security = security guard, security officer: guarding and security
mechanical_design = mechanical design engineer, design engineer, mechanical designer, product design engineer, cad designer, konstrukteur, konstrukteurin, mechanical engineer, development engineer, draughtsman, draughting, entwicklungsingenieur, ingénieur mécanique: designing mechanical products in CAD
stress_analysis = stress engineer, structural analyst, cae engineer, simulation engineer: structural simulation and stress analysis
electronics = electronics engineer, chip designer, hardware engineer, electrical engineer, asic engineer, fpga engineer: chip and electronics design
civil = civil engineer, structural engineer, site engineer, bauingenieur: civil engineering
quality = quality manager, quality engineer, quality inspector, qualitätsmanager: quality management in manufacturing
machining = machinist, toolmaker, cnc, cnc setter, lathe operator, werkzeugmacher, zerspanungsmechaniker: machining parts and tools
repair = mechanic, vehicle mechanic, service technician, maintenance technician, repair shop, mechatroniker: repairing vehicles and machines
electrical_trade = electrician, elektriker, électricien: electrical installation
construction = builder, carpenter, bricklayer, labourer, groundworker: construction work
production = machine operator, production assistant, production operator, assembly worker, production worker, line operator: operating production machines
production_lead = production manager, plant manager, production supervisor, manufacturing manager: managing production
process_engineering = process engineer, manufacturing engineer, industrial engineer, production engineer: planning and improving production processes
agriculture = farmer, gardener, farm, landscape gardener: farming and gardening
beauty = hairdresser, beautician, cosmetician, friseur, friseurin: hairdressing and beauty
performance_art = actor, musician, artist, film maker, photographer: art, film and performance
fundraising = fundraiser, fund-raiser, charity worker, treasurer: fundraising and club accounts
public_service = civil servant, public administration, policy officer: public administration
credit_control = credit controller, credit control, accounts receivable, sales ledger, collections agent, debt collector: chasing customers' unpaid invoices
teaching_primary = primary teacher, primary school teacher, elementary teacher, grundschullehrer, grundschullehrerin, professeur des écoles: teaching children at primary school
school_business = school business manager, business manager, facilities manager, operations manager: running premises, budgets and staff of an organisation
cleaning = cleaner, janitor, attendant, car wash: cleaning
coaching_business = business adviser, adviser, business coach, management consultant, strategy consultant: advising companies
"""

# Pairs in which experience in one counts as adjacent in the other, and how near (0–1).
_NEAR = """
software web 0.5 | software operations_it 0.4 | software data_engineering 0.5 | software testing 0.4 | software it_management 0.4
software data_science 0.4 | web design_graphic 0.4 | operations_it it_support 0.5 | data_science data_analysis 0.5
data_science data_engineering 0.5 | data_science research 0.4 | data_science data_leadership 0.5 | data_science risk 0.5
data_analysis data_engineering 0.5 | data_analysis data_leadership 0.4 | data_analysis risk 0.4 | it_consulting software 0.3
it_consulting accounting 0.2 | recruiting human_resources 0.6 | office customer_service 0.5 | customer_service customer_success 0.5
sales_b2b telesales 0.4 | sales_b2b field_sales 0.5 | sales_b2b sales_leadership 0.5 | sales_b2b customer_success 0.4
sales_b2b medical_sales 0.5 | field_sales telesales 0.6 | field_sales retail 0.4 | marketing_online marketing 0.5
marketing_online marketing_leadership 0.5 | marketing marketing_leadership 0.6 | marketing_online social_media 0.4
marketing social_media 0.5 | marketing communications 0.5 | marketing product_management 0.4 | journalism communications 0.5
journalism marketing_online 0.2 | accounting audit 0.5 | accounting credit_control 0.4 | credit_control customer_service 0.3 | teaching_school teaching_primary 0.5
teaching_primary early_years 0.4 | school_business office 0.4 | accounting office 0.2 | accounting finance_leadership 0.5 | audit finance_leadership 0.4
banking risk 0.4 | insurance risk 0.4 | project_management product_management 0.5 | nursing nursing_icu 0.5
nursing nursing_children 0.5 | nursing_icu nursing_children 0.3 | nursing care 0.4 | nursing_icu paramedic 0.4 | nursing paramedic 0.4
nursing_icu medical_sales 0.2 | nursing_icu veterinary 0.2 | nursing_icu care 0.2 | medicine nursing 0.4 | teaching_school tutoring 0.4
teaching_school teaching_university 0.4 | teaching_school training 0.4 | teaching_school language_teaching 0.6
teaching_school music 0.4 | teaching_school early_years 0.3 | teaching_university research 0.6 | tutoring training 0.4
kitchen_lead kitchen 0.5 | kitchen_lead restaurant 0.3 | kitchen restaurant 0.3 | restaurant hotel 0.5 | warehouse_lead warehouse 0.4
warehouse_lead supply_chain 0.4 | warehouse driving 0.4 | warehouse_lead production_lead 0.5 | production_lead kitchen_lead 0.2 | warehouse_lead military 0.3
supply_chain procurement 0.6 | mechanical_design stress_analysis 0.6 | mechanical_design process_engineering 0.5
mechanical_design quality 0.4 | mechanical_design electronics 0.2 | mechanical_design machining 0.3 | machining repair 0.4
machining production 0.5 | production production_lead 0.4 | production warehouse 0.4 | quality process_engineering 0.5
stress_analysis process_engineering 0.3 | civil construction 0.4 | electrical_trade repair 0.4
"""


@dataclass(frozen=True, slots=True)
class Occupation:
    """A kind of work: the phrases that titles use for it, and the work in a few words."""

    key: str
    titles: tuple[str, ...]
    work: str


def _occupation(line: str) -> Occupation:
    key, _, rest = line.partition(" = ")
    titles, _, work = rest.rpartition(": ")
    own = tuple(title.strip() for title in titles.split(", "))
    return Occupation(key=key, titles=tuple(dict.fromkeys((*own, *TITLES.get(key, ())))), work=work)


OCCUPATIONS: tuple[Occupation, ...] = tuple(
    _occupation(line) for line in (*_TABLE.strip().splitlines(), *TABLE.strip().splitlines())
)


def _nearness() -> dict[tuple[str, str], float]:
    pairs: dict[tuple[str, str], float] = {}
    for entry in f"{_NEAR}{NEAR}".replace("\n", "|").split("|"):
        if entry.strip():
            one, other, near = entry.split()
            pairs[one, other] = pairs[other, one] = float(near)
    return pairs


_NEARNESS = _nearness()


def nearness(one: str, other: str) -> float:
    """How far experience in one occupation serves in another: 1 the same, 0 unrelated."""
    return 1.0 if one == other else _NEARNESS.get((one, other), 0.0)
