"""Every rule there is, named one by one. The order is that of the manual."""

from __future__ import annotations

from publish.gate.entry.alike import Alike
from publish.gate.entry.charts import Charts
from publish.gate.entry.codes import Coded, OneCode
from publish.gate.entry.columns import DescribedAsGiven, WithheldAbsent
from publish.gate.entry.contact import Asked
from publish.gate.entry.dates import Dated, OnTime
from publish.gate.entry.drafted import Drafted
from publish.gate.entry.filled import Filled
from publish.gate.entry.guide import Guide
from publish.gate.entry.keys import KnownKeys
from publish.gate.entry.links import Links
from publish.gate.entry.listed import Listed
from publish.gate.entry.maps import Approved
from publish.gate.entry.names import FreeName, OwnName
from publish.gate.entry.offices import Offices
from publish.gate.entry.opening import OpenedAsAllowed
from publish.gate.entry.queries import Queries
from publish.gate.entry.related import Related
from publish.gate.entry.script import InItsLanguage
from publish.gate.entry.status import Stands
from publish.gate.entry.translated import Translated
from publish.gate.files.carried import Carried
from publish.gate.files.contents import Contents
from publish.gate.files.digests import Digests
from publish.gate.files.originals import Originals
from publish.gate.files.remote import Remote
from publish.gate.files.tabular import Tabular
from publish.gate.files.text import TextEncoding
from publish.gate.privacy.accounts import Accounts
from publish.gate.privacy.bank_cards import BankCards
from publish.gate.privacy.beside import Beside
from publish.gate.privacy.credentials import Credentials
from publish.gate.privacy.documents import Documents
from publish.gate.privacy.frequency import Declared, SmallCells
from publish.gate.privacy.groups import Anonymity
from publish.gate.privacy.homes import Homes
from publish.gate.privacy.identity import Identity
from publish.gate.privacy.mobile import Mobile
from publish.gate.privacy.names import Names
from publish.gate.privacy.plates import Plates
from publish.gate.privacy.secrecy import Secrecy
from publish.gate.privacy.waivers import Waivers
from publish.gate.rule import CatalogueRule, ChangeRule, EntryRule, PackageRule, QueryRule, Rule, TableRule
from publish.gate.schema.rule_cells import Cells
from publish.gate.schema.rule_described import Description
from publish.gate.schema.rule_header import Columns
from publish.gate.schema.rule_keys import Keys
from publish.gate.schema.rule_rows import Rows
from publish.gate.schema.rule_shapes import Shapes
from publish.gate.versions.comparable import Comparable
from publish.gate.versions.constraints import NotTighter
from publish.gate.versions.dated import Renewed
from publish.gate.versions.fewer import MostRowsKept
from publish.gate.versions.fields import SameColumns
from publish.gate.versions.history import Told
from publish.gate.versions.identity import Kept
from publish.gate.versions.keys import SameKey
from publish.gate.versions.raised import Raised
from publish.gate.versions.resources import SameFiles

RULES: tuple[Rule, ...] = (
    Digests(),
    TextEncoding(),
    Contents(),
    Originals(),
    Tabular(),
    Remote(),
    Carried(),
    Columns(),
    Description(),
    Rows(),
    Cells(),
    Keys(),
    Shapes(),
    Identity(),
    Documents(),
    Names(),
    Mobile(),
    Accounts(),
    Secrecy(),
    BankCards(),
    Credentials(),
    Plates(),
    Homes(),
    Beside(),
    Anonymity(),
    SmallCells(),
    Declared(),
    Waivers(),
    Listed(),
    Coded(),
    OneCode(),
    Guide(),
    KnownKeys(),
    OpenedAsAllowed(),
    Stands(),
    Asked(),
    Filled(),
    Drafted(),
    Translated(),
    InItsLanguage(),
    Dated(),
    OnTime(),
    Links(),
    Approved(),
    OwnName(),
    FreeName(),
    Related(),
    DescribedAsGiven(),
    WithheldAbsent(),
    Queries(),
    Charts(),
    Alike(),
    Offices(),
    SameColumns(),
    NotTighter(),
    SameKey(),
    SameFiles(),
    Raised(),
    Renewed(),
    Told(),
    MostRowsKept(),
    Kept(),
    Comparable(),
)

PACKAGE_RULES = tuple(r for r in RULES if isinstance(r, PackageRule))
TABLE_RULES = tuple(r for r in RULES if isinstance(r, TableRule))
ENTRY_RULES = tuple(r for r in RULES if isinstance(r, EntryRule))
QUERY_RULES = tuple(r for r in RULES if isinstance(r, QueryRule))
CATALOGUE_RULES = tuple(r for r in RULES if isinstance(r, CatalogueRule))
CHANGE_RULES = tuple(r for r in RULES if isinstance(r, ChangeRule))
