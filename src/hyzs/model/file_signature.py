"""Recognition of a file's type by its first bytes, whatever its name ends in."""

from pathlib import PurePath

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: First bytes of files by the ending of their names, as the formats are published; other endings are not judged.
_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF",),
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF8",),
    ".bmp": (b"BM",),
    ".tif": (b"II*\0", b"MM\0*"),
    ".tiff": (b"II*\0", b"MM\0*"),
    ".zip": (_ZIP,),
    ".rar": (b"Rar!",),
    ".7z": (b"7z\xbc\xaf",),
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".ofd"), (_ZIP,)),
    **dict.fromkeys((".doc", ".xls", ".ppt"), (_OLE,)),
    **dict.fromkeys((".wps", ".et", ".dps"), (_OLE, _ZIP)),
}
#: Programs of Windows and Linux, and scripts.
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_PROGRAM_ENDINGS = frozenset(
    [
        ".exe",
        ".com",
        ".bat",
        ".cmd",
        ".scr",
        ".msi",
        ".lnk",
        ".js",
        ".vbs",
        ".ps1",
        ".sh",
        ".desktop",
        ".app",
        ".jar",
        ".hta",
        ".pif",
        ".reg",
        ".url",
    ]
)
#: Files that may be opened for people: what they are is clear, and their programs ask before anything in them runs.
OPENABLE = frozenset((*_SIGNATURES, ".txt", ".csv", ".mp4", ".mp3"))


def is_program(name: str, head: bytes) -> bool:
    """True of a file that a computer would run, by its name or its first bytes."""
    return PurePath(name).suffix.lower() in _PROGRAM_ENDINGS or head.startswith(_PROGRAMS)


def has_false_ending(name: str, head: bytes) -> bool:
    """True if files whose names end so begin otherwise."""
    signatures = _SIGNATURES.get(PurePath(name).suffix.lower())
    return signatures is not None and not head.startswith(signatures)
