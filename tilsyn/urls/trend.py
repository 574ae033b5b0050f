from django.urls import path

from tilsyn.views import trend

urlpatterns = [
    path("tilsyn/over-tid/", trend.TrendView.as_view(), name="supervision_trend"),
    path("tilsyn/over-tid/maal/ny/", trend.TargetNewView.as_view(), name="error_target_new"),
    path("tilsyn/over-tid/tal/ny/", trend.FiguresNewView.as_view(), name="benchmark_new"),
]
