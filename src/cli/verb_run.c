#include "cli.h"

#include "gradus/capsule.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct request {
    gr_plan plan;
    const char *output;
    long jobs;
} request;

static bool choose_table(gr_plan *plan, const char *name, gr_error *err)
{
    gr_text names = { 0 };
    const gr_table_spec *tables = plan->experiment->tables;

    plan->table = (int)gr_experiment_table(plan->experiment, name);
    if (plan->table >= 0)
        return true;
    for (size_t i = 0; tables != NULL && tables[i].name != NULL; i++)
        gr_text_addf(&names, "%s%s", i > 0 ? ", " : "", tables[i].name);
    gr_fail(err, GR_ERROR_USAGE, "unknown table '%s'; %s has: %s", name, plan->experiment->name,
            names.length > 0 ? gr_text_string(&names) : "none");
    gr_text_clear(&names);
    return false;
}

/* One option that belongs to the plan. */
static bool take_option(request *r, int option, const char *text, gr_error *err)
{
    gr_plan *plan = &r->plan;

    switch (option) {
    case 's': return gr_plan_assign(plan, text, err);
    case 'n': return gr_cli_whole(text, 0, 1000000000, "-n", &plan->steps, err);
    case 'j': return gr_cli_whole(text, 1, 64, "-j", &r->jobs, err);
    case GR_OPTION_SEED: return gr_plan_seeds(plan, text, err);
    case GR_OPTION_EVERY: return gr_cli_whole(text, 1, 1000000000, "--every", &plan->every, err);
    case GR_OPTION_TABLE: return choose_table(plan, text, err);
    case GR_OPTION_SHARD: return gr_plan_shard(plan, text, err);
    case GR_OPTION_LAST: plan->every = 0; return true;
    default: r->output = text; return true;
    }
}

/* The experiment has to be known before its knobs: options are gone through twice. */
static int find_experiment(int argc, char **argv, const gr_experiment **experiment)
{
    gr_error err;

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_run)) != -1;)
        if (option == '?' || option == GR_OPTION_HELP)
            return gr_cli_other(&gr_verb_run, option);
    if (argc - optind != 1)
        return gr_cli_usage(&gr_verb_run,
                            optind < argc ? "one experiment at a time; '%s' is too much"
                                          : "name an experiment; see `gradus list%s`",
                            optind < argc ? argv[optind + 1] : "");
    *experiment = gr_experiment_find(argv[optind], &err);
    return *experiment != NULL ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static bool take_options(request *r, int argc, char **argv, gr_error *err)
{
    optind = 1;
    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_run)) != -1;)
        if (!take_option(r, option, optarg, err))
            return false;
    return true;
}

/* A capsule lies beside a file that was saved; not beside a device, standard output or another name
 * for it: a link by the name of a saved file has been replaced. */
static bool is_saved_file(const char *path)
{
    struct stat status;

    return strcmp(path, "-") != 0 && lstat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static bool write_all(const request *r, gr_error *err)
{
    gr_output out = { 0 };
    gr_text words = { 0 };

    if (!gr_output_open(&out, r->output, err))
        return false;
    bool written = gr_plan_write(&r->plan, (size_t)r->jobs, &out, &words, err);
    uint64_t digest = out.digest;
    if (written)
        written = gr_output_commit(&out, err);
    else
        gr_output_abort(&out);
    fputs(gr_text_string(&words), stderr);
    gr_text_clear(&words);
    return written && (!is_saved_file(r->output) ||
                       gr_capsule_save(r->output, &r->plan, digest, NULL, err));
}

static int run(int argc, char **argv)
{
    const gr_experiment *experiment = NULL;
    request r = { .output = "-", .jobs = 1 };
    gr_error err;

    int status = find_experiment(argc, argv, &experiment);
    if (experiment == NULL)
        return status;
    gr_plan_init(&r.plan, experiment);
    bool done = take_options(&r, argc, argv, &err) && write_all(&r, &err);
    gr_plan_clear(&r.plan);
    return done ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .argument = "EXPERIMENT", .help = "which one; see `gradus list`", .listed = "experiments" },
    { .value = 's',
      .name = "set",
      .argument = "KNOB=VALUE[,VALUE...]",
      .help = "set a knob; several values, or -s again, make a sweep",
      .many = true,
      .shown = "knobs" },
    { .value = 'n',
      .name = "steps",
      .argument = "STEPS",
      .help = "so many steps",
      .initial = "what the experiment says" },
    { .value = GR_OPTION_SEED,
      .name = "seed",
      .argument = "A[..B]",
      .help = "the seed, or several",
      .initial = "1" },
    { .value = GR_OPTION_EVERY,
      .name = "every",
      .argument = "K",
      .help = "record each K-th row and the last",
      .or_next = true },
    { .value = GR_OPTION_LAST, .name = "last", .help = "record the last row only" },
    { .value = GR_OPTION_TABLE,
      .name = "table",
      .argument = "NAME",
      .help = "write this table at the last step instead of the trace",
      .shown = "tables" },
    { .value = 'o',
      .name = "output",
      .argument = "FILE",
      .help = "save to FILE, and what is needed to run it again beside it",
      .files = "" },
    { .value = 'j',
      .name = "jobs",
      .argument = "JOBS",
      .help = "so many processes; the bytes do not depend on it",
      .initial = "1" },
    { .value = GR_OPTION_SHARD,
      .name = "shard",
      .argument = "K/N",
      .help = "every N-th run only, beginning with the K-th" },
    { 0 },
};

const gr_verb gr_verb_run = {
    .name = "run",
    .summary = "run an experiment, or a sweep of it, and print its numbers as CSV",
    .options = rows,
    .run = run,
};
