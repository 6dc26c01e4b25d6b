"""Old Word, OpenDocument and rich text: turned into .docx by LibreOffice where the machine has it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from corpus.errors import InputError
from corpus.limits import unlimited_memory
from corpus.reading.docx import read_docx
from corpus.reading.reading import Reading

_SECONDS = 90
_KINDS = (
    (b"{\\rtf", ".rtf", "application/rtf"),
    (b"PK", ".odt", "application/vnd.oasis.opendocument.text"),
    (b"\xd0\xcf", ".doc", "application/msword"),
)


def read_office(content: bytes, name: str) -> Reading:
    """Raises :class:`InputError` where LibreOffice is absent or cannot read the file."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    suffix, media_type = next((s, m) for magic, s, m in _KINDS if content.startswith(magic))
    if program is None:
        raise InputError(
            f"{name}: cần LibreOffice để đọc tệp {suffix}; hãy cài LibreOffice hoặc lưu tệp dưới dạng .docx.",
            f"{name}: LibreOffice is needed to read a {suffix} file; install it or save the file as .docx.",
        )
    with tempfile.TemporaryDirectory(prefix="luocdo-") as folder:
        converted = _convert(program, content, suffix, Path(folder))
    if converted is None:
        raise InputError(
            f"{name}: LibreOffice không đọc được tệp {suffix} này; tệp hỏng, có mật khẩu hoặc không phải {suffix}.",
            f"{name}: LibreOffice cannot read this {suffix} file; it is damaged, has a password or is no {suffix}.",
        )
    return replace(read_docx(converted, name), media_type=media_type)


def _convert(program: str, content: bytes, suffix: str, folder: Path) -> bytes | None:
    """Run LibreOffice with a profile of its own (two may run at once) and macros off; the .docx, or None."""
    given = folder / f"in{suffix}"
    given.write_bytes(content)
    command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
    command += ["--convert-to", "docx", "--outdir", str(folder / "out"), str(given)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=unlimited_memory,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    made = folder / "out" / "in.docx"
    return made.read_bytes() if made.is_file() else None
