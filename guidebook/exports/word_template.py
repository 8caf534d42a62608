"""The empty Word document: A4, few styles, no theme, nothing of who made it."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RELATED
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Arial"
"""On every machine, or there under another name with the same widths; has all letters of the editions."""
MARGIN, WIDTH = Mm(22), Mm(210 - 2 * 22)
"""Left and right of the page, and what is left between them."""
NORMAL, TITLE, HEADING = "Normal", "Heading 1", "Heading 2"
BULLET, POINT = "List Bullet", "List Number"
NOTICE, LETTERHEAD, LINE, GRID = "Notice", "Letterhead", "Line to write on", "Table Grid"
KEPT = {NORMAL, "Default Paragraph Font", "Normal Table", "No List", TITLE, HEADING, BULLET, POINT, GRID}
"""Styles of the template of python-docx that a paper uses."""
DROPPED = {
    RELATED.THEME, RELATED.FONT_TABLE, RELATED.WEB_SETTINGS, RELATED.CUSTOM_XML, RELATED.THUMBNAIL,
    RELATED.EXTENDED_PROPERTIES, "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
}  # fmt: skip
"""Parts of that template that a paper does without."""
SETTINGS = {"zoom", "defaultTabStop", "characterSpacingControl", "compat", "decimalSymbol", "listSeparator"}
COMPATIBILITY = "15"
"""Word 2013 and newer; with a lower number Word shows that it works in an old mode."""
BULLETS = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="357" w:hanging="357"/></w:pPr></w:lvl></w:abstractNum>"""
BULLETS_NUMBER = f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


def style_id(name: str) -> str:
    """How paragraphs refer to a style."""
    return name.replace(" ", "")


def empty_document() -> WordDocument:
    """A new document with the styles of the papers."""
    return Document(BytesIO(_template()))


@cache
def _template() -> bytes:
    document = Document()
    for part in (document.part, document.part.package):
        for key in [key for key, related in part.rels.items() if related.reltype in DROPPED]:
            del part.rels[key]
    _set_page(document)
    _set_styles(document)
    _set_settings(document.settings.element)
    numbering: Any = document.part.numbering_part.element
    numbering[:] = [parse_xml(BULLETS), parse_xml(BULLETS_NUMBER)]
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Mm(18)


def _set_styles(document: WordDocument) -> None:
    styles = document.styles
    for style in list(styles):
        if style.name not in KEPT:
            style.delete()
    latent = styles.element.find(qn("w:latentStyles"))
    latent[:] = []
    for fonts in styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
    for link in [*styles.element.iter(qn("w:link"))]:
        link.getparent().remove(link)
    for own in (NOTICE, LETTERHEAD, LINE):
        styles.add_style(own, WD_STYLE_TYPE.PARAGRAPH).base_style = styles[NORMAL]
    normal = _set_style(document, NORMAL, 10.5, 0, 6)
    normal.paragraph_format.line_spacing = 1.1
    _set_style(document, TITLE, 15, 14, 8, bold=True)
    _set_style(document, HEADING, 11, 8, 2, bold=True)
    for name in (BULLET, POINT):
        _set_style(document, name, 10.5, 0, 2)
    _set_style(document, NOTICE, 9, 6, 6)
    _set_style(document, LINE, 10.5, 6, 4)
    letterhead = _set_style(document, LETTERHEAD, 11, 0, 0, bold=True)
    letterhead.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_style(
    document: WordDocument, name: str, size: float, before: float, after: float, bold: bool = False
) -> ParagraphStyle:
    """Sets size and space of a paragraph style, in points, in black."""
    style = cast(ParagraphStyle, document.styles[name])
    style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    style.font.bold = bold or None
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    for numbers in [*style.element.iter(qn("w:numPr"))] if name == POINT else []:
        numbers.getparent().remove(numbers)
    return style


def _set_settings(settings: Any) -> None:
    names = {qn(f"w:{name}") for name in SETTINGS}
    settings[:] = [setting for setting in settings if setting.tag in names]
    zoom = settings.find(qn("w:zoom"))
    zoom.attrib.clear()
    zoom.set(qn("w:percent"), "100")
    compat = settings.find(qn("w:compat"))
    compat.remove(compat.find(qn("w:useFELayout")))
    compat[0].set(qn("w:val"), COMPATIBILITY)
