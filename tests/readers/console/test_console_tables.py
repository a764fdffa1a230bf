"""Format-Table as pages, editors and narrow consoles leave it."""

from __future__ import annotations


def test_a_right_aligned_column_is_cut_at_its_start(see):
    seen = see("Name      Size\n----      ----\na         …234\nb            5\n")
    assert seen.values == [{"Name": "a", "Size": "…234"}, {"Name": "b", "Size": "5"}]
    assert seen.doubts == {(0, "Size"): "value-cut"}


def test_a_cut_list_and_a_cut_cell_are_told_apart(see):
    seen = see("Name   Roles          Domains\n----   -----          -------\na      {x, y, z...}   {mail.cont...\n")
    assert seen.doubts == {(0, "Roles"): "list-cut", (0, "Domains"): "value-cut"}
    assert "columns-dropped" in seen.codes


def test_columns_that_the_command_asked_for_and_the_table_lacks(see):
    text = "PS C:\\> Get-X | ft Name, Id, Url -AutoSize\n\nName Id\n---- --\na     1\n\nPS C:\\> "
    dropped = [one.message for one in see(text).reading.notes if one.code == "columns-dropped"]
    assert dropped == ["Columns were dropped for want of width: Url."]


def test_a_header_over_several_lines(see):
    text = "Name Require\n     dServic\n     esRunni\n     ng\n---- -------\na    True\n"
    assert see(text).values == [{"Name": "a", "RequiredServicesRunning": "True"}]


def test_a_table_that_a_web_page_doubled(see):
    text = "Name    State\n\n----    -----\n\na b     ok\n\nc       no\n\n"
    assert see(text).values == [{"Name": "a b", "State": "ok"}, {"Name": "c", "State": "no"}]


def test_a_table_whose_blanks_were_collapsed(see):
    text = "Use SerialNumber NotAfter\n--- ------------ --------\nDefault 611BB01200000000000C 12/28/2015 3:35 PM\n"
    seen = see(text)
    assert seen.values == [{"Use": "Default", "SerialNumber": "611BB01200000000000C", "NotAfter": "12/28/2015 3:35 PM"}]
    assert not seen.doubts


def test_a_collapsed_row_with_more_words_than_columns_is_doubtful(see):
    seen = see("Name Role\n---- ----\nThe first server Mailbox role\n")
    assert set(seen.doubts.values()) == {"ambiguous-join"}


def test_text_under_a_table_is_no_row(see):
    text = "Name    PSComputerName\n----    --------------\ncas-1   cas-1.contoso.com\nAll servers are up to date.\n"
    seen = see(text)
    assert seen.values == [{"Name": "cas-1", "PSComputerName": "cas-1.contoso.com"}]
    assert seen.codes == ["lines-not-read"]


def test_rows_left_out_are_noted(see):
    seen = see("Name    Type\n----    ----\na       User\n...\n")
    assert len(seen.values) == 1
    assert "rows-left-out" in seen.codes


def test_rows_of_blank_cells_are_rows(see):
    seen = see(
        "\nEnhancedKeyUsageList DnsNameList\n-------------------- -----------\n" + " " * 21 + "\n" + " " * 21 + "\n\n"
    )
    assert len(seen.values) == 2


def test_wrapped_cells_are_joined(see):
    text = (
        "PS C:\\> Get-X | ft Name,Url -Wrap\n\nName Description\n---- -----------\n"
        "a    one two three\n     four five\nb    six\n\nPS C:\\> "
    )
    assert see(text).values == [
        {"Name": "a", "Description": "one two three four five"},
        {"Name": "b", "Description": "six"},
    ]


def test_a_table_inside_a_value_stays_there(see):
    text = "Id      : 1\nMessage : Name Id\n          ---- --\n          a     1\nStatus  : ok\n"
    seen = see(text)
    assert len(seen.values) == 1
    assert seen.values[0]["Status"] == "ok"


def test_letters_over_dashes_in_a_value_are_no_table(see):
    text = "Id    : a\n        ,\n\n        x\n        -\n        i\nRoles : b\n"
    assert [list(record) for record in see(text).values] == [["Id", "Roles"]]


def test_a_heading_of_markdown_over_prose_is_not_mistaken_for_much(see):
    assert see("Read me\n=======\n\nThe exports are in the folder.\n").codes == ["nothing-recognised"]


def test_cut_cells_are_not_wrapped_ones(see, writer):
    header, right = ["Status", "Identity", "Count", "Name"], [True, False, True, False]
    rows = [
        ["12345", "EX01", "1,234", "Server"],
        ["-1", "d5a5b7b4-1c0e-4c1d-9b6f-2f6d1c3f6a55", "0", "Members of this role group have permissions"],
        ["", "trailing", "12345", "Default Frontend EX01"],
        ["0", "4/22/2014 3:15:02 PM", "1", "{Mailbox, ClientAccess}"],
    ]
    seen = see(writer.format_table(header, rows, width=79, right=right, layout=writer.WINDOWS_5_1))
    assert [record["Identity"] for record in seen.values] == [row[1] for row in rows]
    assert seen.doubts == {(1, "Name"): "value-cut"}


def test_dashes_alone_may_be_a_row(see, writer):
    for header, rows in (
        (["Identity"], [["EX01"], ["-"], ["--"], ["a : b"]]),
        (["Name", "Id"], [["--", ""], ["a", "b"]]),
    ):
        seen = see(writer.format_table(header, rows, width=79))
        assert seen.values == [dict(zip(header, row, strict=True)) for row in rows]


def test_a_table_directly_under_another_is_none_of_its_rows(see):
    seen = see("Name Id\n---- --\na    b\nServer Site\n------ ----\nEX01   HQ\n")
    assert seen.values == [{"Name": "a", "Id": "b"}, {"Server": "EX01", "Site": "HQ"}]


def test_rows_behind_an_empty_one_are_missed(see):
    seen = see("Identity\n--------\nEX01\n\nEX02\n\n\n")
    assert seen.values == [{"Identity": "EX01"}]
    assert seen.codes == ["lines-not-read"]


def test_a_blank_cell_in_a_column_of_one_may_be_a_wide_character(see, writer):
    rows = [["D" * 77, "\u9810\u8a2d"], ["E" * 77, "abc"]]
    for label in ("S", "Status"):
        seen = see(writer.format_table(["Name", label], rows, width=79, layout=writer.CORE_7_4))
        assert seen.doubts == {(0, label): "value-cut", (1, label): "value-cut"}


def test_collapsed_rows_that_could_be_read_otherwise_are_in_doubt(see):
    names = {"LongColumnNameHere", "TotalMB", "Services"}
    seen = see(
        "LongColumnNameHere TotalMB Services\n------------------ ------- --------\nx 22 -1\nNot Running 12345\n"
        "Default Frontend EX01 0 1\n"
    )
    assert {name for row, name in seen.doubts if row == 0} == names
    assert {name for row, name in seen.doubts if row == 1} == names
    seen = see("NotAfter Status Name\n-------- ------ ----\nNot Running 5\n")
    assert len(seen.doubts) == 3


def test_a_narrow_table_is_in_no_doubt(see):
    for ending in ("\n", "  \n"):
        text = (
            f"Name Status Server{ending}---- ------ ------{ending}a    True   EX01\nb c         EX02\nd    x y{ending}"
        )
        seen = see(text)
        assert [tuple(record.values()) for record in seen.values] == [
            ("a", "True", "EX01"),
            ("b c", "", "EX02"),
            ("d", "x y", ""),
        ]
        assert not seen.doubts, ending
