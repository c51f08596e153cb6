/* Marking one hand-in: every answer with the lesson's own expressions, every run made again. */
#include "grade_run.h"

#include "gradus/answer.h"
#include "gradus/memory.h"
#include "gradus/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COUNT_MAX = 1000000, ITEM_MAX = 40, WRONG_MAX = 60 };

static const char another_version[] = "handed in with another version of the lesson";

static const char too_many_runs[] = "more than 100 runs, the limit; this one was not made again";

typedef struct marker {
    const gr_class *class;
    const gr_class_lesson *about;
    const gr_hand_in *hand_in;
    size_t number;
    gr_handed handed;
    bool same_lesson; /* the very file */
    gr_handed_runs again;
    size_t runs;
    gr_drawn drawn; /* of the question in hand */
    gr_output out;
    gr_arena arena;
} marker;

static const char *text_of(const marker *m, size_t row, gr_homework_column column)
{
    return gr_handed_text(&m->handed, row, column);
}

static void put(marker *m, const gr_result *result)
{
    gr_result_put(&m->out, result, m->handed.stamp);
}

/* --- the whole file --- */

/* One row of another student makes all of it worthless. */
static bool find_stranger(const marker *m, size_t *row, gr_homework_column *column)
{
    for (*row = 0; *row < m->handed.csv.rows; ++*row) {
        *column = GR_HOMEWORK_STUDENT;
        if (strcmp(text_of(m, *row, *column), m->hand_in->student) != 0)
            return true;
        *column = GR_HOMEWORK_LESSON;
        if (strcmp(text_of(m, *row, *column), m->about->lesson->name) != 0)
            return true;
    }
    return false;
}

static void put_stranger(marker *m, size_t row, gr_homework_column column)
{
    gr_result whole = gr_result_new(m->number, "");
    gr_error what = { 0 };

    gr_handed_fail(&m->handed, row, column, &what,
                   "this is of %s '%.64s', in the folder of '%.64s'",
                   gr_homework_column_name(column), text_of(m, row, column),
                   column == GR_HOMEWORK_STUDENT ? m->hand_in->student : m->hand_in->lesson);
    whole.status = GR_GRADE_MISMATCH;
    whole.score = 0;
    whole.max = m->about->points;
    whole.message = what.message;
    put(m, &whole);
}

/* --- questions --- */

static const char *kind_of(const gr_item *item)
{
    return item->kind == GR_ITEM_PREDICT ? "predict" : "ask";
}

/* The row about a question; rows for none. A second one is an error. */
static bool find_row(const marker *m, const gr_item *item, size_t *row, gr_error *err)
{
    *row = m->handed.csv.rows;
    for (size_t i = 0; i < m->handed.csv.rows; i++) {
        if (strcmp(text_of(m, i, GR_HOMEWORK_KIND), kind_of(item)) != 0 ||
            strcmp(text_of(m, i, GR_HOMEWORK_ITEM), item->id) != 0)
            continue;
        if (*row < m->handed.csv.rows)
            return gr_handed_fail(&m->handed, i, GR_HOMEWORK_ITEM, err, "%s is in it twice",
                                  item->id);
        *row = i;
    }
    return true;
}

static bool read_counts(const marker *m, size_t row, gr_result *r, gr_error *err)
{
    return gr_handed_whole(&m->handed, row, GR_HOMEWORK_ATTEMPTS, COUNT_MAX, &r->attempts, err) &&
           gr_handed_whole(&m->handed, row, GR_HOMEWORK_HINTS, COUNT_MAX, &r->hints, err) &&
           gr_handed_whole(&m->handed, row, GR_HOMEWORK_CONFIDENCE, 3, &r->confidence, err);
}

static bool is_set(const marker *m, size_t row, gr_homework_column column)
{
    return strcmp(text_of(m, row, column), "1") == 0;
}

static const gr_lab *lab_of(const marker *m, const gr_item *item)
{
    return m->about->lesson->pages[item->page].lab;
}

