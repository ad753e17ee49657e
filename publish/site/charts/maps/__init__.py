"""Maps: places, outlines and districts in shades, chosen once from the rows and drawn once a language, without tiles.

``choose.maps(…)`` says what is drawn, in no language (``Map``); ``telling.chart(…)`` what a page shows of it.
"""
