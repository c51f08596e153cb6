/* A student's sitting, killed 500 times: at any moment, or in the middle of a write to the record,
 * at any byte. Whatever the program had done before it asked for the next line is in the record, in
 * the order and with the values of a sitting that nobody killed; what was cut off is kept aside;
 * and the lesson is taken up where the student was. */
#include "gradus/session.h"

#include "gradus/memory.h"
#include "gradus/random.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

enum { KILLS = 500, ROUNDS = 4, SAID_MOST = 1 << 20, RESTART = 19 };

static const char lesson_text[] =
    "---\ntitle: T\n---\n\n## P\n\n```experiment\nexperiment: parameters\nset: {layers: 5-8-4-3}\n"
    "free: [layers]\n```\n\n"
    "```predict\nid: guess\nquestion: g\nkind: number\nof: last.total\n```\n\n"
    "```ask\nid: one\nquestion: q\nkind: number\nanswer: 4\nhints: [a, b]\n```\n\n"
    "## Q\n\n```ask\nid: two\nquestion: q\nkind: choice\noptions:\n"
    "  - {text: a, when: 1 < 2}\n  - {text: b, when: 2 < 1}\n```\n";

/* What is typed, how many rows the record has more once it is done, and where the student is then.
 */
typedef struct deed {
    const char *line;
    size_t rows;
    size_t page;
    long step;
    const char *layers;
} deed;

static const deed once[] = {
    { "answer 7", 1, 0, 0, "5-8-4-3" }, /* the prediction */
    { "2", 1, 0, 0, "5-8-4-3" },        /* how sure */
    { "answer 5", 1, 0, 0, "5-8-4-3" }, { "", 0, 0, 0, "5-8-4-3" },
    { "answer 6", 1, 0, 0, "5-8-4-3" }, { "3", 1, 0, 0, "5-8-4-3" },
    { "hint", 1, 0, 0, "5-8-4-3" },
};

static const deed again[] = {
    { "set layers=2-3", 1, 0, 0, "2-3" },
    { "step", 1, 0, 1, "2-3" },
    { "set layers=5-8-4-3", 1, 0, 0, "5-8-4-3" },
    { "step 3", 1, 0, 3, "5-8-4-3" },
    { "back", 1, 0, 2, "5-8-4-3" },
    { "fork", 1, 0, 2, "5-8-4-3" },
    { "export x.csv", 1, 0, 2, "5-8-4-3" },
    { "page 2", 1, 1, 2, "5-8-4-3" },
    { "page 1", 1, 0, 2, "5-8-4-3" },
    { "reset", 1, 0, 0, "5-8-4-3" },
};

static const deed last[] = {
    { "show", 1, 0, 0, "5-8-4-3" },     { "page 2", 1, 1, 0, "5-8-4-3" },
    { "answer 2", 1, 1, 0, "5-8-4-3" }, { "1", 1, 1, 0, "5-8-4-3" },
    { "answer 1", 1, 1, 0, "5-8-4-3" }, { "", 0, 1, 0, "5-8-4-3" },
};

enum { DEEDS = GR_LEN(once) + ROUNDS * GR_LEN(again) + GR_LEN(last) };

static const deed opened = { "", 1, 0, 0, "5-8-4-3" };

static const deed *deed_at(size_t i)
{
    if (i < GR_LEN(once))
        return &once[i];
    i -= GR_LEN(once);
    return i < ROUNDS * GR_LEN(again) ? &again[i % GR_LEN(again)]
                                      : &last[i - ROUNDS * GR_LEN(again)];
}

/* The rows once so many deeds are done. */
static size_t rows_after(size_t deeds)
{
    size_t rows = opened.rows;

    for (size_t i = 0; i < deeds; i++)
        rows += deed_at(i)->rows;
    return rows;
}

/* Where the student is once the record has so many rows. */
static const deed *place_after(size_t rows)
{
    const deed *place = &opened;

    for (size_t i = 0, have = opened.rows; i < DEEDS && have < rows; i++) {
        place = deed_at(i);
        have += place->rows;
    }
    return place;
}

static char *folder, *said;
static gr_csv wanted; /* the record of a sitting that nobody killed */

/* --- a sitting --- */

/* gradus in the other process; what it reads and writes are pipes. A file may have `room` bytes: at
 * the next one the program is killed. */
