/* The copy chain: say the bit again that was said before. */
#include "road.h"

enum { RIGHT, WRONG, STATES };
enum { COPY, FLIP, ACTIONS };

static const gr_param params[] = { GR_SLIP_PARAM, { .name = NULL } };

static const char *const actions[] = { "copy", "flip", NULL };

static bool draw_map(gr_model *model, gr_arena *arena, gr_error *err)
{
    model->columns = 1;
    model->rows = STATES;
    model->road = true;
    model->tiles = gr_arena_alloc(arena, STATES, sizeof *model->tiles, err);
    model->state_at = gr_arena_alloc(arena, STATES, sizeof *model->state_at, err);
    model->charted = gr_arena_alloc(arena, STATES, sizeof *model->charted, err);
    model->alike = gr_arena_alloc(arena, STATES, sizeof *model->alike, err);
    if (model->tiles == NULL || model->state_at == NULL || model->charted == NULL ||
        model->alike == NULL)
        return false;
    model->space.y[WRONG] = 1;
    model->state_at[WRONG] = WRONG;
    return true;
}

bool gr_copy_build(gr_model *model, double slip, gr_arena *arena, gr_error *err)
{
    static const uint32_t next[] = { RIGHT, WRONG, WRONG, RIGHT };

    if (!gr_model_make(model, STATES, actions, 2, arena, err) || !draw_map(model, arena, err))
        return false;
    model->charted[RIGHT] = model->charted[WRONG] = true; /* WRONG by looking like RIGHT */
    model->alike[RIGHT] = model->alike[WRONG] = RIGHT;
    model->start[RIGHT] = 1;
    model->cost[WRONG] = 1;
    model->failure[WRONG] = true;
    model->space.seen[WRONG * 2 + 1] = 1;
    model->expert[RIGHT * ACTIONS + COPY] = model->expert[WRONG * ACTIONS + FLIP] = 1;
    return gr_model_link(model, next, slip, arena, err);
}

static bool build(gr_model *model, const gr_value *knobs, gr_arena *arena, gr_error *err)
{
    return gr_copy_build(model, knobs[0].number, arena, err);
}

const gr_world gr_world_copy = {
    .name = "copy",
    .summary = "a chain of bits: each is to be the one before, as it was said",
    .params = params,
    .build = build,
};
