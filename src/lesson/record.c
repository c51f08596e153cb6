#include "gradus/record.h"

#include "gradus/file.h"
#include "gradus/memory.h"
#include "gradus/number.h"
#include "gradus/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A field that is longer cannot be read back (csv.h); what is said is cut, a capsule left out. */
enum { RECORD_BYTES = 64 << 20, STAMP = 32, WORDS_MOST = 4096, CAPSULE_MOST = 60000 };

static const char header[] = "format,lesson,item,student,session,seq,time_utc,event,value,"
                             "expected_shown,correct,score,max,attempt,confidence,params,capsule\n";
enum { COMMAS = 16 };

struct gr_record {
    int fd;
    char student[GR_STUDENT_MAX + 1], session[STAMP + 16];
    long seq;
    gr_error trouble;
    bool told;
};

/* --- names --- */

static const char *account(void)
{
    const char *given = getenv("GRADUS_STUDENT");
    const struct passwd *user = getpwuid(getuid());

    if (given != NULL && given[0] != '\0')
        return given;
    return user != NULL ? user->pw_name : "student";
}

bool gr_student_clean(const char *name, gr_text *out, gr_error *err)
{
    static const char kept[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

    if (name[0] == '\0')
        return gr_fail(err, GR_ERROR_USAGE, "a student has a name of at least one character");
    for (size_t i = 0; name[i] != '\0' && i < GR_STUDENT_MAX; i++) {
        bool good = strchr(kept, name[i]) != NULL && !(i == 0 && name[i] == '.');
        gr_text_addf(out, "%c", good ? name[i] : '_');
    }
    return gr_text_ok(out, err);
}

bool gr_student_name(gr_text *out, gr_error *err)
{
    return gr_student_clean(account(), out, err);
}

bool gr_record_path(const char *student, gr_text *path, gr_error *err)
{
    if (!gr_path_state(path, err))
        return false;
    gr_text_addf(path, "/%s.csv", student);
    return gr_text_ok(path, err);
}

gr_entry_kind gr_entry_named(const char *word)
{
    static const char *const words[] = {
#define GR_ENTRY(id, word) word,
#include "gradus/entries.def"
#undef GR_ENTRY
    };
    size_t i = 0;

    while (i < GR_LEN(words) && strcmp(words[i], word) != 0)
        i++;
    return (gr_entry_kind)i;
}

static const char *event_word(gr_entry_kind id)
{
    static const char *const words[] = {
#define GR_ENTRY(id, word) word,
#include "gradus/entries.def"
#undef GR_ENTRY
    };

    return words[id];
}

/* --- whole rows --- */

typedef enum place { BEGIN, BARE, QUOTED, CLOSED, WRONG } place;

/* Where a character leads to in a row as it is written here: a field is in quotes from its first
 * character to its last, or has none. */
static place next_place(place at, char c)
{
    bool ends = c == ',' || c == '\n';

    if (at == QUOTED)
        return c == '"' ? CLOSED : QUOTED;
    if (ends)
        return BEGIN;
    if (c == '"')
        return at == BEGIN || at == CLOSED ? QUOTED : WRONG;
    return at == CLOSED ? WRONG : BARE;
}

/* The length of the row at the start with its LF; 0 where it is cut off or is no row. */
static size_t row_length(const char *bytes, size_t length)
{
    size_t commas = 0, field = 0;
    gr_text_fault fault;
    place at = BEGIN;

    for (size_t i = 0; i < length && at != WRONG; i++, field++) {
        char c = bytes[i];
        at = next_place(at, c);
        if (c == '\n')
            return at == BEGIN && commas == COMMAS && gr_text_check(bytes, i, &fault) ? i + 1 : 0;
        if ((unsigned char)c < ' ' || field > gr_csv_limits_default.field)
            return 0;
        if (c == ',' && at == BEGIN) {
            commas++;
            field = 0;
        }
    }
    return 0;
}

size_t gr_record_whole(const char *bytes, size_t length)
{
    size_t good = 0, row = sizeof header - 1;

    if (length < row || memcmp(bytes, header, row) != 0)
        return 0;
    for (; row > 0; row = row_length(bytes + good, length - good))
        good += row;
    return good;
}

/* --- opening --- */

static bool io_failed(const char *what, const char *path, gr_error *err)
{
    return gr_fail(err, GR_ERROR_IO, "cannot %s %s: %s", what, path, strerror(errno));
}

static bool make_folder(gr_error *err)
{
    gr_text path = { 0 };
    bool made = gr_path_state(&path, err) && gr_file_make_folder(gr_text_string(&path), err);

    gr_text_clear(&path);
    return made;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

/* The first name that is not taken: x.csv.damaged-1, -2 ... */
static bool put_aside(const char *path, const char *bytes, size_t length, gr_text *aside,
                      gr_error *err)
{
    gr_text name = { 0 };
    int fd = -1;

    for (int n = 1; fd < 0 && n < 1000; n++) {
        gr_text_clear(&name);
        gr_text_addf(&name, "%s.damaged-%d", path, n);
        if (!gr_text_ok(&name, err))
            return false;
        fd = open(gr_text_string(&name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
        if (fd < 0 && errno != EEXIST)
            break;
    }
    bool kept = fd >= 0 && write_all(fd, bytes, length);
    kept = (fd < 0 || close(fd) == 0) && kept;
    if (!kept)
        io_failed("keep aside a damaged record as", gr_text_string(&name), err);
    else if (aside != NULL)
        gr_text_add(aside, gr_text_string(&name));
    gr_text_clear(&name);
    return kept && (aside == NULL || gr_text_ok(aside, err));
}

/* One at a time: who mends must not take half a row of another program for damage. Where a file
 * system has no locks it is as without; rows are short. */
static void lock(int fd)
{
    while (flock(fd, LOCK_EX) != 0 && errno == EINTR)
        continue;
}

static void unlock(int fd)
{
    flock(fd, LOCK_UN);
}

/* Cut off what is damaged, once it has been kept. */
static bool mend(const char *path, int fd, gr_text *aside, gr_error *err)
{
    char *bytes;
    size_t length;

    if (!gr_file_read(path, RECORD_BYTES, &bytes, &length, err))
        return false;
    size_t good = gr_record_whole(bytes, length);
    bool done =
        good == length || (put_aside(path, bytes + good, length - good, aside, err) &&
                           (ftruncate(fd, (off_t)good) == 0 || io_failed("mend", path, err)));
    gr_free(bytes);
    if (done && good == 0)
        done = write_all(fd, header, sizeof header - 1) || io_failed("write", path, err);
    return done;
}

static void name_session(gr_record *record)
{
    time_t now = time(NULL);
    struct tm utc;
    char stamp[STAMP];

    strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", gmtime_r(&now, &utc));
    snprintf(record->session, sizeof record->session, "%s-%ld", stamp, (long)getpid());
}

gr_record *gr_record_open(const char *student, gr_text *aside, gr_error *err)
{
    gr_text path = { 0 };
    gr_record *record = gr_alloc(1, sizeof *record, err);
    bool opened = record != NULL && gr_record_path(student, &path, err) && make_folder(err);

    if (opened) {
        const char *name = gr_text_string(&path);
        record->fd = open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        opened = record->fd >= 0 || io_failed("open the record", name, err);
        if (opened) {
            lock(record->fd);
            opened = mend(name, record->fd, aside, err);
            unlock(record->fd);
            if (!opened)
                close(record->fd);
        }
    }
    gr_text_clear(&path);
    if (!opened) {
        gr_free(record);
        return NULL;
    }
    snprintf(record->student, sizeof record->student, "%s", student);
    name_session(record);
    return record;
}

bool gr_record_begin(gr_record **record, gr_text *aside, gr_error *err)
{
    gr_text student = { 0 };

    *record = NULL;
    if (strcmp(account(), "-") == 0)
        return true;
    if (gr_student_name(&student, err))
        *record = gr_record_open(gr_text_string(&student), aside, err);
    gr_text_clear(&student);
    return *record != NULL;
}

const char *gr_record_student(const gr_record *record)
{
    return record->student;
}

void gr_record_close(gr_record *record)
{
    if (record == NULL)
        return;
    close(record->fd);
    gr_free(record);
}

/* --- writing --- */

/* False without memory for it. */
static bool put_text(gr_output *out, const char *text)
{
    gr_text line = { 0 };

    if (text != NULL)
        gr_text_clean_line(&line, text, strlen(text), WORDS_MOST);
    gr_csv_put_text(out, gr_text_string(&line));
    gr_csv_put_comma(out);
    bool good = gr_text_ok(&line, NULL);
    gr_text_clear(&line);
    return good;
}

static void put_number(gr_output *out, double value)
{
    gr_csv_put_number(out, value);
    gr_csv_put_comma(out);
}

static double count_or_none(long count)
{
    return count > 0 ? (double)count : gr_missing();
}

static bool put_time(gr_output *out)
{
    time_t now = time(NULL);
    struct tm utc;
    char stamp[STAMP];

    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    return put_text(out, stamp);
}

static bool put_whose(gr_output *out, const gr_record *record, const gr_entry *entry)
{
    put_number(out, 1);
    bool good = put_text(out, entry->lesson) && put_text(out, entry->item) &&
                put_text(out, record->student) && put_text(out, record->session);
    put_number(out, (double)record->seq);
    return good && put_time(out);
}

static bool put_entry(gr_output *out, const gr_record *record, const gr_entry *entry)
{
    const char *capsule = entry->capsule != NULL ? entry->capsule : "";

    if (!put_whose(out, record, entry) || !put_text(out, event_word(entry->event)) ||
        !put_text(out, entry->value))
        return false;
    put_number(out, entry->expected_shown ? 1 : gr_missing());
    put_number(out, entry->correct == GR_VERDICT_NONE ? gr_missing() : entry->correct);
    put_number(out, entry->score);
    put_number(out, entry->max);
    put_number(out, count_or_none(entry->attempt));
    put_number(out, count_or_none(entry->confidence));
    if (!put_text(out, entry->params))
        return false;
    gr_csv_put_text(out, strlen(capsule) <= CAPSULE_MOST ? capsule : "");
    gr_csv_put_end(out);
    return true;
}

static bool make_row(const gr_record *record, const gr_entry *entry, gr_text *row, gr_error *err)
{
    gr_output out;

    gr_output_memory(&out, row);
    if (put_entry(&out, record, entry))
        return gr_output_commit(&out, err);
    gr_output_abort(&out);
    return gr_fail(err, GR_ERROR_MEMORY, "out of memory: the record is not written on");
}

void gr_record_add(gr_record *record, const gr_entry *entry)
{
    gr_text row = { 0 };

    if (record == NULL || record->trouble.kind != GR_ERROR_NONE)
        return;
    record->seq++;
    bool made = make_row(record, entry, &row, &record->trouble);
    lock(record->fd);
    if (made && !write_all(record->fd, gr_text_string(&row), row.length))
        gr_fail(&record->trouble, GR_ERROR_IO, "the record is not written on: %s", strerror(errno));
    unlock(record->fd);
    gr_text_clear(&row);
}

bool gr_record_trouble(gr_record *record, gr_error *err)
{
    if (record == NULL || record->trouble.kind == GR_ERROR_NONE || record->told)
        return false;
    record->told = true;
    *err = record->trouble;
    return true;
}

/* --- reading --- */

const char *gr_record_value(const char *cell)
{
    return cell[0] == '\'' && cell[1] != '\0' && strchr("=+-@", cell[1]) != NULL ? cell + 1 : cell;
}

bool gr_record_read_telling(const char *student, gr_csv *rows, gr_text *words, gr_error *err)
{
    gr_text path = { 0 };
    char *bytes = NULL;
    size_t length = 0;
    struct stat status;
    bool found = gr_record_path(student, &path, err);
    const char *name = gr_text_string(&path);

    if (found && stat(name, &status) == 0)
        found = gr_file_read(name, RECORD_BYTES, &bytes, &length, err);
    size_t good = found ? gr_record_whole(bytes, length) : 0;
    bool read = found && gr_csv_read(name, good > 0 ? bytes : header,
                                     good > 0 ? good : sizeof header - 1, NULL, rows, err);
    if (read && good < length && words != NULL)
        gr_text_addf(words, "gradus: the end of %s is damaged; what stands there is left out\n",
                     name);
    gr_free(bytes);
    gr_text_clear(&path);
    return read;
}

bool gr_record_read(const char *student, gr_csv *rows, gr_error *err)
{
    return gr_record_read_telling(student, rows, NULL, err);
}

enum { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, TIME_PARTS };

/* The six numbers of a time; false where it has another shape. */
static bool read_time(const char *time, int parts[TIME_PARTS])
{
    static const char shape[] = "0000-00-00T00:00:00Z";
    int part = 0;

    for (int i = 0; i < TIME_PARTS; i++)
        parts[i] = 0;
    for (size_t i = 0; i < sizeof shape; i++) {
        bool digit = shape[i] == '0';
        if (digit ? time[i] < '0' || time[i] > '9' : time[i] != shape[i])
            return false;
        if (digit)
            parts[part] = 10 * parts[part] + (time[i] - '0');
        part += !digit && part + 1 < TIME_PARTS;
    }
    return true;
}

/* Days from 1970-01-01 to a day of the Gregorian calendar. A year begins in March here, so that
 * the leap day is its last and the months before any have 30.6 days each, rounded. */
static int64_t days_to(int year, int month, int day)
{
    int64_t y = month > 2 ? year : year - 1, m = month > 2 ? month - 3 : month + 9;

    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

bool gr_record_seconds(const char *time, int64_t *seconds)
{
    int t[TIME_PARTS];

    if (!read_time(time, t) || t[YEAR] < 1970 || t[MONTH] < 1 || t[MONTH] > 12 || t[DAY] < 1 ||
        t[DAY] > 31 || t[HOUR] > 23 || t[MINUTE] > 59 || t[SECOND] > 60)
        return false;
    int64_t hours = 24 * days_to(t[YEAR], t[MONTH], t[DAY]) + t[HOUR];
    *seconds = 60 * (60 * hours + t[MINUTE]) + t[SECOND];
    return true;
}

bool gr_record_rows(const gr_record *record, gr_csv *rows, gr_error *err)
{
    return gr_record_read(record->student, rows, err);
}
