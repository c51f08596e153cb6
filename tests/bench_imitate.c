/* How long DAgger takes, and exact evaluation: medians of many goes, on one core. */
#include "bench.h"

#include "support.h"

#include "gradus/evaluate.h"
#include "gradus/memory.h"
#include "gradus/run.h"

#include <stdio.h>

enum { GOES = 21 };

/* --- DAgger --- */

static gr_run *start(const char *const settings[][2], size_t count)
{
    const gr_experiment *dagger = gr_experiment_find("dagger", NULL);
    gr_values values;
    gr_error err;

    if (!gr_values_init(&values, dagger->params, &err))
        ck_abort_msg("%s", err.message);
    for (size_t i = 0; i < count; i++)
        if (!gr_values_set(&values, settings[i][0], settings[i][1], &err))
            ck_abort_msg("%s", err.message);
    gr_run *run = gr_run_new(dagger, &values, 1, (gr_run_keep){ .trace = true }, &err);
    ck_assert_msg(run != NULL, "%s", err.message);
    gr_values_clear(&values);
    return run;
}

/* From its first demonstration to its last round, its map and its expert's plan in. */
static double time_dagger(const char *map, const char *learner)
{
    const char *const settings[][2] = { { "world", "grid" }, { "map", map },
                                        { "slip", "0.1" },   { "learner", learner },
                                        { "rounds", "10" },  { "episodes", "50" },
                                        { "horizon", "50" } };
    double begin = gr_bench_processor();
    gr_run *run = start(settings, GR_LEN(settings));

    ck_assert(gr_run_seek(run, 10, 0, NULL));
    double took = gr_bench_processor() - begin;
    ck_assert_int_eq(gr_run_step_number(run), 10);
    gr_run_free(run);
    return took;
}

static void print_dagger(const char *map, const char *learner, double limit)
{
    double times[GOES];
    char what[64];

    for (int i = 0; i < GOES; i++)
        times[i] = time_dagger(map, learner);
    snprintf(what, sizeof what, "DAgger, %s, %s", map, learner);
    gr_bench_print(what, gr_bench_quantile(times, GOES, 0.5), "ms", limit, "");
}

/* --- exact J --- */

enum { SIDE = 100, HORIZON = 200, ACTIONS = 4 };

static const gr_param params[] = {
    { .name = "world", .kind = GR_PARAM_FAMILY, .initial = "grid", .family = &gr_world_family },
    { .name = NULL },
};

static void build(gr_model *model, gr_arena *arena)
{
    static const gr_setting settings[] = { { "map", "open" },
                                           { "size", "100" },
                                           { "slip", "0.1" } };
    gr_values values;
    gr_error err;

    if (!gr_values_init(&values, params, &err) ||
        !gr_values_apply(&values, settings, GR_LEN(settings), &err) ||
        !gr_world_prepare(model, &values, arena, &err))
        ck_abort_msg("%s", err.message);
    gr_values_clear(&values);
}

/* Of a policy that may do anything anywhere, so that it spreads over all states. */
static double time_exact(const gr_model *model, const double *policy, double *visits)
{
    double begin = gr_bench_processor();
    gr_evaluation exact;

    ck_assert(gr_evaluate(model, policy, HORIZON, &exact, visits, NULL));
    ck_assert_double_gt(exact.cost, 0);
    return gr_bench_processor() - begin;
}

static void print_exact(const char *what, const gr_model *model, const double *policy,
                        double *visits)
{
    double times[GOES];

    for (int i = 0; i < GOES; i++)
        times[i] = time_exact(model, policy, visits);
    gr_bench_print(what, gr_bench_quantile(times, GOES, 0.5), "ms", 100, "");
}

static void run_exact(void)
{
    gr_arena arena = { 0 };
    gr_model model = { 0 };
    gr_error err;

    build(&model, &arena);
    size_t states = model.space.states;
    double *policy = gr_alloc(states * ACTIONS, sizeof *policy, &err);
    double *visits = gr_alloc(states, sizeof *visits, &err);
    ck_assert(policy != NULL && visits != NULL);
    for (size_t k = 0; k < states * ACTIONS; k++)
        policy[k] = 1.0 / ACTIONS;
    for (size_t s = 0; s < states; s++) /* from anywhere */
        model.start[s] = 1 / (double)states;
    print_exact("exact J, any action anywhere", &model, policy, visits);
    print_exact("exact J, the expert", &model, model.expert, visits);
    gr_free(policy);
    gr_free(visits);
    gr_arena_clear(&arena);
}

static void run_bench(void)
{
    printf("DAgger, 10 by 10, 10 rounds of 50 episodes, horizon 50: medians of %d\n", GOES);
    print_dagger("open", "table", 50);
    print_dagger("field", "table", 50);
    print_dagger("field", "softmax", 0);
    printf("exact J, %d by %d, horizon %d\n", SIDE, SIDE, HORIZON);
    run_exact();
}

int main(void)
{
    return gr_bench_main("imitate", run_bench);
}
