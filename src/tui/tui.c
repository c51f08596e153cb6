#include "gradus/tui.h"

#include "app_private.h"

#include "gradus/app.h"
#include "gradus/term.h"

#include <locale.h>
#include <signal.h>
#include <time.h>

enum { SLICE_MS = 50, BAR_AFTER_MS = 500, KEYS_AT_ONCE = 256 };

typedef struct loop {
    gr_app app;
    gr_term *term;
    gr_canvas canvas;
    bool changed, whole, over;
    int signal;      /* that ended it */
    long work_since; /* when the work in hand began; -1: none */
    long tick_due;
} loop;

/* Only the pace of the screen depends on this clock, never a result. The date decides what is due
 * for review. */
static long now_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static bool fit_canvas(loop *l, gr_error *err)
{
    int width, height;
    gr_canvas fresh;

    gr_term_size(l->term, &width, &height);
    if (l->canvas.cells != NULL && l->canvas.width == width && l->canvas.height == height)
        return true;
    if (!gr_canvas_init(&fresh, width, height, l->app.ascii, err))
        return false;
    gr_canvas_clear(&l->canvas);
    l->canvas = fresh;
    return true;
}

static bool draw(loop *l, gr_error *err)
{
    if (!l->changed)
        return true;
    if (!fit_canvas(l, err) || !gr_app_draw(&l->app, &l->canvas, err) ||
        !gr_term_show(l->term, &l->canvas, l->whole || l->app.redraw, err))
        return false;
    l->changed = l->whole = l->app.redraw = false;
    return true;
}

static void take_event(loop *l, const gr_term_event *event)
{
    switch (event->kind) {
    case GR_EVENT_KEY: gr_app_key(&l->app, event->key); break;
    case GR_EVENT_PASTE: gr_app_paste(&l->app, event->text); break;
    case GR_EVENT_RESIZE: l->whole = true; break;
    case GR_EVENT_SIGNAL: l->signal = event->signal; break;
    case GR_EVENT_CLOSED: l->signal = SIGHUP; break;
    case GR_EVENT_NONE: return;
    }
    l->changed = true;
    l->over = l->app.quit || l->signal != 0;
}

/* How long to wait for a key: not at all with work in hand, until the next step while playing. */
static int patience(const loop *l)
{
    if (gr_app_busy(&l->app))
        return 0;
    if (gr_app_interval(&l->app) == 0)
        return -1;
    long left = l->tick_due - now_ms();
    return left > 0 ? (int)left : 0;
}

/* Work for a slice of time, then look at the keyboard again. */
static void work(loop *l)
{
    long begin = now_ms();

    if (l->work_since < 0)
        l->work_since = begin;
    while (gr_app_busy(&l->app) && now_ms() - begin < SLICE_MS)
        gr_app_work(&l->app);
    long spent = now_ms() - l->work_since;
    gr_app_show_progress(&l->app, spent >= BAR_AFTER_MS ? spent : 0);
    if (!gr_app_busy(&l->app))
        l->work_since = -1;
    l->changed = true;
}

static void tick(loop *l)
{
    if (gr_app_interval(&l->app) == 0 || gr_app_busy(&l->app) || now_ms() < l->tick_due)
        return;
    gr_app_tick(&l->app);
    l->tick_due = now_ms() + (gr_app_interval(&l->app) > 0 ? gr_app_interval(&l->app) : 0);
    l->changed = true;
}

/* What was copied goes to the terminal, once. */
static void hand_over(loop *l)
{
    if (l->app.clipboard.length > 0)
        gr_term_copy(l->term, gr_text_string(&l->app.clipboard), l->app.clipboard.length);
    gr_text_clear(&l->app.clipboard);
}

/* One key, and the work it asks for when that is short. */
static void take_key(loop *l, const gr_term_event *event)
{
    bool was_playing = l->app.playing;

    l->app.now = (int64_t)time(NULL);
    take_event(l, event);
    hand_over(l);
    if (l->app.playing && !was_playing)
        l->tick_due = now_ms();
    if (gr_app_busy(&l->app))
        work(l);
}

/* Keys typed ahead are taken together, so many at a time that the screen follows. */
static bool turn(loop *l, gr_error *err)
{
    if (!draw(l, err))
        return false;
    int wait = patience(l);
    for (int keys = 0; keys < KEYS_AT_ONCE && !l->over; keys++, wait = 0) {
        gr_term_event event = gr_term_wait(l->term, wait);
        if (event.kind == GR_EVENT_NONE)
            break;
        take_key(l, &event);
        if (gr_app_busy(&l->app))
            break;
    }
    if (gr_app_busy(&l->app) && !l->over)
        work(l);
    tick(l);
    return true;
}

/* UTF-8 that was asked for is taken from a locale that every system has, where the user's own is
 * another. */
static bool wants_ascii(gr_glyph_set glyphs)
{
    if (glyphs == GR_GLYPH_SET_UTF8 && !gr_term_is_utf8())
        setlocale(LC_CTYPE, "C.UTF-8");
    return glyphs == GR_GLYPH_SET_ASCII || !gr_term_is_utf8();
}

/* The student's record; without one the workbench goes on, and says so. */
static gr_record *open_record(gr_app *app)
{
    gr_text aside = { 0 };
    gr_error err = { 0 };
    gr_record *record;

    if (!gr_record_begin(&record, &aside, &err) || !gr_app_follow(app, record, &err))
        gr_app_say(app, GR_MESSAGE_NOTE, "no record is kept: %s", err.message);
    else if (aside.length > 0)
        gr_app_say(app, GR_MESSAGE_NOTE, "the end of the record was damaged; it is kept as %s",
                   gr_text_string(&aside));
    gr_text_clear(&aside);
    return record;
}

/* What is wrong with it is told where the catalogue is shown in its place. */
static void begin_review(gr_app *app)
{
    gr_error err;

    if (!gr_app_review(app, &err))
        gr_app_complain(app, &err);
}

bool gr_tui_run(const char *lesson, bool review, const gr_settings *settings, gr_error *err)
{
    loop l = { .changed = true, .work_since = -1 };

    if (!gr_app_init(&l.app, lesson, wants_ascii(settings->glyphs), err))
        return false;
    l.app.now = (int64_t)time(NULL);
    gr_record *record = open_record(&l.app);
    if (review)
        begin_review(&l.app);
    l.app.bindings = settings->bindings;
    l.app.confidence = settings->confidence;
    l.app.speed = settings->speed;
    l.term = gr_term_open(settings->color_given ? settings->color : GR_COLOR_256, settings->light,
                          err);
    bool good = l.term != NULL;
    while (good && !l.over)
        good = turn(&l, err);
    gr_canvas_clear(&l.canvas);
    gr_app_clear(&l.app);
    gr_record_close(record);
    if (l.signal != 0)
        gr_term_die(l.term, l.signal);
    gr_term_close(l.term);
    return good;
}
