from django.urls import path

from tilsyn.urls.addresses import SELECTED, SUPERVISION
from tilsyn.views import reader, rooms

ROOM = "laeserum/<supervision:supervision>/"
READ = f"{ROOM}sager/<str:number>/"
urlpatterns = [
    path(f"{SUPERVISION}laeserum/", rooms.RoomsView.as_view(), name="reading_room"),
    path(f"{SUPERVISION}laeserum/aabn/", rooms.OpenRoomView.as_view(), name="reading_room_open"),
    path(f"{SUPERVISION}laeserum/<int:room>/lukketid/", rooms.MoveRoomView.as_view(), name="reading_room_move"),
    path(f"{SUPERVISION}laeserum/<int:room>/luk/", rooms.CloseRoomView.as_view(), name="reading_room_close"),
    path(f"{SUPERVISION}laeserum/opslag/", rooms.LooksView.as_view(), name="reading_room_looks"),
    path(f"{SELECTED}laeserum/", rooms.ApprovePapersView.as_view(), name="selected_room"),
    path(f"{SELECTED}laeserum/<int:paper>/", rooms.RoomPaperView.as_view(), name="selected_room_paper"),
    path(f"{SELECTED}laeserum/<int:paper>/tag-ud/", rooms.WithdrawPaperView.as_view(), name="selected_room_withdraw"),
    path(f"{SELECTED}kopier/", rooms.CopiesView.as_view(), name="selected_copies"),
    path("laeserum/", reader.RoomsView.as_view(), name="reader_rooms"),
    path(ROOM, reader.RoomView.as_view(), name="reader_room"),
    path(READ, reader.CaseView.as_view(), name="reader_case"),
    path(f"{READ}papirer/<int:paper>/", reader.PaperView.as_view(), name="reader_paper"),
    path(f"{READ}kopier/", reader.CopiesView.as_view(), name="reader_copies"),
]
