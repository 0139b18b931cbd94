"""Names of patients in free text: what stands behind the word for a patient, if it can be a name.

Chinese writes no blanks, so this is a judgement: a known surname, one or two further characters, and
something that ends a name behind it. Ordinary words which begin with a surname character (高血压, 常规,
向医院) are not names. A text that writes 张某 has hidden the name already.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

MARKERS = ("患者", "患儿", "病人", "产妇", "孕妇", "伤者")

COMMON_SURNAMES = frozenset(
    "王李张刘陈杨赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许邓冯韩曹彭肖蔡潘田董袁余叶杜苏魏吕丁沈任姚卢傅钟姜崔谭廖范汪陆"
    "金石戴贾韦夏邱侯邹熊孟秦薛闫阎雷郝孔邵毛万顾赖康贺严尹钱施牛洪龚汤陶黎温莫樊倪葛庞颜聂齐龙覃鲁詹殷岳翟耿"
)
"""Surnames that end a name with fair certainty even where what follows says nothing."""
OTHER_SURNAMES = frozenset(
    "于高曾程蒋江文方常安向白段武史乔章关左申路易时全权应支祝柳柯华俞季甘尤毕霍鲍宁成管卞包费伍岑凌房裴焦祁涂欧阮"
    "舒盛尚柴查辛游项冷褚宫谷车连卓冉桂蓝单古饶伊解米邢刁佟冀寇仇桑麦卫荆储郎苗芦苟詹边井农闻巫邬池屈麻臧靳戚敖宗"
    "娄柏喻水窦云简占卜阳楼仲原阚冼巩练商瞿麻晏巴封湛邝宣鄢幸籍慕栾匡木艾尧逯付代候党肇奚滕"
)
DOUBLE_SURNAMES = (
    "欧阳",
    "上官",
    "司马",
    "司徒",
    "诸葛",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "东方",
    "南宫",
)

_NOT_IN_NAMES = "的于在因到就被诉称和与及或等是了向对以从将把给也未不无没有者其之此该本时后前内外中上下某"
_ENDS_NAME = (
    _NOT_IN_NAMES
    + "为进行做开使用接住提出来去发家处病签收投死受由并至说经要拒服输注检诊治护实办缴同曾姓男女年月"
)
_WORDS = (
    "高血 高热 高烧 高龄 高度 高危 高于 常规 常见 常用 安全 安置 安排 安抚 方面 方便 方式 方案 "
    "时间 全部 全身 全麻 全程 全体 应当 应该 应急 应有 支付 支架 支气 支持 文化 文书 关系 关于 "
    "关注 关节 管理 包括 费用 成功 成为 单独 单位 单纯 项目 查体 查询 查阅 查看 解释 连续 经过 "
    "车祸 申请 申诉 路过 易感 原因 原有 空腹 白细 金属 石膏 毛发 黄疸 温度 康复 严重 苏醒 任何 "
    "任意 许可 许多 陆续 顾虑 施行 余下 范围 杜绝 谢绝 马上 何时 何地 何种 田间 周围 周期 周身 "
    "左侧 左手 左眼 左下 左上 权益 权利 水肿 水平 麻醉 江湖 付款 付费 代理 代为 代表 候诊 候床 "
    "农民 史料 武断 章程 尚未 尚有 幸存 游离 冷静 封闭 商议 宁愿 张口 张贴 叶酸 钱款 钱财 龙凤 "
    "万元 万一 牛奶 汤药 石淋 林区 雷同 程度 简单 简易 简要 占床 阳性 原籍 凌晨 储存 卫生 练习 "
    "温馨 贺卡 莫名 齐全 洪水 顾客 沈默 丁类 甘露 华法 季节 盛怒 解除 解决 云端 木僵 巴氏 池水 "
    "麦粒 边缘 谷丙 谷草 房颤 房间 成人 成年 米粒 宫颈 宫缩 宫外 宫腔 宫内 桂圆 欧洲 房室 阳痿 "
    "代谢"
)
_NOT_NAMES = frozenset(_WORDS.split())

_PLACE_WORDS = (
    "医院 医生 医师 我院 该院 门诊 诊所 诊室 病房 急诊 科室 单位 机构 卫生 家属 家人 当日 当天 "
    "次日 今日 昨日 上午 下午 凌晨 早晨 晚上 术前 术后 入院 出院 就诊 住院 治疗 血压 "
)
_PLACES = frozenset(_PLACE_WORDS.split())
"""What 于 and 向, surnames too, most often introduce."""

_MARKED = re.compile(
    rf"(?:{'|'.join(MARKERS)})"
    r"(?P<label>的?(?:姓名|名字)?[为是叫]?\s*[：:（(]?\s*|名叫)(?P<rest>[一-鿿·•]{1,20})"
)
_DOTTED = re.compile("[一-鿿]{2,8}(?:[·•](?:(?![的于在因到就被诉称及等是了向对投])[一-鿿]){1,10}){1,2}")
_LABELLED = ("姓名", "名字", "名叫", ":", "：", "(", "（")


class Name(NamedTuple):
    """A name found in a text, with its place there."""

    start: int
    text: str


def patient_names(text: str) -> Iterator[Name]:
    """Yield the names of patients in a text, in order."""
    for found in _MARKED.finditer(text):
        labelled = any(mark in found["label"] for mark in _LABELLED)
        name = _name_at_start(found["rest"], labelled=labelled)
        if name:
            yield Name(found.start("rest"), name)


def _name_at_start(rest: str, *, labelled: bool) -> str:
    dotted = _DOTTED.match(rest)
    if dotted:
        return dotted[0]
    surname = 2 if rest.startswith(DOUBLE_SURNAMES) else 1
    if rest[:2] in _NOT_NAMES or not _is_surname(rest[:surname]):
        return ""
    for given in (2, 1):
        name, behind = rest[: surname + given], rest[surname + given : surname + given + 1]
        if len(name) == surname + given and not _forbidden(name[surname:]) and _ends(behind):
            return name
    sure = labelled or rest[0] in COMMON_SURNAMES or surname == 2
    rash = rest[: surname + 2]
    return rash if sure and len(rash) == surname + 2 and not _forbidden(rash[surname:]) else ""


def _is_surname(text: str) -> bool:
    return len(text) == 2 or text in COMMON_SURNAMES or text in OTHER_SURNAMES


def _forbidden(given: str) -> bool:
    return given in _PLACES or not set(given).isdisjoint(_NOT_IN_NAMES)


def _ends(behind: str) -> bool:
    return not behind or behind in _ENDS_NAME
