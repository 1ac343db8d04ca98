"""The web app: the five screens and the API behind them, on this machine only unless told otherwise."""

from onrecord.web.app import create_app, serve

__all__ = ["create_app", "serve"]