/* The numbers of the student whose folder it is; whether the hand-in says the same. */
static bool has_drawn(marker *m, const gr_item *item, size_t row, bool *same, gr_error *err)
{
    gr_text params = { 0 };

    gr_item_draw(item, m->hand_in->student, m->about->lesson->name, 0, &m->drawn);
    gr_drawn_put(&m->drawn, &params);
    *same = strcmp(text_of(m, row, GR_HOMEWORK_PARAMS), gr_text_string(&params)) == 0;
    bool made = gr_text_ok(&params, err);
    gr_text_clear(&params);
    return made;
}

/* A guess is worth its points however far it is off. */
static bool mark_prediction(const marker *m, const gr_item *item, size_t row, gr_result *r,
                            gr_error *err)
{
    gr_prediction made = { .readable = false };
    const char *answer = text_of(m, row, GR_HOMEWORK_ANSWER);

    r->score = 0;
    if (is_set(m, row, GR_HOMEWORK_SKIPPED)) {
        r->status = GR_GRADE_SKIPPED;
        return true;
    }
    if (answer[0] != '\0' && !gr_item_predict(item, lab_of(m, item), m->about->lesson->file,
                                              &m->drawn, answer, &made, NULL, err))
        return false;
    if (!made.readable) {
        r->message = answer[0] != '\0' ? "this cannot be read as a prediction" : "";
        return true;
    }
    r->status = GR_GRADE_PREDICTED;
    r->score = item->points;
    r->miss = isnan(made.miss) ? gr_missing() : made.miss;
    return true;
}

/* What was wrong, in one form for all who meant the same. */
static bool keep_wrong(marker *m, const gr_item *item, const gr_marking *marking, const char *typed,
                       gr_result *r, gr_error *err)
{
    bool read = marking->verdict != GR_VERDICT_UNREADABLE;
    char number[GR_NUMBER_SIZE];

    gr_number_exact(marking->value, number);
    if (read && item->answer_kind == GR_ANSWER_NUMBER)
        r->wrong = gr_arena_strdup(&m->arena, number, err);
    else if (read && item->answer_kind == GR_ANSWER_CHOICE)
        r->wrong = gr_arena_printf(&m->arena, err, "option %s", number);
    else
        r->wrong = gr_arena_printf(&m->arena, err, "%.*s", WRONG_MAX, typed);
    return r->wrong != NULL;
}

static bool mark(const marker *m, const gr_item *item, const char *typed, gr_marking *marking,
                 gr_error *err)
{
    return gr_item_mark(item, lab_of(m, item), m->about->lesson->file, &m->drawn, typed, marking,
                        err);
}

static bool mark_first(marker *m, const gr_item *item, size_t row, gr_result *r, gr_error *err)
{
    const char *typed = text_of(m, row, GR_HOMEWORK_FIRST);
    gr_marking first;

    if (!mark(m, item, typed, &first, err))
        return false;
    r->first = first.verdict == GR_VERDICT_RIGHT;
    return first.verdict == GR_VERDICT_RIGHT || keep_wrong(m, item, &first, typed, r, err);
}

/* Claims that contradict what was found. Of another version of the lesson they may have been true.
 */
static const char *contradiction(const marker *m, size_t row, const gr_result *r, bool right)
{
    const char *first = text_of(m, row, GR_HOMEWORK_FIRST);

    if (r->attempts < 1)
        return "there is an answer, and no attempt";
    if (r->attempts == 1 && strcmp(first, text_of(m, row, GR_HOMEWORK_ANSWER)) != 0)
        return "one attempt, and two answers";
    if (m->same_lesson && !right && is_set(m, row, GR_HOMEWORK_CORRECT))
        return "the hand-in says that this answer is right; it is not";
    return NULL;
}

static void judge(const marker *m, const gr_item *item, size_t row, const gr_marking *last,
                  gr_result *r)
{
    bool right = last->verdict == GR_VERDICT_RIGHT;
    const char *lie = contradiction(m, row, r, right);

    r->score = 0;
    if (lie != NULL) {
        r->status = GR_GRADE_MISMATCH;
        r->message = lie;
    } else if (right) {
        bool alone = r->first == 1 && r->attempts == 1 && r->hints == 0;
        r->status = alone ? GR_GRADE_RIGHT_ALONE : GR_GRADE_RIGHT_HELPED;
        r->score = item->points;
    } else {
        r->status = GR_GRADE_WRONG;
        r->message = last->verdict == GR_VERDICT_UNREADABLE ? "this cannot be read as an answer"
                     : last->message != NULL                ? last->message
                                                            : "";
    }
}

