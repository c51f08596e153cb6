#include "worlds.h"

#include "runs.h"

#include <stdio.h>
#include <string.h>

static const gr_param params[] = {
    { .name = "world",
      .kind = GR_PARAM_FAMILY,
      .initial = "grid",
      .family = &gr_world_family,
      .help = "the world" },
    { .name = NULL },
};

static const gr_experiment bare = { .params = params };

void gr_test_world_make(gr_test_world *world, const char *settings)
{
    gr_error err;

    *world = (gr_test_world){ 0 };
    gr_test_values(&bare, settings, &world->values);
    ck_assert_msg(gr_world_prepare(&world->model, &world->values, &world->arena, &err), "%s: %s",
                  settings, err.message);
}

void gr_test_world_clear(gr_test_world *world)
{
    gr_values_clear(&world->values);
    gr_arena_clear(&world->arena);
}

void gr_test_world_draw(gr_test_world *world, const char *path, const char *text,
                        const char *settings)
{
    char all[5000];

    gr_test_write(path, text, strlen(text));
    snprintf(all, sizeof all, "world=grid map=%s %s", path, settings);
    gr_test_world_make(world, all);
}

double gr_test_leads(const gr_model *model, size_t from, size_t action, size_t to)
{
    size_t k = from * model->space.actions + action;
    double sum = 0;

    for (size_t i = model->first[k]; i < model->first[k + 1]; i++)
        sum += model->outcomes[i].state == to ? model->outcomes[i].probability : 0;
    return sum;
}

size_t gr_test_state_at(const gr_model *model, size_t x, size_t y)
{
    ck_assert_uint_lt(x, model->columns);
    ck_assert_uint_lt(y, model->rows);
    return model->state_at[y * model->columns + x];
}
