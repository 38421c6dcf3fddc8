"""The demo: the real Slack app over real HTTP against a stand-in workspace, and an API that fails in many ways.

``workspace`` is Slack's state, ``webapi`` its Web API, ``delivery`` what it sends to the app, ``sample_api`` the API,
``examples`` what one may paste, ``site`` and ``page/`` the web page. Everything is on loopback.
"""
