/* The cliff: a road without a way back. */
#include "road.h"

static const gr_param params[] = { GR_SLIP_PARAM, { .name = NULL } };

bool gr_cliff_build(gr_model *model, double slip, gr_arena *arena, gr_error *err)
{
    static const uint32_t next[] = { 0, 0, 0, 0, 1, 2, 2, 2, 2 };

    if (!gr_road_make(model, 1, arena, err))
        return false;
    model->terminal[0] = model->terminal[2] = true;
    gr_road_drive_back(model);
    return gr_model_link(model, next, slip, arena, err);
}

static bool build(gr_model *model, const gr_value *knobs, gr_arena *arena, gr_error *err)
{
    return gr_cliff_build(model, knobs[0].number, arena, err);
}

const gr_world gr_world_cliff = {
    .name = "cliff",
    .summary = "a road on a ridge: what is off it stays off",
    .params = params,
    .build = build,
};
