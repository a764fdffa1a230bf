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


def test_a_heading_of_markdown_over_prose_is_not_mistaken_for_much(see):
    assert see("Read me\n=======\n\nThe exports are in the folder.\n").codes == ["nothing-recognised"]
