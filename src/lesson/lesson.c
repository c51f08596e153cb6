#include "lesson_private.h"

#include "gradus/file.h"

#include <stdlib.h>
#include <string.h>

void gr_lesson_free(gr_lesson *lesson)
{
    if (lesson == NULL)
        return;
    gr_arena_clear(&lesson->arena);
    gr_free(lesson);
}

/* --- findings while reading --- */

bool gr_reading_note(gr_reading *reading, const gr_error *found, gr_error *err)
{
    return gr_findings_add(reading->findings, found, false, err);
}

bool gr_reading_complain(gr_reading *reading, long line, const char *message, gr_error *err)
{
    gr_error found;

    gr_fail_at(&found, reading->lesson->file, line, 1, "%s", message);
    return gr_reading_note(reading, &found, err);
}

/* --- pages --- */

/* A copy of an array into the lesson's arena; NULL (fine) for an empty one. */
static bool keep_array(gr_arena *arena, const void *from, size_t count, size_t size, void *to,
                       gr_error *err)
{
    void *copy = NULL;

    if (count > 0) {
        copy = gr_arena_alloc(arena, count, size, err);
        if (copy == NULL)
            return false;
        memcpy(copy, from, count * size);
    }
    memcpy(to, &copy, sizeof copy);
    return true;
}

bool gr_reading_end_page(gr_reading *reading, gr_error *err)
{
    gr_lesson *lesson = reading->lesson;

    if (lesson->page_count == 0)
        return true;
    gr_page *page = &reading->pages[lesson->page_count - 1];
    page->block_count = reading->block_count;
    page->item_count = reading->page_item_count;
    bool kept = keep_array(&lesson->arena, reading->blocks, reading->block_count,
                           sizeof *reading->blocks, &page->blocks, err) &&
                keep_array(&lesson->arena, reading->page_items, reading->page_item_count,
                           sizeof *reading->page_items, &page->items, err);
    reading->block_count = reading->page_item_count = 0;
    return kept;
}

bool gr_reading_begin_page(gr_reading *reading, const char *title, long line, gr_error *err)
{
    gr_lesson *lesson = reading->lesson;
    const gr_lab *lab =
        lesson->page_count > 0 ? reading->pages[lesson->page_count - 1].lab : NULL;

    if (!gr_reading_end_page(reading, err) ||
        !gr_grow(&reading->pages, lesson->page_count, &reading->page_capacity,
                 sizeof *reading->pages, err))
        return false;
    const char *copy = gr_arena_strdup(&lesson->arena, title, err);
    if (copy == NULL)
        return false;
    reading->pages[lesson->page_count++] =
        (gr_page){ .title = copy, .line = line, .lab = lab };
    return true;
}

bool gr_reading_add_block(gr_reading *reading, const gr_block *block, gr_error *err)
{
    if (reading->lesson->page_count == 0)
        return gr_reading_complain(reading, block->line,
                                   "text before the first page; begin pages with '## '", err);
    if (!gr_grow(&reading->blocks, reading->block_count, &reading->block_capacity,
                 sizeof *reading->blocks, err))
        return false;
    reading->blocks[reading->block_count++] = *block;
    return true;
}

/* --- live blocks --- */

static bool add_lab(gr_reading *reading, const gr_yaml *root, long line, gr_error *err)
{
    gr_page *page = &reading->pages[reading->lesson->page_count - 1];
    gr_lab *lab = gr_arena_alloc(&reading->lesson->arena, 1, sizeof *lab, err);
    gr_error found = { 0 };

    if (lab == NULL)
        return false;
    if (page->lab != NULL && page->lab->place.line > page->line)
        return gr_reading_complain(reading, line, "a second experiment on one page", err);
    if (!gr_lab_read(reading->lesson, root, lab, &found))
        return gr_reading_note(reading, &found, err);
    page->lab = lab;
    return true;
}

static bool id_is_taken(const gr_reading *reading, const char *id)
{
    for (size_t i = 0; i < reading->lesson->item_count; i++)
        if (strcmp(reading->items[i]->id, id) == 0)
            return true;
    return false;
}

