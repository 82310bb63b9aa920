"""Draws short CVs in scripts that run leftwards or have no spaces: Hebrew and Arabic in the order they look, Chinese and Japanese."""

from collections.abc import Sequence
from dataclasses import dataclass

from fpdf import FPDF

from services.matcher.adapters.pdf.characters import runs_leftwards
from tests.support.cv_truth import CvTruth, Moment, TrueEducation, TrueJob

_FONTS = "/usr/share/fonts/truetype/dejavu"
_MIRRORED = str.maketrans("()[]<>", ")(][><")

Entry = tuple[str, str, str, Moment, Moment | None, tuple[str, ...]]
"""Title, company, dates as written, start, end, bullets."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What a CV says: its four headings, its jobs, one course of study with its dates, skills, languages with levels."""

    name: str
    headings: tuple[str, str, str, str]
    jobs: tuple[Entry, ...]
    education: tuple[str, str, str]
    skills: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]


_HEBREW = _Written(
    name="נועה ברקוביץ",
    headings=("ניסיון מקצועי", "השכלה", "מיומנויות", "שפות"),
    jobs=(
        (
            "מנהלת פיתוח",
            "מערכות הגליל",
            "03/2019 – היום",
            (2019, 3),
            None,
            ("ניהול צוות של שמונה מפתחים בחברת תוכנה.",),
        ),
        ("מתכנתת", "נתיבי מידע", "06/2014 – 02/2019", (2014, 6), (2019, 2), ("פיתוח שירותי תשלום לבנקים.",)),
    ),
    education=("תואר ראשון במדעי המחשב", "אוניברסיטת חיפה", "2010 – 2014"),
    skills=("Python", "SQL", "ניהול צוות"),
    languages=(("עברית", "שפת אם"), ("אנגלית", "שוטפת")),
)
_ARABIC = _Written(
    name="ليلى الحداد",
    headings=("الخبرات المهنية", "التعليم", "المهارات", "اللغات"),
    jobs=(
        ("مديرة مشاريع", "الأفق الجديد", "01/2018 – الآن", (2018, 1), None, ("إدارة فريق من تسعة مهندسين.",)),
        (
            "مهندسة مدنية",
            "بناة المستقبل",
            "09/2012 – 12/2017",
            (2012, 9),
            (2017, 12),
            ("الإشراف على بناء ثلاث مدارس.",),
        ),
    ),
    education=("بكالوريوس هندسة مدنية", "جامعة الإسكندرية", "2008 – 2012"),
    skills=("AutoCAD", "Primavera", "إدارة الوقت"),
    languages=(("العربية", "اللغة الأم"), ("الإنجليزية", "بطلاقة")),
)
_CHINESE = _Written(
    name="林晓雯",
    headings=("工作经历", "教育背景", "技能", "语言"),
    jobs=(
        (
            "高级软件工程师",
            "云帆科技有限公司",
            "2019年3月 - 至今",
            (2019, 3),
            None,
            ("带领八人团队开发支付平台，日均交易两百万笔。",),
        ),
        (
            "软件工程师",
            "海棠信息公司",
            "2015年7月 - 2019年2月",
            (2015, 7),
            (2019, 2),
            ("负责订单系统的维护和性能优化。",),
        ),
    ),
    education=("计算机科学 本科", "东湖大学", "2011年9月 - 2015年6月"),
    skills=("Java", "Kubernetes", "数据库"),
    languages=(("中文", "母语"), ("英语", "流利")),
)
_JAPANESE = _Written(
    name="小林 美咲",
    headings=("職務経歴", "学歴", "スキル", "語学"),
    jobs=(
        (
            "シニアエンジニア",
            "青葉システム株式会社",
            "2018年4月 - 現在",
            (2018, 4),
            None,
            ("六名のチームで在庫管理システムを開発。",),
        ),
        (
            "エンジニア",
            "北斗データ株式会社",
            "2013年4月 - 2018年3月",
            (2013, 4),
            (2018, 3),
            ("業務用アプリの保守と改善を担当。",),
        ),
    ),
    education=("情報工学 学士", "若葉大学", "2009年4月 - 2013年3月"),
    skills=("Java", "AWS", "要件定義"),
    languages=(("日本語", "ネイティブ"), ("英語", "ビジネスレベル")),
)


