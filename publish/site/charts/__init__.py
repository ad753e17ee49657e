"""The pictures of a dataset: chosen once from its rows, drawn once a language.

``choose.plans(…)`` says what is drawn, in no language (``Plan``); ``words.chart(…)`` gives what a page in one language
shows (``Chart``). Whatever draws a plan otherwise, an image without words, takes its shapes from ``shapes``.
"""
