/* gradus notes: the lab book of a lesson, from the student's record. */
#include "cli.h"

#include "gradus/memory.h"
#include "gradus/notebook.h"
#include "gradus/paths.h"
#include "gradus/record.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

typedef struct request {
    const char *lesson, *output, *student;
} request;

/* The lesson that was worked on last. */
static bool last_lesson(const gr_csv *rows, gr_text *path, gr_error *err)
{
    size_t column;

    if (rows->rows == 0)
        return gr_fail(err, GR_ERROR_USAGE, "nothing has been done yet; the record is empty");
    return gr_csv_find(rows, "lesson", &column, err) &&
           gr_path_find(gr_csv_text(rows, rows->rows - 1, column), GR_PATH_LESSON, path, err);
}

static bool write_book(const request *r, const gr_lesson *lesson, const gr_csv *rows, gr_error *err)
{
    gr_text text = { 0 };

    if (r->output != NULL && strcmp(r->output, "-") != 0)
        return gr_notebook_save(r->output, lesson, rows, err);
    bool good = gr_notebook_put(&text, lesson, rows, err);
    if (good)
        gr_cli_print("%s", gr_text_string(&text));
    gr_text_clear(&text);
    return good;
}

static bool notes(const request *r, const gr_csv *rows, gr_error *err)
{
    gr_text path = { 0 };
    bool found = r->lesson != NULL ? gr_path_find(r->lesson, GR_PATH_LESSON, &path, err)
                                   : last_lesson(rows, &path, err);
    gr_lesson *lesson = found ? gr_lesson_load(gr_text_string(&path), NULL, err) : NULL;
    bool good = lesson != NULL && write_book(r, lesson, rows, err);

    gr_lesson_free(lesson);
    gr_text_clear(&path);
    return good;
}

static bool read_and_write(const request *r, gr_error *err)
{
    gr_text student = { 0 };
    gr_csv rows = { 0 };
    bool good = (r->student != NULL ? gr_student_clean(r->student, &student, err)
                                    : gr_student_name(&student, err)) &&
                gr_record_read(gr_text_string(&student), &rows, err) && notes(r, &rows, err);

    gr_csv_clear(&rows);
    gr_text_clear(&student);
    return good;
}

static int run(int argc, char **argv)
{
    request r = { NULL, NULL, NULL };
    gr_error err;

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_notes)) != -1;) {
        if (option == 'o')
            r.output = optarg;
        else if (option == GR_OPTION_STUDENT)
            r.student = optarg;
        else
            return gr_cli_other(&gr_verb_notes, option);
    }
    if (argc - optind > 1)
        return gr_cli_usage(&gr_verb_notes, "one lesson at a time; '%s' is too much",
                            argv[optind + 1]);
    r.lesson = optind < argc ? argv[optind] : NULL;
    return read_and_write(&r, &err) ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .value = 'o',
      .name = "output",
      .argument = "FILE",
      .help = "save to FILE; only an older lab book of the lesson is replaced",
      .files = "md" },
    { .value = GR_OPTION_STUDENT,
      .name = "student",
      .argument = "NAME",
      .help = "of this student's record",
      .initial = "$GRADUS_STUDENT, or the name of the account" },
    { .argument = "LESSON",
      .help =
          "a lesson: a name (030-parameters), a number (030) or a file; without it the one that "
          "was worked on last",
      .optional = true,
      .listed = "lessons",
      .files = "md" },
    { 0 },
};

const gr_verb gr_verb_notes = {
    .name = "notes",
    .summary = "write the lab book of a lesson, as Markdown",
    .notes = "What was predicted, answered, run and noted, from the student's record; each page's "
             "run is made again, its figures told in words.",
    .options = rows,
    .run = run,
};
