from django.urls import path

from tilsyn.urls.addresses import SELECTED, SUPERVISION
from tilsyn.views import bundles

BUNDLES = f"{SUPERVISION}samling/"
BUNDLE = f"{SELECTED}samling/"

urlpatterns = [
    path(BUNDLES, bundles.BundlesView.as_view(), name="bundles"),
    path(f"{BUNDLES}dan/", bundles.BundlesMakeView.as_view(), name="bundles_make"),
    path(f"{BUNDLES}status/", bundles.BundlesProgressView.as_view(), name="bundles_progress"),
    path(f"{BUNDLES}aktfortegnelse/", bundles.IndexView.as_view(), name="bundles_index"),
    path(f"{BUNDLES}hele/", bundles.WholePdfView.as_view(), name="bundles_whole"),
    path(f"{BUNDLES}print/", bundles.PrintView.as_view(), name="bundles_print"),
    path(f"{BUNDLES}manifest/", bundles.ManifestView.as_view(), name="bundles_manifest"),
    path(BUNDLE, bundles.SelectedBundleView.as_view(), name="selected_bundle"),
    path(f"{BUNDLE}dan/", bundles.SelectedBundleMakeView.as_view(), name="selected_bundle_make"),
    path(f"{BUNDLE}<int:sequence>/", bundles.BundleFileView.as_view(), name="bundle_file"),
]
