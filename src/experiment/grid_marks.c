#include "grid_marks.h"

#include "gradus/elementary.h"
#include "gradus/world.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *action, *glyph;
} arrows[] = { { "up", "↑" },       { "right", "→" }, { "down", "↓" }, { "left", "←" },
               { "straight", "↑" }, { "copy", "c" },  { "flip", "f" } };

const char *gr_grid_arrow(const gr_space *space, const double *shares)
{
    const char *action = space->action_names[gr_share_best(shares, space->actions)];

    for (size_t i = 0; i < GR_LEN(arrows); i++)
        if (strcmp(arrows[i].action, action) == 0)
            return arrows[i].glyph;
    return "?";
}

/* Visits of the deepest of so many shades. */
static const double DEEP = 0.95;
enum { SHADES = 6 };

double gr_grid_shade(double visits)
{
    if (!(visits >= GR_GRID_FAINT))
        return (double)NAN;
    double share = gr_log(visits / GR_GRID_FAINT) / gr_log(DEEP / GR_GRID_FAINT);
    return (1 + (SHADES - 1) * (share < 1 ? share : 1)) / SHADES;
}
