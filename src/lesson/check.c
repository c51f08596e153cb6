/* What an author's linter can prove by running the lesson. */
#include "gradus/answer.h"
#include "gradus/memory.h"

#include <math.h>
#include <string.h>

/* A finding at a place of the lesson. */
static bool find(const gr_lesson *lesson, gr_place place, gr_findings *findings, gr_error *err,
                 const char *message)
{
    gr_error found;

    gr_fail_at(&found, lesson->file, place.line, place.column, "%s", message);
    return gr_findings_add(findings, &found, false, err);
}

/* An error while evaluating is a finding too, unless memory has run out. Several proofs about one
 * question may meet the same one: it is told once. */
static bool take(const gr_error *found, gr_findings *findings, gr_error *err)
{
    for (size_t i = 0; i < findings->count; i++)
        if (strcmp(findings->list[i].message, found->message) == 0)
            return true;
    return gr_findings_add(findings, found, false, err);
}

/* --- experiments and goals --- */

static bool check_goal(const gr_lesson *lesson, const gr_lab *lab, gr_findings *findings,
                       gr_error *err)
{
    gr_error found = { 0 };
    long step;

    if (!gr_lab_goal(lab, lesson->file, &step, &found))
        return take(&found, findings, err);
    if (step < 0)
        return find(lesson, lab->goal.place, findings, err,
                    "this goal is not reached within the page's steps");
    return step > 0 || find(lesson, lab->goal.place, findings, err,
                            "this goal holds before the first step");
}

/* An experiment that cannot start is told once, and its questions are left alone. */
static bool check_lab(const gr_lesson *lesson, const gr_lab *lab, bool *starts,
                      gr_findings *findings, gr_error *err)
{
    gr_error found = { 0 };
    gr_run *run = gr_lab_start(lab, 0, (gr_run_keep){ .trace = false }, &found);

    *starts = run != NULL;
    if (run == NULL) {
        gr_error_locate(&found, lesson->file, lab->place.line, lab->place.column);
        return take(&found, findings, err);
    }
    gr_run_free(run);
    return lab->goal.text == NULL || check_goal(lesson, lab, findings, err);
}

/* --- items --- */

static bool check_prediction(const gr_lesson *lesson, const gr_item *item, const gr_lab *lab,
                             gr_findings *findings, gr_error *err)
{
    gr_error found = { 0 };
    double value = (double)NAN;

    if (lab->steps > 0 && item->at >= lab->steps)
        return find(lesson, item->place, findings, err,
                    "'at' is at or beyond the page's last step: nothing is left to predict");
    if (!gr_lab_evaluate(lab, lesson->file, &item->of, 1, &value, &found))
        return take(&found, findings, err);
    if (isnan(value))
        return find(lesson, item->of.place, findings, err, "this has no value at the page's end");
    if (item->answer_kind == GR_ANSWER_CHOICE &&
        !(value >= 1 && value <= (double)item->option_count && floor(value) == value))
        return find(lesson, item->of.place, findings, err,
                    "of a choice this is the number of the option that comes true, from 1");
    return true;
}

/* How many options are true. */
static bool count_true(const gr_lesson *lesson, const gr_item *item, const gr_lab *lab,
                       size_t *count, gr_error *found)
{
    *count = 0;
    for (size_t i = 0; i < item->option_count; i++) {
        double value;
        if (!gr_lab_evaluate(lab, lesson->file, &item->options[i].when, 1, &value, found))
            return false;
        *count += value != 0 && !isnan(value);
    }
    return true;
}

static bool check_choice(const gr_lesson *lesson, const gr_item *item, const gr_lab *lab,
                         gr_findings *findings, gr_error *err)
{
    gr_error found = { 0 };
    size_t count;

    if (!count_true(lesson, item, lab, &count, &found))
        return take(&found, findings, err);
    return count == 1 || find(lesson, item->place, findings, err,
                              count == 0 ? "no option is true" : "more than one option is true");
}

