"""Errors for people: what was wrong, and what to do."""

from __future__ import annotations


class UsageError(Exception):
    """Wrong usage: a path that is not there, a case file that cannot be read, a time that is none."""
