#include "cli.h"

#include "interrupt.h"
#include "progress.h"

#include "gradus/capsule.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    case 's':
        return gr_plan_assign(plan, text, err);
    case 'n':
        return gr_cli_whole(text, 0, 1000000000, "-n", &plan->steps, err);
    case 'j':
        return gr_cli_whole(text, 1, 64, "-j", &r->jobs, err);
    case GR_OPTION_SEED:
        return gr_plan_seeds(plan, text, err);
    case GR_OPTION_EVERY:
        return gr_cli_whole(text, 1, 1000000000, "--every", &plan->every, err);
    case GR_OPTION_TABLE:
        return choose_table(plan, text, err);
    case GR_OPTION_RUNS:
        return gr_plan_runs(plan, text, err);
    case GR_OPTION_SHARD:
        return gr_plan_shard(plan, text, err);
    case GR_OPTION_LAST:
        plan->every = 0;
        return true;
    default:
        r->output = text;
        return true;
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

/* --- writing, with a bar, until it is done or stopped --- */

/* The runs that are asked for; 0 where the plan is wrong, which is told later. */
static size_t runs_wanted(const gr_plan *plan)
{
    size_t count;

    return gr_plan_count(plan, &count, NULL) ? gr_plan_chosen(plan, count) : 0;
}

static bool goes_on(void *context, size_t done, size_t count)
{
    gr_cli_bar_move(context, done, count);
    return gr_cli_interrupted() == 0;
}

/* What a shell's > made keeps what is written to it, as a file of ours does. A reader at the other
 * end of a pipe may be slow, and would keep a signal waiting. */
static bool keeps_runs(const gr_output *out, size_t wanted)
{
    struct stat status;

    if (gr_output_temp(out) != NULL)
        return true;
    return wanted > 1 && out->standard && fstat(STDOUT_FILENO, &status) == 0 &&
           S_ISREG(status.st_mode);
}

static bool write_runs(const request *r, gr_pool_watch *watch, gr_output *out, gr_text *words,
                       gr_error *err)
{
    size_t wanted = runs_wanted(&r->plan), jobs = (size_t)r->jobs;
    gr_cli_bar bar;

    watch->done = wanted;
    if (wanted < 2 && gr_output_temp(out) == NULL)
        return gr_plan_write(&r->plan, jobs, out, words, err);
    gr_cli_bar_start(&bar, out->standard && isatty(STDOUT_FILENO) == 1);
    watch->goes_on = goes_on;
    watch->context = &bar;
    bool written = gr_plan_write_watched(&r->plan, jobs, watch, out, words, err);
    gr_cli_bar_clear(&bar);
    return written;
}

/* --- what is kept of a sweep that was stopped --- */

static void tell_rest(const request *r, size_t done, gr_text *words)
{
    gr_text_addf(words, "; the same with --runs=%zu..", gr_plan_number(&r->plan, done));
    if (r->plan.last_run > 0)
        gr_text_addf(words, "%zu", r->plan.last_run);
    gr_text_add(words, " makes the rest");
}

static void tell_stop(const request *r, size_t done, gr_text *words)
{
    size_t wanted = runs_wanted(&r->plan);
    bool file = is_saved_file(r->output);

    if (done == 0) {
        gr_text_addf(words, "gradus: stopped before %s run was whole; nothing is kept\n",
                     wanted > 1 ? "the first" : "the");
        return;
    }
    gr_text_addf(words, "gradus: stopped: %zu of %zu run%s %s %s", done, wanted,
                 wanted == 1 ? "" : "s", wanted == 1 ? "is" : "are", file ? "in " : "whole");
    gr_text_add(words, file ? r->output : "");
    if (done < wanted)
        tell_rest(r, done, words);
    gr_text_add(words, "\n");
}

/* The plan of what is there: what its capsule claims, and what a replay does again. */
static bool save_capsule(const request *r, size_t done, uint64_t digest, gr_error *err)
{
    gr_plan plan = r->plan; /* borrows all that it points to */

    if (!is_saved_file(r->output))
        return true;
    if (done < runs_wanted(&plan))
        plan.last_run = gr_plan_number(&plan, done - 1);
    return gr_capsule_save(r->output, &plan, digest, NULL, err);
}

static bool finish(const request *r, bool written, size_t done, gr_output *out, gr_error *err)
{
    uint64_t digest = out->digest;
    bool nothing = done == 0 && runs_wanted(&r->plan) > 0;

    if (!written || (nothing && gr_output_temp(out) != NULL)) {
        gr_output_abort(out);
        return written;
    }
    return gr_output_commit(out, err) && save_capsule(r, done, digest, err);
}

static void say(const gr_text *words)
{
    gr_text clean = { 0 };

    gr_text_clean(&clean, gr_text_string(words), words->length);
    fputs(gr_text_string(&clean), stderr);
    gr_text_clear(&clean);
}

static bool write_all(const request *r, gr_error *err)
{
    gr_cli_interrupts interrupts;
    gr_pool_watch watch = { .done = 0 };
    gr_output out = { 0 };
    gr_text words = { 0 };

    gr_cli_interrupts_take(&interrupts); /* before there is a file to be left lying about */
    bool good = gr_output_open(&out, r->output, err);
    if (good && keeps_runs(&out, runs_wanted(&r->plan)))
        gr_cli_interrupts_remove(gr_output_temp(&out));
    else
        gr_cli_interrupts_give_back(&interrupts);
    if (good && gr_cli_interrupted() == 0) {
        bool written = write_runs(r, &watch, &out, &words, err);
        good = finish(r, written, watch.done, &out, err);
    }
    gr_output_abort(&out); /* where it is not over yet */
    if (good && gr_cli_interrupted() != 0)
        tell_stop(r, watch.done, &words);
    say(&words);
    gr_text_clear(&words);
    return good;
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
    if (gr_cli_interrupted() != 0) {
        if (!done)
            gr_cli_fail(&err);
        gr_cli_die(gr_cli_interrupted());
    }
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
    { .value = GR_OPTION_RUNS,
      .name = "runs",
      .argument = "A..B",
      .help = "of a sweep these runs only, by their numbers; A.. goes to the last" },
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
