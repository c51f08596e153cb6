/* lesson_private.h - how a lesson is put together. Private to src/lesson/. */
#ifndef GRADUS_LESSON_PRIVATE_H
#define GRADUS_LESSON_PRIVATE_H

#include "gradus/lesson.h"
#include "gradus/yaml.h"

/* A lesson while it is being read. */
typedef struct gr_reading {
    gr_lesson *lesson;
    const char *text; /* the file, front matter blanked out */
    size_t length;
    const char *at; /* a line that was looked at, and its number */
    long at_line;
    gr_findings *findings;

    gr_page *pages;
    size_t page_capacity;
    gr_item **items;
    size_t item_capacity;

    /* the page that is open */
    gr_block *blocks;
    size_t block_count, block_capacity;
    const gr_item **page_items;
    size_t page_item_count, page_item_capacity;
} gr_reading;

/* Markdown to blocks, pages and live blocks; see markdown.c. False only when there is no memory. */
bool gr_markdown_read(gr_reading *reading, gr_error *err);

/* A page begins. */
bool gr_reading_begin_page(gr_reading *reading, const char *title, long line, gr_error *err);
bool gr_reading_end_page(gr_reading *reading, gr_error *err);

/* A block of the open page; before the first page it is a finding. */
bool gr_reading_add_block(gr_reading *reading, const gr_block *block, gr_error *err);

/* A live fenced block: `name` is experiment, predict, ask or fill; `fence` is where its first line is. */
bool gr_reading_add_live(gr_reading *reading, const char *name, const char *body, gr_place fence,
                         gr_error *err);

/* An error of the file: noted, and reading goes on. */
bool gr_reading_note(gr_reading *reading, const gr_error *found, gr_error *err);
bool gr_reading_complain(gr_reading *reading, long line, const char *message, gr_error *err);

/* What blocks share; see live_block.c. A NULL node is an absent key and leaves the result as it is.
 * The syntax of an expression is checked here, its names where the run is known. */
bool gr_block_formula(const gr_yaml *node, gr_formula *formula, gr_error *err);
bool gr_block_texts(gr_lesson *lesson, const gr_yaml *list, const char ***texts, size_t *count,
                    gr_error *err);
bool gr_block_settings(gr_lesson *lesson, const gr_yaml *set, const gr_setting **settings,
                       size_t *count, gr_error *err);

/* `x: [low, high]`: what an axis shows. */
bool gr_block_range(const gr_yaml *node, double *low, double *high, gr_error *err);

/* One live block's YAML; see lab_block.c, compare_block.c, item_block.c. The errors are of the
 * file. */
bool gr_lab_read(gr_lesson *lesson, const gr_yaml *root, gr_lab *lab, gr_error *err);
bool gr_compare_read(gr_lesson *lesson, const gr_yaml *compare, gr_lab *lab, gr_error *err);
bool gr_compare_check(const gr_yaml *compare, const gr_lab *lab, const gr_values *values,
                      gr_error *err);
/* `name` is predict, ask or fill. */
bool gr_item_read(gr_lesson *lesson, const char *name, const gr_yaml *root, gr_item *item,
                  gr_error *err);

#endif
