from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """A script module imports the others by their hashed names: a new version is never mixed with an old one."""

    support_js_module_import_aggregation = True
