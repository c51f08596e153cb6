#include "gradus/notebook.h"

#include "gradus/capsule.h"
#include "gradus/describe.h"
#include "gradus/file.h"
#include "gradus/memory.h"
#include "gradus/number.h"
#include "gradus/record.h"
#include "gradus/session_words.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIGURE_COLUMNS = 78, FIGURE_ROWS = 24, NUMBERS_MOST = 16, BOOK_MOST = 16 << 20 };

typedef struct book {
    gr_text *out;
    const gr_lesson *lesson;
    const gr_csv *rows;
    size_t of_lesson, item, event, value, correct, confidence; /* columns */
    gr_error *err;
} book;

static bool find_columns(book *b)
{
    return gr_csv_find(b->rows, "lesson", &b->of_lesson, b->err) &&
           gr_csv_find(b->rows, "item", &b->item, b->err) &&
           gr_csv_find(b->rows, "event", &b->event, b->err) &&
           gr_csv_find(b->rows, "value", &b->value, b->err) &&
           gr_csv_find(b->rows, "correct", &b->correct, b->err) &&
           gr_csv_find(b->rows, "confidence", &b->confidence, b->err);
}

static bool is_ours(const book *b, size_t row)
{
    return strcmp(gr_csv_text(b->rows, row, b->of_lesson), b->lesson->name) == 0;
}

static gr_entry_kind event_of(const book *b, size_t row)
{
    return gr_entry_named(gr_csv_text(b->rows, row, b->event));
}

static const char *value_of(const book *b, size_t row)
{
    return gr_record_value(gr_csv_text(b->rows, row, b->value));
}

/* --- questions --- */

/* What stands for a typed value: an option has words. */
static void put_typed(const book *b, const gr_session *session, const gr_item *item,
                      const char *typed)
{
    double value;

    if (item->answer_kind == GR_ANSWER_CHOICE && gr_expression_number(typed, &value, NULL) &&
        value >= 1 && value <= (double)item->option_count)
        gr_item_words(session, item, item->options[(size_t)value - 1].text, b->out);
    else
        gr_text_add(b->out, typed);
}

static void put_hint(const book *b, const gr_session *session, const gr_item *item,
                     const char *number)
{
    long hint = strtol(number, NULL, 10);

    if (hint < 1 || (size_t)hint > item->hint_count)
        return;
    gr_text_addf(b->out, "- hint %ld: ", hint);
    gr_item_words(session, item, item->hints[hint - 1], b->out);
    gr_text_add(b->out, "\n");
}

/* "- answered 0.02: wrong, fairly sure" */
static void put_try(const book *b, const gr_session *session, const gr_item *item, size_t row)
{
    static const char *const sure[] = { "", ", a guess", ", fairly sure", ", certain" };
    double confidence = gr_csv_number(b->rows, row, b->confidence);
    gr_entry_kind event = event_of(b, row);

    if (event == GR_ENTRY_HINT)
        put_hint(b, session, item, value_of(b, row));
    if (event != GR_ENTRY_ANSWER && event != GR_ENTRY_PREDICT)
        return;
    gr_text_add(b->out, event == GR_ENTRY_PREDICT ? "- predicted " : "- answered ");
    put_typed(b, session, item, value_of(b, row));
    if (event == GR_ENTRY_ANSWER)
        gr_text_add(b->out, gr_csv_number(b->rows, row, b->correct) == 1 ? ": right" : ": wrong");
    if (confidence >= 1 && confidence <= 3)
        gr_text_add(b->out, sure[(size_t)confidence]);
    gr_text_add(b->out, "\n");
}

/* The question, and the line with blanks or the options to choose from. */
static void put_question(const book *b, const gr_session *session, const gr_item *item)
{
    bool fill = item->answer_kind == GR_ANSWER_FILL;

    gr_text_addf(b->out, "\n**%s** ", item->kind == GR_ITEM_PREDICT ? "Prediction." : "Question.");
    gr_item_words(session, item, item->question, b->out);
    gr_text_add(b->out, "\n\n");
    if (fill)
        gr_item_line_code(session, item, b->out);
    for (size_t i = 0; !fill && i < item->option_count; i++) {
        gr_text_addf(b->out, "%zu. ", i + 1);
        gr_item_words(session, item, item->options[i].text, b->out);
        gr_text_add(b->out, "\n");
    }
    gr_text_add(b->out, item->option_count > 0 ? "\n" : "");
}

