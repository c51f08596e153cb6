/* The figures of `dagger`: the map and the data on it, J by labels and by rounds, the bill. */
#include "dagger.h"

#include <stdio.h>

enum { MAP, DATA, BY_LABELS, BY_ROUNDS, COURSE, SHIFT, BILL };

#define CURVE(column, role_, x_)                                                                   \
    {                                                                                              \
        .shape = GR_SHAPE_SERIES, .role = role_, .label = column, .x = x_, .y = column             \
    }

const gr_figure gr_dagger_figures[] = {
    [MAP] = { .name = "map",
              .title = "where the learner goes",
              .x = { .label = "step" },
              .y = { .label = "row" },
              .map = true,
              .layers = { { .shape = GR_SHAPE_CELLS, .role = GR_ROLE_HEAT, .label = "states" },
                          { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_HEAT, .label = "share" } },
              .count = 2 },
    [DATA] = { .name = "data",
               .title = "labels",
               .layers = { { .shape = GR_SHAPE_CELLS, .role = GR_ROLE_HEAT, .label = "labels" } },
               .count = 1 },
    [BY_LABELS] = { .name = "J",
                    .title = "J against labels",
                    .x = { .label = "labels" },
                    .y = { .label = "J" },
                    .whole = true,
                    .layers = { CURVE("J", GR_ROLE_LEARNER, "labels"),
                                { .shape = GR_SHAPE_SERIES,
                                  .role = GR_ROLE_EXPERT,
                                  .label = "expert" } },
                    .count = 2 },
    [BY_ROUNDS] = { .name = "rounds",
                    .title = "1 J, 2 J_mc, 3 teaching",
                    .x = { .label = "round" },
                    .y = { .label = "J" },
                    .layers = { CURVE("J", GR_ROLE_SERIES1, "step"),
                                CURVE("J_mc", GR_ROLE_SERIES2, "step"),
                                CURVE("teaching", GR_ROLE_SERIES3, "step"),
                                { .shape = GR_SHAPE_SERIES,
                                  .role = GR_ROLE_EXPERT,
                                  .label = "expert" } },
                    .count = 4 },
    [COURSE] = { .name = "course",
                 .title = "J, round by round",
                 .x = { .label = "round" },
                 .y = { .label = "J" },
                 .whole = true,
                 .layers = { CURVE("J", GR_ROLE_LEARNER, "step"),
                             { .shape = GR_SHAPE_SERIES,
                               .role = GR_ROLE_EXPERT,
                               .label = "expert" } },
                 .count = 2 },
    [SHIFT] = { .name = "shift",
                .title = "1 where the expert never is, 2 covered",
                .x = { .label = "round" },
                .y = { .label = "share" },
                .layers = { CURVE("unseen", GR_ROLE_SERIES1, "step"),
                            CURVE("coverage", GR_ROLE_SERIES2, "step") },
                .count = 2 },
    [BILL] = { .name = "bill",
               .title = "spent so far",
               .layers = { { .shape = GR_SHAPE_TABLE, .role = GR_ROLE_TEXT, .label = "bill" } },
               .count = 1 },
    { .name = NULL },
};

/* --- J --- */

/* The expert's own cost, from 0 to where the run is likely to end. */
static bool add_floor(const gr_dagger_setup *s, double end, gr_view *view, gr_error *err)
{
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_EXPERT, "expert", err);
    double *ends = gr_arena_alloc(&view->arena, 4, sizeof *ends, err);

    if (shape == NULL || ends == NULL)
        return false;
    ends[1] = end;
    ends[2] = ends[3] = s->expert_cost;
    shape->dotted = shape->aside = shape->across = true;
    shape->mark = "e";
    shape->as.series = (gr_series){ .count = 2, .x = ends, .y = ends + 2 };
    return true;
}

static bool say_J(const gr_dagger_setup *s, const gr_dagger_state *now, gr_view *view,
                  gr_error *err)
{
    view->note = gr_arena_printf(&view->arena, err, "%.3f", now->J);
    view->says = gr_arena_printf(
        &view->arena, err,
        "%s. After round %ld, with %zu labels, J is %.3f exactly and %.3f +- %.3f by trying; the "
        "expert's is %.3f, the best so far %.3f of round %ld.",
        view->figure->name, now->round, now->labels, now->J, now->J_mc, now->J_se, s->expert_cost,
        now->J_best, now->best);
    return view->note != NULL && view->says != NULL;
}

/* All labels there will be, if an episode goes on giving as many as it has; where the expert takes
 * over it soon gives fewer. */
static double labels_at_end(const gr_dagger_setup *s, const gr_dagger_state *now)
{
    double labels = (double)now->labels, all = (double)(s->demos + s->rounds * s->episodes);

    if (now->collect == GR_COLLECT_GATE || now->episodes == 0)
        return labels > 0 ? labels : 1;
    return labels / (double)now->episodes * all;
}

