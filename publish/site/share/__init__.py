"""The image a shared link carries: one for each dataset, in no language, and one for the portal.

It holds no letters, so it is the same for every language and its bytes do not hang on the fonts of a machine: the mark,
the lintel, a lattice in the colour of the topic, and the first picture of the dataset. ``card.svg(…)`` composes it from
the shapes of ``drawing``; ``png.png(…)`` turns it into bytes.
"""
