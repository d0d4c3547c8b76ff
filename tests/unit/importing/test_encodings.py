"""The encoding ladder: Japanese text comes back unchanged, or the auditor is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.foundation.errors import InputRefusedError
from auditor_app.importing.encodings import decode
from tests.published_documents import ENCODINGS, Release, release_text

HIRAGANA = "あいうえおかがきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん"
KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンー"
KANJI = "情報府省庁内閣官房法制局人事院宮警察金融総務外財文部科学厚生労働農林水産経済業国土交通環境防衛年度率実施"
ALPHABET = HIRAGANA + KATAKANA + KANJI + "、。・「」()0123456789ABCabc% \n\t"
realistic = st.text(ALPHABET, min_size=1, max_size=300)


@given(realistic, st.sampled_from(ENCODINGS))
def test_japanese_text_comes_back_or_is_marked_uncertain(text: str, encoding: str) -> None:
    try:
        decoded = decode(text.encode(encoding))
    except InputRefusedError:
        return
    assert decoded.text == text or not decoded.is_certain


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_release_is_read_with_certainty_in_every_encoding(encoding: str) -> None:
    text = release_text(Release())
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.is_certain, decoded.alternatives) == (text, True, ())


def test_circled_numbers_in_euc_do_not_make_a_file_unreadable() -> None:
    text = release_text(Release()).replace("(1)", "①")
    decoded = decode(text.encode("euc_jis_2004"))
    assert (decoded.text, decoded.encoding) == (text, "euc_jis_2004")


@given(st.binary(max_size=400))
def test_nothing_is_ever_replaced(content: bytes) -> None:
    try:
        decoded = decode(content)
    except InputRefusedError:
        return
    assert decoded.text == content.decode(decoded.encoding)


def test_a_few_characters_that_fit_both_legacy_encodings_are_uncertain() -> None:
    decoded = decode("警察庁".encode("euc_jp"))
    assert not decoded.is_certain
    assert "cp932" in (decoded.encoding, *decoded.alternatives)


def test_half_width_katakana_is_not_taken_for_kanji_with_certainty() -> None:
    text = "ｾｷｭﾘﾃｨｼﾞｮｳﾎｳ"
    decoded = decode(text.encode("cp932"))
    assert decoded.text == text or not decoded.is_certain


def test_the_chosen_encoding_is_certain() -> None:
    decoded = decode("警察庁".encode("euc_jp"), "euc-jp")
    assert (decoded.text, decoded.encoding, decoded.is_certain) == ("警察庁", "euc_jp", True)


@pytest.mark.parametrize("chosen", ["cp932", "utf-8", "no-such-encoding"])
def test_bytes_that_do_not_fit_the_chosen_encoding_are_refused(chosen: str) -> None:
    with pytest.raises(InputRefusedError) as caught:
        decode("把握率は 99.2 % でした。".encode("euc_jp") + b"\x81", chosen)
    assert caught.value.problems[0].key == "import.wrong_encoding"


def test_bytes_in_no_encoding_are_refused() -> None:
    with pytest.raises(InputRefusedError):
        decode(b"\x00\xff\xfe\x00\x81" * 50)
