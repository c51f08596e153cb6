#include "progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { BAR_LEAST = 8, BAR_MOST = 24, USUAL_WIDTH = 80, ECHO = 2 /* ^C */ };

static const double patience = 0.5, interval = 0.1;

/* --- the line --- */

/* Behind the bar, as they stand; what is dropped first where there is no room has the highest
 * number. */
typedef struct part {
    char text[48];
    int drop;
} part;

enum { SHARE, RATE, LEFT, HINT, PARTS };

static void put_time(char *out, size_t room, double seconds)
{
    if (seconds < 60)
        snprintf(out, room, "   %.0f s left", ceil(seconds));
    else if (seconds < 3600)
        snprintf(out, room, "   %.0f min left", ceil(seconds / 60));
    else
        snprintf(out, room, "   %.0f h left", ceil(seconds / 3600));
}

/* Rate and time left are only known once there is a run. */
static void make_parts(part *parts, const char *what, size_t done, size_t count, double seconds)
{
    double rate = seconds > 0 ? (double)done / seconds : 0;

    snprintf(parts[SHARE].text, sizeof parts->text, "  %zu %%", count > 0 ? done * 100 / count : 0);
    snprintf(parts[HINT].text, sizeof parts->text, "   Ctrl-C stop");
    if (!(rate > 0))
        return;
    snprintf(parts[RATE].text, sizeof parts->text, rate < 10 ? "   %.2g %s/s" : "   %.0f %s/s",
             rate, what);
    put_time(parts[LEFT].text, sizeof parts->text, (double)(count - done) / rate);
}

static int width_of(const part *parts)
{
    size_t width = 0;

    for (int i = 0; i < PARTS; i++)
        width += strlen(parts[i].text);
    return (int)width;
}

static void drop_last(part *parts)
{
    int last = 0;

    for (int i = 1; i < PARTS; i++)
        if (parts[i].text[0] != '\0' &&
            (parts[last].text[0] == '\0' || parts[i].drop > parts[last].drop))
            last = i;
    parts[last].text[0] = '\0';
}

/* How wide the bar may be; 0: there is no room for any. */
static int bar_width(int room)
{
    return room < BAR_LEAST ? 0 : room < BAR_MOST ? room : BAR_MOST;
}

static void put_bar(gr_text *out, size_t done, size_t count, int width)
{
    bool utf8 = gr_character_width(0x2501) == 1;
    size_t full = count > 0 ? done * (size_t)width / count : 0;

    for (size_t i = 0; i < (size_t)width; i++)
        gr_text_add(out, i < full ? (utf8 ? "━" : "=") : (utf8 ? "─" : "-"));
}

void gr_cli_bar_line(gr_text *out, const char *what, size_t done, size_t count, double seconds,
                     int width)
{
    part parts[PARTS] = {
        [SHARE] = { "", 0 }, [RATE] = { "", 2 }, [LEFT] = { "", 1 }, [HINT] = { "", 3 }
    };
    char all[24], front[80];

    snprintf(all, sizeof all, "%zu", count);
    int used = snprintf(front, sizeof front, " %*zu of %s %s", (int)strlen(all), done, all, what);
    if (used > width)
        return;
    make_parts(parts, what, done, count, seconds);
    while (width_of(parts) > 0 && used + 3 + width_of(parts) + BAR_LEAST > width)
        drop_last(parts);
    gr_text_add(out, front);
    int bar = bar_width(width - used - 3 - width_of(parts));
    if (bar > 0) {
        gr_text_add(out, "   ");
        put_bar(out, done, count, bar);
    }
    for (int i = 0; i < PARTS; i++)
        gr_text_add(out, parts[i].text);
}

/* --- on the terminal --- */

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* The last column is left out: some terminals go on to the next line after it. */
static int terminal_width(void)
{
    struct winsize size = { 0 };

    return (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                            : USUAL_WIDTH) -
           1;
}

void gr_cli_bar_start(gr_cli_bar *bar, bool on_screen)
{
    *bar = (gr_cli_bar){ .wanted = !on_screen && isatty(STDERR_FILENO) == 1, .what = "runs" };
    if (bar->wanted)
        bar->begun = now();
}

/* Over what was there before, and the ^C that a terminal may have put behind it. */
static void draw(gr_cli_bar *bar, const char *line, int width)
{
    gr_text text = { 0 };
    int used = (int)gr_text_width(line),
        before = bar->width + ECHO < width ? bar->width + ECHO : width;

    gr_text_addf(&text, "\r%s", line);
    gr_text_pad(&text, ' ', before > used ? (size_t)(before - used) : 0);
    gr_text_add(&text, used > 0 ? "" : "\r");
    if (!text.failed)
        fputs(gr_text_string(&text), stderr);
    gr_text_clear(&text);
    bar->width = used;
}

void gr_cli_bar_move(gr_cli_bar *bar, size_t done, size_t count)
{
    gr_text line = { 0 };

    if (!bar->wanted || count < 2)
        return;
    double time = now();
    if (time < bar->begun + patience || time < bar->drawn + interval)
        return;
    int width = terminal_width();
    gr_cli_bar_line(&line, bar->what, done, count, time - bar->begun, width);
    draw(bar, gr_text_string(&line), width);
    gr_text_clear(&line);
    bar->drawn = time;
}

void gr_cli_bar_clear(gr_cli_bar *bar)
{
    if (bar->width > 0)
        draw(bar, "", terminal_width());
}
