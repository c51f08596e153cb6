/* What came of the marking, as rows of CSV on their way from a worker to its parent. */
#include "grade_private.h"

#include "gradus/memory.h"

#include <string.h>

enum {
    HAND_IN,
    ITEM,
    STATUS,
    SCORE,
    MAX,
    ATTEMPTS,
    HINTS,
    FIRST,
    CONFIDENCE,
    MISS,
    WRONG,
    MESSAGE,
    STAMP,
    FIELDS
};

enum { TEXT_MAX = 4000 };

const char *gr_grade_word(gr_grade_status status)
{
    static const char *const words[] = {
#define GR_GRADE(id, word) word,
#include "gradus/grades.def"
#undef GR_GRADE
    };

    return words[status];
}

gr_result gr_result_new(size_t hand_in, const char *item)
{
    double none = gr_missing();

    return (gr_result){ .hand_in = hand_in,
                        .item = item,
                        .status = GR_GRADE_MISSING,
                        .score = none,
                        .max = none,
                        .attempts = none,
                        .hints = none,
                        .first = none,
                        .confidence = none,
                        .miss = none,
                        .wrong = "",
                        .message = "",
                        .manual = "" };
}

double gr_result_points(const gr_result *result)
{
    double manual;

    if (result->manual[0] != '\0' && gr_csv_cell_number(result->manual, &manual) &&
        !gr_is_missing(manual))
        return manual;
    return gr_is_missing(result->score) ? 0 : result->score;
}

/* --- there --- */

void gr_result_put_header(gr_output *out)
{
    gr_output_text(out, "hand_in,item,status,score,max,attempts,hints,first,confidence,miss,wrong,"
                        "message,stamp\n");
}

/* Clean, and no longer than the parent reads, whatever a hand-in made of it. */
static void put_text(gr_output *out, const char *text)
{
    gr_text clean = { 0 };

    gr_text_clean(&clean, text, strnlen(text, TEXT_MAX));
    gr_csv_put_text(out, gr_text_string(&clean));
    gr_csv_put_comma(out);
    gr_text_clear(&clean);
}

void gr_result_put(gr_output *out, const gr_result *r, const char *stamp)
{
    const double numbers[] = { r->score, r->max,        r->attempts, r->hints,
                               r->first, r->confidence, r->miss };

    gr_csv_put_number(out, (double)r->hand_in);
    gr_csv_put_comma(out);
    put_text(out, r->item);
    gr_csv_put_number(out, r->status);
    gr_csv_put_comma(out);
    for (size_t i = 0; i < GR_LEN(numbers); i++) {
        gr_csv_put_number(out, numbers[i]);
        gr_csv_put_comma(out);
    }
    put_text(out, r->wrong);
    put_text(out, r->message);
    gr_csv_put_text(out, stamp);
    gr_csv_put_end(out);
}

/* --- and back --- */

static const char *kept(gr_class *class, const gr_csv *csv, size_t row, size_t column,
                        gr_error *err)
{
    const char *text = gr_csv_text(csv, row, column);

    return gr_arena_strdup(&class->arena, text[0] == '\'' ? text + 1 : text, err);
}

static bool take_row(gr_class *class, const gr_csv *csv, size_t row, gr_error *err)
{
    double hand_in = gr_csv_number(csv, row, HAND_IN), status = gr_csv_number(csv, row, STATUS);
    const char *stamp = kept(class, csv, row, STAMP, err);

    if (!(hand_in >= 0 && hand_in < (double)class->count) ||
        !(status >= 0 && status < GR_GRADE_STATUSES))
        return gr_fail(err, GR_ERROR_IO, "a worker said what it should not");
    gr_result r = gr_result_new((size_t)hand_in, kept(class, csv, row, ITEM, err));
    r.status = (gr_grade_status)status;
    r.score = gr_csv_number(csv, row, SCORE);
    r.max = gr_csv_number(csv, row, MAX);
    r.attempts = gr_csv_number(csv, row, ATTEMPTS);
    r.hints = gr_csv_number(csv, row, HINTS);
    r.first = gr_csv_number(csv, row, FIRST);
    r.confidence = gr_csv_number(csv, row, CONFIDENCE);
    r.miss = gr_csv_number(csv, row, MISS);
    r.wrong = kept(class, csv, row, WRONG, err);
    r.message = kept(class, csv, row, MESSAGE, err);
    if (stamp == NULL || r.item == NULL || r.wrong == NULL || r.message == NULL ||
        !gr_grow(&class->results, class->result_count, &class->result_capacity, sizeof r, err))
        return false;
    class->results[class->result_count++] = r;
    if (stamp[0] != '\0')
        class->list[r.hand_in].stamp = stamp;
    return true;
}

bool gr_results_take(gr_class *class, const gr_text *rows, gr_error *err)
{
    gr_csv csv;

    if (!gr_csv_read("the results", gr_text_string(rows), rows->length, NULL, &csv, err))
        return false;
    bool done = csv.columns == FIELDS || csv.rows == 0;
    for (size_t i = 0; done && i < csv.rows; i++)
        done = take_row(class, &csv, i, err);
    gr_csv_clear(&csv);
    return done;
}