def script_cvs() -> list[CvTruth]:
    """One CV in each script."""
    return [
        _truth("he", _HEBREW, _leftward(_HEBREW)),
        _truth("ar", _ARABIC, _leftward(_ARABIC)),
        _truth("zh", _CHINESE, _wide(_CHINESE, "STSong-Light", "GB1", "UniGB-UCS2-H")),
        _truth("ja", _JAPANESE, _wide(_JAPANESE, "HeiseiMin-W3", "Japan1", "UniJIS-UCS2-H")),
    ]


def as_seen(text: str) -> str:
    """The letters of a text in a leftward script from left to right, as they stand on paper."""
    runs: list[list[str]] = []
    for word in text.split(" "):
        leftward = any(runs_leftwards(letter) for letter in word)
        if not leftward and runs and not any(runs_leftwards(letter) for letter in runs[-1][0]):
            runs[-1].append(word)
        else:
            runs.append([word])
    seen = [word[::-1].translate(_MIRRORED) if _leftwards(word) else word for run in reversed(runs) for word in run]
    return " ".join(seen)


def _leftwards(word: str) -> bool:
    return any(runs_leftwards(letter) for letter in word)


def _rows(cv: _Written) -> list[tuple[str, str, float, bool]]:
    """The rows of a CV: text, what stands at the other end, size, whether bold."""
    work, education, skills, languages = cv.headings
    rows = [(cv.name, "", 22.0, True), ("test@example.com", "", 10.0, False), (work, "", 14.0, True)]
    for title, company, dates, _, _, bullets in cv.jobs:
        rows += [(title, dates, 11.0, True), (company, "", 10.0, False)]
        rows += [(f"\u2022 {bullet}", "", 10.0, False) for bullet in bullets]
    degree, school, dates = cv.education
    rows += [(education, "", 14.0, True), (degree, dates, 11.0, True), (school, "", 10.0, False)]
    rows += [(skills, "", 14.0, True), (", ".join(cv.skills), "", 10.0, False), (languages, "", 14.0, True)]
    return rows + [(f"{name} ({level})", "", 10.0, False) for name, level in cv.languages]


def _leftward(cv: _Written) -> bytes:
    page = FPDF(unit="pt", format="A4")
    page.add_page()
    for style, file in (("", "DejaVuSans"), ("B", "DejaVuSans-Bold")):
        page.add_font("DejaVu", style, f"{_FONTS}/{file}.ttf")
    y = 60.0
    for text, other, size, bold in _rows(cv):
        page.set_font("DejaVu", "B" if bold else "", size)
        seen = as_seen(text)
        page.text(545 - page.get_string_width(seen), y, seen)
        if other:
            page.text(50, y, as_seen(other))
        y += size * 1.6 + (6 if size > 12 else 0)
    return bytes(page.output())


def _wide(cv: _Written, font: str, ordering: str, encoding: str) -> bytes:
    """A PDF whose font is not in it, as East Asian ones often are."""
    content, y = "", 780.0
    for text, other, size, _ in _rows(cv):
        content += _shown(text, 50, y, size) + (_shown(other, 380, y, size) if other else "")
        y -= size * 1.6 + (6 if size > 12 else 0)
    body = content.encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /%s /DescendantFonts [6 0 R] >>"
        % (font.encode(), encoding.encode()),
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (%s) /Supplement 2 >> "
        b"/DW 1000 /W [1 95 500] /FontDescriptor 7 0 R >>" % (font.encode(), ordering.encode()),
        b"<< /Type /FontDescriptor /FontName /%s /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 850 /Descent -150 "
        b"/CapHeight 700 /StemV 90 >>" % font.encode(),
    )
    return _file(objects)


def _shown(text: str, x: float, y: float, size: float) -> str:
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"


def _file(objects: Sequence[bytes]) -> bytes:
    pdf, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    pdf += b"".join(b"%010d 00000 n \n" % place for place in places)
    return pdf + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def _truth(code: str, cv: _Written, pdf: bytes) -> CvTruth:
    degree, school, _ = cv.education
    return CvTruth(
        id=f"scripts/{code}",
        layout=f"script-{code}",
        pdf=pdf,
        name=cv.name,
        email="test@example.com",
        phone="",
        jobs=tuple(TrueJob(company, title, start, end) for title, company, _, start, end, _ in cv.jobs),
        education=(TrueEducation(school, degree),),
        skills=cv.skills,
        languages=tuple(name for name, _ in cv.languages),
        sentences=tuple(bullet for *_, bullets in cv.jobs for bullet in bullets),
    )
