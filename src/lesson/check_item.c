/* What can be proved of a question: for the numbers of a thousand students, where it draws any. */
#include "check_private.h"

#include "answer_private.h"

#include "gradus/memory.h"
#include "gradus/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { STUDENTS = 1000 };

/* A question, what its expressions come to for each of its students, and what is found. */
typedef struct proof {
    const gr_lesson *lesson;
    const gr_item *item;
    const gr_lab *lab;
    gr_drawn *students; /* that have numbers of their own, or one without any */
    size_t count;
    gr_formula *formulas;
    size_t formula_count;
    double *values; /* those of the first student, of the second, ... */
    gr_findings *findings;
    gr_error *err;
} proof;

/* --- what is told --- */

/* With the numbers of the student for whom it does not hold. */
static bool find(const proof *p, size_t student, gr_place place, const char *message)
{
    gr_text text = { 0 };

    gr_text_add(&text, message);
    if (p->item->draw_count > 0) {
        gr_text_add(&text, ", as drawn for a student: ");
        gr_drawn_put(&p->students[student], &text);
    }
    bool told = gr_text_ok(&text, p->err) &&
                gr_check_find(p->lesson, place, p->findings, p->err, gr_text_string(&text));
    gr_text_clear(&text);
    return told;
}

static bool is_option(const gr_item *item, double value)
{
    return value >= 1 && value <= (double)item->option_count && floor(value) == value;
}

/* --- predictions --- */

static bool prove_prediction(const proof *p, size_t student, const double *values)
{
    const gr_item *item = p->item;

    if (isnan(values[0]))
        return find(p, student, item->of.place, "this has no value at the page's end");
    if (item->answer_kind == GR_ANSWER_CHOICE && !is_option(item, values[0]))
        return find(p, student, item->of.place,
                    "of a choice this is the number of the option that comes true, from 1");
    return true;
}

/* --- questions --- */

static bool prove_choice(const proof *p, size_t student, const double *values)
{
    size_t count = 0;

    for (size_t i = 0; i < p->item->option_count; i++)
        count += values[i] != 0 && !isnan(values[i]);
    return count == 1 || find(p, student, p->item->place,
                              count == 0 ? "no option is true" : "more than one option is true");
}

/* The key as it is typed: a number, or all blanks. */
static bool type_key(const proof *p, const double *values, double key, gr_text *typed)
{
    bool fill = p->item->answer_kind == GR_ANSWER_FILL;
    char number[GR_NUMBER_SIZE];

    for (size_t i = 0; i < (fill ? p->item->option_count : 1); i++) {
        gr_number_exact(fill ? values[i] : key, number);
        gr_text_addf(typed, "%s%s", i > 0 ? "; " : "", number);
    }
    return gr_text_ok(typed, p->err);
}

/* The key itself, typed, must be right, and nothing typed must not be. */
static bool prove_key(const proof *p, size_t student, const double *values)
{
    gr_text typed = { 0 };
    gr_marking key, marking, empty;

    if (!gr_item_judge(p->item, values, NULL, &key, p->err))
        return false;
    if (!isfinite(key.key))
        return p->item->answer_kind == GR_ANSWER_CHOICE || /* said already */
               find(p, student, p->item->place,
                    p->item->answer_kind == GR_ANSWER_ORDER
                        ? "the items have no order: values that are equal or not finite"
                        : "the answer has no finite value");
    bool judged = type_key(p, values, key.key, &typed) &&
                  gr_item_judge(p->item, values, gr_text_string(&typed), &marking, p->err) &&
                  gr_item_judge(p->item, values, "", &empty, p->err);
    gr_text_clear(&typed);
    if (!judged)
        return false;
    if (marking.verdict != GR_VERDICT_RIGHT)
        return find(p, student, p->item->place, "the item's own answer is not right");
    return empty.verdict == GR_VERDICT_UNREADABLE ||
           find(p, student, p->item->place, "the item is solved before it is begun");
}

/* A known mistake is something that can be typed, and is not right. */
static bool prove_mistake(const proof *p, size_t student, const double *values, double value,
                          gr_place place)
{
    bool choice = p->item->answer_kind == GR_ANSWER_CHOICE;
    char typed[GR_NUMBER_SIZE];
    gr_marking marking;

    if (choice ? !is_option(p->item, value) : !isfinite(value))
        return find(p, student, place,
                    choice ? "this mistake is none of the options"
                           : "this mistake has no finite value");
    gr_number_exact(value, typed);
    if (!gr_item_judge(p->item, values, typed, &marking, p->err))
        return false;
    bool other = p->item->answer_kind == GR_ANSWER_FILL && p->item->option_count > 1;
    return marking.verdict != GR_VERDICT_RIGHT || other || /* it may be one of another blank */
           find(p, student, place, "this listed mistake is the right answer");
}

static bool prove_mistakes(const proof *p, size_t student, const double *values)
{
    const double *mistakes = values + p->formula_count - p->item->mistake_count;

    for (size_t i = 0; i < p->item->mistake_count; i++)
        if (!prove_mistake(p, student, values, mistakes[i], p->item->mistakes[i].when.place))
            return false;
    return true;
}

