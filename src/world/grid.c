/* The grid: go to the goal, a cell a step, around walls and hazards.
 *
 * A step into a wall or over the edge stays where it is. Each step that does not end at a goal
 * costs 1; what falls into a hazard stays there and pays on. The expert is planned by value
 * iteration, slips taken into account. */
#include "grid_map.h"

#include <string.h>

enum { MAP, SIZE, SLIP, UNDECIDED, IMPERFECT };
enum { UP, RIGHT, DOWN, LEFT, ACTIONS };

static const char *const actions[] = { "up", "right", "down", "left", NULL };
static const int ahead[ACTIONS][2] = { { 0, -1 }, { 1, 0 }, { 0, 1 }, { -1, 0 } };

static const gr_param params[] = {
    [MAP] = { .name = "map",
              .kind = GR_PARAM_FILE,
              .initial = "shortcut",
              .words = gr_grid_maps,
              .help = "a built-in map, or a text file: . free, # wall, ~ hazard, G goal, S start" },
    [SIZE] = { .name = "size",
               .kind = GR_PARAM_INTEGER,
               .unit = "cells",
               .initial = "10",
               .low = 2,
               .high = GR_MAP_SIDE,
               .help = "the side of the map `open`; others have their own" },
    [SLIP] = { .name = "slip",
               .kind = GR_PARAM_NUMBER,
               .initial = "0",
               .low = 0,
               .high = 1,
               .help = "how often another action than the chosen one is carried out" },
    [UNDECIDED] = { .name = "undecided",
                    .kind = GR_PARAM_YESNO,
                    .initial = "no",
                    .help = "the expert takes equally good ways equally often, not always the first" },
    [IMPERFECT] = { .name = "imperfect",
                    .kind = GR_PARAM_NUMBER,
                    .initial = "0",
                    .low = 0,
                    .high = 1,
                    .help = "how often the expert means another action than the best" },
    { .name = NULL },
};

/* --- states --- */

static bool number_states(const gr_grid_map *map, gr_model *model, size_t *states, gr_arena *arena,
                          gr_error *err)
{
    size_t cells = map->rows * map->columns;

    *states = 0;
    model->state_at = gr_arena_alloc(arena, cells, sizeof *model->state_at, err);
    for (size_t i = 0; model->state_at != NULL && i < cells; i++)
        model->state_at[i] = map->tiles[i] == GR_TILE_WALL ? GR_NO_STATE : (uint32_t)(*states)++;
    return model->state_at != NULL;
}

/* The cell that an action leads to; outside and walls: its own. */
static size_t beside(const gr_grid_map *map, size_t cell, size_t action)
{
    long x = (long)(cell % map->columns) + ahead[action][0];
    long y = (long)(cell / map->columns) + ahead[action][1];

    if (x < 0 || y < 0 || x >= (long)map->columns || y >= (long)map->rows)
        return cell;
    size_t next = (size_t)y * map->columns + (size_t)x;
    return map->tiles[next] == GR_TILE_WALL ? cell : next;
}

static double middle_of(size_t at, size_t count)
{
    return count > 1 ? 2 * (double)at / (double)(count - 1) - 1 : 0;
}

/* What a learner sees: its place; per direction whether that is blocked, a hazard, the goal. */
enum { SEEN_PLACE = 1, SEEN_BLOCKED = 3, SEEN_HAZARD = 7, SEEN_GOAL = 11, FEATURES = 15 };

static void see(const gr_grid_map *map, size_t cell, double *seen)
{
    seen[SEEN_PLACE] = middle_of(cell % map->columns, map->columns);
    seen[SEEN_PLACE + 1] = middle_of(cell / map->columns, map->rows);
    for (size_t a = 0; a < ACTIONS; a++) {
        size_t next = beside(map, cell, a);
        bool blocked = next == cell;
        seen[SEEN_BLOCKED + a] = blocked;
        seen[SEEN_HAZARD + a] = !blocked && map->tiles[next] == GR_TILE_HAZARD;
        seen[SEEN_GOAL + a] = !blocked && map->tiles[next] == GR_TILE_GOAL;
    }
}

static void fill_state(const gr_grid_map *map, gr_model *model, size_t cell, double begin,
                       uint32_t *next)
{
    size_t s = model->state_at[cell];
    gr_tile tile = map->tiles[cell];

    model->space.x[s] = (int)(cell % map->columns);
    model->space.y[s] = (int)(cell / map->columns);
    model->start[s] = map->starts[cell] ? begin : 0;
    model->cost[s] = tile != GR_TILE_GOAL;
    model->failure[s] = tile == GR_TILE_HAZARD;
    model->terminal[s] = tile == GR_TILE_GOAL || tile == GR_TILE_HAZARD;
    for (size_t a = 0; a < ACTIONS; a++)
        next[s * ACTIONS + a] =
            model->state_at[model->terminal[s] ? cell : beside(map, cell, a)];
    see(map, cell, model->space.seen + s * FEATURES);
}

static bool build_from(const gr_grid_map *map, gr_model *model, double slip, gr_arena *arena,
                       gr_error *err)
{
    size_t states = 0, cells = map->rows * map->columns, starts = 0;
    gr_model numbered = { 0 };

    if (!number_states(map, &numbered, &states, arena, err) ||
        !gr_model_make(model, states, actions, FEATURES, arena, err))
        return false;
    model->columns = map->columns;
    model->rows = map->rows;
    model->tiles = map->tiles;
    model->state_at = numbered.state_at;
    uint32_t *next = gr_arena_alloc(arena, states * ACTIONS, sizeof *next, err);
    if (next == NULL)
        return false;
    for (size_t i = 0; i < cells; i++)
        starts += map->starts[i];
    for (size_t i = 0; i < cells; i++)
        if (map->tiles[i] != GR_TILE_WALL)
            fill_state(map, model, i, 1 / (double)starts, next);
    return gr_model_link(model, next, slip, arena, err);
}

static bool build(gr_model *model, const gr_value *knobs, gr_arena *arena, gr_error *err)
{
    gr_grid_map map = { 0 };
    const gr_value *chosen = &knobs[MAP];
    bool read = chosen->word >= 0
                    ? gr_grid_map_built_in((size_t)chosen->word, (size_t)knobs[SIZE].number, &map,
                                           arena, err)
                    : gr_grid_map_load(chosen->text, &map, arena, err);

    return read && build_from(&map, model, knobs[SLIP].number, arena, err) &&
           gr_model_plan(model, knobs[UNDECIDED].number != 0, knobs[IMPERFECT].number, arena, err);
}

const gr_world gr_world_grid = {
    .name = "grid",
    .summary = "a grid with walls and hazards: go to the goal",
    .params = params,
    .build = build,
};
