/* What train exports: its weights, the gradient of the whole loss, what it predicts. */
#include "train.h"

#include <stdio.h>
#include <string.h>

enum { WEIGHTS, GRADIENT, PREDICTIONS };

const gr_table_spec gr_train_tables[] = {
    [WEIGHTS] = { "weights", "all weights and biases, in the form that `init` reads" },
    [GRADIENT] = { "gradient", "the gradient of the loss over all samples learned from, likewise" },
    [PREDICTIONS] = { "predictions", "a row a sample: its target and the outputs of the network" },
    { .name = NULL },
};

static double mean_of(const gr_train_setup *s, size_t count)
{
    return (double)count * (s->classes ? 1 : (double)s->network.outputs);
}

static bool gradient(const gr_job *job, const gr_train_arrays *a, gr_table *out, gr_error *err)
{
    const gr_train_setup *s = job->setup;
    gr_weight_layer layers[GR_NETWORK_LAYERS];
    gr_batch_sums sums = { .gradient = gr_alloc(s->network.parameters.size, sizeof(double), err) };

    if (sums.gradient == NULL)
        return false;
    const gr_batch batch = { .network = &s->network,
                             .samples = &s->samples,
                             .loss = s->classes ? gr_loss_cross_entropy : gr_loss_squared,
                             .params = a->params,
                             .which = s->samples.train,
                             .count = s->samples.train_count,
                             .scale = 1 / mean_of(s, s->samples.train_count) };
    gr_batch_add(&batch, 0, batch.count, &sums, job->scratch);
    gr_network_weights(&s->network, sums.gradient, layers);
    bool made = gr_weights_table(layers, s->network.count, out, err);
    gr_free(sums.gradient);
    return made;
}

/* --- predictions --- */

static bool prediction_columns(const gr_train_setup *s, gr_table *out, gr_error *err)
{
    char name[GR_COLUMN_NAME];

    if (!gr_columns_add(&out->columns, "sample", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add(&out->columns, "test", "", GR_DECIMALS_COUNT, err))
        return false;
    for (size_t i = 0; i < s->samples.targets + s->network.outputs; i++) {
        bool target = i < s->samples.targets;
        snprintf(name, sizeof name, "%s%zu", target ? "t" : "y", target ? i : i - s->samples.targets);
        if (!gr_columns_add(&out->columns, name, "", GR_DECIMALS_AUTO, err))
            return false;
    }
    return true;
}

static bool predict_some(const gr_job *job, const gr_train_arrays *a, const size_t *which,
                         size_t count, bool test, gr_table *out, gr_error *err)
{
    const gr_train_setup *s = job->setup;
    const gr_samples *data = &s->samples;
    double *x = job->scratch, *t = x + data->inputs, *room = t + data->targets;

    for (size_t i = 0; i < count; i++) {
        double *row = gr_table_append(out, err);
        if (row == NULL)
            return false;
        gr_samples_gather(data, &which[i], 1, x, t);
        const double *y = gr_network_forward(&s->network, a->params, x, 1, room);
        row[0] = (double)which[i];
        row[1] = test;
        memcpy(row + 2, t, data->targets * sizeof *row);
        memcpy(row + 2 + data->targets, y, s->network.outputs * sizeof *row);
    }
    return true;
}

bool gr_train_table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    const gr_train_setup *s = job->setup;
    const gr_train_state *now = at;
    gr_train_arrays a = gr_train_arrays_of(s, (gr_train_state *)(uintptr_t)now);
    gr_weight_layer layers[GR_NETWORK_LAYERS];

    if (which == WEIGHTS) {
        gr_network_weights(&s->network, a.params, layers);
        return gr_weights_table(layers, s->network.count, out, err);
    }
    if (which == GRADIENT)
        return gradient(job, &a, out, err);
    return prediction_columns(s, out, err) &&
           predict_some(job, &a, s->samples.train, s->samples.train_count, false, out, err) &&
           predict_some(job, &a, s->samples.test, s->samples.test_count, true, out, err);
}
