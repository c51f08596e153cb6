#include "gradus/homework.h"

#include "own_data.h"
#include "rerun.h"

#include "gradus/file.h"
#include "gradus/grade.h"
#include "gradus/memory.h"
#include "gradus/number.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *gr_homework_column_name(gr_homework_column column)
{
    static const char *const names[] = {
#define GR_HOMEWORK(id, name) name,
#include "gradus/homework.def"
#undef GR_HOMEWORK
    };

    return names[column];
}

/* --- the record's columns --- */

enum { LESSON, ITEM, TIME, EVENT, VALUE, SHOWN, CORRECT, CONFIDENCE, PARAMS, CAPSULE, FIELDS };

static const char *const field_names[FIELDS] = { "lesson",  "item",       "time_utc",
                                                 "event",   "value",      "expected_shown",
                                                 "correct", "confidence", "params",
                                                 "capsule" };

/* What a lesson's hand-in is made of. */
typedef struct work {
    const gr_lesson *lesson;
    const char *student;
    const gr_csv *rows;
    size_t columns[FIELDS];
    uint64_t digest;
    gr_output *out;
    gr_text *words;
    size_t runs, exports, notes;
    gr_paths shipped; /* what everybody has */
    gr_own_data own;  /* files that go with it */
    const char *time; /* of the last run */
} work;

/* Without the ' that a CSV has in front of what a spreadsheet would take for a formula. */
static const char *text_of(const work *w, size_t row, int field)
{
    const char *text = gr_csv_text(w->rows, row, w->columns[field]);

    return text[0] == '\'' && text[1] != '\0' && strchr("=+-@", text[1]) != NULL ? text + 1 : text;
}

static gr_entry_kind event_of(const work *w, size_t row)
{
    return gr_entry_named(text_of(w, row, EVENT));
}

static bool is_ours(const work *w, size_t row)
{
    return strcmp(text_of(w, row, LESSON), w->lesson->name) == 0;
}

static bool begin(work *w, gr_error *err)
{
    char *bytes;
    size_t length;

    for (int i = 0; i < FIELDS; i++)
        if (!gr_csv_find(w->rows, field_names[i], &w->columns[i], err))
            return false;
    if (!gr_file_read(w->lesson->file, GR_LESSON_BYTES, &bytes, &length, err))
        return false;
    w->digest = gr_fnv1a(GR_FNV_START, bytes, length);
    gr_free(bytes);
    for (size_t i = 0; i < w->rows->rows; i++)
        if (is_ours(w, i))
            return true;
    return gr_fail(err, GR_ERROR_IO,
                   "nothing of %s is recorded for %s yet; work in it first: gradus %s",
                   w->lesson->name, w->student, w->lesson->name);
}

/* --- a row --- */

/* What a row has behind the columns that all share; NULL is empty, so is a count of 0. */
typedef struct line {
    const char *kind, *item, *first, *answer, *params, *capsule, *time;
    double correct, confidence;
    long attempts, hints;
    bool shown, skipped;
} line;

static void put_text(work *w, const char *text)
{
    gr_csv_put_text(w->out, text != NULL ? text : "");
    gr_csv_put_comma(w->out);
}

static void put_number(work *w, double value)
{
    gr_csv_put_number(w->out, value);
    gr_csv_put_comma(w->out);
}

static void put_line(work *w, const line *l)
{
    char digest[17];

    snprintf(digest, sizeof digest, "%016" PRIx64, w->digest);
    put_number(w, GR_HOMEWORK_VERSION);
    put_text(w, GRADUS_VERSION);
    put_text(w, w->student);
    put_text(w, w->lesson->name);
    put_text(w, digest);
    put_text(w, l->kind);
    put_text(w, l->item);
    put_text(w, l->first);
    put_text(w, l->answer);
    put_number(w, l->correct);
    put_number(w, l->attempts > 0 ? (double)l->attempts : gr_missing());
    put_number(w, l->hints > 0 ? (double)l->hints : gr_missing());
    put_number(w, l->shown ? 1 : gr_missing());
    put_number(w, l->skipped ? 1 : gr_missing());
    put_number(w, l->confidence);
    put_text(w, l->params);
    put_text(w, l->capsule);
    gr_csv_put_text(w->out, l->time != NULL ? l->time : "");
    gr_csv_put_end(w->out);
}

static void put_header(gr_output *out)
{
    for (int i = 0; i < GR_HOMEWORK_COLUMNS; i++) {
        if (i > 0)
            gr_csv_put_comma(out);
        gr_csv_put_text(out, gr_homework_column_name((gr_homework_column)i));
    }
    gr_csv_put_end(out);
}

/* --- questions --- */

