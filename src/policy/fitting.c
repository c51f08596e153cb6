#include "fitting.h"

#include "gradus/elementary.h"
#include "gradus/number.h"

#include <string.h>

extern const gr_optimizer gr_optimizer_adam;
static const gr_optimizer *const adam = &gr_optimizer_adam;

void gr_to_chances(double *scores, size_t count)
{
    double most = scores[0], sum = 0;

    for (size_t i = 1; i < count; i++)
        most = scores[i] > most ? scores[i] : most;
    for (size_t i = 0; i < count; i++)
        scores[i] -= most;
    gr_exp_array(count, scores, scores);
    for (size_t i = 0; i < count; i++)
        sum += scores[i];
    for (size_t i = 0; i < count; i++)
        scores[i] /= sum;
}

/* --- Adam --- */

static void defaults(double knobs[GR_OPTIMIZER_KNOBS])
{
    for (size_t i = 0; i < gr_optimizer_knobs(adam); i++)
        gr_number_read(adam->params[i].initial, strlen(adam->params[i].initial), &knobs[i]);
}

size_t gr_adam_slots(const gr_tensors *tensors)
{
    return adam->slots(tensors);
}

void gr_adam_begin(const gr_tensors *tensors, double *slots)
{
    double knobs[GR_OPTIMIZER_KNOBS] = { 0 };

    memset(slots, 0, adam->slots(tensors) * sizeof *slots);
    defaults(knobs);
    adam->start(tensors, knobs, slots);
}

void gr_adam_step(const gr_tensors *tensors, double rate, long t, const double *gradient,
                  double *slots, double *x)
{
    double knobs[GR_OPTIMIZER_KNOBS] = { 0 };

    defaults(knobs);
    const gr_update update = { tensors, knobs, rate, t, gradient };
    adam->update(&update, slots, x);
}
