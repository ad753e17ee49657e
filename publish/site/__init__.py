"""The site: what people see. Pages are pure values (``pages/``), templates print them, Pelican runs the whole."""

from publish.site.run import build as build
from publish.site.undrawn import drawn as drawn
