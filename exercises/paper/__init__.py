"""The course on paper: what an exercise is where there is no screen. It knows no exercise and no control.

blocks     what stands on a page: words, lines to write on, boxes to tick, tables
marked_up  markdown and HTML as blocks
workbook   the course's notebooks as blocks
pages      blocks laid on A4
pdf        pages as a PDF file
picture    the beginning of some blocks as a picture (SVG)
letters    how wide a letter is, and which there are
"""
