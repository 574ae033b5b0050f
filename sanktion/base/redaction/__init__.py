"""Taking what must not be read out of a PDF, and looking for what was left.

A page that something is taken from is rebuilt from its own picture: what was under a box is nowhere in the file. Boxes
are measured on the page as it is shown (turned and cropped), in points from its lower left corner, so that they fit
the finished file as they fitted the original.
"""

from sanktion.base.redaction.boxes import Box
from sanktion.base.redaction.leaks import Leak, leaks, under_boxes
from sanktion.base.redaction.reading import Unreadable, find, page_picture, page_sizes, text_under, words_under
from sanktion.base.redaction.rebuild import after_dropping, one_page, redact

__all__ = [
    "Box",
    "Leak",
    "Unreadable",
    "after_dropping",
    "find",
    "leaks",
    "one_page",
    "page_picture",
    "page_sizes",
    "redact",
    "text_under",
    "under_boxes",
    "words_under",
]
