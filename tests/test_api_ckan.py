"""CKAN's Action API: the envelopes, the status codes, and what ckanapi makes of them."""

import asyncio
import json
import re
from datetime import datetime

import httpx
import pytest

from publish import release
from publish.api import ckan_dates
from publish.api.application import app
from publish.api.ckan_errors import Refused
from publish.api.ckan_query import filters
from publish.api.ckan_search import _sorted
from tests import releasing


@pytest.fixture(scope="module")
def current(tmp_path_factory):
    return release.current(releasing.released(tmp_path_factory.mktemp("release")))


@pytest.fixture(scope="module")
def ask(current):
    """Ask for an action: ``ask("package_show", id="x")``; POST when there is a body."""
    service = app(current)

    async def answer(action, body, asked, version):
        transport = httpx.ASGITransport(app=service)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            path = f"/api/{version}action/{action}"
            return await (client.get(path, params=asked) if body is None else client.post(path, **body))

    return lambda action, body=None, version="3/", **asked: asyncio.run(answer(action, body, asked, version))


@pytest.fixture(scope="module")
def result(ask):
    """The result of an action that must succeed."""

    def of(action, **asked):
        answer = ask(action, **asked)
        said = answer.json()
        assert answer.status_code == 200, said
        assert said["success"] is True
        assert said["help"] == f"http://127.0.0.1:8000/api/3/action/help_show?name={action}"
        return said["result"]

    return of


def test_names_are_listed(result):
    assert result("package_list") == ["beds", "clinics", "staff"]
    assert result("package_list", limit=1, offset=1) == ["clinics"]


def test_a_package_is_shown_by_name_and_by_id(result):
    package = result("package_show", id="clinics")
    assert result("package_show", id=package["id"]) == package
    resource = package["resources"][0]
    assert result("resource_show", id=resource["id"]) == resource


@pytest.mark.parametrize("version", ["", "3/", "2/", "1/"])
@pytest.mark.parametrize(
    "body", [None, {"json": {"id": "beds"}}, {"data": {"id": "beds"}}, {"content": '{"id": "beds"}'}]
)
def test_a_question_may_come_in_every_way(ask, version, body):
    asked = {"id": "beds"} if body is None else {}
    assert ask("package_show", body, version, **asked).json()["result"]["name"] == "beds"


@pytest.mark.parametrize(
    ("action", "asked", "status", "kind"),
    [
        ("package_show", {"id": "none"}, 404, "Not Found Error"),
        ("package_show", {"id": "../../api"}, 404, "Not Found Error"),
        ("package_show", {}, 409, "Validation Error"),
        ("package_list", {"limit": "x"}, 409, "Validation Error"),
        ("resource_show", {"id": "none"}, 404, "Not Found Error"),
        ("package_search", {"fq": "none:x"}, 400, "Search Query Error"),
        ("package_search", {"sort": "none asc"}, 400, "Search Query Error"),
        ("package_search", {"rows": "-1"}, 409, "Validation Error"),
        ("datastore_search", {"resource_id": "none"}, 404, "Not Found Error"),
        ("datastore_search", {"resource_id": "clinics", "filters": "{"}, 409, "Validation Error"),
        ("datastore_search", {"resource_id": "clinics", "fields": "none"}, 409, "Validation Error"),
        ("datastore_search", {"resource_id": "clinics", "sort": "none desc"}, 409, "Validation Error"),
        ("datastore_search", {"resource_id": "clinics", "filters": '{"none": 1}'}, 409, "Validation Error"),
        ("datastore_search", {"resource_id": "clinics", "records_format": "xml"}, 409, "Validation Error"),
        (
            "datastore_search",
            {"resource_id": "clinics", "filters": '{"id": 9999999999999999999}'},
            409,
            "Validation Error",
        ),
        ("datastore_search_sql", {}, 409, "Validation Error"),
        ("datastore_search_sql", {"sql": "delete from clinics"}, 409, "Validation Error"),
        ("datastore_search_sql", {"sql": "select 1; select 2"}, 409, "Validation Error"),
        ("datastore_search_sql", {"sql": "select * from nowhere"}, 409, "Validation Error"),
        ("datastore_search_sql", {"sql": "select load_extension('x')"}, 409, "Validation Error"),
        ("datastore_search_sql", {"sql": "select :x"}, 409, "Validation Error"),
        ("help_show", {"name": "none"}, 404, "Not Found Error"),
    ],
)
def test_an_error_has_ckans_envelope(ask, action, asked, status, kind):
    answer = ask(action, **asked)
    said = answer.json()
    assert answer.status_code == status
    assert said["success"] is False
    assert said["error"]["__type"] == kind
    assert "result" not in said


