/* The map of a grid world: per cell what the learner does, how often it comes there, and where it
 * would not do what the expert does. Of a road, which is one row of cells, the same against time. */
#include "dagger.h"

#include "gradus/elementary.h"
#include "share_shades.h"

#include <math.h>
#include <string.h>

/* Visits an episode from which on a cell is shaded, and those of the deepest shade. */
static const double FAINT = 0.01, DEEP = 0.95;
enum { SHADES = 6 };

static double shade(double visits)
{
    if (!(visits >= FAINT))
        return (double)NAN;
    double share = gr_log(visits / FAINT) / gr_log(DEEP / FAINT);
    return (1 + (SHADES - 1) * (share < 1 ? share : 1)) / SHADES;
}

/* --- what it does --- */

static const struct {
    const char *action, *glyph;
} arrows[] = { { "up", "↑" }, { "right", "→" }, { "down", "↓" }, { "left", "←" },
               { "straight", "↑" }, { "copy", "c" }, { "flip", "f" } };

static const char *arrow_of(const gr_space *space, const double *shares)
{
    const char *action = space->action_names[gr_share_best(shares, space->actions)];

    for (size_t i = 0; i < GR_LEN(arrows); i++)
        if (strcmp(arrows[i].action, action) == 0)
            return arrows[i].glyph;
    return "?";
}

/* --- one cell --- */

typedef struct scene {
    const gr_dagger_setup *s;
    gr_dagger_arrays a;
    gr_fit fitted;
    bool data; /* the labels in place of the learner's walks */
} scene;

/* Whether it may do what the expert never means. */
static bool disagrees(const scene *c, size_t state)
{
    size_t actions = c->s->model.space.actions;
    const double *does = c->a.shares + state * actions, *means = c->s->model.expert + state * actions;
    double agreed = 0;

    for (size_t k = 0; k < actions; k++)
        agreed += means[k] > 0 ? does[k] : 0;
    return agreed < 0.5;
}

static double visits_at(const scene *c, size_t state)
{
    if (c->data)
        return gr_labels_at(&c->s->model.space, c->a.counts, state) /
               (double)(c->s->demos > 0 ? c->s->demos : 1);
    return c->a.visits[state] * (double)c->s->horizon;
}

static gr_board_cell state_cell(const scene *c, size_t state)
{
    const gr_space *space = &c->s->model.space;
    bool labelled = gr_labels_at(space, c->a.counts, state) > 0;
    double visits = visits_at(c, state);
    bool known = labelled || (!c->data && c->s->learner->knows(&c->fitted, c->a.learned, state) &&
                              visits >= FAINT);
    gr_board_cell cell = { .heat = shade(visits), .role = GR_ROLE_TEXT };

    if (!labelled && !(visits >= FAINT)) {
        cell.glyph = "·";
        cell.role = GR_ROLE_DIM;
        return cell;
    }
    cell.glyph = known ? arrow_of(space, c->data ? c->a.counts + state * space->actions
                                                 : c->a.shares + state * space->actions)
                       : "?";
    if (!c->data && visits >= FAINT && disagrees(c, state)) {
        cell.mark = "!";
        cell.role = GR_ROLE_WRONG;
    } else if (known) {
        cell.role = c->data ? GR_ROLE_EXPERT : GR_ROLE_LEARNER;
    }
    return cell;
}

static gr_board_cell cell_of(const scene *c, size_t at)
{
    static const char *const glyphs[] = { [GR_TILE_WALL] = "▒", [GR_TILE_HAZARD] = "~",
                                          [GR_TILE_GOAL] = "G" };
    gr_tile tile = c->s->model.tiles[at];

    if (tile == GR_TILE_FREE)
        return state_cell(c, c->s->model.state_at[at]);
    gr_board_cell cell = { .glyph = glyphs[tile], .heat = (double)NAN, .role = GR_ROLE_COVER };
    if (tile == GR_TILE_WALL) {
        cell.solid = true;
        return cell;
    }
    cell.role = tile == GR_TILE_GOAL ? GR_ROLE_GOOD : GR_ROLE_WARN;
    if (!c->data)
        cell.heat = shade(visits_at(c, c->s->model.state_at[at]));
    return cell;
}

