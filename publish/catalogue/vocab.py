"""The words of the machine catalogues: namespaces and codes, each written once.

Source of the codes: the EU authority tables and DCAT-AP 3.0.1; media types are IANA's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publish.model import Opening, Text

PREFIXES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_EU = "http://publications.europa.eu/resource/authority/"
FREQUENCY = f"{_EU}frequency"
THEME = f"{_EU}data-theme"
ACCESS = f"{_EU}access-right"
LANGUAGE = f"{_EU}language"
FILE_TYPE = f"{_EU}file-type"
AVAILABILITY = f"{_EU}planned-availability"
LICENCE_TYPE = "http://purl.org/adms/licencetype"
PUBLISHER_TYPE = "http://purl.org/adms/publishertype"
MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"

THEMES: Mapping[str, str] = {
    "AGRI": "Agriculture, fisheries, forestry and food",
    "ECON": "Economy and finance",
    "EDUC": "Education, culture and sport",
    "ENER": "Energy",
    "ENVI": "Environment",
    "GOVE": "Government and public sector",
    "HEAL": "Health",
    "INTR": "International issues",
    "JUST": "Justice, legal system and public safety",
    "REGI": "Regions and cities",
    "SOCI": "Population and society",
    "TECH": "Science and technology",
    "TRAN": "Transport",
}
# How far an entry is opened, in the EU's words.
RIGHTS: Mapping[str, str] = {
    Opening.UNCONDITIONAL: "PUBLIC",
    Opening.CONDITIONAL: "RESTRICTED",
    Opening.WITHHELD: "NON_PUBLIC",
}
# By the first part of the tag.
_LANGUAGES = "ar:ARA bo:BOD de:DEU en:ENG es:SPA fr:FRA it:ITA ja:JPN ko:KOR mn:MON pt:POR ru:RUS ug:UIG zh:ZHO"
LANGUAGES: Mapping[str, str] = dict(pair.split(":") for pair in _LANGUAGES.split())
# Tiers of the register of organisations, in the words of ADMS.
PUBLISHERS: Mapping[str, str] = {"nation": "NationalAuthority", "province": "RegionalAuthority"}


def full(name: str) -> str:
    """``dct:title`` as an address."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


@dataclass(frozen=True, slots=True)
class Form:
    """A form of download: how people, CKAN and the EU's table of file types call it."""

    label: Text
    name: str
    file_type: str = ""


def _form(zh: str, en: str, name: str, file_type: str = "") -> Form:
    return Form(Text((("zh-Hans", zh), ("en", en))), name, file_type)


_FORMS: Mapping[str, Form] = {
    "csv": _form("CSV", "CSV", "CSV", "CSV"),
    "excel.csv": _form("CSV（供 Excel 打开）", "CSV for Excel", "CSV", "CSV"),
    "xlsx": _form("Excel 工作簿", "Excel workbook", "XLSX", "XLSX"),
    "json": _form("JSON", "JSON", "JSON", "JSON"),
    "ndjson": _form("逐行 JSON", "JSON lines", "NDJSON", "JSON"),
    "parquet": _form("Parquet", "Parquet", "PARQUET", "PARQUET"),
    "geojson": _form("GeoJSON", "GeoJSON", "GEOJSON", "GEOJSON"),
    "zip": _form("整个数据包", "The whole package", "ZIP", "ZIP"),
}
_FILE_TYPES = frozenset({"CSV", "XLSX", "XLS", "ODS", "JSON", "XML", "GEOJSON", "ZIP", "PDF", "HTML", "TSV", "PARQUET"})


def form(name: str, source: str = "") -> Form:
    """The words for a form; an original is called after its own format (``source``: pdf, csv …)."""
    known = _FORMS.get(name)
    if known:
        return known
    upper = (source or name).upper()
    return _form(f"原始文件（{upper}）", f"Original file ({upper})", upper, upper if upper in _FILE_TYPES else "")


def bare(media_type: str) -> str:
    """A media type without parameters; "" for one that IANA does not list (``application/x-ndjson``)."""
    plain = media_type.split(";")[0].strip()
    return "" if "/x-" in plain or "/" not in plain else plain


def licence_type(name: str) -> str:
    """The ADMS type of a licence by its identifier, "" when none fits."""
    upper = name.upper()
    if upper.startswith(("CC0", "PDDL", "ODC-PDDL", "WTFPL")):
        return "PublicDomain"
    if "-NC" in upper:
        return "NonCommercialUseOnly"
    if "-ND" in upper:
        return "NoDerivativeWork"
    if "-SA" in upper or upper.startswith("ODBL"):
        return "ViralEffect-ShareAlike"
    return "Attribution" if upper.startswith(("CC-BY", "ODC-BY", "MIT", "APACHE")) else ""
