/* The only file that includes cmark. cmark cannot survive a failed allocation of its own, so lesson
 * files are capped at 1 MiB; this is the one exception to the rule that memory may run out. */
#include "lesson_private.h"

#include <cmark.h>
#include <string.h>

enum { DEPTH_MAX = 8 }; /* lists and quotes inside each other */

/* --- inlines to spans --- */

typedef struct span_list {
    gr_span *spans;
    size_t count, capacity;
    gr_arena *arena;
    bool html;    /* there was some, and it was left out */
    bool unclean; /* an entity spelled what the file itself must not hold */
} span_list;

static bool add_span(span_list *list, gr_span_style style, const char *text, gr_error *err)
{
    gr_text_fault fault;

    if (!gr_grow(&list->spans, list->count, &list->capacity, sizeof *list->spans, err))
        return false;
    list->unclean = list->unclean || !gr_text_check(text, strlen(text), &fault);
    char *copy = gr_arena_strdup(list->arena, text, err);
    if (copy == NULL)
        return false;
    list->spans[list->count++] = (gr_span){ style, copy };
    return true;
}

static bool add_leaf(span_list *list, cmark_node *node, gr_span_style style, gr_error *err)
{
    const char *literal = cmark_node_get_literal(node);

    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT: return add_span(list, style, literal, err);
    case CMARK_NODE_SOFTBREAK: return add_span(list, style, " ", err);
    case CMARK_NODE_LINEBREAK: return add_span(list, GR_SPAN_BREAK, "", err);
    case CMARK_NODE_CODE: return add_span(list, GR_SPAN_CODE, literal, err);
    case CMARK_NODE_HTML_INLINE: list->html = true; return true;
    default: return true;
    }
}

static const char no_html[] = "HTML is not shown in lessons";
static const char no_entity[] = "a control character, spelled as &#...;";

/* All inlines below a node, in order; emphasis inside strong text stays strong. */
static bool collect_spans(span_list *list, cmark_node *parent, gr_error *err)
{
    cmark_iter *iter = cmark_iter_new(parent);
    int strong = 0, emphasis = 0;
    bool good = true;
    cmark_event_type event;

    while (good && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        int change = event == CMARK_EVENT_ENTER ? 1 : -1;
        if (cmark_node_get_type(node) == CMARK_NODE_STRONG)
            strong += change;
        else if (cmark_node_get_type(node) == CMARK_NODE_EMPH)
            emphasis += change;
        else if (event == CMARK_EVENT_ENTER)
            good = add_leaf(list, node,
                            strong > 0     ? GR_SPAN_STRONG
                            : emphasis > 0 ? GR_SPAN_EMPHASIS
                                           : GR_SPAN_PLAIN,
                            err);
    }
    cmark_iter_free(iter);
    return good;
}

static bool spans_of(gr_reading *reading, cmark_node *node, gr_block *block, gr_error *err)
{
    span_list list = { .arena = &reading->lesson->arena };
    bool good = collect_spans(&list, node, err);

    if (good && list.count > 0) {
        block->spans = gr_arena_alloc(list.arena, list.count, sizeof *block->spans, err);
        good = block->spans != NULL;
        if (good)
            memcpy(block->spans, list.spans, list.count * sizeof *block->spans);
        block->span_count = list.count;
    }
    gr_free(list.spans);
    return good && (!list.html || gr_reading_complain(reading, block->line, no_html, err)) &&
           (!list.unclean || gr_reading_complain(reading, block->line, no_entity, err));
}

/* --- code and tables: lines of the file --- */

static size_t count_lines(const char *text)
{
    size_t lines = 0;

    for (const char *at = text; *at != '\0'; at++)
        lines += *at == '\n' || at[1] == '\0';
    return lines;
}

static bool code_block(gr_reading *reading, cmark_node *node, gr_block *block, gr_error *err)
{
    const char *at = cmark_node_get_literal(node);

    block->kind = GR_BLOCK_CODE;
    block->columns = 1;
    block->rows = count_lines(at);
    block->cells = gr_arena_alloc(&reading->lesson->arena, block->rows, sizeof *block->cells, err);
    for (size_t i = 0; block->cells != NULL && i < block->rows; i++) {
        size_t length = strcspn(at, "\n");
        block->cells[i] = gr_arena_strndup(&reading->lesson->arena, at, length, err);
        if (block->cells[i] == NULL)
            return false;
        at += length + (at[length] == '\n');
    }
    return block->cells != NULL;
}

/* The start of a line of the file, from 1. Lines are asked for in nearly their order, so the search
 * goes on from the last one. */
static const char *line_of(gr_reading *reading, long line)
{
    if (reading->at == NULL || line < reading->at_line) {
        reading->at = reading->text;
        reading->at_line = 1;
    }
    for (; reading->at_line < line; reading->at_line++) {
        const char *end = strchr(reading->at, '\n');
        if (end == NULL)
            return "";
        reading->at = end + 1;
    }
    return reading->at;
}

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t");
}

