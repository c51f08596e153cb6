/* The figures of train: the losses by update and by epoch, the errors, and the network. */
#include "train.h"

enum { LOSS, EPOCHS, ERROR, NETWORK };

/* Letters, since digits count the runs of a page. */
#define CURVE(column, role_, mark_)                                                                \
    {                                                                                              \
        .shape = GR_SHAPE_SERIES, .role = role_, .label = column, .x = "step", .y = column,        \
        .mark = mark_                                                                              \
    }

/* No shape: with it the view is asked, which has the words about all curves of the figure. */
#define WORDS                                                                                      \
    {                                                                                              \
        .shape = GR_SHAPE_SERIES, .role = GR_ROLE_GHOST, .label = "words"                          \
    }

const gr_figure gr_train_figures[] = {
    [LOSS] = { .name = "loss",
               .title = "l loss, b of each batch",
               .x = { .label = "update" },
               .y = { .label = "loss", .log = true },
               .layers = { CURVE("batch_loss", GR_ROLE_SERIES2, "b"),
                           CURVE("loss", GR_ROLE_SERIES1, "l"), WORDS },
               .count = 3 },
    [EPOCHS] = { .name = "epochs",
                 .title = "loss by epoch",
                 .x = { .label = "epoch", .log = true },
                 .y = { .label = "loss", .log = true },
                 .layers = { { .shape = GR_SHAPE_SERIES,
                               .role = GR_ROLE_SERIES1,
                               .label = "loss",
                               .x = "epoch",
                               .y = "loss" },
                             WORDS },
                 .count = 2 },
    [ERROR] = { .name = "error",
                .title = "t train, h held out",
                .x = { .label = "update" },
                .y = { .label = "error" },
                .layers = { CURVE("train_error", GR_ROLE_SERIES1, "t"),
                            CURVE("test_error", GR_ROLE_SERIES2, "h"), WORDS },
                .count = 3 },
    [NETWORK] = { .name = "network",
                  .title = "network",
                  .bare = true,
                  .layers = { { .shape = GR_SHAPE_GRAPH,
                                .role = GR_ROLE_TEXT,
                                .label = "layers" } },
                  .count = 1 },
    { .name = NULL },
};

static bool view_network(const gr_train_setup *s, gr_view *view, gr_error *err)
{
    size_t layers = s->network.count + 1;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_GRAPH, GR_ROLE_TEXT, "layers", err);
    double *sizes = gr_arena_alloc(&view->arena, layers, sizeof *sizes, err);
    gr_link *links = gr_arena_alloc(&view->arena, layers - 1, sizeof *links, err);

    if (shape == NULL || sizes == NULL || links == NULL)
        return false;
    for (size_t l = 0; l < layers; l++)
        sizes[l] = (double)(l == 0 ? s->network.inputs : s->network.layers[l - 1].outputs);
    for (size_t l = 0; l + 1 < layers; l++) {
        const gr_dense *d = &s->network.layers[l];
        links[l].state = GR_LINK_DONE;
        links[l].label = gr_arena_printf(&view->arena, err, "%zu", (d->inputs + 1) * d->outputs);
        if (links[l].label == NULL)
            return false;
    }
    shape->as.graph = (gr_graph){ .layers = layers, .sizes = sizes, .links = links };
    view->note = gr_arena_printf(&view->arena, err, "%zu parameters", s->network.parameters.size);
    view->says = gr_arena_printf(&view->arena, err,
                                 "network. %zu inputs, %zu layers, %zu outputs, "
                                 "%zu parameters.",
                                 s->network.inputs, s->network.count, s->network.outputs,
                                 s->network.parameters.size);
    return view->note != NULL && view->says != NULL;
}

static const char *shown(double value, gr_arena *arena, gr_error *err)
{
    char text[GR_NUMBER_SIZE];

    if (gr_is_missing(value))
        return "?";
    gr_number_shown(value, GR_DECIMALS_AUTO, text);
    return gr_arena_strdup(arena, text, err);
}

/* Both errors stand in the heading; where nothing is held out it says so. */
static void head_errors(const gr_train_setup *s, const char *train, const char *held_out,
                        gr_view *view, gr_error *err)
{
    view->note = train;
    if (s->samples.test_count == 0)
        view->title = "train error, none held out";
    else
        view->note = gr_arena_printf(&view->arena, err, "t %s, h %s", train, held_out);
}

bool gr_train_view(const gr_job *job, const void *at, const gr_view_request *request, gr_view *view,
                   gr_error *err)
{
    const gr_train_setup *s = job->setup;
    const gr_train_state *now = at;
    double loss, error, test_loss, test_error;

    if (request->figure == &gr_train_figures[NETWORK])
        return view_network(s, view, err);
    gr_train_judge(job, now, s->samples.train, s->samples.train_count, &loss, &error);
    gr_train_judge(job, now, s->samples.test, s->samples.test_count, &test_loss, &test_error);
    const char *l = shown(loss, &view->arena, err), *e = shown(error, &view->arena, err);
    const char *t = shown(test_error, &view->arena, err);
    if (l == NULL || e == NULL || t == NULL)
        return false;
    view->note = l;
    if (request->figure == &gr_train_figures[ERROR])
        head_errors(s, e, t, view, err);
    view->says = gr_arena_printf(&view->arena, err,
                                 "%s. After %ld updates the loss is %s, the error on the samples "
                                 "learned from %s, on those held out %s.",
                                 view->figure->name, now->step, l, e, t);
    return view->note != NULL && view->says != NULL;
}
