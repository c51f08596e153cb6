#include "cli.h"

#include "gradus/homework.h"
#include "gradus/paths.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static void say(const gr_text *words)
{
    gr_text clean = { 0 };

    gr_text_clean(&clean, gr_text_string(words), words->length);
    fputs(gr_text_string(&clean), stderr);
    gr_text_clear(&clean);
}

static bool hand_in(const char *name, const char *output, gr_error *err)
{
    gr_text path = { 0 }, words = { 0 };
    gr_lesson *lesson = NULL;

    if (gr_path_find(name, GR_PATH_LESSON, &path, err))
        lesson = gr_lesson_load(gr_text_string(&path), NULL, err);
    bool done = lesson != NULL && gr_homework_save(lesson, output, &words, err);
    say(&words);
    gr_lesson_free(lesson);
    gr_text_clear(&path);
    gr_text_clear(&words);
    return done;
}

static int run(int argc, char **argv)
{
    const char *output = "-";
    gr_error err = { 0 };

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_homework)) != -1;) {
        if (option != 'o')
            return gr_cli_other(&gr_verb_homework, option);
        output = optarg;
    }
    if (argc - optind != 1)
        return gr_cli_usage(&gr_verb_homework, "name one lesson");
    return hand_in(argv[optind], output, &err) ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .argument = "LESSON", .help = "which one", .listed = "lessons", .files = "md" },
    { .value = 'o',
      .name = "output",
      .argument = "FILE",
      .help = "save to FILE",
      .initial = "standard output",
      .files = "csv" },
    { 0 },
};

const gr_verb gr_verb_homework = {
    .name = "homework",
    .summary = "write what is to be handed in of a lesson",
    .notes = "One CSV, made from your own record, to be read before it is sent: predictions, "
             "answers, runs and notes. $GRADUS_STUDENT says whose, else the name of the account.",
    .options = rows,
    .run = run,
};
