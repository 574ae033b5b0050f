from tilsyn.models.bundle import Bundle, BundleContent, BundleEntry, BundleStatus
from tilsyn.models.copy_request import CopyRequest
from tilsyn.models.directorate import Directorate
from tilsyn.models.material_ask import MaterialAsk
from tilsyn.models.paper import PaperKind, SupervisionPaper, SupervisionPaperContent
from tilsyn.models.reading_room import ReadingRoom, RoomLook, RoomReader
from tilsyn.models.room_paper import RoomPaper, RoomPaperContent
from tilsyn.models.selected_case import SelectedCase, SelectedStatus, WithdrawnBecause
from tilsyn.models.supervision import SelectionWay, Supervision, SupervisionForm, SupervisionStatus

__all__ = [
    "Bundle",
    "BundleContent",
    "BundleEntry",
    "BundleStatus",
    "CopyRequest",
    "Directorate",
    "MaterialAsk",
    "PaperKind",
    "ReadingRoom",
    "RoomLook",
    "RoomPaper",
    "RoomPaperContent",
    "RoomReader",
    "SelectedCase",
    "SelectedStatus",
    "SelectionWay",
    "Supervision",
    "SupervisionForm",
    "SupervisionPaper",
    "SupervisionPaperContent",
    "SupervisionStatus",
    "WithdrawnBecause",
]
