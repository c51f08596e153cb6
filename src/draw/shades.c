#include "gradus/shades.h"

#include "gradus/axis_ticks.h"
#include "gradus/canvas.h"
#include "gradus/elementary.h"
#include "gradus/levels.h"

#include <math.h>

bool gr_shades_of(const gr_field *f, gr_shades *s)
{
    *s = (gr_shades){ .low = f->low, .high = f->high, .own = f->shades };
    if (f->shades != NULL)
        return true;
    if (f->decades && gr_levels_decades(f, &s->least, &s->low, &s->high))
        s->decades = true;
    else if (f->low == f->high)
        return gr_ticks_extent(f->values, f->columns * f->rows, false, &s->low, &s->high);
    return true;
}

/* What only rounding keeps below a shade has it. */
static int own_shade(const double *own, double value)
{
    int level = 0;

    while (level < GR_HEATS && value >= own[level] * (1 - 1e-9))
        level++;
    return level;
}

int gr_shade(const gr_shades *s, double value)
{
    if (!isfinite(value))
        return 0;
    if (s->own != NULL)
        return own_shade(s->own, value);
    /* halves, since the whole range may be more than a double holds */
    double share = s->high > s->low ? (value / 2 - s->low / 2) / (s->high / 2 - s->low / 2) : 0.5;
    if (s->decades) {
        double height = value - s->least;
        share = height > s->low ? gr_log(height / s->low) / gr_log(s->high / s->low) : 0;
    }
    int level = 1 + (int)floor(share * GR_HEATS);
    return level > GR_HEATS ? GR_HEATS : level < 1 ? 1 : level;
}