static void put_item(const book *b, const gr_session *session, const gr_item *item)
{
    const gr_item_state *state = &session->items[item->number];

    put_question(b, session, item);
    for (size_t row = 0; row < b->rows->rows; row++)
        if (is_ours(b, row) && strcmp(gr_csv_text(b->rows, row, b->item), item->id) == 0)
            put_try(b, session, item, row);
    if (!state->closed) {
        gr_text_add(b->out, "- still open\n");
        return;
    }
    gr_text_add(b->out, "- ");
    gr_item_outcome(session, item, b->out);
    gr_text_add(b->out, "\n");
    if (item->explain == NULL)
        return;
    gr_text_add(b->out, "\n");
    gr_item_words(session, item, item->explain, b->out);
    gr_text_add(b->out, "\n");
}

/* --- figures and numbers --- */

static bool put_view(const book *b, const gr_view *view)
{
    gr_text rows = { 0 };
    bool good = gr_describe_line(view, b->out, b->err) && gr_describe_rows(view, &rows, b->err);
    const char *at = gr_text_string(&rows);

    gr_text_add(b->out, rows.length > 0 ? "\n\n" : "\n");
    while (*at != '\0') {
        size_t length = strcspn(at, "\n");
        gr_text_addf(b->out, "    %.*s\n", (int)length, at);
        at += length + (at[length] == '\n');
    }
    gr_text_clear(&rows);
    return good;
}

static bool put_figures(const book *b, const gr_session *session)
{
    for (size_t i = 0; i < session->lab->plot_count; i++) {
        const gr_lab_plot *plot = &session->lab->plots[i];
        gr_view_request request = { .figure = plot->figure,
                                    .columns = FIGURE_COLUMNS,
                                    .rows = FIGURE_ROWS,
                                    .window = plot->window };
        gr_view view = { .count = 0 };
        if (!gr_study_view(&session->study, &request, &view, b->err))
            return false;
        gr_text_add(b->out, "\nFigure: ");
        bool good = put_view(b, &view);
        gr_view_clear(&view);
        if (!good)
            return false;
    }
    return true;
}

static void put_number(gr_text *out, const gr_column *column, double value)
{
    char text[GR_NUMBER_SIZE];
    size_t words = 0;

    while (column->words != NULL && column->words[words] != NULL)
        words++;
    if (value >= 0 && value < (double)words) {
        gr_text_add(out, column->words[(size_t)value]);
        return;
    }
    gr_number_shown(value, column->decimals, text);
    gr_text_add(out, text);
}

/* "Run: step 60, f 0.3705, ..." and the capsule below it. */
static bool put_run(const book *b, const gr_run *run, const char *name)
{
    const gr_columns *columns = gr_run_columns(run);
    double *row = gr_alloc(columns->count, sizeof *row, b->err);

    if (row == NULL)
        return false;
    gr_run_row(run, row);
    gr_text_addf(b->out, "\n%s:", name);
    for (size_t c = 0; c < columns->count && c < NUMBERS_MOST; c++) {
        if (gr_is_missing(row[c]))
            continue;
        gr_text_addf(b->out, "%s %s ", c > 0 ? "," : "", columns->list[c].name);
        put_number(b->out, &columns->list[c], row[c]);
    }
    gr_free(row);
    gr_text_add(b->out, "\n\n    ");
    bool good = gr_capsule_line(run, b->out, b->err);
    gr_text_add(b->out, "\n");
    return good;
}

/* The run before a fork, or before a change of a knob that begins anew, is told of too. */
static bool put_runs(const book *b, const gr_session *session)
{
    const gr_study *study = &session->study;
    char name[40];

    for (size_t i = 0; i < study->count; i++) {
        if (study->ghost[i])
            snprintf(name, sizeof name, "The run before");
        else if (gr_study_groups(study) > 1)
            snprintf(name, sizeof name, "Run %zu", study->group[i] + 1);
        else
            snprintf(name, sizeof name, "Run");
        if (!put_run(b, study->runs[i], name))
            return false;
    }
    return true;
}

/* --- pages --- */

/* The rows from one opening of the page to the next of any: a note belongs to the page that is open
 * when it is written. */
static size_t page_after(const book *b, size_t row, size_t page)
{
    double number;

    if (!is_ours(b, row) || event_of(b, row) != GR_ENTRY_OPEN ||
        !gr_csv_cell_number(value_of(b, row), &number))
        return page;
    return number >= 1 && number <= (double)b->lesson->page_count ? (size_t)number - 1 : page;
}