/* The key itself, typed, must be right; nothing typed must not be; and no known mistake may be the
 * right answer. */
static bool check_key(const gr_lesson *lesson, const gr_item *item, const gr_lab *lab,
                      gr_findings *findings, gr_error *err)
{
    char typed[GR_NUMBER_SIZE];
    gr_error found = { 0 };
    gr_marking marking, empty;

    if (!gr_item_mark(item, lab, lesson->file, "0", &marking, &found))
        return take(&found, findings, err);
    if (!isfinite(marking.key))
        return item->answer_kind == GR_ANSWER_CHOICE || /* said already */
               find(lesson, item->place, findings, err, "the answer has no finite value");
    gr_number_exact(marking.key, typed);
    if (!gr_item_mark(item, lab, lesson->file, typed, &marking, &found) ||
        !gr_item_mark(item, lab, lesson->file, "", &empty, &found))
        return take(&found, findings, err);
    if (marking.verdict != GR_VERDICT_RIGHT)
        return find(lesson, item->place, findings, err, "the item's own answer is not right");
    if (empty.verdict != GR_VERDICT_UNREADABLE)
        return find(lesson, item->place, findings, err, "the item is solved before it is begun");
    return true;
}

/* A mistake that nobody can type. */
static bool is_no_answer(const gr_item *item, double value)
{
    if (item->answer_kind != GR_ANSWER_CHOICE)
        return !isfinite(value);
    return !(value >= 1 && value <= (double)item->option_count && floor(value) == value);
}

static bool check_mistakes(const gr_lesson *lesson, const gr_item *item, const gr_lab *lab,
                           gr_findings *findings, gr_error *err)
{
    for (size_t i = 0; i < item->mistake_count; i++) {
        char typed[GR_NUMBER_SIZE];
        gr_error found = { 0 };
        gr_marking marking;
        double value;
        if (!gr_lab_evaluate(lab, lesson->file, &item->mistakes[i].when, 1, &value, &found))
            return take(&found, findings, err);
        if (is_no_answer(item, value)) {
            if (!find(lesson, item->mistakes[i].when.place, findings, err,
                      item->answer_kind == GR_ANSWER_CHOICE ? "this mistake is none of the options"
                                                            : "this mistake has no finite value"))
                return false;
            continue;
        }
        gr_number_exact(value, typed);
        if (!gr_item_mark(item, lab, lesson->file, typed, &marking, &found))
            return take(&found, findings, err);
        if (marking.verdict == GR_VERDICT_RIGHT &&
            !find(lesson, item->mistakes[i].when.place, findings, err,
                  "this listed mistake is the right answer"))
            return false;
    }
    return true;
}

static bool check_item(const gr_lesson *lesson, const gr_item *item, const gr_lab *lab,
                       gr_findings *findings, gr_error *err)
{
    if (item->kind == GR_ITEM_PREDICT)
        return check_prediction(lesson, item, lab, findings, err);
    if (item->answer_kind == GR_ANSWER_CHOICE &&
        !check_choice(lesson, item, lab, findings, err))
        return false;
    return check_key(lesson, item, lab, findings, err) &&
           check_mistakes(lesson, item, lab, findings, err);
}

bool gr_lesson_check(const gr_lesson *lesson, gr_findings *findings, gr_error *err)
{
    const gr_lab *checked = NULL;
    bool starts = false;

    for (size_t p = 0; p < lesson->page_count; p++) {
        const gr_page *page = &lesson->pages[p];
        if (page->lab != NULL && page->lab != checked &&
            !check_lab(lesson, page->lab, &starts, findings, err))
            return false;
        checked = page->lab;
        for (size_t i = 0; i < page->item_count; i++) {
            const gr_item *item = page->items[i];
            bool good = page->lab == NULL
                            ? find(lesson, item->place, findings, err,
                                   "a question needs an experiment on this page or before it")
                            : !starts || check_item(lesson, item, page->lab, findings, err);
            if (!good)
                return false;
        }
    }
    return true;
}
