from django.contrib import admin
from django.urls import include, path

from sanktion.models import Case, Citizen


class Site(admin.AdminSite):
    def has_permission(self, request):
        return request.user.is_authenticated


class Shown(admin.ModelAdmin):
    list_per_page = 25

    def has_view_permission(self, request, obj=None):
        return True


class CaseAdmin(Shown):
    list_display = ("number", "citizen", "event", "status", "next_due", "owner")
    ordering = ("next_due", "pk")


class CitizenAdmin(Shown):
    list_display = ("first_name", "last_name", "masked_cpr", "team")
    search_fields = ("search_key",)


site = Site()
site.register(Case, CaseAdmin)
site.register(Citizen, CitizenAdmin)
urlpatterns = [path("admin/", site.urls), path("", include("sanktion.config.urls"))]
