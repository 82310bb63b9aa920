"""How text of any script becomes terms, and how terms are laid out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.corpus.domain.lexical_segment import COUNT_MAX, LexicalSegment
from services.corpus.domain.lexical_terms import TEXT_CHARS_MAX, count_terms, scored_texts, term_id, terms_of


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (
            "Senior Python/C++ and C# developer, Node.js",
            ["senior", "python", "c++", "and", "c#", "developer", "node", "js"],
        ),
        ("Café MANAGER, Straße", ["cafe", "manager", "strasse"]),
        ("İstanbul Łódź", ["istanbul", "łodz"]),
        ("Инженёр-технолог", ["инженер", "технолог"]),
        ("Μηχανικός", ["μηχανικοσ"]),
        ("溶接技術者 at 東", ["溶接", "接技", "技術", "術者", "at", "東"]),
        ("プログラマー", ["プロ", "ログ", "グラ", "ラマ", "マー"]),
        ("소프트웨어 개발", ["소프", "프트", "트웨", "웨어", "개발"]),
        ("วิศวกร", ["วิ", "ิศ", "ศว", "วก", "กร"]),
        ("हिन्दी शिक्षक।", ["हिन्दी", "शिक्षक"]),
        ("مُهندِس", ["مهندس"]),
        ("ＳＱＬ ３年", ["sql", "3", "年"]),
        ("Python開発", ["python", "開発"]),
        (" \t– … ", []),
    ],
)
def test_terms_of_every_script(text: str, terms: list[str]) -> None:
    """Words are folded in case, accent and width; scripts without gaps give pairs of signs."""
    assert terms_of(text) == terms


@settings(deadline=None)
@given(st.text(max_size=80))
def test_spelling_variants_give_the_same_terms(text: str) -> None:
    """Composed and decomposed spellings of any text mean the same."""
    import unicodedata

    assert terms_of(unicodedata.normalize("NFC", text)) == terms_of(unicodedata.normalize("NFD", text))


def test_count_terms_reads_a_bounded_length() -> None:
    """A text without end costs no more than the longest that is read."""
    counts = count_terms(["a " * TEXT_CHARS_MAX, "never"])
    assert counts == {term_id("a"): TEXT_CHARS_MAX // 2}


def test_scored_texts_are_the_only_ones_read() -> None:
    """What a profile quotes may tell who somebody is; only what is scored is searched, each text once, in order."""
    stored = b'{"a":{"text":"Jane","scored":"one"},"b":[{"scored":"two","line":{"scored":"three"}},{"scored":"one"}],"scored":7}'
    assert scored_texts(stored) == ["one", "two", "three"]


def test_scored_texts_of_damaged_json() -> None:
    """Bytes that are no JSON are refused, not guessed at."""
    with pytest.raises(ValueError):
        scored_texts(b'{"scored":')


_DOCUMENTS = st.lists(
    st.dictionaries(st.integers(0, 2**64 - 1) | st.integers(0, 5), st.integers(1, 9), max_size=6), max_size=8
)


@settings(deadline=None)
@given(documents=_DOCUMENTS)
def test_segment_holds_what_it_was_given(documents: list[dict[int, int]]) -> None:
    """Each term's postings are the documents that hold it, with their counts."""
    segment = LexicalSegment.build(documents)
    assert segment.is_sound()
    assert segment.lengths.tolist() == [sum(document.values()) for document in documents]
    for term in {term for document in documents for term in document} | {42}:
        rows, counts = segment.postings(term)
        expected = [(row, document[term]) for row, document in enumerate(documents) if term in document]
        assert list(zip(rows.tolist(), counts.tolist(), strict=True)) == expected


@settings(max_examples=50, deadline=None)
@given(documents=_DOCUMENTS, data=st.data())
def test_merged_segments_equal_one_built_at_once(documents: list[dict[int, int]], data: st.DataObject) -> None:
    """However documents were spread over segments, and whatever was left out, the merged segment is the same."""
    cut = data.draw(st.integers(0, len(documents)))
    kept = [data.draw(st.booleans()) for _ in documents]
    places = np.cumsum(kept) - 1
    places[~np.array(kept, bool)] = -1
    parts = [
        (LexicalSegment.build(documents[:cut]), places[:cut].astype(np.int64)),
        (LexicalSegment.build(documents[cut:]), places[cut:].astype(np.int64)),
    ]
    merged = LexicalSegment.merged(parts, sum(kept))
    whole = LexicalSegment.build([document for document, stays in zip(documents, kept, strict=True) if stays])
    for name in ("terms", "starts", "rows", "counts", "lengths"):
        assert getattr(merged, name).tolist() == getattr(whole, name).tolist()


def test_a_count_beyond_its_type_stays_the_highest() -> None:
    """A text that says one word without end does not turn it into a rare one."""
    _, counts = LexicalSegment.build([{7: COUNT_MAX + 5}]).postings(7)
    assert counts.tolist() == [COUNT_MAX]


def test_arrays_that_do_not_fit_are_not_sound() -> None:
    """A row beyond the documents, as a damaged file could hold, is seen before it is searched."""
    whole = LexicalSegment.build([{1: 1}, {1: 2, 3: 1}])
    rows = whole.rows.copy()
    rows[-1] = 9
    assert not LexicalSegment(whole.terms, whole.starts, rows, whole.counts, whole.lengths).is_sound()