def test_an_unknown_action_is_a_bare_string(ask):
    answer = ask("package_delete")
    assert answer.status_code == 400
    assert answer.json() == "Bad request: Action name not known: package_delete"


@pytest.mark.parametrize("content", ["{", "[1]", "\xff"])
def test_a_body_that_is_no_question_is_refused(ask, content):
    body = {"content": content.encode("latin-1"), "headers": {"content-type": "application/json"}}
    assert ask("package_list", body).status_code == 400


def test_jsonp_calls_back_by_a_name_only(ask):
    assert ask("site_read", callback="a.b").text.startswith("a.b({")
    assert ask("site_read", callback="alert(1)//").status_code == 400


# --- search -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["beds", "clinics", "staff"]),
        ({"q": "*:*"}, ["beds", "clinics", "staff"]),
        ({"q": "诊所"}, ["clinics"]),
        ({"q": "clin"}, ["clinics"]),
        ({"q": "name:beds"}, ["beds"]),
        ({"q": "无此"}, []),
        ({"q": "诊所 AND res_format:CSV"}, ["clinics"]),
        ({"q": '诊所 -name:clinics tags:"环卫"'}, []),
        ({"q": "诊所 note:x"}, []),
        ({"q": "人员"}, ["staff"]),
        ({"fq": "organization:city-data-centre"}, ["beds", "clinics"]),
        ({"fq": "-organization:city-data-centre"}, ["staff"]),
        ({"fq": "(name:beds OR name:staff) organization:city-data-centre"}, ["beds"]),
        ({"fq": "-(name:beds OR (name:staff))"}, ["clinics"]),
        ({"fq": 'tags:"a)b" OR (name:beds)'}, ["beds"]),
        ({"fq": "res_format:CSV"}, ["clinics"]),
        ({"fq": 'tags:"环卫" AND name:(beds OR staff)'}, ["beds", "staff"]),
        ({"fq": "+dataset_type:dataset +state:active name:cl*"}, ["clinics"]),
        ({"fq": "metadata_modified:[2027-01-01T00:00:00Z TO *]"}, []),
        ({"fq_list": '["name:beds"]'}, ["beds"]),
        ({"fq": ["name:(beds OR staff)", "-name:staff"]}, ["beds"]),
        ({"fq": "name:(beds staff)"}, []),
        ({"fq": "tags:(环卫 AND sanitation) name:(-beds -staff)"}, ["clinics"]),
        ({"fq": 'name:("beds" || NOT clinics)', "sort": "name asc"}, ["beds", "staff"]),
        ({"fq": "metadata_modified:[NOW-7DAYS TO NOW]"}, ["beds", "clinics", "staff"]),
        ({"fq": "metadata_modified:[NOW-1DAY TO NOW]"}, []),
        ({"fq": "metadata_modified:[2026-11-03 TO NOW/DAY+1MONTH] name:beds"}, ["beds"]),
        ({"fq": 'metadata_modified:{"2026-11-02T23:59:59Z" TO 2026-11-03}'}, []),
        ({"fq": "metadata_modified:[* TO 2026-11-03T00:00:00Z] -name:(beds staff)"}, ["beds", "clinics", "staff"]),
        ({"fq": "name:beds^2"}, ["beds"]),
        ({"fq": "name:{beds TO clinics]"}, ["clinics"]),
        ({"sort": "name desc"}, ["staff", "clinics", "beds"]),
        ({"rows": 1, "start": 1, "sort": "name asc"}, ["clinics"]),
        ({"rows": 0}, []),
    ],
)
def test_packages_are_searched(result, monkeypatch, asked, names):
    monkeypatch.setattr(ckan_dates, "now", lambda: datetime(2026, 11, 5, 12))
    assert [p["name"] for p in result("package_search", **asked)["results"]] == names


def test_the_last_changed_come_first_where_nothing_ranks_them():
    days = {"a": "2025", "b": "2026", "c": "2024"}
    found = [{"name": [name], "metadata_modified": [day]} for name, day in days.items()]
    sort = "score desc, metadata_modified desc"
    assert [p["name"] for p in _sorted(found, sort, ranked=False)] == [["b"], ["a"], ["c"]]
    assert _sorted(found, sort, ranked=True) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("NOW", "2026-03-31T12:30:15.000000"),
        ("NOW/DAY", "2026-03-31T00:00:00.000000"),
        ("NOW-1MONTH/MONTH", "2026-02-01T00:00:00.000000"),
        ("NOW-1MONTH", "2026-02-28T12:30:15.000000"),
        ("NOW+1YEAR-2HOURS", "2027-03-31T10:30:15.000000"),
        ("2026-03-01T00:00:00Z-1SECOND", "2026-02-28T23:59:59.000000"),
        ("2026-03", "2026-03"),
    ],
)
def test_dates_are_solrs(monkeypatch, text, said):
    monkeypatch.setattr(ckan_dates, "now", lambda: datetime(2026, 3, 31, 12, 30, 15))
    assert ckan_dates.moment(text) == said


