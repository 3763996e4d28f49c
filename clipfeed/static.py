"""Static files under content-hashed names, JavaScript modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Rewrites `import` statements too, so that a module is cached for ever by its hash."""

    support_js_module_import_aggregation = True
    # A page still renders where collectstatic has not run (tests, a fresh checkout).
    manifest_strict = False
