#include "road.h"

static const char *const actions[] = { "left", "straight", "right", NULL };

static bool draw_map(gr_model *model, size_t states, gr_arena *arena, gr_error *err)
{
    model->columns = 1;
    model->rows = states;
    model->road = true;
    model->tiles = gr_arena_alloc(arena, states, sizeof *model->tiles, err);
    model->state_at = gr_arena_alloc(arena, states, sizeof *model->state_at, err);
    if (model->tiles == NULL || model->state_at == NULL)
        return false;
    for (size_t s = 0; s < states; s++) {
        model->space.y[s] = (int)s;
        model->state_at[s] = (uint32_t)s;
    }
    return true;
}

/* Left and right of a row are seen apart, and how far it is from the middle. */
static void see(gr_space *space, long edge)
{
    for (size_t s = 0; s < space->states; s++) {
        double row = (double)((long)s - edge) / (double)(edge > 0 ? edge : 1);
        space->seen[s * space->features + 1] = row;
        space->seen[s * space->features + 2] = fabs(row);
    }
}

bool gr_road_make(gr_model *model, long edge, gr_arena *arena, gr_error *err)
{
    size_t states = (size_t)(2 * edge + 1);

    if (!gr_model_make(model, states, actions, 3, arena, err) ||
        !draw_map(model, states, arena, err))
        return false;
    model->charted = gr_arena_alloc(arena, states, sizeof *model->charted, err);
    if (model->charted == NULL)
        return false;
    model->charted[edge] = true;
    model->start[edge] = 1;
    for (size_t s = 0; s < states; s++) {
        model->cost[s] = s != (size_t)edge;
        model->failure[s] = s != (size_t)edge;
    }
    see(&model->space, edge);
    model->space.blind[GR_ROAD_LEFT] = model->space.blind[GR_ROAD_RIGHT] = 0.5;
    model->space.blind[GR_ROAD_STRAIGHT] = 0;
    return true;
}

void gr_road_drive_back(gr_model *model)
{
    size_t middle = model->space.states / 2;

    for (size_t s = 0; s < model->space.states; s++) {
        size_t action = s < middle   ? GR_ROAD_RIGHT
                        : s > middle ? GR_ROAD_LEFT
                                     : GR_ROAD_STRAIGHT;
        model->expert[s * GR_ROAD_ACTIONS + action] = 1;
    }
}
