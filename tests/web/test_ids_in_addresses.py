"""A newsroom's own id stands in an address whatever is in it: through the real server."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from rejoinder_client import Client, models
from tests.support.fake_judges import gentle
from tests.support.live_server import serving
from tests.support.newspaper import open_paper
from tests.web.conftest import NOON

BY_ID = "/api/v1/articles/by-id/"
IDS = [
    *(
        "cms/4711",
        "/2026/11/bridge",
        "a//b",
        "section/",
        "/",
        "//",
        "a/./b/../c",
        "../x",
        "..",
        ".",
    ),
    *("what?", "?", "a#b", "#", "two words", "100%", "50%25", "%2F", "a%00"),
    *("a+b&c=d;e:@!$'(),*~",),
    *("utm_source=x", "дом/мост", "😀", "字" * 200, "x/" * 100, "back\\slash", '"quoted"', "<b>"),
]


@pytest.fixture(scope="module")
def client(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Software of the newsroom's, which speaks with the real server."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("ids") / "store.db")
    with (
        open_paper(f"sqlite:///{path}", judge=gentle, now=NOON, routes="beside") as paper,
        serving(f"sqlite:///{path}", REJOINDER_JUDGE_PROCESSES="0") as server,
    ):
        client = Client(server.address, token=paper.key)
        yield client
        client.close()


@pytest.mark.parametrize("cms_id", IDS)
def test_an_article_is_put_and_found_by_its_id(client: Client, cms_id: str) -> None:
    told = models.ArticleIn(headline="News", body=f"Words about {len(cms_id)} things.")
    put = client.put_article_by_cms_id(cms_id, told)
    assert put.cms_id == cms_id
    assert client.get_article_by_cms_id(cms_id) == put
    assert client.put_article_by_cms_id(cms_id, told).id == put.id


def test_slashes_need_no_escape(client: Client) -> None:
    told = {"headline": "News", "body": "Words.", "cms_id": "plain/47/11"}
    path = f"{BY_ID}plain/47/11"
    put = client._http.put(path, json=told, headers={"authorization": f"Bearer {client.token}"})
    assert (put.status_code, put.json()["cms_id"]) == (200, "plain/47/11")
    escaped = client._http.get(BY_ID + quote("plain/47/11", safe=""))
    assert escaped.json() == client._http.get(path).json() == put.json()


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("%FF", 404),
        ("%00", 404),
        ("%01", 404),
        ("x" * 201, 400),
        ("%C3", 404),
        ("", 404),
        ("a%0Ab", 404),
    ],
)
def test_what_can_be_no_id_is_refused(client: Client, raw: str, status: int) -> None:
    answer = client._http.get(BY_ID + raw)
    assert (answer.status_code, set(answer.json())) == (status, {"error"})


def test_an_id_opens_no_other_address(client: Client) -> None:
    for word in ("../../../../your-name", "/../../../../desk", "../../articles", "../seen"):
        answer = client._http.get(BY_ID + quote(word, safe=""))
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no-such-article")
