/* How good a head is. */
#include "modes.h"

#include "gradus/obstacle.h"

#include <math.h>

/* --- over the data --- */

double gr_modes_loss(const gr_job *job, const gr_modes_state *now, size_t fitter)
{
    const gr_modes_setup *s = job->setup;
    const gr_modes_fitter *f = &s->fitters[fitter];
    const gr_head_job head = gr_modes_head(s, now, fitter);
    gr_modes_arrays a = gr_modes_arrays_of(s, (gr_modes_state *)(uintptr_t)now, fitter);
    gr_modes_rooms r = gr_modes_rooms_of(job);
    gr_rng noise = gr_rng_stream(&now->look, "loss");
    size_t count = gr_modes_count(job, now, false);
    double sum = 0;

    for (size_t from = 0, rows; from < count; from += rows) {
        rows = count - from < GR_NETWORK_CHUNK ? count - from : GR_NETWORK_CHUNK;
        for (size_t m = 0; m < rows; m++)
            gr_modes_sample(job, now, false, from + m, r.states + m * s->states, r.actions + m);
        gr_head_feed(&head, rows, r.states, r.actions, &noise, r.inputs, r.targets);
        const double *y = gr_network_forward(&f->network, a.params, r.inputs, rows, r.passes);
        f->head->loss(&head, rows, y, r.targets, 1, &sum, NULL);
    }
    return count > 0 ? sum / (double)count : gr_missing();
}

/* The sum of something over the samples, of heads that tell a distribution by one row of outputs.
 */
typedef double one_sample(const gr_head_job *head, const double *y, double action);

static double mean_over(const gr_job *job, const gr_modes_state *now, size_t fitter, bool fresh,
                        one_sample *of)
{
    const gr_modes_setup *s = job->setup;
    const gr_head_job head = gr_modes_head(s, now, fitter);
    size_t count = gr_modes_count(job, now, fresh), outputs = gr_head_output_count(&head);
    gr_modes_arrays a = gr_modes_arrays_of(s, (gr_modes_state *)(uintptr_t)now, fitter);
    gr_modes_rooms r = gr_modes_rooms_of(job);
    double sum = 0;

    for (size_t from = 0, rows; from < count; from += rows) {
        rows = count - from < GR_NETWORK_CHUNK ? count - from : GR_NETWORK_CHUNK;
        for (size_t m = 0; m < rows; m++)
            gr_modes_sample(job, now, fresh, from + m, r.states + m * s->states, r.actions + m);
        const double *y =
            gr_network_forward(&s->fitters[fitter].network, a.params, r.states, rows, r.passes);
        for (size_t m = 0; m < rows; m++)
            sum += of(&head, y + m * outputs, r.actions[m]);
    }
    return count > 0 ? sum / (double)count : gr_missing();
}

static double surprise(const gr_head_job *head, const double *y, double action)
{
    return -head->head->log_density(head, y, action);
}

static double squared_error(const gr_head_job *head, const double *y, double action)
{
    double away = head->head->mean(head, y) - action;

    return away * away;
}

double gr_modes_nll(const gr_job *job, const gr_modes_state *now, size_t fitter, bool fresh)
{
    const gr_modes_setup *s = job->setup;

    return s->fitters[fitter].head->log_density != NULL
               ? mean_over(job, now, fitter, fresh, surprise)
               : gr_missing();
}

double gr_modes_mse(const gr_job *job, const gr_modes_state *now, size_t fitter)
{
    const gr_modes_setup *s = job->setup;

    return s->fitters[fitter].head->mean != NULL ? mean_over(job, now, fitter, false, squared_error)
                                                 : gr_missing();
}

/* --- against the disc --- */

enum { DRAWS = 2048, DRAWS_OF_MANY_CALLS = 256 };

static double hits(double aim)
{
    return fabs(aim) < GR_OBSTACLE_RADIUS;
}

/* A share of aims, each the mean of so many actions. */
static double count_hits(const gr_job *job, const gr_modes_state *now, size_t fitter, size_t each)
{
    const gr_modes_setup *s = job->setup;
    gr_execution how = gr_modes_how(job);
    size_t draws = s->fitters[fitter].head->act != NULL ? DRAWS_OF_MANY_CALLS : DRAWS;
    gr_rng rng = gr_rng_stream(&now->look, "collision");
    double actions[GR_NETWORK_CHUNK], ahead = 1, sum = 0, aims = 0, aim = 0;
    size_t in_hand = 0;

    for (size_t done = 0; done < draws; done += GR_NETWORK_CHUNK) {
        gr_modes_act(job, now, fitter, &ahead, GR_NETWORK_CHUNK, how, &rng, actions);
        for (size_t i = 0; i < GR_NETWORK_CHUNK; i++) {
            aim += actions[i] / (double)each;
            if (++in_hand < each)
                continue;
            sum += hits(aim);
            aims++;
            aim = 0;
            in_hand = 0;
        }
    }
    return sum / aims;
}

double gr_modes_collision(const gr_job *job, const gr_modes_state *now, size_t fitter)
{
    const gr_modes_setup *s = job->setup;
    const gr_head_job head = gr_modes_head(s, now, fitter);
    gr_execution how = gr_modes_how(job);
    size_t each = gr_modes_redrawn(job);
    double ahead = 1, action;

    if (!gr_modes_has_disc(s))
        return gr_missing();
    if (how == GR_EXECUTE_BEST) {
        gr_modes_act(job, now, fitter, &ahead, 1, how, NULL, &action);
        return hits(action);
    }
    if (each > 1 || head.head->below == NULL)
        return count_hits(job, now, fitter, each);
    const double *y = gr_modes_outputs(job, now, fitter, &ahead);
    return head.head->below(&head, y, GR_OBSTACLE_RADIUS) -
           head.head->below(&head, y, -GR_OBSTACLE_RADIUS);
}
