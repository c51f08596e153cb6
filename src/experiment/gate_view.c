/* The figures of `gate`: the map with who drives, the strip of doubt, the tally. */
#include "gate.h"

#include "grid_marks.h"

#include <math.h>
#include <string.h>

enum { MAP, DOUBT, TALLY, SUCCESS, DRIFT };

const gr_figure gr_gate_figures[] = {
    [MAP] = { .name = "map",
              .title = "the learner drives",
              .layers = { { .shape = GR_SHAPE_CELLS, .role = GR_ROLE_HEAT, .label = "states" } },
              .count = 1 },
    [DOUBT] = { .name = "doubt",
                .title = "doubt",
                .x = { .label = "step" },
                .y = { .label = "doubt" },
                .map = true,
                .layers = { { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_LEARNER, .label = "doubt" },
                            { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_EXPERT, .label = "tau" } },
                .count = 2 },
    [TALLY] = { .name = "tally",
                .title = "tally",
                .layers = { { .shape = GR_SHAPE_TABLE, .role = GR_ROLE_TEXT, .label = "tally" } },
                .count = 1 },
    [SUCCESS] = { .name = "J",
                  .title = "J against your labels",
                  .x = { .label = "labels" },
                  .y = { .label = "J" },
                  .layers = { { .shape = GR_SHAPE_SERIES,
                                .role = GR_ROLE_LEARNER,
                                .label = "J",
                                .x = "labels",
                                .y = "J" } },
                  .count = 1 },
    [DRIFT] = { .name = "drift",
                .title = "where the learner goes",
                .layers = { { .shape = GR_SHAPE_CELLS, .role = GR_ROLE_HEAT, .label = "visits" } },
                .count = 1 },
    { .name = NULL },
};

typedef struct scene {
    const gr_job *job;
    const gr_gate_setup *s;
    const gr_gate_state *now;
    gr_gate_arrays a;
    gr_fit fitted;
    gr_view *view;
    gr_error *err;
} scene;

/* --- the map --- */

/* Which states the student has labelled, as far as that stands. */
static bool *labelled_states(const scene *c)
{
    size_t rows = gr_logbook_rows(c->job->log, GR_GATE_VISITS);
    bool *labelled =
        gr_arena_alloc(&c->view->arena, c->s->model.space.states, sizeof *labelled, c->err);

    for (size_t i = 0; labelled != NULL && i < rows; i++) {
        const gr_visit *v = gr_logbook_row(c->job->log, GR_GATE_VISITS, i);
        if (v->round > 0 && v->labelled && !gr_gate_is_struck(c->job->log, i))
            labelled[v->state] = true;
    }
    return labelled;
}

/* Whether it has been fitted to more than no labels. */
static bool is_taught(const scene *c)
{
    return c->s->demos > 0 || c->now->fits > 1;
}

/* Visits an episode. */
static double visits_at(const scene *c, uint32_t state)
{
    return is_taught(c) ? c->a.visits[state] * (double)c->s->horizon : 0;
}

/* What it does there: what it was told, else what it takes to be right. A learner that knows nothing
 * of a place has no arrow; `?` where it comes there all the same. */
static gr_board_cell free_cell(const scene *c, uint32_t state, bool yours, bool drift)
{
    const gr_space *space = &c->s->model.space;
    const double *counts = c->a.counts + state * space->actions;
    bool told = gr_labels_at(space, c->a.counts, state) > 0;
    gr_board_cell cell = { .glyph = "·", .heat = (double)NAN, .role = GR_ROLE_DIM };

    if (told || (is_taught(c) && c->s->learner->knows(&c->fitted, c->a.learned, state)))
        cell.glyph = gr_grid_arrow(space, told ? counts : c->a.shares + state * space->actions);
    else if (drift && visits_at(c, state) >= GR_GRID_FAINT)
        cell = (gr_board_cell){ .glyph = "?", .heat = (double)NAN, .role = GR_ROLE_TEXT };
    if (yours) {
        cell.role = GR_ROLE_EXPERT;
        cell.mark = "#";
    }
    return cell;
}

