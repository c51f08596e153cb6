#include "cli.h"

#include "interrupt.h"
#include "progress.h"

#include "gradus/grade.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct request {
    const char *output;
    long jobs;
} request;

static bool goes_on(void *context, size_t done, size_t count)
{
    gr_cli_bar_move(context, done, count);
    return gr_cli_interrupted() == 0;
}

static void say(const gr_text *words)
{
    gr_text clean = { 0 };

    gr_text_clean(&clean, gr_text_string(words), words->length);
    fputs(gr_text_string(&clean), stderr);
    gr_text_clear(&clean);
}

static bool grade(const char *folder, const request *r, gr_error *err)
{
    gr_cli_interrupts interrupts;
    gr_cli_bar bar;
    gr_pool_watch watch = { .goes_on = goes_on, .context = &bar };
    gr_text words = { 0 };

    gr_cli_interrupts_take(&interrupts);
    gr_cli_bar_start(&bar, false);
    bar.what = "hand-ins";
    bool done = gr_grade(folder, r->output, (size_t)r->jobs, &watch, &words, err);
    gr_cli_bar_clear(&bar);
    say(&words);
    gr_text_clear(&words);
    return done;
}

static int run(int argc, char **argv)
{
    request r = { .jobs = 1 };
    gr_error err = { 0 };

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_grade)) != -1;) {
        if (option == 'o')
            r.output = optarg;
        else if (option != 'j')
            return gr_cli_other(&gr_verb_grade, option);
        else if (!gr_cli_whole(optarg, 1, 64, "-j", &r.jobs, &err))
            return gr_cli_fail(&err);
    }
    if (argc - optind != 1)
        return gr_cli_usage(&gr_verb_grade, "name one folder, with `submitted` in it");
    if (r.output == NULL)
        return gr_cli_usage(&gr_verb_grade, "say with -o where the grades go");
    bool done = grade(argv[optind], &r, &err);
    if (!done)
        gr_cli_fail(&err);
    if (gr_cli_interrupted() != 0)
        gr_cli_die(gr_cli_interrupted());
    return done ? EXIT_SUCCESS : gr_error_status(&err);
}

static const gr_cli_entry rows[] = {
    { .argument = "DIR",
      .help = "a class: submitted/STUDENT/LESSON/*.csv, and roster.csv if there is one",
      .files = "" },
    { .value = 'o',
      .name = "output",
      .argument = "DIR",
      .help = "where grades.csv, items.csv, report.md and feedback go",
      .files = "" },
    { .value = 'j',
      .name = "jobs",
      .argument = "JOBS",
      .help = "so many processes; the bytes do not depend on it",
      .initial = "1" },
    { 0 },
};

const gr_verb gr_verb_grade = {
    .name = "grade",
    .summary = "grade a class by running everything again",
    .notes =
        "The folders are nbgrader's, and so are the columns of grades.csv. No number in a hand-in "
        "is believed: answers are marked again, runs are made again. A hand-in that cannot be "
        "read is a row of items.csv that says why. Links are not followed.\n"
        "A mark written into the column `manual` of items.csv counts in the place of the score, "
        "and is kept when the class is graded again. The exit status is 0 whatever the marks.",
    .options = rows,
    .run = run,
};
