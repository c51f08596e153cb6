#include "gradus/surface.h"

#include "gradus/number.h"

#include <math.h>

#define GR_SURFACE(name) extern const gr_surface gr_surface_##name;
#include "surfaces.def"
#undef GR_SURFACE

static const gr_surface *const surfaces[] = {
#define GR_SURFACE(name) &gr_surface_##name,
#include "surfaces.def"
#undef GR_SURFACE
};

/* --- the family --- */

size_t gr_surface_count(void)
{
    return GR_LEN(surfaces);
}

const gr_surface *gr_surface_at(size_t index)
{
    return surfaces[index];
}

static const char *name_of(size_t index)
{
    return surfaces[index]->name;
}

static const char *summary_of(size_t index)
{
    return surfaces[index]->summary;
}

static const gr_param *params_of(size_t index)
{
    return surfaces[index]->params;
}

const gr_family gr_surface_family = { "surface", gr_surface_count, name_of, summary_of, params_of };

/* --- terrains --- */

bool gr_terrain_prepare(gr_terrain *terrain, const gr_values *values, gr_arena *arena,
                        gr_error *err)
{
    size_t family = gr_values_index(values, "surface"), own = 0;
    const gr_surface *surface = surfaces[(size_t)values->items[family].number];
    const gr_value *knob = &values->items[family + 1];

    *terrain = (gr_terrain){ .surface = surface, .dims = surface->dims, .box = surface->box };
    terrain->start[0] = gr_values_number(values, "surface.x");
    if (surface->dims != 1)
        terrain->start[1] = gr_values_number(values, "surface.y");
    for (size_t i = surface->dims == 1 ? 1 : 2; surface->params[i].name != NULL; i++)
        if (surface->params[i].kind == GR_PARAM_NUMBER)
            terrain->knobs[own++] = knob[i].number;
    return surface->prepare == NULL || surface->prepare(terrain, values, arena, err);
}

double gr_terrain_value(const gr_terrain *terrain, const double *at, double *gradient)
{
    return terrain->surface->value(terrain, at, gradient);
}

/* sqrt(x^2 + y^2) without overflow on the way. */
static double length(double x, double y)
{
    double a = fabs(x), b = fabs(y), most = a > b ? a : b, least = a > b ? b : a;

    if (!(most > 0) || isinf(most))
        return a + b;
    return most * sqrt(1 + least / most * (least / most));
}

double gr_terrain_distance(const gr_terrain *terrain, const double *at)
{
    const gr_surface *surface = terrain->surface;
    double nearest = gr_missing();

    for (size_t i = 0; i < surface->minimum_count; i++) {
        const gr_minimum *m = &surface->minima[i];
        double away = length(at[0] - m->x, terrain->dims > 1 ? at[1] - m->y : 0);
        if (i == 0 || !(away >= nearest))
            nearest = away;
    }
    return nearest;
}