/* Every line of the paragraph begins with a bar. */
static bool is_table(gr_reading *reading, cmark_node *node)
{
    long first = cmark_node_get_start_line(node), last = cmark_node_get_end_line(node);

    for (long line = first; line <= last; line++)
        if (*skip_blanks(line_of(reading, line)) != '|')
            return false;
    return true;
}

/* Cells of a line `| a | b |`. Returns their number; stores up to `room` of them. */
static size_t split_cells(gr_arena *arena, const char *line, const char **cells, size_t room,
                          gr_error *err)
{
    size_t count = 0;
    const char *at = skip_blanks(line);

    while (*at == '|') {
        const char *from = skip_blanks(at + 1);
        size_t length = strcspn(from, "|\n");
        if (from[length] != '|' && length == 0)
            break;
        at = from + length;
        while (length > 0 && (from[length - 1] == ' ' || from[length - 1] == '\r'))
            length--;
        if (count < room) {
            cells[count] = gr_arena_strndup(arena, from, length, err);
            if (cells[count] == NULL)
                return 0;
        }
        count++;
    }
    return count;
}

static bool is_delimiter_line(const char *line)
{
    return strspn(line, "|-: \t") == strcspn(line, "\n") && strchr(line, '-') != NULL;
}

static bool table_block(gr_reading *reading, cmark_node *node, gr_block *block, gr_error *err)
{
    gr_arena *arena = &reading->lesson->arena;
    long first = cmark_node_get_start_line(node), last = cmark_node_get_end_line(node);

    block->kind = GR_BLOCK_TABLE;
    block->columns = split_cells(arena, line_of(reading, first), NULL, 0, err);
    size_t room = (size_t)(last - first + 1);
    block->cells = gr_arena_alloc(arena, room * block->columns, sizeof *block->cells, err);
    if (block->cells == NULL)
        return false;
    for (long line = first; line <= last; line++) {
        const char *source = line_of(reading, line);
        if (line > first && is_delimiter_line(source))
            continue;
        const char **cells = block->cells + block->rows * block->columns;
        size_t count = split_cells(arena, source, cells, block->columns, err);
        if (count > block->columns &&
            !gr_reading_complain(reading, line, "more cells than the first row of the table has",
                                 err))
            return false;
        for (size_t c = count; c < block->columns; c++)
            cells[c] = "";
        block->rows++;
    }
    return true;
}

/* --- blocks --- */

/* The live block that an info string names with its first word; NULL for code that is shown. */
static const char *live_name(const char *info)
{
    static const char *const names[] = { "experiment", "predict", "ask", "fill" };
    size_t length = info != NULL ? strcspn(info, " \t") : 0;

    for (size_t i = 0; i < GR_LEN(names); i++)
        if (strlen(names[i]) == length && strncmp(names[i], info, length) == 0)
            return names[i];
    return NULL;
}

/* Two letters wrong, left out or too many: what was meant to be live would be shown as code. */
static bool is_misspelt(const char *info)
{
    static const char *const names[] = { "experiment", "predict" }; /* the others are too short to tell */
    size_t length = info != NULL ? strcspn(info, " \t") : 0;

    for (size_t i = 0; i < GR_LEN(names); i++)
        if (gr_edit_distance(info, length, names[i], strlen(names[i])) <= 2)
            return true;
    return false;
}

/* The line that begins a block of code, from its fence on; NULL when it is indented code, whose
 * first line is code already. */
static const char *fence_of(gr_reading *reading, cmark_node *node)
{
    const char *line = line_of(reading, cmark_node_get_start_line(node));
    const char *fence = line + cmark_node_get_start_column(node) - 1;
    size_t length = strcspn(cmark_node_get_literal(node), "\n");
    bool marked = strncmp(fence, "```", 3) == 0 || strncmp(fence, "~~~", 3) == 0;
    bool is_code = strcspn(fence, "\n") == length &&
                   strncmp(fence, cmark_node_get_literal(node), length) == 0;

    return marked && !is_code ? fence : NULL;
}

/* A fence that nobody closed runs on to the end of the file, and takes all the pages with it. */
static bool is_closed(gr_reading *reading, cmark_node *node, char mark)
{
    long first = cmark_node_get_start_line(node), last = cmark_node_get_end_line(node);
    const char *line = line_of(reading, last);

    line += strspn(line, " \t>");
    return last > first && line[0] == mark && line[1] == mark && line[2] == mark;
}

static bool read_code(gr_reading *reading, cmark_node *node, int depth, gr_error *err)
{
    const char *fence = fence_of(reading, node);
    const char *live = fence != NULL ? live_name(cmark_node_get_fence_info(node)) : NULL;
    gr_block block = { .line = cmark_node_get_start_line(node), .depth = depth };
    gr_place place = { block.line, cmark_node_get_start_column(node) };

    if (fence != NULL && !is_closed(reading, node, *fence))
        return gr_reading_complain(reading, block.line, "this fence is never closed", err);
    if (live != NULL && depth > 0)
        return gr_reading_complain(reading, block.line, "a live block inside a list or quote", err);
    if (live == NULL && fence != NULL && is_misspelt(cmark_node_get_fence_info(node)))
        return gr_reading_complain(reading, block.line,
                                   "this block is misspelt; live blocks are: experiment, predict, "
                                   "ask",
                                   err);
    if (live != NULL)
        return gr_reading_add_live(reading, live, cmark_node_get_literal(node), place, err);
    return code_block(reading, node, &block, err) && gr_reading_add_block(reading, &block, err);
}

