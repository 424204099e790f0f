"""Tells whether a text is in English, the one language that the model reads.

Where it is not, nothing is measured and a person decides. `judge` asks before it measures.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from rejoinder.engine.folding import fold
from rejoinder.engine.model import Language

_LONGEST: Final = 4000
"""Characters that are read; nobody changes language only after seven hundred words."""
_PIECE: Final = 8
"""Words that are weighed together. Fewer tell too little; more would hide a change of language."""

# What is the same in every language: links, addresses, mentions, tags.
_NEUTRAL = re.compile(r"(?:https?://|www\.)\S+|\S{1,64}@\S+|[@#]\w+|\S{1,64}\.(?:com?|org)\b\S*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DISGUISED = re.compile(
    r"[^\W\d_][\d@$!*|.\-]{1,3}[^\W\d_]|\b[^\W\d_]\s[^\W\d_]\s[^\W\d_]\b|[^\x00-\u024f\u1e00-\u206f]"
)
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Z\u00aa-\u02ff\u1e00-\u1eff\uff21-\uff5a]")
# Where a script begins, by code point, and the language that most who write it speak.
_SCRIPTS: Final = (
    (0x0370, "el"), (0x0400, "ru"), (0x0530, "hy"), (0x0590, "he"), (0x0600, "ar"),
    (0x0700, "und"), (0x0900, "hi"), (0x0980, "bn"), (0x0A00, "pa"), (0x0A80, "gu"),
    (0x0B00, "or"), (0x0B80, "ta"), (0x0C00, "te"), (0x0C80, "kn"), (0x0D00, "ml"),
    (0x0D80, "si"), (0x0E00, "th"), (0x0E80, "lo"), (0x0F00, "bo"), (0x1000, "my"),
    (0x10A0, "ka"), (0x1100, "ko"), (0x1200, "am"), (0x1400, "und"), (0x1780, "km"),
    (0x1800, "mn"), (0x18B0, "und"), (0x1F00, "el"), (0x2000, "und"), (0x3040, "ja"),
    (0x3100, "zh"), (0x3130, "ko"), (0x3190, "zh"), (0xA000, "und"), (0xAC00, "ko"),
    (0xD7B0, "und"), (0xF900, "zh"), (0xFB00, "he"), (0xFB50, "ar"), (0xFF00, "und"),
    (0x20000, "zh"), (0x32000, "und"),
)  # fmt: skip

# The small words of English that no other language here has. Six in ten words of a comment
# are none of them, yet of any eight words of English one or two almost always are.
_ENGLISH: Final = frozenset(
    re.split(
        r"\s+",
        "the and of that you it this with have not are be they what would your their from about"
        " who which how why but because has had were been there his her she my if can't don't"
        " it's i'm doesn't didn't isn't won't can could should will just than then them when"
        " where our us get got like know think people these those some any only even very much"
        " does did being into out up its i'd i've you're they're that's there's he's she's we're"
        " i'll one make want need say said see go going never always really right wrong good bad"
        " well too now here yes by as or for to lol ok okay please thanks shit fuck fucking"
        " stupid idiot u ur im dont",
    )
)
# The small words of other languages, as written there; words that English has are left out.
_FOREIGN: Final = {
    language: frozenset(words.split())
    for language, words in {
        "de": "der das und ist nicht ich ein eine einen mit sie es auf für von dem den zu auch"
        " sich wie aber wir ihr haben wird sind nur noch bei oder kann dass wenn mehr nach"
        " schon über",
        "fr": "le les et est une des du que qui dans pas pour sur je vous nous il elle ce cette"
        " sont avec mais ne au aux c'est plus tout être fait ça très bien ont leur même"
        " comme j'ai n'est",
        "es": "el los las que y es una por con para del se no lo como más pero sus muy está son"
        " esto todo este esta yo qué hay porque cuando ser nos ya también tiene hacer usted"
        " eso sin",
        "it": "il di che è e non un una per con sono del della dei gli lo ma come più anche"
        " questo si ho ha nel alla delle mi ci perché solo molto tutti tutto quando essere"
        " loro",
        "nl": "de het een en van ik niet dat die zijn met voor maar ook er naar aan hebben wordt"
        " heeft dit bij uit nog wel geen moet kan zo wat je deze worden mijn jullie onze",
        "pt": "o os as que e é um uma não com para do da dos das em se por mais como mas foi isso"
        " ele ela são muito já também eu você está tem ser quando porque nos pelo seu sua",
        "pl": "nie się na jest że z w to jak co ale tak za od po już tylko jego czy może ten tego"
        " są dla przez być oni mnie wszystko bardzo nawet który które",
        "sv": "och att det som en är på inte jag med för har av till ett den om vi kan men de så"
        " från eller vad alla nu ska när finns mycket bara också hur detta",
        "da": "og at det er ikke jeg en på til med for af som har den kan vi de et men så fra om"
        " skal hvad også meget hvor bliver være alle når ved hun",
        "nb": "og det er ikke jeg på til med som har av den kan vi et men så fra om skal hva også"
        " mye hvor blir være når bare noe fordi",
        "fi": "ja on ei se että ole oli hän mutta kun niin myös tämä jos mitä kuin minä sen ovat"
        " vain nyt joka mikä ihan kaikki vielä sitä",
        "tr": "ve bir bu da de için ile çok ne gibi ama daha var değil mi kadar olarak o her şey"
        " ben sen biz olan sonra yok nasıl bunu hiç",
        "id": "yang dan di ini itu tidak dengan untuk dari ada saya ke pada adalah akan sudah"
        " juga bisa kita mereka karena orang lebih tapi atau kami anda jangan sangat seperti",
        "ro": "și că nu este o un în cu pe la de mai din care pentru sunt dar ce au fost ca să sa"
        " prin foarte acest dacă fie",
        "cs": "se že je to na v a ale jako jsem není by už jsou tak za co od pro jak si s byl být"
        " nebo jen když které",
        "hu": "a az és hogy nem egy meg van de ez ha csak már mint volt ki el még azt lesz"
        " kell sem vagy nagyon ezt lehet",
        "vi": "là và của không có cho được trong một với này người những các đã để khi từ như anh"
        " tôi bạn đó nhưng rất cũng thì mà sẽ phải thể vào ra lại về gì ở tin tập",
        "ca": "el els les que i és una per amb però com més no són aquest aquesta molt també hi",
        "hr": "je i se da na u su za ne to od kao što ali će bi nije sam samo koji koje ili kako",
        "sk": "sa že je to na nie a ale ako som by už sú tak za čo od pre si bol byť alebo len"
        " keď",
        "tl": "ang ng sa mga na ay hindi ako siya kayo ito po lang naman din para nila kung",
        "sw": "ya wa na kwa ni katika la za kuwa hii hiyo sana watu yake hakuna lakini",
        "af": "die nie het is en van 'n wat om dit sy vir met hulle ons aan maar ook jy baie",
        "la": "et in est non ad quod ut sed cum sunt qui quae esse ex enim etiam si nec",
    }.items()
}  # fmt: skip
# Small words of several languages, English among them: they speak for none.
_SHARED: Final = frozenset(
    re.split(r" ", "a an is in on at i me he we was am so no do men die all over o s")
)
_ANY_FOREIGN: Final = frozenset().union(*_FOREIGN.values()) - _ENGLISH - _SHARED
# A word that many languages have tells little of which it is.
_SHARE: Final = {
    word: 1 / sum(word in small for small in _FOREIGN.values()) for word in _ANY_FOREIGN
}

# How much a letter triple speaks for English (above 0) or against it: `_` is a word's border,
# `~` any letter with an accent. Learned from comments in English against sentences in 36
# languages written with Latin letters; a text's sum counts by the root of its words.
_TRIPLES: Final = {
    -7: "_ert~_",
    -6: "_koangchtde_kanla_",
    -5: "_au_de_ei_f~_m~_nu_n~_t~_ve_v~_~_di_en_intja_je_mednonn~_ra_sa_th~til~n_~s_",
    -4: (
        "_av_c~_d~_el_es_k~_l~_ng_p~_s~_va_y__zaaanaaralaaraatobesdatdigeldfalheth~_ierifiir_i~_kke"
        "l~_na_ndonomormos_pasr~_si_stastrst~ta_tantoetreun_~i_~in~ng~r_"
    ),
    -3: (
        "'r__b~_d'_ik_ka_l'_le_na_o__op_po_r~_sk_ti_~t_~~abeachai_aisak_aktanvar_ataat~au_av_bolbru"
        "cheda_dandesdh_du_edeei_einekeel_ereertficf~rga_h~nichie_igeik_ikaikkiliindio_ka_komkonkti"
        "lenli_lleloclokmhanenni_nieninntentunu_oetomhoorordplipouqueregreirekri_rinrucr~ischskrste"
        "s~_tastektetti_tottu_t~sumeungv~nyn_~c_~id~l_~nd~o_~re~t_~ve"
    ),
    -2: (
        "_ak_ay_cs_cy_di_e__ee_ff_gw_g~_h~_iz_ke_kl_kr_ku_ll_lu_ni_od_og_om_os_pi_se_sz_te_ui_vo_wy"
        "_x__yn_z__~i_~n_~r_~saatadaadhadoadraf_ailaitakaakoalealtal~an~argar~asaas~atuautaz~a~_ba_"
        "bilbytcapcesch~ciocopdardasdd_deldetdnido_dosdt_d~_ea_eddeereg_egeeiceideileiseitek_eksekt"
        "eleelsemeeneepaerderierkerlerreruer~et_etaetoetset~eurez_ezee~ifeifilfonfougebgelgesgevgi_"
        "gitglegruhi~iadibiicoidaietiftigail_ileimiinainciniinnispitoi~ii~njeljeskalkaskatkeikenket"
        "ko_krekrikt_kumk~_lagldileilemleslijlinll~lteltilukl~sl~tma_maamasmatmbomegmenmetmi_mitmod"
        "mpomulm~_m~rnakncindendine_nelnemngangenggngingunidnjenm_nosntantontrnulnumnv~n~lobjoc_oca"
        "oceochodeog_ogroitokuompondonnostotaovaov~pacpakperpo_podp~_p~rrakrarrguriprkarkirogrtoru_"
        "ruirukrupr~lr~nr~sscrsegseksetshtsieskassosymsz~s~gs~ttamtattavteltidtietiptomtoutritr~tt_"
        "ttotult~lt~ruanui_uituluunaunkusautautova_vaivalvanvarvatvisvo_voov~_waayddyteza_zioznaz~_"
        "z~s~a_~ch~ci~e_~en~it~k_~la~le~li~ll~lt~l~~m_~me~p_~ra~ri~rt~r~~se~st~te~ti~u_~~_"
    ),
    -1: (
        "_ap_b__da_ek_en_ez_fi_gi_il_i~_me_ne_ob_ol_pa_sa_si_sl_ty_un_u~_v__zu_~e_~lagiaigakkaksald"
        "aloamaanaanjanoao_apaaruattausaz_a~~bagbjeblibuncaccatchaci~comcrectec~_dakdenderdinditdno"
        "dowdreebeebrefiegiegnekoellemaenaennenuen~epuergeskespestetiezifelferfikfragamgatgeegisgna"
        "gumgurhalheihreht_idoielienigniguijeikoilainfin~ip_iptisaiscislitait~iunivaivoizai~ujenker"
        "kh~kopkorksikstktekunladlanlatlehlerlidliglizllaloglselu_lusl~nmapmaxmotm~nnaanamnarnasnh_"
        "nianimnornstobrodaodiolaoleoloom_omaomboniontootoriosiosopa_padpalpe_prapriproramra~relrep"
        "rerre~rivrmarmirnero_rozrrersirtarzesaisansarsatsibsloslusnisolsouspasprssess~stosu_suntaa"
        "tabtadtagtaite_tegtenthrtiftiktittivtortuktustyptzeua_um_uneupovinvirvorv~lv~rwidwinychymb"
        "ze_~da~er~es~il~na~nh~ny~n~~si~~n~~o"
    ),
    1: (
        "_ad_al_at_az_ba_ce_ci_cu_fl_fo_im_oi_p__ph_ri_sm_ta_w__wr_yaaaaadeadmahaaidainairakianiarn"
        "askaulazibeiberbetbiablaborcidcracricrocuncusdepdmidoeeceeenefeegaembep_equeraervessextfac"
        "gargotgregs_hadhahhelhenheshinidiildimeineionissitlivikeekinkipkkkle_leflikllillsloolosmer"
        "mesmn_naznchnitno_nseobeockol_ollonsorkoteoviowepaipetpinpoippopulrabranredrefresriaridrit"
        "rolronshasitspessistisurtactakterthotonttetwouchulauncvidviewhyyin"
    ),
    2: (
        "'m__ab_ac_ag_br_co_do_dr_ed_f__g__h__hu_i'_id_ja_ji_k__kn_ma_oh_pl_r__re_rt_sc_so_sp_su_tr"
        "_ur_usaddaftalsalwameamnan_ankantardarearyas_at_aveavibambanbigboubs_cauckedamdaydeddiadic"
        "diddiodonducdy_e'seaceakealecaecteepeetefuelfencer_fagfirfooftefulgaigoohasheyhichimhoohri"
        "i'mialianibeiceiclid_ifeigiikiim_irsismit'itciteitiizejacjuskeslarlawletlf_lialiflollowlso"
        "lwamadmakmarmbemeamicmonmosmucmusnalnatneenk_ntintsny_ob_obaociod_oesoinoldolionaoolooooth"
        "ou_ougounoy_pedphiphopidplaplops_racrapreerk_robsaysheshishosicsidslisonstsstuthatoptruttl"
        "udeumbureussutcvesviavicvilviowelwhawikwiswn_womwouwriyesys_"
    ),
    3: (
        "_ar_bl_c__ca_ch_cl_fa_in_lo_mo_mu_no_twaboad_akeallam_assaysbecbeeblecalch_ciscksclecoudem"
        "diseateedeopfe_forgayholhouhy_ia_iesiggiotiouit_iveke_ld_legllymanmilmp_ng_ns_on'on_oneoo_"
        "ookopeoploreoseoutovepagpeapolralratre_rearicrn_sh_sm_suct'stc_tchtimtintiotletupughus_usl"
        "ustwaywe_whowilyea"
    ),
    4: (
        "_be_bo_by_cr_fu_gu_hi_ho_jo_ju_ou_ru_st_t__upackal_andanybutce_deaeadeareasedieryes_eveews"
        "ey_fucge_gethathavhilhowickideif_ighikein_jewls_ms_newnigomeoodoulownpeoromrt_seeso_th_tic"
        "uldumpup_upiuseut_ws_"
    ),
    5: (
        "'t__am_bu_fr_ha_if_li_on_ra_sh_u_agecands_froherishityks_leamorn'tncenownt_or_ourousrumted"
        "thiwit"
    ),
    6: "_as_ev_he_is_my_or_wa_we_yealkatebe_by_ct_ee_ew_ghthishitilllk_ll_me_ot_st_to_uckve_was",
    7: "_an_go_i__woay_ck_he_ingis_notow_plers_ry_ss_ts_ty_",
    8: "_wiic_my_of_whi",
    9: "'s__a__it_of_th_to_wh_yoed_ly_nd_theyou",
}  # fmt: skip
_WEIGHT: Final = {
    triples[place : place + 3]: weight / 3.407
    for weight, triples in _TRIPLES.items()
    for place in range(0, len(triples), 3)
}
_BIAS: Final = -3.691 + 0.7  # a comment refused in error costs more than one misread


def language_of(text: str) -> Language:
    """Which language a text is in, and whether the model reads it.

    Where more than half is in another language or script it is not judged. What has no words
    (links, pictures, numbers) hides no language: "und", judged. So are two or three words that
    could be a name. A text that is not judged but of unknown language is "und" too.
    """
    text = text[:_LONGEST]
    words = _words(text)
    if _plainly_english(words) and (text.isascii() or not _OTHER_SCRIPT.search(text)):
        return Language("en", 0.99, True)
    found = _other_script(text, len(words)) or _latin(words)
    if not found.judged and _DISGUISED.search(text):
        # Look-alike letters and digits in words are no other language.
        folded = fold(text).text
        words = _words(folded)
        return _other_script(folded, len(words)) or _latin(words)
    return found


def _words(text: str) -> list[str]:
    text = text.lower()
    if any(map(text.__contains__, ("@", "#", "://", "www.", ".co", ".org"))):
        text = _NEUTRAL.sub(" ", text)
    if "’" in text:
        text = text.replace("’", "'")
    return [word for word in _WORD.findall(text) if word.isascii() or not _OTHER_SCRIPT.match(word)]


def _plainly_english(words: Sequence[str]) -> bool:
    """One word in five is a small word of English, and hardly any of another language."""
    english = sum(map(_ENGLISH.__contains__, words))
    if english < 2 or english * 5 < len(words):
        return False
    return sum(map(_ANY_FOREIGN.__contains__, words)) * 3 <= english


def _other_script(text: str, latin_words: int) -> Language | None:
    """The language of the script that most is written in, unless that is Latin."""
    if text.isascii():
        return None
    letters = _OTHER_SCRIPT.findall(text)
    codes = Counter(_script(letter) for letter in letters)
    # Two characters make a word where none are set apart, five elsewhere.
    words = sum(
        count / (2 if code in {"zh", "ja", "ko", "th", "lo", "km", "my"} else 5)
        for code, count in codes.items()
    )
    if words <= latin_words or not codes:
        return None
    code = "ja" if "ja" in codes else codes.most_common(1)[0][0]
    return Language(code, round(words / (words + latin_words), 2), False)


def _script(letter: str) -> str:
    point = ord(letter)
    return next((code for first, code in reversed(_SCRIPTS) if first <= point), "und")


def _latin(words: Sequence[str]) -> Language:
    """By the vote of pieces of a few words each; English wins a draw."""
    if not words:
        return Language("und", 0.0, True)
    count = max(1, len(words) // _PIECE)
    edges = [len(words) * place // count for place in range(count + 1)]
    odds = [_odds(words[start:end]) for start, end in pairwise(edges)]
    middle = sorted(odds)[len(odds) // 2]
    confidence = round(1 / (1 + math.exp(-abs(middle))), 2)
    if middle >= 0:
        return Language("en", confidence, True)
    return Language(_nearest(words), confidence, False)


def _odds(words: Sequence[str]) -> float:
    """How much speaks for English: log-odds, cautious where the words are few."""
    total = 0.0
    for word in words:
        plain = word if word.isascii() else _ACCENTED.sub("~", word)
        framed = f"_{plain}_"
        total += sum(_WEIGHT.get(framed[at : at + 3], 0.0) for at in range(len(plain)))
    english = sum(map(_ENGLISH.__contains__, words))
    foreign = sum(map(_ANY_FOREIGN.__contains__, words))
    root = math.sqrt(len(words))
    return _BIAS + total / root + 2 * (english - foreign) / root + _DOUBT * max(0, 6 - len(words))


def _nearest(words: Sequence[str]) -> str:
    known = [word for word in words if word in _SHARE]
    if not known:
        return "und"
    return max(_FOREIGN, key=lambda code: sum(_SHARE[w] for w in known if w in _FOREIGN[code]))


_ACCENTED = re.compile(r"[^\x00-\x7f]")
_DOUBT: Final = 1.5
"""What each word short of six gives to English: a name or an exclamation must not be refused."""
