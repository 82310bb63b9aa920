"""The pdfium calls this reader needs, bound to plain addresses: ctypes pointer objects cost more than the calls."""

import ctypes
from ctypes import POINTER, c_char, c_char_p, c_double, c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p
from typing import Any

from pypdfium2 import raw

Matrix = raw.FS_MATRIX
Rect = raw.FS_RECTF

PASSWORD_ERROR: int = raw.FPDF_ERR_PASSWORD
TEXT: int = raw.FPDF_PAGEOBJ_TEXT
PATH: int = raw.FPDF_PAGEOBJ_PATH
IMAGE: int = raw.FPDF_PAGEOBJ_IMAGE
SHADING: int = raw.FPDF_PAGEOBJ_SHADING
FORM: int = raw.FPDF_PAGEOBJ_FORM


def _bind(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.cast(function, ctypes.CFUNCTYPE(result, *arguments))


_OUT_COLOUR = (POINTER(c_uint), POINTER(c_uint), POINTER(c_uint), POINTER(c_uint))
_OUT_BOUNDS = (POINTER(c_float), POINTER(c_float), POINTER(c_float), POINTER(c_float))

init_library = _bind(raw.FPDF_InitLibrary, None)
last_error = _bind(raw.FPDF_GetLastError, c_ulong)
load_document = _bind(raw.FPDF_LoadMemDocument64, c_void_p, c_void_p, c_size_t, c_void_p)
close_document = _bind(raw.FPDF_CloseDocument, None, c_void_p)
page_count = _bind(raw.FPDF_GetPageCount, c_int, c_void_p)
load_page = _bind(raw.FPDF_LoadPage, c_void_p, c_void_p, c_int)
close_page = _bind(raw.FPDF_ClosePage, None, c_void_p)
page_rotation = _bind(raw.FPDFPage_GetRotation, c_int, c_void_p)
page_box = _bind(raw.FPDF_GetPageBoundingBox, c_int, c_void_p, POINTER(Rect))
page_object_count = _bind(raw.FPDFPage_CountObjects, c_int, c_void_p)
page_object = _bind(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)

load_text = _bind(raw.FPDFText_LoadPage, c_void_p, c_void_p)
close_text = _bind(raw.FPDFText_ClosePage, None, c_void_p)
char_count = _bind(raw.FPDFText_CountChars, c_int, c_void_p)
char_unicode = _bind(raw.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
char_generated = _bind(raw.FPDFText_IsGenerated, c_int, c_void_p, c_int)
char_unmapped = _bind(raw.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
char_object = _bind(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
char_origin = _bind(raw.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, POINTER(c_double), POINTER(c_double))
char_loose_box = _bind(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, POINTER(Rect))
char_box = _bind(raw.FPDFText_GetCharBox, c_int, c_void_p, c_int, *[POINTER(c_double)] * 4)
char_matrix = _bind(raw.FPDFText_GetMatrix, c_int, c_void_p, c_int, POINTER(Matrix))
char_font_size = _bind(raw.FPDFText_GetFontSize, c_double, c_void_p, c_int)

object_type = _bind(raw.FPDFPageObj_GetType, c_int, c_void_p)
object_bounds = _bind(raw.FPDFPageObj_GetBounds, c_int, c_void_p, *_OUT_BOUNDS)
object_matrix = _bind(raw.FPDFPageObj_GetMatrix, c_int, c_void_p, POINTER(Matrix))
fill_colour = _bind(raw.FPDFPageObj_GetFillColor, c_int, c_void_p, *_OUT_COLOUR)
stroke_colour = _bind(raw.FPDFPageObj_GetStrokeColor, c_int, c_void_p, *_OUT_COLOUR)
render_mode = _bind(raw.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
object_font = _bind(raw.FPDFTextObj_GetFont, c_void_p, c_void_p)
font_name = _bind(raw.FPDFFont_GetBaseFontName, c_size_t, c_void_p, POINTER(c_char), c_size_t)
font_flags = _bind(raw.FPDFFont_GetFlags, c_int, c_void_p)
font_weight = _bind(raw.FPDFFont_GetWeight, c_int, c_void_p)
glyph_width = _bind(raw.FPDFFont_GetGlyphWidth, c_int, c_void_p, c_uint, c_float, POINTER(c_float))
font_italic_angle = _bind(raw.FPDFFont_GetItalicAngle, c_int, c_void_p, POINTER(c_int))
path_draw_mode = _bind(raw.FPDFPath_GetDrawMode, c_int, c_void_p, POINTER(c_int), POINTER(c_int))
path_segments = _bind(raw.FPDFPath_CountSegments, c_int, c_void_p)
path_segment = _bind(raw.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
segment_point = _bind(raw.FPDFPathSegment_GetPoint, c_int, c_void_p, POINTER(c_float), POINTER(c_float))
form_object_count = _bind(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
form_object = _bind(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)

mark_count = _bind(raw.FPDFPageObj_CountMarks, c_int, c_void_p)
mark = _bind(raw.FPDFPageObj_GetMark, c_void_p, c_void_p, c_ulong)
mark_string = _bind(
    raw.FPDFPageObjMark_GetParamStringValue, c_int, c_void_p, c_char_p, c_void_p, c_ulong, POINTER(c_ulong)
)
remove_mark_parameter = _bind(raw.FPDFPageObjMark_RemoveParam, c_int, c_void_p, c_void_p, c_char_p)

next_link = _bind(raw.FPDFLink_Enumerate, c_int, c_void_p, POINTER(c_int), POINTER(c_void_p))
link_action = _bind(raw.FPDFLink_GetAction, c_void_p, c_void_p)
action_uri = _bind(raw.FPDFAction_GetURIPath, c_ulong, c_void_p, c_void_p, c_void_p, c_ulong)
