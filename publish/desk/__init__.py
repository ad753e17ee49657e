"""A desk for people who never open a terminal: a few pages on this computer, from a table to a package.

One hands in a table, looks whether it was understood, answers what only a person knows, sees the page as it will look
with the gate's verdict, and takes the package along, or puts it on a branch. The pages hold no rule of their own: they
show what ``draft``, ``read``, ``pipeline`` and ``report`` say.

Nobody but this computer is answered (``guard``), and nothing is written into the portal's folder but a branch that a
person asked for (``branch``). Drafts live in a temporary folder that is gone when the desk is closed.
"""

from publish.desk.application import app, run

__all__ = ["app", "run"]
