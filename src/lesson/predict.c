/* Predictions: what was said, and how far it is from what comes true. */
#include "answer_private.h"

#include "gradus/memory.h"
#include "gradus/sketch_bounds.h"

#include <math.h>

/* What is typed, or why it is no prediction; false only for errors that are not the typist's. */
static bool read(const gr_item *item, const char *typed, gr_prediction *p, gr_error *why,
                 gr_error *err)
{
    gr_error found = { 0 };

    p->readable = gr_item_read_typed(item, typed, &p->value, &found);
    if (found.kind == GR_ERROR_MEMORY)
        return gr_fail(err, found.kind, "%s", found.message);
    if (!p->readable)
        gr_fail(why, found.kind, "%s", found.message);
    return true;
}

static bool predict_curve(const gr_item *item, const gr_lab *lab, const char *file,
                          const char *typed, gr_prediction *p, gr_error *why, gr_error *err)
{
    gr_sketch_bounds bounds;
    gr_sketch sketch;
    double *truth;

    if (!gr_sketch_bounds_find(item, lab, file, &bounds, err) ||
        !gr_sketch_read(typed, &sketch, err))
        return false;
    p->readable = gr_sketch_bounds_hold(&bounds, &sketch, why);
    if (!p->readable) {
        p->value = (double)NAN;
        return true;
    }
    if (!gr_sketch_truth(&bounds, lab, &truth, err))
        return false;
    p->truth = p->miss = gr_sketch_gap(&sketch, bounds.log, truth, (size_t)bounds.last + 1);
    gr_free(truth);
    return true;
}

bool gr_item_foretold(const gr_item *item, const gr_lab *lab, const char *file,
                      const gr_drawn *drawn, const double *truth, const char *typed,
                      gr_prediction *prediction, gr_error *why, gr_error *err)
{
    gr_prediction p = { .value = (double)NAN, .truth = (double)NAN, .miss = (double)NAN };

    if (!read(item, typed, &p, why, err))
        return false;
    if (p.readable && item->answer_kind == GR_ANSWER_CURVE) {
        if (!predict_curve(item, lab, file, typed, &p, why, err))
            return false;
    } else if (p.readable) {
        if (truth == NULL && !gr_lab_evaluate(lab, file, drawn, &item->of, 1, &p.truth, err))
            return false;
        p.truth = truth != NULL ? *truth : p.truth;
        p.miss =
            item->answer_kind == GR_ANSWER_CHOICE ? p.value != p.truth : fabs(p.value - p.truth);
    }
    *prediction = p;
    return true;
}

bool gr_item_predict(const gr_item *item, const gr_lab *lab, const char *file,
                     const gr_drawn *drawn, const char *typed, gr_prediction *prediction,
                     gr_error *why, gr_error *err)
{
    return gr_item_foretold(item, lab, file, drawn, NULL, typed, prediction, why, err);
}