static bool has_curve(const gr_reading *reading)
{
    for (size_t i = 0; i < reading->page_item_count; i++)
        if (reading->page_items[i]->answer_kind == GR_ANSWER_CURVE)
            return true;
    return false;
}

static bool keep_item(gr_reading *reading, gr_item *item, gr_error *err)
{
    gr_lesson *lesson = reading->lesson;
    gr_block slot = { .kind = GR_BLOCK_SLOT, .line = item->place.line,
                      .slot = reading->page_item_count };

    item->number = lesson->item_count;
    item->page = lesson->page_count - 1;
    if (!gr_grow(&reading->items, lesson->item_count, &reading->item_capacity,
                 sizeof *reading->items, err) ||
        !gr_grow(&reading->page_items, reading->page_item_count, &reading->page_item_capacity,
                 sizeof *reading->page_items, err))
        return false;
    reading->items[lesson->item_count++] = item;
    reading->page_items[reading->page_item_count++] = item;
    return gr_reading_add_block(reading, &slot, err);
}

static bool add_item(gr_reading *reading, const char *name, const gr_yaml *root, gr_error *err)
{
    gr_item *item = gr_arena_alloc(&reading->lesson->arena, 1, sizeof *item, err);
    gr_error found = { 0 };

    if (item == NULL)
        return false;
    if (!gr_item_read(reading->lesson, name, root, item, &found))
        return gr_reading_note(reading, &found, err);
    if (item->answer_kind == GR_ANSWER_CURVE && has_curve(reading)) {
        gr_yaml_fail(root, &found, "a second curve on one page; one is drawn at a time");
        return gr_reading_note(reading, &found, err);
    }
    if (id_is_taken(reading, item->id)) {
        gr_yaml_fail(gr_yaml_get(root, "id"), &found, "the id '%s' is taken; ids are unique",
                     item->id);
        return gr_reading_note(reading, &found, err);
    }
    return keep_item(reading, item, err);
}

bool gr_reading_add_live(gr_reading *reading, const char *name, const char *body, gr_place fence,
                         gr_error *err)
{
    const gr_yaml *root = NULL;
    gr_error found = { 0 };
    gr_arena *arena = &reading->lesson->arena;

    if (reading->lesson->page_count == 0)
        return gr_reading_complain(reading, fence.line, "a live block before the first page", err);
    if (!gr_yaml_parse(reading->lesson->file, body, strlen(body), fence.line + 1, fence.column,
                       arena, &root, &found))
        return gr_reading_note(reading, &found, err);
    if (root == NULL)
        return gr_reading_complain(reading, fence.line, "an empty live block", err);
    if (strcmp(name, "experiment") == 0)
        return add_lab(reading, root, fence.line, err);
    return add_item(reading, name, root, err);
}

/* --- front matter --- */

static size_t line_length(const char *at)
{
    size_t length = strcspn(at, "\n");

    return at[length] == '\n' ? length + 1 : length;
}

static bool is_fence(const char *line)
{
    return strncmp(line, "---", 3) == 0 && strspn(line + 3, " \t") == strcspn(line + 3, "\n");
}

/* The bytes between two lines of dashes; false, with what is wrong, when there are no such lines. */
static bool front_matter(const char *text, size_t *begin, size_t *length, const char **wrong)
{
    *wrong = "no front matter; begin with '---', a title, and '---'";
    if (!is_fence(text))
        return false;
    *wrong = "front matter without the '---' behind it";
    *begin = line_length(text);
    for (const char *at = text + *begin; *at != '\0'; at += line_length(at)) {
        *length = (size_t)(at - text) - *begin;
        if (is_fence(at))
            return true;
    }
    return false;
}

