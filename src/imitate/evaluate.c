#include "gradus/evaluate.h"

#include "gradus/learner.h"
#include "gradus/memory.h"

#include <math.h>
#include <string.h>

enum { PIECE = 100000 }; /* outcomes looked at in one piece */

void gr_propagate(const gr_model *model, const double *policy, const double *from, double *to)
{
    size_t actions = model->space.actions;

    memset(to, 0, model->space.states * sizeof *to);
    for (size_t s = 0; s < model->space.states; s++) {
        double stays = from[s];
        if (!(from[s] > 0))
            continue;
        for (size_t a = 0; a < actions; a++) {
            size_t k = s * actions + a;
            double moved = from[s] * policy[k];
            if (!(moved > 0))
                continue;
            stays = policy[k] == 1 ? 0 : stays - moved;
            for (size_t i = model->first[k]; i < model->first[k + 1]; i++)
                to[model->outcomes[i].state] += moved * model->outcomes[i].probability;
        }
        to[s] += stays > 1e-15 * from[s] ? stays : 0; /* what rounding leaves is nobody standing */
    }
}

double gr_expected_cost(const gr_model *model, const double *distribution)
{
    double cost = 0;

    for (size_t s = 0; s < model->space.states; s++)
        cost += distribution[s] * model->cost[s];
    return cost;
}

double gr_failing(const gr_model *model, const double *distribution)
{
    double failing = 0;

    for (size_t s = 0; s < model->space.states; s++)
        failing += model->failure[s] ? distribution[s] : 0;
    return failing;
}

/* --- evaluation --- */

void gr_evaluate_begin(const gr_model *model, long horizon, gr_evaluation *evaluation,
                       gr_distributions *at)
{
    size_t bytes = model->space.states * sizeof *at->now;

    *evaluation = (gr_evaluation){ .horizon = horizon };
    memcpy(at->now, model->start, bytes);
    if (horizon > 0)
        memset(at->visits, 0, bytes);
    else
        memcpy(at->visits, model->start, bytes);
    evaluation->failing = gr_failing(model, at->now);
}

static void step(const gr_model *model, const double *policy, gr_evaluation *evaluation,
                 gr_distributions *at)
{
    double *next = at->next;

    for (size_t s = 0; s < model->space.states; s++)
        at->visits[s] += at->now[s] / (double)evaluation->horizon;
    gr_propagate(model, policy, at->now, next);
    memcpy(at->now, next, model->space.states * sizeof *next);
    evaluation->cost += gr_expected_cost(model, at->now);
    evaluation->failing = gr_failing(model, at->now);
    evaluation->t++;
}

bool gr_evaluate_piece(const gr_model *model, const double *policy, gr_evaluation *evaluation,
                       gr_distributions *at)
{
    size_t work = model->space.states * (model->space.actions + 4);
    long steps = (long)(PIECE / work) + 1;

    for (long i = 0; i < steps && evaluation->t < evaluation->horizon; i++)
        step(model, policy, evaluation, at);
    return evaluation->t >= evaluation->horizon;
}

bool gr_evaluate(const gr_model *model, const double *policy, long horizon,
                 gr_evaluation *evaluation, double *visits, gr_error *err)
{
    double *room = gr_alloc(2 * model->space.states, sizeof *room, err);

    if (room == NULL)
        return false;
    gr_distributions at = { room, room + model->space.states, visits };
    gr_evaluate_begin(model, horizon, evaluation, &at);
    while (!gr_evaluate_piece(model, policy, evaluation, &at))
        ;
    gr_free(room);
    return true;
}

/* --- two policies --- */

gr_shift gr_shift_between(const gr_model *model, const double *learner, const double *expert)
{
    gr_shift shift = { 0, 0 };

    for (size_t s = 0; s < model->space.states; s++) {
        if (model->terminal[s])
            continue;
        if (!(expert[s] > 0)) {
            shift.unseen += learner[s];
            continue;
        }
        double ratio = learner[s] / expert[s];
        shift.ratio = ratio > shift.ratio ? ratio : shift.ratio;
    }
    if (shift.unseen > 0)
        shift.ratio = (double)INFINITY;
    return shift;
}

double gr_coverage(const gr_model *model, const double *visits, const double *counts)
{
    double all = 0, covered = 0;

    for (size_t s = 0; s < model->space.states; s++) {
        if (model->terminal[s])
            continue;
        all += visits[s];
        covered += gr_labels_at(&model->space, counts, s) > 0 ? visits[s] : 0;
    }
    return all > 0 ? covered / all : 0;
}

double gr_disagreement(const gr_model *model, const double *policy, const double *visits)
{
    size_t actions = model->space.actions;
    double all = 0, agreed = 0;

    for (size_t s = 0; s < model->space.states; s++) {
        if (model->terminal[s])
            continue;
        all += visits[s];
        for (size_t a = 0; a < actions; a++)
            agreed += visits[s] * policy[s * actions + a] * model->expert[s * actions + a];
    }
    return all > 0 ? (all - agreed) / all : 0;
}
