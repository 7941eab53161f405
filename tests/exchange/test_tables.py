"""Files as other programs write them: encodings, line ends, quotes, workbooks; each bad row by its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from deskapp.exchange.problems import BadFile
from deskapp.exchange.tables import Table, decode, read_table, split_rows

Write = Callable[..., Path]


def codes(table: Table) -> list[tuple[int, str]]:
    return sorted((problem.line, problem.code) for problem in table.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings(listed: Write, encoding: str) -> None:
    table = read_table(
        listed("姓名,备注\n马青青,龘 很少见\n", encoding=encoding if encoding != "gbk" else "gb18030")
    )
    assert table.headings == ("姓名", "备注")
    assert table.rows[0].cells == ("马青青", "龘 很少见")
    assert not table.problems


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_line_ends_and_separators(listed: Write, end: str, separator: str) -> None:
    text = end.join([f"name{separator}notes", f"Ann{separator}x", f"Bob{separator}y"])
    for content in (text, text + end):
        table = read_table(listed(content))
        assert [(row.line, row.cells) for row in table.rows] == [(2, ("Ann", "x")), (3, ("Bob", "y"))]


def test_a_cell_of_several_lines_counts_physical_lines(listed: Write) -> None:
    table = read_table(
        listed('name,notes\r\nAnn,"one\r\ntwo\nthree"\r\nBob,"say ""hi"", he said"\r\n,\r\nCid,\r\n,\r\n\r\n')
    )
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ("Ann", "one\r\ntwo\nthree")),
        (5, ("Bob", 'say "hi", he said')),
        (7, ("Cid", "")),
    ]
    assert codes(table) == [(6, "empty_line")]


def test_every_bad_row_is_listed_and_the_good_ones_are_still_read(listed: Write) -> None:
    text = 'name,born,notes\nAnn,,\n"Bob,,\nCid,,\n\nDee,2017\nEli,,,x\nFay,,,\n"Gus"x,,\nHal,20'
    table = read_table(listed(text))
    assert [row.cells[0] for row in table.rows] == ["Ann", "Cid", "Fay"]
    assert codes(table) == [
        (3, "broken_quotes"),
        (5, "empty_line"),
        (6, "too_few_cells"),
        (7, "too_many_cells"),
        (9, "broken_quotes"),
        (10, "cut_off"),
    ]


def test_an_unclosed_quotation_mark_does_not_swallow_the_rest(listed: Write) -> None:
    rows = "".join(f"Child {number},x\n" for number in range(50))
    table = read_table(listed(f'name,notes\nAnn,"open\n{rows}'))
    assert codes(table) == [(2, "broken_quotes")]
    assert len(table.rows) == 50


def test_damaged_bytes_in_utf8_are_not_taken_for_gb18030(listed: Write) -> None:
    good = "name\n" + "马青青\n陈静\n" * 3
    table = read_table(listed(good.encode() + b"\xe9\xa9\xac\xe9\nOK\n"))
    assert codes(table) == [(8, "undecodable")]
    marked = b"\xef\xbb\xbfname\nAnn\n\xff\xff\n"
    assert codes(read_table(listed(marked))) == [(3, "undecodable")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n", "headings_unreadable"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"\xd0\xcf\x11\xe0rest", "file_old_excel"),
        (b"\x7fELF\0\0", "file_not_text"),
        (b"\xff\xfea", "file_not_text"),
        (b"PK\x03\x04rubbish", "file_bad_workbook"),
        (b'"name\nAnn\n', "headings_unreadable"),
        (b"\xff\xff\nAnn\n", "headings_unreadable"),
    ],
)
def test_what_is_no_list_at_all(listed: Write, content: bytes, code: str) -> None:
    with pytest.raises(BadFile) as bad:
        read_table(listed(content))
    assert bad.value.problem.code == code


def test_a_workbook_as_a_spreadsheet_saves_it(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "born", "expected", "phone", "notes", "ok"])
    sheet.append(["马青青", date(2017, 3, 2), time(16, 30), 13900000042, 5.0, True])
    sheet.append(["陈静", datetime(2018, 4, 5), None, None, "=1+1", None])
    sheet.append([None] * 6)
    sheet.append(["李", None, None, None, "#REF!", None])
    sheet.append(["周", None, None, None, "#1 of two", None])
    for row in range(7, 400):
        sheet.cell(row, 1).number_format = "@"
    path = tmp_path / "list.xlsx"
    book.save(path)
    table = read_table(path)
    assert table.rows[0].cells == ("马青青", "2017-03-02", "16:30", "13900000042", "5", "yes")
    assert codes(table) == [(3, "formula_without_value"), (4, "empty_line"), (5, "cell_error")]
    assert [row.line for row in table.rows] == [2, 6]


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(
    st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(["\r\n", "\n"])
)
@example([["\t;", "a\n\t;"]], "\n")  # what stands in quotes separates nothing
def test_csv_reads_what_the_csv_module_writes(rows: list[list[str]], end: str) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    problems: list[object] = []
    read = list(split_rows(text.getvalue(), problems))  # type: ignore[arg-type]
    assert not problems
    assert [len(row.cells) for row in read] == [len(row) for row in rows]
    for row, written in zip(read, rows, strict=True):
        for cell, original in zip(row.cells, written, strict=True):
            assert cell in (
                original.strip(),
                original.strip()[1:],
            )  # one quotation mark before a formula goes


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail_otherwise_than_by_a_problem(content: bytes) -> None:
    try:
        text, problems = decode(content)
        list(split_rows(text, problems))
    except BadFile:
        pass


def test_a_device_without_an_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as bad:
        read_table(Path("/dev/zero"))
    assert bad.value.problem.code == "file_not_plain"


@pytest.mark.parametrize("cell", [b"\n", b"a\n", b",", b"\xff\n"])
def test_a_file_of_a_million_cells_is_refused_at_once(tmp_path: Path, cell: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"name\n" + cell * 1_000_001)
    with pytest.raises(BadFile) as bad:
        read_table(path)
    assert bad.value.problem.code == "file_too_long"


def test_a_workbook_of_a_million_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskapp.exchange.workbooks.MOST_CELLS", 20)
    book = Workbook()
    for _ in range(21):
        book.active.append(["a"])
    book.save(tmp_path / "list.xlsx")
    with pytest.raises(BadFile) as bad:
        read_table(tmp_path / "list.xlsx")
    assert bad.value.problem.code == "file_too_long"
