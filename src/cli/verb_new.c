/* gradus new: a lesson to begin with, which `gradus check` finds well. */
#include "cli.h"

#include "gradus/file.h"
#include "gradus/memory.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const skeleton[] = {
    "---",
    "# What the catalogue shows. objective is the question that the lesson answers; requires names",
    "# lessons by number.",
    "title: %s",
    "objective: Which rate gets down fastest?",
    "minutes: 10",
    "requires: []",
    "---",
    "",
    "# %s",
    "",
    "## A page is one idea",
    "",
    "Each heading of level two begins a",
    "page: 18 lines of at most 33 columns,",
    "questions included. Ask before you",
    "show anything.",
    "",
    "A formula stands behind four spaces:",
    "",
    "    x' = x - lr*df/dx",
    "",
    "```experiment",
    "# `gradus list experiments` has them all; `gradus show descent` tells of one",
    "experiment: descent",
    "set: {surface: valley, kappa: 10, x: -5, y: 2, lr: 0.05}",
    "free: [lr]          # what the student may change",
    "plots: [surface]    # the largest first",
    "steps: 40",
    "```",
    "",
    "```predict",
    "# The run waits at step `at` until this is answered. It is never marked.",
    "id: where",
    "question: Where is x after 40 steps?",
    "of: last.x          # computed anew from the run, never typed",
    "at: 0",
    "```",
    "",
    "## Something to do",
    "",
    "Say which keys to press: `]` chooses",
    "a knob, `+` and `-` change it, Enter",
    "types a value. A page without an",
    "experiment keeps the one before.",
    "",
    "```experiment",
    "experiment: descent",
    "set: {surface: valley, kappa: 10, x: -5, y: 2, lr: 0.05}",
    "plots: [surface]",
    "steps: 200",
    "goal: last.f < 0.001 # it must be reached within the steps, and not at once",
    "```",
    "",
    "## What was learned",
    "",
    "A question closes a page or a lesson.",
    "",
    "```ask",
    "id: steps",
    "question: How many steps does lr 0.05 need to reach f < 0.001?",
    "kind: number",
    "answer: steps_to(f < 0.001)",
    "tolerance: 1        # or 2% of the answer",
    "hints:              # opened one by one; the answer is not among them",
    "  - Step until the goal is met.",
    "  - The key } goes to that step.",
    "wrong:              # the mistakes that you expect, and what to say to them",
    "  200: That is as far as the page goes; the goal is met before.",
    "explain: Along the flat direction x shrinks by 1 - lr at each step.",
    "```",
};

/* The file: what was typed, with .md behind it where it has no suffix. */
static bool make_path(const char *name, gr_text *path, gr_error *err)
{
    size_t length = strlen(name);
    bool has_suffix = length > 3 && strcmp(name + length - 3, ".md") == 0;

    if (length == 0 || name[length - 1] == '/')
        return gr_fail(err, GR_ERROR_USAGE, "a lesson has a name, as 910-rates");
    gr_text_addf(path, "%s%s", name, has_suffix ? "" : ".md");
    return gr_text_ok(path, err);
}

/* "lessons/910-the-rate.md" -> "The rate" */
static void make_title(const char *path, gr_text *title)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    size_t number = strspn(name, "0123456789");

    name += number > 0 && name[number] == '-' ? number + 1 : 0;
    for (size_t i = 0; i < strlen(name) - 3; i++) {
        char c = name[i] == '-' || name[i] == '_' ? ' ' : name[i];
        c = i == 0 && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        gr_text_addf(title, "%c", c);
    }
}

/* Quotes make any title a YAML text. */
static void put_title(gr_text *out, const char *title)
{
    gr_text_add(out, "title: \"");
    for (const char *at = title; *at != '\0'; at++)
        gr_text_addf(out, *at == '"' || *at == '\\' ? "\\%c" : "%c", *at);
    gr_text_add(out, "\"\n");
}

static void put_skeleton(gr_text *out, const char *title)
{
    for (size_t i = 0; i < GR_LEN(skeleton); i++) {
        const char *line = skeleton[i];
        if (strcmp(line, "title: %s") == 0)
            put_title(out, title);
        else if (strcmp(line, "# %s") == 0)
            gr_text_addf(out, "# %s\n", title);
        else
            gr_text_addf(out, "%s\n", line);
    }
}

/* The folder that it is to lie in, where that is missing. */
static bool make_folder(const char *path, gr_error *err)
{
    gr_text folder = { 0 };
    const char *slash = strrchr(path, '/');
    bool made = slash == NULL || slash == path;

    if (!made) {
        gr_text_addn(&folder, path, (size_t)(slash - path));
        made = gr_text_ok(&folder, err) && gr_file_make_folder(gr_text_string(&folder), err);
    }
    gr_text_clear(&folder);
    return made;
}

static bool save(const char *path, const gr_text *text, gr_error *err)
{
    gr_output out = { 0 };

    if (access(path, F_OK) == 0)
        return gr_fail(err, GR_ERROR_USAGE, "%s is there already; choose another name", path);
    if (!make_folder(path, err) || !gr_output_open(&out, path, err))
        return false;
    gr_output_write(&out, text->bytes, text->length);
    return gr_output_commit(&out, err);
}

static bool make_lesson(const char *name, gr_error *err)
{
    gr_text path = { 0 }, title = { 0 }, clean = { 0 }, text = { 0 };
    bool good = make_path(name, &path, err);

    if (good) {
        make_title(gr_text_string(&path), &title);
        gr_text_clean(&clean, gr_text_string(&title), title.length);
        put_skeleton(&text, gr_text_string(&clean));
        good = gr_text_ok(&title, err) && gr_text_ok(&clean, err) && gr_text_ok(&text, err) &&
               save(gr_text_string(&path), &text, err);
    }
    if (good)
        gr_cli_print("%s: now gradus check %s\n", gr_text_string(&path), gr_text_string(&path));
    gr_text_clear(&path);
    gr_text_clear(&title);
    gr_text_clear(&clean);
    gr_text_clear(&text);
    return good;
}

static const char *thing(size_t i)
{
    return i == 0 ? "lesson" : NULL;
}

static int run(int argc, char **argv)
{
    int option = gr_cli_option(argc, argv, &gr_verb_new);
    gr_error err;

    if (option != -1)
        return gr_cli_other(&gr_verb_new, option);
    if (argc - optind != 2)
        return gr_cli_usage(&gr_verb_new, "say what and its name: lesson 910-rates");
    if (strcmp(argv[optind], thing(0)) != 0)
        return gr_cli_usage(&gr_verb_new, "'%s' cannot be made; there is: %s", argv[optind],
                            thing(0));
    return make_lesson(argv[optind + 1], &err) ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .argument = "WHAT", .help = "what to make", .word = thing },
    { .argument = "NAME",
      .help = "its file; .md is added to a name without it. One that is there is left alone",
      .files = "md" },
    { 0 },
};

const gr_verb gr_verb_new = {
    .name = "new",
    .summary = "write a lesson to begin with, full of comments",
    .notes = "`gradus check --strict` finds it well as it is.",
    .options = rows,
    .run = run,
};
