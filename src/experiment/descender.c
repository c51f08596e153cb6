#include "descender.h"

#include <math.h>
#include <string.h>

static const double DIVERGED_BEYOND = 1e12;

static bool find_knobs(gr_descender *d, gr_error *err)
{
    gr_values values;

    if (!gr_values_init(&values, d->optimizer->params, err))
        return false;
    for (size_t i = 0; i < values.count; i++) {
        bool relative = strcmp(values.items[i].param->name, "relative") == 0;
        d->knobs[i] = relative ? 0 : values.items[i].number;
    }
    gr_values_clear(&values);
    return true;
}

bool gr_descender_prepare(gr_descender *d, const gr_optimizer *optimizer, const gr_terrain *terrain,
                          gr_error *err)
{
    d->optimizer = optimizer;
    d->terrain = terrain;
    d->point = (gr_tensor){ "point", 1, terrain->dims, 0 };
    d->tensors = (gr_tensors){ &d->point, 1, terrain->dims };
    d->slots = optimizer->slots(&d->tensors);
    return find_knobs(d, err);
}

/* What is not finite makes the sum NaN. */
static bool is_finite(const gr_descender *d, const gr_descender_state *now)
{
    double zero = 0 * now->f;

    for (size_t i = 0; i < d->terrain->dims; i++)
        zero += 0 * now->x[i] + 0 * now->gradient[i];
    return zero == 0;
}

static bool arrive(const gr_descender *d, gr_descender_state *now)
{
    now->f = gr_terrain_value(d->terrain, now->x, now->gradient);
    return is_finite(d, now) && fabs(now->f) <= DIVERGED_BEYOND;
}

bool gr_descender_start(const gr_descender *d, double rate, gr_descender_state *now, double *slots)
{
    *now = (gr_descender_state){ 0 };
    memcpy(now->knobs, d->knobs, sizeof now->knobs);
    now->knobs[0] = rate;
    memcpy(now->x, d->terrain->start, d->terrain->dims * sizeof *now->x);
    memset(slots, 0, d->slots * sizeof *slots);
    if (d->optimizer->start != NULL)
        d->optimizer->start(&d->tensors, now->knobs, slots);
    return arrive(d, now);
}

bool gr_descender_update(const gr_descender *d, gr_descender_state *now, double *slots)
{
    double probed[2] = { 0 }, at[2] = { 0 };
    gr_update update = { &d->tensors, now->knobs, now->knobs[0], ++now->t, now->gradient };

    if (d->optimizer->probe != NULL) {
        d->optimizer->probe(&update, slots, now->x, at);
        gr_terrain_value(d->terrain, at, probed);
        update.gradient = probed;
    }
    d->optimizer->update(&update, slots, now->x);
    return arrive(d, now);
}
