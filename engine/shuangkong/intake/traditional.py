"""Traditional characters, as a Big5 file has them, compared by their simplified forms.

Only for comparing: what is shown is always what was written. The characters are those of
statistics and of places; one that is missing is compared as it is, and then not recognised.
"""

import re

_PAIRS = (
    "區区縣县鄉乡鎮镇國国東东內内遼辽寧宁龍龙蘇苏廣广雲云貴贵陝陕肅肃慶庆門门灣湾莊庄鄲郸島岛滄沧"
    "錫锡揚扬鹽盐連连蘭兰濟济煙烟濰潍鄭郑陽阳漢汉寶宝錦锦瀋沈齊齐爾尔濱滨長长濃浓瀾澜贛赣麗丽滬沪黒黑臺台"
    "標标數数單单間间時时萬万億亿噸吨總总費费產产業业電电熱热當当價价會会計计統统環环節节減减氣气質质規规劃划"
    "強强實实際际務务資资發发報报備备註注說说類类項项別别級级車车輛辆戶户畝亩頃顷處处個个張张較较變变終终網网"
    "歷历積积約约營营築筑運运輸输農农漁渔礦矿鋼钢鐵铁鋁铝銅铜紙纸織织製制設设機机準准權权圍围後后無无歲岁滿满"
    "幣币圓圆額额財财稅税購购貨货貿贸進进開开關关閉闭裝装風风樓楼廠厂廢废淨净劑剂驗验術术屬属導导範范圖图層层"
    "擬拟佔占餘余稱称號号與与為为於于過过還还達达遠远離离難难雙双麥麦鍋锅爐炉燈灯換换據据損损採采鋰锂貯贮"
    "鄰邻體体動动勞劳員员學学醫医衛卫療疗點点號号際际兩两條条頭头隻只萊莱緒绪綠绿線线組组給给結结經经織织"
)
_TRADITIONAL = re.compile(f"[{_PAIRS[::2]}]")
_SIMPLIFIED = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))


def simplified(text: str) -> str:
    """A text with simplified characters, for comparing."""
    return text.translate(_SIMPLIFIED) if _TRADITIONAL.search(text) else text
