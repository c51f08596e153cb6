#include "gradus/world.h"

#define GR_WORLD(name) extern const gr_world gr_world_##name;
#include "worlds.def"
#undef GR_WORLD

static const gr_world *const worlds[] = {
#define GR_WORLD(name) &gr_world_##name,
#include "worlds.def"
#undef GR_WORLD
};

size_t gr_world_count(void)
{
    return GR_LEN(worlds);
}

const gr_world *gr_world_at(size_t index)
{
    return worlds[index];
}

static const char *name_of(size_t index)
{
    return worlds[index]->name;
}

static const char *summary_of(size_t index)
{
    return worlds[index]->summary;
}

static const gr_param *params_of(size_t index)
{
    return worlds[index]->params;
}

const gr_family gr_world_family = { "world", gr_world_count, name_of, summary_of, params_of };

bool gr_world_prepare(gr_model *model, const gr_values *values, gr_arena *arena, gr_error *err)
{
    const gr_value *world = &values->items[gr_values_index(values, "world")];

    return worlds[(size_t)world->number]->build(model, world + 1, arena, err);
}
