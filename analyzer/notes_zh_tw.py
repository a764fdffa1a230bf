"""What the note codes mean and what to do about them, in Traditional Chinese.

Parallel to `analyzer.notes.CODES`; a test holds that both have the same codes. Imported only for reports in zh-TW.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    # -- doubt about one cell ----------------------------------------------------------------------------------------
    "list-cut": (
        "清單以省略符號結尾：缺少部分項目。",
        "設定 $FormatEnumerationLimit = -1，或使用 Export-Clixml。",
    ),
    "value-cut": (
        "表格的儲存格或某一行被截斷。",
        "請改用 Export-Clixml，或以 Format-List 輸出至檔案，不要使用表格或複製的文字。",
    ),
    "ambiguous-join": (
        "所印出的折行有多種讀法。",
        "使用 Export-Clixml 或 Out-File -Width 4096 重新匯出。",
    ),
    "characters-lost": (
        "寫入或轉換文字時遺失了字元。",
        "使用 Export-Clixml 或 Out-File -Encoding Unicode 重新匯出。",
    ),
    "type-name-instead-of-value": (
        "應為值之處只有型別名稱。",
        "使用 Export-Clixml 重新匯出，或展開該屬性。",
    ),
    "depth-cut": ("超出深度限制的物件變成了字串。", "使用較大的 -Depth 重新匯出。"),
    "secret-dropped": ("未保留 SecureString 的內容。", "不需採取任何動作。"),
    # -- structured exports: CliXML, JSON, CSV -----------------------------------------------------------------------
    "source-cut": ("檔案在中途結束；已使用在此之前的內容。", "請傳送完整的檔案。"),
    "malformed": (
        "檔案有一部分格式不正確，未使用該部分。",
        "重新匯出，並傳送未經編輯的原始檔案。",
    ),
    "limit-reached": (
        "已達到不受信任輸入的限制；未使用超出的部分。",
        "減少匯出到同一個檔案的物件或屬性。",
    ),
    "dtd-refused": (
        "XML 含有文件類型宣告 (DTD)，而匯出檔不會有此宣告；完全未使用此檔案。",
        "請查明檔案由誰寫入。",
    ),
    "value-unreadable": (
        "值與其型別或參考不符。",
        "重新匯出，並傳送未經編輯的原始檔案。",
    ),
    "duplicate-property": ("物件有兩個同名的屬性；第二個顯示為 `name#2`。", "請比較這兩個值。"),
    "error-record": ("命令寫出錯誤。", "請閱讀錯誤訊息：輸出可能不完整。"),
    "stream-skipped": ("進度、警告或詳細資訊記錄並非輸出，已略過。", "不需採取任何動作。"),
    "empty-export": ("檔案是不含任何物件的完整匯出。", "不需採取任何動作。"),
    "duplicate-column": (
        "標頭中有重複的欄名，而匯出檔不會如此；未使用這些欄。",
        "使用 Export-Csv 重新匯出，且不要編輯。",
    ),
    "cells-dropped": ("某一列的儲存格比標頭多；已捨棄多出的儲存格。", "使用 Export-Csv 重新匯出。"),
    "unclosed-quote": ("以引號括住的值沒有結尾；未使用該筆記錄。", "使用 Export-Csv 重新匯出。"),
    "format-objects-not-data": (
        "檔案的內容是格式物件而非資料：匯出之前使用了 Format-List 或 Format-Table。",
        "重新匯出，且管線中不要有 Format-List 或 Format-Table。",
    ),
    "strings-exported-as-length": (
        "檔案的內容是字串的長度，而不是字串本身。",
        "請匯出物件本身，或使用 Out-File 匯出文字。",
    ),
    "no-final-newline": ("最後一行沒有行尾字元：可能被截斷。", "請傳送未經編輯的原始檔案。"),
    # -- console output ----------------------------------------------------------------------------------------------
    "lines-not-read": (
        "清單或表格正下方的文字無法視為其一部分來讀取。",
        "請傳送原樣的輸出；最好使用 Export-Clixml 匯出。",
    ),
    "transcript-without-end": (
        "文字記錄沒有結尾：最後的輸出可能尚未結束。其中沒有的內容不能證明任何事。",
        "執行 Stop-Transcript 之後，重新傳送文字記錄。",
    ),
    "rows-left-out": ("省略符號代表有未列出的資料列。", "請傳送完整的輸出。"),
    "columns-dropped": (
        "表格太寬：有欄遭捨棄，或可能遭捨棄。",
        "請改用 Format-List 或 Export-Clixml，不要使用表格。",
    ),
    # -- the topology document ---------------------------------------------------------------------------------------
    "topology-draft": (
        "拓撲產生器的檔案只包含草稿：已使用，但可能尚未發佈。",
        "請傳送已發佈的拓撲：(Get-CsTopology -AsXml).ToString() | Out-File -Encoding UTF8 Get-CsTopology.xml",
    ),
    # -- certificates and DNS ----------------------------------------------------------------------------------------
    "certificate-unreadable": (
        "憑證被截斷或已損毀：未使用。",
        "以 DER 或 Base-64 編碼的 X.509 (.CER) 重新匯出，不含私密金鑰。",
    ),
    "certificate-field-unreadable": (
        "憑證的某個欄位格式不正確或重複；已略過該欄位，並讀取其他欄位。",
        "使用 certutil -dump 檢視該憑證。",
    ),
    "certificate-needs-password": (
        "檔案已加密：沒有密碼便無法讀取，而本程式不會嘗試任何密碼。",
        "以 DER 或 Base-64 編碼的 X.509 (.CER) 只匯出憑證，不含私密金鑰。",
    ),
    "private-key-in-export": (
        "匯出中含有私密金鑰。本程式不會讀取，也不會顯示。",
        "請從案件中刪除該金鑰；若仍在使用，請更換憑證。",
    ),
    "no-certificate": ("這是憑證要求、憑證撤銷清單或金鑰，而不是憑證。", "請傳送憑證本身 (.cer)。"),
    "zone-cut": (
        "缺少區域的結尾，因此其中沒有的名稱仍可能存在。",
        "重新匯出區域：dnscmd /zoneprint，或 Get-DnsServerResourceRecord -ZoneName。",
    ),
    # -- a source ----------------------------------------------------------------------------------------------------
    "nothing-recognised": ("檔案中沒有本程式能夠讀取的輸出。", "若為讀我檔案 (README)，不需採取任何動作。"),
    "recognised-by-file-name": (
        "僅依檔名辨識輸出。",
        "以 Cmdlet 命名檔案，或匯出為 CliXML。",
    ),
    "empty-by-file-name": (
        "檔案不含任何物件；僅能依檔名得知曾執行命令。",
        "若確實執行過命令且沒有傳回任何內容，不需採取任何動作。",
    ),
    "server-from-name": (
        "僅能依檔案或資料夾的名稱得知輸出來自哪一部伺服器。",
        "若名稱正確，不需採取任何動作；否則請在案件檔中宣告伺服器。",
    ),
    "output-cut": (
        "輸出從物件的中途開始或結束：缺少部分內容。",
        "重新匯出到檔案，不要從視窗複製。",
    ),
    "wrong-shell": (
        "在不認得該命令的殼層中輸入了命令。",
        "請以角色包含該命令的使用者，在該產品的管理命令介面 (Lync Server、商務用 Skype Server、Exchange) 中執行。",
    ),
    "other-command-than-named": (
        "檔案以一項產品的命令命名，內容卻是另一項產品的輸出。",
        "請在該產品自己的管理命令介面中執行檔名所指的命令 (Get-CsPartnerApplication 屬於 Lync，"
        "Get-PartnerApplication 屬於 Exchange)。",
    ),
    "exchange-online-export": (
        "這些物件屬於 Exchange Online，而非 Exchange 伺服器：未判斷。",
        "請在伺服器的 Exchange 管理命令介面中執行該命令。",
    ),
    "property-left-out": (
        "輸出缺少規則所需的屬性。",
        "請匯出完整的物件，勿使用 Select-Object 與 Format-Table：Get-... | Export-Clixml FILE.xml。",
    ),
    "older-export": ("已由相同內容的較新匯出取代。", "不需採取任何動作；已判斷較新的匯出。"),
    "reader-failed": (
        "讀取程式無法處理此檔案；完全未使用。",
        "請回報檔案的種類，並以其他格式匯出資料。",
    ),
    # -- intake: what could not be taken in --------------------------------------------------------------------------
    "unreadable": ("無法讀取檔案或資料夾。", "請檢查其使用權限。"),
    "size-limit": ("超過單一檔案的大小限制：未讀取。", "請減少匯出的內容。"),
    "total-limit": ("輸入超過總大小限制：未讀取此檔案。", "請減少傳送的內容。"),
    "members-limit": ("檔案數超過限制：未讀取其餘檔案。", "請減少傳送的檔案。"),
    "ratio-limit": (
        "解壓縮後遠大於壓縮時的大小，如同 ZIP 炸彈：未讀取。",
        "請傳送解壓縮後的檔案。",
    ),
    "nesting-limit": ("壓縮檔在其他壓縮檔中的層數過多：未開啟。", "請單獨傳送該壓縮檔。"),
    "archive-encrypted": ("已加密：未讀取。", "請傳送沒有密碼的檔案。"),
    "archive-truncated": (
        "壓縮檔被截斷或遺失其目錄：已使用能夠讀取的部分。",
        "請重新傳送。",
    ),
    "archive-damaged": ("壓縮檔在此處已損毀：未使用此部分。", "請重新傳送。"),
    "archive-overlap": (
        "壓縮檔的成員共用相同的位元組，如同 ZIP 炸彈：未讀取這些成員。",
        "請重新壓縮。",
    ),
    "archive-unsupported": ("不支援這種壓縮檔。", "請傳送 .zip 檔。"),
    "extra-needed": (
        "7z 壓縮檔需要 py7zr，但尚未安裝。",
        "請安裝 py7zr (pip install lync-exchange-analyzer[7z])，或先將壓縮檔解壓縮。",
    ),
    "nul-block": (
        "應為文字之處是 NUL 位元組：檔案在磁碟上或複製時已損毀。",
        "請重新匯出或複製檔案。",
    ),
    "characters-undecodable": (
        "有位元組不是此編碼的字元；已取代為 U+FFFD。",
        "請檢查編碼；若為其他編碼，請以 --encoding 指定。",
    ),
    # -- intake: what is worth knowing -------------------------------------------------------------------------------
    "system-files-left-out": ("已略過 macOS 或 Windows 自行加入的檔案。", "不需採取任何動作。"),
    "links-not-followed": ("不會追蹤連結。", "請傳送連結所指向的檔案。"),
    "special-files-left-out": ("不會讀取裝置、管道與通訊端。", "不需採取任何動作。"),
    "office-package": (
        "這是 Office 或 OpenDocument 檔案；未開啟。",
        "請以文字、CSV 或 CliXML 傳送匯出內容。",
    ),
    "unsafe-name": (
        "以此名稱解壓縮會有危險。名稱僅供顯示，絕不會當作路徑使用。",
        "不需採取任何動作。",
    ),
    "duplicate-name": ("先前已讀取同名的檔案；已加上編號。", "請確認以哪一個檔案為準。"),
    "archive-empty": ("壓縮檔中沒有檔案。", "請確認壓縮的是正確的檔案。"),
    "empty-file": ("檔案沒有任何位元組。", "請確認匯出是否成功。"),
    "encoding-guessed": (
        "依文字本身判斷編碼。",
        "請檢查重音字母與中文字，或以 --encoding 指定編碼。",
    ),
    "encoding-mixed": ("檔案各部分的編碼不同；已各自解碼。", "不需採取任何動作。"),
    "byte-order-mark-repeated": ("位元組順序標記重複出現。", "不需採取任何動作。"),
    "nul-characters": ("已捨棄文字中的 NUL 字元。", "請重新匯出或複製檔案。"),
    "replacement-characters": ("文字中有 U+FFFD：檔案在傳送之前便已遺失字元。", "請以 Unicode 重新匯出。"),
}
