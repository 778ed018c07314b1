"""Files that are too large are refused while they come in: nothing of them is kept, and the rest of the form is."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from arraigo.reception.manifests import Limits, TooLarge

_MARK = "_arraigo_too_large"
_MEGABYTE = 1_000_000


class ListSizeHandler(FileUploadHandler):
    """
    First of the upload handlers (setting ``FILE_UPLOAD_HANDLERS``): stops keeping a file past the limit of a list.

    The other fields of the form are read to the end, so that what was typed stays.
    """

    chunk_size = 256 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.most = Limits().megabytes * _MEGABYTE

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) <= self.most:
            return raw_data
        setattr(self.request, _MARK, self.file_name)
        raise SkipFile

    def file_complete(self, file_size: int) -> None:
        return None


def refusal_of(request: HttpRequest) -> TooLarge | None:
    """Why the file of this request was not taken, if it was too large."""
    name = getattr(request, _MARK, None)
    if name is None:
        return None
    size = round(int(request.META.get("CONTENT_LENGTH") or 0) / _MEGABYTE)
    return TooLarge(file=name, megabytes=max(size, Limits().megabytes + 1), limit=Limits().megabytes)
