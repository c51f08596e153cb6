#include "terrains.h"

#include "support.h"

#include <string.h>

static const gr_param knobs[] = {
    { .name = "surface",
      .kind = GR_PARAM_FAMILY,
      .initial = "valley",
      .family = &gr_surface_family },
    { .name = NULL },
};

/* What `prepare` made. */
static gr_arena arena;

static gr_terrain terrain(const gr_setting *settings, size_t count)
{
    gr_values values;
    gr_error err = { 0 };
    gr_terrain made;

    ck_assert_msg(gr_values_init(&values, knobs, &err), "%s", err.message);
    ck_assert_msg(gr_values_apply(&values, settings, count, &err), "%s", err.message);
    ck_assert_msg(gr_terrain_prepare(&made, &values, &arena, &err), "%s", err.message);
    gr_values_clear(&values);
    return made;
}

gr_terrain gr_test_terrain_of(size_t surface)
{
    return gr_test_terrain_named(gr_surface_at(surface)->name);
}

gr_terrain gr_test_terrain_named(const char *name)
{
    const gr_setting setting = { "surface", name };

    return terrain(&setting, 1);
}

gr_terrain gr_test_terrain_with(size_t surface, const char *knob, const char *number)
{
    const gr_setting settings[] = { { "surface", gr_surface_at(surface)->name }, { knob, number } };

    return terrain(settings, 2);
}

void gr_test_terrains_clear(void)
{
    gr_arena_clear(&arena);
}

double gr_test_low(const gr_terrain *t, size_t axis)
{
    return axis == 0 ? t->box.x_low : t->box.y_low;
}

double gr_test_width(const gr_terrain *t, size_t axis)
{
    return axis == 0 ? t->box.x_high - t->box.x_low : t->box.y_high - t->box.y_low;
}

bool gr_test_in_box(const gr_terrain *t, const double *at)
{
    for (size_t axis = 0; axis < t->dims; axis++) {
        double low = gr_test_low(t, axis);
        if (!(at[axis] > low && at[axis] < low + gr_test_width(t, axis)))
            return false;
    }
    return true;
}

size_t gr_test_points(const gr_terrain *t, size_t side)
{
    return t->dims == 1 ? side : side * side;
}

void gr_test_point(const gr_terrain *t, size_t side, size_t index, gr_rng *rng, double *at)
{
    for (size_t axis = 0; axis < t->dims; axis++) {
        double cell = (double)(axis == 0 ? index % side : index / side), share;
        if (rng == NULL)
            share = cell / (double)(side - 1);
        else
            share = (cell + gr_rng_uniform(rng)) / (double)side;
        at[axis] = gr_test_low(t, axis) + gr_test_width(t, axis) * share;
    }
}