/* With `drift` the learner's own walks, exactly; else who stands where now. */
static gr_board_cell cell_of(const scene *c, size_t at, bool yours, bool drift)
{
    const gr_model *model = &c->s->model;
    uint32_t state = model->state_at[at];
    gr_board_cell cell = { .heat = (double)NAN };

    switch (model->tiles[at]) {
    case GR_TILE_WALL:
        return (gr_board_cell){ .glyph = "▒", .heat = (double)NAN, .role = GR_ROLE_COVER,
                                .solid = true };
    case GR_TILE_GOAL:
        cell.glyph = "G";
        cell.role = GR_ROLE_GOOD;
        break;
    case GR_TILE_HAZARD:
        cell.glyph = "~";
        cell.role = GR_ROLE_WARN;
        break;
    default: cell = free_cell(c, state, yours, drift);
    }
    if (drift)
        cell.heat = gr_grid_shade(visits_at(c, state));
    if (state == c->now->at) { /* a shade may be an @ */
        cell.glyph = drift ? "●" : "@";
        cell.role = c->now->driving ? GR_ROLE_EXPERT : GR_ROLE_LEARNER;
    }
    return cell;
}

static bool add_board(const scene *c, bool drift)
{
    const gr_model *model = &c->s->model;
    size_t cells = model->columns * model->rows;
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_CELLS, GR_ROLE_HEAT, "states", c->err);
    gr_board_cell *board = gr_arena_alloc(&c->view->arena, cells, sizeof *board, c->err);
    bool *labelled = labelled_states(c);

    if (shape == NULL || board == NULL || labelled == NULL)
        return false;
    for (size_t i = 0; i < cells; i++)
        board[i] = cell_of(c, i, model->state_at[i] != GR_NO_STATE && labelled[model->state_at[i]],
                           drift);
    shape->as.board = (gr_board){ model->columns, model->rows, board,
                                  (size_t)model->space.y[c->now->at] };
    return true;
}

static const char *who(const scene *c)
{
    return c->now->driving ? "you drive" : "the learner drives";
}

/* How the run has ended; "" while it has not. */
static const char *end_of(const scene *c)
{
    const gr_gate_state *now = c->now;

    return !now->fresh                       ? ""
           : c->s->model.failure[now->at]  ? ", crashed"
           : c->s->model.terminal[now->at] ? ", arrived"
                                           : ", out of time";
}

static bool view_map(const scene *c)
{
    const gr_gate_state *now = c->now;
    const gr_space *space = &c->s->model.space;

    c->view->title = who(c);
    bool legend = !now->fresh && now->labels > 0;
    c->view->note =
        legend ? gr_arena_strdup(&c->view->arena, "# labelled by you", c->err)
               : gr_arena_printf(&c->view->arena, c->err, "run %ld%s", now->run, end_of(c));
    c->view->says = gr_arena_printf(
        &c->view->arena, c->err,
        "map. Run %ld, %s%s. It stands at column %d, row %d of %zu by %zu; the learner would go %s.",
        now->run, who(c), end_of(c), space->x[now->at] + 1, space->y[now->at] + 1,
        c->s->model.columns, c->s->model.rows,
        space->action_names[gr_share_best(c->a.shares + now->at * space->actions,
                                          space->actions)]);
    return c->view->note != NULL && c->view->says != NULL && add_board(c, false);
}