static void take_answer(const work *w, size_t row, line *l)
{
    l->answer = text_of(w, row, VALUE);
    if (l->attempts++ == 0)
        l->first = l->answer;
    l->correct = gr_csv_number(w->rows, row, w->columns[CORRECT]);
    l->confidence = gr_missing(); /* it is said afterwards */
}

static void take_event(const work *w, size_t row, line *l)
{
    gr_entry_kind event = event_of(w, row);

    if (event == GR_ENTRY_PRACTICE || event == GR_ENTRY_REVIEW) /* nothing of it counts */
        return;
    if (event == GR_ENTRY_PREDICT || event == GR_ENTRY_ANSWER)
        take_answer(w, row, l);
    if (event == GR_ENTRY_CONFIDENCE)
        l->confidence = gr_csv_number(w->rows, row, w->columns[CONFIDENCE]);
    l->hints += event == GR_ENTRY_HINT;
    l->shown = l->shown || event == GR_ENTRY_SOLUTION ||
               gr_csv_number(w->rows, row, w->columns[SHOWN]) == 1;
    l->skipped = l->skipped || event == GR_ENTRY_SKIP;
    if (text_of(w, row, PARAMS)[0] != '\0')
        l->params = text_of(w, row, PARAMS);
    l->time = text_of(w, row, TIME);
}

static void put_item(work *w, const gr_item *item)
{
    line l = { .kind = item->kind == GR_ITEM_PREDICT ? "predict" : "ask",
               .item = item->id,
               .correct = gr_missing(),
               .confidence = gr_missing() };

    for (size_t i = 0; i < w->rows->rows; i++)
        if (is_ours(w, i) && strcmp(text_of(w, i, ITEM), item->id) == 0)
            take_event(w, i, &l);
    if (l.time != NULL)
        put_line(w, &l);
}

/* --- runs --- */

static bool take_file(void *context, const char *name, gr_error *err)
{
    work *w = context;

    return gr_own_is_shipped(&w->shipped, name) || gr_own_load(&w->own, name, err);
}

/* A capsule of the record once more, with the digest of what comes of it. */
static bool make_again(work *w, const char *text, gr_text *capsule, gr_rerun *made, gr_error *err)
{
    gr_capsule read;

    if (!gr_capsule_read("the record", text, strlen(text), &read, err))
        return false;
    bool done =
        gr_own_each_file(&read.plan, take_file, w, err) && gr_rerun_make(&read.plan, made, err);
    if (done && !gr_capsule_put(capsule, &read.plan, &made->digest, true, err)) {
        gr_rerun_clear(made);
        done = false;
    }
    gr_plan_clear(&read.plan);
    return done;
}

static bool put_run(work *w, const char *item, size_t row, gr_error *err)
{
    gr_text capsule = { 0 };
    gr_rerun made = { .digest = 0 };
    gr_error found = { 0 };
    bool done =
        w->runs < GR_HAND_IN_RUNS
            ? make_again(w, text_of(w, row, CAPSULE), &capsule, &made, &found)
            : gr_fail(&found, GR_ERROR_DATA, "a hand-in has at most %d runs", GR_HAND_IN_RUNS);

    if (done) {
        w->runs++;
        w->time = text_of(w, row, TIME);
        line l = { .kind = "run",
                   .item = item,
                   .answer = gr_text_string(&made.last),
                   .capsule = gr_text_string(&capsule),
                   .time = w->time,
                   .correct = gr_missing(),
                   .confidence = gr_missing() };
        put_line(w, &l);
    } else if (found.kind == GR_ERROR_MEMORY) {
        gr_fail(err, found.kind, "%s", found.message);
    } else {
        gr_text_addf(w->words, "gradus: the run of %s is left out: %s\n", item, found.message);
    }
    gr_text_clear(&capsule);
    gr_rerun_clear(&made);
    return done || found.kind != GR_ERROR_MEMORY;
}

/* The last run of a page, from 0; w->rows->rows for none. Which page it was is told by the row that
 * opened it. */
static size_t last_run(const work *w, size_t page)
{
    size_t found = w->rows->rows, open = 0;
    double number;

    for (size_t i = 0; i < w->rows->rows; i++) {
        if (!is_ours(w, i))
            continue;
        if (event_of(w, i) == GR_ENTRY_OPEN && gr_csv_cell_number(text_of(w, i, VALUE), &number) &&
            number >= 1 && number <= (double)w->lesson->page_count)
            open = (size_t)number - 1;
        if (open == page && text_of(w, i, CAPSULE)[0] != '\0')
            found = i;
    }
    return found;
}