static pid_t start(rlim_t room, int *in, int *out)
{
    int input[2], output[2];
    const char *program = getenv("GRADUS");

    ck_assert(pipe(input) == 0 && pipe(output) == 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        dup2(input[0], STDIN_FILENO);
        dup2(output[1], STDOUT_FILENO);
        for (int i = 0; i < 2; i++) {
            close(input[i]);
            close(output[i]);
        }
        setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
        if (room == RLIM_INFINITY || setrlimit(RLIMIT_FSIZE, &(struct rlimit){ room, room }) == 0)
            execl(program, program, "--plain", "./910-t.md", (char *)NULL);
        _exit(127);
    }
    close(input[0]);
    close(output[1]);
    *in = input[1];
    *out = output[0];
    return child;
}

static void write_script(int in)
{
    for (size_t i = 0; i < DEEDS; i++)
        dprintf(in, "%s\n", deed_at(i)->line);
}

/* Read until so many bytes have come, or to the end; returns how many there are now. */
static size_t read_on(int out, size_t have, size_t until)
{
    while (have < until) {
        ssize_t n = read(out, said + have, until - have);
        if (n <= 0)
            break;
        have += (size_t)n;
    }
    said[have] = '\0';
    return have;
}

/* One sitting, killed behind so many bytes of what it says, or at a byte of the record; what it
 * said is in `said`. */
static size_t sitting(size_t until, rlim_t room)
{
    int in, out, status;
    pid_t child = start(room, &in, &out);

    write_script(in);
    close(in);
    size_t have = read_on(out, 0, until);
    if (until < SAID_MOST - 1)
        kill(child, SIGKILL);
    have = read_on(out, have, SAID_MOST - 1); /* what was in the pipe */
    close(out);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) ? WEXITSTATUS(status) == 0
                                    : WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGXFSZ,
                  "status %d", status);
    return have;
}

/* How many lines it had asked for: all that was typed before the last of them is done. */
static size_t asked(void)
{
    size_t count = 0;

    for (const char *at = said; (at = strstr(at, "\n> ")) != NULL; at++)
        count++;
    return count;
}

/* --- what is left of it --- */

/* But for when and in which session that was. */
static void assert_same_row(const gr_csv *rows, size_t row)
{
    for (size_t c = 0; c < rows->columns; c++) {
        const char *name = gr_csv_heading(rows, c);
        if (strcmp(name, "session") == 0 || strcmp(name, "time_utc") == 0)
            continue;
        ck_assert_msg(strcmp(gr_csv_text(rows, row, c), gr_csv_text(&wanted, row, c)) == 0,
                      "row %zu, %s: '%s', not '%s'", row, name, gr_csv_text(rows, row, c),
                      gr_csv_text(&wanted, row, c));
    }
}

static void assert_place(const gr_session *session, size_t rows)
{
    const deed *place = place_after(rows);

    ck_assert_uint_eq(session->page, place->page);
    ck_assert_int_eq(gr_session_step(session), place->step);
    gr_assert_text(gr_values_text(gr_run_values(gr_session_run(session)), "layers"), place->layers);
}

static size_t events(const gr_csv *rows, const char *word, const char *id)
{
    size_t event, item, count = 0;
    gr_error err = { 0 };

    ck_assert(gr_csv_find(rows, "event", &event, &err) && gr_csv_find(rows, "item", &item, &err));
    for (size_t i = 0; i < rows->rows; i++)
        count += strcmp(gr_csv_text(rows, i, event), word) == 0 &&
                 strcmp(gr_csv_text(rows, i, item), id) == 0;
    return count;
}

static void assert_questions(const gr_session *session, const gr_csv *rows)
{
    const gr_item_state *guess = &session->items[0], *one = &session->items[1];

    ck_assert_uint_eq(guess->closed, events(rows, "predict", "guess"));
    ck_assert_uint_eq((size_t)one->attempts, events(rows, "answer", "one"));
    ck_assert_uint_eq(one->hints, events(rows, "hint", "one"));
    ck_assert_uint_eq(one->shown, events(rows, "solution", "one"));
    ck_assert_uint_eq((size_t)session->items[2].attempts, events(rows, "answer", "two"));
}

/* By the rows alone, as whoever opens the lesson next would. */
static void assert_taken_up(const gr_csv *rows)
{
    gr_error err = { 0 };
    gr_lesson *lesson = gr_lesson_load("./910-t.md", NULL, &err);

    ck_assert_msg(lesson != NULL, "%s", err.message);
    gr_session *session = gr_session_new(lesson, &err);
    ck_assert_msg(session != NULL && gr_session_resume(session, rows, &err), "%s", err.message);
    assert_place(session, rows->rows);
    assert_questions(session, rows);
    gr_session_free(session);
}

