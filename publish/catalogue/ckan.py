"""CKAN's dictionaries, as its Action API gives them: packages, resources, organisations, groups, tags, licences.

One mapping for the static files and for the live interface, which answers from these files. Keys and value shapes are
CKAN 2.11's; what this portal does not have (users, revisions, private datasets) is null or constant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from publish import urls
from publish.admitted import Admitted
from publish.catalogue import vocab
from publish.catalogue.listing import Listing, download_id, identify
from publish.model import Json, Licence, Organisation, Portal, Text, Topic
from publish.release import Download
from publish.urls import Urls


def to_ckan(listed: Listing) -> Json:
    """A package as ``package_show`` gives it."""
    package, licence = listed.package, listed.licence_link
    lang = listed.portal.language
    resources = [_resource(listed, d, position) for position, d in enumerate(offered(listed))]
    tags = [tag(word) for word in dict.fromkeys(tag_name(word) for _, word in listed.keywords) if word]
    return {
        "id": listed.id,
        "name": package.name,
        "title": package.title[lang],
        "title_translated": dict(package.title),
        "notes": package.description[lang],
        "notes_translated": dict(package.description),
        "url": listed.url,
        "version": package.version,
        "author": _provider(listed),
        "author_email": listed.provider.email if listed.provider else "",
        "maintainer": listed.contact.name[lang],
        "maintainer_email": listed.contact.email,
        "license_id": licence.name,
        "license_title": licence.title[lang],
        "license_url": licence.path,
        "isopen": listed.licence.open if listed.licence else False,
        "type": "dataset",
        "state": "active",
        "private": False,
        "creator_user_id": None,
        "owner_org": organisation_id(listed.provider) if listed.provider else None,
        "organization": _owner(listed.provider, lang) if listed.provider else None,
        "metadata_created": moment(listed.issued),
        "metadata_modified": moment(listed.modified or listed.issued),
        "num_resources": len(resources),
        "num_tags": len(tags),
        "resources": resources,
        "tags": tags,
        "groups": [_membership(listed.topic, lang)] if listed.topic else [],
        "extras": [{"key": key, "value": value} for key, value in _extras(listed) if value],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def _provider(listed: Listing) -> str:
    name = listed.provider.name if listed.provider else listed.portal.operator
    return name[listed.portal.language]


def _extras(listed: Listing) -> Iterator[tuple[str, str]]:
    """What a catalogue entry says and CKAN has no key for; names as CKAN's DCAT extension uses them where it does."""
    package, entry, lang = listed.package, listed.entry, listed.portal.language
    yield "identifier", package.id
    yield "guid", f"urn:uuid:{listed.id}"
    yield "catalogue_code", entry.code
    yield "status", entry.status
    yield "access_rights", f"{vocab.ACCESS}/{vocab.RIGHTS.get(entry.opening.type, 'NON_PUBLIC')}"
    yield "opening_type", entry.opening.type
    yield "opening_condition", entry.opening.condition[lang]
    yield "opening_basis", entry.opening.basis[lang]
    yield "opening_apply", entry.opening.apply[lang]
    yield "sharing_type", entry.sharing.type
    yield "level", entry.level
    yield "frequency", f"{vocab.FREQUENCY}/{listed.frequency}"
    yield "temporal_start", iso(entry.temporal.start)
    yield "temporal_end", iso(entry.temporal.end)
    yield "spatial_code", entry.spatial
    yield "language", ",".join(package.languages)
    yield "provider_code", entry.provider
    yield "contact_phone", listed.contact.phone


def iso(value: date | None) -> str:
    """``2026-03-01``, or nothing."""
    return value.isoformat() if value else ""


def moment(value: date | None) -> str | None:
    """A day as CKAN writes moments: with microseconds and without a zone."""
    return f"{value.isoformat()}T00:00:00.000000" if value else None


def to_index(package: Json) -> Json:
    """What searching, filtering and counting need of a package: the values of each key of CKAN's search index."""
    extras = {e["key"]: e["value"] for e in package["extras"]}
    office = package["organization"]
    return {
        "id": [package["id"]],
        "name": [package["name"]],
        "title": list(package["title_translated"].values()),
        "organization": [office["name"]] if office else [],
        "owner_org": [office["id"]] if office else [],
        "groups": [g["name"] for g in package["groups"]],
        "tags": [t["name"] for t in package["tags"]],
        "tag_ids": [t["id"] for t in package["tags"]],
        "license_id": [package["license_id"]] if package["license_id"] else [],
        "res_format": list(dict.fromkeys(r["format"] for r in package["resources"])),
        "dataset_type": ["dataset"],
        "state": ["active"],
        "capacity": ["public"],
        "metadata_created": [package["metadata_created"] or ""],
        "metadata_modified": [package["metadata_modified"] or ""],
        "opening_type": [extras.get("opening_type", "")],
        "resources": [[r["id"], r["table"]] for r in package["resources"]],
    }


# --- resources ----------------------------------------------------------------------------------------------------


def offered(listed: Listing) -> Iterator[Download]:
    """The downloads that are resources in CKAN: each form of each resource, not the bundle of them all."""
    return (d for d in listed.downloads if d.form != "zip")