/* Where the learner as it is now goes by itself. */
static bool view_drift(const scene *c)
{
    const gr_model *model = &c->s->model;
    size_t visited = 0, blank = 0;

    for (uint32_t i = 0; i < model->space.states; i++) {
        bool there = !model->terminal[i] && visits_at(c, i) >= GR_GRID_FAINT;
        visited += there;
        blank += there && !(gr_labels_at(&model->space, c->a.counts, i) > 0);
    }
    c->view->title = who(c);
    c->view->note = gr_arena_printf(&c->view->arena, c->err, "run %ld%s   J %.3f", c->now->run,
                                    end_of(c), c->now->J);
    c->view->says = gr_arena_printf(
        &c->view->arena, c->err,
        "drift. Alone the learner decides in %zu states; %zu of them have no label. J is %.3f, the "
        "expert's %.3f.",
        visited, blank, c->now->J, c->s->expert_cost);
    return c->view->note != NULL && c->view->says != NULL && add_board(c, true);
}

/* --- doubt --- */

enum { STRIP = 36 };

/* The last steps, as many as there are up to STRIP. */
typedef struct past {
    size_t from, count;
} past;

static const gr_gate_moment *moment(const scene *c, past p, size_t i)
{
    return gr_logbook_row(c->job->log, GR_GATE_STRIP, p.from + i);
}

static bool add_doubt(const scene *c, past p)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_SERIES, GR_ROLE_LEARNER, "doubt", c->err);
    double *x = gr_arena_alloc(&c->view->arena, 2 * p.count, sizeof *x, c->err);

    if (shape == NULL || x == NULL)
        return false;
    for (size_t i = 0; i < p.count; i++) {
        x[i] = (double)(p.from + i);
        x[p.count + i] = moment(c, p, i)->doubt;
    }
    shape->as.series = (gr_series){ .count = p.count, .x = x, .y = x + p.count };
    return true;
}

/* The threshold as it is now, once there is one. */
static bool add_tau(const scene *c)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_SERIES, GR_ROLE_EXPERT, "tau", c->err);
    double *level = gr_arena_alloc(&c->view->arena, 2, sizeof *level, c->err);

    if (shape == NULL || level == NULL)
        return false;
    level[1] = c->now->tau;
    shape->dotted = shape->across = true;
    shape->mark = "";
    shape->as.series = (gr_series){ .count = !gr_is_missing(c->now->tau), .x = level,
                                    .y = level + 1 };
    return true;
}

/* Who was in control, step by step. */
static bool add_who(const scene *c, past p)
{
    gr_arena *arena = &c->view->arena;
    double *x = gr_arena_alloc(arena, p.count, sizeof *x, c->err);
    const char **marks = gr_arena_alloc(arena, p.count, sizeof *marks, c->err);
    gr_role *roles = gr_arena_alloc(arena, p.count, sizeof *roles, c->err);

    if (x == NULL || marks == NULL || roles == NULL)
        return false;
    for (size_t i = 0; i < p.count; i++) {
        bool you = moment(c, p, i)->driving;
        x[i] = (double)(p.from + i);
        marks[i] = you ? "Y" : "·";
        roles[i] = you ? GR_ROLE_EXPERT : GR_ROLE_LEARNER;
    }
    c->view->strip = (gr_strip){ .count = p.count, .x = x, .marks = marks, .roles = roles,
                                 .name = "who", .key = "· learner   Y you" };
    return true;
}

/* Up to a round number above all that there is, so that the axis seldom moves. */
static double highest(const scene *c, past p)
{
    double most = gr_is_missing(c->now->tau) ? 0 : c->now->tau, high = 0.01;

    for (size_t i = 0; i < p.count; i++)
        most = moment(c, p, i)->doubt > most ? moment(c, p, i)->doubt : most;
    while (high < most)
        high *= 2;
    return high;
}

static bool say_doubt(const scene *c, past p)
{
    gr_arena *arena = &c->view->arena;
    char here[GR_NUMBER_SIZE], tau[GR_NUMBER_SIZE];
    bool known = !gr_is_missing(c->now->tau);

    gr_number_shown(c->now->doubt, GR_DECIMALS_AUTO, here);
    gr_number_shown(known ? c->now->tau : 0, GR_DECIMALS_AUTO, tau);
    c->view->note = known ? gr_arena_printf(arena, c->err, "here %s   - - tau %s", here, tau)
                          : gr_arena_printf(arena, c->err, "here %s   no tau yet", here);
    c->view->says = gr_arena_printf(arena, c->err, "doubt. Here %s; tau is %s.", here,
                                    known ? tau : "not known yet");
    c->view->window = (gr_limits){ (double)p.from, (double)(p.from + STRIP), 0, highest(c, p) };
    return c->view->note != NULL && c->view->says != NULL;
}