static bool read_required(gr_lesson *lesson, const gr_yaml *list, gr_error *err)
{
    size_t count = 0;

    if (list == NULL)
        return true;
    if (!gr_yaml_list(list, err))
        return false;
    lesson->required = gr_arena_alloc(&lesson->arena, list->count, sizeof *lesson->required, err);
    if (lesson->required == NULL)
        return false;
    for (const gr_yaml *one = gr_yaml_first(list); one != NULL; one = one->next)
        if (!gr_yaml_text(one, &lesson->required[count++], err))
            return false;
    lesson->required_count = count;
    return true;
}

static bool read_front(gr_lesson *lesson, const gr_yaml *root, gr_error *err)
{
    static const char *const allowed[] = { "title", "objective", "minutes", "requires", NULL };

    lesson->objective = "";
    return gr_yaml_mapping(root, err) && gr_yaml_only_keys(root, allowed, err) &&
           gr_yaml_need(root, "title", err) != NULL &&
           gr_yaml_text(gr_yaml_get(root, "title"), &lesson->title, err) &&
           gr_yaml_text(gr_yaml_get(root, "objective"), &lesson->objective, err) &&
           gr_yaml_whole(gr_yaml_get(root, "minutes"), 1, 1000, &lesson->minutes, err) &&
           read_required(lesson, gr_yaml_get(root, "requires"), err);
}

/* Read the front matter and blank it out, so that the lines below keep their numbers. */
static bool take_front(gr_reading *reading, char *text, gr_error *err)
{
    size_t begin = 0, length = 0;
    const char *wrong;
    gr_lesson *lesson = reading->lesson;
    const gr_yaml *root = NULL;
    gr_error found = { 0 };

    lesson->title = lesson->name;
    if (!front_matter(text, &begin, &length, &wrong))
        return gr_reading_complain(reading, 1, wrong, err);
    if (!gr_yaml_parse(lesson->file, text + begin, length, 2, 1, &lesson->arena, &root, &found) ||
        root == NULL || !read_front(lesson, root, &found)) {
        if (root == NULL && found.kind == GR_ERROR_NONE)
            gr_fail_at(&found, lesson->file, 1, 1, "empty front matter; it needs a title");
        if (!gr_reading_note(reading, &found, err))
            return false;
    }
    size_t end = begin + length + line_length(text + begin + length);
    for (size_t i = 0; i < end; i++)
        if (text[i] != '\n')
            text[i] = ' ';
    return true;
}

/* --- the whole --- */

/* "lessons/030-parameters.md" -> "030-parameters" and "030". */
static bool name_lesson(gr_lesson *lesson, const char *file, gr_error *err)
{
    const char *slash = strrchr(file, '/'), *base = slash != NULL ? slash + 1 : file;
    const char *dot = strrchr(base, '.');
    size_t length = dot != NULL ? (size_t)(dot - base) : strlen(base);
    size_t digits = strspn(base, "0123456789");

    lesson->file = gr_arena_strdup(&lesson->arena, file, err);
    lesson->name = gr_arena_strndup(&lesson->arena, base, length, err);
    lesson->number = gr_arena_strndup(&lesson->arena, base, digits, err);
    return lesson->file != NULL && lesson->name != NULL && lesson->number != NULL;
}

static bool finish(gr_reading *reading, gr_error *err)
{
    gr_lesson *lesson = reading->lesson;

    if (!gr_reading_end_page(reading, err))
        return false;
    if (lesson->page_count == 0 &&
        !gr_reading_complain(reading, 1, "no page; each page begins with '## ' and a title", err))
        return false;
    return keep_array(&lesson->arena, reading->pages, lesson->page_count, sizeof *reading->pages,
                      &lesson->pages, err) &&
           keep_array(&lesson->arena, reading->items, lesson->item_count, sizeof *reading->items,
                      &lesson->items, err);
}

static bool read_text(gr_reading *reading, char *text, size_t length, gr_error *err)
{
    gr_text_fault fault;

    if (!gr_text_check(text, length, &fault)) {
        gr_error found;
        gr_fail_at(&found, reading->lesson->file, fault.line, fault.column,
                   "%s; lessons are plain UTF-8 text", fault.reason);
        return gr_reading_note(reading, &found, err);
    }
    reading->text = text;
    reading->length = length;
    return take_front(reading, text, err) && gr_markdown_read(reading, err) &&
           finish(reading, err);
}