/* A lesson's message may name drawn numbers and have marks; in a CSV it is plain words. */
static bool say_message(marker *m, gr_result *r, gr_error *err)
{
    gr_text said = { 0 }, bare = { 0 };

    gr_drawn_say(&m->drawn, r->message, &said);
    gr_prose_unmark(gr_text_string(&said), &bare);
    bool good = gr_text_ok(&said, err) && gr_text_ok(&bare, err);
    r->message = good ? gr_arena_strdup(&m->arena, gr_text_string(&bare), err) : NULL;
    gr_text_clear(&said);
    gr_text_clear(&bare);
    return r->message != NULL;
}

static bool mark_answer(marker *m, const gr_item *item, size_t row, gr_result *r, gr_error *err)
{
    const char *answer = text_of(m, row, GR_HOMEWORK_ANSWER);
    gr_marking last;

    r->score = 0;
    if (is_set(m, row, GR_HOMEWORK_SHOWN)) {
        r->status = GR_GRADE_SHOWN;
        return true;
    }
    if (answer[0] == '\0') {
        r->status = is_set(m, row, GR_HOMEWORK_SKIPPED) ? GR_GRADE_SKIPPED : GR_GRADE_MISSING;
        return true;
    }
    if (gr_item_is_kept(item)) {
        r->status = GR_GRADE_NEEDS_MANUAL;
        r->score = gr_missing();
        return true;
    }
    if (!mark_first(m, item, row, r, err) || !mark(m, item, answer, &last, err))
        return false;
    judge(m, item, row, &last, r);
    return say_message(m, r, err);
}

static bool mark_row(marker *m, const gr_item *item, size_t row, gr_result *r, gr_error *err)
{
    bool same_numbers;

    if (!read_counts(m, row, r, err))
        return false;
    if (lab_of(m, item) == NULL)
        return gr_handed_fail(&m->handed, row, GR_HOMEWORK_ITEM, err,
                              "there is no experiment that %s is about", item->id);
    if (!has_drawn(m, item, row, &same_numbers, err))
        return false;
    if (m->same_lesson && !same_numbers) {
        r->status = GR_GRADE_MISMATCH;
        r->score = 0;
        r->message = "these are not the numbers that were drawn for this student";
        return true;
    }
    return item->kind == GR_ITEM_PREDICT ? mark_prediction(m, item, row, r, err)
                                         : mark_answer(m, item, row, r, err);
}

static bool mark_item(marker *m, const gr_item *item, gr_error *err)
{
    gr_result r = gr_result_new(m->number, item->id);
    gr_error why = { 0 };
    size_t row;

    r.max = item->points;
    r.score = 0;
    bool done = find_row(m, item, &row, &why) &&
                (row == m->handed.csv.rows || mark_row(m, item, row, &r, &why));
    if (why.kind == GR_ERROR_MEMORY)
        return gr_fail(err, why.kind, "%s", why.message);
    if (!done) {
        r.status = GR_GRADE_ERROR;
        r.score = 0;
        r.message = why.message;
    } else if (!m->same_lesson && r.message[0] == '\0') {
        r.message = another_version;
    }
    put(m, &r);
    return gr_output_ok(&m->out, err);
}

/* --- runs, and what is no question of the lesson --- */

static bool is_item(const marker *m, size_t row)
{
    const gr_lesson *lesson = m->about->lesson;

    for (size_t i = 0; i < lesson->item_count; i++)
        if (strcmp(text_of(m, row, GR_HOMEWORK_KIND), kind_of(lesson->items[i])) == 0 &&
            strcmp(text_of(m, row, GR_HOMEWORK_ITEM), lesson->items[i]->id) == 0)
            return true;
    return false;
}

static void put_unknown(marker *m, size_t row, gr_result *r)
{
    gr_error what = { 0 };

    gr_handed_fail(&m->handed, row, GR_HOMEWORK_ITEM, &what, "%s has no %.20s '%.40s'",
                   m->about->lesson->name, text_of(m, row, GR_HOMEWORK_KIND),
                   text_of(m, row, GR_HOMEWORK_ITEM));
    r->status = GR_GRADE_ERROR;
    r->message = what.message;
    put(m, r);
}

