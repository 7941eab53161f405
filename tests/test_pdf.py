"""What is drawn on the pages of a PDF: every sign is one that the font has, and none is missing."""

from __future__ import annotations

import base64
import re
import zlib

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from deskapp.papers.paper import Column, Paper, Table
from deskapp.papers.pdf import FONT, as_pdf
from deskapp.papers.signs import drawable

DRAWN = [
    ("Ma Hong, 马红", "Ma Hong, 马红"),
    ("José, lǜ", "José, lǜ"),
    ("Łódź", "Lódz"),
    ("Đặng Thị Hạnh", "Dang Thi Hanh"),
    ("Søren Weiß", "Soren Weiss"),
    ("ÞÆŒ ıŋ ń ň", "ThAEOE in n n"),
    ("Müller, Çelik", "Müller, Celik"),
    ("q̃ ﬁ", "q fi"),
    ("阿依古丽·买买提", "阿依古丽・买买提"),
    ("rice 🍚 now", "rice 〓 now"),
    ("❤️", "〓"),
    ("𠮷野家", "〓野家"),
    ("葛\U000e0100城", "葛城"),
    ("㙦 €5 £5 ⼀", "㙦 €5 ￡5 ⼀"),
    ("한국 ส้ม", "〓〓 〓〓〓"),
    ("兀凉裏", "兀凉裏"),
    ("\ufa0c\uf979︱", "兀凉〓"),
    ("×–—“”’… ✓", "×–—“”’… √"),
    ("½ m²", "〓 m〓"),
]


@pytest.mark.parametrize(("text", "drawn"), DRAWN)
def test_each_sign_is_drawn_by_itself_its_letter_or_a_mark(text, drawn):
    assert drawable(text) == drawn
    assert drawable(drawn) == drawn


def test_every_part_of_a_page_is_drawn_so():
    odd = "Ł🍚𠮷"
    table = Table(f"h{odd}", (Column(f"c{odd}", 20),), [(f"r{odd}",)])
    papers = [Paper(f"t{odd}", (f"l{odd}",), (table,)), Paper("labels", labels=((f"1{odd}", f"2{odd}"),))]
    texts = drawn_in(as_pdf(papers, page=f"p{odd}{{page}}"))
    assert {f"{part}L〓〓" for part in "htlcr12"} <= set(texts)
    assert {"pL〓〓1", "pL〓〓2"} <= set(texts)


def test_a_sign_takes_the_room_that_the_page_gives_it():
    font = UnicodeCIDFont(FONT)
    assert font.stringWidth(drawable("🍚"), 10) == 10
    assert font.stringWidth(drawable("Łódź"), 10) == font.stringWidth("Lódz", 10)


def test_a_long_cell_of_odd_signs_goes_on_below():
    narrow = Table("", (Column("", 10), Column("", 68)), [("🍚" * 30, "end")])
    texts = drawn_in(as_pdf([Paper("t", (), (narrow,))]))
    lines = [text for text in texts if "〓" in text]
    assert "".join(lines) == "〓" * 30
    assert len(lines) > 2
    assert len({len(line) for line in lines[:-1]}) == 1


@pytest.mark.parametrize(("clashes", "smaller"), [(1, False), (3, False), (9, True)])
def test_a_label_of_many_lines_is_written_smaller(clashes, smaller):
    label = ("1-3 M03", "usual diet", *(f"NO dish {number}" for number in range(clashes)), "Mon 23 Nov")
    drawn = as_pdf([Paper("labels", labels=(label, ("1-4 M04",)))])
    assert set(label) <= set(drawn_in(drawn))
    scales = [float(found[1]) for page in pages_of(drawn) for found in SCALED.finditer(page)]
    assert any(scale < 1 for scale in scales) == smaller


SCALED = re.compile(rb"([0-9.]+) 0 0 \1 [0-9.]+ [0-9.]+ cm")


def pages_of(pdf: bytes) -> list[bytes]:
    """What each page draws, as it stands in the file."""
    return [
        zlib.decompress(base64.a85decode(stream.strip(), adobe=False))
        for stream in re.findall(rb"stream\r?\n(.*?)~>\s*endstream", pdf, re.S)
    ]


def drawn_in(pdf: bytes) -> list[str]:
    """The texts that the pages draw, one after another."""
    return [
        unescaped(found).decode("utf-16-be", "surrogatepass")
        for page in pages_of(pdf)
        for found in re.findall(rb"\(((?:\\.|[^\\)])*)\) Tj", page, re.S)
    ]


def unescaped(text: bytes) -> bytes:
    """The bytes of a string of the PDF."""
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return re.sub(
        rb"\\([0-7]{1,3}|.)",
        lambda found: bytes((int(found[1], 8),)) if found[1].isdigit() else named.get(found[1], found[1]),
        text,
        flags=re.S,
    )
