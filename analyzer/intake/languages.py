"""What the languages of the field look like: their letters, and the code pages that Windows writes them in.

Plain data for `codepages`. Letters stand in the order of how often they are used (roughly: the order decides between
code pages, not between languages). The ideographs and syllables are the most frequent of the language and those
of Windows' and Exchange's own words (上午, 伺服器, 憑證, 服务器, 서버).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language, its letters beyond ASCII by frequency, and the code pages that it is written in, ANSI before OEM."""

    name: str
    letters: str
    codecs: tuple[str, ...]


_WESTERN = ("cp1252", "cp850", "cp437")
_CENTRAL = ("cp1250", "cp852")
_CYRILLIC = ("cp1251", "cp866")
_BALTIC = ("cp1257", "cp775")

ALPHABETIC = (
    Language("German", "üäößéè", _WESTERN),
    Language("French", "éèàêçôîâûùëïœüæÿ", _WESTERN),
    Language("Spanish", "óíáéñúüçª", _WESTERN),
    Language("Portuguese", "ãçáéíóêõâúàôü", _WESTERN),
    Language("Italian", "àèùìòé", _WESTERN),
    Language("Swedish", "äåöéü", _WESTERN),
    Language("Danish and Norwegian", "øåæéöä", _WESTERN),
    Language("Dutch", "ëéïèöü", _WESTERN),
    Language("Finnish", "äöåé", _WESTERN),
    Language("Polish", "łąęóśżćńź", _CENTRAL),
    Language("Czech", "íáěéřčžýšůúňóťď", _CENTRAL),
    Language("Slovak", "áíčéýžšúľťňôóäďĺŕ", _CENTRAL),
    Language("Hungarian", "áéöóőüíúű", _CENTRAL),
    Language("Romanian", "ăîâşţșț", _CENTRAL),
    Language("Croatian and Slovene", "čšžćđ", _CENTRAL),
    Language("Turkish", "ıişğüçöâî", ("cp1254", "cp857")),
    Language("Lithuanian", "ėšįųžčūąę", _BALTIC),
    Language("Latvian", "āīēšņūļžģčķ", _BALTIC),
    Language("Estonian", "äõüöšž", ("cp1257", "cp775", "cp1252")),
    Language("Vietnamese", "đưạơêâôăáàảãếệộớờ\u0300\u0301\u0303\u0309\u0323", ("cp1258",)),
    Language("Russian", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", _CYRILLIC),
    Language("Ukrainian", "оаинвітреслкудмпязьбгчйхцжїюєшфщґ", _CYRILLIC),
    Language("Bulgarian", "аоиетнсрвлдкпмъзябугчщжйхшцюфь", _CYRILLIC),
    Language("Serbian", "аоиенртсјвудклпмгзбшчцјћжљњђхфџ", ("cp1251", "cp855")),
    Language("Greek", "αοιτεσνηυρςπκμλάίόδθγήέχωύώφβξζψϊ", ("cp1253", "cp737")),
    Language("Hebrew", "יוהלארתבמשנםכדקעחפטגסזצןךףץ", ("cp1255", "cp862")),
    Language("Arabic", "اليمنترةوبدسعهفحكقشجصأضطخىزذغثظءئإآؤ", ("cp1256", "cp720")),
    Language("Thai", "านรกเงอมลยวดตทสตปบคหพจขชผถซณศษภธไใโะๆีิ่ัุู้์็ำ", ("cp874",)),
)

TRADITIONAL_CHINESE = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得著下自之年過發後作用道行所"
    "然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日者意無力它與"
    "長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應向頭文體相見被利什二等產或新己制"
    "身果加西月話合回特代內信表化給世位次度門任常先通教原東提立及比員解水名真處各入幾口認條平系氣題更別打變四"
    "總何電數安少報才結反受目太量再感建務做接必場件計管期市直資命山金指許統區保至形社便空決設式色路記南品住告"
    "類求程北邊交規取格確傳觀清今切院午伺服器組態憑證網域郵預設帳戶密碼登入錯誤警執狀版腦稱址停啟驗簽署授權頒"
    "效止始值屬項檔案資料夾伺連線遠端群使者容參找不到無法存此訊息"
)
SIMPLIFIED_CHINESE = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行"
    "所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它"
    "与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应向头文体政相见被利什二等产或新己"
    "制身果加西月话合回特代内信表化老给世位次度门任常先海通教原东提立及比员解水名真论处走义各入几口认条平系气题"
    "活更别打变四总何电数安少报才结反受目太量再感建务做接必场件计管期市直资命山金指统区保至形社便空决设式色路记"
    "品住告类求程北边交规取格确传观清今切院午服务器配置证书网络域邮默认帐户密码登录错误警执状版脑称址停启验签授权"
    "颁效止始值属项档案料夹连接远端群组容参数找不到无法存此消息"
)
JAPANESE = (
    "日一国会人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川"
    "千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨の用者構成証明管理設定既規名前種類状態停止開始実行"
    "接続認証発効期限有無効値場所参照方法作的新部性度要件数表全不体現度同社合立情報変更権限属編集追加削除検索対象"
)
KOREAN = (
    "이다는에의을를가고하로지기서사스시리자도아정인한대어나그일보라수부만전구동상소제장공해과적용비성버관본룹오후"
    "되있것들으조요원주여니게무우해야선모세경면화신안거연국계당같음문및와은습없된터입력출오류경고확인컴퓨름값설"
)

IDEOGRAPHIC = (
    Language("Traditional Chinese", TRADITIONAL_CHINESE, ("cp950",)),
    Language("Simplified Chinese", SIMPLIFIED_CHINESE, ("cp936",)),
    Language("Japanese", JAPANESE, ("cp932",)),
    Language("Korean", KOREAN, ("cp949",)),
)

EVERYDAY = frozenset(TRADITIONAL_CHINESE + SIMPLIFIED_CHINESE + JAPANESE + KOREAN)
"""Frequent ideographs and syllables of any of the four."""