/* Whether the run of an export is in the hand-in anyway. */
static bool is_there(const work *w, size_t row)
{
    const char *capsule = text_of(w, row, CAPSULE);

    for (size_t page = 0; page < w->lesson->page_count; page++) {
        size_t last = last_run(w, page);
        if (last < w->rows->rows && strcmp(text_of(w, last, CAPSULE), capsule) == 0)
            return true;
    }
    for (size_t i = 0; i < row; i++)
        if (is_ours(w, i) && event_of(w, i) == GR_ENTRY_EXPORT &&
            strcmp(text_of(w, i, CAPSULE), capsule) == 0)
            return true;
    return false;
}

static bool put_runs(work *w, gr_error *err)
{
    char name[40];

    for (size_t page = 0; page < w->lesson->page_count; page++) {
        size_t row = last_run(w, page);
        snprintf(name, sizeof name, "page %zu", page + 1);
        if (row < w->rows->rows && !put_run(w, name, row, err))
            return false;
    }
    for (size_t i = 0; i < w->rows->rows; i++) {
        if (!is_ours(w, i) || event_of(w, i) != GR_ENTRY_EXPORT ||
            text_of(w, i, CAPSULE)[0] == '\0' || is_there(w, i))
            continue;
        snprintf(name, sizeof name, "export %zu", ++w->exports);
        if (!put_run(w, name, i, err))
            return false;
    }
    return true;
}

/* Files in their pieces; a piece's text is only ever whole in a copy. */
static bool put_file(work *w, const gr_own_file *file, gr_error *err)
{
    const char *at = gr_text_string(&file->text);

    do {
        size_t length = gr_own_piece(at);
        gr_text piece = { 0 };
        gr_text_addn(&piece, at, length);
        line l = { .kind = "data",
                   .item = file->name,
                   .answer = gr_text_string(&piece),
                   .time = w->time,
                   .correct = gr_missing(),
                   .confidence = gr_missing() };
        put_line(w, &l);
        bool whole = gr_text_ok(&piece, err);
        gr_text_clear(&piece);
        if (!whole)
            return false;
        at += length;
    } while (*at != '\0');
    return true;
}

static bool put_data(work *w, gr_error *err)
{
    for (size_t i = 0; i < w->own.count; i++)
        if (!put_file(w, &w->own.files[i], err))
            return false;
    return true;
}

static void put_notes(work *w)
{
    char name[40];

    for (size_t i = 0; i < w->rows->rows; i++) {
        if (!is_ours(w, i) || event_of(w, i) != GR_ENTRY_NOTE)
            continue;
        snprintf(name, sizeof name, "note %zu", ++w->notes);
        line l = { .kind = "note",
                   .item = name,
                   .answer = text_of(w, i, VALUE),
                   .time = text_of(w, i, TIME),
                   .correct = gr_missing(),
                   .confidence = gr_missing() };
        put_line(w, &l);
    }
}

/* --- the whole --- */

bool gr_homework_write(const gr_lesson *lesson, const char *student, const gr_csv *rows,
                       gr_output *out, gr_text *words, gr_error *err)
{
    work w = { .lesson = lesson, .student = student, .rows = rows, .out = out, .words = words };
    bool done = begin(&w, err) && gr_path_list(GR_PATH_DATA, &w.shipped, err);

    if (done) {
        put_header(out);
        for (size_t i = 0; i < lesson->item_count; i++)
            put_item(&w, lesson->items[i]);
        done = put_runs(&w, err) && put_data(&w, err);
        put_notes(&w);
    }
    gr_own_clear(&w.own);
    gr_paths_clear(&w.shipped);
    return done && gr_output_ok(out, err) && gr_text_ok(words, err);
}

static bool save(const gr_lesson *lesson, const char *student, const gr_csv *rows, const char *path,
                 gr_text *words, gr_error *err)
{
    gr_output out = { 0 };

    if (!gr_output_open(&out, path, err))
        return false;
    if (gr_homework_write(lesson, student, rows, &out, words, err))
        return gr_output_commit(&out, err);
    gr_output_abort(&out);
    return false;
}

bool gr_homework_save(const gr_lesson *lesson, const char *path, gr_text *words, gr_error *err)
{
    gr_text student = { 0 };
    gr_csv rows;
    bool done = gr_student_name(&student, err) &&
                gr_record_read_telling(gr_text_string(&student), &rows, words, err);

    if (done) {
        done = save(lesson, gr_text_string(&student), &rows, path, words, err);
        gr_csv_clear(&rows);
    }
    gr_text_clear(&student);
    return done;
}

bool gr_homework_name(const gr_lesson *lesson, gr_text *path, gr_error *err)
{
    gr_text_addf(path, "%s-", lesson->name);
    if (!gr_student_name(path, err))
        return false;
    gr_text_add(path, ".csv");
    return gr_text_ok(path, err);
}
