/* report.md: what the class found hard, question by question. */
#include "grade_private.h"

#include "gradus/memory.h"
#include "gradus/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the class did at one question. */
typedef struct tally {
    size_t answered, first_right, marked, predicted, sure_and_wrong;
    double miss;
    double *attempts;   /* of those who answered */
    const char *common; /* the commonest wrong first answer */
    size_t common_count;
} tally;

/* --- counting --- */

/* A result of that question which can be believed. */
static bool is_of(const gr_class *class, const gr_result *r, size_t about, const char *item)
{
    const gr_hand_in *hand_in = &class->list[r->hand_in];

    return hand_in->problem == NULL && hand_in->about == about && r->status != GR_GRADE_MISMATCH &&
           r->status != GR_GRADE_ERROR && strcmp(r->item, item) == 0;
}

static void count_result(const gr_result *r, tally *t)
{
    bool wrong = r->first == 0;

    if (!(r->attempts >= 1))
        return;
    t->attempts[t->answered++] = r->attempts;
    t->marked += !gr_is_missing(r->first);
    t->first_right += r->first == 1;
    t->sure_and_wrong += wrong && r->confidence == 3;
    if (!gr_is_missing(r->miss)) {
        t->predicted++;
        t->miss += r->miss;
    }
}

static size_t count_wrong(const gr_class *class, size_t about, const char *item, const char *wrong)
{
    size_t count = 0;

    for (size_t i = 0; i < class->result_count; i++)
        count += is_of(class, &class->results[i], about, item) &&
                 strcmp(class->results[i].wrong, wrong) == 0;
    return count;
}

/* Of several equally common ones the first handed in. */
static void find_common(const gr_class *class, size_t about, const char *item, tally *t)
{
    for (size_t i = 0; i < class->result_count; i++) {
        const gr_result *r = &class->results[i];
        if (!is_of(class, r, about, item) || r->wrong[0] == '\0')
            continue;
        size_t count = count_wrong(class, about, item, r->wrong);
        if (count > t->common_count) {
            t->common = r->wrong;
            t->common_count = count;
        }
    }
}

static void count_item(const gr_class *class, size_t about, const char *item, tally *t)
{
    for (size_t i = 0; i < class->result_count; i++)
        if (is_of(class, &class->results[i], about, item))
            count_result(&class->results[i], t);
    find_common(class, about, item, t);
}

static int by_size(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;

    return (one > other) - (one < other); /* equal ones are the same */
}

static double median(tally *t)
{
    size_t half = t->answered / 2;

    if (t->answered == 0)
        return gr_missing();
    qsort(t->attempts, t->answered, sizeof *t->attempts, by_size);
    return t->answered % 2 == 1 ? t->attempts[half]
                                : (t->attempts[half - 1] + t->attempts[half]) / 2;
}

/* --- writing --- */

static void put_share(gr_output *out, size_t part, size_t whole)
{
    char text[64];

    snprintf(text, sizeof text, whole > 0 ? " %zu of %zu |" : " |", part, whole);
    gr_output_text(out, text);
}

static void put_number(gr_output *out, double number)
{
    char text[32] = " |";

    if (!gr_is_missing(number))
        snprintf(text, sizeof text, " %.4g |", number);
    gr_output_text(out, text);
}

/* A student's words in a table of Markdown: no bars, no marks, not too long. */
static void put_words(gr_output *out, const char *words)
{
    gr_text text = { 0 };
    size_t shown = 0;

    for (const char *at = words; *at != '\0' && shown < 40; at++, shown++)
        if (strchr("|`\\<>[]*_\n", *at) == NULL)
            gr_text_addn(&text, at, 1);
        else
            gr_text_add(&text, " ");
    gr_text clean = { 0 };
    gr_text_clean(&clean, gr_text_string(&text),
                  text.length); /* it may be cut inside a character */
    gr_output_text(out, " `");
    gr_output_text(out, gr_text_string(&clean));
    gr_output_text(out, "`");
    gr_text_clear(&text);
    gr_text_clear(&clean);
}

static void put_common(gr_output *out, const tally *t)
{
    char text[32];

    if (t->common_count > 0) {
        put_words(out, t->common);
        snprintf(text, sizeof text, " (%zu)", t->common_count);
        gr_output_text(out, text);
    }
    gr_output_text(out, " |");
}

static void put_row(gr_output *out, const char *item, tally *t)
{
    gr_output_text(out, "| ");
    gr_output_text(out, item);
    gr_output_text(out, " |");
    put_number(out, (double)t->answered);
    put_share(out, t->first_right, t->marked);
    put_number(out, median(t));
    put_common(out, t);
    put_number(out, t->predicted > 0 ? t->miss / (double)t->predicted : gr_missing());
    put_share(out, t->sure_and_wrong, t->marked);
    gr_output_text(out, "\n");
}

static bool put_lesson(const gr_class *class, size_t about, gr_output *out, gr_error *err)
{
    const gr_lesson *lesson = class->lessons[about].lesson;
    double *attempts = gr_alloc(class->result_count + 1, sizeof *attempts, err);

    if (attempts == NULL)
        return false;
    gr_output_text(out, "\n## ");
    gr_output_text(out, class->lessons[about].folder);
    gr_output_text(out, "\n\n| item | n | right first time | median attempts | commonest wrong "
                        "answer | mean prediction error | confident and wrong |\n"
                        "|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < lesson->item_count; i++) {
        tally t = { .attempts = attempts };
        count_item(class, about, lesson->items[i]->id, &t);
        put_row(out, lesson->items[i]->id, &t);
    }
    gr_free(attempts);
    return gr_output_ok(out, err);
}

static void put_statuses(const gr_class *class, gr_output *out)
{
    char text[64];

    gr_output_text(out, "\n## All rows\n\n| status | rows |\n|---|---|\n");
    for (int s = 0; s < GR_GRADE_STATUSES; s++) {
        size_t count = 0;
        for (size_t i = 0; i < class->result_count; i++)
            count += class->results[i].status == (gr_grade_status)s;
        snprintf(text, sizeof text, "| %s | %zu |\n", gr_grade_word((gr_grade_status)s), count);
        if (count > 0)
            gr_output_text(out, text);
    }
}

bool gr_class_report(const gr_class *class, const char *output, gr_error *err)
{
    gr_text path = { 0 };
    gr_output out = { 0 };

    gr_text_addf(&path, "%s/report.md", output);
    bool done = gr_text_ok(&path, err) && gr_output_open(&out, gr_text_string(&path), err);
    gr_text_clear(&path);
    if (!done)
        return false;
    gr_output_text(&out,
                   "# Class report\n\n"
                   "`n` answered. Right first time is of the first answer, whatever came "
                   "after. The prediction error is the distance from what came true; of a "
                   "choice, the share that chose another; of a curve, its root mean square "
                   "distance, in decades where the axis is logarithmic. Confident and wrong: a "
                   "first answer that was wrong, with confidence 3.\n");
    for (size_t i = 0; done && i < class->lesson_count; i++)
        done = class->lessons[i].lesson == NULL || put_lesson(class, i, &out, err);
    if (done) {
        put_statuses(class, &out);
        done = gr_output_commit(&out, err);
    }
    gr_output_abort(&out);
    return done;
}