static bool add_board(const scene *c, gr_view *view, gr_error *err)
{
    const gr_model *model = &c->s->model;
    size_t cells = model->columns * model->rows;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_CELLS, GR_ROLE_HEAT, "states", err);
    gr_board_cell *board = gr_arena_alloc(&view->arena, cells, sizeof *board, err);

    if (shape == NULL || board == NULL)
        return false;
    for (size_t i = 0; i < cells; i++)
        board[i] = cell_of(c, i);
    shape->as.board = (gr_board){ model->columns, model->rows, board };
    return true;
}

/* --- a road against time --- */

enum { WORK_MAX = 4000000 };

/* The distribution at each time, by propagating once more; or the labels, which know no time. */
static bool fill_road(const scene *c, double *values, size_t columns, gr_arena *arena,
                      gr_error *err)
{
    const gr_model *model = &c->s->model;
    size_t states = model->space.states;
    double *now = gr_arena_alloc(arena, 2 * states, sizeof *now, err), *next;

    if (now == NULL)
        return false;
    next = now + states;
    memcpy(now, model->start, states * sizeof *now);
    for (size_t t = 0; t < columns; t++) {
        for (size_t i = 0; i < states; i++)
            values[(states - 1 - i) * columns + t] = now[i] > 0 ? now[i] : (double)NAN;
        gr_propagate(model, c->a.shares, now, next);
        memcpy(now, next, states * sizeof *now);
    }
    return true;
}

static bool add_road(const scene *c, gr_view *view, gr_error *err)
{
    size_t states = c->s->model.space.states, columns = (size_t)c->s->horizon + 1;
    double half = (double)states / 2;

    if (columns * states > WORK_MAX)
        columns = WORK_MAX / states;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_FIELD, GR_ROLE_HEAT, "share", err);
    double *values = gr_arena_alloc(&view->arena, columns * states, sizeof *values, err);
    if (shape == NULL || values == NULL || !fill_road(c, values, columns, &view->arena, err))
        return false;
    shape->plot = "rows";
    shape->as.field = (gr_field){ .columns = columns, .rows = states, .x0 = -0.5,
                                  .x1 = (double)columns - 0.5, .y0 = -half, .y1 = half,
                                  .values = values, .low = 0, .high = 1,
                                  .shades = gr_share_shades };
    return true;
}

/* --- the figure --- */

static bool say(const scene *c, const gr_dagger_state *now, gr_view *view, gr_error *err)
{
    const gr_space *space = &c->s->model.space;
    size_t visited = 0, blank = 0, wrong = 0;

    for (size_t i = 0; i < space->states; i++) {
        bool there = !c->s->model.terminal[i] && visits_at(c, i) >= FAINT;
        visited += there;
        blank += there && !(gr_labels_at(space, c->a.counts, i) > 0);
        wrong += there && !c->data && disagrees(c, i);
    }
    view->note = c->data ? gr_arena_printf(&view->arena, err, "%zu labels", now->labels)
                         : gr_arena_printf(&view->arena, err, "round %ld   J %.3f", now->round,
                                           now->J);
    if (c->data)
        view->says = gr_arena_printf(&view->arena, err,
                                     "data. After round %ld there are %zu labels in %zu states.",
                                     now->round, now->labels, gr_labels_states(space, c->a.counts));
    else
        view->says = gr_arena_printf(
            &view->arena, err,
            "map. After round %ld the learner decides in %zu states; %zu of them have no label (?), "
            "and in %zu its action is not the expert's (!). J is %.3f, the expert's %.3f.",
            now->round, visited, blank, wrong, now->J, c->s->expert_cost);
    return view->note != NULL && view->says != NULL;
}

bool gr_dagger_view_map(const gr_job *job, const gr_dagger_state *now, bool data, gr_view *view,
                        gr_error *err)
{
    scene c = { .s = job->setup, .data = data };

    c.a = gr_dagger_arrays_of(c.s, (gr_dagger_state *)(uintptr_t)now);
    c.fitted = gr_dagger_fit(job, c.a.counts);
    return say(&c, now, view, err) &&
           (c.s->model.road && !data ? add_road(&c, view, err) : add_board(&c, view, err));
}