@pytest.mark.parametrize("text", ["NOW-1WEEK", "soon", "NOW-99999YEARS", "2026-13-01T00:00Z+1DAY", "2026/03", "NOW-"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):
        ckan_dates.moment(text)


def test_facets_are_counted(result):
    said = result("package_search", **{"facet.field": '["organization", "tags", "groups"]'})
    assert said["count"] == 3
    assert said["facets"]["organization"] == {"city-data-centre": 2}
    item = said["search_facets"]["groups"]["items"][0]
    assert item == {"name": "urban-construction", "display_name": "城市建设", "count": 3}
    assert result("package_search", facet="false")["search_facets"] == {}


DEEP = "(" * 9_999 + "name:x" + ")" * 9_999


WRONG = ["(((", "()", DEEP, '(name:"x)', "name:", "{!func}x", "a:b", "name:x )", "name:[1 2]", "name:(a OR)", "AND"]


@pytest.mark.parametrize("text", [*WRONG, "name:x OR", "name:()", "metadata_modified:[soon TO *]"])
def test_a_filter_that_is_not_understood_is_refused(text):
    with pytest.raises(Refused):
        filters(text)


# --- the other lists ----------------------------------------------------------------------------------------------


def test_members_are_listed_and_shown(result):
    assert result("organization_list") == ["city-data-centre"]
    office = result("organization_list", all_fields="true")[0]
    assert office["package_count"] == 2
    shown = result("organization_show", id="city-data-centre", include_datasets="true")
    assert [p["name"] for p in shown["packages"]] == ["beds", "clinics"]
    assert result("group_list") == ["urban-construction"]
    assert result("group_show", id=result("group_show", id="urban-construction")["id"])["package_count"] == 3


def test_tags_and_licences(result, ask):
    assert result("tag_list") == ["sanitation", "环卫"]
    assert result("tag_list", query="环") == ["环卫"]
    assert ask("tag_list", vocabulary_id="x").status_code == 404
    assert ask("resource_search", query="nope:x").status_code == 409
    assert result("tag_show", id="环卫")["display_name"] == "环卫"
    assert result("license_list")[0]["id"] == "CC-BY-4.0"


def test_the_site_says_what_it_is(result):
    assert result("status_show")["ckan_version"].startswith("2.")
    assert result("site_read") is True
    assert "name or id" in result("help_show", name="package_show")
    assert len(result("current_package_list_with_resources", limit=2)) == 2
    assert result("resource_search", query="format:parquet")["count"] == 2
    assert result("resource_search", query="description:没有,这样的")["count"] == 0  # a comma is of the words
    sizes = [r["size"] for r in result("resource_search", query="format:c", order_by="url")["results"]]
    assert sizes and len(result("current_package_list_with_resources", limit=2, page=2)) == 1
    assert not result("help_show", name="package_search").splitlines()[-1].startswith(" ")


# --- rows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, [1, 2, 3, 4]),
        ({"limit": 1, "offset": 2}, [3]),
        ({"q": "医院"}, [1, 3]),
        ({"q": "Hospital"}, [1, 3]),
        ({"filters": '{"district": "310101"}'}, [1, 3]),
        ({"filters": '{"district": ["310104", null]}'}, [2, 4]),
        ({"filters": '{"open": true}'}, [1, 4]),
        ({"filters": '{"beds": {"gt": 5}}'}, [1, 2]),
        ({"filters": '{"_id": 2}'}, [2]),
        ({"filters": '{"name": "\' or 1=1"}'}, []),
        ({"sort": "beds desc, id"}, [1, 2, 4, 3]),
        ({"sort": '"name" desc'}, [1, 2, 4, 3]),
    ],
)
def test_rows_are_searched(result, asked, ids):
    assert [r["id"] for r in result("datastore_search", resource_id="clinics", **asked)["records"]] == ids


def test_rows_say_their_types_and_their_total(result):
    said = result("datastore_search", resource_id="clinics", q="第一医院", fields="id,open,beds")
    assert said["records"] == [{"id": 1, "open": True, "beds": 120.5}]
    assert said["total"] == 1
    assert [(f["id"], f["type"]) for f in said["fields"]] == [
        ("id", "int"),
        ("open", "bool"),
        ("beds", "numeric"),
    ]
    assert said["fields"][2]["info"]["label"] == "床位"


