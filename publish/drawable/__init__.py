"""What can be drawn of a table: which columns measure something, which name things, and what can be added up.

The gate tells by it what a wanted picture lacks; the site draws by it. So what the one lets pass, the other draws.
"""
