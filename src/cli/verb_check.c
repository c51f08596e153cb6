#include "cli.h"

#include "gradus/app.h"
#include "gradus/paths.h"
#include "gradus/plot.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

/* What a page should fit: the text of the wide layout at 80x24. */
enum { PAGE_WIDTH = 33, PAGE_LINES = 18 };

static bool add_warning(gr_findings *findings, const gr_lesson *lesson, long line, bool strict,
                        const char *text, gr_error *err)
{
    gr_error found;

    gr_fail_at(&found, lesson->file, line, 1, "%s", text);
    return gr_findings_add(findings, &found, !strict, err);
}

/* A page that does not fit is a warning, or an error when the author asks for it. */
static bool check_page(gr_session *session, size_t page, bool strict, gr_findings *findings,
                       gr_error *err)
{
    const gr_lesson *lesson = session->lesson;
    gr_error found = { 0 };
    size_t lines;
    bool cut;
    char text[120];

    if (!gr_session_open(session, page, &found)) /* told already by gr_lesson_check */
        return found.kind != GR_ERROR_MEMORY || gr_fail(err, found.kind, "%s", found.message);
    if (!gr_page_measure(session, PAGE_WIDTH, &lines, &cut, err))
        return false;
    long line = lesson->pages[page].line;
    snprintf(text, sizeof text, "this page takes %zu lines of %d columns; %d fit", lines,
             PAGE_WIDTH, PAGE_LINES);
    if (lines > PAGE_LINES && !add_warning(findings, lesson, line, strict, text, err))
        return false;
    snprintf(text, sizeof text, "this page has a line wider than %d columns", PAGE_WIDTH);
    return !cut || add_warning(findings, lesson, line, strict, text, err);
}

/* --- plot kinds --- */

static bool can_draw(const gr_plot *kind, const gr_figure *figure)
{
    for (size_t i = 0; i < figure->count; i++)
        if (figure->layers[i].shape == kind->shape)
            return true;
    return false;
}

static bool check_plot(const gr_lesson *lesson, const gr_lab_plot *plot, gr_findings *findings,
                       gr_error *err)
{
    gr_error found = { 0 };
    const gr_plot *kind = plot->kind[0] != '\0' ? gr_plot_find(plot->kind, &found) : NULL;

    if (kind != NULL && !can_draw(kind, plot->figure))
        gr_fail(&found, GR_ERROR_DATA, "plot kind '%s' draws nothing of figure %s", kind->name,
                plot->figure->name);
    if (found.kind == GR_ERROR_NONE)
        return true;
    gr_error_locate(&found, lesson->file, plot->place.line, plot->place.column);
    return gr_findings_add(findings, &found, false, err);
}

static bool check_plots(const gr_lesson *lesson, gr_findings *findings, gr_error *err)
{
    const gr_lab *seen = NULL;

    for (size_t p = 0; p < lesson->page_count; p++) {
        const gr_lab *lab = lesson->pages[p].lab;
        for (size_t i = 0; lab != NULL && lab != seen && i < lab->plot_count; i++)
            if (!check_plot(lesson, &lab->plots[i], findings, err))
                return false;
        seen = lab;
    }
    return true;
}

/* --- a whole lesson --- */

/* Takes the lesson. */
static bool check_fit(gr_lesson *lesson, bool strict, gr_findings *findings, gr_error *err)
{
    gr_error found = { 0 };
    gr_session *session = gr_session_new(lesson, &found);
    bool good = true;

    if (session == NULL)
        return found.kind != GR_ERROR_MEMORY || gr_fail(err, found.kind, "%s", found.message);
    for (size_t page = 0; good && page < session->lesson->page_count; page++)
        good = check_page(session, page, strict, findings, err);
    gr_session_free(session);
    return good;
}

static void print_findings(const gr_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        gr_error safe;
        gr_fail(&safe, GR_ERROR_DATA, "%s", findings->list[i].message);
        fprintf(stderr, "%s%s\n", safe.message, findings->list[i].warning ? " (warning)" : "");
    }
}

/* 0, or 3 for a file that is no lesson, or 1 for a lesson that does not hold what it says. */
static bool check_file(const char *name, bool strict, int *status, gr_error *err)
{
    gr_findings findings = { 0 };
    gr_text path = { 0 };
    gr_error found = { 0 };
    gr_lesson *lesson = NULL;
    bool good = gr_path_find(name, GR_PATH_LESSON, &path, err);

    if (good)
        lesson = gr_lesson_load(gr_text_string(&path), &findings, &found);
    if (good && lesson == NULL && found.kind != GR_ERROR_DATA)
        good = gr_fail(err, found.kind, "%s", found.message);
    if (good && lesson == NULL && findings.errors == 0) /* refused before it was looked into */
        good = gr_findings_add(&findings, &found, false, err);
    if (lesson != NULL) {
        size_t pages = lesson->page_count, items = lesson->item_count;
        good = gr_lesson_check(lesson, &findings, err) &&
               check_plots(lesson, &findings, err) && /* check_fit frees the lesson */
               check_fit(lesson, strict, &findings, err);
        if (good && findings.errors == 0)
            gr_cli_print("%s: %zu pages, %zu questions, all well\n", gr_text_string(&path), pages,
                         items);
    }
    print_findings(&findings);
    *status = lesson == NULL && good ? GR_ERROR_DATA
              : findings.errors > 0  ? GR_ERROR_DIFFERENCE
                                     : EXIT_SUCCESS;
    gr_findings_clear(&findings);
    gr_text_clear(&path);
    return good;
}

static int run(int argc, char **argv)
{
    bool strict = false;
    int worst = EXIT_SUCCESS;

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_check)) != -1;) {
        if (option != GR_OPTION_STRICT)
            return gr_cli_other(&gr_verb_check, option);
        strict = true;
    }
    if (optind == argc)
        return gr_cli_usage(&gr_verb_check, "name the lessons to check");
    for (int i = optind; i < argc; i++) {
        gr_error err = { 0 };
        int status;
        if (!check_file(argv[i], strict, &status, &err))
            status = gr_cli_fail(&err);
        worst = status > worst ? status : worst;
    }
    return worst;
}

static const gr_cli_entry rows[] = {
    { .value = GR_OPTION_STRICT,
      .name = "strict",
      .help = "a page that does not fit 33x18 is an error, not a warning" },
    { .argument = "FILE",
      .help = "a lesson, as a file or by name; - is standard input",
      .many = true,
      .listed = "lessons",
      .files = "md" },
    { 0 },
};

const gr_verb gr_verb_check = {
    .name = "check",
    .summary = "check lessons: what is wrong, with file, line and column",
    .notes = "Proves that each question's own answer is right, that exactly one option is true, "
             "and that goals are reached. Exit status 1: something does not hold; 3: no lesson.",
    .options = rows,
    .run = run,
};
