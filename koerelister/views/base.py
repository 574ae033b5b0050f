from django.shortcuts import get_object_or_404

from koerelister.models import RouteList
from sanktion.views.base import RightRequiredMixin


class RouteListMixin(RightRequiredMixin):
    """For a page under ``/koerelister/<pk>/``: ``self.route_list``, or 404 outside the user's teams and crews."""

    permission_required = "koerelister.register_visits"
    # A draft has no page but the planner's own: nothing of it is printed, driven or noted.
    shows_drafts = False

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            return self.handle_no_permission()
        lists = RouteList.objects.visible_to(request.user).with_progress()
        if not self.shows_drafts:
            lists = lists.published()
        self.route_list = get_object_or_404(lists, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(route_list=self.route_list, **kwargs)
