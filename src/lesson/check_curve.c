/* What can be proved of a question for a curve: it can be drawn, and the pen reaches all of it. */
#include "check_private.h"

#include "gradus/memory.h"
#include "gradus/sketch_bounds.h"

#include <math.h>
#include <stdio.h>

/* The first step whose value the axis cannot show, or else the pen not reach; -1: there is none. */
static long unreached(const gr_sketch_bounds *b, const double *truth, bool *known)
{
    for (int pass = 0; pass < 2; pass++)
        for (long step = b->first; step <= b->last; step++) {
            *known = isfinite(truth[step]) && (!b->log || truth[step] > 0);
            bool reached = truth[step] >= b->least && truth[step] <= b->most;
            if (pass == 0 ? !*known : !reached)
                return step;
        }
    return -1;
}

static bool prove(const gr_lesson *lesson, const gr_item *item, const gr_sketch_bounds *b,
                  const double *truth, gr_findings *findings, gr_error *err)
{
    char value[GR_NUMBER_SIZE], message[300];
    bool known = true;
    long step = unreached(b, truth, &known);
    gr_text bounds = { 0 };

    if (step < 0)
        return true;
    gr_number_shown(truth[step], GR_DECIMALS_AUTO, value);
    gr_sketch_bounds_put(b, &bounds);
    if (known)
        snprintf(message, sizeof message,
                 "%s is %s at step %ld, out of the pen's reach (%s); give this curve a `range`",
                 b->name, value, step, gr_text_string(&bounds));
    else
        snprintf(message, sizeof message, "%s has no value at step %ld that its axis could show",
                 b->name, step);
    bool told =
        gr_text_ok(&bounds, err) && gr_check_find(lesson, item->of.place, findings, err, message);
    gr_text_clear(&bounds);
    return told;
}

bool gr_check_curve(const gr_lesson *lesson, const gr_item *item, const gr_lab *lab,
                    gr_findings *findings, gr_error *err)
{
    gr_sketch_bounds bounds;
    gr_error found = { 0 };
    double *truth;

    if (!gr_sketch_bounds_find(item, lab, lesson->file, &bounds, &found) ||
        !gr_sketch_truth(&bounds, lab, &truth, &found))
        return gr_check_take(&found, findings, err);
    bool good = prove(lesson, item, &bounds, truth, findings, err);
    gr_free(truth);
    return good;
}