static bool view_J(const gr_dagger_setup *s, const gr_dagger_state *now, bool rounds, gr_view *view,
                   gr_error *err)
{
    double last = (double)(s->rounds > 0 ? s->rounds : 1);

    return say_J(s, now, view, err) &&
           add_floor(s, rounds ? last : labels_at_end(s, now), view, err);
}

/* With what was found by trying, and its standard error, in the place of the exact number. */
static bool view_rounds(const gr_dagger_setup *s, const gr_dagger_state *now, gr_view *view,
                        gr_error *err)
{
    if (!view_J(s, now, true, view, err))
        return false;
    view->note = gr_arena_printf(&view->arena, err, "%.2f +- %.2f", now->J_mc, now->J_se);
    return view->note != NULL;
}

static bool say_shift(const gr_job *job, const gr_dagger_state *now, gr_view *view, gr_error *err)
{
    const gr_dagger_setup *s = job->setup;
    gr_dagger_arrays a = gr_dagger_arrays_of(s, (gr_dagger_state *)(uintptr_t)now);
    gr_shift shift = gr_shift_between(&s->model, a.visits, s->expert_visits);

    view->says = gr_arena_printf(
        &view->arena, err,
        "shift. After round %ld a share %.3f of the learner's decisions is where the expert never "
        "is, and %.3f where there are labels.",
        now->round, shift.unseen, gr_coverage(&s->model, a.visits, a.counts));
    return view->says != NULL;
}

/* --- the bill --- */

enum { BILL_COLUMNS = 2 };

static const struct {
    const char *name;
    int decimals;
} bill_rows[] = {
    { "env steps", GR_DECIMALS_COUNT }, { "labels", GR_DECIMALS_COUNT },
    { "failures", GR_DECIMALS_COUNT },  { "fits", GR_DECIMALS_COUNT },
    { "J now", 3 },                     { "J best", 3 },
};

static void fill_bill(const gr_dagger_state *now, double *values)
{
    const double all[] = { (double)now->env_steps, (double)now->labels, (double)now->failures,
                           (double)now->fits,      now->J,              now->J_best };

    _Static_assert(GR_LEN(all) == GR_LEN(bill_rows), "a value for each row");
    for (size_t i = 0; i < GR_LEN(all); i++)
        values[i] = all[i];
}

static bool add_bill(const gr_dagger_state *now, gr_view *view, gr_error *err)
{
    static const char *const titles[] = { "", "" };
    static const bool right[] = { false, true };
    size_t rows = GR_LEN(bill_rows);
    gr_arena *arena = &view->arena;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "bill", err);
    const char **cells = gr_arena_alloc(arena, rows * BILL_COLUMNS, sizeof *cells, err);
    double *values = gr_arena_alloc(arena, rows, sizeof *values, err);
    int *decimals = gr_arena_alloc(arena, rows, sizeof *decimals, err);

    if (shape == NULL || cells == NULL || values == NULL || decimals == NULL)
        return false;
    fill_bill(now, values);
    for (size_t i = 0; i < rows; i++) {
        char text[GR_NUMBER_SIZE];
        decimals[i] = bill_rows[i].decimals;
        gr_number_shown(values[i], decimals[i], text);
        cells[2 * i] = bill_rows[i].name;
        cells[2 * i + 1] = gr_arena_strdup(arena, text, err);
        if (cells[2 * i + 1] == NULL)
            return false;
    }
    shape->as.sheet = (gr_sheet){ .columns = BILL_COLUMNS, .rows = rows, .titles = titles,
                                  .cells = cells, .right = right, .present = -1,
                                  .values = values, .decimals = decimals };
    return true;
}

static bool view_bill(const gr_dagger_state *now, gr_view *view, gr_error *err)
{
    view->says = gr_arena_printf(&view->arena, err,
                                 "bill. %zu environment steps, %zu labels, %zu failures while "
                                 "training, %zu fits; J is %.3f, the best was %.3f.",
                                 now->env_steps, now->labels, now->failures, now->fits, now->J,
                                 now->J_best);
    return view->says != NULL && add_bill(now, view, err);
}

bool gr_dagger_view(const gr_job *job, const void *at, const gr_view_request *request,
                    gr_view *view, gr_error *err)
{
    const gr_dagger_state *now = at;

    switch (request->figure - gr_dagger_figures) {
    case MAP: return gr_dagger_view_map(job, now, request, false, view, err);
    case DATA: return gr_dagger_view_map(job, now, request, true, view, err);
    case BY_LABELS: return view_J(job->setup, now, false, view, err);
    case BY_ROUNDS: return view_rounds(job->setup, now, view, err);
    case COURSE: return view_J(job->setup, now, true, view, err);
    case SHIFT: return say_shift(job, now, view, err);
    default: return view_bill(now, view, err);
    }
}
