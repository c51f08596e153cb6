/* The forgetful world: what a step leads to follows from its action alone, so that no error is paid
 * twice. */
#include "road.h"

static const gr_param params[] = { GR_SLIP_PARAM, { .name = NULL } };

bool gr_forgetful_build(gr_model *model, double slip, gr_arena *arena, gr_error *err)
{
    static const uint32_t next[] = { 0, 1, 2, 0, 1, 2, 0, 1, 2 };

    if (!gr_road_make(model, 1, arena, err))
        return false;
    model->charted = NULL; /* all states look alike */
    for (size_t s = 0; s < model->space.states; s++) {
        model->expert[s * GR_ROAD_ACTIONS + GR_ROAD_STRAIGHT] = 1;
        model->error[s * GR_ROAD_ACTIONS + GR_ROAD_STRAIGHT] = 0;
        model->error[s * GR_ROAD_ACTIONS + GR_ROAD_LEFT] = 0.5;
        model->error[s * GR_ROAD_ACTIONS + GR_ROAD_RIGHT] = 0.5;
    }
    return gr_model_link(model, next, slip, arena, err);
}

static bool build(gr_model *model, const gr_value *knobs, gr_arena *arena, gr_error *err)
{
    return gr_forgetful_build(model, knobs[0].number, arena, err);
}

const gr_world gr_world_forgetful = {
    .name = "forgetful",
    .summary = "a road that puts the car wherever its last action says",
    .params = params,
    .build = build,
};
