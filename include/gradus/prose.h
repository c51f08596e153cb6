/* prose.h - a piece of running text: blocks of styled spans.
 *
 * What a lesson's Markdown becomes and what the screen wraps and the plain dialogue prints. Text is
 * clean (text.h). All of it lives in the arena of whoever made it.
 */
#ifndef GRADUS_PROSE_H
#define GRADUS_PROSE_H

#include <stdbool.h>
#include <stddef.h>

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

#endif