@pytest.mark.parametrize(
    ("asked", "columns"),
    [
        ({}, ["_id", "code", "name"]),
        ({"fields": "name"}, ["name"]),
        ({"fields": "name,_id"}, ["name", "_id"]),
        ({"fields": "_id"}, ["_id"]),
        ({"distinct": "true"}, ["code", "name"]),
        ({"distinct": "true", "fields": '["_id"]'}, ["_id"]),
    ],
)
def test_the_number_of_a_row_comes_with_all_columns_or_when_asked_for(result, asked, columns):
    said = result("datastore_search", resource_id="clinics__districts", **asked)
    assert [f["id"] for f in said["fields"]] == list(said["records"][0]) == columns
    assert said["total"] == 2


@pytest.mark.parametrize("number", ["NaN", "1e999", "-Infinity"])
def test_what_json_cannot_say_is_not_taken_nor_said(ask, number):
    asked = {"resource_id": "clinics", "filters": f'{{"beds": {number}}}'}
    assert ask("datastore_search", **asked).status_code == 409
    assert ask("datastore_search", {"content": f'{{"resource_id": "clinics", "limit": {number}}}'}).status_code == 400


def test_a_resource_is_asked_by_its_id_too(result):
    resource = next(r for r in result("package_show", id="clinics")["resources"] if r["table"] == "clinics__districts")
    assert resource["datastore_active"] is True
    assert result("datastore_search", resource_id=resource["id"])["total"] == 2
    assert result("datastore_info", id=resource["id"])["meta"]["count"] == 2


def test_rows_come_in_other_shapes(result):
    asked = {"resource_id": "clinics__districts", "sort": "code"}
    assert result("datastore_search", records_format="lists", **asked)["records"][0] == [1, "310101", "黄浦区"]
    assert result("datastore_search", records_format="csv", **asked)["records"].startswith("1,310101,黄浦区\n")
    one = result("datastore_search", resource_id="clinics", fields="kind", distinct="true", include_total="true")
    assert one["total"] == 3
    assert {r["kind"] for r in one["records"]} == {"a", "b", None}


def test_sql_names_tables_by_resource_too(result):
    package = result("package_show", id="clinics")
    ids = {r["table"]: r["id"] for r in package["resources"] if r["table"]}
    sql = (
        f'select d.name, count(*) as n, sum(beds) as beds, \'"{ids["clinics"]}"\' as said from "{ids["clinics"]}" c '
        f'join "{ids["clinics__districts"]}" d on c.district = d.code group by 1 order by 2 desc'
    )
    said = result("datastore_search_sql", sql=sql)
    assert said["records"][0] == {"name": "黄浦区", "n": 2, "beds": 120.5, "said": f'"{ids["clinics"]}"'}
    assert [f["type"] for f in said["fields"]] == ["text", "int", "numeric", "text"]
    assert said["sql"] == sql
    assert "records_truncated" not in said


def test_sql_is_within_the_limits(result, ask):
    many = "with recursive n(i) as (select 1 union all select i + 1 from n limit 5000) select i from n"
    said = result("datastore_search_sql", sql=many)
    assert said["records_truncated"] is True
    assert len(said["records"]) == 1_000
    odd = "select cast('a' as blob) as b, 9e999 as i, null as n"
    assert result("datastore_search_sql", sql=odd)["records"] == [{"b": "61", "i": None, "n": None}]
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    answer = ask("datastore_search_sql", sql=endless)
    assert answer.status_code == 409
    assert "was stopped" in answer.json()["error"]["query"][0]
    for wrong, said in (("select nope from clinics", "no such column: nope"), ("drop table clinics", "SELECT")):
        english, chinese = ask("datastore_search_sql", sql=wrong).json()["error"]["query"]
        assert said in english and re.search("[一-龥]", chinese)


def test_pages_of_rows_are_linked(result):
    said = result("datastore_search", resource_id="clinics", limit=1, filters='{"kind": "a"}')
    next_page = dict(httpx.URL(said["_links"]["next"]).params)
    assert next_page == {"resource_id": "clinics", "filters": '{"kind": "a"}', "limit": "1", "offset": "1"}
    assert [r["id"] for r in result("datastore_search", **next_page)["records"]] == [3]


def test_half_a_character_is_no_reason_to_fail(ask):
    asked = {"content": '{"resource_id": "clinics", "plain": "\\ud800", "limit": 1}'}
    assert "%3F" in ask("datastore_search", asked).json()["result"]["_links"]["next"]


def test_the_files_say_what_the_interface_says(ask, current):
    for action, asked in (("package_list", {}), ("status_show", {}), ("package_show", {"id": "clinics"})):
        name = f"{action}/{asked['id']}" if asked else action
        file = current.site / "catalogue" / "ckan" / f"{name}.json"
        assert json.loads(file.read_bytes()) == ask(action, **asked).json()