/* Each text that is accepted is right, each that is known as a mistake is not. */
static bool prove_text(const proof *p, size_t student)
{
    const gr_item *item = p->item;
    gr_marking marking;

    for (size_t i = 0; i < item->mistake_count; i++) {
        if (!gr_item_judge(item, NULL, item->mistakes[i].when.text, &marking, p->err))
            return false;
        if (marking.verdict == GR_VERDICT_RIGHT)
            return find(p, student, item->mistakes[i].when.place,
                        "this listed mistake is the right answer");
    }
    return true;
}

static bool prove_question(const proof *p, size_t student, const double *values)
{
    if (p->item->answer_kind == GR_ANSWER_TEXT)
        return prove_text(p, student);
    if (p->item->answer_kind == GR_ANSWER_CHOICE && !prove_choice(p, student, values))
        return false;
    return prove_key(p, student, values) && prove_mistakes(p, student, values);
}

/* --- students --- */

static bool is_new(const proof *p, const gr_drawn *drawn)
{
    for (size_t i = 0; i < p->count; i++)
        if (memcmp(p->students[i].values, drawn->values, sizeof drawn->values) == 0)
            return false;
    return true;
}

/* Each set of numbers that comes up among a thousand students, once. */
static bool draw_students(proof *p)
{
    size_t most = p->item->draw_count > 0 ? STUDENTS : 1;

    p->students = gr_alloc(most, sizeof *p->students, p->err);
    for (size_t i = 0; p->students != NULL && i < most; i++) {
        char name[32];
        gr_drawn drawn;
        snprintf(name, sizeof name, "student%zu", i);
        gr_item_draw(p->item, name, p->lesson->name, 0, &drawn);
        if (is_new(p, &drawn))
            p->students[p->count++] = drawn;
    }
    return p->students != NULL;
}

static bool take_formulas(proof *p)
{
    bool predict = p->item->kind == GR_ITEM_PREDICT;

    p->formula_count = predict ? 1 : gr_item_formula_count(p->item);
    p->formulas = gr_alloc(p->formula_count + 1, sizeof *p->formulas, p->err);
    p->values = gr_alloc(p->formula_count * p->count + 1, sizeof *p->values, p->err);
    if (p->formulas == NULL || p->values == NULL)
        return false;
    if (predict)
        p->formulas[0] = p->item->of;
    else
        gr_item_formulas(p->item, p->formulas);
    return true;
}

static bool differ(double a, double b)
{
    return isnan(a) != isnan(b) || (!isnan(a) && a != b);
}

/* Where the student acts, a key must be the same whatever is done: it is computed over a run on which
 * nobody acts. */
static bool prove_undriven(const proof *p)
{
    size_t count = p->formula_count * p->count;
    double *driven = gr_alloc(count + 1, sizeof *driven, p->err);
    gr_error found = { 0 };
    bool good = driven != NULL;

    if (good && !gr_lab_evaluate_driven(p->lab, p->lesson->file, p->students, p->count, p->formulas,
                                        p->formula_count, driven, &found))
        good = gr_check_take(&found, p->findings, p->err);
    else if (good)
        for (size_t i = 0; i < count; i++)
            if (differ(driven[i], p->values[i])) {
                good = find(p, i / p->formula_count, p->formulas[i % p->formula_count].place,
                            "this depends on what the student does here; ask about knobs, drawn "
                            "numbers or step 0, or on a page without `drive`");
                break;
            }
    gr_free(driven);
    return good;
}

/* For one student after the other, until something is found. */
static bool prove_all(const proof *p)
{
    gr_error found = { 0 };
    size_t before = p->findings->count;

    if (p->formula_count > 0 &&
        !gr_lab_evaluate_each(p->lab, p->lesson->file, p->students, p->count, p->formulas,
                              p->formula_count, p->values, &found))
        return gr_check_take(&found, p->findings, p->err);
    if (p->formula_count > 0 && p->lab != NULL && p->lab->driven && !prove_undriven(p))
        return false;
    for (size_t i = 0; i < p->count && p->findings->count == before; i++) {
        const double *values = p->values + i * p->formula_count;
        if (!(p->item->kind == GR_ITEM_PREDICT ? prove_prediction(p, i, values)
                                               : prove_question(p, i, values)))
            return false;
    }
    return true;
}

bool gr_check_item(const gr_lesson *lesson, const gr_item *item, const gr_lab *lab,
                   gr_findings *findings, gr_error *err)
{
    proof p = { .lesson = lesson, .item = item, .lab = lab, .findings = findings, .err = err };

    if (item->kind == GR_ITEM_PREDICT && lab->steps > 0 && item->at >= lab->steps)
        return gr_check_find(lesson, item->place, findings, err,
                             "'at' is at or beyond the page's last step: nothing is left to "
                             "predict");
    if (item->answer_kind == GR_ANSWER_CURVE)
        return gr_check_curve(lesson, item, lab, findings, err);
    bool done = draw_students(&p) && take_formulas(&p) && prove_all(&p);
    gr_free(p.students);
    gr_free(p.formulas);
    gr_free(p.values);
    return done;
}
