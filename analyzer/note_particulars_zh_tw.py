"""What single notes say beyond their code, in Traditional Chinese: patterns of the messages that the program writes.

A test reads the messages out of the program and holds that each has one. Imported only for reports in zh-TW.
"""

from __future__ import annotations

from typing import Final

PARTICULARS: Final[tuple[tuple[str, str], ...]] = (
    # What notes say beyond their code, as readers and intake write it (a pattern), and the same in Chinese.
    (r"The output of (.+) is taken for that of (.+): its name says so\.", r"依其名稱，將 \1 的輸出視為來自 \2。"),
    (r"It is taken for (.+)\.", r"視為 \1 的輸出。"),
    (
        r"(\S+) is a command of the (.+); the shell that it was typed in does not know it\.",
        r"\1 是 \2 的命令，輸入時所在的殼層不認得它。",
    ),
    (r"The file is named after (\S+), but holds output of (\S+)\.", r"檔案以 \1 命名，內容卻是 \2 的輸出。"),
    (r"(\S+) without properties that rules need: (.+)\.", r"\1 的輸出缺少規則所需的屬性：\2。"),
    (r"Read as (\S+), by the text itself\.", r"依文字本身以 \1 讀取。"),
    (
        r"Read as (\S+), by the text itself: (.+)\. Possible too: (.+)\.",
        r"依文字本身以 \1 讀取：\2。另一種可能：\3。",
    ),
    (r"Parts of the file are in (.+)\.", r"檔案各部分的編碼：\1。"),
    (r"U\+FFFD stands in the text, ([\d,]+) times\.", r"文字中有 \1 個 U+FFFD。"),
    (r"NUL characters within the text were dropped, ([\d,]+) of them\.", r"共捨棄 \1 個 NUL 字元。"),
    (
        r"Half a surrogate pair (?:in an object's string )?was replaced by U\+FFFD\.",
        r"單獨的 Surrogate 已取代為 U+FFFD。",
    ),
    (r"The list has (\d+) of (\d+) items\.", r"清單只有 \2 個項目中的 \1 個。"),
    (r"(\d+) values were announced\.", r"應有 \1 個值。"),
    (r"Columns were dropped for want of width: (.+)\.", r"因寬度不足而捨棄的欄：\1。"),
    (
        r"The last column is cut: columns to its right may have been dropped\.",
        r"最後一欄被截斷：其右側的欄可能遭捨棄。",
    ),
    (r"The property (.+) stands twice; the second is shown as (.+)\.", r"屬性 \1 重複出現；第二個顯示為 \2。"),
    (
        r"The XML is not well-formed; what is whole before that was used\.",
        r"XML 格式不正確；已使用在此之前的完整內容。",
    ),
    (r"The reference to object (.+) leads nowhere\.", r"對物件 \1 的參考沒有對象。"),
    (r"The value is no (.+); its text is shown\.", r"值不是 \1；顯示其文字。"),
    (r"Text after (?:a|the) document was left out\.", r"已略過文件之後的文字。"),
    (
        r"The topology was changed in Topology Builder; what was published before counts, not the draft\.",
        r"拓撲已在拓撲產生器中變更；以先前發佈的為準，而非草稿。",
    ),
    (r"More than ([\d,]+) bytes\.", r"超過 \1 位元組。"),
    (r"([\d,]+) bytes: more than ([\d,]+)\.", r"\1 位元組，超過 \2。"),
    (r"More than ([\d,]+) files in the (?:folder|input): the rest was not read\.", r"檔案超過 \1 個：未讀取其餘檔案。"),
    (
        r"The input is more than ([\d,]+) bytes unpacked: this was not read\.",
        r"輸入解壓縮後超過 \1 位元組：未讀取此檔案。",
    ),
    (
        r"More than (\d+) times larger unpacked than packed: nothing of it was read\.",
        r"解壓縮後超過壓縮時的 \1 倍：完全未讀取。",
    ),
    (r"The compression method (.+) is not supported\.", r"不支援壓縮方法 \1。"),
    (r"The checksum \(CRC-32\) is wrong(?:; nothing of the file was used)?\.", r"總和檢查碼 (CRC-32) 不正確。"),
    (r"The packed data ends too early\.", r"壓縮的資料過早結束。"),
    (r"The archive ends within this file\.", r"壓縮檔在此檔案的中途結束。"),
    (r"Links in the archive were not followed: (.+)\.", r"未追蹤壓縮檔中的連結：\1。"),
    (r"The archive is encrypted: nothing of it was read\.", r"壓縮檔已加密：完全未讀取。"),
    (r"It could not be read: (.+)\.", r"無法讀取：\1。"),
    (r"The reader of (.+) failed \((\w+)\)\.", r"\1 的讀取程式失敗 (\2)。"),
    # -- certificates ------------------------------------------------------------------------------------------------
    (r"A (.+) is encrypted; it cannot be read without its password or key\.", r"\1 已加密：沒有密碼或金鑰便無法讀取。"),
    (r"A certificate could not be read: its text is no base64\.", r"無法讀取憑證：其文字不是 base64。"),
    (r"A certificate could not be read: its end is missing\.", r"無法讀取憑證：缺少結尾。"),
    (r"A certificate could not be read: it is cut\.", r"無法讀取憑證：已被截斷。"),
    (r"A certificate could not be read: its structure is damaged\.", r"無法讀取憑證：其結構已損毀。"),
    (r"A certificate could not be read: there are other bytes behind it\.", r"無法讀取憑證：其後有其他位元組。"),
    (r"A certificate could not be read: the (.+) is damaged\.", r"無法讀取憑證：\1 已損毀。"),
    (r"A certificate could not be read: (.+)\.", r"無法讀取憑證：\1。"),
    (r"A certificate request without a certificate\.", r"憑證要求，不含憑證。"),
    (r"A certificate revocation list without a certificate\.", r"憑證撤銷清單，不含憑證。"),
    (r"A public key without a certificate\.", r"公開金鑰，不含憑證。"),
    (r"A private key without a certificate\.", r"私密金鑰，不含憑證。"),
    (r"A certificate request, which holds no certificate\.", r"憑證要求，不含憑證。"),
    (r"A certificate revocation list, which holds no certificate\.", r"憑證撤銷清單，不含憑證。"),
    (r"A public key, which holds no certificate\.", r"公開金鑰，不含憑證。"),
    (r"A (.+) without a certificate\.", r"\1，不含憑證。"),
    (r"A (.+), which holds no certificate\.", r"\1，不含憑證。"),
    # -- CliXML, JSON, CSV, topology ---------------------------------------------------------------------------------
    (
        r"([\d,]+) progress, warning or verbose records are no output and were left out\.",
        r"已略過 \1 筆進度、警告或詳細資訊記錄，它們不是輸出。",
    ),
    (r"The file has more than ([\d,]+) documents\.", r"檔案含有超過 \1 份文件。"),
    (
        r"The XML has a document type declaration, which no export has; it was not read\.",
        r"XML 含有文件類型宣告，匯出檔案不會有此宣告；未讀取。",
    ),
    (r"A tag is longer than (\d+) characters\.", r"標記的長度超過 \1 個字元。"),
    (r"The file has more than (\d+) objects\.", r"檔案含有超過 \1 個物件。"),
    (r"The file has more than (\d+) values\.", r"檔案含有超過 \1 個值。"),
    (r"The document is XML, but no CliXML\.", r"文件是 XML，但不是 CliXML。"),
    (r"A value has more than (\d+) characters\.", r"值超過 \1 個字元。"),
    (r"The element (.+) is not known; it was left out\.", r"不認得元素 \1；已略過。"),
    (r"The element (.+) stands where it cannot; it was left out\.", r"元素 \1 出現在不可能的位置；已略過。"),
    (r"The reference to the type names (.+) leads nowhere\.", r"對型別名稱 \1 的參考沒有對象。"),
    (r"Two objects have the reference number (.+): (.+)\.", r"兩個物件有相同的參考編號 \1：\2。"),
    (r"A value without a name was left out\.", r"已略過沒有名稱的值。"),
    (r"The references, written out, are more than the limit allows\.", r"參考展開後超過限制。"),
    (
        r"The declared encoding (.+) is not supported; the file was read as UTF-8\.",
        r"不支援所宣告的編碼 \1；已以 UTF-8 讀取檔案。",
    ),
    (
        r"The file ends in the middle of an object; (\d+) whole objects before that were used\.",
        r"檔案在物件的中途結束；已使用在此之前的 \1 個完整物件。",
    ),
    (
        r"The XML is not well-formed \((.+)\); (\d+) whole objects before that were used\.",
        r"XML 格式不正確 (\1)；已使用在此之前的 \2 個完整物件。",
    ),
    (
        r"The file ends in the middle of a value; (\d+) whole values before that were used\.",
        r"檔案在值的中途結束；已使用在此之前的 \1 個完整值。",
    ),
    (
        r"The JSON is not well-formed \((.+)\); (\d+) whole values before that were used\.",
        r"JSON 格式不正確 (\1)；已使用在此之前的 \2 個完整值。",
    ),
    (r"The values are nested deeper than (\d+) levels\.", r"值的巢狀超過 \1 層。"),
    (r"The beginning of the document is missing, to line (\d+)\.", r"缺少文件的開頭，至第 \1 行。"),
    (r"The beginning of the file is missing, and with it an object\.", r"缺少檔案的開頭，連帶缺少一個物件。"),
    (r"The object has a property twice; the second is shown as (.+)\.", r"物件的屬性重複出現；第二個顯示為 \1。"),
    (
        r"A string below the depth limit can be a list, joined by blanks\.",
        r"深度限制以下的字串可能是以空格相連的清單。",
    ),
    (r"The value is nested too deeply and was left out\.", r"值的巢狀過深，已略過。"),
    (
        r"([\d,]+) rows in all have more cells than the header; the surplus was dropped\.",
        r"共有 \1 列的儲存格多於標題列；已捨棄多出的部分。",
    ),
    (
        r"Delimiters in their values parted ([\d,]+) rows; all but the first were not used\.",
        r"值中的分隔符號拆開了 \1 列；除第一列外均未使用。",
    ),
    (
        r"([\d,]+) rows in all have fewer cells than the header; all but the first were not used\.",
        r"共有 \1 列的儲存格少於標題列；除第一列外均未使用。",
    ),
    (r"The header has (\d+) columns; the first (\d+) were used\.", r"標題列有 \1 欄；已使用前 \2 欄。"),
    (r"The header names columns twice \((.+)\); they were not used\.", r"標題列有重複的欄 (\1)；未使用這些欄。"),
    (r"The file has more than (\d+) rows or (\d+) notes\.", r"檔案超過 \1 列或 \2 則附註。"),
    (
        r"The last row was cut after (\d+) of (\d+) cells; it was not used\.",
        r"最後一列在 \2 個儲存格中的第 \1 個之後被截斷；未使用該列。",
    ),
    (
        r"The row has (\d+) cells, the header (\d+); the surplus was dropped\.",
        r"此列有 \1 個儲存格，標題列有 \2 個；已捨棄多出的部分。",
    ),
    (r"The row has (\d+) cells, the header (\d+)\.", r"此列有 \1 個儲存格，標題列有 \2 個。"),
    (r"The value has (\d+) characters; the first (\d+) were used\.", r"值有 \1 個字元；已使用前 \2 個。"),
    (
        r"The last row has no line end: it can be cut, and rows can be missing\.",
        r"最後一列沒有行尾：可能被截斷，也可能缺少資料列。",
    ),
    (
        r"The row has more cells than the header: a delimiter in one of its values parted that\.",
        r"此列的儲存格多於標題列：其中一個值被分隔符號拆開。",
    ),
    (
        r"A header without a row: Export-Csv writes nothing for no objects, so the rows were cut off\.",
        r"只有標題列而沒有資料列：沒有物件時 Export-Csv 不會寫入任何內容，因此資料列被截斷。",
    ),
    (r"The file ends inside a quoted value; its row was not used\.", r"檔案在引號內的值中結束；未使用該列。"),
    (
        r"The line is longer than (\d+) characters; the rest of it was not read\.",
        r"行的長度超過 \1 個字元；未讀取其餘部分。",
    ),
    (
        r"The text has more than ([\d,]+) lines that are no plain list; the others were not used\.",
        r"文字中有超過 \1 行不是單純的清單；未使用其餘的行。",
    ),
    (r"The file holds (\d+) topologies; the first was used\.", r"檔案含有 \1 個拓撲；已使用第一個。"),
    (
        r"(\d+) services are on a pool that the document does not describe \((.+)\)\.",
        r"有 \1 個服務位於文件未描述的集區 (\2)。",
    ),
    (r"(\d+) pools or computers have no name; they were left out\.", r"有 \1 個集區或電腦沒有名稱；已略過。"),
    (r"The document has more than (\d+) elements\.", r"文件含有超過 \1 個元素。"),
    (r"The elements are nested deeper than (\d+) levels\.", r"元素的巢狀超過 \1 層。"),
    (r"A text, name or attribute is longer than the limit\.", r"文字、名稱或屬性的長度超過限制。"),
    # -- intake ------------------------------------------------------------------------------------------------------
    (
        r"The encoding changes within this large file; all of it was read as (.+)\.",
        r"這個大型檔案中的編碼有變化；已全部以 \1 讀取。",
    ),
    (
        r"Bytes that are no characters of (.+), ([\d,]+) times; they were replaced by U\+FFFD\.",
        r"有 \2 處位元組不是 \1 的字元；已取代為 U+FFFD。",
    ),
    (r"([\d,]+) NUL bytes where text should be\.", r"應為文字之處有 \1 個 NUL 位元組。"),
    (r"The file is empty on disk: nothing but NUL bytes\.", r"檔案在磁碟上是空的：只有 NUL 位元組。"),
    (
        r"(?:Left out what macOS or Windows adds by itself|Links were not followed|"
        r"Devices, pipes or sockets were left out) \(([\d,]+)\): (.+)\.",
        r"\1 個：\2。",
    ),
    (
        r"More than (\d+) times larger unpacked than packed: stopped after ([\d,]+) bytes\.",
        r"解壓縮後超過壓縮時的 \1 倍：已於 \2 位元組後停止。",
    ),
    (r"The mail ends within one of its parts\.", r"郵件在其中一個部分的中途結束。"),
    (r"A mail of ([\d,]+) bytes: more than ([\d,]+)\.", r"郵件為 \1 位元組，超過 \2。"),
    (
        r"The lines of a CliXML document were broken at the width of the console; it was not used\.",
        r"CliXML 文件的各行在主控台寬度處斷開；未使用。",
    ),
    (r"The mail's parts cannot be told apart\.", r"無法分辨郵件的各個部分。"),
    (r"Devices or pipes were left out: (.+)\.", r"已略過裝置或管道：\1。"),
    (r"Sparse files are not supported: (.+)\.", r"不支援疏鬆檔案：\1。"),
    (r"A header in the archive is damaged: what follows was not read\.", r"壓縮檔的標頭已損毀：未讀取其後的內容。"),
    (r"A size in the archive is damaged: what follows was not read\.", r"壓縮檔中的大小已損毀：未讀取其後的內容。"),
    (r"An extension header is too long: what follows was not read\.", r"延伸標頭過長：未讀取其後的內容。"),
    (r"A member is larger than the archive says\.", r"成員大於壓縮檔所記載的大小。"),
    (r"The LZMA properties are damaged\.", r"LZMA 屬性已損毀。"),
    (r"The LZMA dictionary is ([\d,]+) bytes: more than ([\d,]+)\.", r"LZMA 字典為 \1 位元組，超過 \2。"),
    (r"The packed data is damaged \((.+)\)\.", r"壓縮的資料已損毀 (\1)。"),
    (r"The archive is damaged(?: here)? \((.+)\)\.", r"壓縮檔已損毀 (\1)。"),
    (r"A compression method of the archive is not supported \((.+)\)\.", r"不支援壓縮檔的壓縮方法 (\1)。"),
    (r"The member's compression method is not supported\.", r"不支援該成員的壓縮方法。"),
    (r"The archive asks for more memory than there is\.", r"壓縮檔要求的記憶體超過現有的記憶體。"),
    (r"(.+) is not supported: (.+)\.", r"不支援 \1：\2。"),
    (r"This is no file but a device, pipe or socket\.", r"這不是檔案，而是裝置、管道或通訊端。"),
    (r"([\d,]+) bytes instead of ([\d,]+); nothing of it was used\.", r"\1 位元組，而非 \2；完全未使用。"),
    (
        r"([\d,]+) members share bytes with others; none of these was read\.",
        r"\1 個成員與其他成員共用位元組；均未讀取。",
    ),
    (
        r"The member does not stand where the archive's directory says, under its name\.",
        r"成員不在壓縮檔目錄所指的位置，或名稱不符。",
    ),
    (
        r"The archive's directory is missing or damaged: its members were looked for one by one\.",
        r"壓縮檔的目錄遺失或已損毀：已逐一尋找其成員。",
    ),
)
