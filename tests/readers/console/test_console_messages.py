"""Error records and warnings of all versions and languages, transcript frames, and what pasting does to a text."""

from __future__ import annotations

import datetime as dt

import pytest

LIST = "\n\nName   : a\nStatus : ok\n\n\n"
VALUES = [{"Name": "a", "Status": "ok"}]


@pytest.mark.parametrize(
    "error",
    [
        # 5.1, in English, Spanish and Chinese
        "Get-Y : Cannot find 'y'.\nAt line:1 char:1\n+ Get-Y y\n+ ~~~~~~~\n"
        "    + CategoryInfo          : ObjectNotFound: (y:String) [Get-Y], Exception\n"
        "    + FullyQualifiedErrorId : NotFound,Get-Y\n \n",
        "Get-Y : No se encuentra 'y'.\nEn línea: 1 Carácter: 1\n+ Get-Y y\n+ ~~~~~~~\n"
        "    + CategoryInfo          : ObjectNotFound: (y:String) [Get-Y], Except \n   ion\n"
        "    + FullyQualifiedErrorId : NotFound,Get-Y\n \n",
        "Get-Y : 找不到 'y'。\n位於 線路:1 字元:1\n+ Get-Y y\n+ ~~~~~~~\n"
        "    + CategoryInfo          : ObjectNotFound: (y:String) [Get-Y], Exception\n"
        "    + FullyQualifiedErrorId : NotFound,Get-Y\n \n",
        # 2.0
        "Get-Y : Cannot find 'y'.\nAt line:1 char:6\n+ Get-Y <<<<  y\n"
        "    + CategoryInfo          : ObjectNotFound: (y:String) [Get-Y], Exception\n"
        "    + FullyQualifiedErrorId : NotFound,Get-Y\n \n",
        # a remote Exchange shell: no position
        "The operation couldn't be performed because object 'y' couldn't be found on 'dc01.litwareinc.com'.\n"
        "    + CategoryInfo          : NotSpecified: (:) [Get-Mailbox], ManagementObjectNotFoundException\n"
        "    + FullyQualifiedErrorId : [Server=EXCH01,RequestId=1] 1A2B,Microsoft.Exchange.Management.GetMailbox\n"
        "    + PSComputerName        : exch01.litwareinc.com\n\n",
        # 7: ConciseView
        "Get-Y: The term 'Get-Y' is not recognized.\nCheck the spelling of the name.\n",
        'Exception:\nLine |\n   1 |  throw "boom"\n     |  ~~~~~~~~~~~~\n     | boom\n',
        "\x1b[31;1mGet-Y: \x1b[31;1mThe term 'Get-Y' is not recognized.\x1b[0m\n",
    ],
)
def test_an_error_record_is_a_note_and_never_a_record(see, error):
    seen = see(error + LIST)
    assert seen.values == VALUES
    assert seen.codes.count("error-record") == 1
    assert seen.reading.notes[0].line == 1
    assert seen.blocks[0].failed


def test_an_error_that_a_transcript_holds_twice_is_one(see):
    error = "Get-Y: The term 'Get-Y' is not recognized.\nCheck the spelling of the name.\n"
    assert see(f"PS C:\\> Get-Y\n{error}{error}PS C:\\> ").codes == ["error-record"]


def test_error_like_text_inside_a_value_stays_in_it(see):
    lines = [
        "Message : At line:1 char:1",
        "          + Get-Y",
        "              + CategoryInfo          : x",
        "Id      : 1",
    ]
    seen = see("\n".join(lines))
    assert seen.codes.count("error-record") == 0
    assert seen.values[0]["Id"] == "1"


def test_a_table_goes_on_after_a_warning(see):
    text = (
        "Name   Id\n----   --\na       1\n"
        "WARNING: The command completed successfully but no settings of 'litware.com/x'\n"
        "have been modified.\nb       2\n"
    )
    assert see(text).values == [{"Name": "a", "Id": "1"}, {"Name": "b", "Id": "2"}]


