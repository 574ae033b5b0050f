from functools import cache

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """A script module imports the others by their hashed names: a new version is never mixed with an old one."""

    support_js_module_import_aggregation = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Every page names two dozen files, and what they are called follows from the manifest, which is read once.
        self.url = cache(self.url)

    def create_compressor(self, **kwargs):
        # The letters' fonts are read where they lie, and nobody fetches them: they took longer than all the rest.
        skipped = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "ttf")
        return super().create_compressor(**(kwargs | {"extensions": skipped}))
