/* The registry of heads, and what is the same for all of them. */
#include "gradus/head.h"

#include <string.h>

#define GR_HEAD(name) extern const gr_head gr_head_##name;
#include "heads.def"
#undef GR_HEAD

static const gr_head *const heads[] = {
#define GR_HEAD(name) &gr_head_##name,
#include "heads.def"
#undef GR_HEAD
};

size_t gr_head_count(void)
{
    return GR_LEN(heads);
}

const gr_head *gr_head_at(size_t index)
{
    return heads[index];
}

static const char *name_of(size_t index)
{
    return heads[index]->name;
}

static const char *summary_of(size_t index)
{
    return heads[index]->summary;
}

static const gr_param *params_of(size_t index)
{
    return heads[index]->params;
}

const gr_family gr_head_family = { "head", gr_head_count, name_of, summary_of, params_of };

size_t gr_head_knobs(const gr_head *head)
{
    size_t count = 0;

    while (head->params != NULL && head->params[count].name != NULL)
        count++;
    return count;
}

size_t gr_head_input_count(const gr_head_job *job)
{
    return job->head->inputs != NULL ? job->head->inputs(job) : job->states;
}

size_t gr_head_output_count(const gr_head_job *job)
{
    return job->head->outputs(job);
}

void gr_head_feed(const gr_head_job *job, size_t rows, const double *states, const double *actions,
                  gr_rng *rng, double *inputs, double *targets)
{
    if (job->head->feed != NULL) {
        job->head->feed(job, rows, states, actions, rng, inputs, targets);
        return;
    }
    memcpy(inputs, states, rows * job->states * sizeof *inputs);
    memcpy(targets, actions, rows * sizeof *targets);
}

size_t gr_head_room(const gr_head_job *job, size_t rows)
{
    return job->head->room != NULL ? job->head->room(job, rows) : rows * job->head->outputs(job);
}

size_t gr_head_calls(const gr_head_job *job)
{
    return job->head->calls != NULL ? job->head->calls(job) : 1;
}

void gr_head_act(const gr_head_job *job, gr_head_outputs *outputs, void *context, size_t rows,
                 const double *states, gr_execution how, gr_rng *rng, double *room, double *actions)
{
    const gr_head *head = job->head;
    size_t count = head->outputs(job);

    if (head->act != NULL) {
        head->act(job, outputs, context, rows, states, how, rng, room, actions);
        return;
    }
    outputs(context, rows, states, room);
    for (size_t m = 0; m < rows; m++) {
        const double *y = room + m * count;
        actions[m] = how == GR_EXECUTE_BEST ? head->best(job, y) : head->draw(job, y, rng);
    }
}
