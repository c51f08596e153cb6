/* prose.h - a piece of running text: blocks of styled spans.
 *
 * What a lesson's Markdown becomes and what the screen wraps and the plain dialogue prints. Text is
 * clean (text.h). All of it lives in the arena of whoever made it.
 *
 * Texts of questions come from YAML and keep their bytes: in them `code` is the only mark, since a *
 * is a product there. They are taken apart where they are shown.
 */
#ifndef GRADUS_PROSE_H
#define GRADUS_PROSE_H

#include "gradus/text.h"

typedef enum gr_span_style {
    GR_SPAN_PLAIN,
    GR_SPAN_EMPHASIS,
    GR_SPAN_STRONG,
    GR_SPAN_CODE,
    GR_SPAN_BREAK /* a line ends here; no text */
} gr_span_style;

typedef struct gr_span {
    gr_span_style style;
    const char *text;
} gr_span;

typedef enum gr_block_kind {
    GR_BLOCK_PARAGRAPH, /* spans, wrapped */
    GR_BLOCK_HEADING,   /* spans */
    GR_BLOCK_ITEM,      /* spans behind a marker: a list item */
    GR_BLOCK_CODE,      /* lines as they are: formulas */
    GR_BLOCK_TABLE,     /* rows of cells, the first row its heads */
    GR_BLOCK_SLOT       /* the place of question number `slot` */
} gr_block_kind;

typedef struct gr_block {
    gr_block_kind kind;
    long line;          /* in its file */
    int depth;          /* of lists around it, 0 for none */
    const char *marker; /* ITEM: "-" or "1." */
    bool tight;         /* no empty line before it */
    gr_span *spans;
    size_t span_count;
    const char **cells; /* CODE: lines; TABLE: rows * columns */
    size_t rows, columns;
    size_t slot;
} gr_block;

/* A part of a text with marks: what stands between two backquotes is code, all else is plain; a
 * backquote without another one, or with nothing between, is itself. */
typedef struct gr_part {
    gr_span_style style; /* PLAIN or CODE */
    const char *text;    /* in the text, without the backquotes */
    size_t length;
} gr_part;

/* The next part, and the place behind it; NULL at the end of the text. */
const char *gr_prose_part(const char *at, gr_part *part);

/* A text with marks as plain words. */
void gr_prose_unmark(const char *text, gr_text *out);

#endif