@pytest.mark.parametrize(
    ("labels", "end"),
    [
        (("Windows PowerShell transcript start", "Start time", "Username", "RunAs User", "Machine"), "End time"),
        (("Start der Windows PowerShell-Aufzeichnung", "Startzeit", "Benutzername", "RunAs", "Computer"), "Endzeit"),
        (("Windows PowerShell 文字記錄開始", "開始時間", "使用者名稱", "RunAs 使用者", "電腦"), "結束時間"),
        (("Windows PowerShell Transcript Start", "Start time", "Username  ", "Username  ", "Machine\t  "), "End time"),
    ],
)
def test_transcripts_in_any_language_tell_their_session(see, labels, end):
    title, start, user, run_as, machine = labels
    text = (
        f"**********************\n{title}\n{start}: 20260615074012\n{user}: LITWAREINC\\Administrator\n"
        f"{run_as}: LITWAREINC\\Administrator\n{machine}: EXCH01 (Microsoft Windows NT 6.3.9600.0)\n"
        "**********************\nTranscript started, output file is C:\\t.txt\n"
        f"PS C:\\> Get-X | fl{LIST}"
        f"**********************\n{title}\n{end}: 20260615074412\n**********************\n"
    )
    seen = see(text)
    assert seen.reading.format == "transcript"
    assert seen.values == VALUES
    told = seen.reading.session
    assert told is not None
    assert (told.machine, told.user) == ("EXCH01", "LITWAREINC\\Administrator")
    assert (told.start, told.end) == (dt.datetime(2026, 6, 15, 7, 40, 12), dt.datetime(2026, 6, 15, 7, 44, 12))


def test_transcripts_of_two_machines_in_one_file_name_neither(see):
    header = "**********************\nx\nStart time: 20260615074012\nMachine: {} (Microsoft Windows NT 6.3)\n"
    frame = header + "**********************\n"
    told = see(frame.format("A") + LIST + frame.format("B") + LIST).reading.session
    assert told is not None
    assert told.machine is None


@pytest.mark.parametrize(
    "wrapped",
    [
        "> Name   : a\n> Status : ok\n",
        "> > Name   : a\n> > Status : ok\n",
        "    Name   : a\n    Status : ok\n",
        "```powershell\nName   : a\nStatus : ok\n```\n",
        "Name   : a  \nStatus : ok  \n",
        "Name   : a\r\nStatus : ok\r\n",
        "Name   : a\r\r\nStatus : ok\r\r\n",
        "\x1b[32;1mName   : \x1b[0ma\n\x1b[32;1mStatus : \x1b[0mok\n",
        "[32;1mName   : [0ma\n[32;1mStatus : [0mok\n",
        "Name\u00a0\u00a0\u00a0:\u00a0a\nStatus\u00a0:\u00a0ok\n",
        "Name   : a\n-- More  --\nStatus : ok\n",
        "Name   : a\n-- 更多 --\nStatus : ok\n",
    ],
)
def test_what_mail_and_consoles_put_around_it_is_taken_off(see, wrapped):
    assert see(wrapped).values == VALUES


def test_a_list_that_a_web_page_collapsed(see):
    message = (
        "10060, A connection attempt failed because the connected party",
        "did not properly respond after a period",
    )
    text = f"Target Fqdn : fe01\nError Message : {message[0]}\n{message[1]}\nDiagnosis :\n"
    expected = {"Target Fqdn": "fe01", "Error Message": " ".join(message), "Diagnosis": ""}
    for seen in (see(text), see(text.replace("\n", "\n\n"))):
        assert seen.values == [expected]
        assert seen.doubts == {(0, "Error Message"): "ambiguous-join"}


def test_a_list_in_comments(see):
    assert see("Get-X\n\n# Name   : a\n# Status : ok\n").values == VALUES


def test_plain_text_is_not_recognised(see):
    seen = see("Please find the exports attached.\n\nKind regards\n")
    assert seen.codes == ["nothing-recognised"]
    assert not seen.reading.recognised


def test_text_under_a_list_that_is_none_is_noted(see):
    assert "lines-not-read" in see("Name : a\nId   : 1\nthis was typed by hand\n").codes