static void clear_reading(gr_reading *reading)
{
    gr_free(reading->pages);
    gr_free(reading->items);
    gr_free(reading->blocks);
    gr_free((void *)reading->page_items);
}

static gr_lesson *read_whole(const char *file, char *text, size_t length, gr_findings *findings,
                             gr_error *err)
{
    gr_lesson *lesson = gr_alloc(1, sizeof *lesson, err);
    gr_reading reading = { .lesson = lesson, .findings = findings };
    size_t errors_before = findings->errors, first = findings->count;

    if (lesson == NULL)
        return NULL;
    bool read = name_lesson(lesson, file, err) && read_text(&reading, text, length, err);
    clear_reading(&reading);
    if (read && findings->errors > errors_before) {
        for (size_t i = first; i < findings->count; i++) {
            if (!findings->list[i].warning) {
                gr_fail(err, GR_ERROR_DATA, "%s", findings->list[i].message);
                break;
            }
        }
        read = false;
    }
    if (read)
        return lesson;
    gr_lesson_free(lesson);
    return NULL;
}

gr_lesson *gr_lesson_read(const char *file, const char *bytes, size_t length,
                          gr_findings *findings, gr_error *err)
{
    gr_findings own = { 0 };

    if (length > GR_LESSON_BYTES) {
        gr_fail_at(err, file, 0, 0, "larger than 1 MiB, the most a lesson may have");
        return NULL;
    }
    char *text = gr_alloc(length + 1, 1, err);
    if (text == NULL)
        return NULL;
    memcpy(text, bytes, length);
    length = gr_file_plain_text(text, length);
    gr_lesson *lesson =
        read_whole(file, text, length, findings != NULL ? findings : &own, err);
    gr_free(text);
    gr_findings_clear(&own);
    return lesson;
}

gr_lesson *gr_lesson_load(const char *path, gr_findings *findings, gr_error *err)
{
    char *bytes;
    size_t length;

    if (!gr_file_read(path, GR_LESSON_BYTES, &bytes, &length, err))
        return NULL;
    gr_lesson *lesson = gr_lesson_read(path, bytes, length, findings, err);
    gr_free(bytes);
    return lesson;
}

/* --- around an experiment --- */

static void write_around(gr_text *text, const gr_experiment *experiment,
                         const gr_setting *settings, size_t count)
{
    gr_text_addf(text, "---\ntitle: %s\n---\n\n## %s\n\n%s.\n\n", experiment->name,
                 experiment->name, experiment->summary);
    for (const gr_param *param = experiment->params; param->name != NULL; param++)
        gr_text_addf(text, "- `%s`: %s\n", param->name, param->help);
    gr_text_addf(text, "\n```experiment\nexperiment: %s\nset:\n  {", experiment->name);
    for (size_t i = 0; i < count; i++) {
        gr_text_add(text, i > 0 ? ", " : "");
        gr_yaml_put_scalar(text, settings[i].knob);
        gr_text_add(text, ": ");
        gr_yaml_put_scalar(text, settings[i].value);
    }
    gr_text_add(text, "}\nfree: [");
    for (const gr_param *param = experiment->params; param->name != NULL; param++)
        gr_text_addf(text, "%s%s", param != experiment->params ? ", " : "", param->name);
    gr_text_addf(text, "]\n%s```\n", experiment->act != NULL ? "drive: {}\n" : "");
}

gr_lesson *gr_lesson_around(const gr_experiment *experiment, const gr_setting *settings,
                            size_t count, gr_error *err)
{
    gr_text text = { 0 };

    write_around(&text, experiment, settings, count);
    gr_lesson *lesson =
        gr_text_ok(&text, err)
            ? gr_lesson_read(experiment->name, gr_text_string(&text), text.length, NULL, err)
            : NULL;
    gr_text_clear(&text);
    return lesson;
}