/* And by the program: what it says first. */
static void assert_restarted(size_t rows)
{
    const deed *place = place_after(rows);
    char line[60];
    int in, out, status;
    pid_t child = start(RLIM_INFINITY, &in, &out);

    close(in);
    read_on(out, 0, SAID_MOST - 1);
    close(out);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    snprintf(line, sizeof line, "\nLesson 910, page %zu of 2", place->page + 1);
    ck_assert_msg(strstr(said, line) != NULL, "no '%s' in: %s", line, said);
    snprintf(line, sizeof line, "\nStep %ld of ", place->step);
    ck_assert_msg(strstr(said, line) != NULL, "no '%s' in: %s", line, said);
    snprintf(line, sizeof line, "\nKnob layers: %s units", place->layers);
    ck_assert_msg(strstr(said, line) != NULL, "no '%s' in: %s", line, said);
}

/* As the next sitting would: what is damaged goes aside, the rest is there. */
static void assert_nothing_lost(bool restart, size_t *torn)
{
    gr_error err = { 0 };
    gr_text aside = { 0 };
    size_t done = asked();
    gr_csv rows;
    gr_record *record = gr_record_open("ann", &aside, &err);

    ck_assert_msg(record != NULL, "%s", err.message);
    gr_record_close(record);
    ck_assert_msg(gr_record_read("ann", &rows, &err), "%s", err.message);
    ck_assert_uint_ge(rows.rows, done > 0 ? rows_after(done - 1) : 0);
    ck_assert_uint_le(rows.rows, wanted.rows);
    for (size_t i = 0; i < rows.rows; i++)
        assert_same_row(&rows, i);
    assert_taken_up(&rows);
    if (restart)
        assert_restarted(rows.rows);
    gr_csv_clear(&rows);
    *torn += aside.length > 0;
    if (aside.length > 0)
        ck_assert_int_eq(unlink(gr_text_string(&aside)), 0);
    gr_text_clear(&aside);
    ck_assert_int_eq(unlink(gr_test_path(folder, "gradus/ann.csv")), 0);
}

static void set_up(void)
{
    folder = gr_test_folder();
    said = calloc(SAID_MOST, 1);
    ck_assert(said != NULL && chdir(folder) == 0);
    setenv("XDG_STATE_HOME", folder, 1);
    setenv("GRADUS_STUDENT", "ann", 1);
    signal(SIGPIPE, SIG_IGN);
    gr_test_write("910-t.md", lesson_text, sizeof lesson_text - 1);
}

static void tear_down(void)
{
    gr_csv_clear(&wanted);
    ck_assert_int_eq(chdir("/"), 0);
    gr_test_folder_remove(folder);
    free(said);
}

/* The sitting as it is meant to be: each deed a row as the table says, and that of its end. */
static size_t whole_sitting(rlim_t *bytes)
{
    gr_error err = { 0 };
    size_t length, whole = sitting(SAID_MOST - 1, RLIM_INFINITY);

    ck_assert_msg(strstr(said, "\nError") == NULL, "%s", said);
    ck_assert_uint_eq(asked(), DEEDS + 1);
    ck_assert_msg(gr_record_read("ann", &wanted, &err), "%s", err.message);
    ck_assert_uint_eq(wanted.rows, rows_after(DEEDS) + 1);
    free(gr_test_read(gr_test_path(folder, "gradus/ann.csv"), &length));
    *bytes = (rlim_t)length;
    ck_assert_int_eq(unlink(gr_test_path(folder, "gradus/ann.csv")), 0);
    return whole;
}

START_TEST(kills_lose_nothing_that_was_done)
{
    gr_rng rng = gr_rng_seeded(1);
    size_t torn = 0, left = 0;
    rlim_t bytes;
    size_t whole = whole_sitting(&bytes);

    for (int i = 0; i < KILLS; i++) {
        double share = gr_rng_uniform(&rng);
        if (i % 2 == 0)
            sitting((size_t)(share * (double)whole), RLIM_INFINITY);
        else
            sitting(SAID_MOST - 1, (rlim_t)(share * (double)bytes));
        if (access(gr_test_path(folder, "gradus/ann.csv"), F_OK) != 0)
            continue;
        left++;
        assert_nothing_lost(i % RESTART == 0, &torn);
    }
    printf("# %zu records were left, %zu of them ended inside a row\n", left, torn);
    ck_assert_uint_gt(torn, KILLS / 3);
    ck_assert_uint_gt(left, KILLS / 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("kills");
    TCase *tcase = gr_test_case(suite, "sittings");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, kills_lose_nothing_that_was_done);
    return gr_test_main(suite);
}
