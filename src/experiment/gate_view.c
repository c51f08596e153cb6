/* The figures of `gate`: the map with who drives, the strip of doubt, the tally. */
#include "gate.h"

#include <math.h>
#include <string.h>

enum { MAP, DOUBT, TALLY, SUCCESS };

const gr_figure gr_gate_figures[] = {
    [MAP] = { .name = "map",
              .title = "the learner drives",
              .layers = { { .shape = GR_SHAPE_CELLS, .role = GR_ROLE_HEAT, .label = "states" } },
              .count = 1 },
    [DOUBT] = { .name = "doubt",
                .title = "doubt and tau",
                .x = { .label = "step" },
                .y = { .label = "doubt" },
                .layers = { { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_LEARNER, .label = "doubt" },
                            { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_EXPERT, .label = "tau" },
                            { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_EXPERT, .label = "you" } },
                .count = 3 },
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
    { .name = NULL },
};

typedef struct scene {
    const gr_job *job;
    const gr_gate_setup *s;
    const gr_gate_state *now;
    gr_gate_arrays a;
    gr_view *view;
    gr_error *err;
} scene;

/* --- the map --- */

static const struct {
    const char *action, *glyph;
} arrows[] = { { "up", "↑" }, { "right", "→" }, { "down", "↓" }, { "left", "←" },
               { "straight", "↑" }, { "copy", "c" }, { "flip", "f" } };

static const char *arrow_of(const scene *c, size_t state)
{
    const gr_space *space = &c->s->model.space;
    const char *action =
        space->action_names[gr_share_best(c->a.shares + state * space->actions, space->actions)];

    for (size_t i = 0; i < GR_LEN(arrows); i++)
        if (strcmp(arrows[i].action, action) == 0)
            return arrows[i].glyph;
    return "?";
}

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

static gr_board_cell cell_of(const scene *c, size_t at, const bool *labelled)
{
    static const char *const glyphs[] = { [GR_TILE_WALL] = "▒", [GR_TILE_HAZARD] = "~",
                                          [GR_TILE_GOAL] = "G" };
    const gr_model *model = &c->s->model;
    gr_tile tile = model->tiles[at];
    uint32_t state = model->state_at[at];
    gr_board_cell cell = { .heat = (double)NAN, .role = GR_ROLE_DIM };

    if (tile == GR_TILE_WALL)
        return (gr_board_cell){ .glyph = glyphs[tile], .heat = (double)NAN,
                                .role = GR_ROLE_COVER, .solid = true };
    cell.glyph = tile == GR_TILE_FREE ? arrow_of(c, state) : glyphs[tile];
    cell.role = tile == GR_TILE_GOAL ? GR_ROLE_GOOD : tile == GR_TILE_HAZARD ? GR_ROLE_WARN
                : labelled[state]                                           ? GR_ROLE_EXPERT
                                                                            : GR_ROLE_DIM;
    cell.mark = labelled[state] ? "#" : NULL;
    if (state == c->now->at) {
        cell.glyph = "@";
        cell.role = c->now->driving ? GR_ROLE_EXPERT : GR_ROLE_LEARNER;
    }
    return cell;
}

static bool add_board(const scene *c)
{
    const gr_model *model = &c->s->model;
    size_t cells = model->columns * model->rows;
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_CELLS, GR_ROLE_HEAT, "states", c->err);
    gr_board_cell *board = gr_arena_alloc(&c->view->arena, cells, sizeof *board, c->err);
    bool *labelled = labelled_states(c);

    if (shape == NULL || board == NULL || labelled == NULL)
        return false;
    for (size_t i = 0; i < cells; i++)
        board[i] = cell_of(c, i, labelled);
    shape->as.board = (gr_board){ model->columns, model->rows, board };
    return true;
}

static const char *who(const scene *c)
{
    return c->now->driving ? "you drive" : "the learner drives";
}

static bool view_map(const scene *c)
{
    const gr_gate_state *now = c->now;
    const gr_space *space = &c->s->model.space;
    const char *end = !now->fresh                        ? "   # your labels"
                      : c->s->model.failure[now->at]  ? ", crashed"
                      : c->s->model.terminal[now->at] ? ", arrived"
                                                      : ", out of time";

    c->view->title = who(c);
    c->view->note = gr_arena_printf(&c->view->arena, c->err, "run %ld%s", now->run, end);
    c->view->says = gr_arena_printf(
        &c->view->arena, c->err,
        "map. Run %ld, %s%s. It stands at column %d, row %d of %zu by %zu; the learner would go %s.",
        now->run, who(c), now->fresh ? end : "", space->x[now->at] + 1, space->y[now->at] + 1, c->s->model.columns,
        c->s->model.rows,
        space->action_names[gr_share_best(c->a.shares + now->at * space->actions,
                                          space->actions)]);
    return c->view->note != NULL && c->view->says != NULL && add_board(c);
}

/* --- doubt --- */

