"""Akismet's addresses, and what answers at each."""

from uuid import uuid4

import msgspec

from rejoinder.dropin.formats.akismet.deciding import Verdict, by_the_judge, without_the_judge
from rejoinder.dropin.formats.akismet.fields import Fields, fields_of, key_in
from rejoinder.dropin.formats.akismet.problems import Refused, bad_key, plain, refuse
from rejoinder.dropin.formats.akismet.wordpress import deactivate, get_stats, get_subscription
from rejoinder.dropin.html_text import words_in
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.model import Feedback
from rejoinder.dropin.protocol import Endpoint, Format, Reply, Request
from rejoinder.engine import Article, Case

NAME = "akismet"
THANKS = "Thanks for making the web a better place."
REQUIRED = ("blog", "user_ip")
# Far longer than any comment; the judge's time grows with a text's length.
LONGEST_TEXT = 100_000
LONGEST_URL = 2000
LONGEST_DATE = 40


async def verify_key(dropin: JudgeService, call: Request) -> Reply:
    """Whether a key opens anything here. Counts as no call."""
    caller = await dropin.keys.find(key_in(call, fields_of(call)))
    return bad_key() if caller is None else plain("valid")


async def usage_limit(dropin: JudgeService, call: Request) -> Reply:
    """How many calls the key made in this month. There is no limit to a month."""
    caller = await dropin.keys.find(key_in(call, fields_of(call)))
    if caller is None:
        return bad_key()
    used = await dropin.used(caller, NAME, dropin.clock().replace(day=1))
    told = {"limit": "none", "usage": used, "percentage": "0.00", "throttled": False}
    return Reply(msgspec.json.encode(told))


async def submit_spam(dropin: JudgeService, call: Request) -> Reply:
    """Keeps that a person called this comment spam."""
    return await _submit(dropin, call, is_spam=True)


async def submit_ham(dropin: JudgeService, call: Request) -> Reply:
    """Keeps that a person said that this comment is no spam."""
    return await _submit(dropin, call, is_spam=False)


async def comment_check(dropin: JudgeService, call: Request) -> Reply:
    """Whether the comment is spam. Nothing of it is kept."""
    fields = fields_of(call)
    admission = await dropin.admit(key_in(call, fields), NAME)
    _require(fields)
    verdict = without_the_judge(fields)
    if verdict is None:
        # When the article was changed last: one that was, is fetched anew.
        edition = fields.get("comment_post_modified_gmt", "")[:LONGEST_DATE]
        article = await dropin.article(admission.caller, _address(fields), edition=edition)
        verdict = await _judged(dropin, fields, article)
    return plain(
        "true" if verdict.is_spam else "false",
        {**_headers(verdict), **admission.allowance.headers()},
    )


async def _judged(dropin: JudgeService, fields: Fields, article: Article | None) -> Verdict:
    judgement = await dropin.judge(Case(_text(fields), article))
    verdict = by_the_judge(judgement)
    if verdict is not None:
        return verdict
    if dropin.strict_languages:
        raise Refused("The judge does not know the language of the comment.")
    return Verdict(False)


async def _submit(dropin: JudgeService, call: Request, *, is_spam: bool) -> Reply:
    fields = fields_of(call)
    admission = await dropin.admit(key_in(call, fields), NAME)
    _require(fields)
    # Of who wrote it, from where and with which browser, nothing is kept.
    feedback = Feedback(
        face=NAME,
        text=_text(fields),
        labels={"spam": is_spam},
        community=fields["blog"][:LONGEST_URL],
        context={"permalink": _address(fields)},
    )
    await dropin.keep(admission.caller, feedback)
    return plain(THANKS, admission.allowance.headers())


def _require(fields: Fields) -> None:
    for name in REQUIRED:
        if not fields.get(name):
            raise Refused(f"Missing required field: {name}.")


def _text(fields: Fields) -> str:
    content = fields.get("comment_content", "")
    if len(content) > LONGEST_TEXT:
        raise Refused(f"The comment is longer than {LONGEST_TEXT} characters.")
    return words_in(content)


def _address(fields: Fields) -> str:
    """The article's address: the permalink may name the comment behind a #."""
    return fields.get("permalink", "")[:LONGEST_URL].partition("#")[0]


def _headers(verdict: Verdict) -> dict[str, str]:
    # Some clients find their comment again by this.
    headers = {"x-akismet-guid": str(uuid4())}
    if verdict.reason:
        headers["x-rejoinder-reason"] = verdict.reason
    if verdict.is_blatant:
        headers["x-akismet-pro-tip"] = "discard"
    return headers


AKISMET = Format(
    NAME,
    (
        Endpoint("POST", ("/1.1/verify-key",), verify_key),
        Endpoint("POST", ("/1.1/comment-check",), comment_check),
        Endpoint("POST", ("/1.1/submit-spam",), submit_spam),
        Endpoint("POST", ("/1.1/submit-ham",), submit_ham),
        Endpoint("POST", ("/1.2/usage-limit",), usage_limit),
        Endpoint("GET", ("/1.2/usage-limit",), usage_limit),
        Endpoint("POST", ("/1.1/get-subscription",), get_subscription),
        Endpoint("POST", ("/1.1/get-stats",), get_stats),
        Endpoint("POST", ("/1.1/deactivate",), deactivate),
    ),
    refuse,
)
