"""The desk for programs: the same acts as the pages, in JSON, with a key instead of a cookie.

What each address takes and gives is described by `templates/desk/openapi.yaml`, which is served
at `/api/v1/openapi.json` and which tests hold against the routes and their answers.
"""
