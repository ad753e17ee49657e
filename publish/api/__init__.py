"""The query interface: Datasette over the databases of a release, and CKAN's Action API beside it.

``config`` says what the service needs to know, and is all that a build asks of this folder; ``application`` is the
service.
"""
