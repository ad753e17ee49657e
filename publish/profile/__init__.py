"""What a dataset holds, counted: statistics of its fields, quality marks, timeliness.

Statistics are kept by the content of the table, so only a table that changed is counted again.
"""

from publish.profile.counts import figures
from publish.profile.timeliness import timeliness

__all__ = ["figures", "timeliness"]
