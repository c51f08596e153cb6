/* The lane: drift off it can be made good, in `recover` steps. */
#include "road.h"

enum { RECOVER, EDGE, SLIP };

static const gr_param params[] = {
    [RECOVER] = { .name = "recover",
                  .kind = GR_PARAM_INTEGER,
                  .unit = "rows",
                  .initial = "1",
                  .low = 1,
                  .high = 1000,
                  .help = "how far a wrong turn takes the car off the lane; as many steps lead back" },
    [EDGE] = { .name = "edge",
               .kind = GR_PARAM_INTEGER,
               .unit = "rows",
               .initial = "5",
               .low = 1,
               .high = 1000,
               .help = "how many rows there are on each side of the lane" },
    [SLIP] = GR_SLIP_PARAM,
    { .name = NULL },
};

/* The row that an action leads to, rows counting from -edge. */
static long turn(long row, size_t action, long recover, long edge)
{
    long side = (long)action - GR_ROAD_STRAIGHT, away = row < 0 ? -row : row;
    bool outwards = side != 0 && row * side >= 0;

    if (!outwards)
        return row + side;
    away = away <= 1 && away + 1 < recover ? recover : away + 1;
    return side * (away < edge ? away : edge);
}

/* Beside the lane an error leads outwards. */
static void err_outwards(gr_model *model, long edge)
{
    for (size_t s = 0; s < model->space.states; s++) {
        long row = (long)s - edge;
        double *shares = model->error + s * GR_ROAD_ACTIONS;
        model->astray[s] = row >= -1 && row <= 1;
        shares[GR_ROAD_LEFT] = row < 0 ? 1 : row > 0 ? 0 : 0.5;
        shares[GR_ROAD_STRAIGHT] = 0;
        shares[GR_ROAD_RIGHT] = row > 0 ? 1 : row < 0 ? 0 : 0.5;
    }
}

bool gr_lane_build(gr_model *model, long recover, long edge, double slip, gr_arena *arena,
                   gr_error *err)
{
    if (recover > edge)
        return gr_fail(err, GR_ERROR_USAGE,
                       "knobs recover and edge: a wrong turn would take the car %ld rows off, but "
                       "there are %ld; recover may be at most edge",
                       recover, edge);
    if (!gr_road_make(model, edge, arena, err))
        return false;
    size_t states = model->space.states;
    uint32_t *next = gr_arena_alloc(arena, states * GR_ROAD_ACTIONS, sizeof *next, err);
    model->astray = gr_arena_alloc(arena, states, sizeof *model->astray, err);
    if (next == NULL || model->astray == NULL)
        return false;
    for (size_t k = 0; k < states * GR_ROAD_ACTIONS; k++)
        next[k] = (uint32_t)(turn((long)(k / GR_ROAD_ACTIONS) - edge, k % GR_ROAD_ACTIONS, recover,
                                  edge) + edge);
    err_outwards(model, edge);
    gr_road_drive_back(model);
    return gr_model_link(model, next, slip, arena, err);
}

static bool build(gr_model *model, const gr_value *knobs, gr_arena *arena, gr_error *err)
{
    return gr_lane_build(model, (long)knobs[RECOVER].number, (long)knobs[EDGE].number,
                         knobs[SLIP].number, arena, err);
}

const gr_world gr_world_lane = {
    .name = "lane",
    .summary = "a road: stay in its lane; drift off it can be made good",
    .params = params,
    .build = build,
};
