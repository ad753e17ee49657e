"""Every rule there is, named one by one. The order is that of the manual."""

from __future__ import annotations

from publish.gate.entry.filled import Filled
from publish.gate.entry.links import Links
from publish.gate.entry.listed import Listed, OneCode
from publish.gate.entry.maps import Approved
from publish.gate.entry.names import FreeName, OwnName
from publish.gate.entry.opening import OpenedAsAllowed
from publish.gate.entry.texts import Dated, Translated
from publish.gate.files.contents import Contents
from publish.gate.files.digests import Digests
from publish.gate.files.originals import Originals
from publish.gate.files.text import TextEncoding
from publish.gate.privacy.identity import Identity
from publish.gate.privacy.mobile import Mobile
from publish.gate.privacy.secrecy import Secrecy
from publish.gate.privacy.waivers import Waivers
from publish.gate.rule import CatalogueRule, EntryRule, PackageRule, Rule, TableRule
from publish.gate.schema.rule_cells import Cells
from publish.gate.schema.rule_described import Description
from publish.gate.schema.rule_header import Columns
from publish.gate.schema.rule_keys import Keys
from publish.gate.schema.rule_rows import Rows
from publish.gate.schema.rule_shapes import Shapes

RULES: tuple[Rule, ...] = (
    Digests(),
    TextEncoding(),
    Contents(),
    Originals(),
    Columns(),
    Description(),
    Rows(),
    Cells(),
    Keys(),
    Shapes(),
    Identity(),
    Mobile(),
    Secrecy(),
    Waivers(),
    Listed(),
    OneCode(),
    OpenedAsAllowed(),
    Filled(),
    Translated(),
    Dated(),
    Links(),
    Approved(),
    OwnName(),
    FreeName(),
)

PACKAGE_RULES = tuple(r for r in RULES if isinstance(r, PackageRule))
TABLE_RULES = tuple(r for r in RULES if isinstance(r, TableRule))
ENTRY_RULES = tuple(r for r in RULES if isinstance(r, EntryRule))
CATALOGUE_RULES = tuple(r for r in RULES if isinstance(r, CatalogueRule))
