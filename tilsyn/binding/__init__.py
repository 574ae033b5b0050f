"""PDFs put together: papers into a bundle, bundles into a whole request. Knows files and pages, no models."""

from tilsyn.binding.bundle import Bound, Chapter, Cover, Leaf, Place, bind
from tilsyn.binding.request import Volume, bind_request
from tilsyn.binding.sources import Unusable
from tilsyn.binding.stamp import STRIP

__all__ = ["STRIP", "Bound", "Chapter", "Cover", "Leaf", "Place", "Unusable", "Volume", "bind", "bind_request"]