static bool view_doubt(const scene *c)
{
    size_t all = gr_logbook_rows(c->job->log, GR_GATE_STRIP);
    past p = { .count = all < STRIP ? all : STRIP };

    p.from = all - p.count;
    return say_doubt(c, p) && add_doubt(c, p) && add_tau(c) && add_who(c, p);
}

/* --- tally --- */

enum { TALLY_ROWS = 5, TALLY_COLUMNS = 2 };

static bool view_tally(const scene *c)
{
    static const char *const titles[] = { "", "" };
    static const bool right[] = { false, true };
    const gr_gate_state *now = c->now;
    double per100 = now->step > 0 ? 100 * (double)now->takeovers / (double)now->step : 0;
    gr_arena *arena = &c->view->arena;
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "tally", c->err);
    const char **cells =
        gr_arena_alloc(arena, (size_t)TALLY_ROWS * TALLY_COLUMNS, sizeof *cells, c->err);
    const char *rows[TALLY_ROWS][TALLY_COLUMNS] = {
        { "in control", now->driving ? "YOU" : "learner" },
        { "labels, best ones", gr_arena_printf(arena, c->err, "%ld of %ld, %ld", now->labels,
                                               c->s->budget, now->agreed) },
        { "take-overs, per 100",
          gr_arena_printf(arena, c->err, "%ld, %.1f", now->takeovers, per100) },
        { "switches", gr_arena_printf(arena, c->err, "%ld", now->switches) },
        { "J, expert's", gr_arena_printf(arena, c->err, "%.3f, %.3f", now->J, c->s->expert_cost) },
    };

    if (shape == NULL || cells == NULL)
        return false;
    for (size_t i = 0; i < TALLY_ROWS; i++) {
        if (rows[i][1] == NULL)
            return false;
        memcpy(cells + i * TALLY_COLUMNS, rows[i], sizeof rows[i]);
    }
    shape->as.sheet = (gr_sheet){ .columns = TALLY_COLUMNS, .rows = TALLY_ROWS, .titles = titles,
                                  .cells = cells, .right = right, .present = -1 };
    c->view->says = gr_arena_printf(
        arena, c->err,
        "tally. %s. %ld of %ld labels given, %ld take-overs, %ld switches; J of the learner is "
        "%.3f, the expert's %.3f.",
        who(c), now->labels, c->s->budget, now->takeovers, now->switches, now->J,
        c->s->expert_cost);
    return c->view->says != NULL;
}

bool gr_gate_view(const gr_job *job, const void *at, const gr_view_request *request, gr_view *view,
                  gr_error *err)
{
    scene c = { .job = job, .s = job->setup, .now = at, .view = view, .err = err };

    c.a = gr_gate_arrays_of(c.s, (gr_gate_state *)(uintptr_t)c.now);
    c.fitted = gr_gate_fit(job, c.now, 0);
    switch (request->figure - gr_gate_figures) {
    case MAP: return view_map(&c);
    case DOUBT: return view_doubt(&c);
    case TALLY: return view_tally(&c);
    case DRIFT: return view_drift(&c);
    default:
        view->note = gr_arena_printf(&view->arena, err, "J %.3f", c.now->J);
        view->says = gr_arena_printf(&view->arena, err,
                                     "J. With %ld labels of yours J is %.3f; the expert's is %.3f.",
                                     c.now->labels, c.now->J, c.s->expert_cost);
        return view->note != NULL && view->says != NULL;
    }
}