static bool mark_other(marker *m, size_t row, gr_error *err)
{
    const char *kind = text_of(m, row, GR_HOMEWORK_KIND);
    const char *name =
        gr_arena_printf(&m->arena, err, "%.*s", ITEM_MAX, text_of(m, row, GR_HOMEWORK_ITEM));

    if (name == NULL)
        return false;
    gr_result r = gr_result_new(m->number, name);
    if (strcmp(kind, "run") == 0 && ++m->runs > GR_HAND_IN_RUNS) {
        r.status = GR_GRADE_ERROR;
        r.message = too_many_runs;
        put(m, &r);
    } else if (strcmp(kind, "run") == 0) {
        if (!gr_handed_run(&m->again, row, &r, &m->arena, err))
            return false;
        put(m, &r);
    } else if (strcmp(kind, "note") != 0 && strcmp(kind, "data") != 0 && !is_item(m, row)) {
        put_unknown(m, row, &r);
    }
    return gr_output_ok(&m->out, err);
}

static void put_bad_data(marker *m, size_t row, const char *why)
{
    gr_result r = gr_result_new(m->number, "data");
    gr_error what = { 0 };

    gr_handed_fail(&m->handed, row, GR_HOMEWORK_ITEM, &what, "%s", why);
    r.status = GR_GRADE_ERROR;
    r.message = what.message;
    put(m, &r);
}

/* Files that came along, a piece a row; the first that is bad is told. */
static bool take_data(marker *m, gr_error *err)
{
    bool told = false;

    for (size_t i = 0; i < m->handed.csv.rows; i++) {
        gr_error why = { 0 };
        if (strcmp(text_of(m, i, GR_HOMEWORK_KIND), "data") != 0 ||
            gr_own_add(&m->again.own, &m->class->data, text_of(m, i, GR_HOMEWORK_ITEM),
                       text_of(m, i, GR_HOMEWORK_ANSWER), &why))
            continue;
        if (why.kind == GR_ERROR_MEMORY)
            return gr_fail(err, why.kind, "%s", why.message);
        if (!told)
            put_bad_data(m, i, why.message);
        told = true;
    }
    return gr_output_ok(&m->out, err);
}

/* --- all of it --- */

static bool mark_all(marker *m, gr_error *err)
{
    const gr_lesson *lesson = m->about->lesson;
    gr_homework_column column;
    char digest[17];
    size_t row;

    if (find_stranger(m, &row, &column)) {
        put_stranger(m, row, column);
        return gr_output_ok(&m->out, err);
    }
    snprintf(digest, sizeof digest, "%016" PRIx64, m->about->digest);
    m->same_lesson = strcmp(text_of(m, 0, GR_HOMEWORK_DIGEST), digest) == 0;
    for (size_t i = 0; i < lesson->item_count; i++)
        if (!mark_item(m, lesson->items[i], err))
            return false;
    if (!take_data(m, err))
        return false;
    for (size_t i = 0; i < m->handed.csv.rows; i++)
        if (!mark_other(m, i, err))
            return false;
    return true;
}

bool gr_hand_in_mark(const void *context, gr_text *out, gr_error *err)
{
    const gr_marked *what = context;
    const gr_hand_in *hand_in = &what->class->list[what->hand_in];
    marker m = { .class = what->class,
                 .about = gr_class_lesson_of(what->class, hand_in),
                 .hand_in = hand_in,
                 .number = what->hand_in };

    if (!gr_handed_read(m.class->root, hand_in->path, &m.handed, err))
        return false;
    m.again = (gr_handed_runs){ .class = m.class, .about = m.about, .handed = &m.handed };
    gr_output_memory(&m.out, out);
    bool done = mark_all(&m, err) && gr_output_commit(&m.out, err);
    gr_output_abort(&m.out);
    gr_own_clear(&m.again.own);
    gr_handed_clear(&m.handed);
    gr_arena_clear(&m.arena);
    return done;
}