static bool read_paragraph(gr_reading *reading, cmark_node *node, gr_block *block, gr_error *err)
{
    if (block->kind == GR_BLOCK_PARAGRAPH && is_table(reading, node))
        return table_block(reading, node, block, err) && gr_reading_add_block(reading, block, err);
    return spans_of(reading, node, block, err) && gr_reading_add_block(reading, block, err);
}

static bool read_blocks(gr_reading *reading, cmark_node *parent, int depth, gr_error *err);

/* The first paragraph of an item carries its marker. */
static bool read_item(gr_reading *reading, cmark_node *item, int depth, const char *marker,
                      bool tight, gr_error *err)
{
    cmark_node *child = cmark_node_first_child(item);

    if (child == NULL || cmark_node_get_type(child) != CMARK_NODE_PARAGRAPH)
        return gr_reading_complain(reading, cmark_node_get_start_line(item),
                                   "a list item that does not begin with text", err);
    gr_block block = { .kind = GR_BLOCK_ITEM, .line = cmark_node_get_start_line(item),
                       .depth = depth, .marker = marker, .tight = tight };
    if (!read_paragraph(reading, child, &block, err))
        return false;
    cmark_node_unlink(child);
    cmark_node_free(child);
    return read_blocks(reading, item, depth, err);
}

/* Its first item then follows the line before it without an empty one. */
static bool is_in_tight_list(cmark_node *list)
{
    cmark_node *item = cmark_node_parent(list);

    return cmark_node_get_type(item) == CMARK_NODE_ITEM &&
           cmark_node_get_list_tight(cmark_node_parent(item)) != 0;
}

static bool read_list(gr_reading *reading, cmark_node *list, int depth, gr_error *err)
{
    bool numbered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
    bool tight = cmark_node_get_list_tight(list) != 0, first = !is_in_tight_list(list);
    int number = cmark_node_get_list_start(list);

    for (cmark_node *item = cmark_node_first_child(list); item != NULL;
         item = cmark_node_next(item)) {
        const char *marker =
            numbered ? gr_arena_printf(&reading->lesson->arena, err, "%d.", number++) : "-";
        if (marker == NULL || !read_item(reading, item, depth, marker, tight && !first, err))
            return false;
        first = false;
    }
    return true;
}

/* A heading inside a list or quote heads what is there, and no page. */
static bool read_heading(gr_reading *reading, cmark_node *node, int depth, gr_error *err)
{
    gr_block block = { .kind = GR_BLOCK_HEADING, .line = cmark_node_get_start_line(node),
                       .depth = depth };
    gr_text title = { 0 };
    int level = cmark_node_get_heading_level(node);

    if (!spans_of(reading, node, &block, err))
        return false;
    if (level == 1 && depth == 0) /* the title again, for whoever reads the file on a forge */
        return true;
    if (level > 2 || depth > 0)
        return gr_reading_add_block(reading, &block, err);
    for (size_t i = 0; i < block.span_count; i++)
        gr_text_add(&title, block.spans[i].text);
    bool good = gr_text_ok(&title, err) &&
                gr_reading_begin_page(reading, gr_text_string(&title), block.line, err);
    gr_text_clear(&title);
    return good;
}

static bool read_block(gr_reading *reading, cmark_node *node, int depth, gr_error *err)
{
    gr_block block = { .line = cmark_node_get_start_line(node), .depth = depth };

    if (depth > DEPTH_MAX)
        return gr_reading_complain(reading, block.line,
                                   "lists and quotes too deep inside each other", err);
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH: return read_paragraph(reading, node, &block, err);
    case CMARK_NODE_HEADING: return read_heading(reading, node, depth, err);
    case CMARK_NODE_CODE_BLOCK: return read_code(reading, node, depth, err);
    case CMARK_NODE_LIST: return read_list(reading, node, depth + 1, err);
    case CMARK_NODE_BLOCK_QUOTE: return read_blocks(reading, node, depth + 1, err);
    case CMARK_NODE_HTML_BLOCK:
        return gr_reading_complain(reading, block.line, no_html, err);
    default: return true;
    }
}

static bool read_blocks(gr_reading *reading, cmark_node *parent, int depth, gr_error *err)
{
    for (cmark_node *node = cmark_node_first_child(parent); node != NULL;
         node = cmark_node_next(node))
        if (!read_block(reading, node, depth, err))
            return false;
    return true;
}

bool gr_markdown_read(gr_reading *reading, gr_error *err)
{
    cmark_node *document =
        cmark_parse_document(reading->text, reading->length, CMARK_OPT_DEFAULT);

    if (document == NULL)
        return gr_fail(err, GR_ERROR_MEMORY, "out of memory: no room to read Markdown");
    bool good = read_blocks(reading, document, 0, err);
    cmark_node_free(document);
    return good;
}