static void put_notes(const book *b, size_t page)
{
    size_t now = 0;

    for (size_t row = 0; row < b->rows->rows; row++) {
        now = page_after(b, row, now);
        if (is_ours(b, row) && now == page && event_of(b, row) == GR_ENTRY_NOTE)
            gr_text_addf(b->out, "\n> %s\n", value_of(b, row));
    }
}

static bool is_work(gr_entry_kind event)
{
    return event != GR_ENTRY_OPEN && event != GR_ENTRY_CLOSE && event != GR_ENTRY_NOTE &&
           event != GR_ENTRY_EXPORT && event != GR_ENTRY_REVIEW;
}

/* How many rows there are up to the last one that belongs to the page, 0 for one that was never
 * open; and whether more was done there than reading. */
static size_t rows_until(const book *b, size_t page, bool *worked)
{
    size_t now = SIZE_MAX, last = 0;

    *worked = false;
    for (size_t row = 0; row < b->rows->rows; row++) {
        now = page_after(b, row, now);
        if (!is_ours(b, row) || now != page || event_of(b, row) == GR_ENTRY_REVIEW)
            continue;
        last = row + 1;
        *worked = *worked || is_work(event_of(b, row));
    }
    return last;
}

static bool put_page(const book *b, const gr_session *session, bool worked)
{
    const gr_page *page = gr_session_page(session);

    gr_text_addf(b->out, "\n## %s\n", page->title);
    put_notes(b, session->page);
    for (size_t i = 0; i < page->item_count; i++)
        put_item(b, session, page->items[i]);
    return session->study.count == 0 || !worked ||
           (put_figures(b, session) && put_runs(b, session) && gr_text_ok(b->out, b->err));
}

/* The session as it stood when the page was left. */
static bool put_page_again(const book *b, size_t page)
{
    bool worked;
    size_t until = rows_until(b, page, &worked);

    if (until == 0)
        return true;
    gr_lesson *lesson = gr_lesson_load(b->lesson->file, NULL, b->err);
    gr_session *session = lesson != NULL ? gr_session_new(lesson, b->err) : NULL;
    bool good = session != NULL && gr_session_resume_until(session, b->rows, until, b->err) &&
                put_page(b, session, worked);
    gr_session_free(session);
    return good;
}

/* --- the book --- */

/* The first line, by which an older book is known. */
static void put_mark(gr_text *out, const gr_lesson *lesson)
{
    gr_text_addf(out, "<!-- gradus: lab book of %s -->\n", lesson->name);
}

bool gr_notebook_put(gr_text *out, const gr_lesson *lesson, const gr_csv *rows, gr_error *err)
{
    book b = { .out = out, .lesson = lesson, .rows = rows, .err = err };

    if (!find_columns(&b))
        return false;
    put_mark(out, lesson);
    gr_text_addf(out, "# %s%s%s\n", lesson->number, lesson->number[0] != '\0' ? " " : "",
                 lesson->title);
    if (lesson->objective != NULL && lesson->objective[0] != '\0')
        gr_text_addf(out, "\n%s\n", lesson->objective);
    for (size_t page = 0; page < lesson->page_count; page++)
        if (!put_page_again(&b, page))
            return false;
    return gr_text_ok(out, err);
}

static bool may_replace(const char *path, const gr_lesson *lesson, gr_error *err)
{
    gr_text mark = { 0 };
    char *bytes = NULL;
    size_t length = 0;

    if (access(path, F_OK) != 0)
        return true;
    put_mark(&mark, lesson);
    bool ours = gr_text_ok(&mark, NULL) && gr_file_read(path, BOOK_MOST, &bytes, &length, NULL) &&
                length >= mark.length && memcmp(bytes, mark.bytes, mark.length) == 0;
    gr_free(bytes);
    gr_text_clear(&mark);
    return ours || gr_fail(err, GR_ERROR_USAGE,
                           "%s is there and no lab book of this lesson; choose another name", path);
}

bool gr_notebook_name(const gr_lesson *lesson, gr_text *path, gr_error *err)
{
    gr_text_addf(path, "notes-%s.md", lesson->name);
    return gr_text_ok(path, err);
}

bool gr_notebook_save(const char *path, const gr_lesson *lesson, const gr_csv *rows, gr_error *err)
{
    gr_text text = { 0 };
    gr_output out = { 0 };
    bool good = may_replace(path, lesson, err) && gr_notebook_put(&text, lesson, rows, err) &&
                gr_output_open(&out, path, err);

    if (good) {
        gr_output_write(&out, text.bytes, text.length);
        good = gr_output_commit(&out, err);
    }
    gr_text_clear(&text);
    return good;
}
