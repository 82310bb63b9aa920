"""Facts about teaching, training and research."""

TABLE = """
Teaching = teacher, taught, teach, lehrer, lehrerin, enseignant, professeur, professeure, profesor, docente, instructor, lecturer, tutoring, tutor
Mathematics teaching = mathematics teacher, maths teacher, teacher of mathematics, taught mathematics, teach mathematics, taught maths, teach maths, teaching mathematics, math teacher, mathematics lessons, mathematiklehrer, professeur de mathématiques > Teaching
Secondary education = secondary school, secondary teaching, high school, gymnasium, lycée, liceo, grammar school, upper secondary, sixth form, comprehensive school, key stage 3, key stage 4, key stage 5, years 7 to, year 10, year 11, ages 11 to, ages 14 to > Teaching
Lesson planning = lesson plan, lesson plans, curriculum planning, curriculum design, scheme of work, schemes of work, curriculum, syllabus, unit plans, lesson preparation
Assessment of learning = assessment and feedback, marking, grading, formative assessment, summative assessment, mock exams, report cards, written feedback, assess pupils, feedback to pupils, exit tickets, marked
Classroom management = behaviour management, classroom discipline, pupil behaviour, class management, form tutor, seating plan, classroom behaviour
Exam preparation = a-level, a level, a-levels, gcse, abitur, matura, baccalauréat, baccalaureate, ib diploma, exam board, final examinations, leaving examination, exam classes, sat prep, exam groups, final exams
Special educational needs = !SEN, !SEND, !SENCO, differentiation, differentiated, dyslexia, dyscalculia, autism, inclusion, individual education plan, special needs, mixed-ability, mixed ability, learning difficulties
Educational technology = edtech, geogebra, moodle, google classroom, desmos, learning management system, interactive whiteboard, smartboard, kahoot, e-learning, digital learning, online learning
Pastoral care = form tutor, class teacher, tutor group, pupil welfare, safeguarding, homeroom, head of year, pastoral
Communication with parents = parents' evening, parents evening, parent meetings, parents, parent-teacher, parent conferences, families and carers, calls home
Maths competitions = maths club, math club, olympiad, maths challenge, competition coaching, maths competition, kangaroo
Corporate training = learning and development, !L&D, staff training, training courses, trainer, workshops, onboarding training, train-the-trainer
Research = researcher, research fellow, postdoc, postdoctoral, phd research, laboratory research
Early childhood education = kindergarten, preschool, nursery school, early years
Language teaching = esl, efl, tefl, celta, language teacher
Coaching = coach, coached, coaching, instructing, trained staff
"""