def _resource(listed: Listing, download: Download, position: int) -> Json:
    resource, lang = listed.resource(download), listed.portal.language
    form = vocab.form(download.form, resource.format if resource else "")
    table = listed.dataset.table(download.resource)
    title = (resource.title if resource else Text()) or listed.package.title
    when = moment(listed.modified or listed.issued)
    return {
        "id": download_id(listed.package, download),
        "package_id": listed.id,
        "position": position,
        "name": f"{title[lang]} · {form.label[lang]}",
        "name_translated": {tag: f"{string} · {form.label[tag]}" for tag, string in title},
        "description": resource.description[lang] if resource else "",
        "url": listed.urls.absolute(download.url),
        "url_type": None,
        "format": form.name,
        "mimetype": download.media_type.split(";")[0],
        "mimetype_inner": None,
        "size": download.size,
        "hash": f"sha256:{download.document.sha256}" if download.document and download.document.sha256 else "",
        "resource_type": None,
        "cache_url": None,
        "cache_last_updated": None,
        "created": moment(listed.issued),
        "last_modified": when,
        "metadata_modified": when,
        "state": "active",
        "datastore_active": table is not None,
        "table": table.name if table else None,
    }


# --- organisations, groups, tags, licences ------------------------------------------------------------------------


def organisation_id(office: Organisation) -> str:
    """An office is the same through a change of its slug: its code is its identity."""
    return identify("organization", office.code)


def _owner(office: Organisation, lang: str) -> Json:
    return {
        "id": organisation_id(office),
        "name": office.slug,
        "title": office.name[lang],
        "type": "organization",
        "description": "",
        "image_url": "",
        "created": moment(office.valid_from),
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def to_organisation(office: Organisation, count: int, lang: str) -> Json:
    """An office as ``organization_show`` and ``organization_list(all_fields)`` give it."""
    return _owner(office, lang) | {
        "display_name": office.name[lang],
        "title_translated": dict(office.name),
        "image_display_url": "",
        "package_count": count,
        "num_followers": 0,
        "extras": [{"key": k, "value": v} for k, v in (("code", office.code), ("tier", office.tier)) if v],
        "tags": [],
        "users": [],
        "groups": [],
    }


def group_id(topic: Topic) -> str:
    """The UUID of a topic."""
    return identify("group", topic.slug)


def _membership(topic: Topic, lang: str) -> Json:
    return {
        "id": group_id(topic),
        "name": topic.slug,
        "title": topic.name[lang],
        "display_name": topic.name[lang],
        "description": topic.description[lang],
        "image_display_url": "",
    }


def to_group(topic: Topic, count: int, lang: str) -> Json:
    """A topic as ``group_show`` and ``group_list(all_fields)`` give it."""
    return _membership(topic, lang) | {
        "title_translated": dict(topic.name),
        "type": "group",
        "image_url": "",
        "created": None,
        "is_organization": False,
        "approval_status": "approved",
        "state": "active",
        "package_count": count,
        "num_followers": 0,
        "extras": [],
        "tags": [],
        "users": [],
        "groups": [],
    }


def tag_name(word: str) -> str:
    """A keyword as a tag: CKAN separates tags by commas."""
    return " ".join(word.replace(",", " ").split())


def tag(name: str) -> Json:
    """A tag as packages and ``tag_show`` give it."""
    return {
        "id": identify("tag", name),
        "name": name,
        "display_name": name,
        "state": "active",
        "vocabulary_id": None,
    }


def to_licence(licence: Licence, lang: str) -> Json:
    """A licence as ``license_list`` gives it."""
    return {
        "id": licence.id,
        "title": licence.name[lang],
        "title_translated": dict(licence.name),
        "url": licence.url,
        "status": "active",
        "family": "",
        "maintainer": "",
        "domain_content": False,
        "domain_data": True,
        "domain_software": False,
        "od_conformance": "approved" if licence.open else "rejected",
        "osd_conformance": "not reviewed",
        "is_generic": False,
        "is_okd_compliant": licence.open,
        "is_osi_compliant": False,
    }


# --- the whole ----------------------------------------------------------------------------------------------------


def to_site(portal: Portal) -> Json:
    """The portal as ``status_show`` gives it."""
    return {
        "site_title": portal.title[portal.language],
        "site_description": portal.description[portal.language],
        "site_url": Urls.of(portal).absolute(urls.HOME),
        "error_emails_to": portal.contact.email or None,
        "locale_default": "zh_Hans_CN" if portal.language.lower().startswith("zh") else portal.language,
        "extensions": ["datastore"],
        "ckan_version": "2.11.0",
    }


def lists(admitted: Admitted, listed: Iterable[Listing]) -> dict[str, Json]:
    """The answers of the list actions, by action: every name, and every dictionary where one is asked for."""
    lang, registers = admitted.portal.language, admitted.registers
    known = list(listed)
    offices = Counter(each.provider.code for each in known if each.provider)
    topics = Counter(each.topic.slug for each in known if each.topic)
    words = {tag_name(word) for each in known for _, word in each.keywords} - {""}
    return {
        "package_list": [each.package.name for each in known],
        "organization_list": sorted(
            (to_organisation(o, offices[o.code], lang) for o in registers.organisations.values()),
            key=lambda o: str(o["name"]),
        ),
        "group_list": sorted(
            (to_group(t, topics[t.slug], lang) for t in registers.topics.values()), key=lambda g: str(g["name"])
        ),
        "tag_list": sorted(words),
        "license_list": [to_licence(licence, lang) for licence in registers.licences.values()],
        "status_show": to_site(admitted.portal),
    }


def envelope(action: str, result: Json, address: Urls) -> Json:
    """An answer as the Action API wraps it."""
    return {"help": help_url(action, address), "success": True, "result": result}


def help_url(action: str, address: Urls) -> str:
    """Where CKAN explains an action."""
    return f"{address.absolute(urls.action('help_show'))}?name={action}"
