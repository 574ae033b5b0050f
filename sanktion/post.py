"""How the core's own letters are posted. The app that can post registers how in its ``apps.py:ready()``."""

from collections.abc import Callable

from sanktion.models import CaseDocument, User

# ``post(document, by=...)`` puts a filed letter in line to be sent and gives the channel's name: «Digital Post».
Post = Callable[..., str]


class NotPosted(Exception):
    """The citizen can't be reached. The message is Danish and meant for the caseworker."""


_posts: list[Post] = []


def register_post(post: Post) -> None:
    """The last one registered posts."""
    _posts.append(post)


def post_letter(document: CaseDocument, *, by: User) -> str:
    """Post a filed letter in the caller's transaction; the channel's name, or "" when nobody posts letters here.

    Raises NotPosted.
    """
    return _posts[-1](document, by=by) if _posts else ""
