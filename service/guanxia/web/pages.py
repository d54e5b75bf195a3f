"""Pages for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

if TYPE_CHECKING:
    from guanxia.app import Service


def blueprint(service: Service) -> Blueprint:
    del service
    return Blueprint("pages", __name__)