enum { STRIP = 36 };

static bool add_line(const scene *c, gr_role role, const char *label, size_t from, size_t count,
                     bool tau)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_SERIES, role, label, c->err);
    double *x = gr_arena_alloc(&c->view->arena, 2 * count, sizeof *x, c->err);

    if (shape == NULL || x == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const gr_gate_moment *m = gr_logbook_row(c->job->log, GR_GATE_STRIP, from + i);
        x[i] = (double)(from + i);
        x[count + i] = tau ? m->tau : m->doubt;
    }
    shape->dotted = tau;
    shape->mark = tau ? "t" : NULL;
    shape->as.series = (gr_series){ .count = count, .x = x, .y = x + count };
    return true;
}

/* Y where the student was in control. */
static bool add_who(const scene *c, size_t from, size_t count)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_POINTS, GR_ROLE_EXPERT, "you", c->err);
    double *x = gr_arena_alloc(&c->view->arena, 2 * count, sizeof *x, c->err);
    const char **marks = gr_arena_alloc(&c->view->arena, count, sizeof *marks, c->err);
    size_t found = 0;

    if (shape == NULL || x == NULL || marks == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const gr_gate_moment *m = gr_logbook_row(c->job->log, GR_GATE_STRIP, from + i);
        if (!m->driving)
            continue;
        x[found] = (double)(from + i);
        marks[found++] = "Y";
    }
    shape->as.points = (gr_points){ .count = found, .x = x, .y = x + count, .marks = marks };
    return true;
}

static bool view_doubt(const scene *c)
{
    size_t all = gr_logbook_rows(c->job->log, GR_GATE_STRIP);
    size_t count = all < STRIP ? all : STRIP, from = all - count;
    char doubt[GR_NUMBER_SIZE], tau[GR_NUMBER_SIZE] = "not known yet";

    gr_number_shown(c->now->doubt, GR_DECIMALS_AUTO, doubt);
    if (!gr_is_missing(c->now->tau))
        gr_number_shown(c->now->tau, GR_DECIMALS_AUTO, tau);
    c->view->note = gr_arena_printf(&c->view->arena, c->err, "Y you   t tau");
    c->view->says = gr_arena_printf(&c->view->arena, c->err, "doubt. Here %s; tau is %s.", doubt,
                                    tau);
    c->view->window = (gr_limits){ (double)from, (double)(from + STRIP), 0, 0.05 };
    return c->view->note != NULL && c->view->says != NULL &&
           add_line(c, GR_ROLE_LEARNER, "doubt", from, count, false) &&
           add_line(c, GR_ROLE_EXPERT, "tau", from, count, true) && add_who(c, from, count);
}

/* --- tally --- */

enum { TALLY_ROWS = 6, TALLY_COLUMNS = 2 };

static const char *shown(const scene *c, double value, int decimals)
{
    char text[GR_NUMBER_SIZE];

    if (gr_is_missing(value))
        return "?";
    gr_number_shown(value, decimals, text);
    return gr_arena_strdup(&c->view->arena, text, c->err);
}

static bool view_tally(const scene *c)
{
    static const char *const titles[] = { "", "" };
    static const bool right[] = { false, true };
    const gr_gate_state *now = c->now;
    double per100 = now->step > 0 ? 100 * (double)now->takeovers / (double)now->step : 0;
    gr_arena *arena = &c->view->arena;
    const char *doubt = shown(c, now->doubt, GR_DECIMALS_AUTO);
    const char *tau = shown(c, now->tau, GR_DECIMALS_AUTO);
    const char *doubts =
        doubt != NULL && tau != NULL ? gr_arena_printf(arena, c->err, "%s, %s", doubt, tau) : NULL;
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "tally", c->err);
    const char **cells =
        gr_arena_alloc(arena, (size_t)TALLY_ROWS * TALLY_COLUMNS, sizeof *cells, c->err);
    const char *rows[TALLY_ROWS][TALLY_COLUMNS] = {
        { "in control", now->driving ? "YOU" : "learner" },
        { "labels", gr_arena_printf(arena, c->err, "%ld of %ld", now->labels, c->s->budget) },
        { "take-overs, per 100",
          gr_arena_printf(arena, c->err, "%ld, %.1f", now->takeovers, per100) },
        { "switches", gr_arena_printf(arena, c->err, "%ld", now->switches) },
        { "doubt here, tau", doubts },
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
    switch (request->figure - gr_gate_figures) {
    case MAP: return view_map(&c);
    case DOUBT: return view_doubt(&c);
    case TALLY: return view_tally(&c);
    default:
        view->note = gr_arena_printf(&view->arena, err, "J %.3f", c.now->J);
        view->says = gr_arena_printf(&view->arena, err,
                                     "J. With %ld labels of yours J is %.3f; the expert's is %.3f.",
                                     c.now->labels, c.now->J, c.s->expert_cost);
        return view->note != NULL && view->says != NULL;
    }
}
